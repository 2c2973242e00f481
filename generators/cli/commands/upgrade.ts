import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { createReport } from "../../../runtime/convert/report.ts";
import type { ConvertLayout } from "../../../runtime/convert/return-sink.ts";
import type { ListLayout } from "../../../runtime/convert/table-rows.ts";
import { createUpgradeSink, type Decision } from "../../../runtime/convert/upgrade-sink.ts";
import { WorkbookLimit } from "../../../runtime/convert/workbook-sink.ts";
import { countWords } from "../../../runtime/findings/message.ts";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { csvRow, safeCell } from "../../../runtime/tables/csv-row.ts";
import { dateFormOf } from "../../../runtime/validator/tables.ts";
import { readSpecificationFiles } from "../../specification/disk.ts";
import type { Release } from "../../specification/model.ts";
import { Specification } from "../../specification/specification.ts";
import { planUpgrade } from "../../specification/upgrade-plan.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { kindOfTables, stageOutput } from "../convert/staged-output.ts";
import { InputProblem } from "../inputs/input.ts";
import { openInputs } from "../inputs/open-inputs.ts";
import { requireName, requireRelease } from "../open-specification.ts";
import { readReturn } from "../read-return.ts";
import { loadValidator } from "../validator-module.ts";
import { type ConvertTarget, finishOutput, isInTables, openSink } from "./convert.ts";

export interface UpgradeOptions {
  /** The releases that the data are of, and are to be of. */
  readonly from: string;
  readonly to: string;
  /** Undefined: XML for XML, CSV for tables. */
  readonly form: ConvertTarget | undefined;
  readonly output: string;
  readonly lists: ListLayout;
  readonly partial: boolean;
  readonly rejects: string | undefined;
  /** The file with what a person has to look at; undefined: beside, called after the output. */
  readonly decisions: string | undefined;
}

/** Decisions that are kept. */
const DECISION_CAP = 100_000;

/**
 * `upgrade INPUT --from R --to R`: data of one year as data of a later one, by the crosswalks of the years between. What has no certain successor is listed
 * for a person; nothing is made up for items that are new.
 */
export async function runUpgrade(root: string, paths: readonly string[], options: UpgradeOptions, console: Console): Promise<ExitCode> {
  const releases = releasesBetween(new Specification(readSpecificationFiles(root)), options, console);
  if (releases === null) return EXIT.failed;
  const [older, newer] = [await loadValidator(root, options.from, console), await loadValidator(root, options.to, console)];
  if (older === null || newer === null) return EXIT.failed;
  const from: ConvertLayout = { ...older.module.validator, release: older.facts.name };
  const to: ConvertLayout = { ...newer.module.validator, release: newer.facts.name };
  const inputs = await openInputs(paths, dateFormOf(from.root));
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) throw new UsageError(`These are ${inputs.length} returns. Upgrade one at a time.`);
  const form = options.form ?? (input.kind === "tables" ? "csv" : "xml");
  const plan = planUpgrade(releases);
  const output = stageOutput(options.output, form === "csv" ? kindOfTables(options.output) : "file", paths, console);
  try {
    const report = createReport();
    const decisions: Decision[] = [];
    let count = 0;
    const decide = (decision: Decision): void => {
      count += 1;
      if (decisions.length < DECISION_CAP) decisions.push(decision);
    };
    for (const { path, label } of plan.fresh)
      decide({ child: null, where: null, record: nameOf(parentOf(path)), item: nameOf(path), from: "", to: null, why: `${label} is new and must be given` });
    const sink = createUpgradeSink(from, to, plan, await openSink(to, { to: form, lists: options.lists }, output, report), decide);
    const done = await readReturn(input, from, older.facts, sink, report, isInTables(form));
    if ("problem" in done) {
      output.discard();
      console.say(`${nameUnseen(input.name)}: ${done.problem} Nothing was written.\n`);
      return EXIT.misuse;
    }
    const told = { ...options, done: `taken from ${from.release} to ${to.release}` };
    const code = finishOutput(done.children, report, output, input, told, console);
    if (count > 0) sayDecisions(decisions, count, options, console);
    else console.say("Nothing in it needs a person to decide.\n");
    if (code === EXIT.passed || options.partial) console.say(`${`What was wrong before is as it was. ${checkWords(options, form)}`.trimEnd()}\n`);
    return code;
  } catch (error) {
    output.discard();
    if (!(error instanceof InputProblem || error instanceof WorkbookLimit)) throw error;
    console.say(`${nameUnseen(input.name)}: ${error.message} Nothing was written.\n`);
    return EXIT.misuse;
  }
}

/** The two releases and those between, in order. */
function releasesBetween(specification: Specification, { from, to }: UpgradeOptions, console: Console): readonly Release[] | null {
  const [first, last] = [requireName(specification, from), requireName(specification, to)];
  const [older, newer] = [first, last].map((name) => name.replace(/@.*/, ""));
  const names = specification.names.filter((name) => name.split("/")[0] === first.split("/")[0]);
  const [start, end] = [names.indexOf(older ?? ""), names.indexOf(newer ?? "")];
  if (start === -1 || end === -1) throw new UsageError(`${first} and ${last} are releases of different collections.`);
  if (start >= end) throw new UsageError(`${last} is not later than ${first}. Data are only taken to later releases.`);
  const wanted = [first, ...names.slice(start + 1, end), last];
  const releases = wanted.map((name) => requireRelease(specification, name, console));
  return releases.includes(null) ? null : releases.flatMap((release) => release ?? []);
}

/** The list for a person: one line for each thing, and how often each kind is there. */
function sayDecisions(decisions: readonly Decision[], count: number, options: UpgradeOptions, console: Console): void {
  const path = options.decisions ?? `${basename(options.output)}.decisions.csv`;
  const lines = decisions.map(({ child, where, record, item, from, to, why }) =>
    csvRow([child ?? "", where ?? "", record, item, from, to ?? "", why].map(safeCell)),
  );
  writeFileSync(path, `\uFEFF${csvRow(["child", "where", "record", "item", "was", "is now", "why"])}${lines.join("")}`);
  const kinds = new Map<string, number>();
  for (const { record, item, from, to, why } of decisions) {
    const kind = `${record}${item === "" ? "" : `/${item}`}${from === "" ? "" : ` ${from}`}${to === null || to === from ? "" : ` -> ${to}`}: ${why}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  for (const [kind, often] of [...kinds].slice(0, 20)) console.say(`${nameUnseen(kind)}${often > 1 ? ` (${countWords(often, "time")})` : ""}\n`);
  console.say(
    `${countWords(count, "thing")} for a person to look at; ${nameUnseen(path)} lists ${count > decisions.length ? `the first ${decisions.length}` : "all"}.\n`,
  );
}

/** How to look at the result, where it is in a form that is read. */
function checkWords({ output, to }: UpgradeOptions, form: ConvertTarget): string {
  return form === "sqlite" || form === "jsonl" ? "" : `Check it: returnspec validate ${nameUnseen(output)} --release ${to}`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
