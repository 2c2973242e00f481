import { addYears, formatIsoDate, formatUkDate, parseIsoDate, parseUkDate } from "../../runtime/dates.ts";
import { failuresOf, readReturns, type Returns } from "../rules/evaluate.ts";
import { neutralText, type TextRecord } from "../rules/record-tree.ts";
import type { CheckedRule } from "../rules/checked-rule.ts";
import type { ReleaseRules } from "../rules/release-rules.ts";
import { outsideNeeds } from "../rules/rule-needs.ts";
import { writeDates } from "../rules/example.ts";
import { allNodes } from "../specification/build-items.ts";
import { codeSetsOf } from "../specification/item-type.ts";
import type { ItemNode, RecordNode, Release, TreeNode } from "../specification/model.ts";

/** Which of two releases. */
export type Side = "before" | "after";

/**
 * Two releases made comparable: the older one is moved to the dates of the newer one, so that a record with the same dates means the same to both,
 * and what comes out differently does so because of the rules.
 */
export interface TwoYears {
  readonly before: ReleaseRules;
  readonly after: ReleaseRules;
  /** The rules of the older release, as if its period were that of the newer one. */
  readonly moved: ReleaseRules;
}

export function twoYears(before: ReleaseRules, after: ReleaseRules): TwoYears {
  const datesOf = (own: Release | null, other: Release | null, years: number): Release | null => {
    if (own === null) return null;
    const shift = (text: string): string => formatIsoDate(addYears(parseIsoDate(text) ?? 0, years) ?? 0);
    const dates = other ?? { start: shift(own.start), end: shift(own.end), referenceDate: shift(own.referenceDate), bankHolidays: own.bankHolidays };
    return { ...own, start: dates.start, end: dates.end, referenceDate: dates.referenceDate, bankHolidays: dates.bankHolidays };
  };
  const years = yearsBetween(before.release, after.release);
  const release = datesOf(before.release, after.release, years) ?? before.release;
  const earlier = { 1: datesOf(before.earlier[1], after.earlier[1], years), 2: datesOf(before.earlier[2], after.earlier[2], years) };
  return { before, after, moved: { ...before, release, earlier } };
}

export function yearsBetween(before: Release, after: Release): number {
  return Number(after.start.slice(0, 4)) - Number(before.start.slice(0, 4));
}

/** The same return as two releases have it. */
export interface PairOfReturns {
  readonly before: Returns;
  readonly after: Returns;
}

/** How a return of one side is told in the structure of the other. */
export interface Translation {
  readonly toOther: (returns: Returns, from: Side) => Returns | null;
}

export function translationBetween(years: TwoYears): Translation {
  const chains: Readonly<Record<Side, readonly (Release | null)[]>> = {
    before: [years.moved.release, years.moved.earlier[1], years.moved.earlier[2]],
    after: [years.after.release, years.after.earlier[1], years.after.earlier[2]],
  };
  const writers = new Map<string, Writer | null>();
  const writerOf = (from: Side, year: number): Writer | null => {
    const key = `${from} ${year}`;
    const known = writers.get(key);
    if (known !== undefined) return known;
    const [own, other] = [chains[from][year] ?? null, chains[from === "before" ? "after" : "before"][year] ?? null];
    const made = own === null || other === null ? null : writerBetween(own, other, from);
    writers.set(key, made);
    return made;
  };
  return {
    toOther: (returns, from) => {
      const tell = (root: TextRecord | null, year: number): TextRecord | null | undefined => {
        if (root === null) return null;
        const writer = writerOf(from, year);
        return writer === null ? undefined : (writer(root) ?? undefined);
      };
      const [root, last, beforeLast] = [tell(returns.root, 0), tell(returns.last, 1), tell(returns.beforeLast, 2)];
      if (root === null || root === undefined || last === undefined || beforeLast === undefined) return null;
      const tables = new Set((from === "before" ? years.after : years.before).release.referenceTables.map(({ name }) => name));
      const reference = new Map([...(returns.reference ?? [])].filter(([name]) => tables.has(name)));
      return { root, last, beforeLast, authority: returns.authority, reference };
    },
  };
}

/** Writes a record in another structure; null when a code has no counterpart there. */
type Writer = (record: TextRecord) => TextRecord | null;

function writerBetween(own: Release, other: Release, from: Side): Writer {
  const counterparts = new Map<string, TreeNode>(allNodes(other.root).map((node) => [node.identity, node]));
  const codes = codesBetween(own, other, from);
  const write = (record: TextRecord, node: RecordNode): TextRecord | null => {
    const items = new Map<string, string[]>();
    const groups = new Map<string, TextRecord[]>();
    const met = new Set<string>();
    for (const child of record.node.contains) {
      const to = counterparts.get(child.identity);
      if (to === undefined) continue;
      met.add(to.path);
      if (child.kind === "item" && to.kind === "item") {
        const texts = record.items.get(child.path);
        const told = texts?.map((text) => codes(child, text));
        if (told?.includes(null) === true) return null;
        if (told !== undefined)
          items.set(
            to.path,
            told.filter((text) => text !== null),
          );
      } else if (child.kind === "record" && to.kind === "record") {
        const told = (record.groups.get(child.path) ?? []).map((inner) => write(inner, to));
        if (told.includes(null)) return null;
        if (told.length > 0)
          groups.set(
            to.path,
            told.filter((inner) => inner !== null),
          );
      }
    }
    for (const child of node.contains) {
      if (child.kind === "item" && !met.has(child.path) && child.derived === null && (child.occurs.minimum > 0 || child.neutral !== null))
        items.set(child.path, [child.neutral ?? (child.emptyAllowed ? "" : neutralText(child, other))]);
    }
    const written: TextRecord = { node, items, groups };
    return written;
  };
  return (record) => {
    const root = counterparts.get(record.node.identity);
    const written = root?.kind === "record" ? write(record, root) : null;
    if (written !== null) writeDates(written, other);
    return written;
  };
}

/** What a code of an item is on the other side: the one that a crosswalk names, or itself. */
function codesBetween(own: Release, other: Release, from: Side): (item: ItemNode, text: string) => string | null {
  const newer = from === "before" ? other : own;
  const tables = new Map<string, ReadonlyMap<string, string>>();
  for (const [set, { steps }] of newer.crosswalks) {
    // Where an old code became several, it stands for the usual or the first one; each of those was the old one.
    const onwards = steps.flatMap(({ from: code, to, default: usual }) => (to.length > 0 ? [[code, usual ?? to[0] ?? ""] as const] : []));
    const backwards = steps.toReversed().flatMap(({ from: code, to }) => to.map((now) => [now, code] as const));
    tables.set(set, new Map(from === "before" ? onwards : backwards));
  }
  const known = (release: Release, set: string, code: string): boolean => release.codeSets.get(set)?.codes.some((one) => one.code === code) === true;
  return (item, text) => {
    const code = text.trim();
    for (const set of codeSetsOf(item.type)) {
      const told = tables.get(set)?.get(code);
      // A code that both years have means the same in both.
      if (told === undefined || (known(own, set, code) && known(other, set, code))) continue;
      return told;
    }
    const sets = codeSetsOf(item.type).filter((set) => tables.has(set));
    // What is a code there and none here is not the same fact.
    const isOther = sets.some((set) => known(other, set, code) && !known(own, set, code) && [...(tables.get(set)?.values() ?? [])].includes(code));
    return isOther ? null : text;
  };
}

/** Whether a rule fails on a return. */
export function fails(rules: ReleaseRules, rule: CheckedRule, returns: Returns): boolean {
  return failuresOf(rule, readReturns(rules, returns)).length > 0;
}

/** Whether all is there without which a rule is not run. */
export function isRun(rules: ReleaseRules, rule: CheckedRule, { last, beforeLast, authority }: Returns): boolean {
  const needs = outsideNeeds(rules, rule);
  return !(
    (last === null && needs.includes("last_return")) ||
    (beforeLast === null && needs.includes("return_before_last")) ||
    (authority === null && needs.includes("authority"))
  );
}

/** A copy of returns with every date moved by some years. */
export function moveDates(returns: Returns, release: Release, years: number): Returns {
  const isIso = release.lexical.date === "yyyy-mm-dd";
  const moveText = (text: string): string => {
    const day = isIso ? parseIsoDate(text) : parseUkDate(text);
    const moved = day === null ? null : addYears(day, years);
    return moved === null || moved === undefined ? text : isIso ? formatIsoDate(moved) : formatUkDate(moved);
  };
  const move = (record: TextRecord): TextRecord => ({
    node: record.node,
    items: new Map(
      [...record.items].map(([path, texts]) => {
        const item = record.node.contains.find((node) => node.path === path);
        const kind = item?.kind === "item" ? item.type.kind : null;
        if (kind === "year") return [path, texts.map((text) => (/^\d{4}$/.test(text) ? String(Number(text) + years) : text))];
        return [path, kind === "date" || kind === "partial-date" ? texts.map(moveText) : [...texts]];
      }),
    ),
    groups: new Map([...record.groups].map(([path, inner]) => [path, inner.map(move)])),
  });
  const reference = new Map(
    [...(returns.reference ?? [])].map(([table, rows]) => {
      const columns = release.referenceTables.find(({ name }) => name === table)?.columns ?? [];
      const isDate = (name: string): boolean => columns.find((column) => column.name === name)?.type.item.kind === "date";
      return [table, rows.map((row) => new Map([...row].map(([name, texts]) => [name, isDate(name) ? texts.map(moveText) : texts])))];
    }),
  );
  return {
    root: move(returns.root),
    last: returns.last === null ? null : move(returns.last),
    beforeLast: returns.beforeLast === null ? null : move(returns.beforeLast),
    authority: returns.authority,
    reference,
  };
}
