import type { Condition, Value } from "../rules/logic.ts";
import type { Row, RuleContext } from "./compiled-rule.ts";
import type { GeneratedValidator, ValidationOptions } from "./generated-validator.ts";
import { textOf } from "./locate.ts";
import type { DataRecord } from "./tables.ts";

/** A return of an earlier period, as far as rules ask for it. */
export interface EarlierReturn {
  /** Figures of the whole return, by name. */
  readonly figures: Readonly<Record<string, number | boolean>>;
  /** The record of the child with an id (as `keyOfChild` gives it); null when it was not there. */
  readonly child: (key: string) => DataRecord | null;
  readonly root: DataRecord | null;
  /** The tables that were given; null for a return in XML, which has all. */
  readonly tables: ReadonlySet<string> | null;
}

/** A table beside the return: postcodes, providers. */
export interface ReferenceTable {
  /** All rows with a key, in file order. Blanks at the ends and letter case of the key do not matter, nor blanks inside a postcode. */
  readonly rows: (key: string) => readonly Row[];
  readonly has: (key: string) => boolean;
}

/** What the rules of one validation may ask for besides the record they stand on. The figures are put in when the last child has been read. */
export function createContext(validator: GeneratedValidator, options: ValidationOptions): RuleContext & { figures: Record<string, number | boolean> } {
  const [now, before, beforeThat] = validator.collection;
  const { earlier, reference, asAt, authority } = options;
  return {
    // The authority that makes the return made those before it.
    collection: [
      { ...now, ...(asAt === null ? {} : { end: asAt, reference_date: asAt }), authority },
      { ...before, authority },
      { ...beforeThat, authority },
    ],
    holidays: validator.holidays,
    figures: {},
    rows: (table, key) => (isKey(key) ? (reference.get(table)?.rows(String(key)) ?? []) : []),
    inTable: (table, key) => (isKey(key) ? (reference.get(table)?.has(String(key)) ?? false) : null),
    isSameCode: (a, b, set, yearOfA, yearOfB) => isSameCode(a, b, set, yearOfA, yearOfB, validator),
    earlier: (record, year) => {
      const from = earlier[year - 1];
      if (record === null || record === undefined || from === null || from === undefined) return null;
      const layout = childLayout(record, validator);
      const child = enclosingChild(record, layout.path);
      if (child === null) return from.root;
      const key = keyOfChild(child, layout.key);
      return key === null ? null : from.child(key);
    },
  };
}

/** Where the child and its id are in the return that a record belongs to. */
function childLayout(record: DataRecord, { child, earlier }: GeneratedValidator): GeneratedValidator["child"] {
  const { in: of } = record.table();
  return (of === null ? null : earlier[of === "last_return" ? 0 : 1]?.child) ?? child;
}

function isKey(key: Value): key is string | number {
  return typeof key === "string" || typeof key === "number";
}

/** Equal as written, or the code of the older year became that of the newer one. */
function isSameCode(a: Value, b: Value, set: string, yearOfA: number, yearOfB: number, { crosswalks }: GeneratedValidator): Condition {
  if (typeof a !== "string" || typeof b !== "string") return null;
  if (a === b) return true;
  const [older, newer] = yearOfA > yearOfB ? [a, b] : [b, a];
  const codes = crosswalks.get(`${set} ${Math.max(yearOfA, yearOfB)} ${Math.min(yearOfA, yearOfB)}`)?.get(older);
  return codes?.includes(newer) ?? false;
}

/** The record of the child around a record, or that one itself; null outside of children. */
export function enclosingChild(record: DataRecord, path: string): DataRecord | null {
  for (let at: DataRecord | null = record; at !== null; at = at.parent) if (at.table().path === path) return at;
  return null;
}

/** The id of a child as given, trimmed; null when it has none. */
export function idOfChild(child: DataRecord, way: readonly string[]): string | null {
  let at: DataRecord = child;
  for (const step of way.slice(0, -1)) {
    const inner = at[step];
    if (typeof inner !== "object" || inner === null) return null;
    at = inner as DataRecord;
  }
  return textOf(at, way.at(-1) ?? "")?.trim() ?? null;
}

/** The id of a child as it is compared between returns and tables: without regard to letter case. */
export function keyOfChild(child: DataRecord, way: readonly string[]): string | null {
  const id = idOfChild(child, way);
  return id === null || id === "" ? null : id.toUpperCase();
}
