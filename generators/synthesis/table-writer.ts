import { csvRow } from "../../runtime/tables/csv-row.ts";
import type { TextRecord } from "../rules/record-tree.ts";
import type { Column, ItemNode, Release, Table } from "../specification/model.ts";
import type { ChildWriter, Sink } from "./child-writer.ts";

/**
 * Writes a return as the tables of its release, child by child.
 * @param open makes the place for a table's text
 */
export function createTableWriter(release: Release, open: (table: Table) => Sink): ChildWriter {
  const tables = release.tables.map((table) => ({ table, sink: open(table), source: columnSources(table) }));
  for (const { table, sink } of tables) sink(csvRow(table.columns.map(({ name }) => name)));
  return {
    write: (child) => {
      for (const { table, sink, source } of tables) {
        const rows = tableRows(table, source, child);
        if (rows.length > 0) sink(rows.map(csvRow).join(""));
      }
    },
    end: () => undefined,
  };
}

/** The rows that a child has in a table. */
export function rowsOf(table: Table, child: TextRecord): readonly (readonly string[])[] {
  return tableRows(table, columnSources(table), child);
}

/** The item of each column, with the path of the record it stands in. */
type Source = readonly { readonly item: ItemNode | null; readonly owner: string }[];

function columnSources(table: Table): Source {
  return table.columns.map((column: Column) => {
    const item = column.item ?? column.copies;
    return { item, owner: item === null ? "" : item.path.slice(0, item.path.lastIndexOf("/")) };
  });
}

function tableRows(table: Table, source: Source, child: TextRecord): readonly (readonly string[])[] {
  return chainsTo(child, table.record.path)
    .filter((chain) => table.implied.every(({ item, value }) => textOf(child, chain, item, parentOf(item.path)) === value))
    .map((chain) => source.map(({ item, owner }) => (item === null ? "" : textOf(child, chain, item, owner))));
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** All records of a path inside a record, each with those that enclose it, outermost first. */
function chainsTo(record: TextRecord, path: string): readonly (readonly TextRecord[])[] {
  if (record.node.path === path) return [[record]];
  const chains: (readonly TextRecord[])[] = [];
  for (const [below, inner] of record.groups)
    if (path === below || path.startsWith(`${below}/`)) for (const one of inner) for (const chain of chainsTo(one, path)) chains.push([record, ...chain]);
  return chains;
}

/** The text of an item: of the row or what encloses it, else of the first record of the child that has it. */
function textOf(child: TextRecord, chain: readonly TextRecord[], item: ItemNode, owner: string): string {
  const holder = chain.findLast((record) => record.node.path === owner) ?? chainsTo(child, owner)[0]?.at(-1);
  return holder?.items.get(item.path)?.[0] ?? "";
}
