import type { Random } from "./random.ts";
import { Scope, timesOf, type Value } from "./scope.ts";

/** A record of a life, as it is known once it is over: each return sees a part of it. */
export interface LifeRecord {
  readonly name: string;
  /** What expressions inside it see. */
  readonly scope: Scope;
  /** Values by item; a list for an item that repeats. */
  readonly items: Map<string, Value>;
  /** Records by name, in order. */
  readonly groups: Map<string, LifeRecord[]>;
}

/** Fills a record by what a story says of it. */
export type Body = (record: LifeRecord) => void;

/** Records of one name that follow one another, as `views: follows:` of a story file says. */
export interface Follows {
  /** The item that says where a record begins, and the one that takes the beginning of the next where it is left out. */
  readonly start: string;
  readonly end: string;
  /** Items that are set with the end; they may look at the `next` record. */
  readonly set: readonly ItemValue[];
  /** Items of the last record, where it has no end of its own. */
  readonly last: readonly ItemValue[];
  /** Items that a record has from the one before unless it says something else. */
  readonly keeps: readonly string[];
}

export interface ItemValue {
  readonly item: string;
  readonly value: (scope: Scope) => Value;
}

export function newLifeRecord(name: string, parent: Scope | null, random: Random): LifeRecord {
  return { name, scope: new Scope(parent, random), items: new Map(), groups: new Map() };
}

/** Gives an item a value; without one it is as if it had never been named. */
export function setItem(record: LifeRecord, name: string, value: Value): void {
  if (value === null) record.items.delete(name);
  else record.items.set(name, value);
  record.scope.set(name, value);
}

/** How one entry of a list of records comes about. */
export interface RecordTemplate {
  /** How often it is tried; null: once. */
  readonly repeat: ((scope: Scope) => Value) | null;
  /** The names that it computes first; `when` may use them. */
  readonly names: Body;
  readonly when: ((scope: Scope) => Value) | null;
  readonly body: Body;
}

/** Adds records to a record, each able to refer to the one before (`previous`). */
export function addRecords(owner: LifeRecord, name: string, templates: readonly RecordTemplate[], follows: Follows | null): void {
  const records: LifeRecord[] = [];
  for (const template of templates) {
    const times = template.repeat === null ? 1 : timesOf(template.repeat(owner.scope));
    for (let index = 0; index < times; index += 1) {
      const record = newLifeRecord(name, owner.scope, owner.scope.random);
      const previous = records.at(-1);
      record.scope.set("index", index);
      record.scope.set("previous", previous?.scope ?? null);
      template.names(record);
      if (template.when !== null && template.when(record.scope) !== true) continue;
      for (const kept of previous === undefined ? [] : (follows?.keeps ?? [])) setItem(record, kept, previous?.items.get(kept) ?? null);
      template.body(record);
      records.push(record);
    }
  }
  if (follows !== null) closeRecords(records, follows);
  if (records.length === 0) return;
  owner.groups.set(name, [...(owner.groups.get(name) ?? []), ...records]);
  owner.scope.set(
    name,
    (owner.groups.get(name) ?? []).map(({ scope }) => scope),
  );
}

/** A record without an end of its own lasts until the next one begins; the last one as long as the story says. */
function closeRecords(records: readonly LifeRecord[], { start, end, set, last }: Follows): void {
  for (const [index, record] of records.entries()) {
    if (record.items.has(end)) continue;
    const next = records[index + 1];
    if (next !== undefined) {
      setItem(record, end, next.items.get(start) ?? null);
      record.scope.set("next", next.scope);
    }
    for (const { item, value } of next === undefined ? last : set) setItem(record, item, value(record.scope));
  }
}
