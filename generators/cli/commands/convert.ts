import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { type AuthorityPlace, createAuthoritySink, findAuthorityPlace } from "../../../runtime/convert/authority-sink.ts";
import { createCsvSink } from "../../../runtime/convert/csv-sink.ts";
import { createJsonSink } from "../../../runtime/convert/json-sink.ts";
import { type Reject, rejectsFile } from "../../../runtime/convert/reject.ts";
import { type ConvertReport, createReport } from "../../../runtime/convert/report.ts";
import type { ConvertLayout, ReturnSink } from "../../../runtime/convert/return-sink.ts";
import { createTableRows, type ListLayout } from "../../../runtime/convert/table-rows.ts";
import { tellUnlistedItems } from "../../../runtime/convert/unlisted-items.ts";
import { createWorkbookSink, WorkbookLimit } from "../../../runtime/convert/workbook-sink.ts";
import { createXmlSink } from "../../../runtime/convert/xml-sink.ts";
import { countWords } from "../../../runtime/findings/message.ts";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { kindOfTables, type StagedOutput, stageOutput } from "../convert/staged-output.ts";
import { type Input, InputProblem } from "../inputs/input.ts";
import { dateFormOf } from "../../../runtime/validator/tables.ts";
import { openInputs } from "../inputs/open-inputs.ts";
import { readReturn } from "../read-return.ts";
import { loadValidator } from "../validator-module.ts";

export type ConvertTarget = "csv" | "jsonl" | "sqlite" | "workbook" | "xml";
export const CONVERT_TARGETS: readonly ConvertTarget[] = ["xml", "csv", "workbook", "sqlite", "jsonl"];

export interface ConvertOptions {
  readonly release: string;
  readonly to: ConvertTarget;
  /** The returning authority, where the return names none. */
  readonly authority: string | undefined;
  /** A folder or a zip file for csv; a file for the others, of which XML and JSON Lines go to standard output without it. */
  readonly output: string | undefined;
  readonly lists: ListLayout;
  readonly partial: boolean;
  readonly rejects: string | undefined;
}

/** Reasons that are printed; the file of rejects has all. */
const SHOWN = 5;

/**
 * `convert INPUT --release R --to FORM`: the same return in another form. What cannot be placed is listed and written to the file of rejects; then there
 * is an output only with `--partial`, and the exit code is 1.
 */
export async function runConvert(root: string, paths: readonly string[], options: ConvertOptions, console: Console): Promise<ExitCode> {
  if (options.to === "csv" && options.output === undefined) throw new UsageError("Name a folder, or a zip file, for the tables with --output.");
  if (options.to === "workbook" && options.output === undefined) throw new UsageError("Name a file for the workbook with --output, such as return.xlsx.");
  if (options.to === "sqlite" && options.output === undefined) throw new UsageError("Name a file for the database with --output, such as return.sqlite.");
  const loaded = await loadValidator(root, options.release, console);
  if (loaded === null) return EXIT.failed;
  const { facts, module } = loaded;
  const layout: ConvertLayout = { ...module.validator, release: facts.name };
  if (layout.tables.length === 0) throw new UsageError(`${facts.name} has no tables, so there is nothing to convert to or from.`);
  const authority = options.authority === undefined ? null : placeAuthority(layout, options.authority);
  const inputs = await openInputs(paths, dateFormOf(module.validator.root));
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) throw new UsageError(`These are ${inputs.length} returns. Convert one at a time.`);
  const output = stageOutput(options.output, options.to === "csv" ? kindOfTables(options.output) : "file", paths, console);
  try {
    const report = createReport();
    const plain = await openSink(layout, options, output, report);
    const sink = authority === null ? plain : createAuthoritySink(layout, authority.place, authority.code, plain, report.note);
    const done = await readReturn(input, layout, facts, sink, report, isInTables(options.to));
    if ("problem" in done) {
      output.discard();
      console.say(`${nameUnseen(input.name)}: ${done.problem} Nothing was written.\n`);
      return EXIT.misuse;
    }
    return finishOutput(done.children, report, output, input, options, console);
  } catch (error) {
    output.discard();
    if (!(error instanceof InputProblem || error instanceof WorkbookLimit)) throw error;
    console.say(`${nameUnseen(input.name)}: ${error.message} Nothing was written.\n`);
    return EXIT.misuse;
  }
}

function placeAuthority(layout: ConvertLayout, code: string): { readonly place: AuthorityPlace; readonly code: string } {
  const place = findAuthorityPlace(layout, code);
  if (place !== null) return { place, code };
  const shown = nameUnseen(code);
  throw new UsageError(
    `${layout.release} has nothing around the children that takes the authority ${shown}. Give the code of an authority as the specification lists it, or leave --authority out.`,
  );
}

/** Whether a form has rows, which are known by the ids of their children. */
export function isInTables(to: ConvertTarget): boolean {
  return to === "csv" || to === "workbook" || to === "sqlite";
}

/** What writes a return in a form. */
export async function openSink(
  layout: ConvertLayout,
  { to, lists }: Pick<ConvertOptions, "lists" | "to">,
  output: StagedOutput,
  report: ConvertReport,
): Promise<ReturnSink> {
  const complete = (sink: ReturnSink): ReturnSink => tellUnlistedItems(layout, sink, report.note);
  switch (to) {
    case "csv":
      return complete(createCsvSink(createTableRows(layout, lists), (table) => output.open(`${table}.csv`)));
    case "workbook":
      return complete(createWorkbookSink(createTableRows(layout, lists), layout.release, (bytes) => output.writeBytes(bytes)));
    case "sqlite": {
      // Loaded only now: it brings the database along.
      const { createDatabaseSink } = await import("../convert/sqlite-sink.ts");
      const rows = createTableRows(layout, lists);
      return complete(output.openFile((path) => createDatabaseSink(rows, layout.tables, path)));
    }
    case "jsonl":
      return createJsonSink(layout, output.open("return.jsonl"));
    case "xml":
      return createXmlSink(layout, output.open("return.xml"), (_, what) => report.note(`Not carried: ${what}.`));
  }
}

/** `return.xml:12`, `Assessments.csv, row 3, column ReferralID`, `Assessments!B4, column ReferralID`. */
function placeOf({ file, row, column, line, cell }: Reject): string {
  if (line !== null) return `${file}:${line}`;
  const spot = cell ?? (row === null ? file : `${file}, row ${row}`);
  return column === null || column === "" ? spot : `${spot}, column ${column}`;
}

/** Puts the output in its place, or takes it away when something could not be placed, and says so. */
export function finishOutput(
  children: number,
  report: ConvertReport,
  output: StagedOutput,
  input: Input,
  options: Pick<ConvertOptions, "output" | "partial" | "rejects"> & { readonly done?: string },
  console: Console,
): ExitCode {
  const rejects = report.rejects();
  const isWritten = rejects.length === 0 || options.partial;
  if (isWritten) output.commit();
  else output.discard();
  for (const note of input.notes) console.say(`Note: ${note}\n`);
  for (const note of report.notes()) console.say(`Note: ${note}\n`);
  if (rejects.length > 0) {
    const path = options.rejects ?? `${basename(options.output ?? input.name)}.rejects.csv`;
    writeFileSync(path, rejectsFile(rejects));
    for (const one of rejects.slice(0, SHOWN)) console.say(`${nameUnseen(placeOf(one))}: ${nameUnseen(one.reason)}\n`);
    const all = rejects.length + report.beyond();
    const more = all > SHOWN ? `, of which the first ${SHOWN} are shown` : "";
    console.say(`${countWords(all, "reject")}${more}; ${nameUnseen(path)} lists ${report.beyond() > 0 ? `the first ${rejects.length}` : "all"}.\n`);
  }
  console.say(
    isWritten
      ? `${countWords(children, "child", "children")} ${options.done ?? "converted"}${options.output === undefined ? "" : ` into ${nameUnseen(options.output)}`}.\n`
      : "Nothing was written. Put the rejects right, or convert the rest with --partial.\n",
  );
  return rejects.length === 0 ? EXIT.passed : EXIT.failed;
}
