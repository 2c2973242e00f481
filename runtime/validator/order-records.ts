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
  return compareKeys(a, orderedBy, b, orderedBy) || a.position - b.position;
}

/** Compares by keys of which each record has its own: that of another year may be called otherwise. */
function compareKeys(a: DataRecord, keysOfA: readonly (readonly string[])[], b: DataRecord, keysOfB: readonly (readonly string[])[]): number {
  if (a.hasPlace !== b.hasPlace) return a.hasPlace ? -1 : 1;
  for (let index = 0; index < keysOfA.length; index += 1) {
    const x = keyOf(a, keysOfA[index] ?? []);
    const y = keyOf(b, keysOfB[index] ?? []);
    const hasX = typeof x === "number" || typeof x === "string";
    const hasY = typeof y === "number" || typeof y === "string";
    if (hasX !== hasY) return hasX ? -1 : 1;
    if (hasX && hasY && x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** Two lists of one group as one, in its order; records without a place come last, equal ones as they stand. They may be of different returns. */
export function inOrder<T extends DataRecord>(left: readonly T[], right: readonly DataRecord[]): readonly T[] {
  return [...left, ...(right as readonly T[])].sort((a, b) => compareKeys(a, a.table().orderedBy, b, b.table().orderedBy));
}
