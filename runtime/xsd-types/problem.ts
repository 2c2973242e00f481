/** Why a document cannot be read, or a value cannot be written. Work stops at the first problem. */
export class DocumentProblem extends Error {
  /** From the root, `/Message/Children/Child[3]`; empty when the document is not even XML. */
  readonly path: string;
  /** Of the element in the document that was read, from 1; null when a value was to be written. */
  readonly line: number | null;
  readonly column: number | null;
  /** The message without the place. */
  readonly detail: string;

  constructor(message: string, path: string, line: number | null = null, column: number | null = null) {
    const place = line === null || column === null ? "" : `line ${line}, column ${column}`;
    const where = path === "" ? place : place === "" ? path : `${path} (${place})`;
    super(where === "" ? message : `${where}: ${message}`);
    this.name = "DocumentProblem";
    this.detail = message;
    this.path = path;
    this.line = line;
    this.column = column;
  }
}

/** A step of a path: the name of an element, and which one of that name it is. */
export interface Step {
  readonly name: string;
  readonly number: number;
}

/** The path as text; the first of its name needs no number. */
export function pathText(steps: readonly Step[]): string {
  return steps.map(({ name, number }) => (number === 1 ? `/${name}` : `/${name}[${number}]`)).join("");
}
