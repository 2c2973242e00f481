import type { TableLayout } from "./table-layout.ts";
import { type ItemTable, type RecordTable, tableAt } from "./tables.ts";

/** What is asked about each row of a table, worked out once. */
export interface RowBuilder {
  readonly layout: TableLayout;
  readonly table: RecordTable;
  /** The records from that of the child (for a table of the return, from the root) down to the one that holds the row's record. */
  readonly holders: readonly HolderStep[];
  readonly slot: number;
  /** Whether the row's record is that of the child itself. */
  readonly isChild: boolean;
  /** Whether a row adds an entry to a record, which occurs once. */
  readonly isEntry: boolean;
  /** The column that identifies the row's record; -1: none. */
  readonly ownKey: number;
  readonly columns: readonly (Cell | null)[];
  readonly lists: readonly ListCells[];
  readonly implied: readonly { readonly slot: number; readonly item: ItemTable; readonly text: string }[];
  readonly copies: readonly { readonly index: number; readonly holders: readonly Step[]; readonly slot: number; readonly item: ItemTable }[];
}

/** A record, and its slot in the one before. */
export interface Step {
  readonly table: RecordTable;
  readonly slot: number;
}

export interface HolderStep extends Step {
  /** The column that says which of several records is meant; -1: there is one at most. */
  readonly key: number;
}

/** The item of a column, in the row's record or in records inside it that occur once. */
export interface Cell {
  readonly inner: readonly Step[];
  readonly slot: number;
  readonly item: ItemTable;
}

/** Columns that say what another table says in rows. */
export interface ListCells {
  readonly inner: readonly Step[];
  readonly slot: number;
  readonly item: ItemTable;
  /** The column with all entries in a cell; -1: none. */
  readonly cell: number;
  readonly codes: readonly { readonly index: number; readonly code: string }[];
}

export interface RowBuilders {
  readonly childTable: RecordTable;
  /** The way from the root to the record that holds the children. */
  readonly aroundChildren: readonly Step[];
  /** Those of children, outer records before inner ones, so that whoever is placed finds what it is placed in. */
  readonly rows: readonly RowBuilder[];
  readonly ofReturn: readonly RowBuilder[];
  /** The way to the id of the child, for a child whose record with the id has no row. */
  readonly key: { readonly holders: readonly Step[]; readonly slot: number; readonly item: ItemTable };
  /** Whether the record of the child has a table of its own. */
  readonly hasChildRow: boolean;
}

export function createRowBuilders(layout: {
  readonly root: RecordTable;
  readonly child: { readonly path: string; readonly key: readonly string[] };
  readonly tables: readonly TableLayout[];
}): RowBuilders {
  const { root, child, tables } = layout;
  const childTable = tableAt(root, child.path) ?? root;
  const keyPath = `${child.path}/${child.key.join("/")}`;
  const depth = ({ record }: TableLayout): number => record.split("/").length;
  const inOrder = tables.toSorted((a, b) => depth(a) - depth(b));
  return {
    childTable,
    aroundChildren: stepsTo(root, parentOf(child.path)),
    rows: inOrder.filter(({ ofReturn }) => !ofReturn).map((table) => rowBuilder(table, childTable)),
    ofReturn: inOrder.filter(({ ofReturn }) => ofReturn).map((table) => rowBuilder(table, root)),
    key: { holders: stepsTo(childTable, parentOf(keyPath)), ...itemOf(childTable, keyPath) },
    hasChildRow: tables.some(({ record }) => record === child.path),
  };
}

function rowBuilder(layout: TableLayout, top: RecordTable): RowBuilder {
  const table = recordOf(top, layout.record);
  const steps = stepsTo(top, layout.record);
  const keyOf = (path: string): number => layout.columns.findIndex(({ identifies }) => identifies === path);
  const columns = layout.columns.map(({ item }) => (item === null ? null : cellOf(table, `${layout.record}/${item}`)));
  return {
    layout,
    table,
    holders: steps.slice(0, -1).map((step) => ({ ...step, key: step.table.maximum === 1 ? -1 : keyOf(step.table.path) })),
    slot: steps.at(-1)?.slot ?? 0,
    isChild: table === top,
    isEntry: table.maximum === 1 && columns.some((cell) => cell !== null && cell.item.maximum !== 1),
    ownKey: keyOf(layout.record),
    columns,
    lists: listCells(layout, table),
    implied: layout.implied.map(({ item, text }) => ({ ...itemOf(table, `${layout.record}/${item}`), text })),
    copies: layout.columns.flatMap(({ copies }, index) =>
      copies === null ? [] : [{ index, holders: stepsTo(top, copies.record), ...itemOf(top, `${copies.record}/${copies.item}`) }],
    ),
  };
}

function listCells({ columns }: TableLayout, table: RecordTable): readonly ListCells[] {
  const names = new Set(columns.flatMap(({ list }) => (list === null ? [] : [list.table])));
  return [...names].flatMap((name) => {
    const own = columns.flatMap(({ list }, index) => (list?.table === name ? [{ list, index }] : []));
    const [first] = own;
    if (first === undefined) return [];
    const codes = own.flatMap(({ list, index }) => (list.code === null ? [] : [{ index, code: list.code }]));
    return [{ ...cellOf(table, `${first.list.record}/${first.list.item}`), cell: own.find(({ list }) => list.code === null)?.index ?? -1, codes }];
  });
}

function cellOf(table: RecordTable, path: string): Cell {
  return { inner: stepsTo(table, parentOf(path)), ...itemOf(table, path) };
}

export function recordOf(top: RecordTable, path: string): RecordTable {
  const found = tableAt(top, path);
  if (found === null) throw new Error(`there is no record ${path}`);
  return found;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** The way from a record down to another; empty for the record itself. */
export function stepsTo(top: RecordTable, path: string): readonly Step[] {
  if (path === top.path) return [];
  const parent = recordOf(top, parentOf(path));
  const slot = parent.children.findIndex((child) => child.path === path);
  return [...stepsTo(top, parent.path), { table: recordOf(top, path), slot }];
}

function itemOf(top: RecordTable, path: string): { readonly slot: number; readonly item: ItemTable } {
  const { children } = recordOf(top, parentOf(path));
  const slot = children.findIndex((child) => child.path === path);
  const item = children[slot];
  if (item?.kind !== "item") throw new Error(`there is no item ${path}`);
  return { slot, item };
}
