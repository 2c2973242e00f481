import { putInOrder } from "./order-records.ts";
import type { DataRecord } from "./tables.ts";

/** What a look at a return as it was on an earlier day left out. */
export interface AsAtCounts {
  /** Records that began later. */
  dropped: number;
  /** Records that ended later and so were still open. */
  reopened: number;
}

/**
 * Makes a child what it was at the end of a day, as far as its records say: those that began later are taken out, those that ended later are open.
 * @param day number of the day
 */
export function putBack(record: DataRecord, day: number, counts: AsAtCounts): void {
  for (const child of record.table().children) {
    if (child.kind === "item") continue;
    const inner = record[child.name];
    if (Array.isArray(inner)) {
      const all = inner as DataRecord[];
      const kept = all.filter((one) => isBegun(one, day));
      counts.dropped += all.length - kept.length;
      all.length = 0;
      for (const one of kept) {
        reopen(one, day, counts);
        one.previous = null;
        one.next = null;
        all.push(one);
        putBack(one, day, counts);
      }
      putInOrder(all, child);
    } else if (typeof inner === "object" && inner !== null) {
      const one = inner as DataRecord;
      if (isBegun(one, day)) {
        reopen(one, day, counts);
        putBack(one, day, counts);
      } else {
        counts.dropped += 1;
        record[child.name] = null;
      }
    }
  }
}

/** A record without a readable first day stays: nothing says that it began later. */
function isBegun(record: DataRecord, day: number): boolean {
  const { lasts } = record.table();
  const from = lasts === null ? null : record[lasts.from];
  return typeof from !== "number" || from <= day;
}

function reopen(record: DataRecord, day: number, counts: AsAtCounts): void {
  const { lasts } = record.table();
  const [end] = lasts?.to ?? [];
  const to = end === undefined ? null : record[end];
  if (typeof to !== "number" || to <= day) return;
  counts.reopened += 1;
  for (const name of lasts?.to ?? []) {
    record[name] = null;
    record[`${name}$text`] = null;
    record[`${name}$invalid`] = false;
  }
}
