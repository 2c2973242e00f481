import { createRequire } from "node:module";
import type * as sqliteModule from "node-sqlite3-wasm";
import { formatIsoDate, parseUkDate } from "../../runtime/dates.ts";
import type { Content } from "../suite.ts";

// The library is a CommonJS module without names that an import could take.
const sqlite = createRequire(import.meta.url)("node-sqlite3-wasm") as typeof sqliteModule;

/** A small case-management store in SQLite, in memory: a table for each kind of record, one more for each item of which a record has several. */
export interface Store {
  readonly database: sqliteModule.Database;
  /** The tables with their columns. */
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys in the record of a child. */
  readonly add: (record: Content) => void;
  readonly close: () => void;
}

/** Name of the table with the values of an item of which a record has several. */
export function listTable(record: string, item: string): string {
  return `${record}__${item}`;
}

/** @param isList whether a record may have several of an item */
export function openStore(isList: (record: string, item: string) => boolean): Store {
  const database = new sqlite.Database();
  // One transaction: without, each row would be one.
  database.exec("BEGIN");
  const tables = new Map<string, Set<string>>();
  let next = 1;
  const columnsOf = (table: string): Set<string> => {
    const known = tables.get(table);
    if (known !== undefined) return known;
    database.exec(`CREATE TABLE "${table}" (id INTEGER PRIMARY KEY, parent INTEGER)`);
    const columns = new Set<string>();
    tables.set(table, columns);
    return columns;
  };
  const insert = (table: string, parent: number | null, values: Readonly<Record<string, string>>): number => {
    const columns = columnsOf(table);
    for (const name of Object.keys(values)) {
      if (columns.has(name)) continue;
      database.exec(`ALTER TABLE "${table}" ADD COLUMN "${name}" TEXT`);
      columns.add(name);
    }
    const names = Object.keys(values);
    const id = next;
    next += 1;
    const places = ["?", "?", ...names.map(() => "?")].join(", ");
    database.run(`INSERT INTO "${table}" (id, parent${names.map((name) => `, "${name}"`).join("")}) VALUES (${places})`, [
      id,
      parent,
      ...names.map((name) => stored(values[name] ?? "")),
    ]);
    return id;
  };
  const add = (record: Content, parent: number | null): void => {
    const single = Object.entries(record.items).filter(([item]) => !isList(record.record, item));
    const id = insert(record.record, parent, Object.fromEntries(single.map(([item, texts]) => [item, texts[0] ?? ""])));
    for (const [item, texts] of Object.entries(record.items))
      if (isList(record.record, item)) for (const value of texts) insert(listTable(record.record, item), id, { value });
    for (const inner of record.records) add(inner, id);
  };
  return { database, tables, add: (record) => add(record, null), close: () => database.close() };
}

/** Dates are kept so that they can be compared as texts. */
function stored(text: string): string {
  const day = /^\d{2}\/\d{2}\/\d{4}$/.test(text) ? parseUkDate(text) : null;
  return day === null ? text : formatIsoDate(day);
}
