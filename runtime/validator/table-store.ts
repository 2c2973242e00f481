import { createRowBuilders } from "./row-builders.ts";
import { buildChild, buildReturn, type ChildRows, holderOf, IGNORE_FAULTS, type RowFaults, type RowRef } from "./table-records.ts";
import type { TableLayout } from "./table-layout.ts";
import type { DataRecord, RecordTable } from "./tables.ts";

/** What a store needs to know of a release. */
export interface StoreLayout {
  readonly root: RecordTable;
  readonly child: { readonly path: string; readonly key: readonly string[] };
  readonly tables: readonly TableLayout[];
}

/** Takes the cells of a row, in the order of the header, and the number of the row from 1; false when it names no child. */
export type RowTaker = (cells: readonly string[], row: number) => boolean;

/**
 * The rows of the tables of a return. Rows come in any order, so all of them are kept, in few bytes: cells that are alike are one text, and rows are
 * chained by child. Records are built for one child at a time.
 */
export interface TableStore {
  /**
   * Opens a table for its rows.
   * @param header names of the columns as they stand in the file; null for one that is not of the table
   */
  readonly open: (table: TableLayout, header: readonly (string | null)[]) => RowTaker;
  /** The tables that were opened, and those whose rows may stand in columns that these had. */
  readonly given: () => ReadonlySet<string>;
  readonly root: () => DataRecord;
  /** Puts the rows that are of no child into the root. To be called once, before the children. */
  readonly buildRoot: (faults: RowFaults) => ChildRows;
  /** Builds the children one after the other, in the order in which the tables, and their rows, name them first. */
  readonly children: (faults: RowFaults) => Iterable<{ readonly record: DataRecord; readonly rows: ChildRows }>;
  /** Builds the child with a key; null when no row names it. */
  readonly child: (key: string) => DataRecord | null;
  readonly size: () => number;
}

/** The rows of one table: cells one row after the other, and for each row the next one of the same child. */
interface Shelf {
  readonly layout: TableLayout;
  /** By column: whether the file has it. */
  readonly given: boolean[];
  readonly cells: string[];
  readonly numbers: number[];
  readonly next: number[];
  /** By number of the child: its first and its last row; undefined: none. */
  readonly first: (number | undefined)[];
  readonly last: (number | undefined)[];
}

export function createTableStore(layout: StoreLayout): TableStore {
  const { tables } = layout;
  const shelves = new Map<string, Shelf>();
  const numbers = new Map<string, number>();
  const texts = new Map<string, string>();
  const builders = createRowBuilders(layout);
  const root = layout.root.create(null);
  root.line = 1;
  const around = holderOf(root, builders.aroundChildren, 1);
  /** Tables whose rows stand in columns of those that were opened. */
  const inColumns = new Set<string>();

  /** One text for all cells that are alike. Long ones are rare, and would keep the piece of the file alive of which they were cut. */
  const keepText = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    return text;
  };
  const numberOf = (key: string): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  const rowsIn = (shelf: Shelf, child: number): RowRef[] => {
    const width = shelf.layout.columns.length;
    const rows: RowRef[] = [];
    for (let at = shelf.first[child]; at !== undefined; at = shelf.next[at] === -1 ? undefined : shelf.next[at])
      rows.push({ row: shelf.numbers[at] ?? 0, cells: shelf.cells, at: at * width, given: shelf.given });
    return rows;
  };
  const rowsOfChild = (child: number): ChildRows => ({
    count: () => {
      let count = 0;
      for (const shelf of shelves.values())
        if (!shelf.layout.ofReturn) for (let at = shelf.first[child]; at !== undefined && at !== -1; at = shelf.next[at]) count += 1;
      return count;
    },
    of: (table) => {
      const shelf = shelves.get(table);
      return shelf === undefined ? [] : rowsIn(shelf, child);
    },
  });

  return {
    open: (table, header) => {
      const known = shelves.get(table.name);
      const shelf: Shelf = known ?? { layout: table, given: table.columns.map(() => false), cells: [], numbers: [], next: [], first: [], last: [] };
      shelves.set(table.name, shelf);
      const places = table.columns.map(({ name }) => header.indexOf(name));
      for (const [index, place] of places.entries()) {
        shelf.given[index] ||= place !== -1;
        const list = place === -1 ? null : (table.columns[index]?.list ?? null);
        if (list !== null) inColumns.add(list.table);
      }
      const key = places[table.columns.findIndex(({ isKey }) => isKey)] ?? -1;
      return (cells, row) => {
        const id = key === -1 ? "" : (cells[key] ?? "").trim().toUpperCase();
        if (id === "" && !table.ofReturn) return false;
        const child = table.ofReturn ? 0 : numberOf(keepText(id));
        const at = shelf.numbers.length;
        for (const place of places) shelf.cells.push(place === -1 ? "" : keepText(cells[place] ?? ""));
        shelf.numbers.push(row);
        shelf.next.push(-1);
        const before = shelf.last[child];
        if (before === undefined) shelf.first[child] = at;
        else shelf.next[before] = at;
        shelf.last[child] = at;
        return true;
      };
    },
    given: () => new Set([...shelves.keys(), ...inColumns]),
    root: () => root,
    buildRoot: (faults) => {
      const rows = rowsOfChild(0);
      buildReturn(builders, root, rows, faults);
      return rows;
    },
    children: function* (faults) {
      // Files come in any order; children in that of the tables of the release.
      const seen = new Uint8Array(numbers.size);
      const order: number[] = [];
      for (const { name, ofReturn } of tables) {
        const shelf = shelves.get(name);
        if (shelf === undefined || ofReturn) continue;
        const firsts = shelf.first.flatMap((at, child) => (at === undefined || seen[child] === 1 ? [] : [{ at, child }])).toSorted((a, b) => a.at - b.at);
        for (const { child } of firsts) {
          seen[child] = 1;
          order.push(child);
        }
      }
      for (const child of order) {
        const rows = rowsOfChild(child);
        yield { record: buildChild(builders, around, rows, faults), rows };
      }
    },
    child: (key) => {
      const number = numbers.get(key);
      return number === undefined ? null : buildChild(builders, around, rowsOfChild(number), IGNORE_FAULTS);
    },
    size: () => numbers.size,
  };
}
