import type { Returns } from "../rules/evaluate.ts";
import { writeDates } from "../rules/example.ts";
import { itemsInside, neutralRecord, recordsInside, type TextRecord } from "../rules/record-tree.ts";
import type { ItemNode, RecordNode, Release } from "../specification/model.ts";
import { type Boundaries, readDay, valuesFor } from "./boundary-values.ts";

/** One small change of a return. */
export interface Step {
  /** Makes the change; answers how it is taken back. */
  readonly make: () => () => void;
}

/** What the search may change: paths of the items and records that the rule of the one or the other year reads, in this return or an earlier one. */
export interface Reads {
  readonly paths: ReadonlySet<string>;
  readonly boundaries: Boundaries;
  /** Codes of an item that one of the two years alone has, in this return (0) or an earlier one. */
  readonly ownCodes: (item: ItemNode, year: number) => readonly string[];
}

/** Records in one group at most, in what is made; examples may have more. */
export const MOST_RECORDS = 3;

/** A copy that can be changed. */
export function copyReturns({ root, last, beforeLast, authority, reference }: Returns): Returns {
  const copy = (record: TextRecord | null): TextRecord | null => (record === null ? null : copyRecord(record));
  return { root: copyRecord(root), last: copy(last), beforeLast: copy(beforeLast), authority, ...(reference === undefined ? {} : { reference }) };
}

export function copyRecord({ node, items, groups }: TextRecord): TextRecord {
  return {
    node,
    items: new Map([...items].map(([path, texts]) => [path, [...texts]])),
    groups: new Map([...groups].map(([path, inner]) => [path, inner.map(copyRecord)])),
  };
}

/** Every change of one item or one group of a return that the rules might see, in the order of the return. */
export function stepsOf(returns: Returns, releases: readonly (Release | null)[], reads: Reads): readonly Step[] {
  const steps: Step[] = [];
  for (const [year, root] of [returns.root, returns.last, returns.beforeLast].entries()) {
    const release = releases[year] ?? null;
    if (root === null || release === null) continue;
    const days = new Set<number>();
    collectDays(root, release, days);
    const visit = (record: TextRecord): void => {
      for (const item of itemsInside(record.node)) if (reads.paths.has(item.path)) steps.push(...itemSteps(record, item, release, reads, [...days], year));
      for (const node of recordsInside(record.node)) {
        if (isRead(node.path, reads)) steps.push(...groupSteps(record, node, release));
        for (const inner of record.groups.get(node.path) ?? []) visit(inner);
      }
    };
    visit(root);
  }
  return steps;
}

function isRead(path: string, { paths }: Reads): boolean {
  return paths.has(path) || [...paths].some((one) => one.startsWith(`${path}/`));
}

function collectDays(record: TextRecord, release: Release, days: Set<number>): void {
  for (const item of itemsInside(record.node)) {
    if (item.type.kind !== "date") continue;
    for (const text of record.items.get(item.path) ?? []) {
      const day = readDay(text, release);
      if (day !== null) days.add(day);
    }
  }
  for (const inner of [...record.groups.values()].flat()) collectDays(inner, release, days);
}

function itemSteps(record: TextRecord, item: ItemNode, release: Release, reads: Reads, days: readonly number[], year: number): readonly Step[] {
  const before = record.items.get(item.path) ?? [];
  const values = valuesFor(item, release, reads.boundaries, days, reads.ownCodes(item, year), before).map((text) => put(record.items, item.path, [text]));
  const none = before.length === 0 ? [] : [put(record.items, item.path, undefined)];
  return [...values, ...none];
}

function groupSteps(record: TextRecord, node: RecordNode, release: Release): readonly Step[] {
  const before = record.groups.get(node.path) ?? [];
  const steps: Step[] = before.map((_, index) => put(record.groups, node.path, before.length === 1 ? undefined : before.toSpliced(index, 1)));
  const isFull = before.length >= (node.occurs.maximum === 1 ? 1 : MOST_RECORDS);
  if (isFull) return steps;
  steps.push(put(record.groups, node.path, [...before, copyRecord(neutralOf(node, release))]));
  const [first] = before;
  if (first !== undefined) steps.push(put(record.groups, node.path, [...before, copyRecord(first)]));
  return steps;
}

function put<T>(map: Map<string, T>, path: string, value: T | undefined): Step {
  return {
    make: () => {
      const before = map.get(path);
      if (value === undefined) map.delete(path);
      else map.set(path, value);
      return () => {
        if (before === undefined) map.delete(path);
        else map.set(path, before);
      };
    },
  };
}

/** How many records stand in one group of a return at most, where there may be several. */
export function mostInGroup({ root, last, beforeLast }: Returns): number {
  let most = 0;
  const visit = (record: TextRecord): void => {
    for (const inner of record.groups.values()) {
      if (inner[0]?.node.occurs.maximum !== 1) most = Math.max(most, inner.length);
      for (const one of inner) visit(one);
    }
  };
  for (const record of [root, last, beforeLast]) if (record !== null) visit(record);
  return most;
}

/** How many records a return holds. */
export function countRecords({ root, last, beforeLast }: Returns): number {
  const count = (record: TextRecord): number => [...record.groups.values()].flat().reduce((sum, inner) => sum + count(inner), 1);
  return [root, last, beforeLast].reduce((sum, record) => sum + (record === null ? 0 : count(record)), 0);
}

const neutrals = new WeakMap<Release, Map<RecordNode, TextRecord>>();

/** The neutral form of a record, with the dates of the release; made once, so it is only to be looked at. */
export function neutralOf(node: RecordNode, release: Release): TextRecord {
  const known = neutrals.get(release) ?? new Map<RecordNode, TextRecord>();
  neutrals.set(release, known);
  const neutral = known.get(node) ?? neutralRecord(node, release);
  if (!known.has(node)) writeDates(neutral, release);
  known.set(node, neutral);
  return neutral;
}
