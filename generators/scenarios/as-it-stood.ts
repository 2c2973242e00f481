import { parseIsoDate, parseUkDate } from "../../runtime/dates.ts";
import { emptyRecord, itemsInside, recordsInside, type TextRecord } from "../rules/record-tree.ts";
import type { ItemNode, RecordNode } from "../specification/model.ts";

/** The year before, and what does not follow from dates alone. */
export interface YearBefore {
  /** Number of its first day. */
  readonly first: number;
  /** Number of the first day after it. */
  readonly after: number;
  /** Records that say something of one year. */
  readonly ofTheYear: ReadonlySet<string>;
  /** Dates that are known before they come. */
  readonly foreseen: ReadonlySet<string>;
  /** Items that are only known once a date has come, with the name of that date. */
  readonly knownWith: ReadonlyMap<string, string>;
}

/**
 * A record as a return of the year before had it: begun by its last day, not ended before its first, later ends and dates not yet known.
 * @param around the records that it stands in, the nearest first
 * @returns null when that return did not have it
 */
export function asItStood(record: TextRecord, year: YearBefore, around: readonly TextRecord[] = []): TextRecord | null {
  const { node } = record;
  const { lasts } = node;
  const [end] = lasts?.to ?? [];
  const begun = lasts === null ? null : dayOf(record, lasts.from);
  const ended = end === undefined ? begun : dayOf(record, end);
  if ((begun !== null && begun >= year.after) || (ended !== null && ended < year.first)) return null;
  const open = new Set(ended !== null && ended >= year.after ? lasts?.to : []);
  const stood = emptyRecord(node);
  let [dates, kept] = [0, 0];
  for (const item of itemsInside(node)) {
    const given = record.items.get(item.path) ?? [];
    const isPast = (text: string): boolean => year.foreseen.has(item.name) || (dayIn(item, text) ?? Number.NEGATIVE_INFINITY) < year.after;
    const texts = open.has(item.name) || !isKnown(item, [record, ...around], year) ? [] : given.filter(isPast);
    if (item.type.kind === "date") [dates, kept] = [dates + given.length, kept + texts.length];
    if (texts.length > 0) stood.items.set(item.path, texts);
  }
  for (const inner of recordsInside(node)) {
    if (year.ofTheYear.has(inner.name)) continue;
    const records = (record.groups.get(inner.path) ?? []).flatMap((one) => asItStood(one, year, [record, ...around]) ?? []);
    if (records.length > 0) stood.groups.set(inner.path, records);
  }
  // Of a record without a first day of its own the dates say whether there was anything of it yet.
  const isLater = lasts === null && node.occurs.maximum !== 1 && dates > 0 && kept === 0;
  return isLater || saysNothing(stood) ? null : stood;
}

function isKnown({ name }: ItemNode, way: readonly TextRecord[], { knownWith, after }: YearBefore): boolean {
  const date = knownWith.get(name);
  if (date === undefined) return true;
  const holder = way.find(({ node }) => hasItem(node, date));
  const day = holder === undefined ? null : dayOf(holder, date);
  return day !== null && day < after;
}

function hasItem(node: RecordNode, name: string): boolean {
  return itemsInside(node).some((item) => item.name === name);
}

function saysNothing({ items, groups }: TextRecord): boolean {
  return groups.size === 0 && [...items.values()].flat().every((text) => text === "");
}

function dayOf(record: TextRecord, name: string): number | null {
  const item = itemsInside(record.node).find((one) => one.name === name);
  return item === undefined ? null : dayIn(item, record.items.get(item.path)?.[0] ?? "");
}

function dayIn({ type }: ItemNode, text: string): number | null {
  return type.kind === "date" ? (parseIsoDate(text) ?? parseUkDate(text)) : null;
}
