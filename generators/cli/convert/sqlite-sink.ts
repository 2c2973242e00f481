import sqlite from "node-sqlite3-wasm";
import type { ReturnSink } from "../../../runtime/convert/return-sink.ts";
import type { TableOfRows } from "../../../runtime/convert/table-rows.ts";
import type { TableLayout } from "../../../runtime/validator/table-layout.ts";
import type { DataRecord } from "../../../runtime/validator/tables.ts";

/** A database that is being written; to be closed whatever happens, or its file stays open. */
export interface DatabaseSink extends ReturnSink {
  readonly close: () => void;
}

/**
 * Writes a return as a SQLite file: a table for each table of the release, every column text, null where nothing is entered, and an index on the columns
 * by which rows of different tables belong together.
 */
export function createDatabaseSink(tables: readonly TableOfRows[], layouts: readonly TableLayout[], path: string): DatabaseSink {
  const database = new sqlite.Database(path);
  database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
  const writers = tables.map((table) => {
    const columns = table.columns.map(quoted).join(", ");
    database.exec(`CREATE TABLE ${quoted(table.name)} (${table.columns.map((name) => `${quoted(name)} TEXT`).join(", ")})`);
    const keys = (layouts.find(({ name }) => name === table.name)?.columns ?? []).filter(({ isKey, identifies }) => isKey || identifies !== null);
    if (keys.length > 0)
      database.exec(`CREATE INDEX ${quoted(`${table.name} keys`)} ON ${quoted(table.name)} (${keys.map(({ name }) => quoted(name)).join(", ")})`);
    const insert = database.prepare(`INSERT INTO ${quoted(table.name)} (${columns}) VALUES (${table.columns.map(() => "?").join(", ")})`);
    return { table, insert };
  });
  let isOpen = true;
  const write = (ofReturn: boolean, top: DataRecord): void => {
    for (const { table, insert } of writers)
      if (table.ofReturn === ofReturn) for (const row of table.rows(top)) insert.run(row.map((cell) => (cell === "" ? null : cell)));
  };
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    for (const { insert } of writers) insert.finalize();
    database.close();
  };
  return {
    head: (root) => write(true, root),
    child: (child) => write(false, child),
    end: () => {
      database.exec("COMMIT");
      close();
    },
    close,
  };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
