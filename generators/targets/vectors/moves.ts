import type { Failure } from "../../rules/evaluate.ts";
import { type ExampleReturns, writeDates } from "../../rules/example.ts";
import { itemsInside, neutralRecord, recordsInside, type TextRecord } from "../../rules/record-tree.ts";
import { keyText, type TextRow } from "../../rules/reference-rows.ts";
import type { ItemNode, RecordNode, Release } from "../../specification/model.ts";
import { referencePath } from "./rule-reads.ts";

/** A change of the carrier of an example. */
export interface Move {
  /** The same for the same change in another example: what has helped before is tried first. */
  readonly key: string;
  /** Paths of the items and records that it changes. */
  readonly paths: ReadonlySet<string>;
  /** Makes the change. @returns takes it back */
  readonly make: () => () => void;
}

/** The returns of an example on a carrier that is being changed. */
export interface SettlingReturns extends ExampleReturns {
  readonly reference: Map<string, readonly TextRow[]>;
}

/** Whether an item or a group of a record is open: it is the example's, and the example says nothing about it. */
export type IsOpen = (record: TextRecord, path: string) => boolean;

/** Several changes as one. */
export function together(key: string, moves: readonly Move[]): Move {
  return {
    key,
    paths: new Set(moves.flatMap(({ paths }) => [...paths])),
    make: () => {
      const back = moves.map(({ make }) => make()).toReversed();
      return () => {
        for (const undo of back) undo();
      };
    },
  };
}

/** @param texts undefined: the item is not there */
export function setItem(record: TextRecord, path: string, texts: readonly string[] | undefined): Move {
  return change(record.items, path, texts === undefined ? undefined : [...texts], `${path}=${texts?.join() ?? ""}`, path);
}

/** @param records undefined: the group is not there */
export function setGroup(record: TextRecord, path: string, records: readonly TextRecord[] | undefined): Move {
  return change(record.groups, path, records === undefined ? undefined : [...records], `${path} ${records?.length ?? 0}`, path);
}

function change<T>(map: Map<string, T>, name: string, value: T | undefined, key: string, path: string): Move {
  return {
    key,
    paths: new Set([path]),
    make: () => {
      const before = map.get(name);
      put(map, name, value);
      return () => put(map, name, before);
    },
  };
}

function put<T>(map: Map<string, T>, path: string, value: T | undefined): void {
  if (value === undefined) map.delete(path);
  else map.set(path, value);
}

/** The records from the root down to one, both included; none when it is not inside. */
export function wayTo(root: TextRecord, record: TextRecord): readonly TextRecord[] {
  if (root === record) return [root];
  for (const inner of [...root.groups.values()].flat()) {
    const way = wayTo(inner, record);
    if (way.length > 0) return [root, ...way];
  }
  return [];
}

/** Makes a return what a passing example of a rule that fails is, in all that this example says and the own one leaves open. */
export function asInExample(release: Release, example: SettlingReturns, failure: Failure, other: ExampleReturns, isOpen: IsOpen, key: string): Move | null {
  const way = new Set(failure.records.flatMap(({ text }) => wayTo(example.root, text)));
  const moves = alike(example.root, other.root, other.given, way, isOpen);
  if (example.last !== null && other.last !== null) moves.push(...alike(example.last, other.last, other.given, new Set(), isOpen));
  return moves.length === 0 ? null : together(key, [...moves, ...moreRows(release, example, other)]);
}

/** Adds the rows of reference tables whose keys the own example does not have. */
function moreRows({ referenceTables }: Release, own: SettlingReturns, other: ExampleReturns): readonly Move[] {
  return referenceTables.flatMap(({ name, key }) => {
    const keyOf = (row: TextRow): string => keyText(row.get(key.name)?.[0]);
    const known = own.reference.get(name) ?? [];
    const keys = new Set(known.map(keyOf));
    const more = (other.reference.get(name) ?? []).filter((row) => !keys.has(keyOf(row)));
    return more.length === 0 ? [] : [change(own.reference, name, [...known, ...more], "", referencePath(name))];
  });
}

/** @param way the records that are to become alike, where there are several of a kind */
function alike(own: TextRecord, other: TextRecord, given: ExampleReturns["given"], way: ReadonlySet<TextRecord>, isOpen: IsOpen): Move[] {
  const said = given.get(other) ?? new Set();
  const moves: Move[] = [];
  for (const item of itemsInside(other.node)) {
    const texts = other.items.get(item.path);
    if (said.has(item.path) && isOpen(own, item.path) && texts?.join() !== own.items.get(item.path)?.join()) moves.push(setItem(own, item.path, texts));
  }
  for (const node of recordsInside(other.node)) {
    const theirs = other.groups.get(node.path) ?? [];
    const ours = own.groups.get(node.path) ?? [];
    const [first] = theirs;
    if (first === undefined) {
      if (said.has(node.path) && isOpen(own, node.path) && ours.length > 0) moves.push(setGroup(own, node.path, undefined));
    } else if (ours.length === 0) {
      if ((said.has(node.path) || saysSomething(first, given)) && isOpen(own, node.path)) moves.push(setGroup(own, node.path, theirs.map(copyOf)));
    } else {
      const failing = ours.filter((one) => way.has(one));
      const pairs =
        failing.length > 0
          ? failing.map((one) => [one, first] as const)
          : theirs.flatMap((one, at) => (ours[at] === undefined ? [] : [[ours[at], one] as const]));
      for (const [mine, one] of pairs) moves.push(...alike(mine, one, given, way, isOpen));
    }
  }
  return moves;
}

function saysSomething(record: TextRecord, given: ExampleReturns["given"]): boolean {
  return given.has(record) || [...record.groups.values()].flat().some((inner) => saysSomething(inner, given));
}

function copyOf({ node, items, groups }: TextRecord): TextRecord {
  return {
    node,
    items: new Map([...items].map(([path, texts]) => [path, [...texts]])),
    groups: new Map([...groups].map(([path, records]) => [path, records.map(copyOf)])),
  };
}

/** Makes what this return and the one before say of a child the same, as far as one of them leaves it open: single records, and of groups the meeting ones. */
export function asLastYear({ root, last }: ExampleReturns, paths: ReadonlySet<string>, isOpen: IsOpen): Move | null {
  if (last === null) return null;
  const moves = equal(root, last, paths, isOpen);
  return moves.length === 0 ? null : together(`last ${[...paths].join()}`, moves);
}

function equal(own: TextRecord, before: TextRecord, paths: ReadonlySet<string>, isOpen: IsOpen): readonly Move[] {
  const items = itemsInside(own.node).flatMap(({ path }) => {
    const [now, then] = [own.items.get(path), before.items.get(path)];
    if (!paths.has(path) || now?.join() === then?.join()) return [];
    if (isOpen(before, path)) return [setItem(before, path, now)];
    return isOpen(own, path) ? [setItem(own, path, then)] : [];
  });
  const groups = recordsInside(own.node).flatMap((node) => {
    const ours = own.groups.get(node.path)?.[0];
    const theirs = before.groups.get(node.path)?.at(-1);
    return ours === undefined || theirs === undefined ? [] : equal(ours, theirs, paths, isOpen);
  });
  return [...items, ...groups];
}

/** Changes of single items and records that some rules read, where the example leaves them open. */
export function smallMoves(release: Release, example: SettlingReturns, read: ReadonlySet<string>, isOpen: IsOpen): readonly Move[] {
  const places = postcodesIn(release, example);
  const moves: Move[] = [];
  const days = new Set<string>();
  collectDays(example.root, days);
  const saysNothing = (inner: TextRecord): boolean => !example.given.has(inner) && [...inner.groups.values()].flat().every(saysNothing);
  const visit = (record: TextRecord): void => {
    for (const item of itemsInside(record.node))
      if (read.has(item.path) && isOpen(record, item.path)) moves.push(...itemMoves(record, item, release, item.type.kind === "postcode" ? places : days));
    for (const node of recordsInside(record.node)) {
      const isRead = [...read].some((path) => path === node.path || path.startsWith(`${node.path}/`));
      if (isRead && isOpen(record, node.path)) moves.push(...recordMoves(record, node, release, saysNothing));
      for (const inner of record.groups.get(node.path) ?? []) visit(inner);
    }
  };
  visit(example.root);
  return moves;
}

/** All dates in a return, as written. */
function collectDays(record: TextRecord, days: Set<string>): void {
  for (const item of itemsInside(record.node)) if (item.type.kind === "date") for (const text of record.items.get(item.path) ?? []) days.add(text);
  for (const inner of [...record.groups.values()].flat()) collectDays(inner, days);
}

/** The postcodes that reference tables know. */
function postcodesIn({ referenceTables }: Release, { reference }: SettlingReturns): ReadonlySet<string> {
  const tables = referenceTables.filter(({ key }) => key.type.item.kind === "postcode");
  return new Set(tables.flatMap(({ name, key }) => (reference.get(name) ?? []).flatMap((row) => row.get(key.name) ?? [])));
}

/** @param known days and the like that the return has anyway */
function itemMoves(record: TextRecord, item: ItemNode, release: Release, known: ReadonlySet<string>): readonly Move[] {
  const before = record.items.get(item.path);
  const values = candidates(item, release, known).filter((text) => before?.length !== 1 || before[0] !== text);
  const none = before !== undefined && item.occurs.minimum === 0 ? [setItem(record, item.path, undefined)] : [];
  return [...none, ...values.map((text) => setItem(record, item.path, [text]))];
}

/** Values that an item may have instead: few codes, both truth values, the dates that the return has anyway, known postcodes. */
function candidates({ type }: ItemNode, release: Release, known: ReadonlySet<string>): readonly string[] {
  switch (type.kind) {
    case "code":
      return (release.codeSets.get(type.set)?.codes ?? [])
        .filter((code) => code.inSpecification)
        .slice(0, 12)
        .map(({ code }) => code);
    case "boolean":
      return ["false", "true"];
    case "date":
    case "postcode":
      return [...known];
    default:
      return [];
  }
}

/** A neutral record where there is none; none where there may be none and the example says nothing inside. */
function recordMoves(record: TextRecord, node: RecordNode, release: Release, isOpen: (inner: TextRecord) => boolean): readonly Move[] {
  const before = record.groups.get(node.path) ?? [];
  if (before.length === 0) {
    const added = neutralRecord(node, release);
    writeDates(added, release);
    return [setGroup(record, node.path, [added])];
  }
  if (node.occurs.minimum > 0 || node.occurs.maximum !== 1 || !before.every(isOpen)) return [];
  return [setGroup(record, node.path, undefined)];
}
