import { buildExample } from "../../generators/rules/example.ts";
import { emptyRecord, itemsInside, recordsInside, type TextRecord } from "../../generators/rules/record-tree.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import { childrenOf, type Typed } from "../../generators/language/typed.ts";
import type { ItemNode, RecordNode, Release } from "../../generators/specification/model.ts";
import { expressionsOf } from "../../generators/targets/vectors/rule-reads.ts";
import { addMonths, addYears, formatIsoDate, formatUkDate, parseIsoDate } from "../../runtime/dates.ts";

/** Texts to draw from: what the examples of the rules say about each item, and days at the limits that the rules set. */
export interface Pools {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly days: readonly string[];
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

/** The pools of a release: few values each, so that equal ones meet. */
export function poolsOf(rules: ReleaseRules): Pools {
  const texts = new Map<string, Set<string>>();
  for (const rule of rules.rules) {
    for (const example of [...rule.rule.passes, ...rule.rule.fails]) {
      const built = buildExample(rules, rule, example.value);
      if ("returns" in built) collectTexts(built.returns.root, texts);
    }
  }
  return { texts: new Map([...texts].map(([path, values]) => [path, [...values]])), days: limitDays(rules) };
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

/** A random return of some children; each child comes from a seed of its own, so that it can be looked at alone. */
export function randomReturn(release: Release, pools: Pools, seeds: readonly number[]): TextRecord {
  const childPath = release.child?.record.path ?? "";
  const root = randomRecord(release.root, release, pools, drawFrom(seeds[0] ?? 0), childPath);
  const owner = findOwner(root, childPath.slice(0, childPath.lastIndexOf("/")));
  const node = release.child?.record;
  if (owner !== null && node !== undefined) {
    owner.groups.set(
      childPath,
      seeds.map((seed) => randomRecord(node, release, pools, drawFrom(seed), "")),
    );
  }
  return root;
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
  // A child's own few days make equal dates and short distances likely.
  const days = Array.from({ length: 5 }, () => pools.days[draw(pools.days.length)] ?? "");
  const near = Array.from({ length: 3 }, () => writeDay((parseIsoDate(release.start) ?? 0) + draw(380) - 8, release));
  return fillRecord(node, release, pools, draw, without, [...days, ...near]);
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
