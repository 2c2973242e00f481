import { PAIR_CAP } from "../rules/logic.ts";

/** Why a rule on pairs was given up for a child: so many records to compare, or so many pairs that fail. */
export type CapReason = { readonly records: number } | { readonly failures: number };

/** Notes of rules that were given up for some children, so that each is reported once. */
export interface CapNotes {
  readonly note: (rule: string, child: string | null, why: CapReason) => void;
  /** What the report says about a rule; null when it ran for all children. */
  readonly reason: (rule: string) => string | null;
}

export function createCapNotes(): CapNotes {
  const notes = new Map<string, { children: number; readonly first: string | null; readonly why: CapReason }>();
  return {
    note: (rule, child, why) => {
      const known = notes.get(rule);
      if (known === undefined) notes.set(rule, { children: 1, first: child, why });
      else known.children += 1;
    },
    reason: (rule) => {
      const note = notes.get(rule);
      if (note === undefined) return null;
      const { children, first, why } = note;
      const others = children === 1 ? "" : ` and ${children - 1} other ${children === 2 ? "child" : "children"}`;
      const whom = `${first === null ? "a child without an identifier" : `child ${first}`}${others}`;
      return "records" in why
        ? `not run for ${whom}: ${why.records} records to compare in pairs, which are at most ${PAIR_CAP}`
        : `given up for ${whom} after ${why.failures} findings`;
    },
  };
}
