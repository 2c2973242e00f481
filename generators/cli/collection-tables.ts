import type { ReleaseTables } from "../../runtime/tables/row-source.ts";
import { tableLayout } from "../rules/table-layout.ts";
import type { Specification } from "../specification/specification.ts";

/** The tables of all releases of a collection, the newest first, by which a file of another year is recognised. */
export function collectionTables(specification: Specification, collection: string): readonly ReleaseTables[] {
  const names = specification.names.filter((name) => name.startsWith(`${collection}/`)).toReversed();
  return names.flatMap((name) => {
    const { release } = specification.release(name);
    if (release === null || release.tables.length === 0) return [];
    return [
      {
        release: name,
        tables: release.tables.map((table) => ({
          name: table.name,
          columns: tableLayout(table, release).columns.map(({ name: column, required, isAlternative }) => ({ name: column, required, isAlternative })),
        })),
      },
    ];
  });
}
