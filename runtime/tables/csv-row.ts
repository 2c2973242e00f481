/**
 * A spreadsheet takes a cell that begins so for a formula, and runs it. An apostrophe before it makes it text; so that what had apostrophes before
 * comes back as it was, it gets one more.
 */
const FORMULA = /^'*[=+\-@\t\r]/;
const DEFUSED = /^'+[=+\-@\t\r]/;

/** A text as the cell of a CSV file: one that a spreadsheet could take for a formula has an apostrophe before it. `plainCell` takes it off again. */
export function safeCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text of a cell that `safeCell`, or a person who knows spreadsheets, has put an apostrophe before; every other text as it is. */
export function plainCell(cell: string): string {
  return cell.charCodeAt(0) === 0x27 && DEFUSED.test(cell) ? cell.slice(1) : cell;
}

/** A line of CSV (RFC 4180), cells as they are. */
export function csvRow(cells: readonly string[]): string {
  let line = "";
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index] ?? "";
    line += `${index === 0 ? "" : ","}${/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell}`;
  }
  return `${line}\r\n`;
}
