import type { DataRecord, RecordTable } from "./tables.ts";

/** Puts the records of a group in the order that the specification gives, and links neighbours; records without a place come last. */
export function putInOrder(records: DataRecord[], { orderedBy }: RecordTable): void {
  const [first] = orderedBy;
  if (first === undefined) return;
  for (const record of records) record.hasPlace = typeof keyOf(record, first) !== "symbol" && keyOf(record, first) !== undefined;
  let isSorted = true;
  for (let index = 1; index < records.length && isSorted; index += 1)
    isSorted = compare(records[index - 1] as DataRecord, records[index] as DataRecord, orderedBy) <= 0;
  if (!isSorted) records.sort((a, b) => compare(a, b, orderedBy));
  let before: DataRecord | null = null;
  for (const record of records) {
    if (!record.hasPlace) continue;
    record.previous = before;
    if (before !== null) before.next = record;
    before = record;
  }
}

/** The first of some items that is entered. */
function keyOf(record: DataRecord, names: readonly string[]): unknown {
  for (const name of names) {
    const value = record[name];
    if (value !== null && value !== undefined) return value;
  }
  return undefined;
}

function compare(a: DataRecord, b: DataRecord, orderedBy: readonly (readonly string[])[]): number {
  if (a.hasPlace !== b.hasPlace) return a.hasPlace ? -1 : 1;
  for (const names of orderedBy) {
    const x = keyOf(a, names);
    const y = keyOf(b, names);
    const hasX = typeof x === "number" || typeof x === "string";
    const hasY = typeof y === "number" || typeof y === "string";
    if (hasX !== hasY) return hasX ? -1 : 1;
    if (hasX && hasY && x !== y) return x < y ? -1 : 1;
  }
  return a.position - b.position;
}
