import type { Column, ItemNode, Release, Table } from "../specification/model.ts";
import { itemsInside, recordsInside, type TextRecord } from "./record-tree.ts";

/** A row of a table: texts by column; columns without text are left out. */
export type TableRow = Readonly<Record<string, string>>;

/** Where a record stands in tables. */
export interface RowPlace {
  readonly table: string;
  /** 1 is the first row of data. */
  readonly row: number;
}

/** A return as tables carry it. */
export interface ReturnInTables {
  /** The rows of every table of the release, child by child in the order of the return; a table may have none. */
  readonly tables: ReadonlyMap<string, readonly TableRow[]>;
  /** What whoever reads the tables has before him: the return without what tables have no place for. */
  readonly root: TextRecord;
  /** The row of each record of `root` that is one. */
  readonly rows: ReadonlyMap<TextRecord, RowPlace>;
  /** What the tables have no place for, in words; without it rules may come to another result. */
  readonly lost: readonly string[];
}

interface Writer {
  readonly release: Release;
  readonly byRecord: ReadonlyMap<string, Table>;
  readonly tables: Map<string, TableRow[]>;
  readonly rows: Map<TextRecord, RowPlace>;
  readonly lost: Set<string>;
}

/** Writes a return of texts into the tables of its release. */
export function writeTables(root: TextRecord, release: Release): ReturnInTables {
  const byRecord = new Map(release.tables.map((table) => [table.record.path, table]));
  const tables = new Map(release.tables.map(({ name }): [string, TableRow[]] => [name, []]));
  const writer: Writer = { release, byRecord, tables, rows: new Map(), lost: new Set() };
  const carried = carryAround(root, writer, new Set());
  return { tables, root: carried, rows: writer.rows, lost: [...writer.lost] };
}

/** The records around children have no table: only the children in them are carried. */
function carryAround(record: TextRecord, writer: Writer, keys: Set<string>): TextRecord {
  const { child } = writer.release;
  loseItems(record, itemsInside(record.node), writer);
  const groups = new Map<string, TextRecord[]>();
  for (const [path, inner] of record.groups) {
    const carried = inner.flatMap((one) => {
      if (path !== child?.record.path) return child?.record.path.startsWith(`${path}/`) === true ? [carryAround(one, writer, keys)] : [];
      return isFoundAgain(one, writer, keys) ? [carry(one, one, writer)] : [];
    });
    if (carried.length > 0) groups.set(path, carried);
  }
  return { node: record.node, items: new Map(), groups };
}

/** The rows of a child are found by its id, so a child needs one of its own. */
function isFoundAgain(child: TextRecord, { release, lost }: Writer, keys: Set<string>): boolean {
  const key = textAt(child, release.child?.key ?? null)
    .trim()
    .toUpperCase();
  if (key === "") lost.add("a child without an identifier");
  else if (keys.has(key)) lost.add("a second child with the same identifier");
  else {
    keys.add(key);
    return true;
  }
  return false;
}

function carry(record: TextRecord, child: TextRecord, writer: Writer): TextRecord {
  const table = writer.byRecord.get(record.node.path);
  const items = table === undefined ? new Map<string, string[]>() : carryRow(record, child, table, writer);
  if (table === undefined) loseItems(record, itemsInside(record.node), writer);
  const carried: TextRecord = { node: record.node, items, groups: new Map() };
  if (table !== undefined) writer.rows.set(carried, { table: table.name, row: writer.tables.get(table.name)?.length ?? 0 });
  for (const node of recordsInside(record.node)) {
    const own = writer.byRecord.get(node.path);
    const inner = (record.groups.get(node.path) ?? []).filter((one) => own === undefined || isRow(one, own, writer));
    if (inner.length > 0)
      carried.groups.set(
        node.path,
        inner.map((one) => carry(one, child, writer)),
      );
  }
  return carried;
}

/** A row says what it implies, so a record of which something else is true has none. */
function isRow(record: TextRecord, { implied, columns, name }: Table, { lost }: Writer): boolean {
  const other = implied.filter(({ item, value }) => (record.items.get(item.path)?.[0] ?? "").trim() !== value);
  if (other.length === 0) return true;
  for (const { item } of other) {
    const text = (record.items.get(item.path)?.[0] ?? "").trim();
    if (text !== "" && text !== item.neutral) lost.add(`${item.name} ${text}: ${name} cannot say it`);
  }
  for (const { item } of columns) {
    const text = item === null ? undefined : record.items.get(item.path)?.[0];
    if (item !== null && text !== undefined && text.trim() !== "") lost.add(`${item.name} of a child without a row in ${name}`);
  }
  return false;
}

/** Writes the row of a record. @returns the items that it holds */
function carryRow(record: TextRecord, child: TextRecord, table: Table, writer: Writer): Map<string, string[]> {
  const row: Record<string, string> = {};
  const items = new Map<string, string[]>();
  for (const column of table.columns) {
    const text = cellText(column, record, child);
    if (text !== "") row[column.name] = text;
  }
  const held = new Set([...table.columns.flatMap(({ item }) => item?.path ?? []), ...table.implied.map(({ item }) => item.path)]);
  for (const item of itemsInside(record.node)) {
    const texts = record.items.get(item.path);
    if (texts === undefined || !held.has(item.path)) continue;
    if (texts.length > 1) writer.lost.add(`${item.name} given more than once`);
    items.set(item.path, texts.slice(0, 1));
  }
  loseItems(
    record,
    itemsInside(record.node).filter(({ path }) => !held.has(path)),
    writer,
  );
  writer.tables.get(table.name)?.push(row);
  return items;
}

function cellText({ item, copies }: Column, record: TextRecord, child: TextRecord): string {
  if (item !== null && item.path.slice(0, item.path.lastIndexOf("/")) === record.node.path) return record.items.get(item.path)?.[0] ?? "";
  return textAt(child, item ?? copies);
}

/** The text of an item in the first records of a child that lead to it. */
function textAt(child: TextRecord, item: ItemNode | null): string {
  if (item === null) return "";
  let at: TextRecord | undefined = child;
  while (at !== undefined && item.path.slice(0, item.path.lastIndexOf("/")) !== at.node.path)
    at = [...at.groups].find(([path]) => item.path.startsWith(`${path}/`))?.[1][0];
  return at?.items.get(item.path)?.[0] ?? "";
}

function loseItems(record: TextRecord, items: readonly ItemNode[], { lost }: Writer): void {
  for (const { path, name } of items) if ((record.items.get(path) ?? []).some((text) => text.trim() !== "")) lost.add(`${name}: no table has a column for it`);
}

/** The row at which a record is shown: its own, or the first inside a record that has none, such as that of a child. */
export function shownAt(record: TextRecord, { rows, tables }: ReturnInTables): RowPlace | null {
  const own = rows.get(record);
  if (own !== undefined) return own;
  const names = [...tables.keys()];
  const inside = (one: TextRecord): readonly RowPlace[] => [...one.groups.values()].flat().flatMap((inner) => [rows.get(inner) ?? [], inside(inner)].flat());
  const [first] = inside(record).toSorted((a, b) => names.indexOf(a.table) - names.indexOf(b.table) || a.row - b.row);
  return first ?? null;
}
