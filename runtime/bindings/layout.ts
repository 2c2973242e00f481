import type { ItemTable, RecordTable, ValueType } from "../validator/tables.ts";
import { createRecordMaker } from "./bound-record.ts";

/** What a value may be, as generated layouts say it: plain data, and the code sets of the package. */
export type ValueLayout =
  | { readonly kind: "date"; readonly form: "yyyy-mm-dd" | "dd/mm/yyyy" }
  | { readonly kind: "partial-date" | "datetime" | "year" }
  /** How the two values are written; all four spellings are read. */
  | { readonly kind: "boolean"; readonly yes: string; readonly no: string }
  /** Lengths in characters; null: no upper limit. */
  | { readonly kind: "text"; readonly minimum: number; readonly maximum: number | null }
  | { readonly kind: "integer"; readonly minimum: number | null; readonly maximum: number | null }
  /** `places`: decimal places at most. */
  | { readonly kind: "decimal"; readonly minimum: number | null; readonly maximum: number | null; readonly places: number | null }
  /** `set`: its label, for messages; `codes`: labels by code. */
  | { readonly kind: "code"; readonly set: string; readonly codes: Readonly<Record<string, string>> }
  /** `name` for messages; the whole text must match `pattern`. */
  | { readonly kind: "pattern"; readonly name: string; readonly pattern: string }
  | { readonly kind: "one-of"; readonly options: readonly ValueLayout[] };

/** An item that has an element of its own. */
export interface ItemLayout {
  readonly kind: "item";
  readonly name: string;
  readonly tag: string;
  readonly label: string;
  readonly minimum: number;
  /** null: any number. */
  readonly maximum: number | null;
  /** The element may be given empty. */
  readonly empty: boolean;
  readonly type: ValueLayout;
}

/** A record; one with an empty tag has no element of its own: its items stand in the enclosing element. */
export interface RecordLayout {
  readonly kind: "record";
  readonly name: string;
  readonly tag: string;
  readonly label: string;
  readonly minimum: number;
  readonly maximum: number | null;
  /** In the order of the elements. */
  readonly contains: readonly (ItemLayout | RecordLayout)[];
}

/** Integers beyond it, and decimals of more digits than it has, would not come back as they were. */
const GREATEST = Number.MAX_SAFE_INTEGER;
const DIGITS = 15;

/** The tables by which the structure reader reads a return, made of a layout. Records keep the order of the file. */
export function createTables(layout: RecordLayout, enclosing = ""): RecordTable {
  const { name, tag, label, minimum } = layout;
  const path = enclosing === "" ? name : `${enclosing}/${name}`;
  const children = layout.contains.map((child) => (child.kind === "item" ? itemTable(child, path) : createTables(child, path)));
  const table: RecordTable = {
    kind: "record",
    name,
    tag,
    inline: tag === "",
    label,
    path,
    minimum,
    maximum: layout.maximum ?? Number.POSITIVE_INFINITY,
    inXml: true,
    in: null,
    csv: null,
    create: (parent) => make(parent),
    children,
    orderedBy: [],
    lasts: null,
  };
  const make = createRecordMaker(table);
  return table;
}

function itemTable({ name, tag, label, minimum, maximum, empty, type }: ItemLayout, enclosing: string): ItemTable {
  return {
    kind: "item",
    name,
    tag,
    label,
    path: `${enclosing}/${name}`,
    minimum,
    maximum: maximum ?? Number.POSITIVE_INFINITY,
    type: valueTypeOf(type),
    emptyAllowed: empty,
    inXml: true,
  };
}

/** The type by which texts are checked, as the validator checks them; numbers are limited to those that come back as they were. */
export function valueTypeOf(type: ValueLayout): ValueType {
  switch (type.kind) {
    case "boolean":
      return { kind: "boolean" };
    case "text":
      return { kind: "text", minimum: type.minimum, maximum: type.maximum ?? Number.POSITIVE_INFINITY };
    case "integer":
      return { kind: "integer", minimum: Math.max(type.minimum ?? -GREATEST, -GREATEST), maximum: Math.min(type.maximum ?? GREATEST, GREATEST) };
    case "decimal": {
      const places = type.places ?? 6;
      const most = 10 ** (DIGITS - places);
      const limit = (value: number | null, otherwise: number): number => Math.round(Math.max(-most, Math.min(most, value ?? otherwise)) * 1000);
      return { kind: "decimal", minimum: limit(type.minimum, -most), maximum: limit(type.maximum, most), places };
    }
    case "code":
      return { kind: "code", set: type.set, codes: new Set(Object.keys(type.codes)) };
    case "pattern":
      return { kind: "pattern", name: type.name, pattern: new RegExp(`^(?:${type.pattern})$`, "u") };
    case "one-of":
      return { kind: "one-of", options: type.options.map(valueTypeOf) };
    case "date":
    case "partial-date":
    case "datetime":
    case "year":
      return type;
  }
}
