import type { Location } from "../findings/finding.ts";
import { nameOfTable } from "./describe-type.ts";
import { collapse, readValue } from "./read-value.ts";
import type { ChildRows, RowRef, UnplacedRow } from "./table-records.ts";
import type { ColumnLayout, TableCheck, TableLayout } from "./table-layout.ts";
import { type ItemTable, type RecordTable, tableAt } from "./tables.ts";

/** A row, or set of rows, that a check of the tables is about. */
export interface RowFailure {
  readonly rule: string;
  readonly severity: TableCheck["severity"];
  readonly message: string;
  readonly locations: readonly Location[];
}

/** Finds what is wrong with the rows of a child as rows: no header, a copy that differs, more rows than there may be. */
export type RowChecker = (rows: ChildRows) => readonly RowFailure[];

/** @param given the tables of the return: where there is no table of headers, no row is without one */
export function createRowChecker(
  layout: {
    readonly root: RecordTable;
    readonly child: { readonly path: string; readonly key: readonly string[] };
    readonly tables: readonly TableLayout[];
    readonly tableChecks: readonly TableCheck[];
  },
  given: ReadonlySet<string>,
): RowChecker {
  const header = headerTable(layout.tables);
  const ofChildren = layout.tables.filter(({ ofReturn }) => !ofReturn);
  const checks = ofChildren.map((table) => ({
    table,
    record: tableAt(layout.root, table.record)?.name ?? table.record,
    orphan: layout.tableChecks.find((check) => check.kind === "orphan" && check.table === table.name),
    repeated: layout.tableChecks.find((check) => check.kind === "repeated" && check.table === table.name),
    copies: layout.tableChecks.flatMap((check) => copyOf(check, table, layout.root)),
  }));
  const keyName = layout.child.key.at(-1) ?? "";
  return (rows) => {
    const found: RowFailure[] = [];
    const headerRow = header === undefined ? undefined : rows.of(header.name)[0];
    for (const { table, record, orphan, repeated, copies } of checks) {
      const own = rows.of(table.name);
      const place = (row: RowRef, items: Location["items"]): Location => locateRow(record, table.name, row.row, items);
      const keyColumn = table.columns.findIndex(({ isKey }) => isKey);
      const key = (row: RowRef): Location["items"] => ({ [keyName]: row.cells[row.at + keyColumn] ?? null });
      if (header !== undefined && given.has(header.name) && headerRow === undefined) {
        const said = orphan ?? {
          id: "structure.missing",
          severity: "error" as const,
          message: `The child has a row in ${table.name} and none in ${header.name}.`,
        };
        for (const row of own) found.push({ rule: said.id, severity: said.severity, message: said.message, locations: [place(row, key(row))] });
      }
      if (own.length > table.maximum) {
        const locations = own.map((row) => place(row, key(row)));
        if (repeated !== undefined) found.push({ rule: repeated.id, severity: repeated.severity, message: repeated.message, locations });
        else
          found.push({
            rule: "structure.occurs",
            severity: "error",
            message: `${table.name} may have ${table.maximum === 1 ? "one row" : `${table.maximum} rows`} for a child; here are ${own.length}.`,
            locations,
          });
      }
      if (header === undefined || headerRow === undefined) continue;
      for (const { check, index, item } of copies) {
        const headerIndex = header.columns.findIndex((column) => column.item === item.name);
        const original = cellOf(headerRow, headerIndex);
        for (const row of own) {
          const copy = cellOf(row, index);
          if (!differs(copy, original, item)) continue;
          const other = locateRow(tableAt(layout.root, header.record)?.name ?? header.record, header.name, headerRow.row, { [item.name]: original });
          const message = check.message.replaceAll("{copy}", copy).replaceAll("{original}", original);
          found.push({ rule: check.id, severity: check.severity, message, locations: [place(row, { [item.name]: copy }), other] });
        }
      }
    }
    return found;
  };
}

/** The table whose rows are the children: the one that holds the item by which the others know a child. */
export function headerTable(tables: readonly TableLayout[]): TableLayout | undefined {
  return tables.find(({ columns }) => columns.some(({ isKey, item }) => isKey && item !== null));
}

/** What is wrong with the rows that are of no child. */
export function checkReturnRows(layout: { readonly root: RecordTable; readonly tables: readonly TableLayout[] }, rows: ChildRows): readonly RowFailure[] {
  return layout.tables.flatMap((table): readonly RowFailure[] => {
    if (!table.ofReturn) return [];
    const own = rows.of(table.name);
    const record = tableAt(layout.root, table.record)?.name ?? table.record;
    if (own.length < table.minimum)
      return [{ rule: "structure.missing", severity: "error", message: `The return has no row in the table ${table.name}.`, locations: [] }];
    if (own.length <= table.maximum) return [];
    const message = `${table.name} may have ${table.maximum === 1 ? "one row" : `${table.maximum} rows`}; here are ${own.length}.`;
    return [{ rule: "structure.occurs", severity: "error", message, locations: own.map(({ row }) => locateRow(record, table.name, row, {})) }];
  });
}

function copyOf(
  check: TableCheck,
  table: TableLayout,
  root: RecordTable,
): readonly { readonly check: TableCheck; readonly index: number; readonly item: ItemTable }[] {
  if (check.kind !== "differs" || check.table !== table.name) return [];
  const index = table.columns.findIndex(({ name }) => name === check.column);
  const copies: ColumnLayout["copies"] = table.columns[index]?.copies ?? null;
  const item = copies === null ? undefined : tableAt(root, copies.record)?.children.find((child) => child.kind === "item" && child.name === copies.item);
  return item?.kind === "item" ? [{ check, index, item }] : [];
}

function cellOf({ cells, at, given }: RowRef, index: number): string {
  return given[index] === true ? (cells[at + index] ?? "") : "";
}

/** Both entered, both readable, and not the same. */
function differs(copy: string, original: string, item: ItemTable): boolean {
  const [a, b] = [collapse(copy), collapse(original)];
  if (a === "" || b === "") return false;
  const [x, y] = [readValue(a, item.type), readValue(b, item.type)];
  return typeof x !== "symbol" && typeof y !== "symbol" && x !== y;
}

function locateRow(record: string, table: string, row: number, items: Location["items"]): Location {
  return { record, path: null, table, row, line: null, column: null, in: null, items, cells: null };
}

/** The finding of a row that has no place in its child, or of a cell in it that says nothing. */
export function rowUnplaced({ layout, row, column, text, message }: UnplacedRow, root: RecordTable): RowFailure {
  const record = tableAt(root, layout.record)?.name ?? layout.record;
  return { rule: "structure.unplaced", severity: "error", message, locations: [locateRow(record, layout.name, row, { [column]: text })] };
}

/** The finding of a row that names no child. */
export function rowWithoutChild(table: TableLayout, root: RecordTable, row: number, key: string): RowFailure {
  const record = tableAt(root, table.record);
  const name = table.columns.find(({ isKey }) => isKey)?.name ?? key;
  return {
    rule: "structure.missing",
    severity: "error",
    message:
      `The row has nothing in the column ${name}, so it belongs to no child and was not checked. ${record === null ? "" : `It is meant to be: ${nameOfTable(record)}.`}`.trimEnd(),
    locations: [locateRow(record?.name ?? "", table.name, row, { [key]: null })],
  };
}
