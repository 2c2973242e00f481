/** Rows of tables, by table: texts by column, blank cells left out. A table without rows has only its header. */
export type Rows = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

/** Findings that must be raised. */
export interface Expected {
  /** Id of the rule; `structure.<kind>` for the form of the return. */
  readonly rule: string;
  readonly count: number;
  /** Where each finding may point at first: paths of elements, or `<table> <row>`. */
  readonly records?: readonly (readonly string[])[];
}

/** A case of the validator half: a line of `cases/validator.jsonl`. */
export interface CheckerCase {
  /** For ever. */
  readonly id: string;
  readonly title: string;
  /** The form of the return alone is graded: what rules make of it is left open. */
  readonly formOnly?: true;
  /** Rules that state what the form does: a finding of one of them is as good. */
  readonly orRules?: readonly string[];
  readonly document: string | null;
  /** A document whose bytes matter, in base 64; then there is no other. */
  readonly bytes?: string;
  readonly expected: readonly Expected[];
  readonly previous: string | null;
  readonly beforePrevious: string | null;
  readonly tables: {
    readonly expected: readonly Expected[];
    readonly rows: Rows;
    /** CSV files whose text matters, by name; then there are no rows. */
    readonly files?: Readonly<Record<string, string>>;
    readonly previous: Rows | null;
    readonly beforePrevious: Rows | null;
  } | null;
  readonly reference: Rows;
  readonly authority: string | null;
}
