import type { CheckedRule } from "../rules/checked-rule.ts";
import type { TextRecord } from "../rules/record-tree.ts";
import type { Release } from "../specification/model.ts";
import { breakOnReturn, type CleanChildren, type OpenRule, type RootMaker } from "./break-returns.ts";
import { addChildren, releaseOf } from "./broken-children.ts";
import { type BrokenContext, type BrokenExample, chooseExample } from "./broken-example.ts";

/** What became of a rule that was to be broken. */
export interface BrokenRule {
  readonly rule: string;
  readonly severity: string;
  readonly title: string;
  /** The failing example that it was broken by; null when it was not. */
  readonly example: string | null;
  /** Ids of the children that break it; none for a rule on the return itself. */
  readonly children: readonly string[];
  /** The forms of the return in which it is broken. */
  readonly formats: readonly string[];
  /** Why it is not broken; null when it is. */
  readonly why: string | null;
}

/** The children that break rules, and the facts of the returns themselves that do. */
export interface BrokenPart {
  readonly rules: readonly BrokenRule[];
  /** Children by return, this year's first; the same child has the same id in each. */
  readonly children: readonly (readonly TextRecord[])[];
  /** Texts of items above the children, by return and path. */
  readonly facts: readonly ReadonlyMap<string, readonly string[]>[];
}

/**
 * Breaks rules, each by one of its own failing examples on children of its own.
 * @param clean the other children of the returns, for rules that look at a whole return
 */
export function breakRules(context: BrokenContext, wanted: readonly CheckedRule[], clean: CleanChildren, roots: RootMaker): BrokenPart {
  const part = emptyPart(context.years);
  const onReturn: OpenRule[] = [];
  for (const rule of wanted) {
    const example = chooseExample(context, rule);
    if ("why" in example) {
      part.rules.push({ ...factsOf(rule), example: null, children: [], formats: [], why: example.why });
      continue;
    }
    const broken = addFacts(context, part, example);
    if (broken.why !== null) part.rules.push(broken);
    else if (looksAtAll(context.rules.release, rule)) onReturn.push({ example, broken });
    else part.rules.push({ ...broken, children: addChildren(context, example, part.children) });
  }
  if (onReturn.length > 0) part.rules.push(...breakOnReturn(context, part, onReturn, clean, roots));
  return { ...part, rules: wanted.flatMap((rule) => part.rules.find((one) => one.rule === rule.rule.id) ?? []) };
}

interface OpenPart extends BrokenPart {
  readonly rules: BrokenRule[];
  readonly children: TextRecord[][];
  readonly facts: Map<string, readonly string[]>[];
}

function emptyPart(years: number): OpenPart {
  return { rules: [], children: Array.from({ length: years }, () => []), facts: Array.from({ length: years }, () => new Map()) };
}

/** A rule on the root of a return may depend on all its children. */
export function looksAtAll(release: Release, rule: CheckedRule): boolean {
  const target = rule.parts[0]?.target;
  return target?.kind === "record" && target.record === release.root.path;
}

function factsOf({ rule }: CheckedRule): Pick<BrokenRule, "rule" | "severity" | "title"> {
  return { rule: rule.id, severity: rule.severity, title: rule.title };
}

/** Adds what an example says of the returns themselves, and the rows that it needs in reference tables. */
function addFacts(context: BrokenContext, part: OpenPart, example: BrokenExample): BrokenRule {
  const { rule, returns } = example;
  const facts = part.facts.map((known, year) => {
    const root = [returns.root, returns.last, returns.beforeLast][year] ?? null;
    return root === null ? [] : givenFacts(context, example, root, year).filter(([path, texts]) => known.get(path)?.join() !== texts.join());
  });
  const isTaken = facts.some((own, year) => own.some(([path]) => part.facts[year]?.has(path) === true));
  if (isTaken)
    return { ...factsOf(rule), example: null, children: [], formats: [], why: "another broken rule gives the same fact of the return another value" };
  for (const [year, own] of facts.entries()) for (const [path, texts] of own) part.facts[year]?.set(path, texts);
  for (const [table, rows] of example.rows) {
    const column = context.rules.release.referenceTables.find(({ name }) => name === table)?.key.name;
    if (column === undefined) continue;
    context.keys.add(table, column, rows);
    context.keys.use(rows.flatMap((row) => row.get(column) ?? []));
  }
  return { ...factsOf(rule), example: example.name, children: [], formats: example.formats, why: null };
}

/** What an example says of a return itself, outside its children. */
function givenFacts(context: BrokenContext, example: BrokenExample, root: TextRecord, year: number): readonly (readonly [string, readonly string[]])[] {
  const child = releaseOf(context, year)?.child?.record.path ?? "";
  const facts: (readonly [string, readonly string[]])[] = [];
  const visit = (record: TextRecord): void => {
    if (record.node.path === child) return;
    for (const path of example.returns.given.get(record) ?? []) {
      if (record.node.contains.some((node) => node.kind === "item" && node.path === path)) facts.push([path, record.items.get(path) ?? []]);
    }
    for (const inner of [...record.groups.values()].flat()) visit(inner);
  };
  visit(root);
  return facts;
}
