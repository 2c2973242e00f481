/**
 * What a check found: the contract between validators and everything that shows or stores findings. Keys stand in the order in which they are
 * written. `schema.ts` says the same as JSON Schema.
 */

/** error: must be put right; query: must be looked at and explained; warning: needs no answer; not-run: the rule could not be checked. */
export type Severity = "error" | "query" | "warning" | "not-run";

/** A place in a return. XML has a path, a line and a column; a table has a name, a row and the names of columns. */
export interface Location {
  /** Name of the record: `ChildProtectionPlans`, `EPISODE`. */
  readonly record: string;
  /** Path of its element, with positions from 1; null in tables. */
  readonly path: string | null;
  readonly table: string | null;
  /** 1 is the first row of data. */
  readonly row: number | null;
  /** Of the `<` of the first named item, else of the record; from 1. */
  readonly line: number | null;
  /** From 1, in Unicode characters. */
  readonly column: number | null;
  /** The return that holds it, when it is not the one checked. */
  readonly in: "last_return" | "return_before_last" | null;
  /** Texts of the items concerned, as read; null where there is none. */
  readonly items: Readonly<Record<string, string | null>>;
  /**
   * In tables, the columns in which these items stand, by name, each with the cell of the workbook (`Assessments!F12`); null where the return is no
   * workbook or the sheet has no such column. Where no cell is concerned or there, the empty name has the first cell of the row. Null in XML.
   */
  readonly cells: Readonly<Record<string, string | null>> | null;
}

/** One failing record, pair of records, or set of duplicates. */
export interface Finding {
  readonly input: string;
  readonly release: string;
  /** Id of the rule; `structure.<kind>` for the form of the return. */
  readonly rule: string;
  readonly severity: Severity;
  /** Identifier of the child; null for findings about the whole return. */
  readonly child: string | null;
  /** For not-run, the reason. */
  readonly message: string;
  /** The checked record first. */
  readonly locations: readonly Location[];
  /** How many locations were left out. */
  readonly more: number;
}

/** What reports say about a rule beside its findings. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly severity: Exclude<Severity, "not-run">;
  /** With `{X}` where values stand (`formatMessage`). */
  readonly message: string;
  readonly remedy: string;
  /** The check in English; null when there is none. */
  readonly sentence: string | null;
}

/** How many locations a finding has besides the first one. */
export const RELATED_LOCATIONS = 20;

/** A finding with at most RELATED_LOCATIONS related locations; the rest are counted. */
export function createFinding(found: Omit<Finding, "more">): Finding {
  const { input, release, rule, severity, child, message, locations } = found;
  const shown = locations.length > RELATED_LOCATIONS + 1 ? locations.slice(0, RELATED_LOCATIONS + 1) : locations;
  return { input, release, rule, severity, child, message, locations: shown, more: locations.length - shown.length };
}

/** The finding that says that a rule could not be checked, and why. */
export function createNotRun(input: string, release: string, rule: string, reason: string): Finding {
  return { input, release, rule, severity: "not-run", child: null, message: reason, locations: [], more: 0 };
}

/** The finding as one line of JSON without a line end, keys in the order of the contract whatever the order in the object. */
export function findingLine(finding: Finding): string {
  const { input, release, rule, severity, child, message, more } = finding;
  const locations = finding.locations.map(orderedLocation);
  return JSON.stringify({ input, release, rule, severity, child, message, locations, more });
}

function orderedLocation(location: Location): Location {
  const { record, path, table, row, line, column, items, cells } = location;
  return { record, path, table, row, line, column, in: location.in, items, cells };
}
