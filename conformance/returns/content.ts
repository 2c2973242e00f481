import { collapse } from "../../runtime/validator/read-value.ts";
import type { DataRecord, RecordTable } from "../../runtime/validator/tables.ts";
import type { Content } from "../suite.ts";

/**
 * What stands in a record that was read.
 * @param without path of records that are left out
 * @returns null for a record in which nothing is entered
 */
export function contentOf(record: DataRecord, table: RecordTable, without: string | null = null): Content | null {
  const items: Record<string, readonly string[]> = {};
  const records: Content[] = [];
  for (const child of table.children) {
    if (child.kind === "item") {
      const texts = textsOf(record[`${child.name}$text`]);
      if (texts.length > 0) items[child.name] = texts;
    } else if (child.path !== without) {
      for (const inner of recordsOf(record[child.name])) {
        const content = contentOf(inner, child, without);
        if (content !== null) records.push(content);
      }
    }
  }
  return records.length === 0 && Object.keys(items).length === 0 ? null : { record: table.name, items, records };
}

function textsOf(value: unknown): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return texts.flatMap((text) => (typeof text === "string" && collapse(text) !== "" ? [collapse(text)] : []));
}

function recordsOf(value: unknown): readonly DataRecord[] {
  if (Array.isArray(value)) return value as readonly DataRecord[];
  return value === null || value === undefined ? [] : [value as DataRecord];
}
