import { type CaseResult, type Half, type HalfResult, type Level, LEVELS, OUTCOMES, type Outcome } from "./case-result.ts";
import type { Suite } from "./suite.ts";

/** Who was tested with what. Everything in it is the same for the same input. */
export interface RunFacts {
  readonly tool: { readonly name: string; readonly version: string };
  readonly product: { readonly name: string; readonly version: string | null } | null;
  /** SHA-256 of all cases of the suite. */
  readonly suiteHash: string;
  /** Whether all cases of the halves that ran were wanted. */
  readonly isComplete: boolean;
}

export interface JudgedCase extends CaseResult {
  /** Whether the list of expected failures has it, and why; null: it has not. */
  readonly expectedFailure: string | null;
}

export interface LevelResult {
  readonly level: Level;
  readonly name: string;
  readonly about: string;
  readonly outcome: "passed" | "failed" | "not tested";
  readonly cases: number;
  readonly failed: number;
}

/** A run, judged: all that reports need. */
export interface RunVerdict {
  readonly facts: RunFacts;
  readonly suite: Suite;
  readonly halves: readonly HalfResult[];
  readonly cases: readonly JudgedCase[];
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly levels: readonly LevelResult[];
  /** The highest level of which it and all lower ones that the halves have passed; 0: none. */
  readonly reached: number;
  readonly isPassed: boolean;
}

const LEVELS_OF: Readonly<Record<Half, readonly Level[]>> = { producer: [1, 2, 3, 5], validator: [4, 5] };

/**
 * Puts the results of the halves together. A case that is listed as failing and passes fails the run, so that the list stays true.
 * @param expected ids of cases that are known to fail, with the reason
 */
export function judgeRun(suite: Suite, halves: readonly HalfResult[], expected: ReadonlyMap<string, string>, facts: RunFacts): RunVerdict {
  const cases = halves.flatMap((half) => half.cases.map((one): JudgedCase => ({ ...one, expectedFailure: expected.get(one.id) ?? null })));
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, cases.filter((one) => one.outcome === outcome).length])) as Record<Outcome, number>;
  const levels = LEVELS.map((level) => levelResult(level, cases));
  const own = levels.filter(({ level }) => halves.some(({ half }) => LEVELS_OF[half].includes(level)));
  const broken = own.findIndex(({ outcome }) => outcome !== "passed");
  const reached = facts.isComplete ? ((broken === -1 ? own.at(-1) : own[broken - 1])?.level ?? 0) : 0;
  const isPassed = cases.length > 0 && cases.every((one) => !failsRun(one));
  return { facts, suite, halves, cases, counts, levels, reached, isPassed };
}

/** Skipped cases have a reason and do not fail a run; they do keep a level from being reached. */
export function failsRun({ outcome, expectedFailure }: JudgedCase): boolean {
  if (expectedFailure !== null) return outcome === "passed";
  return outcome === "failed" || outcome === "error" || outcome === "not-implemented";
}

function levelResult({ level, name, about }: (typeof LEVELS)[number], cases: readonly JudgedCase[]): LevelResult {
  const own = cases.filter(({ levels }) => levels.includes(level));
  const failed = own.filter(({ outcome, faults }) =>
    outcome === "failed" ? faults.some((fault) => fault.level === level) : outcome !== "passed" && outcome !== "skipped",
  );
  const outcome = own.length === 0 ? "not tested" : failed.length === 0 && own.some((one) => one.outcome !== "skipped") ? "passed" : "failed";
  return { level, name, about, outcome, cases: own.length, failed: failed.length };
}
