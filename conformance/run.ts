import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HalfResult, Half, Level } from "./case-result.ts";
import { startAdapter } from "./checker/adapter.ts";
import type { CheckerCase } from "./checker/case-file.ts";
import { runChecker } from "./checker/run-checker.ts";
import { runExporter } from "./producer/run-exporter.ts";
import { runOutputs } from "./producer/run-producer.ts";
import { previousFiles, previousOfPack, type PreviousReturn, readPrevious } from "./returns/read-previous.ts";
import type { SuiteValidator } from "./returns/read-return.ts";
import { type Form, SUITE_FORMAT, type Suite } from "./suite.ts";
import type { OpenInput } from "./supplier-input.ts";
import { judgeRun, type RunVerdict } from "./verdict.ts";

/** Where the cases stand in a pack. */
export const SUITE_FILE = "suite.json";
export const CHECKER_CASES_FILE = "cases/validator.jsonl";

/** What a pack is made of besides its cases. */
export interface Pack {
  readonly folder: string;
  readonly module: SuiteValidator;
  readonly open: OpenInput;
  readonly version: string;
}

export interface RunWishes {
  readonly outputs: string | null;
  readonly exec: string | null;
  /** The product's own return of the year before; null: that of the pack. */
  readonly previous: string | null;
  /** Ids in the outputs by ids of the suite. */
  readonly ids: ReadonlyMap<string, string>;
  readonly half: Half | null;
  readonly level: Level;
  /** Ids of cases; empty: all. */
  readonly only: ReadonlySet<string>;
  readonly expectedFailures: ReadonlyMap<string, string>;
  readonly product: { readonly name: string; readonly version: string | null } | null;
  readonly form: Form | null;
  /** Milliseconds for one answer of a program. */
  readonly timeout: number;
}

/** Something that the user can put right; told in a sentence. */
export class RunProblem extends Error {}

interface OpenSuite {
  readonly suite: Suite;
  readonly hash: string;
  readonly cases: () => readonly CheckerCase[];
}

/** Reads a pack's cases. @throws {RunProblem} when they are missing or of another form */
export function openSuite(folder: string): OpenSuite {
  const read = (name: string): Buffer => {
    const path = join(folder, name);
    if (!existsSync(path)) throw new RunProblem(`${name} is missing beside the runner. Copy the whole folder of the pack.`);
    return readFileSync(path);
  };
  const [suiteBytes, caseBytes] = [read(SUITE_FILE), read(CHECKER_CASES_FILE)];
  const suite = JSON.parse(suiteBytes.toString("utf8")) as Suite;
  if (suite.format !== SUITE_FORMAT)
    throw new RunProblem(`${SUITE_FILE} has the form ${suite.format}; this runner reads ${SUITE_FORMAT}. Copy the whole folder of the pack.`);
  const previous = previousFiles(folder);
  if (suite.lastYear !== null && previous.length === 0)
    throw new RunProblem("The folder previous is missing beside the runner. Copy the whole folder of the pack.");
  const hash = createHash("sha256").update(suiteBytes).update(caseBytes);
  for (const [path, bytes] of previous) hash.update(path).update(bytes);
  const lines = (): readonly string[] => caseBytes.toString("utf8").split("\n");
  return { suite, hash: hash.digest("hex"), cases: () => lines().flatMap((line) => (line === "" ? [] : [JSON.parse(line) as CheckerCase])) };
}

/**
 * Runs the halves that are asked for: what stands in `outputs` is judged, what `exec` starts is asked.
 * @throws {RunProblem} for ids that no case has
 */
export async function runConformance({ folder, module, open, version }: Pack, wishes: RunWishes, now: () => number): Promise<RunVerdict> {
  const { suite, hash, cases: readCases } = openSuite(folder);
  const { only, half, outputs, exec } = wishes;
  const isWanted = (id: string): boolean => only.size === 0 || only.has(id);
  const wantsChecker = exec !== null && half !== "producer";
  const checkerCases = wantsChecker || only.size > 0 || wishes.expectedFailures.size > 0 ? readCases() : [];
  const known = new Set([suite.whole.id, ...suite.scenarios.map(({ id }) => id), ...checkerCases.map(({ id }) => id)]);
  for (const id of [...only, ...wishes.expectedFailures.keys()]) if (!known.has(id)) throw new RunProblem(`The suite of ${suite.release} has no case ${id}.`);
  const levels = ([1, 2, 3, 4, 5] as const).filter((level) => level <= wishes.level);
  const form = wishes.form ?? suite.forms[0] ?? "xml";
  if (!suite.forms.includes(form)) throw new RunProblem(`${suite.release} is not returned as ${form}.`);
  const producer = {
    suite,
    module,
    ids: wishes.ids,
    scenarios: suite.scenarios.filter(({ id }) => isWanted(id)),
    isWholeWanted: isWanted(suite.whole.id),
    open,
    now,
  };
  const halves: HalfResult[] = [];
  const previous = await previousFor(folder, module, suite, open, wishes);
  const producerLevels = levels.filter((level) => level <= 3 || (level === 5 && previous !== null));
  if (outputs !== null && half !== "validator") halves.push(await runOutputs(outputs, { ...producer, levels: producerLevels, previous }));
  if (exec !== null) {
    const adapter = startAdapter(exec, wishes.timeout);
    if (half === "producer" && outputs === null) halves.push(await runExporter(adapter, form, { ...producer, levels: producerLevels, previous }));
    if (wantsChecker) halves.push(await runChecker({ suite, cases: checkerCases.filter(({ id }) => isWanted(id)), adapter, form, levels, now }));
    const problem = await adapter.close();
    if (problem !== null) halves.push(withNote(halves.pop(), problem));
  }
  const tool = { name: "returnspec conformance", version };
  return judgeRun(suite, halves, wishes.expectedFailures, { tool, product: wishes.product, suiteHash: hash, isComplete: only.size === 0 });
}

function withNote(half: HalfResult | undefined, note: string): HalfResult {
  if (half === undefined) throw new Error("no half was run");
  return { ...half, notes: [...half.notes, note] };
}

/** What rules of two years compare with; null where none are asked for, or there are none. */
async function previousFor(
  folder: string,
  module: SuiteValidator,
  suite: Suite,
  open: OpenInput,
  { previous, level, ids }: RunWishes,
): Promise<PreviousReturn | null> {
  if (previous !== null && suite.twoYearRules.length === 0) throw new RunProblem(`--previous: no rule of ${suite.release} compares with the year before.`);
  if (level < 5 || suite.twoYearRules.length === 0) return null;
  if (previous === null) return suite.lastYear === null ? null : previousOfPack(folder, module, suite.tables, open, ids);
  const own = await readPrevious(previous, module, suite.tables, open).catch((error: unknown) => {
    throw new RunProblem(`The return of the year before cannot be read. ${error instanceof Error ? error.message : String(error)}`);
  });
  return { in: async () => own, hasAll: false };
}
