/** A file of an input: its bytes, wherever they are. */
export interface InputFile {
  /** As given by the user, or as called in the folder or zip, folders left out. Anything may be in it: to be escaped before it is printed. */
  readonly name: string;
  /**
   * Hands on all bytes in order; a chunk is only good until the next one.
   * @throws {InputProblem} when the file, or the rest of it, cannot be read
   */
  readonly read: (take: (chunk: Uint8Array) => void) => Promise<void>;
}

/** How dates are written that a workbook holds as numbers. */
export type DateForm = "yyyy-mm-dd" | "dd/mm/yyyy";

/** One return as the user named it: an XML file, CSV files, or nothing that could be read. */
export type Input = {
  /** For reports: the path as given; of CSV files named one by one the first, and how many more. */
  readonly name: string;
  /** What was left out, in sentences for a person. */
  readonly notes: readonly string[];
  /**
   * Of an XML, CSV or zip file, that of the file itself. Of a folder or several files, that of their list: for each file, sorted by name, its hash, two
   * spaces, its name without folders, and a line feed, as `sha256sum` prints them. Null until all files have been read to their end.
   */
  readonly sha256: () => string | null;
} & (
  | { readonly kind: "xml"; readonly file: InputFile }
  /**
   * At least one, sorted by name; of a workbook its sheets in their order, as CSV, and how a cell is called (`Children!C5`) that is in a sheet, a row
   * (1 = first row of data) and a column (from 0).
   */
  | {
      readonly kind: "tables";
      readonly files: readonly InputFile[];
      readonly cellAt?: (sheet: string, row: number, column: number) => string;
    }
  /** Why nothing of it is read, for a person, names in it escaped. */
  | { readonly kind: "refused"; readonly message: string }
);

/** An input, or the rest of it, that cannot be read; the message is for a person, names in it escaped. */
export class InputProblem extends Error {}

/** What a zip may hold, so that a small one cannot fill memory or the day. */
export interface ZipLimits {
  readonly entries: number;
  /** Of one file, unpacked. */
  readonly fileBytes: number;
  /** Of all files that are read, unpacked. */
  readonly totalBytes: number;
  /** How many times larger the unpacked bytes may be than the packed ones, once there are more than `freeBytes`. */
  readonly ratio: number;
  readonly freeBytes: number;
}

/** A return of the largest authority is under 10 MB; XML of it packs 20 to 60 times smaller, what is made to burst a thousand times. */
export const ZIP_LIMITS: ZipLimits = { entries: 1000, fileBytes: 2 ** 30, totalBytes: 2 ** 31, ratio: 200, freeBytes: 2 ** 24 };
