import type { ItemTable, RecordTable } from "../../runtime/validator/tables.ts";
import type { Content } from "../suite.ts";

/** Something in a return that is not as it must be. */
export interface Difference {
  /** Where, in words: `Episode of need (CINreferralDate 2025-05-03), Case closure date`. */
  readonly at: string;
  /** Path of the item; of the record where all of it is meant. */
  readonly path: string;
  /** Null: nothing. */
  readonly expected: string | null;
  readonly actual: string | null;
  readonly message: string;
}

/**
 * Compares what a record must hold with what it holds, item by item. Records of one kind are compared in the order that makes the least of their
 * differences, because their order in a file means nothing.
 * @param inForm whether the form can carry an item or record
 */
export function compareContent(
  expected: Content,
  actual: Content,
  table: RecordTable,
  inForm: (child: ItemTable | RecordTable) => boolean,
  around = "",
): readonly Difference[] {
  const differences: Difference[] = [];
  for (const child of table.children) {
    if (!inForm(child)) continue;
    if (child.kind === "item") differences.push(...compareItem(child, expected.items[child.name] ?? [], actual.items[child.name] ?? [], around));
    else differences.push(...compareGroup(child, inside(expected, child.name), inside(actual, child.name), inForm, around));
  }
  return differences;
}

function inside({ records }: Content, name: string): readonly Content[] {
  return records.filter(({ record }) => record === name);
}

function compareItem(item: ItemTable, expected: readonly string[], actual: readonly string[], around: string): readonly Difference[] {
  const missing = takeAway(item, expected, actual);
  const extra = takeAway(item, actual, expected);
  const at = placeOf(around, `${item.label} (${item.name})`);
  return Array.from({ length: Math.max(missing.length, extra.length) }, (_, index) => {
    const [wanted, found] = [missing[index] ?? null, extra[index] ?? null];
    const message =
      found === null
        ? `${item.name} is missing: it must be ${wanted}.`
        : wanted === null
          ? `${item.name} is ${found}, but ${expected.length === 0 ? "must not be given" : "this value must not be given"}.`
          : `${item.name} is ${found}; it must be ${wanted}.`;
    return { at, path: item.path, expected: wanted, actual: found, message };
  });
}

/** The texts of a list for which the other has none. */
function takeAway(item: ItemTable, texts: readonly string[], others: readonly string[]): readonly string[] {
  const left = others.map((text) => normalise(item, text));
  return texts.filter((text) => {
    const at = left.indexOf(normalise(item, text));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** The same value may be written in several ways where the type says so. */
function normalise({ type }: ItemTable, text: string): string {
  if (type.kind === "boolean") return text === "1" ? "true" : text === "0" ? "false" : text;
  if ((type.kind === "integer" || type.kind === "decimal") && /^[+-]?\d+(\.\d+)?$/.test(text)) return String(Number(text));
  return text;
}

function compareGroup(
  table: RecordTable,
  expected: readonly Content[],
  actual: readonly Content[],
  inForm: (child: ItemTable | RecordTable) => boolean,
  around: string,
): readonly Difference[] {
  const pairs = pairUp(table, expected, actual);
  const paired = new Set(pairs.values());
  const differences: Difference[] = [];
  for (const one of expected) {
    const other = pairs.get(one);
    const at = placeOf(around, nameOf(table, one));
    if (other !== undefined) differences.push(...compareContent(one, other, table, inForm, table.maximum === 1 ? around : at));
    else differences.push({ at, path: table.path, expected: summary(one), actual: null, message: `${table.name} is missing: ${summary(one)}.` });
  }
  for (const one of actual) {
    if (paired.has(one)) continue;
    const message = `${table.name} must not be in the return: ${summary(one)}.`;
    differences.push({ at: placeOf(around, nameOf(table, one)), path: table.path, expected: null, actual: summary(one), message });
  }
  return differences;
}

/** Pairs the records that are most alike; those that have nothing in common stay alone. */
function pairUp(table: RecordTable, expected: readonly Content[], actual: readonly Content[]): ReadonlyMap<Content, Content> {
  const pairs = new Map<Content, Content>();
  const [first, second] = [expected[0], actual[0]];
  if (table.maximum === 1 && first !== undefined && second !== undefined) return pairs.set(first, second);
  const scores = expected.flatMap((one, i) => actual.map((other, k) => ({ one, other, i, k, score: likeness(table, one, other) })));
  const taken = new Set<Content>();
  for (const { one, other, score } of scores.toSorted((a, b) => b.score - a.score || a.i - b.i || a.k - b.k)) {
    if (score === 0 || pairs.has(one) || taken.has(other)) continue;
    pairs.set(one, other);
    taken.add(other);
  }
  return pairs;
}

/** How many values two records share; the one that they are ordered by counts for more. */
function likeness(table: RecordTable, one: Content, other: Content): number {
  let score = 0;
  for (const child of table.children) {
    if (child.kind === "record") {
      const [own, their] = [inside(one, child.name), inside(other, child.name)];
      score += own.reduce((sum, inner) => sum + Math.max(0, ...their.map((candidate) => likeness(child, inner, candidate))), 0) / 4;
      continue;
    }
    const texts = one.items[child.name] ?? [];
    const shared = texts.length - takeAway(child, texts, other.items[child.name] ?? []).length;
    score += shared * (table.orderedBy[0]?.includes(child.name) === true ? 4 : 1);
  }
  return score;
}

function nameOf(table: RecordTable, content: Content): string {
  if (table.maximum === 1) return table.label;
  const key = table.orderedBy.flat().find((name) => content.items[name] !== undefined) ?? Object.keys(content.items)[0];
  return key === undefined ? table.label : `${table.label} (${key} ${content.items[key]?.[0] ?? ""})`;
}

function placeOf(around: string, name: string): string {
  return around === "" ? name : `${around}, ${name}`;
}

/** The items of a record in a line. */
function summary({ items, records }: Content): string {
  const own = Object.entries(items).map(([name, texts]) => `${name} ${texts.join(", ")}`);
  const inner = records.map(({ record }) => record);
  return [...own, ...inner].slice(0, 6).join("; ");
}
