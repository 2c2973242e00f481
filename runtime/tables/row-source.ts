/**
 * The border between what reads tables and what checks their rows. Nothing here needs the library that reads CSV, so that validators, which have to
 * stand alone, take rows from anywhere.
 */

/** A table as a release has it. */
export interface TableShape {
  readonly name: string;
  /** In the order in which a row is handed on; required: a row must have a value in it; isAlternative: files may do without it and are not recognised by it. */
  readonly columns: readonly { readonly name: string; readonly required: boolean; readonly isAlternative: boolean }[];
}

/** The tables of one release. */
export interface ReleaseTables {
  /** Such as `cla/2025-26`. */
  readonly release: string;
  readonly tables: readonly TableShape[];
}

/** A file that was recognised as a table of the release. */
export interface RecognisedTable {
  readonly file: string;
  readonly table: TableShape;
  /** For each column of the table, where it stands in a line of the file, from 0; -1 when the file does not have it. */
  readonly positions: readonly number[];
  /** The names of the columns as they stand in the file. */
  readonly header: readonly string[];
}

/** The end of the id of the finding, behind `structure.`; `structure-rules.ts` says what each means. */
export type TableProblemKind =
  | "characters"
  | "duplicate-column"
  | "duplicate-table"
  | "empty-file"
  | "missing-column"
  | "not-csv"
  | "other-release"
  | "quotes"
  | "too-long"
  | "unexpected-cell"
  | "unexpected-column"
  | "unknown-table";

/** What is wrong with the form of a file, of its columns or of a row. */
export interface TableProblem {
  readonly kind: TableProblemKind;
  /** A warning where nothing that the release asks for is lost. */
  readonly severity: "error" | "warning";
  /** For a person; about a file or its columns it begins with the name of the file. Texts of the file in it are fit to be shown. */
  readonly message: string;
  readonly file: string;
  /** Null while the file is not recognised. */
  readonly table: string | null;
  /** 1 is the first line of data; null for problems of the file or its columns. */
  readonly row: number | null;
  /** Texts of the cells concerned, as read, by the name of their column. */
  readonly items: Readonly<Record<string, string>>;
  /** The column, named as in the file, whose name is what is wrong; null where it is something else. */
  readonly heading: string | null;
}

/** Takes what a file says, in the order in which it stands there. */
export interface RowSink {
  /** Before the rows of a table. */
  readonly table: (found: RecognisedTable) => void;
  /**
   * A row of the table last given.
   * @param cells in the order of the table's columns, as many as these, each exactly as it stands in the file; a cell that the row or the file does not
   * have is empty
   * @param row 1 for the first line of data. Blank lines count, so a spreadsheet shows the row as row + 1
   */
  readonly row: (cells: readonly string[], row: number) => void;
  /** Problems of a row come before the row. */
  readonly problem: (problem: TableProblem) => void;
}
