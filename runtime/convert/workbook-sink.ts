import { groupDigits } from "../findings/message.ts";
import type { DataRecord } from "../validator/tables.ts";
import { writeXlsx } from "../workbook/xlsx.ts";
import type { ReturnSink } from "./return-sink.ts";
import type { TableOfRows } from "./table-rows.ts";

/** Rows of all sheets together: a workbook is made in memory, and people who need more rows need no workbook. */
export const WORKBOOK_ROWS = 100_000;
/** What a cell of Excel can hold. */
const CELL_LIMIT = 32_767;

/** A return that no workbook is made of; the message says what to do. */
export class WorkbookLimit extends Error {}

/**
 * Writes a return as an Excel workbook, a sheet for each table, every cell text.
 * @param give takes the whole file, at the end
 * @throws {WorkbookLimit} as soon as there is too much for a workbook
 */
export function createWorkbookSink(tables: readonly TableOfRows[], title: string, give: (bytes: Uint8Array) => void): ReturnSink {
  const sheets = tables.map((table) => ({ table, rows: [] as (readonly string[])[] }));
  let count = 0;
  const write = (ofReturn: boolean, top: DataRecord): void => {
    for (const { table, rows } of sheets) {
      if (table.ofReturn !== ofReturn) continue;
      for (const row of table.rows(top)) {
        count += 1;
        if (count > WORKBOOK_ROWS)
          throw new WorkbookLimit(
            `The return has more than ${groupDigits(WORKBOOK_ROWS)} rows, which is more than goes into a workbook here. Convert it to csv, which has no limit.`,
          );
        if (row.some((cell) => cell.length > CELL_LIMIT))
          throw new WorkbookLimit(
            `A text in the table ${table.name} has more than ${groupDigits(CELL_LIMIT)} characters, which no cell of a workbook holds. Convert the return to csv.`,
          );
        rows.push(row);
      }
    }
  };
  return {
    head: (root) => write(true, root),
    child: (child) => write(false, child),
    end: () =>
      give(
        writeXlsx({
          title,
          sheets: sheets.map(({ table, rows }) => ({
            name: table.name,
            columns: table.columns.map((heading) => ({ heading, width: Math.min(40, Math.max(12, heading.length + 4)) })),
            rows,
          })),
        }),
      ),
  };
}
