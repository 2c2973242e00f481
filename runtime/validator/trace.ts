import type { Location } from "../findings/finding.ts";
import type { Trace } from "./compiled-rule.ts";
import { compareRecords, locate } from "./locate.ts";
import type { DataRecord } from "./tables.ts";

const RETURNS: readonly Location["in"][] = [null, "last_return", "return_before_last"];

/** A record with where it is shown: at the first of the items that were looked at. */
interface Place {
  readonly record: DataRecord;
  readonly location: Location;
}

function comparePlaces({ record: a, location: x }: Place, { record: b, location: y }: Place): number {
  if (x.line === null || y.line === null) return compareRecords(a, b);
  return x.line - y.line || (x.column ?? 0) - (y.column ?? 0);
}

/** Locations beyond this many are counted, not given. */
const LOCATION_CAP = 20;

/** A trace that becomes the locations of a finding: the records the rule stands on first, then, in file order, those because of which it failed. */
export function createTrace(
  primary: readonly DataRecord[],
  entries: string | null,
): Trace & { readonly locations: () => { readonly locations: readonly Location[]; readonly more: number } } {
  const looked = new Map<DataRecord, Set<string>>(primary.map((record) => [record, new Set<string>()]));
  const itemsOf = (record: DataRecord): Set<string> => {
    const known = looked.get(record) ?? new Set<string>();
    looked.set(record, known);
    return known;
  };
  return {
    record: (record) => {
      if (record !== null && record !== undefined) itemsOf(record);
    },
    item: (record, item) => {
      if (record !== null && record !== undefined) itemsOf(record).add(item);
    },
    entry: () => {
      const [first] = primary;
      if (first !== undefined && entries !== null) itemsOf(first).add(entries);
    },
    locations: () => {
      const all = [...looked].map(([record, items]) => ({ record, location: locate(record, [...items]) }));
      const first = all.filter(({ record }) => primary.includes(record));
      const others = all
        .filter(({ record }) => !primary.includes(record))
        .toSorted((a, b) => RETURNS.indexOf(a.location.in) - RETURNS.indexOf(b.location.in) || comparePlaces(a, b));
      return { locations: [...first, ...others.slice(0, LOCATION_CAP)].map(({ location }) => location), more: Math.max(0, others.length - LOCATION_CAP) };
    },
  };
}
