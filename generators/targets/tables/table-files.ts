import type { ListColumn } from "../../../runtime/validator/table-layout.ts";
import { tableLayout } from "../../rules/table-layout.ts";
import type { Column, ItemNode, Release, Table } from "../../specification/model.ts";

/** A table of a release as its artefacts show it. */
export interface TableFile {
  readonly table: Table;
  /** The name of its template and of its entry in the descriptions: `assessmentfactors.csv`. */
  readonly file: string;
  readonly columns: readonly FileColumn[];
  /** Columns of other layouts of lists, which a file may have besides. */
  readonly alternatives: readonly { readonly name: string; readonly list: ListColumn }[];
}

export interface FileColumn {
  readonly name: string;
  readonly label: string;
  readonly definition: string;
  /** The item that it holds or repeats; null for a key that is no part of the return. */
  readonly item: ItemNode | null;
  /** Whether a cell must have something in it. */
  readonly isMandatory: boolean;
  readonly column: Column;
}

export function tableFiles(release: Release): readonly TableFile[] {
  return release.tables.map((table) => ({
    table,
    file: `${table.name.toLowerCase()}.csv`,
    columns: table.columns.map((column) => fileColumn(column, table, release)),
    alternatives: tableLayout(table, release).columns.flatMap(({ name, list }) => (list === null ? [] : [{ name, list }])),
  }));
}

function fileColumn(column: Column, table: Table, release: Release): FileColumn {
  const { name, item, copies, identifies } = column;
  const held = item ?? copies;
  if (identifies !== null || held === null) {
    const isOwn = identifies === table.record;
    const label = identifies?.label ?? name;
    return {
      name,
      label: `Key: ${label}`,
      definition: isOwn
        ? `Any text that no other row of the same parent has. Rows of other tables say by it that they belong to this one. It is not returned.`
        : `What the column ${name} says in the row that this one belongs to (${label}). It is not returned.`,
      item: null,
      isMandatory: column.required && !isOwn,
      column,
    };
  }
  const isKey = held === release.child?.key;
  return {
    name,
    label: held.label,
    definition: copies === null ? held.definition : `${held.definition} Repeated here as a check.`,
    item: held,
    isMandatory: isKey || (item !== null && held.occurs.minimum > 0 && !held.emptyAllowed && isAlwaysThere(table, held, release)),
    column,
  };
}

/** Whether the records between that of the row and that of the item must be there. */
function isAlwaysThere({ record }: Table, item: ItemNode, release: Release): boolean {
  let at = record;
  while (!at.contains.includes(item)) {
    const inner = at.contains.find((child) => item.path.startsWith(`${child.path}/`));
    if (inner?.kind !== "record" || inner.occurs.minimum === 0) return item === release.child?.key;
    at = inner;
  }
  return true;
}

/** The columns by which a row belongs to one of another table, and that table: child, referral, assessment. */
export interface Reference {
  readonly columns: readonly string[];
  readonly to: TableFile;
}

/** The rows that each row of a table belongs to: the nearest record around it that has rows of its own. */
export function referenceOf({ table }: TableFile, files: readonly TableFile[], release: Release): Reference | null {
  const key = release.child?.key ?? null;
  const keys = table.columns.filter(({ item, identifies }) => (item !== null && item === key) || (identifies !== null && identifies !== table.record));
  const around = keys.findLast(({ identifies }) => identifies !== null)?.identifies ?? null;
  const to = files.find((other) =>
    around === null
      ? other.table.columns.some(({ item }) => item === key) && key?.path.startsWith(`${other.table.record.path}/`)
      : other.table.record === around,
  );
  return to === undefined || to.table === table || keys.length === 0 ? null : { columns: keys.map(({ name }) => name), to };
}

/** The columns that tell a row from all others, where some do. */
export function primaryKeyOf({ table }: TableFile, release: Release): readonly string[] {
  const key = release.child?.key ?? null;
  const own = table.columns.filter(({ identifies, item }) => identifies !== null || (item !== null && item === key));
  const isOfChild = key?.path.startsWith(`${table.record.path}/`) === true && own.length > 0;
  return isOfChild || own.some(({ identifies, required }) => identifies === table.record && required) ? own.map(({ name }) => name) : [];
}
