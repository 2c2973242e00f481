import type { ValidatorModule } from "../../generators/cli/validator-module.ts";
import { createCsvSink } from "../../runtime/convert/csv-sink.ts";
import { createTablesSource } from "../../runtime/convert/from-tables.ts";
import { createXmlSource } from "../../runtime/convert/from-xml.ts";
import type { Reject } from "../../runtime/convert/reject.ts";
import { createReport } from "../../runtime/convert/report.ts";
import type { ReturnSink } from "../../runtime/convert/return-sink.ts";
import { createTableRows, type ListLayout } from "../../runtime/convert/table-rows.ts";
import { tellUnlistedItems } from "../../runtime/convert/unlisted-items.ts";
import { createXmlSink } from "../../runtime/convert/xml-sink.ts";

/** A return in one of the two forms: a document, or CSV files by name of their table. */
export type Form = string | ReadonlyMap<string, string>;

export interface Converted<T extends Form> {
  readonly output: T;
  readonly rejects: readonly Reject[];
  readonly notes: readonly string[];
}

/** Converts a return into XML, as the command does. */
export function toXml(module: ValidatorModule, input: Form): Converted<string> {
  const report = createReport();
  const pieces: string[] = [];
  const sink = createXmlSink(
    module.validator,
    (text) => pieces.push(text),
    (_, what) => report.note(what),
  );
  pump(module, input, sink, report, false);
  return { output: pieces.join(""), rejects: report.rejects(), notes: report.notes() };
}

/** Converts a return into tables, as the command does. */
export function toTables(module: ValidatorModule, input: Form, lists: ListLayout): Converted<ReadonlyMap<string, string>> {
  const report = createReport();
  const files = new Map<string, string>();
  const rows = createTableRows(module.validator, lists);
  const csv = createCsvSink(rows, (name) => (text) => void files.set(name, `${files.get(name) ?? ""}${text}`));
  const sink = tellUnlistedItems(module.validator, csv, report.note);
  pump(module, input, sink, report, true);
  return { output: files, rejects: report.rejects(), notes: report.notes() };
}

function pump({ validator }: ValidatorModule, input: Form, sink: ReturnSink, report: ReturnType<typeof createReport>, toRows: boolean): void {
  const encoder = new TextEncoder();
  if (typeof input === "string") {
    const source = createXmlSource(validator, "return.xml", sink, report, toRows);
    source.write(encoder.encode(input));
    const problem = source.end();
    if (problem !== null) throw new Error(`${problem.message} (${problem.line}:${problem.column})`);
    return;
  }
  const source = createTablesSource(validator, [{ release: validator.release, tables: validator.tables }], sink, report);
  for (const [name, text] of input) {
    const bytes = source.reader.open(`${name}.csv`);
    bytes.write(encoder.encode(text));
    bytes.end();
  }
  source.end();
}
