import type { CaseResult, HalfResult, Level } from "../case-result.ts";
import type { Form, Suite } from "../suite.ts";
import type { Adapter } from "./adapter.ts";
import type { CheckerCase } from "./case-file.ts";
import { gradeFindings, isStructural, toldFindings } from "./grade.ts";

export interface CheckerRun {
  readonly suite: Suite;
  readonly cases: readonly CheckerCase[];
  readonly adapter: Adapter;
  readonly form: Form;
  readonly levels: readonly Level[];
  readonly now: () => number;
}

/** Asks a checker about every case that has the form; it is never sent what is expected, nor what the case is called. */
export async function runChecker(run: CheckerRun): Promise<HalfResult> {
  const { suite, cases, adapter, form, levels, now } = run;
  const results: CaseResult[] = [];
  for (const one of cases) {
    const question = questionOf(one, form, suite);
    if (question === null) continue;
    const level: Level = one.previous === null && one.beforePrevious === null && (one.tables?.previous ?? null) === null ? 4 : 5;
    if (!levels.includes(level)) continue;
    const started = now();
    const { request, expected } = question;
    const found = await adapter.ask(request);
    const judged = "problem" in found ? { outcome: "error" as const, reason: found.problem, faults: [] } : judgeAnswer(found.answer, expected, level, one);
    const faults = judged.faults.map((fault) => ({ ...fault, page: suite.pages.rules[fault.rule ?? ""] ?? null }));
    results.push({
      id: one.id,
      half: "validator",
      title: one.title,
      levels: [level],
      lookAt: null,
      purpose: null,
      ...judged,
      faults,
      milliseconds: now() - started,
    });
  }
  return { half: "validator", form, cases: results, notRun: [], notes: [] };
}

function questionOf(
  one: CheckerCase,
  form: Form,
  suite: Suite,
): { readonly request: Readonly<Record<string, unknown>>; readonly expected: CheckerCase["expected"] } | null {
  const about = { kind: "validate", release: suite.release, authority: one.authority, reference: one.reference };
  if (form === "csv") {
    if (one.tables === null) return null;
    const { rows, files, previous, beforePrevious, expected } = one.tables;
    if (files !== undefined) return { request: { ...about, files, previousTables: null, beforePreviousTables: null }, expected };
    return { request: { ...about, tables: rows, previousTables: previous, beforePreviousTables: beforePrevious }, expected };
  }
  if (one.bytes !== undefined) return { request: { ...about, documentBase64: one.bytes, previous: null, beforePrevious: null }, expected: one.expected };
  if (one.document === null) return null;
  return { request: { ...about, document: one.document, previous: one.previous, beforePrevious: one.beforePrevious }, expected: one.expected };
}

function judgeAnswer(
  answer: Readonly<Record<string, unknown>>,
  expected: CheckerCase["expected"],
  level: Level,
  { formOnly, orRules = [] }: CheckerCase,
): Pick<CaseResult, "outcome" | "reason" | "faults"> {
  for (const outcome of ["not-implemented", "skipped", "error"] as const) {
    const reason = answer[outcome];
    if (typeof reason === "string") return { outcome, reason: reason === "" ? "No reason was given." : reason.slice(0, 500), faults: [] };
  }
  const told = toldFindings(answer);
  if (told === null) return { outcome: "error", reason: "The answer has no list of findings, each with its rule.", faults: [] };
  // Where the form is right, a rule that states it may be broken all the same: its value is read, and not the right one.
  const ofForm = told.filter((one) => isStructural(one) || (expected.length > 0 && orRules.includes(one.rule)));
  const faults = gradeFindings(expected, formOnly === true ? ofForm.map((one) => (isStructural(one) ? one : { ...one, rule: "structure" })) : told, level);
  return { outcome: faults.length === 0 ? "passed" : "failed", reason: null, faults };
}
