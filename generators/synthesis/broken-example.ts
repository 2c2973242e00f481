import { buildExample, type ExampleReturns } from "../rules/example.ts";
import type { CheckedRule } from "../rules/checked-rule.ts";
import { type Returns, failuresOf, readReturns } from "../rules/evaluate.ts";
import { itemsInside, type TextRecord } from "../rules/record-tree.ts";
import { keyText, type TextRow } from "../rules/reference-rows.ts";
import type { ReleaseRules } from "../rules/release-rules.ts";
import { whereItRuns } from "../rules/rule-needs.ts";
import { compareText } from "../specification/diagnostics.ts";
import type { Release, RuleExample } from "../specification/model.ts";
import { asWritten } from "./format-view.ts";
import { freshKey, type KeyRing } from "./key-ring.ts";

/** A failing example as children for a return that is being made. */
export interface BrokenExample {
  readonly rule: CheckedRule;
  /** The name of the example. */
  readonly name: string;
  /** The forms in which the rule fails. */
  readonly formats: readonly string[];
  readonly returns: ExampleReturns;
  /** Children of this year's return, last year's and the one's before. */
  readonly children: readonly (readonly TextRecord[])[];
  /** Rows of reference tables that are not there yet, by table. */
  readonly rows: ReadonlyMap<string, readonly TextRow[]>;
}

/** What must hold of the returns as they are being made. */
export interface BrokenContext {
  readonly rules: ReleaseRules;
  readonly authority: string;
  /** How many returns are made, this year's first. */
  readonly years: number;
  readonly keys: KeyRing;
}

/**
 * The first failing example of a rule that fails in the returns as they are made: with their authority, as many of them as there are, and in each form
 * in which the rule can run; where there is none for all forms, one for some.
 * @returns why there is none otherwise
 */
export function chooseExample(context: BrokenContext, rule: CheckedRule): BrokenExample | { readonly why: string } {
  const { rules } = context;
  if (rule.rule.notTestable !== null) return { why: "it cannot be tested by a machine" };
  const wanted = whereItRuns(rules, rule).formats;
  let best: { readonly example: RuleExample; readonly formats: readonly string[] } | null = null;
  let why = rule.rule.fails.length === 0 ? "it has no failing example" : "no failing example of it can stand in a return of this kind";
  for (const example of rule.rule.fails) {
    const built = buildExample(rules, rule, example.value);
    if ("problem" in built) continue;
    const { returns } = built;
    if ((context.years < 2 && returns.last !== null) || (context.years < 3 && returns.beforeLast !== null)) {
      why = `it needs ${context.years < 2 && returns.last !== null ? "last year's return" : "the return before last"} (--years ${returns.beforeLast === null ? 2 : 3})`;
      continue;
    }
    const { all } = adoptExample(context, returns);
    const formats = wanted.filter((format) => fails(context, rule, returns, all, format === "xml" ? "xml" : "csv"));
    if (formats.length > (best?.formats.length ?? 0)) best = { example, formats };
    if (formats.length === wanted.length) break;
  }
  return best === null ? { why } : takeExample(context, rule, best.example, best.formats);
}

function takeExample(
  context: BrokenContext,
  rule: CheckedRule,
  { name, value }: RuleExample,
  formats: readonly string[],
): BrokenExample | { readonly why: string } {
  const built = buildExample(context.rules, rule, value);
  if ("problem" in built) return { why: built.problem.message };
  const { returns } = built;
  const rows = adoptExample(context, returns);
  const children = [returns.root, returns.last, returns.beforeLast].map((root, year) => {
    const release = releaseAt(context.rules, year);
    return root === null || release === null ? [] : childrenOf(release, root);
  });
  return { rule, name, formats, returns, children, rows: rows.added };
}

function releaseAt(rules: ReleaseRules, year: number): Release | null {
  return [rules.release, rules.earlier[1], rules.earlier[2]][year] ?? null;
}

function fails(
  { rules, authority }: BrokenContext,
  rule: CheckedRule,
  returns: ExampleReturns,
  reference: ReadonlyMap<string, readonly TextRow[]>,
  format: "xml" | "csv",
): boolean {
  const [root, last, beforeLast] = [returns.root, returns.last, returns.beforeLast].map((one, year) => {
    const release = releaseAt(rules, year);
    return one === null || release === null ? null : asWritten(release, one, format);
  });
  if (root === null || root === undefined) return false;
  const read: Returns = { root, last: last ?? null, beforeLast: beforeLast ?? null, authority, reference };
  return failuresOf(rule, readReturns(rules, read)).length > 0;
}

/** The children of a return. */
export function childrenOf(release: Release, root: TextRecord): readonly TextRecord[] {
  const path = release.child?.record.path ?? "";
  const found: TextRecord[] = [];
  const visit = (record: TextRecord): void => {
    for (const [below, inner] of record.groups) {
      if (below === path) found.push(...inner);
      else if (path.startsWith(`${below}/`)) for (const one of inner) visit(one);
    }
  };
  visit(root);
  return found;
}

/**
 * Makes the texts of an example fit the returns: its authority becomes theirs, and keys of reference tables that mean something else there become
 * new ones.
 */
function adoptExample(
  { rules, authority, keys }: BrokenContext,
  returns: ExampleReturns,
): { readonly all: ReadonlyMap<string, readonly TextRow[]>; readonly added: ReadonlyMap<string, readonly TextRow[]> } {
  const roots = [returns.root, returns.last, returns.beforeLast].filter((root) => root !== null);
  const swapped = new Map<string, string>();
  if (returns.authority !== null && returns.authority !== authority) {
    swapped.set(keyText(returns.authority), authority);
    swapped.set(keyText(authority), returns.authority);
  }
  const used = new Set(roots.flatMap((root) => [...textsIn(root)].map(keyText)));
  for (const table of rules.release.referenceTables) {
    const rows = returns.reference.get(table.name) ?? [];
    const own = new Map<string, readonly TextRow[]>();
    for (const row of rows) {
      const key = keyText(row.get(table.key.name)?.[0] ?? "");
      own.set(key, [...(own.get(key) ?? []), row]);
    }
    for (const key of new Set([...own.keys(), ...used])) {
      const mine = (own.get(key) ?? []).map((row) => rowText(row, swapped));
      const theirs = keys.rowsOf(table.name, key).map((row) => rowText(row, new Map()));
      const isClash = mine.length === 0 ? theirs.length > 0 : theirs.length > 0 ? mine.join("\n") !== theirs.join("\n") : keys.isUsed(key);
      const text = isClash ? freshKey(keys, key) : null;
      if (text !== null) swapped.set(key, text);
    }
  }
  for (const root of roots) replaceTexts(root, swapped);
  const all = new Map<string, TextRow[]>();
  const added = new Map<string, TextRow[]>();
  for (const table of rules.release.referenceTables) {
    const rows = (returns.reference.get(table.name) ?? []).map(
      (row): TextRow => new Map([...row].map(([column, texts]) => [column, texts.map((text) => swapped.get(keyText(text)) ?? text)])),
    );
    all.set(table.name, rows);
    added.set(
      table.name,
      rows.filter((row) => keys.rowsOf(table.name, keyText(row.get(table.key.name)?.[0] ?? "")).length === 0),
    );
  }
  return { all, added };
}

function rowText(row: TextRow, swapped: ReadonlyMap<string, string>): string {
  const cells = [...row].map(([column, texts]) => JSON.stringify([column, texts.map((text) => swapped.get(keyText(text)) ?? text)]));
  return cells.toSorted(compareText).join();
}

/** All texts in a record, at every depth. */
export function textsIn(record: TextRecord): ReadonlySet<string> {
  const texts = new Set<string>();
  const visit = (one: TextRecord): void => {
    for (const values of one.items.values()) for (const text of values) texts.add(text);
    for (const inner of [...one.groups.values()].flat()) visit(inner);
  };
  visit(record);
  return texts;
}

function replaceTexts(record: TextRecord, by: ReadonlyMap<string, string>): void {
  for (const item of itemsInside(record.node)) {
    const texts = record.items.get(item.path);
    if (texts === undefined || item.type.kind === "date" || item.type.kind === "integer" || item.type.kind === "boolean") continue;
    record.items.set(
      item.path,
      texts.map((text) => by.get(keyText(text)) ?? text),
    );
  }
  for (const inner of [...record.groups.values()].flat()) replaceTexts(inner, by);
}
