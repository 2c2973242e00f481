import type { Returns } from "../../generators/rules/evaluate.ts";
import type { ExampleReturns } from "../../generators/rules/example.ts";
import { emptyRecord, itemsInside, recordsInside, type TextRecord } from "../../generators/rules/record-tree.ts";
import { keyText, type ReferenceRows, type TextRow } from "../../generators/rules/reference-rows.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import { childrenOf, type Typed } from "../../generators/language/typed.ts";
import type { ItemNode, RecordNode, Release } from "../../generators/specification/model.ts";
import { expressionsOf } from "../../generators/rules/rule-needs.ts";
import { addMonths, addYears, formatIsoDate, formatUkDate, parseIsoDate } from "../../runtime/dates.ts";

/** What random returns are made of: what the examples of the rules say, and days at the limits that the rules set. */
export interface Pools {
  /** By path of the item. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly days: readonly string[];
  /** The children of examples. */
  readonly children: readonly ChildOfYears[];
  /** By reference table and key: the rows that different examples give. */
  readonly reference: ReadonlyMap<string, ReadonlyMap<string, readonly (readonly TextRow[])[]>>;
  readonly authorities: readonly string[];
}

/** Draws numbers from 0 up to a limit, the same for the same seed. */
export type Draw = (limit: number) => number;

export function drawFrom(seed: number): Draw {
  let state = seed | 0;
  return (limit) => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/**
 * The pools of a release: few values each, so that equal ones meet.
 * @param examples the examples of its rules, or some of them
 */
export function poolsOf(rules: ReleaseRules, examples: readonly ExampleReturns[]): Pools {
  const texts = new Map<string, Set<string>>();
  const children: ChildOfYears[] = [];
  const reference = new Map<string, Map<string, Map<string, readonly TextRow[]>>>();
  const authorities = new Set(["998"]);
  for (const returns of examples) {
    collectTexts(returns.root, texts);
    children.push(...exampleChildren(rules, returns));
    collectRows(rules.release, returns.reference, reference);
    if (returns.authority !== null) authorities.add(returns.authority);
  }
  return {
    texts: new Map([...texts].map(([path, values]) => [path, [...values]])),
    days: limitDays(rules),
    children,
    reference: new Map([...reference].map(([table, keys]) => [table, new Map([...keys].map(([key, rows]) => [key, [...rows.values()]]))])),
    authorities: [...authorities],
  };
}

/** The children of an example, each with what the example says of its earlier years: of the first child, who is the one that it is about. */
function exampleChildren({ release, earlier }: ReleaseRules, { root, last, beforeLast }: ExampleReturns): readonly ChildOfYears[] {
  const inside = (record: TextRecord | null, of: Release | null): readonly TextRecord[] => {
    const path = of?.child?.record.path ?? "";
    return record === null ? [] : (findOwner(record, path.slice(0, path.lastIndexOf("/")))?.groups.get(path) ?? []);
  };
  const [lasts, beforeLasts] = [inside(last, earlier[1]), inside(beforeLast, earlier[2])];
  // Examples of very many children are made to reach a percentage.
  return inside(root, release)
    .slice(0, 3)
    .map((child, index) => [child, lasts[index] ?? null, beforeLasts[index] ?? null]);
}

function collectRows(release: Release, given: ReferenceRows, into: Map<string, Map<string, Map<string, readonly TextRow[]>>>): void {
  for (const { name, key } of release.referenceTables) {
    const rows = given.get(name) ?? [];
    const keys = into.get(name) ?? new Map<string, Map<string, readonly TextRow[]>>();
    into.set(name, keys);
    for (const text of new Set(rows.map((row) => keyText(row.get(key.name)?.[0])))) {
      const own = rows.filter((row) => keyText(row.get(key.name)?.[0]) === text);
      const known = keys.get(text) ?? new Map<string, readonly TextRow[]>();
      keys.set(text, known.set(JSON.stringify(own.map((row) => [...row])), own));
    }
  }
}

function collectTexts(record: TextRecord, texts: Map<string, Set<string>>): void {
  for (const [path, values] of record.items) {
    const known = texts.get(path) ?? new Set();
    for (const value of values) known.add(value);
    texts.set(path, known);
  }
  for (const inner of [...record.groups.values()].flat()) collectTexts(inner, texts);
}

/** Start and end of the period, moved by every period of time that a rule names, with the day before and after. */
function limitDays(rules: ReleaseRules): readonly string[] {
  const { release } = rules;
  const [start, end] = [release.start, release.end].map((text) => parseIsoDate(text) ?? 0) as [number, number];
  const days = new Set<number>([start, end]);
  const add = (move: (day: number) => number): void => {
    for (const day of [start, end]) days.add(move(day));
  };
  const visit = (node: Typed): void => {
    for (const child of childrenOf(node)) visit(child);
    if (node.op === "constant" && node.type.kind === "date") days.add(parseIsoDate(String(node.value)) ?? start);
    const numbers = node.op === "call" ? node.arguments.map((one) => (one.op === "constant" ? Number(one.value) : Number.NaN)) : [];
    const count = numbers.find((number) => Number.isInteger(number));
    if (node.op !== "call" || count === undefined) return;
    for (const sign of [1, -1]) {
      if (node.name === "days") add((day) => day + sign * count);
      if (node.name === "months") add((day) => addMonths(day, sign * count) ?? day);
      if (node.name === "years") add((day) => addYears(day, sign * count) ?? day);
      if (node.name === "working_days_before") for (const more of [0, 1, 2, 3, 4]) add((day) => day + sign * Math.round(count * 1.4 + more));
    }
  };
  for (const node of rules.rules.flatMap((rule) => expressionsOf(rule))) visit(node);
  const around = [...days].flatMap((day) => [day - 1, day, day + 1]).toSorted((a, b) => a - b);
  return [...new Set(around)].map((day) => writeDay(day, release));
}

function writeDay(day: number, release: Release): string {
  return release.lexical.date === "yyyy-mm-dd" ? formatIsoDate(day) : formatUkDate(day);
}

/**
 * Random returns of some children, with the returns of earlier periods and the reference tables that their rules ask for. Each child comes from a
 * seed of its own, so that it can be looked at alone: one half are random through and through, the others children of examples with a few things changed.
 */
export function randomReturns(rules: ReleaseRules, pools: Pools, seeds: readonly number[], isCompared: boolean): Returns {
  const { release, earlier } = rules;
  const draw = drawFrom(seeds[0] ?? 0);
  const children = seeds.map((seed, index) => randomChild(rules, pools, drawFrom(seed), index));
  const withChildren = (of: Release | null, year: 0 | 1 | 2): TextRecord | null => {
    if (of === null) return null;
    const childPath = of.child?.record.path ?? "";
    const root = randomRecord(of.root, of, pools, drawFrom(seeds[0] ?? 0), childPath);
    const own = children.flatMap((child) => child[year] ?? []);
    findOwner(root, childPath.slice(0, childPath.lastIndexOf("/")))?.groups.set(childPath, own);
    return root;
  };
  const root = withChildren(release, 0);
  if (root === null) throw new Error("a release has returns");
  return {
    root,
    last: isCompared ? withChildren(earlier[1], 1) : null,
    beforeLast: isCompared && draw(4) > 0 ? withChildren(earlier[2], 2) : null,
    authority: draw(10) === 0 ? null : (pools.authorities[draw(pools.authorities.length)] ?? null),
    reference: randomReference(pools, draw),
  };
}

/** A child as it is in this return and the two before; null where it is not. */
type ChildOfYears = readonly [TextRecord, TextRecord | null, TextRecord | null];

function randomChild(rules: ReleaseRules, pools: Pools, draw: Draw, index: number): ChildOfYears {
  const { release, earlier } = rules;
  const model = pools.children.length > 0 && draw(2) === 0 ? pools.children[draw(pools.children.length)] : undefined;
  const node = release.child?.record;
  if (node === undefined) throw new Error(`${release.name} has no children`);
  const own = model === undefined ? randomRecord(node, release, pools, draw, "") : changed(model[0], release, pools, draw);
  // A child who was there before mostly was as now, as far as there was a place for it then.
  const before = (year: 1 | 2, now: TextRecord | null): TextRecord | null => {
    const of = earlier[year];
    const recordNode = of?.child?.record;
    if (of === null || recordNode === undefined || draw(8) === 0) return null;
    const known = model?.[year];
    if (known !== undefined && known !== null) return changed(known, of, pools, draw);
    if (model !== undefined && draw(2) === 0) return null;
    return now !== null && draw(3) > 0 ? changed(transplanted(now, recordNode), of, pools, draw) : randomRecord(recordNode, of, pools, draw, "");
  };
  const last = before(1, own);
  const years = [own, last, before(2, last)] as const;
  const id = draw(60) === 0 ? "X0000001" : `R${index}`;
  for (const [year, record] of years.entries()) if (record !== null && draw(80) > 0) nameChild(record, [release, earlier[1], earlier[2]][year] ?? release, id);
  return years;
}

function nameChild(record: TextRecord, release: Release, id: string): void {
  const key = release.child?.key.path ?? "";
  findOwner(record, key.slice(0, key.lastIndexOf("/")))?.items.set(key, [id]);
}

/** A copy of a record in which a few items and records are others. */
function changed(record: TextRecord, release: Release, pools: Pools, draw: Draw): TextRecord {
  const days = fewDays(release, pools, draw);
  const visit = (one: TextRecord): TextRecord => {
    const copy = emptyRecord(one.node);
    for (const item of itemsInside(one.node)) {
      const texts = one.items.get(item.path);
      const other = draw(100);
      if (other < 4) copy.items.set(item.path, [randomText(item, release, pools, draw, days)]);
      else if (texts !== undefined && other < 97) copy.items.set(item.path, [...texts]);
    }
    for (const node of recordsInside(one.node)) {
      const inner = (one.groups.get(node.path) ?? []).flatMap((record) => {
        const other = draw(100);
        if (other < 4) return [];
        return other < 10 && node.occurs.maximum !== 1 ? [visit(record), visit(record)] : [visit(record)];
      });
      if (draw(100) < 6 && (node.occurs.maximum !== 1 || inner.length === 0)) inner.push(fillRecord(node, release, pools, draw, "", days));
      if (inner.length > 0) copy.groups.set(node.path, inner);
    }
    return copy;
  };
  return visit(record);
}

/** The record as far as a record of another year has a place for what is in it. */
function transplanted(record: TextRecord, node: RecordNode): TextRecord {
  const copy = emptyRecord(node);
  const named = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  for (const item of itemsInside(node)) {
    const found = [...record.items].find(([path]) => named(path) === item.name);
    if (found !== undefined) copy.items.set(item.path, [...found[1]]);
  }
  for (const inner of recordsInside(node)) {
    const found = [...record.groups].find(([path]) => named(path) === inner.name);
    if (found !== undefined)
      copy.groups.set(
        inner.path,
        found[1].map((one) => transplanted(one, inner)),
      );
  }
  return copy;
}

/** Of the rows that examples give for a key, those of one of them. */
function randomReference({ reference }: Pools, draw: Draw): ReferenceRows {
  return new Map([...reference].map(([table, keys]) => [table, [...keys.values()].flatMap((alternatives) => alternatives[draw(alternatives.length)] ?? [])]));
}

function findOwner(record: TextRecord, path: string): TextRecord | null {
  if (record.node.path === path) return record;
  for (const inner of [...record.groups.values()].flat()) {
    const found = findOwner(inner, path);
    if (found !== null) return found;
  }
  return null;
}

function randomRecord(node: RecordNode, release: Release, pools: Pools, draw: Draw, without: string): TextRecord {
  return fillRecord(node, release, pools, draw, without, fewDays(release, pools, draw));
}

/** A child's own few days make equal dates and short distances likely. */
function fewDays(release: Release, pools: Pools, draw: Draw): readonly string[] {
  const days = Array.from({ length: 5 }, () => pools.days[draw(pools.days.length)] ?? "");
  const near = Array.from({ length: 3 }, () => writeDay((parseIsoDate(release.start) ?? 0) + draw(380) - 8, release));
  return [...days, ...near];
}

function fillRecord(node: RecordNode, release: Release, pools: Pools, draw: Draw, without: string, days: readonly string[]): TextRecord {
  const record = emptyRecord(node);
  for (const item of itemsInside(node)) {
    const count = item.occurs.maximum === 1 ? 1 : 1 + draw(3);
    const texts = Array.from({ length: count }, () => randomText(item, release, pools, draw, days));
    if (draw(100) >= (item.occurs.minimum > 0 ? 6 : 35)) record.items.set(item.path, texts);
  }
  for (const inner of recordsInside(node)) {
    if (inner.path === without) continue;
    const count = inner.occurs.maximum === 1 ? (draw(100) < (inner.occurs.minimum > 0 ? 98 : 60) ? 1 : 0) : draw(10) < 3 ? 0 : 1 + draw(3);
    const records = Array.from({ length: count }, () => fillRecord(inner, release, pools, draw, without, days));
    if (records.length > 0) record.groups.set(inner.path, records);
  }
  return record;
}

function randomText(item: ItemNode, release: Release, pools: Pools, draw: Draw, days: readonly string[]): string {
  const pick = (values: readonly string[]): string => values[draw(values.length)] ?? "";
  const kind = draw(100);
  if (kind < 4) return pick(["", " ", "maybe", "XXXX", "0"]);
  const known = pools.texts.get(item.path) ?? [];
  const { type } = item;
  if (type.kind === "date" || type.kind === "partial-date") return kind < 75 ? pick(days) : kind < 85 && known.length > 0 ? pick(known) : pick(pools.days);
  if (kind < 50 && known.length > 0) return pick(known);
  if (type.kind === "code") {
    const codes = (release.codeSets.get(type.set)?.codes ?? []).map(({ code }) => code);
    const code = codes.length === 0 ? "X" : pick(codes);
    return kind < 95 ? code : code.toLowerCase();
  }
  if (type.kind === "boolean") return pick(["true", "false", "1", "0"]);
  if (type.kind === "integer") return String(draw(4));
  return known.length > 0 ? pick(known) : pick(["1", "A1", "X"]);
}
