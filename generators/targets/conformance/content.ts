import type { Content } from "../../../conformance/suite.ts";
import { itemsInside, recordsInside, type TextRecord } from "../../rules/record-tree.ts";

/** What stands in a record; blank items and empty records are left out. */
export function contentOf(record: TextRecord): Content | null {
  const items: Record<string, readonly string[]> = {};
  for (const item of itemsInside(record.node)) {
    const texts = (record.items.get(item.path) ?? []).filter((text) => text.trim() !== "");
    if (texts.length > 0) items[item.name] = texts;
  }
  const records = recordsInside(record.node).flatMap((node) => (record.groups.get(node.path) ?? []).flatMap((inner) => contentOf(inner) ?? []));
  return records.length === 0 && Object.keys(items).length === 0 ? null : { record: record.node.name, items, records };
}
