import type { Form } from "./suite.ts";

/** What a case asks for at least: structure, rules, content, the verdicts of a checker, the year before. */
export const LEVELS = [
  { level: 1, name: "structure", about: "the return has the form that the specification gives it" },
  { level: 2, name: "rules", about: "the return breaks no rule" },
  { level: 3, name: "content", about: "the return holds, item by item, what the stories say" },
  { level: 4, name: "validator", about: "the checker finds in each document what there is to find, and nothing else" },
  { level: 5, name: "two years", about: "the same where rules compare with the return of the year before" },
] as const;
export type Level = (typeof LEVELS)[number]["level"];

/**
 * passed, failed; not-implemented: the product does not have it, or nothing was delivered; skipped: left out, with a reason; error: no answer could be
 * had, or none that could be read.
 */
export const OUTCOMES = ["passed", "failed", "not-implemented", "skipped", "error"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Something that a case found wrong. */
export interface Fault {
  readonly level: Level;
  readonly message: string;
  /** The child as the return calls it; null for the return as a whole. */
  readonly child: string | null;
  /** Where, in words. */
  readonly at: string | null;
  readonly expected: string | null;
  readonly actual: string | null;
  /** The rule or structural check. */
  readonly rule: string | null;
  readonly remedy: string | null;
  /** The page of the rule, item or record below the folder of the guidance; null where none fits. */
  readonly page: string | null;
}

export interface CaseResult {
  readonly id: string;
  readonly half: "producer" | "validator";
  readonly title: string;
  readonly outcome: Outcome;
  /** Why it was skipped or is an error; null otherwise. */
  readonly reason: string | null;
  /** The levels that were looked at. */
  readonly levels: readonly Level[];
  readonly faults: readonly Fault[];
  /** What to look at in the system. */
  readonly lookAt: string | null;
  readonly purpose: string | null;
  /** Milliseconds; reports give times apart. */
  readonly milliseconds: number;
}

export type Half = CaseResult["half"];

/** Results of one half. */
export interface HalfResult {
  readonly half: Half;
  readonly form: Form;
  readonly cases: readonly CaseResult[];
  /** Rules that could not be checked, with the reason. */
  readonly notRun: readonly { readonly rule: string; readonly reason: string }[];
  /** Remarks on the run itself. */
  readonly notes: readonly string[];
}
