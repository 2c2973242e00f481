import type { ReleaseTables } from "../../runtime/tables/row-source.ts";
import type { Specification } from "../specification/specification.ts";

/** The tables of all releases of a collection, the newest first, by which a file of another year is recognised. */
export function collectionTables(specification: Specification, collection: string): readonly ReleaseTables[] {
  const names = specification.names.filter((name) => name.startsWith(`${collection}/`)).toReversed();
  return names.flatMap((name) => {
    const { release } = specification.release(name);
    if (release === null || !release.formats.includes("csv")) return [];
    return [
      {
        release: name,
        tables: release.tables.map(({ name: table, columns }) => ({
          name: table,
          columns: columns.map(({ name: column, required }) => ({ name: column, required })),
        })),
      },
    ];
  });
}
