import type { TextRecord } from "../rules/record-tree.ts";
import type { Release } from "../specification/model.ts";

/**
 * A return as it is when it has been written in a form and read again: what the form has no place for is gone.
 * @returns a copy
 */
export function asWritten(release: Release, record: TextRecord, format: "xml" | "csv"): TextRecord {
  return format === "xml" ? throughXml(record) : throughTables(release, record, columnPaths(release));
}

/** A record without an element of its own is only there when it has some text, one that XML has no place for not at all. */
function throughXml(record: TextRecord): TextRecord {
  const groups = new Map<string, TextRecord[]>();
  for (const [path, inner] of record.groups) {
    const kept = inner
      .filter(({ node }) => node.xml.kind !== "none")
      .map(throughXml)
      .filter((one) => one.node.xml.kind === "element" || hasText(one));
    if (kept.length > 0) groups.set(path, kept);
  }
  return { node: record.node, items: new Map(record.items), groups };
}

function hasText(record: TextRecord): boolean {
  return [...record.items.values()].flat().some((text) => text.trim() !== "") || [...record.groups.values()].flat().some(hasText);
}

/** An item without a column has the value that a row implies, if there is a row. */
function throughTables(release: Release, record: TextRecord, columns: ReadonlySet<string>): TextRecord {
  const groups = new Map<string, TextRecord[]>();
  for (const [path, inner] of record.groups) {
    const implied = release.tables.find((table) => table.record.path === path)?.implied ?? [];
    const kept = inner.filter((one) => implied.every(({ item, value }) => one.items.get(item.path)?.[0] === value));
    if (kept.length > 0)
      groups.set(
        path,
        kept.map((one) => throughTables(release, one, columns)),
      );
  }
  return { node: record.node, items: new Map([...record.items].filter(([path]) => columns.has(path))), groups };
}

function columnPaths(release: Release): ReadonlySet<string> {
  return new Set(release.tables.flatMap((table) => [...table.columns.flatMap(({ item }) => item?.path ?? []), ...table.implied.map(({ item }) => item.path)]));
}
