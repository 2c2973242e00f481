import { compareByOrder } from "../language/record-order.ts";
import type { Year } from "../language/types.ts";
import type { DataRecord, Value } from "../language/values.ts";
import type { Release } from "../specification/model.ts";
import { readValue } from "./read-value.ts";
import { itemsInside, recordsInside, type TextRecord } from "./record-tree.ts";

/** A record of the interpreter, with where it came from. */
export interface ReadRecord extends DataRecord {
  readonly text: TextRecord;
  readonly items: Map<string, Value | readonly Value[]>;
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
    for (const [index, reading] of readings.entries()) {
      if (reading.valid) continue;
      invalid.add(item.path);
      invalid.add(`${item.path}[${index}]`);
    }
    items.set(
      item.path,
      item.occurs.maximum === 1 ? (readings.length === 0 ? null : (readings[0] as { value: Value }).value) : readings.map((reading) => reading.value),
    );
  }
  const groups = new Map<string, readonly ReadRecord[]>();
  const orderKeys = text.node.orderedBy.map((key) => keyOf(items, text.node.path, key));
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
    orderKeys,
    placeless: orderKeys.length > 0 && (orderKeys[0] === null || orderKeys[0] === undefined),
  };
  for (const inner of recordsInside(text.node)) {
    const read = (text.groups.get(inner.path) ?? []).map((one) => readRecords(one, release, year, record));
    const ordered = read.toSorted(compareByOrder);
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
  for (const name of orderItems(key)) {
    const value = items.get(`${path}/${name}`);
    if (value !== null && !Array.isArray(value)) return value as Value;
  }
  return null;
}

/** Names of the items that a key of the order of records looks at: `DECOM`, or those in `first_present(…)`. */
export function orderItems(key: string): readonly string[] {
  return (
    /^first_present\((.+)\)$/
      .exec(key)?.[1]
      ?.split(",")
      .map((name) => name.trim()) ?? [key]
  );
}
