import type { TableLayout } from "../validator/table-layout.ts";
import type { DataRecord, ItemTable, RecordTable } from "../validator/tables.ts";

/** What a conversion needs to know of a release; a generated validator has it. */
export interface ConvertLayout {
  readonly release: string;
  readonly root: RecordTable;
  readonly child: { readonly path: string; readonly key: readonly string[] };
  readonly tables: readonly TableLayout[];
}

/** Takes a return, child by child. */
export interface ReturnSink {
  /** What stands around the children, once, before the first of them. */
  readonly head: (root: DataRecord) => void;
  readonly child: (child: DataRecord) => void;
  readonly end: () => void;
}

/** Takes pieces of text in order. */
export type TextSink = (text: string) => void;

/** The texts of an item as they stand in the input; what is blank counts as not there. */
export function textsOf(record: DataRecord, { name }: ItemTable): readonly string[] {
  const text = record[`${name}$text`];
  if (typeof text === "string") return isBlank(text) ? NONE : [text];
  return Array.isArray(text) ? (text as string[]).filter((one) => !isBlank(one)) : NONE;
}

/** The first text of an item; empty when there is none. */
export function textOf(record: DataRecord, item: ItemTable): string {
  return textsOf(record, item)[0] ?? "";
}

const NONE: readonly string[] = [];

/** A text without the blanks of XML around it; no-break spaces and the like are part of it, and so are not lost. */
export function trimBlanks(text: string): string {
  // Not a regular expression: one for blanks at the end takes a time that grows with the square of those inside.
  let [start, end] = [0, text.length];
  while (start < end && isBlankAt(text, start)) start += 1;
  while (end > start && isBlankAt(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

/** Blank as XML has it: other characters that print nothing are text. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isBlankAt(text, at)) return false;
  return true;
}

function isBlankAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** The records of a group in the order of the input. */
export function recordsOf(record: DataRecord, { name, maximum, orderedBy }: RecordTable): readonly DataRecord[] {
  const inner = record[name];
  if (inner === null || inner === undefined) return [];
  if (maximum === 1) return [inner as DataRecord];
  const records = inner as readonly DataRecord[];
  return orderedBy.length === 0 || records.length < 2 ? records : records.toSorted((a, b) => a.position - b.position);
}

/** Whether a text is entered in a record, or in one inside it. */
export function saysSomething(record: DataRecord, table: RecordTable): boolean {
  return table.children.some((child) =>
    child.kind === "item" ? textsOf(record, child).length > 0 : recordsOf(record, child).some((inner) => saysSomething(inner, child)),
  );
}
