import type { RuleRecord, Value } from "../rules/logic.ts";

/** What a value of an item may be: the generated tables say it once, and the reader checks texts against it. */
export type ValueType =
  | { readonly kind: "date"; readonly form: "yyyy-mm-dd" | "dd/mm/yyyy" }
  | { readonly kind: "partial-date" | "datetime" | "year" | "boolean" }
  | { readonly kind: "text"; readonly minimum: number; readonly maximum: number }
  | { readonly kind: "integer"; readonly minimum: number; readonly maximum: number }
  /** Limits in thousandths. */
  | { readonly kind: "decimal"; readonly minimum: number; readonly maximum: number; readonly places: number }
  | { readonly kind: "code"; readonly set: string; readonly codes: ReadonlySet<string> }
  | { readonly kind: "pattern"; readonly name: string; readonly pattern: RegExp }
  | { readonly kind: "one-of"; readonly options: readonly ValueType[] };

/** An item inside a record. */
export interface ItemTable {
  readonly kind: "item";
  readonly name: string;
  readonly tag: string;
  readonly label: string;
  readonly path: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly type: ValueType;
  readonly emptyAllowed: boolean;
}

/** A record: an element with elements inside. */
export interface RecordTable {
  readonly kind: "record";
  readonly name: string;
  /** Empty for an inline record. */
  readonly tag: string;
  /** Whether it has no element of its own: its items stand in the enclosing element. It is there when one of them is entered. */
  readonly inline: boolean;
  readonly label: string;
  readonly path: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Makes an empty record inside another (null for the root). */
  readonly create: (parent: DataRecord | null) => DataRecord;
  /** What may stand inside, in order. */
  readonly children: readonly (ItemTable | RecordTable)[];
  /** The keys that order records of this kind under one parent; empty: file order. */
  readonly orderedBy: readonly (readonly string[])[];
}

/**
 * A record in memory. Generated classes extend it with a field per item (`CPPendDate`, the value rules see) and per group; beside each item stand
 * `CPPendDate$text` (as given), `CPPendDate$place` (where) and `CPPendDate$invalid`. The reader reaches them by name.
 */
export interface DataRecord extends RuleRecord {
  readonly table: () => RecordTable;
  parent: DataRecord | null;
  previous: DataRecord | null;
  next: DataRecord | null;
  hasPlace: boolean;
  line: number;
  column: number;
  /** Its place among the records of its kind under its parent, from 1, in file order. */
  position: number;
  [field: string]: unknown;
}

/** Where an item stands: line and column in one number. */
export function packPlace(line: number, column: number): number {
  return line * 1_000_000 + Math.min(column, 999_999);
}
export function lineOf(place: number): number {
  return Math.floor(place / 1_000_000);
}
export function columnOf(place: number): number {
  return place % 1_000_000;
}

export type { Value };
