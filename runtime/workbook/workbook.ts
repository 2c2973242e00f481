/** A workbook of plain tables: every cell is text, also one that looks like a number, a date or a formula. */
export interface Workbook {
  readonly title: string;
  readonly sheets: readonly Sheet[];
}

/** A sheet with a line of headings that stays in view and can be filtered by. */
export interface Sheet {
  /** At most 31 characters, none of `: \ / ? * [ ]` and no apostrophe at an end; unique without regard to case. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** As many cells in each row as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

export interface SheetColumn {
  readonly heading: string;
  /** In characters of ordinary text; longer text goes on in a further line of the cell. */
  readonly width: number;
  /** What is shown, and offered, in the cells below the heading. Only Excel files have it. */
  readonly help?: ColumnHelp;
}

export interface ColumnHelp {
  /** At most 32 characters. */
  readonly title: string;
  /** At most 255 characters. */
  readonly text: string;
  /** Cells to choose from, such as `Codes!$A$2:$A$7`; null: none. Something else may be entered all the same. */
  readonly list: string | null;
}

/** What a cell of Excel can hold, in UTF-16 units; it repairs a file that has more by cutting. */
const CELL_LIMIT = 32_767;
const NAME_LIMIT = 31;

/**
 * Checks what no file may be written with, so that none is that a program would refuse or repair.
 * @throws RangeError naming the sheet, and the row (1 = first below the headings) and column
 */
export function checkWorkbook({ sheets }: Workbook): void {
  const names = new Set<string>();
  for (const { name, columns, rows } of sheets) {
    const isName = name !== "" && name.length <= NAME_LIMIT && !/[:\\/?*[\]]|^'|'$/.test(name);
    if (!isName || names.has(name.toLowerCase())) throw new RangeError(`"${name}" cannot be the name of a sheet, or two have it.`);
    names.add(name.toLowerCase());
    rows.forEach((row, index) => {
      if (row.length !== columns.length)
        throw new RangeError(`Row ${index + 1} of the sheet ${name} has ${row.length} cells; there are ${columns.length} columns.`);
      const long = row.findIndex((text) => text.length > CELL_LIMIT);
      if (long !== -1) throw new RangeError(`Row ${index + 1} of the sheet ${name} has more than ${CELL_LIMIT} characters under ${columns[long]?.heading}.`);
    });
  }
}

/** The letters of a column: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  return index < 26 ? String.fromCodePoint(65 + index) : columnLetters(Math.floor(index / 26) - 1) + columnLetters(index % 26);
}

/** From the first heading to the last cell: `A1:L313`. */
export function rangeOf({ columns, rows }: Sheet): string {
  return `A1:${columnLetters(columns.length - 1)}${rows.length + 1}`;
}
