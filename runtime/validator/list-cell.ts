/**
 * Entries of a repeating item in one cell: separated by semicolons, blanks around them left out. What is special in an entry (a separator, a
 * backslash, a blank at either end) has a backslash before it, so that any texts come back as they were. Commas, vertical bars and line ends
 * separate as well when a cell is read.
 */
export function joinEntries(entries: readonly string[]): string {
  return entries.map((entry) => entry.replaceAll(/[\\;,|\n\r]|^\s|\s$/g, String.raw`\$&`)).join(";");
}

/** The entries of a cell; entries of nothing but blanks are none. */
export function splitEntries(cell: string): readonly string[] {
  const entries: string[] = [];
  let entry = "";
  /** How much of the entry must stay: up to the last character that is no blank, or that has a backslash before it. */
  let kept = 0;
  const end = (): void => {
    const text = entry.slice(0, kept);
    if (text !== "") entries.push(text);
    entry = "";
    kept = 0;
  };
  for (let at = 0; at < cell.length; at += 1) {
    const character = cell[at] ?? "";
    if (SEPARATORS.includes(character)) end();
    else if (character === "\\" && at + 1 < cell.length) {
      at += 1;
      entry += cell[at] ?? "";
      kept = entry.length;
    } else if (/\s/.test(character)) {
      if (entry !== "") entry += character;
    } else {
      entry += character;
      kept = entry.length;
    }
  }
  end();
  return entries;
}

const SEPARATORS = ";,|\n\r";

const YES: ReadonlySet<string> = new Set(["1", "TRUE", "YES", "Y", "X"]);
const NO: ReadonlySet<string> = new Set(["", "0", "FALSE", "NO", "N"]);

/** Whether a cell in the column of a code says that the code is there; null when it says neither. */
export function readMark(cell: string): boolean | null {
  const text = cell.trim().toUpperCase();
  return YES.has(text) ? true : NO.has(text) ? false : null;
}
