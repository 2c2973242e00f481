import { readable } from "../findings/readable.ts";
import { createCsvReader } from "./csv-reader.ts";
import type { ByteSink } from "./decode-text.ts";
import { foldName, recogniseTable } from "./recognise.ts";
import type { RecognisedTable, ReleaseTables, RowSink, TableProblem, TableShape } from "./row-source.ts";

/** A name of a file in messages. */
const SHOWN_NAME = 120;

/** The files of one input, one after the other. */
export interface TablesReader {
  /** The next file; the one before must have been ended. @param fileName as messages show it; it tells tables apart only where columns do not */
  readonly open: (fileName: string) => ByteSink;
  /** The tables that were read, in order, with the number of rows that were handed on. */
  readonly tables: () => readonly (RecognisedTable & { readonly rows: number })[];
}

/**
 * Reads the CSV files of one return: each is recognised by its columns and its rows are handed on, cells in the order of the table. A second file of
 * a table is refused: it is more often a forgotten copy, which would double every row, than the other half of a table that was split.
 * @param others tables of other releases, in the order in which messages are to name them, by which a file of another year is recognised
 */
export function createTablesReader(own: ReleaseTables, others: readonly ReleaseTables[], sink: RowSink): TablesReader {
  const read: (RecognisedTable & { rows: number })[] = [];

  const open = (file: string): ByteSink => {
    let found: RecognisedTable | null = null;
    const give = ({ kind, severity, message, row, items, heading }: Omit<TableProblem, "file" | "table">): void =>
      sink.problem({
        kind,
        severity,
        message: row === null ? `${readable(file, SHOWN_NAME)}: ${message}` : message,
        file,
        table: found?.table.name ?? null,
        row,
        items: Object.fromEntries(Object.entries(items).map(([name, text]) => [columnOf(found?.table, name), text])),
        heading,
      });

    /** Whether the rows are wanted. */
    const takeHeader = (names: readonly string[]): boolean => {
      const { table, positions, problems } = recogniseTable(names, file, own, others);
      const earlier = read.find((other) => other.table.name === table?.name);
      if (earlier !== undefined) {
        const message = `The table ${earlier.table.name} was read from ${readable(earlier.file, SHOWN_NAME)} already, so this file was not read. Leave one of them out, or put their rows into one file.`;
        give({ kind: "duplicate-table", severity: "error", message, row: null, items: {}, heading: null });
        return false;
      }
      if (table !== null && positions !== null) {
        found = { file, table, positions, header: names };
        read.push({ ...found, rows: 0 });
      }
      for (const problem of problems) give({ ...problem, row: null, items: {} });
      if (found === null) return false;
      sink.table(found);
      return true;
    };

    const takeRow = (cells: readonly string[], row: number): void => {
      if (found !== null)
        sink.row(
          found.positions.map((position) => cells[position] ?? ""),
          row,
        );
    };

    const reader = createCsvReader({ onHeader: takeHeader, onRow: takeRow, onProblem: (problem) => give({ ...problem, severity: "error", heading: null }) });
    return {
      write: reader.write,
      end: () => {
        reader.end();
        const last = read.at(-1);
        if (found !== null && last !== undefined) last.rows = reader.rows();
      },
    };
  };
  return { open, tables: () => read };
}

/** The name of a column as the release writes it; as the file does when the table has none of that name. */
function columnOf(table: TableShape | undefined, name: string): string {
  return table?.columns.find((column) => foldName(column.name) === foldName(name))?.name ?? name;
}
