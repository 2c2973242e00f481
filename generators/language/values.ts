import type { Typed } from "./typed.ts";
import type { Type, Year } from "./types.ts";

/**
 * A single value. Dates are day numbers, decimals whole thousandths, texts trimmed and in capitals.
 * `null`: nothing is entered. `undefined`: something is entered that cannot be read as the item's type: present, but without a value.
 */
export type Value = string | number | boolean | null | undefined;

/** A record of a return, as the interpreter needs it. */
export interface DataRecord {
  /** Path of the record in the specification. */
  readonly path: string;
  readonly year: Year;
  readonly parent: DataRecord | null;
  readonly previous: DataRecord | null;
  readonly next: DataRecord | null;
  /** Values by path of the item; a repeating item has an array of its entries. */
  readonly items: ReadonlyMap<string, Value | readonly Value[]>;
  /** Records by path, in the order that the specification gives. */
  readonly groups: ReadonlyMap<string, readonly DataRecord[]>;
  /** Items whose value the type of the specification does not allow (code not in the set, out of range); of a repeating item its entries: `path[0]`. */
  readonly invalid: ReadonlySet<string>;
  /** The values by which its group is ordered; empty when the group has no order. */
  readonly orderKeys: readonly Value[];
  /** Its first ordering key has no value: `first`, `last`, `previous`, `next` and `runs` pass over it. */
  readonly placeless: boolean;
}

export type Row = ReadonlyMap<string, Value | readonly Value[]>;
export type Result = Value | DataRecord | Row | readonly Result[];
export type Variables = ReadonlyMap<string, Result>;

/** What an evaluation may ask for besides the records. */
export interface Environment {
  readonly collection: (year: Year) => { readonly start: number; readonly end: number; readonly reference_date: number; readonly authority: string | null };
  /** The same child, or root, of an earlier return; null when it is not there. */
  readonly earlier: (record: DataRecord, year: Year) => DataRecord | null;
  readonly rows: (table: string, key: Value) => readonly Row[];
  /** Miles between two postcodes in thousandths; null when it is not known where they lie. */
  readonly miles: (from: Value, to: Value) => number | null;
  readonly holidays: ReadonlySet<number>;
  /** The checked body of a definition, in the schema of a year. */
  readonly definition: (name: string, year: Year) => { readonly body: Typed; readonly parameters: readonly { readonly name: string; readonly type: Type }[] };
  /** New codes of an old one, for comparing across years; null when the set has no crosswalk. */
  readonly crosswalk: (set: string, from: Year, to: Year, code: string) => readonly string[] | null;
  /** Told of every expression that was evaluated, and what it gave: how tests see which conditions were met. */
  readonly observe?: (node: Typed, result: Result) => void;
}

/** An evaluation as it has come down to one expression. */
export interface Evaluation {
  readonly environment: Environment;
  readonly variables: Variables;
  /** Evaluates an expression further inside, with more variables if any are given. */
  readonly run: (node: Typed, more?: Variables) => Result;
}

export function asList(value: Result): readonly Result[] {
  return Array.isArray(value) ? value : [];
}

export function asRecord(value: Result): DataRecord | null {
  return typeof value === "object" && value !== null && "items" in value ? value : null;
}

export function isEntered(value: Result): boolean {
  return value !== null;
}

/** Something is entered: text in an item, in one of the items of a record, in one entry of a list (or one record of it). */
export function isPresent(value: Result): boolean {
  if (Array.isArray(value)) return value.some((element) => asRecord(element) !== null || isEntered(element));
  const record = asRecord(value);
  if (record === null) return value !== null;
  return (
    [...record.items.values()].some((item) => (Array.isArray(item) ? item.some(isEntered) : item !== null)) ||
    [...record.groups.values()].flat().some(isPresent)
  );
}
