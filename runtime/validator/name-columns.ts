import type { Finding, Location } from "../findings/finding.ts";
import { ENTRY_SEPARATOR } from "./locate.ts";
import type { ColumnLayout, TableLayout } from "./table-layout.ts";

/** The layouts by which rows of this return, and of the two before it, became records. */
interface Layouts {
  readonly child: { readonly key: readonly string[] };
  readonly tables: readonly TableLayout[];
  readonly earlier: readonly ({ readonly tables: readonly TableLayout[] } | null)[];
}

/**
 * Findings whose locations in tables say which columns their items stand in. Names of items are those of the record, which may be another than the
 * columns', and what a list holds may stand in any of three layouts.
 * @param given by table, the columns that this return has
 */
export function nameColumns(layouts: Layouts, given: ReadonlyMap<string, ReadonlySet<string>>, give: (finding: Finding) => void): (finding: Finding) => void {
  const keyItem = layouts.child.key.at(-1) ?? "";
  const named = (location: Location): Location => {
    // What is wrong with a heading says itself which.
    if (location.table === null || location.cells !== null) return location;
    const isOwn = location.in === null;
    const tables = isOwn ? layouts.tables : layouts.earlier[location.in === "last_return" ? 0 : 1]?.tables;
    const table = tables?.find(({ name }) => name === location.table);
    const has = (column: string): boolean => !isOwn || given.get(location.table ?? "")?.has(column) === true;
    const columns = Object.entries(location.items).flatMap(([item, text]) =>
      table === undefined ? item : columnsOf(table, location.record, item, text, keyItem, has),
    );
    return { ...location, cells: Object.fromEntries(columns.map((name) => [name, null])) };
  };
  return (finding) => give(finding.locations.some(({ table }) => table !== null) ? { ...finding, locations: finding.locations.map(named) } : finding);
}

/** The columns of a table that an item of a record stands in. */
function columnsOf(
  table: TableLayout,
  record: string,
  item: string,
  text: string | null,
  keyItem: string,
  has: (column: string) => boolean,
): readonly string[] {
  const holders = table.columns.filter((column) => pathOf(column)?.split("/").at(-1) === item);
  // Two records of a row may have an item of the same name.
  const holder = holders.find((column) => pathOf(column)?.split("/").at(-2) === record) ?? holders[0];
  if (holder !== undefined) return [holder.name];
  const lists = table.columns.filter(({ name, list }) => list?.item === item && has(name));
  if (lists.length > 0) return listColumns(lists, text);
  const key = item === keyItem ? table.columns.find(({ isKey }) => isKey) : undefined;
  // What is wrong with a key of the rows, or with a file, is told by the name of the column.
  const found = key ?? table.columns.find(({ name }) => name === item);
  return found === undefined ? [] : [found.name];
}

function pathOf({ item, copies }: ColumnLayout): string | null {
  return item ?? copies?.item ?? null;
}

/** An entry that has a column of its own stands there; all other ones, and none, in the cell that they share. */
function listColumns(columns: readonly ColumnLayout[], text: string | null): readonly string[] {
  const shared = columns.find(({ list }) => list?.code === null);
  const found = (text ?? "").split(ENTRY_SEPARATOR).flatMap((entry) => columns.find(({ list }) => list?.code === entry.trim()) ?? shared ?? []);
  return [...new Set((found.length > 0 ? found : columns.slice(0, 1)).map(({ name }) => name))];
}
