import { formatIsoDate, formatUkDate, parseIsoDate } from "../../runtime/dates.ts";
import { emptyRecord, type TextRecord } from "../rules/record-tree.ts";
import type { ItemNode, RecordNode, Release } from "../specification/model.ts";
import type { StoryBook } from "./compile-stories.ts";
import { asList } from "./compile-value.ts";
import type { LifeRecord } from "./life.ts";
import { locate, type Location } from "./names.ts";
import { Scope, type Value } from "./scope.ts";

/** A return that is being made: its release, and the first and last day of its period. */
export interface ReturnYear {
  readonly release: Release;
  readonly start: number;
  readonly end: number;
}

export function returnYear(release: Release): ReturnYear {
  return { release, start: parseIsoDate(release.start) ?? Number.NaN, end: parseIsoDate(release.end) ?? Number.NaN };
}

/**
 * Writes what a return sees of a record of a life: records that the views show, values that are known by the end of the period, in the codes and
 * names of the release. What the release has no place for is left out.
 */
export function fillRecord(book: StoryBook, year: ReturnYear, life: LifeRecord, record: TextRecord): void {
  const seen = seenBy(year, life.scope);
  const view = book.views.get(life.name);
  for (const [name, value] of life.items) {
    const place = locate(record.node, name);
    if (place?.node.kind !== "item" || place.node.derived !== null) continue;
    const condition = view?.known.get(name);
    if (condition !== undefined && !condition(seen)) continue;
    const texts = textsOf(book, year, place.node, value, view?.foreseen.has(name) === true);
    if (texts.length > 0) holderOf(record, place).items.set(place.node.path, texts);
  }
  for (const [name, lives] of life.groups) {
    const place = locate(record.node, name);
    if (place?.node.kind !== "record") continue;
    for (const inner of lives) addRecord(book, year, inner, holderOf(record, place), place.node);
  }
}

function addRecord(book: StoryBook, year: ReturnYear, life: LifeRecord, owner: TextRecord, node: RecordNode): void {
  if (!isShown(book, year, life)) return;
  const inner = emptyRecord(node);
  fillRecord(book, year, life, inner);
  complete(inner);
  if (inner.items.size === 0 && inner.groups.size === 0) return;
  const siblings = owner.groups.get(node.path) ?? [];
  if (node.occurs.maximum === 1 && siblings.length > 0) return;
  owner.groups.set(node.path, [...siblings, inner]);
}

/** Whether a return shows a record of a life at all. */
export function isShown(book: StoryBook, year: ReturnYear, life: LifeRecord): boolean {
  const shown = book.views.get(life.name)?.shown ?? null;
  return shown === null || shown(seenBy(year, life.scope));
}

/** The names of a record with what is true of the return. */
export function seenBy({ start, end, release }: ReturnYear, scope: Scope): Scope {
  const seen = new Scope(scope, scope.random);
  seen.set("start", start);
  seen.set("end", end);
  seen.set("period", release.period);
  return seen;
}

/** The record that holds what a name leads to, made with all between. */
export function holderOf(record: TextRecord, { via }: Location): TextRecord {
  let holder = record;
  for (const node of via) {
    const inner = holder.groups.get(node.path)?.[0] ?? emptyRecord(node);
    holder.groups.set(node.path, [inner]);
    holder = inner;
  }
  return holder;
}

/** Adds what must be there: items that may be empty, records that occur once. */
export function complete(record: TextRecord): void {
  for (const child of record.node.contains) {
    if (child.occurs.minimum === 0) {
      for (const inner of child.kind === "record" ? (record.groups.get(child.path) ?? []) : []) complete(inner);
    } else if (child.kind === "item") {
      if (!record.items.has(child.path) && child.emptyAllowed && child.derived === null) record.items.set(child.path, [""]);
    } else if (child.occurs.maximum === 1) {
      const [inner = emptyRecord(child)] = record.groups.get(child.path) ?? [];
      record.groups.set(child.path, [inner]);
      complete(inner);
    }
  }
}

function textsOf(book: StoryBook, { release, end }: ReturnYear, item: ItemNode, value: Value, isForeseen: boolean): string[] {
  const isDate = item.type.kind === "date" || item.type.kind === "partial-date";
  const hasCodes = item.type.kind === "code" || item.type.kind === "one-of";
  const textOf = (one: Value): string | null => {
    if (typeof one === "number" && isDate) return isForeseen || one <= end ? dateText(release, one) : null;
    if (typeof one === "number" || typeof one === "boolean") return String(one);
    return typeof one === "string" ? (hasCodes ? book.codes.codeIn(release, item, one) : one) : null;
  };
  const texts: string[] = [];
  for (const one of asList(value)) {
    const text = textOf(one);
    // Codes that one of an earlier year stands for come out alike.
    if (text !== null && !texts.includes(text)) texts.push(text);
  }
  return texts;
}

export function dateText(release: Release, day: number): string {
  return release.lexical.date === "yyyy-mm-dd" ? formatIsoDate(day) : formatUkDate(day);
}
