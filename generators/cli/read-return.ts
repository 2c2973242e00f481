import { createTablesSource } from "../../runtime/convert/from-tables.ts";
import { createXmlSource } from "../../runtime/convert/from-xml.ts";
import { type ConvertReport, createReport } from "../../runtime/convert/report.ts";
import type { ConvertLayout, ReturnSink } from "../../runtime/convert/return-sink.ts";
import { nameUnseen } from "../../runtime/findings/readable.ts";
import type { TablesReader } from "../../runtime/tables/tables-reader.ts";
import type { Input } from "./inputs/input.ts";
import type { ReleaseFacts } from "./validator-module.ts";

/** How a return was read: how many children it had, or why nothing, or not all, of it could be read. */
export type ReadingResult = { readonly children: number } | { readonly problem: string };

/**
 * Reads a return, whatever its form, into what takes it child by child.
 * @param toTables whether the children are to be known by their ids again
 * @throws {InputProblem} when a file cannot be read
 */
export async function readReturn(
  input: Input,
  layout: ConvertLayout,
  facts: ReleaseFacts,
  sink: ReturnSink,
  report: ConvertReport,
  toTables: boolean,
): Promise<ReadingResult> {
  if (input.kind === "refused") return { problem: input.message };
  if (input.kind === "xml") {
    const source = createXmlSource(layout, input.name, sink, report, toTables);
    await input.file.read((chunk) => source.write(chunk));
    const problem = source.end();
    return problem === null ? { children: source.children() } : { problem: `Line ${problem.line}, column ${problem.column}: ${nameUnseen(problem.message)}` };
  }
  const named = withCells(report, input);
  const source = createTablesSource(layout, facts.tables, sink, named.report);
  for (const file of input.files) {
    const bytes = source.reader.open(file.name);
    await file.read((chunk) => bytes.write(chunk));
    bytes.end();
  }
  if (source.reader.tables().length === 0) {
    const [first] = report.rejects();
    return { problem: `No table of ${facts.name} was recognised. ${first?.reason ?? ""}`.trim() };
  }
  named.setTables(source.reader.tables());
  source.end();
  return { children: source.children() };
}

/** Names the cell of a workbook that a reject is about, which people look for. */
function withCells(
  report: ConvertReport,
  { cellAt }: Input & { kind: "tables" },
): { readonly report: ConvertReport; readonly setTables: (tables: ReturnType<TablesReader["tables"]>) => void } {
  let tables: ReturnType<TablesReader["tables"]> = [];
  const setTables = (read: typeof tables): void => {
    tables = read;
  };
  if (cellAt === undefined) return { report, setTables };
  const reject: ConvertReport["reject"] = (one) => {
    const found = tables.find(({ table }) => table.name === one.table);
    const column = found?.table.columns.findIndex(({ name }) => name === one.column) ?? -1;
    const cell = found === undefined || one.row === null ? null : cellAt(found.file, one.row, Math.max(0, found.positions[column] ?? 0));
    report.reject({ ...one, cell });
  };
  return { report: { ...report, reject }, setTables };
}

/** Counts what could not be placed, for commands that only look at a return. */
export function countingReport(): ConvertReport & { readonly count: () => number } {
  const report = createReport();
  return { ...report, count: () => report.rejects().length + report.beyond() };
}
