import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { createCsvSink } from "../../../runtime/convert/csv-sink.ts";
import { createTablesSource } from "../../../runtime/convert/from-tables.ts";
import { createXmlSource } from "../../../runtime/convert/from-xml.ts";
import { createJsonSink } from "../../../runtime/convert/json-sink.ts";
import { rejectsFile } from "../../../runtime/convert/reject.ts";
import { type ConvertReport, createReport } from "../../../runtime/convert/report.ts";
import type { ConvertLayout, ReturnSink } from "../../../runtime/convert/return-sink.ts";
import { createTableRows, type ListLayout } from "../../../runtime/convert/table-rows.ts";
import { createWorkbookSink, WorkbookLimit } from "../../../runtime/convert/workbook-sink.ts";
import { createXmlSink } from "../../../runtime/convert/xml-sink.ts";
import { countWords } from "../../../runtime/findings/message.ts";
import type { TablesReader } from "../../../runtime/tables/tables-reader.ts";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { type StagedOutput, stageOutput } from "../convert/staged-output.ts";
import { type Input, InputProblem } from "../inputs/input.ts";
import { dateFormOf } from "../../../runtime/validator/tables.ts";
import { openInputs } from "../inputs/open-inputs.ts";
import { loadValidator, type ReleaseFacts } from "../validator-module.ts";

export type ConvertTarget = "csv" | "jsonl" | "workbook" | "xml";
export const CONVERT_TARGETS: readonly ConvertTarget[] = ["xml", "csv", "workbook", "jsonl"];

export interface ConvertOptions {
  readonly release: string;
  readonly to: ConvertTarget;
  /** A folder for csv; a file for the others, of which XML and JSON Lines go to standard output without it. */
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
  if (options.to === "csv" && options.output === undefined) throw new UsageError("Name a folder for the tables with --output.");
  if (options.to === "workbook" && options.output === undefined) throw new UsageError("Name a file for the workbook with --output, such as return.xlsx.");
  const loaded = await loadValidator(root, options.release, console);
  if (loaded === null) return EXIT.failed;
  const { facts, module } = loaded;
  const layout: ConvertLayout = { ...module.validator, release: facts.name };
  if (layout.tables.length === 0) throw new UsageError(`${facts.name} has no tables, so there is nothing to convert to or from.`);
  const inputs = await openInputs(paths, dateFormOf(module.validator.root));
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) throw new UsageError(`These are ${inputs.length} returns. Convert one at a time.`);
  const output = stageOutput(options.output, options.to === "csv" ? "folder" : "file", paths, console);
  try {
    const report = createReport();
    const done = await convertInput(input, layout, facts, options, output, report);
    if ("problem" in done) {
      output.discard();
      console.say(`${nameUnseen(input.name)}: ${done.problem} Nothing was written.\n`);
      return EXIT.misuse;
    }
    return finish(done.children, report, output, input, options, console);
  } catch (error) {
    output.discard();
    if (!(error instanceof InputProblem || error instanceof WorkbookLimit)) throw error;
    console.say(`${nameUnseen(input.name)}: ${error.message} Nothing was written.\n`);
    return EXIT.misuse;
  }
}

type Done = { readonly children: number } | { readonly problem: string };

async function convertInput(
  input: Input,
  layout: ConvertLayout,
  facts: ReleaseFacts,
  options: ConvertOptions,
  output: StagedOutput,
  report: ConvertReport,
): Promise<Done> {
  if (input.kind === "refused") return { problem: input.message };
  const sink = openSink(layout, options, output, report);
  if (input.kind === "xml") {
    const source = createXmlSource(layout, input.name, sink, report, options.to === "csv" || options.to === "workbook");
    await input.file.read((chunk) => source.write(chunk));
    const problem = source.end();
    return problem === null ? { children: source.children() } : { problem: `Line ${problem.line}, column ${problem.column}: ${nameUnseen(problem.message)}` };
  }
  const places = withCells(report, input);
  const source = createTablesSource(layout, facts.tables, sink, places.report);
  for (const file of input.files) {
    const bytes = source.reader.open(file.name);
    await file.read((chunk) => bytes.write(chunk));
    bytes.end();
  }
  if (source.reader.tables().length === 0) {
    const [first] = report.rejects();
    return { problem: `No table of ${facts.name} was recognised. ${first?.reason ?? ""}`.trim() };
  }
  places.tables = source.reader.tables();
  source.end();
  return { children: source.children() };
}

/** Names the cell of a workbook that a reject is about, which people look for. */
function withCells(
  report: ConvertReport,
  { cellAt }: Input & { kind: "tables" },
): { readonly report: ConvertReport; tables: ReturnType<TablesReader["tables"]> } {
  const places: { report: ConvertReport; tables: ReturnType<TablesReader["tables"]> } = { report, tables: [] };
  if (cellAt !== undefined)
    places.report = {
      ...report,
      reject: (reject) => {
        const found = places.tables.find(({ table }) => table.name === reject.table);
        const column = found?.table.columns.findIndex(({ name }) => name === reject.column) ?? -1;
        const place = found === undefined || reject.row === null ? "" : ` (${cellAt(found.file, reject.row, Math.max(0, found.positions[column] ?? 0))})`;
        report.reject({ ...reject, reason: `${reject.reason}${place}` });
      },
    };
  return places;
}

function openSink(layout: ConvertLayout, { to, lists }: ConvertOptions, output: StagedOutput, report: ConvertReport): ReturnSink {
  switch (to) {
    case "csv":
      return createCsvSink(createTableRows(layout, lists), (table) => output.open(`${table}.csv`));
    case "workbook":
      return createWorkbookSink(createTableRows(layout, lists), layout.release, (bytes) => output.writeBytes(bytes));
    case "jsonl":
      return createJsonSink(layout, output.open("return.jsonl"));
    case "xml":
      return createXmlSink(layout, output.open("return.xml"), (_, what) => report.note(`Not carried: ${what}.`));
  }
}

function finish(children: number, report: ConvertReport, output: StagedOutput, input: Input, options: ConvertOptions, console: Console): ExitCode {
  const rejects = report.rejects();
  const isWritten = rejects.length === 0 || options.partial;
  if (isWritten) output.commit();
  else output.discard();
  for (const note of input.notes) console.say(`Note: ${note}\n`);
  for (const note of report.notes()) console.say(`Note: ${note}\n`);
  if (rejects.length > 0) {
    const path = options.rejects ?? `${basename(options.output ?? input.name)}.rejects.csv`;
    writeFileSync(path, rejectsFile(rejects));
    for (const { file, table, row, line, reason } of rejects.slice(0, SHOWN))
      console.say(`${nameUnseen(file)}${line === null ? (row === null ? "" : `, ${table} row ${row}`) : `:${line}`}: ${nameUnseen(reason)}\n`);
    const all = rejects.length + report.beyond();
    const more = all > SHOWN ? `, of which the first ${SHOWN} are shown` : "";
    console.say(`${countWords(all, "reject")}${more}; ${nameUnseen(path)} lists ${report.beyond() > 0 ? `the first ${rejects.length}` : "all"}.\n`);
  }
  console.say(
    isWritten
      ? `${countWords(children, "child", "children")} converted${options.output === undefined ? "" : ` into ${nameUnseen(options.output)}`}.\n`
      : "Nothing was written. Put the rejects right, or convert the rest with --partial.\n",
  );
  return rejects.length === 0 ? EXIT.passed : EXIT.failed;
}
