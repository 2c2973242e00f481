import { joinEntries } from "../validator/list-cell.ts";
import { stepsTo } from "../validator/row-builders.ts";
import type { ColumnLayout, TableLayout } from "../validator/table-layout.ts";
import { type DataRecord, type ItemTable, type RecordTable, tableAt } from "../validator/tables.ts";
import { type ConvertLayout, recordsOf, textOf, textsOf, trimBlanks } from "./return-sink.ts";
import { isOwnRow } from "./xml-sink.ts";

/** How the entries of a repeating item stand in tables: one row each, one column for each code, or all in one cell. */
export type ListLayout = "rows" | "columns" | "cell";

export const LIST_LAYOUTS: readonly ListLayout[] = ["rows", "columns", "cell"];

/** A table that a return is written to. */
export interface TableOfRows {
  readonly name: string;
  readonly columns: readonly string[];
  readonly ofReturn: boolean;
  /** The rows of a child, or, for a table of the return, those of the root. */
  readonly rows: (top: DataRecord) => readonly (readonly string[])[];
}

/** The records from the child (or the root) down to that of a row. */
type Chain = readonly DataRecord[];

/**
 * The tables of a release for a layout of lists, and how a child is written to them. What identifies records among their like is their number under
 * the record around them, from 1, in the order of the input.
 */
export function createTableRows(layout: ConvertLayout, lists: ListLayout): readonly TableOfRows[] {
  const { root, child } = layout;
  const childTable = tableAt(root, child.path) ?? root;
  const inColumns = new Set(lists === "rows" ? [] : layout.tables.flatMap(({ columns }) => columns.flatMap(({ list }) => list?.table ?? [])));
  return layout.tables.flatMap((table) => {
    if (inColumns.has(table.name)) return [];
    const columns = table.columns.filter(({ list }) => list === null || (lists === "columns" ? true : lists === "cell" && list.code === null));
    return [tableOfRows(table, columns, table.ofReturn ? root : childTable, layout, lists)];
  });
}

function tableOfRows(table: TableLayout, columns: readonly ColumnLayout[], top: RecordTable, layout: ConvertLayout, lists: ListLayout): TableOfRows {
  const steps = stepsTo(top, table.record).map((step) => step.table);
  const record = steps.at(-1) ?? top;
  const entry = isOwnRow(table.record, table.columns, layout.root) ? null : entryItem(table, record);
  const cells = columns.map((column) => cellReader(column, record, top, layout, lists));
  const implied = table.implied.flatMap(({ item, text }) => {
    const found = record.children.find((one) => one.kind === "item" && one.name === item);
    return found?.kind === "item" ? [{ item: found, text }] : [];
  });
  return {
    name: table.name,
    columns: columns.map(({ name }) => name),
    ofReturn: table.ofReturn,
    rows: (from) => {
      const rows: string[][] = [];
      visitChains(from, steps, 0, [from], (chain) => {
        const own = chain.at(-1) ?? from;
        if (implied.some(({ item, text }) => trimBlanks(textOf(own, item)) !== text)) return;
        const row = cells.map((cell) => cell(chain));
        if (entry === null) rows.push(row);
        else for (const text of textsOf(own, entry.item)) rows.push(row.with(entry.index, text));
      });
      return rows;
    },
  };
}

function entryItem({ columns }: TableLayout, record: RecordTable): { readonly item: ItemTable; readonly index: number } | null {
  for (const [index, { item: name }] of columns.entries()) {
    const item = record.children.find((child) => child.kind === "item" && child.name === name && child.maximum !== 1);
    if (item?.kind === "item") return { item, index };
  }
  return null;
}

function visitChains(from: DataRecord, steps: readonly RecordTable[], at: number, chain: Chain, take: (chain: Chain) => void): void {
  const step = steps[at];
  if (step === undefined) take(chain);
  else for (const inner of recordsOf(from, step)) visitChains(inner, steps, at + 1, [...chain, inner], take);
}

function cellReader(column: ColumnLayout, record: RecordTable, top: RecordTable, layout: ConvertLayout, lists: ListLayout): (chain: Chain) => string {
  const { isKey, item, copies, identifies, list } = column;
  if (identifies !== null) return (chain) => String(chain.find((one) => one.table().path === identifies)?.position ?? "");
  if (list !== null) {
    const read = itemReader(record, `${list.record}/${list.item}`);
    const codes = codesOf(list.table, layout);
    const { code } = list;
    return (chain) => {
      const texts = read(chain.at(-1) ?? null);
      const fits = lists === "columns" && fitsColumns(texts, codes);
      if (code === null) return fits ? "" : joinEntries(texts);
      return fits && texts.includes(code) ? "1" : "";
    };
  }
  if (item !== null) {
    const read = itemReader(record, `${record.path}/${item}`);
    return (chain) => read(chain.at(-1) ?? null)[0] ?? "";
  }
  const path = isKey ? `${layout.child.path}/${layout.child.key.join("/")}` : copies === null ? null : `${copies.record}/${copies.item}`;
  if (path === null) return () => "";
  const read = itemReader(top, path);
  return (chain) => read(chain[0] ?? null)[0] ?? "";
}

/** The codes that have a column of their own, in order. */
function codesOf(table: string, { tables }: ConvertLayout): readonly string[] {
  return tables.flatMap(({ columns }) => columns.flatMap(({ list }) => (list?.table === table && list.code !== null ? [list.code] : [])));
}

/** Columns can only say which codes are there, in the order of the columns; whatever else is there stands in the cell. */
function fitsColumns(texts: readonly string[], codes: readonly string[]): boolean {
  let before = -1;
  for (const text of texts) {
    const at = codes.indexOf(text);
    if (at <= before) return false;
    before = at;
  }
  return true;
}

/** Reads the texts of an item inside a record, through records that occur once. */
function itemReader(from: RecordTable, path: string): (record: DataRecord | null) => readonly string[] {
  const steps = stepsTo(from, path.slice(0, path.lastIndexOf("/"))).map(({ table }) => table);
  const owner = steps.at(-1) ?? from;
  const item = owner.children.find((child) => child.path === path);
  if (item?.kind !== "item") throw new Error(`there is no item ${path}`);
  return (record) => {
    let at = record;
    for (const { name } of steps) at = at === null ? null : ((at[name] ?? null) as DataRecord | null);
    return at === null ? [] : textsOf(at, item);
  };
}
