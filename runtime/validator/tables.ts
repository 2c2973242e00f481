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
  /** False for an item that only tables can hold. */
  readonly inXml: boolean;
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
  /** False for a record that only tables can hold. */
  readonly inXml: boolean;
  /** The return that it belongs to, when that is not the one checked. */
  readonly in: "last_return" | "return_before_last" | null;
  /** The CSV table whose rows it is, and the place of that table among the others; null: it has none. */
  readonly csv: { readonly name: string; readonly rank: number } | null;
  /** Makes an empty record inside another (null for the root). */
  readonly create: (parent: DataRecord | null) => DataRecord;
  /** What may stand inside, in order. */
  readonly children: readonly (ItemTable | RecordTable)[];
  /** The keys that order records of this kind under one parent; empty: file order. */
  readonly orderedBy: readonly (readonly string[])[];
  /** The item with its first day, and those that say that it ended, the last day first; null for a record without a time of its own. */
  readonly lasts: { readonly from: string; readonly to: readonly string[] } | null;
}

/**
 * A record in memory. Generated classes extend it with a field per item (`CPPendDate`, the value rules see) and per group; beside each item stand
 * `CPPendDate$text` (as given), `CPPendDate$place` (where) and `CPPendDate$invalid`. The reader fills them by slot, the index of the item or group among
 * the children of the table: to make up their names for each value would take longer than all the rest.
 */
export interface DataRecord extends RuleRecord {
  readonly table: () => RecordTable;
  parent: DataRecord | null;
  previous: DataRecord | null;
  next: DataRecord | null;
  hasPlace: boolean;
  /** Line of its element; in a table the number of its row. 0: it was put together from copies in other tables, and no rule stands on it. */
  line: number;
  /** Column of its element; 0 for a row of a table; -1 when columns of the row around it say what it holds. */
  column: number;
  /** Its place among the records of its kind under its parent, from 1, in file order. */
  position: number;
  /** Takes a value that was read; where an item that may occur once occurs again, the first stays. */
  readonly setItem: (slot: number, value: Value, text: string, place: number, isInvalid: boolean) => void;
  /** Takes a record that was read; where a group that may occur once occurs again, the first stays. */
  readonly addRecord: (slot: number, record: DataRecord) => void;
  /** The position of one more record of a group; counted apart from the list, in which a child that was checked is no more. */
  readonly nextPosition: (slot: number) => number;
  [field: string]: unknown;
}

const NEAR_COLUMNS = 2 ** 16;
const NEAR_LINES = 2 ** 14;
const FAR_COLUMNS = 2 ** 26;

/**
 * Where an item of a record stands, as one number: counted from the line of the record where that makes a small one, which engines keep without
 * an object of its own; else, on very long lines or in very long records, the negative of a large one.
 */
export function packPlace(record: DataRecord, line: number, column: number): number {
  const lines = line - record.line;
  if (lines >= 0 && lines < NEAR_LINES && column < NEAR_COLUMNS) return lines * NEAR_COLUMNS + column;
  return -(line * FAR_COLUMNS + Math.min(column, FAR_COLUMNS - 1));
}
export function lineOf(record: DataRecord, place: number): number {
  return place < 0 ? Math.floor(-place / FAR_COLUMNS) : record.line + Math.floor(place / NEAR_COLUMNS);
}
export function columnOf(place: number): number {
  return place < 0 ? -place % FAR_COLUMNS : place % NEAR_COLUMNS;
}

/** The outermost record around one. */
export function rootOf(record: DataRecord): DataRecord {
  let at = record;
  while (at.parent !== null) at = at.parent;
  return at;
}

/** The table with a path inside another, or that one itself. */
export function tableAt(table: RecordTable, path: string): RecordTable | null {
  if (table.path === path) return table;
  for (const child of table.children) {
    const found = child.kind === "record" ? tableAt(child, path) : null;
    if (found !== null) return found;
  }
  return null;
}

/** How a collection writes dates; ISO where it has none. */
export function dateFormOf(table: RecordTable): "yyyy-mm-dd" | "dd/mm/yyyy" {
  return findDateForm(table) ?? "yyyy-mm-dd";
}

function findDateForm(table: RecordTable): "yyyy-mm-dd" | "dd/mm/yyyy" | null {
  for (const child of table.children) {
    const form = child.kind === "record" ? findDateForm(child) : child.type.kind === "date" ? child.type.form : null;
    if (form !== null) return form;
  }
  return null;
}

export type { Value };
