/** A reference table as a release declares it: what a file must have to be read as one. */
export interface ReferenceShape {
  readonly name: string;
  readonly label: string;
  /** Name of the column that rows are looked up by. */
  readonly key: string;
  readonly columns: readonly ColumnShape[];
}

export interface ColumnShape {
  readonly name: string;
  readonly label: string;
  readonly kind: "text" | "postcode" | "date" | "integer" | "decimal" | "code";
  /** A cell holds several values. */
  readonly isList: boolean;
  /** A file may do without the column. */
  readonly isOptional: boolean;
  /** Other headings under which files have it, best first; `#` stands for any digit. */
  readonly headings: readonly string[];
  /** How a code may be written otherwise; null for a column of something else. */
  readonly codes: CodeNames | null;
}

/** A value that is none of these counts as a code as it stands when it is no longer than codes are, else as not known. */
export interface CodeNames {
  /** Characters of the longest code. */
  readonly longest: number;
  readonly codes: readonly string[];
  /** Names and numbers in capitals, each with its code. */
  readonly names: Readonly<Record<string, string>>;
  /** Forms of values, `#` for any digit, each with its code; null: known, but without a code. */
  readonly forms: readonly (readonly [form: string, code: string | null])[];
}
