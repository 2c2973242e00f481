import type { Finding, Severity } from "./finding.ts";

/** How many findings there are of each severity; of not-run, how many rules were not run. */
export type Counts = Readonly<Record<Severity, number>>;

/** Severities in the order in which reports show them. */
export const SEVERITIES: readonly Severity[] = ["error", "query", "warning", "not-run"];

/** The rule of the finding which says that an input, or the rest of it, could not be read. */
export const UNREADABLE_RULE = "structure.unreadable";

/** Exact totals in little memory. */
export interface Tally {
  readonly add: (finding: Finding) => void;
  readonly counts: () => Counts;
  readonly isUnreadable: () => boolean;
}

export function createTally(): Tally {
  const counts: Record<Severity, number> = { error: 0, query: 0, warning: 0, "not-run": 0 };
  let isUnreadable = false;
  return {
    add: ({ rule, severity }) => {
      counts[severity] += 1;
      if (rule === UNREADABLE_RULE) isUnreadable = true;
    },
    counts: () => ({ ...counts }),
    isUnreadable: () => isUnreadable,
  };
}

/**
 * The exit code that a result asks for: 2 when an input could not be read to its end, else 1 when there is an error, else 0. Queries, warnings and
 * rules that were not run alone are 0.
 */
export function exitCodeOf(counts: Counts, isUnreadable = false): 0 | 1 | 2 {
  if (isUnreadable) return 2;
  return counts.error > 0 ? 1 : 0;
}
