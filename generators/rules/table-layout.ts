import type { ColumnLayout, TableLayout } from "../../runtime/validator/table-layout.ts";
import { entriesOf } from "../specification/build-tables.ts";
import type { CodeSet, Column, Release, Table } from "../specification/model.ts";

/** A table as the runtime reads and writes it: its columns, and behind them those of the other layouts of tables whose rows belong to its own. */
export function tableLayout(table: Table, release: Release): TableLayout {
  const child = release.child?.record.path ?? "";
  return {
    name: table.name,
    label: table.label,
    record: table.record.path,
    ofReturn: !`${table.record.path}/`.startsWith(`${child}/`),
    minimum: table.rows.minimum,
    maximum: table.rows.maximum ?? Number.POSITIVE_INFINITY,
    columns: [...table.columns.map((column) => columnLayout(column, table, release)), ...alternativeColumns(table, release)],
    implied: table.implied.map(({ item, value }) => ({ item: item.name, text: value, otherwise: item.neutral })),
  };
}

function columnLayout({ name, required, item, copies, identifies }: Column, table: Table, release: Release): ColumnLayout {
  const recordOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));
  const inside = `${table.record.path}/`;
  return {
    name,
    required,
    isKey: item !== null && item.path === release.child?.key.path,
    item: item?.path.startsWith(inside) === true ? item.path.slice(inside.length) : null,
    copies: copies === null ? null : { record: recordOf(copies.path), item: copies.name },
    identifies: identifies?.path ?? null,
    list: null,
    isAlternative: false,
  };
}

function alternativeColumns(table: Table, release: Release): readonly ColumnLayout[] {
  return release.tables.flatMap((other) => {
    const item = entriesOf(other);
    if (other.instead === null || other.instead.table !== table.name || item === null) return [];
    const { cell, columns } = other.instead;
    const column = (name: string, code: string | null): ColumnLayout => ({
      name,
      required: false,
      isKey: false,
      item: null,
      copies: null,
      identifies: null,
      list: { table: other.name, record: other.record.path, item: item.name, code },
      isAlternative: true,
    });
    const codes = columns === null || item.type.kind !== "code" ? [] : codesOf(release.codeSets.get(item.type.set));
    return [column(cell, null), ...codes.map((code) => column(`${columns ?? ""}${code}`, code))];
  });
}

function codesOf(set: CodeSet | undefined): readonly string[] {
  return (set?.codes ?? []).flatMap(({ code, inSpecification }) => (inSpecification ? [code] : []));
}

/** The table whose rows a record is, or that has columns for what stands in it, because it occurs once in the record of the rows; null where there is none. */
export function tableOfRecord(path: string, release: Release): Table | null {
  const own = release.tables.find(({ record }) => record.path === path);
  const isAround = ({ record, columns }: Table): boolean =>
    path.startsWith(`${record.path}/`) && columns.some(({ item }) => item?.path.startsWith(`${path}/`) === true);
  return own ?? release.tables.find(isAround) ?? null;
}
