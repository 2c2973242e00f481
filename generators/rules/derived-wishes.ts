import { childrenOf, type Typed } from "../language/typed.ts";
import type { Year } from "../language/types.ts";
import type { Value } from "../language/values.ts";
import type { ItemNode, ReferenceTable, Release } from "../specification/model.ts";
import type { Span } from "../specification/source.ts";
import { definitionsIn, type Derivation, derivationsOf } from "./derive-items.ts";
import { derivedValues, deriveWith } from "./evaluate.ts";
import type { ExampleReturns } from "./example.ts";
import { readValue } from "./read-value.ts";
import type { TextRecord } from "./record-tree.ts";
import { keyText, type TextRow } from "./reference-rows.ts";
import type { ReleaseRules } from "./release-rules.ts";

/** A value that an example gives to a derived item: records and reference tables must be such that it is derived. */
export interface DerivedWish {
  readonly record: TextRecord;
  readonly year: Year;
  /** Name of the definition that derives the item. */
  readonly key: string;
  readonly item: ItemNode;
  /** null: it must not be derivable. */
  readonly text: string | null;
  readonly span: Span;
}

/** The returns of an example while wishes are granted. */
export interface OpenExample extends ExampleReturns {
  authority: string | null;
  readonly given: Map<TextRecord, Set<string>>;
  readonly reference: ReadonlyMap<string, TextRow[]>;
}

/** Where a home lies unless the example says so: far enough inside the grid for every distance. */
const HOME = { east: 400_000, north: 300_000 } as const;
const METRES_PER_MILE = 1609.3;
/** The returning authority of an example that needs one and gives none itself. */
export const AUTHORITY = "998";

interface Granting {
  readonly rules: ReleaseRules;
  readonly example: OpenExample;
  /** Keys made up so far, by what for: equal wishes share one, so that what is alike in the example is alike in the return. */
  readonly keys: Map<string, string>;
}

/**
 * Fills in what lets the derived items of an example have the values that it gives them: postcodes in records, rows of reference tables, the
 * returning authority. What the example gives itself is kept.
 * @returns the first wish that cannot be granted, with the reason; null when there is none
 */
export function grantWishes(rules: ReleaseRules, example: OpenExample, wishes: readonly DerivedWish[]): { message: string; span: Span } | null {
  if (wishes.length === 0) return null;
  const granting: Granting = { rules, example, keys: new Map() };
  const all = [...wishes];
  for (const wish of wishes) all.push(...wishesBehind(wish, all, granting));
  const open = new Set(unmet(all, granting).map(({ wish }) => wish.record));
  for (const record of open) {
    const own = all.filter((wish) => wish.record === record);
    const purpose = JSON.stringify(own.map(({ item, text }) => [item.path, text]));
    for (const wish of own) grant(wish, purpose, granting);
  }
  const [first] = unmet(wishes, granting);
  return first === undefined ? null : { message: whyNot(first.wish, first.value), span: first.wish.span };
}

/** The wishes that do not come true as things are, with what is derived instead. */
function unmet(wishes: readonly DerivedWish[], { rules, example }: Granting): readonly { wish: DerivedWish; value: Value }[] {
  const derived = derivedValues(rules, example);
  return wishes.flatMap((wish) => {
    const value = derived.get(wish.record)?.get(wish.item.path) ?? null;
    return value === wanted(wish, rules) ? [] : [{ wish, value }];
  });
}

function releaseOf(year: Year, rules: ReleaseRules): Release {
  return (year === 0 ? rules.release : rules.earlier[year]) ?? rules.release;
}

function wanted({ text, item, year }: DerivedWish, rules: ReleaseRules): Value {
  return text === null ? null : readValue(text, item.type, releaseOf(year, rules)).value;
}

function whyNot({ item, text }: DerivedWish, value: Value): string {
  const found = value === null || value === undefined ? "nothing" : item.type.kind === "decimal" ? String(Number(value) / 1000) : String(value);
  return `${item.name} cannot be ${text ?? "absent"} here: it is derived, and what the example gives leads to ${found}.`;
}

function derivationOf({ key, year }: DerivedWish, rules: ReleaseRules): Derivation | undefined {
  return derivationsOf(rules, year).find((derivation) => derivation.key === key);
}

/** An item that is derived from other derived items: the values of those that lead to the one wanted, found by trying. */
function wishesBehind(wish: DerivedWish, known: readonly DerivedWish[], { rules, example }: Granting): readonly DerivedWish[] {
  const derivation = derivationOf(wish, rules);
  if (derivation === undefined) return [];
  if (example.authority === null && wish.text !== null && readsAuthority(derivation.body)) example.authority = AUTHORITY;
  const needed = definitionsIn(derivation.body);
  const behind = derivationsOf(rules, wish.year).find(({ key }) => needed.has(key));
  if (behind === undefined || known.some(({ record, key }) => record === wish.record && key === behind.key)) return [];
  const { item } = behind.schema;
  const codes = item.type.kind === "code" ? (releaseOf(wish.year, rules).codeSets.get(item.type.set)?.codes ?? []) : [];
  const candidates = [...(example.authority === null ? [] : [example.authority]), ...codes.map(({ code }) => code), null];
  const target = wanted(wish, rules);
  const text = candidates.find((candidate) => deriveWith(rules, example, wish.record, derivation, item.path, candidate) === target);
  return text === undefined ? [] : [{ ...wish, key: behind.key, item, text }];
}

function readsAuthority(node: Typed): boolean {
  return (node.op === "collection" && node.field === "authority") || childrenOf(node).some(readsAuthority);
}

function grant(wish: DerivedWish, purpose: string, granting: Granting): void {
  const body = derivationOf(wish, granting.rules)?.body;
  const lookUp = body === undefined ? null : lookUpOf(body);
  const distance = body === undefined ? null : distanceOf(body);
  if (wish.text === null) {
    leaveOut(wish, lookUp === null ? (distance === null ? [] : [distance.from, distance.to]) : [lookUp.item], granting);
    return;
  }
  if (lookUp !== null) {
    const table = granting.rules.release.referenceTables.find(({ name }) => name === lookUp.table);
    const row = table === undefined ? null : rowFor(table, keyFor(wish, lookUp.item, table, purpose, granting), granting);
    if (row !== null && !row.has(lookUp.column)) row.set(lookUp.column, [wish.text]);
  }
  if (distance !== null) placeApart(wish, distance, purpose, granting);
}

/** Without the item that it is looked up by, nothing is derived: the first that the example leaves open goes. */
function leaveOut({ record }: DerivedWish, paths: readonly string[], { example }: Granting): void {
  const given = example.given.get(record) ?? new Set();
  const path = paths.find((candidate) => !given.has(candidate));
  if (path === undefined) return;
  record.items.delete(path);
  example.given.set(record, new Set([...given, path]));
}

/** `reference.TABLE(ITEM).first().COLUMN` */
function lookUpOf(body: Typed): { table: string; item: string; column: string } | null {
  if (body.op !== "cell" || body.row.op !== "quantifier" || body.row.body !== null || body.row.list.op !== "rows") return null;
  const { table, key } = body.row.list;
  return key.op === "item" ? { table, item: key.item, column: body.column } : null;
}

/** `miles_between(ITEM, ITEM)` */
function distanceOf(body: Typed): { from: string; to: string } | null {
  if (body.op !== "call" || body.name !== "miles_between") return null;
  const [from, to] = body.arguments;
  return from?.op === "item" && to?.op === "item" ? { from: from.item, to: to.item } : null;
}

/** Puts one end of a distance east of the other, where the example leaves the place open. */
function placeApart(wish: DerivedWish, { from, to }: { from: string; to: string }, purpose: string, granting: Granting): void {
  const table = granting.rules.release.referenceTables.find(({ coordinates }) => coordinates !== null);
  const coordinates = table?.coordinates ?? null;
  if (table === undefined || coordinates === null) return;
  const home = rowFor(table, homeKey(wish, from, table, granting), granting);
  const away = rowFor(table, keyFor(wish, to, table, purpose, granting), granting);
  if (home === null || away === null) return;
  const { east, north } = coordinates;
  const isPlaced = (row: TextRow): boolean => row.has(east.name) && row.has(north.name);
  const place = (row: TextRow, x: number, y: number): void => {
    row.set(east.name, [String(x)]);
    row.set(north.name, [String(y)]);
  };
  if (!isPlaced(home) && !isPlaced(away)) place(home, HOME.east, HOME.north);
  const [fixed, moved] = isPlaced(home) ? [home, away] : [away, home];
  const metres = Math.round(Number(wish.text) * METRES_PER_MILE);
  const at = (row: TextRow, column: string): number => Number(row.get(column)?.[0]);
  if (!isPlaced(moved)) place(moved, at(fixed, east.name) + metres, at(fixed, north.name));
}

/** A neutral home that has a place stays where it is. */
function homeKey(wish: DerivedWish, path: string, table: ReferenceTable, granting: Granting): string | null {
  const neutral = wish.record.items.get(path)?.[0];
  const rows = granting.example.reference.get(table.name) ?? [];
  return neutral !== undefined && rows.some((row) => keyText(row.get(table.key.name)?.[0]) === keyText(neutral))
    ? neutral
    : keyFor(wish, path, table, "", granting);
}

/** The text of the item by which a row is found: the example's, or a made-up one; null when the example leaves it out. */
function keyFor(wish: DerivedWish, path: string, table: ReferenceTable, purpose: string, { example, keys }: Granting): string | null {
  const { record } = wish;
  const given = example.given.get(record);
  if (given?.has(path) === true) return record.items.get(path)?.[0]?.trim() || null;
  const known = keys.get(`${path} ${purpose}`) ?? freshKey(table, keys, example);
  keys.set(`${path} ${purpose}`, known);
  record.items.set(path, [known]);
  example.given.set(record, new Set([...(given ?? []), path]));
  return known;
}

/** No such postcode area exists. */
function freshKey(table: ReferenceTable, keys: ReadonlyMap<string, string>, example: OpenExample): string {
  const used = new Set([...keys.values(), ...(example.reference.get(table.name) ?? []).flatMap((row) => row.get(table.key.name) ?? [])].map(keyText));
  for (let number = 0; ; number += 1) {
    const key = table.key.type.item.kind === "postcode" ? `ZZ${1 + Math.floor(number / 10)} ${number % 10}ZZ` : `X${number}`;
    if (!used.has(keyText(key))) return key;
  }
}

function rowFor(table: ReferenceTable, key: string | null, { example }: Granting): TextRow | null {
  const rows = example.reference.get(table.name);
  if (key === null || rows === undefined) return null;
  const found = rows.find((row) => keyText(row.get(table.key.name)?.[0]) === keyText(key));
  if (found !== undefined) return found;
  const row: TextRow = new Map([[table.key.name, [key]]]);
  rows.push(row);
  return row;
}
