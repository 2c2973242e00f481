import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { isHidden } from "../../runtime/inputs/choose-files.ts";
import { compareTexts } from "../../runtime/findings/order.ts";
import type { CaseResult, Fault, HalfResult, Level } from "../case-result.ts";
import type { PreviousReturn } from "../returns/read-previous.ts";
import { readReturn, type ReadReturn, type SuiteValidator } from "../returns/read-return.ts";
import type { Suite, SuiteScenario } from "../suite.ts";
import type { OpenInput } from "../supplier-input.ts";
import { type JudgeFacts, judgeReturn, resultOf } from "./judge-return.ts";

export interface ProducerRun {
  readonly suite: Suite;
  readonly module: SuiteValidator;
  readonly ids: ReadonlyMap<string, string>;
  readonly levels: readonly Level[];
  /** The cases that are wanted. */
  readonly scenarios: readonly SuiteScenario[];
  readonly isWholeWanted: boolean;
  readonly previous: PreviousReturn | null;
  readonly open: OpenInput;
  readonly now: () => number;
}

/** Reads what a supplier delivers: one return that holds all scenarios, or a folder with one return per scenario. */
export async function runOutputs(path: string, run: ProducerRun): Promise<HalfResult> {
  const single = singleOutputs(path, run.suite);
  return single === null ? judgeWhole(path, run) : judgeEach(single, run);
}

/** The path of each scenario's return by its id; null when the path is one return. */
function singleOutputs(path: string, suite: Suite): ReadonlyMap<string, string> | null {
  if (!existsSync(path) || !statSync(path).isDirectory()) return null;
  const ids = new Set(suite.scenarios.map(({ id }) => id));
  const found = new Map<string, string>();
  for (const name of readdirSync(path).toSorted(compareTexts)) {
    const id = name.replace(/\.(xml|zip)$/i, "").toLowerCase();
    if (!isHidden(name) && ids.has(id) && !found.has(id)) found.set(id, join(path, name));
  }
  return found.size === 0 ? null : found;
}

/** @param isAll whether a return should hold all scenarios */
export function factsOf({ suite, module, ids, levels, previous }: Omit<ProducerRun, "open">, isAll: boolean): JudgeFacts {
  const { root, child } = module.validator;
  const comparesTotals = isAll && previous?.hasAll === true;
  return { suite, root, childPath: child.path, ids, levels, comparesTotals, rules: new Map(suite.rules.map((rule) => [rule.id, rule])) };
}

async function read(path: string, { suite, module, previous, open }: ProducerRun): Promise<ReadReturn> {
  const input = await open(path);
  const earlier = (await previous?.in(input.kind === "tables" ? "csv" : "xml")) ?? null;
  return readReturn(input, module, { authority: suite.authority, previous: earlier, reference: new Map(), tables: suite.tables });
}

/** Remarks on the run that belong to its result. */
export function notesOf({ previous }: Pick<ProducerRun, "previous">): readonly string[] {
  return previous === null || previous.hasAll
    ? []
    : ["Rules of two years compared with the product's own return of the year before; totals were not compared."];
}

async function judgeWhole(path: string, run: ProducerRun): Promise<HalfResult> {
  const { suite, scenarios, levels, isWholeWanted, now } = run;
  const started = now();
  const found = await read(path, run);
  const wanted = [...(isWholeWanted ? [suite.whole] : []), ...scenarios];
  const notes = [...notesOf(run), ...(found.problem === null ? [] : [`The return could not be read to its end: ${found.problem}`])];
  if (found.problem !== null && found.children.length === 0 && found.whole === null)
    return { half: "producer", form: found.form, cases: wanted.map((one) => unreadable(one, found.problem ?? "", levels, 0)), notRun: [], notes };
  const { faults, notRun } = judgeReturn(found, scenarios, suite.whole, factsOf(run, scenarios.length === suite.scenarios.length));
  const each = (now() - started) / Math.max(1, wanted.length);
  return { half: "producer", form: found.form, cases: wanted.map((one) => resultOf(one, faults.get(one.id) ?? [], levels, each)), notRun, notes };
}

async function judgeEach(paths: ReadonlyMap<string, string>, run: ProducerRun): Promise<HalfResult> {
  const { suite, scenarios, levels, isWholeWanted, now } = run;
  const facts = factsOf(run, false);
  const cases: CaseResult[] = [];
  const ofWhole: Fault[] = [];
  const notRun = new Map<string, string>();
  let form: HalfResult["form"] = "xml";
  for (const scenario of scenarios) {
    const path = paths.get(scenario.id);
    if (path === undefined) {
      cases.push(absent(scenario, levels));
      continue;
    }
    const started = now();
    const found = await read(path, run);
    form = found.form;
    if (found.problem !== null && found.children.length === 0 && found.whole === null) {
      cases.push(unreadable(scenario, found.problem, levels, now() - started));
      continue;
    }
    const judged = judgeReturn(found, [scenario], suite.whole, facts);
    for (const { rule, reason } of judged.notRun) notRun.set(rule, reason);
    ofWhole.push(...(judged.faults.get(suite.whole.id) ?? []).map((fault) => ({ ...fault, message: `${scenario.id}: ${fault.message}` })));
    cases.push(resultOf(scenario, judged.faults.get(scenario.id) ?? [], levels, now() - started));
  }
  const whole = isWholeWanted ? [resultOf(suite.whole, ofWhole, levels, 0)] : [];
  return { half: "producer", form, cases: [...whole, ...cases], notRun: [...notRun].map(([rule, reason]) => ({ rule, reason })), notes: notesOf(run) };
}

/** A scenario whose children must not be returned has nothing to deliver. */
function absent(scenario: SuiteScenario, levels: readonly Level[]): CaseResult {
  const isEmpty = scenario.children.every(({ returned }) => returned.xml === null && returned.csv === null);
  const base = resultOf(scenario, [], levels, 0);
  return isEmpty
    ? { ...base, outcome: "skipped", reason: "The scenario has no child for the return; only one return of all scenarios can show that." }
    : { ...base, outcome: "not-implemented", reason: `There is no ${scenario.id}.xml and no folder ${scenario.id}.` };
}

function unreadable(scenario: SuiteScenario, reason: string, levels: readonly Level[], milliseconds: number): CaseResult {
  return { ...resultOf(scenario, [], levels, milliseconds), outcome: "error", reason };
}
