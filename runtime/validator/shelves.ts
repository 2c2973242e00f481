import type { DataRecord, RecordTable } from "./tables.ts";

/** The records of a child (or of the whole return) by the path of their table. */
export interface Shelves {
  /** The list of a path; the same list every time, filled anew by `fill`. Empty for a path that is not there. */
  readonly at: (path: string) => readonly DataRecord[];
  readonly fill: (record: DataRecord) => void;
}

/** What one table needs so that its records are found: built once, so that for each child nothing is looked up by path. */
interface Shelf {
  readonly records: DataRecord[];
  readonly groups: readonly { readonly name: string; readonly shelf: Shelf }[];
}

/** @param top the table of the records that will be given to `fill` */
export function createShelves(top: RecordTable): Shelves {
  const byPath = new Map<string, Shelf>();
  const build = (table: RecordTable): Shelf => {
    const groups = table.children.filter((child) => child.kind === "record").map((child) => ({ name: child.name, shelf: build(child) }));
    const shelf: Shelf = { records: [], groups };
    byPath.set(table.path, shelf);
    return shelf;
  };
  const first = build(top);
  const all = [...byPath.values()];
  return {
    at: (path) => byPath.get(path)?.records ?? [],
    fill: (record) => {
      for (const { records } of all) records.length = 0;
      put(record, first);
    },
  };
}

function put(record: DataRecord, { records, groups }: Shelf): void {
  // A record made up of copies is there for its values only.
  if (record.line !== 0) records.push(record);
  for (const { name, shelf } of groups) {
    const inner = record[name];
    if (Array.isArray(inner)) for (const one of inner as DataRecord[]) put(one, shelf);
    else if (inner !== null && inner !== undefined) put(inner as DataRecord, shelf);
  }
}
