import { milesBetween } from "../../runtime/rules/logic.ts";
import type { Result, Row, Value } from "../language/values.ts";
import type { ReferenceColumn, ReferenceTable, Release } from "../specification/model.ts";
import { readValue } from "./read-value.ts";

/** A row of a reference table as texts by column: one text, or one per entry of a list. */
export type TextRow = Map<string, readonly string[]>;

/** The reference tables of an example, by name. */
export type ReferenceRows = ReadonlyMap<string, readonly TextRow[]>;

/**
 * The reference tables of an example: the rows it gives, and in each table the neutral row unless the example has one of that key.
 * @param given rows by table
 */
export function referenceRows(release: Release, given: ReferenceRows): Map<string, TextRow[]> {
  return new Map(
    release.referenceTables.map((table): [string, TextRow[]] => {
      const rows = given.get(table.name) ?? [];
      const neutral: TextRow = new Map(table.columns.flatMap(({ name, neutral: text }) => (text === null ? [] : [[name, [text]]])));
      const key = neutral.get(table.key.name)?.[0];
      const isThere = key === undefined || rows.some((row) => keyText(row.get(table.key.name)?.[0]) === keyText(key));
      return [table.name, isThere ? [...rows] : [neutral, ...rows]];
    }),
  );
}

/** Reference tables as rules see them. */
export interface ReadReference {
  readonly rows: (table: string, key: Value) => readonly Row[];
  /** Miles between two postcodes in thousandths, to one decimal place; null when one of them is not known. */
  readonly miles: (from: Value, to: Value) => number | null;
}

export function readReference(rows: ReferenceRows | undefined, release: Release): ReadReference {
  const tables = new Map(release.referenceTables.map((table) => [table.name, readTable(table, rows?.get(table.name) ?? [], release)]));
  const found = (table: string, key: Value): readonly Row[] => tables.get(table)?.get(keyText(key)) ?? [];
  const places = release.referenceTables.find(({ coordinates }) => coordinates !== null);
  const { east, north } = places?.coordinates ?? { east: null, north: null };
  const placeOf = (key: Value): Readonly<Record<string, unknown>> | undefined => {
    const [row] = places === undefined ? [] : found(places.name, key);
    return row === undefined ? undefined : Object.fromEntries(row);
  };
  return {
    rows: found,
    miles: (from, to) => milesBetween(placeOf(from), placeOf(to), east?.name ?? "", north?.name ?? ""),
  };
}

function readTable(table: ReferenceTable, rows: readonly TextRow[], release: Release): ReadonlyMap<string, readonly Row[]> {
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const read = new Map(table.columns.map((column) => [column.name, readCell(column, row.get(column.name) ?? [], release)]));
    const key = keyText(read.get(table.key.name));
    byKey.set(key, [...(byKey.get(key) ?? []), read]);
  }
  return byKey;
}

function readCell({ type }: ReferenceColumn, texts: readonly string[], release: Release): Value | readonly Value[] {
  const values = texts.map((text) => readValue(text, type.item, release).value);
  return type.isList ? values : values.length === 0 ? null : values[0];
}

/** Keys are compared without blanks and letter case, whatever their type. */
export function keyText(value: Result): string {
  return String(value).replaceAll(/\s/g, "").toUpperCase();
}

/** A reference table of an example as the lines of a file: headings, then cells. */
export function referenceLines({ name, columns }: ReferenceTable, rows: ReferenceRows): readonly (readonly string[])[] {
  const lines = (rows.get(name) ?? []).map((row) => columns.map((column) => (row.get(column.name) ?? []).join(", ")));
  return [columns.map((column) => column.name), ...lines];
}
