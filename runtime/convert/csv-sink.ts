import { csvRow, safeCell } from "../tables/csv-row.ts";
import type { ReturnSink, TextSink } from "./return-sink.ts";
import type { TableOfRows } from "./table-rows.ts";

/** Writes a return as CSV, a file for each table, with a byte order mark and the names of the columns even where there is no row. */
export function createCsvSink(tables: readonly TableOfRows[], open: (table: string) => TextSink): ReturnSink {
  const files = tables.map((table) => ({ table, sink: open(table.name) }));
  for (const { table, sink } of files) sink(`\uFEFF${csvRow(table.columns)}`);
  const write = (ofReturn: boolean, top: Parameters<ReturnSink["child"]>[0]): void => {
    for (const { table, sink } of files) {
      if (table.ofReturn !== ofReturn) continue;
      for (const row of table.rows(top)) sink(csvRow(row.map(safeCell)));
    }
  };
  return { head: (root) => write(true, root), child: (child) => write(false, child), end: () => undefined };
}
