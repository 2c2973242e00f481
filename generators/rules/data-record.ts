import type { DataRecord, Value } from "../language/interpret.ts";
import type { Year } from "../language/types.ts";
import type { Release } from "../specification/model.ts";
import { readValue } from "./read-value.ts";
import { itemsInside, recordsInside, type TextRecord } from "./record-tree.ts";

/** A record of the interpreter, with where it came from. */
export interface ReadRecord extends DataRecord {
  readonly text: TextRecord;
  readonly placeless: boolean;
  parent: ReadRecord | null;
  previous: ReadRecord | null;
  next: ReadRecord | null;
}

/** Reads a return of texts as rules see it: values by type, records in their order, neighbours linked. */
export function readRecords(text: TextRecord, release: Release, year: Year, parent: ReadRecord | null = null): ReadRecord {
  const items = new Map<string, Value | readonly Value[]>();
  const invalid = new Set<string>();
  for (const item of itemsInside(text.node)) {
    const readings = (text.items.get(item.path) ?? []).map((raw) => readValue(raw, item.type, release));
    if (readings.some((reading) => !reading.valid)) invalid.add(item.path);
    items.set(
      item.path,
      item.occurs.maximum === 1 ? (readings.length === 0 ? null : (readings[0] as { value: Value }).value) : readings.map((reading) => reading.value),
    );
  }
  const groups = new Map<string, readonly ReadRecord[]>();
  const record: ReadRecord = {
    path: text.node.path,
    year,
    parent,
    previous: null,
    next: null,
    items,
    groups,
    invalid,
    text,
    placeless: isPlaceless(text, items),
  };
  for (const inner of recordsInside(text.node)) {
    const read = (text.groups.get(inner.path) ?? []).map((one) => readRecords(one, release, year, record));
    const ordered = inner.orderedBy.length === 0 ? read : inOrder(read, inner.path, inner.orderedBy);
    const placed = ordered.filter((one) => !one.placeless);
    placed.forEach((one, index) => {
      one.previous = placed[index - 1] ?? null;
      one.next = placed[index + 1] ?? null;
    });
    groups.set(inner.path, ordered);
  }
  return record;
}

/** The value of an ordering key: an item, or the first present of several. */
function keyOf(items: ReadonlyMap<string, Value | readonly Value[]>, path: string, key: string): Value {
  const names = /^first_present\((.+)\)$/
    .exec(key)?.[1]
    ?.split(",")
    .map((name) => name.trim()) ?? [key];
  for (const name of names) {
    const value = items.get(`${path}/${name}`);
    if (value !== null && !Array.isArray(value)) return value as Value;
  }
  return null;
}

function isPlaceless(text: TextRecord, items: ReadonlyMap<string, Value | readonly Value[]>): boolean {
  const [first] = text.node.orderedBy;
  if (first === undefined) return false;
  const value = keyOf(items, text.node.path, first);
  return value === null || value === undefined;
}

/** Ascending by the keys; a missing later key last; ties in file order; records without a place at the end. */
function inOrder(records: readonly ReadRecord[], path: string, keys: readonly string[]): readonly ReadRecord[] {
  return records.toSorted((a, b) => {
    if (a.placeless !== b.placeless) return a.placeless ? 1 : -1;
    for (const key of keys) {
      const [x, y] = [keyOf(a.items, path, key), keyOf(b.items, path, key)];
      if (x === y) continue;
      if (x === null || x === undefined) return y === null || y === undefined ? 0 : 1;
      if (y === null || y === undefined) return -1;
      return x < y ? -1 : 1;
    }
    return 0;
  });
}
