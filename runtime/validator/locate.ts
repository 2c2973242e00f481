import type { Location } from "../findings/finding.ts";
import type { StructureProblem } from "./structure-reader.ts";
import { columnOf, type DataRecord, type ItemTable, lineOf, type RecordTable } from "./tables.ts";

/** `/Message/Children/Child[1]/CINdetails[1]`: groups that may repeat, or wrongly do, are numbered in file order. An inline record has the path of its element. */
export function pathOf(record: DataRecord): string {
  const { tag, maximum, inline } = record.table();
  if (inline && record.parent !== null) return pathOf(record.parent);
  const step = maximum === 1 && record.position === 1 ? tag : `${tag}[${record.position}]`;
  return record.parent === null ? `/${step}` : `${pathOf(record.parent)}/${step}`;
}

/** The path of a record in few bytes, to be kept for very many: where only one step is numbered, its number. */
export function packPath(record: DataRecord): number | string {
  let number: number | null = null;
  for (let at: DataRecord | null = record; at !== null; at = at.parent) {
    const { maximum, inline } = at.table();
    if (inline || (maximum === 1 && at.position === 1)) continue;
    if (maximum === 1 || number !== null) return pathOf(record);
    number = at.position;
  }
  return number ?? pathOf(record);
}

/** @param like any record of the same kind */
export function unpackPath(packed: number | string, like: DataRecord): string {
  if (typeof packed === "string") return packed;
  let path = "";
  for (let at: DataRecord | null = like; at !== null; at = at.parent) {
    const { tag, maximum, inline } = at.table();
    if (!inline) path = `/${maximum === 1 ? tag : `${tag}[${packed}]`}${path}`;
  }
  return path;
}

/** Between the entries of a repeating item. */
export const ENTRY_SEPARATOR = ", ";
/** Entries of a repeating item that are shown. */
const ENTRY_CAP = 100;

/** The text of an item as given; null when it is absent. Entries of a repeating item are joined. */
export function textOf(record: DataRecord, item: string): string | null {
  const text = record[`${item}$text`];
  if (typeof text === "string") return text;
  if (!Array.isArray(text) || text.length === 0) return null;
  return text.length <= ENTRY_CAP ? text.join(ENTRY_SEPARATOR) : `${text.slice(0, ENTRY_CAP).join(ENTRY_SEPARATOR)}, … and ${text.length - ENTRY_CAP} more`;
}

/** Where the first of some items of a record that is there stands; null when none is. */
function placeOf(record: DataRecord, items: readonly string[]): number | null {
  for (const item of items) {
    const place = record[`${item}$place`];
    const first: unknown = Array.isArray(place) ? place[0] : place;
    if (typeof first === "number" && first !== 0) return first;
  }
  return null;
}

/** Where a record stands, with the items that were looked at; the place is that of the first of them that is there. */
export function locate(record: DataRecord, items: readonly string[]): Location {
  const table = record.table();
  const texts = Object.fromEntries(items.map((item) => [item, textOf(record, item)]));
  if (record.column <= 0) return { record: table.name, ...rowOf(record), in: table.in, items: texts, cells: null };
  const place = placeOf(record, items);
  return {
    record: table.name,
    path: pathOf(record),
    table: null,
    row: null,
    line: place === null ? record.line : lineOf(record, place),
    column: place === null ? record.column : columnOf(place),
    in: table.in,
    items: texts,
    cells: null,
  };
}

/** The row of a record of a table. A record without a table of its own, such as that of a child, is shown at the first row inside it. */
function rowOf(record: DataRecord): Pick<Location, "path" | "table" | "row" | "line" | "column"> {
  // What columns of another table say stands in the row of that table.
  if (record.column < 0 && record.parent !== null) return rowOf(record.parent);
  const at = record.table().csv !== null && record.line > 0 ? record : firstRow(record);
  return { path: null, table: at?.table().csv?.name ?? null, row: at?.line ?? null, line: null, column: null };
}

function firstRow(record: DataRecord): DataRecord | null {
  let best: DataRecord | null = null;
  const rank = (one: DataRecord): number => one.table().csv?.rank ?? 0;
  const visit = (one: DataRecord): void => {
    const { csv, children } = one.table();
    if (one.column < 0) return;
    if (csv !== null && one.line > 0 && (best === null || rank(one) < rank(best) || (rank(one) === rank(best) && one.line < best.line))) best = one;
    for (const child of children) {
      const inner = child.kind === "record" ? one[child.name] : null;
      for (const record of Array.isArray(inner) ? inner : [inner]) if (isRecord(record)) visit(record);
    }
  };
  visit(record);
  return best;
}

/** Whether a record stands before, beside or after another of the same return: by line and column, or by table and row. */
export function compareRecords(a: DataRecord, b: DataRecord): number {
  const ranks = (a.table().csv?.rank ?? -1) - (b.table().csv?.rank ?? -1);
  return (a.column <= 0 && b.column <= 0 ? ranks : 0) || a.line - b.line || a.column - b.column;
}

/** A location with the place and the text of one entry of a repeating item. */
export function locateEntry(location: Location, record: DataRecord, item: string, entry: number): Location {
  const texts = record[`${item}$text`];
  const places = record[`${item}$place`];
  const place = Array.isArray(places) ? (places[entry] as number) : 0;
  const text = Array.isArray(texts) ? (texts[entry] as string) : null;
  const items = { ...location.items, [item]: text };
  // In tables the place of an entry is its row.
  if (record.column <= 0) return { ...location, row: place === 0 ? location.row : place, items };
  return { ...location, line: lineOf(record, place), column: columnOf(place), items };
}

/** Where a problem of structure is; without a record at the root. */
export function locateProblem({ record, item, text, line, column }: StructureProblem, root: RecordTable): Location {
  const items = item === null ? {} : { [item.name]: text };
  if (record !== null && record.column <= 0) {
    const at = rowOf(record);
    return { record: record.table().name, ...at, row: line > 0 ? line : at.row, in: null, items, cells: null };
  }
  const path = record === null ? `/${root.tag}` : pathOf(record);
  return { record: record?.table().name ?? root.name, path, table: null, row: null, line, column, in: null, items, cells: null };
}

/** The text of an item that a message names, from a record outwards, and inside single records: the way names are read in rules. */
export function lookUp(record: DataRecord, name: string): string | null | undefined {
  const [first = "", ...rest] = name.split(".");
  for (let at: DataRecord | null = record; at !== null; at = at.parent) {
    if (rest.length > 0) {
      const inner = at.table().name === first ? at : at[first];
      if (isRecord(inner)) return lookUp(inner, rest.join("."));
      continue;
    }
    const found = findInside(at, first);
    if (found !== null) return textOf(found.record, found.item.name);
  }
  return undefined;
}

function findInside(record: DataRecord, name: string): { record: DataRecord; item: ItemTable } | null {
  const table: RecordTable = record.table();
  for (const child of table.children) {
    if (child.kind === "item" && child.name === name) return { record, item: child };
    if (child.kind === "record" && child.maximum === 1) {
      const inner = record[child.name];
      const found = isRecord(inner) ? findInside(inner, name) : null;
      if (found !== null) return found;
    }
  }
  return null;
}

function isRecord(value: unknown): value is DataRecord {
  return typeof value === "object" && value !== null && "table" in value;
}

/** Fills the {names} of a message with what the data says. */
export function fillMessage(
  template: string,
  record: DataRecord,
  variables: Readonly<Record<string, DataRecord>>,
  computed: Readonly<Record<string, string | null>> = {},
): string {
  return fill(template, (name) => {
    if (Object.hasOwn(computed, name)) return computed[name];
    const [first = "", ...rest] = name.split(".");
    const variable = variables[first];
    return variable !== undefined && rest.length > 0 ? lookUp(variable, rest.join(".")) : lookUp(record, name);
  });
}

/** Brackets around a value that is missing would stand twice. */
function fill(template: string, textAt: (name: string) => string | null | undefined): string {
  return template.replaceAll(/\(\{([A-Za-z_][\w.]*)\}\)|\{([A-Za-z_][\w.]*)\}/g, (whole, inBrackets: string | undefined, bare: string | undefined) => {
    const text = textAt(inBrackets ?? bare ?? "")?.trim();
    if (text === undefined) return "(not given)";
    if (text === "") return "(empty)";
    return whole.startsWith("(") ? `(${text})` : text;
  });
}

/** A message about one entry of a repeating item, whose name stands for that entry. */
export function fillEntry(template: string, item: string, record: DataRecord, { items }: Location): string {
  const text = items[item]?.trim() ?? "";
  return fillMessage(template.replaceAll(`{${item}}`, text === "" ? "(empty)" : text), record, {});
}
