import { describeType, nameOfTable, shorten } from "./describe-type.ts";
import { putInOrder } from "./order-records.ts";
import { collapse, readValue, valueFault } from "./read-value.ts";
import type { StructureProblem } from "./structure-reader.ts";
import type { ColumnLayout, TableLayout } from "./table-layout.ts";
import { type DataRecord, type ItemTable, type RecordTable, tableAt } from "./tables.ts";

/** A row that is kept: where its cells begin, and which columns the file had. */
export interface RowRef {
  readonly row: number;
  readonly cells: readonly string[];
  readonly at: number;
  readonly given: readonly boolean[];
}

/** The rows of one child. */
export interface ChildRows {
  /** In all tables together. */
  readonly count: () => number;
  readonly of: (table: string) => readonly RowRef[];
}

/** Told what is wrong with a row. */
export type RowFault = (problem: StructureProblem) => void;

/** What is asked about each row of a table, worked out once. */
interface RowBuilder {
  readonly layout: TableLayout;
  readonly table: RecordTable;
  /** The records from that of the child down to the one that holds the row's record, each with its slot in the one before. */
  readonly holders: readonly Step[];
  readonly slot: number;
  readonly columns: readonly (Cell | null)[];
  readonly implied: readonly { readonly slot: number; readonly item: ItemTable; readonly text: string }[];
  readonly copies: readonly { readonly index: number; readonly holders: readonly Step[]; readonly slot: number; readonly item: ItemTable }[];
}

interface Step {
  readonly table: RecordTable;
  readonly slot: number;
}

interface Cell {
  readonly slot: number;
  readonly item: ItemTable;
}

export interface RowBuilders {
  readonly childTable: RecordTable;
  readonly rows: readonly RowBuilder[];
  /** The way to the id of the child, for a child whose record with the id has no row. */
  readonly key: { readonly holders: readonly Step[]; readonly slot: number; readonly item: ItemTable };
  /** Groups that are ordered: where they hang, outermost first. */
  readonly ordered: readonly { readonly holders: readonly Step[]; readonly table: RecordTable }[];
}

/** Where a record of a table stands when no row says so: any place but none. */
const SOME_PLACE = 1;

export function createRowBuilders(layout: {
  readonly root: RecordTable;
  readonly child: { readonly path: string; readonly key: readonly string[] };
  readonly tables: readonly TableLayout[];
}): RowBuilders {
  const childTable = tableAt(layout.root, layout.child.path) ?? layout.root;
  const keyPath = `${layout.child.path}/${layout.child.key.join("/")}`;
  return {
    childTable,
    rows: layout.tables.map((table) => rowBuilder(table, childTable)),
    key: { holders: stepsTo(childTable, parentOf(keyPath)), ...itemOf(childTable, keyPath) },
    ordered: orderedGroups(childTable, childTable),
  };
}

function rowBuilder(layout: TableLayout, childTable: RecordTable): RowBuilder {
  const table = recordOf(childTable, layout.record);
  const steps = stepsTo(childTable, layout.record);
  const cell = (item: string): Cell => itemOf(childTable, `${layout.record}/${item}`);
  return {
    layout,
    table,
    holders: steps.slice(0, -1),
    slot: steps.at(-1)?.slot ?? 0,
    columns: layout.columns.map(({ item }) => (item === null ? null : cell(item))),
    implied: layout.implied.map(({ item, text }) => ({ ...cell(item), text })),
    copies: layout.columns.flatMap(({ copies }, index) =>
      copies === null ? [] : [{ index, holders: stepsTo(childTable, copies.record), ...itemOf(childTable, `${copies.record}/${copies.item}`) }],
    ),
  };
}

function recordOf(top: RecordTable, path: string): RecordTable {
  const found = tableAt(top, path);
  if (found === null) throw new Error(`there is no record ${path}`);
  return found;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function stepsTo(top: RecordTable, path: string): readonly Step[] {
  if (path === top.path) return [];
  const parent = recordOf(top, parentOf(path));
  const slot = parent.children.findIndex((child) => child.path === path);
  return [...stepsTo(top, parent.path), { table: recordOf(top, path), slot }];
}

function itemOf(top: RecordTable, path: string): Cell {
  const { children } = recordOf(top, parentOf(path));
  const slot = children.findIndex((child) => child.path === path);
  const item = children[slot];
  if (item?.kind !== "item") throw new Error(`there is no item ${path}`);
  return { slot, item };
}

function orderedGroups(top: RecordTable, table: RecordTable): RowBuilders["ordered"] {
  return table.children.flatMap((child) => {
    if (child.kind === "item") return [];
    const own = child.orderedBy.length > 0 && child.maximum !== 1 ? [{ holders: stepsTo(top, table.path), table: child }] : [];
    return [...own, ...orderedGroups(top, child)];
  });
}

/** Builds the record of a child of its rows. */
export function buildChild(builders: RowBuilders, root: DataRecord, rows: ChildRows, fault: RowFault): DataRecord {
  const child = builders.childTable.create(root);
  child.line = 1;
  for (const builder of builders.rows) for (const row of rows.of(builder.layout.name)) addRow(builder, child, row, fault);
  addCopies(builders, child, rows);
  for (const { holders, table } of builders.ordered) {
    const group = recordAt(child, holders)?.[table.name];
    if (Array.isArray(group)) putInOrder(group as DataRecord[], table);
  }
  return child;
}

/** The record at the end of some single records; null when one of them is not there. */
function recordAt(child: DataRecord, steps: readonly Step[]): DataRecord | null {
  let at: DataRecord | null = child;
  for (const { table } of steps) at = (at?.[table.name] ?? null) as DataRecord | null;
  return at;
}

/** The same, made where it is not there: a record without a row, for its values and what it holds. */
function holderOf(child: DataRecord, steps: readonly Step[]): DataRecord {
  let at = child;
  for (const { table, slot } of steps) {
    const known = at[table.name];
    if (typeof known === "object" && known !== null) {
      at = known as DataRecord;
      continue;
    }
    const made = table.create(at);
    made.line = 0;
    made.column = 0;
    at.addRecord(slot, made);
    at = made;
  }
  return at;
}

function addRow(builder: RowBuilder, child: DataRecord, { row, cells, at, given }: RowRef, fault: RowFault): void {
  const { layout, table } = builder;
  const holder = holderOf(child, builder.holders);
  const record = table.create(holder);
  record.line = row;
  record.column = 0;
  record.position = holder.nextPosition(builder.slot);
  for (let index = 0; index < builder.columns.length; index += 1) {
    const cell = builder.columns[index];
    if (cell !== null && cell !== undefined && given[index] === true)
      setCell(record, cell, layout.columns[index] as ColumnLayout, cells[at + index] ?? "", fault);
  }
  for (const { slot, item, text } of builder.implied) record.setItem(slot, readValue(text, item.type), text, SOME_PLACE, false);
  holder.addRecord(builder.slot, record);
}

function setCell(record: DataRecord, { slot, item }: Cell, column: ColumnLayout, written: string, fault: RowFault): void {
  const text = collapse(written);
  if (text === "") {
    if (item.minimum > 0 && !item.emptyAllowed)
      fault(problem(record, item, written, "missing", `${nameOfTable(item)} is missing: the cell in the column ${column.name} is blank.`));
    record.setItem(slot, null, written, SOME_PLACE, false);
    return;
  }
  const value = readValue(text, item.type);
  const wrong = valueFault(text, value, item.type);
  record.setItem(slot, value, written, SOME_PLACE, wrong !== null);
  if (wrong !== null) fault(problem(record, item, written, wrong, `${nameOfTable(item)} is “${shorten(text)}”, which is not ${describeType(item.type)}.`));
}

function problem(record: DataRecord, item: ItemTable, text: string, fault: StructureProblem["fault"], message: string): StructureProblem {
  return { fault, message, record, item, text, line: 0, column: 0 };
}

/** A child whose header has no row is still known by its id, and by what other tables repeat of the header. */
function addCopies({ key, rows: builders }: RowBuilders, child: DataRecord, rows: ChildRows): void {
  const header = recordAt(child, key.holders);
  const isMadeUp = header === null || header.line === 0;
  for (const { layout, copies } of builders) {
    for (const { cells, at, given } of rows.of(layout.name)) {
      const keyColumn = layout.columns.findIndex(({ isKey }) => isKey);
      if (isMadeUp) setIfAbsent(holderOf(child, key.holders), key, cells[at + keyColumn] ?? "");
      for (const { index, holders, slot, item } of copies) {
        const target = recordAt(child, holders);
        if (given[index] === true && (target === null || target.line === 0)) setIfAbsent(holderOf(child, holders), { slot, item }, cells[at + index] ?? "");
      }
    }
  }
}

function setIfAbsent(record: DataRecord, { slot, item }: Cell, written: string): void {
  const text = collapse(written);
  if (text === "" || (record[item.name] ?? null) !== null) return;
  const value = readValue(text, item.type);
  record.setItem(slot, value, written, SOME_PLACE, valueFault(text, value, item.type) !== null);
}
