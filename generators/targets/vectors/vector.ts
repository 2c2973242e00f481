import type { TableRow } from "../../rules/table-rows.ts";

/**
 * One case with everything that must be found in it: a line of `vectors.jsonl`. The same children are given in each form that has a place for
 * what the case is about. What is expected is all: whoever finds more, or less, disagrees.
 */
export interface Vector {
  /** `<first id of the rule>/<name of the example>`, for ever. */
  readonly id: string;
  readonly release: string;
  readonly rule: string;
  /** What must be found in `document`. */
  readonly expected: readonly ExpectedFindings[];
  /** The return in XML; null when XML has no place for what the case is about. */
  readonly document: string | null;
  /** The return of the period before, for rules that compare with it. */
  readonly previous: string | null;
  /** The return of two periods before. */
  readonly beforePrevious: string | null;
  /** The same in tables; null when the release has none, or they have no place for what the case is about. */
  readonly tables: VectorTables | null;
  /** Rows of the reference tables that are given beside the return, by table. */
  readonly reference: Rows;
  /** The returning authority; null where it is not given. */
  readonly authority: string | null;
}

/** Rows of tables, by table: texts by column, blank cells left out. Row 1 is the first one. */
export type Rows = Readonly<Record<string, readonly TableRow[]>>;

export interface VectorTables {
  /** What must be found in these tables. */
  readonly expected: readonly ExpectedFindings[];
  /** All tables of the release; one without rows has its header only. */
  readonly rows: Rows;
  readonly previous: Rows | null;
  readonly beforePrevious: Rows | null;
}

/** Findings of one rule, or of one structural check, that must be raised. */
export interface ExpectedFindings {
  /** Id of the rule; `structure.<kind>` for the form of the return. */
  readonly rule: string;
  readonly count: number;
  /**
   * For rules: the records that each finding points at first, in no particular order. In XML the path of the element, in tables `<table> <row>`; a record
   * that is no element or no row is shown at the one that holds it, or the first one in it.
   */
  readonly records?: readonly (readonly string[])[];
  /** Why it is raised although the case is about another rule. */
  readonly why?: string;
}
