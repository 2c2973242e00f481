import { asRecord, type DataRecord, type Result } from "./values.ts";

type Ordered = Pick<DataRecord, "orderKeys" | "placeless">;

/** Ascending by the keys, a missing later key last, records without a place at the end. */
export function compareByOrder(a: Ordered, b: Ordered): number {
  if (a.placeless !== b.placeless) return a.placeless ? 1 : -1;
  for (const [index, x] of a.orderKeys.entries()) {
    const y = b.orderKeys[index];
    if (x === y) continue;
    if (x === null || x === undefined) {
      if (y === null || y === undefined) continue;
      return 1;
    }
    if (y === null || y === undefined) return -1;
    return x < y ? -1 : 1;
  }
  return 0;
}

/** Lists of one group stay in its order when they are joined; records without a place come last. */
export function inOrder(elements: readonly Result[]): readonly Result[] {
  return elements.toSorted((a, b) => {
    const [x, y] = [asRecord(a), asRecord(b)];
    return x === null || y === null ? 0 : compareByOrder(x, y);
  });
}

/** A record that its order puts somewhere: `first`, `last` and `runs` pass over the others. */
export function hasPlace(value: Result): boolean {
  const record = asRecord(value);
  return record === null || !record.placeless;
}
