import { failuresOf, readReturns } from "../rules/evaluate.ts";
import type { TextRecord } from "../rules/record-tree.ts";
import type { BrokenPart, BrokenRule } from "./break-rules.ts";
import { copyChild, releaseOf } from "./broken-children.ts";
import type { BrokenContext, BrokenExample } from "./broken-example.ts";

/** The children that break no rule, by return. */
export interface CleanChildren {
  /** All of them. */
  readonly all: readonly (readonly TextRecord[])[];
  /** Enough of them to stand for all, and how many each stands for. */
  readonly sample: readonly (readonly TextRecord[])[];
  readonly share: number;
}

/** Makes this year's return and the earlier ones of children and of facts of their own. */
export type RootMaker = (children: readonly (readonly TextRecord[])[], facts: BrokenPart["facts"]) => readonly (TextRecord | null)[];

/** A rule on a whole return that is to be broken. */
export interface OpenRule {
  readonly example: BrokenExample;
  readonly broken: BrokenRule;
}

/** A child of an example that stands in one of the returns a number of times. */
interface Addition {
  readonly rule: OpenRule;
  readonly year: number;
  readonly original: TextRecord;
  readonly count: number;
}

/** Rules on whole returns can undo one another; what is undone is tried again this often. */
const PASSES = 3;
/** How many of the children of an example are tried, each alone. */
const MOST_VARIANTS = 4;
/** More than what just suffices in a sample, so that it suffices for all. */
const MARGIN = 1.3;

/**
 * Breaks rules on whole returns: one of the children of an example is put in as often as it takes to outweigh all others, in a sample of the children
 * first, and then as many more times as there are more children.
 * @param part gets the children
 * @returns what became of each rule
 */
export function breakOnReturn(
  context: BrokenContext,
  part: { readonly children: readonly TextRecord[][]; readonly facts: BrokenPart["facts"] },
  rules: readonly OpenRule[],
  clean: CleanChildren,
  roots: RootMaker,
): readonly BrokenRule[] {
  const isSmall = clean.share === 1;
  const sample = clean.sample.map((children, year) => [...children, ...(isSmall ? (part.children[year] ?? []) : [])]);
  let additions: readonly Addition[] = rules.flatMap((rule) =>
    variantsOf(context, rule).map(({ year, original }) => ({ rule, year, original, count: isSmall ? 1 : 0 })),
  );
  const fails = (rule: OpenRule, tried: readonly Addition[]): boolean => judge(context, [rule], withAdditions(sample, tried), part.facts, roots).size > 0;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const weak = rules.filter((rule) => !fails(rule, additions));
    if (weak.length === 0) break;
    for (const rule of weak) additions = strengthen(rule, additions, (sample[0]?.length ?? 0) + 8, (tried) => fails(rule, tried));
  }
  const possible = new Set(rules.filter((rule) => fails(rule, additions)));
  const ids = new Map<OpenRule, string[]>();
  let found: ReadonlySet<OpenRule> = new Set();
  const add = ({ rule, year, original }: Addition, copies: number): void => {
    for (let copy = 0; copy < copies; copy += 1) {
      const { child, id } = copyChild(context, rule.example, original, new Map(), year);
      part.children[year]?.push(child);
      if (id !== null) ids.set(rule, [...(ids.get(rule) ?? []), id]);
    }
  };
  for (const addition of additions) add(addition, Math.max(1, Math.ceil(addition.count * clean.share)));
  // A sample is not quite the whole: what does not suffice there gets as much again.
  for (let pass = 0; pass < PASSES; pass += 1) {
    const all = part.children.map((children, year) => [...(clean.all[year] ?? []), ...children]);
    found = judge(context, rules, all, part.facts, roots);
    const weak = [...possible].flatMap((rule) => (found.has(rule) ? [] : strongest(additions, rule)));
    if (weak.length === 0 || pass === PASSES - 1) break;
    for (const addition of weak) add(addition, Math.ceil(Math.max(addition.count, (sample[0]?.length ?? 0) / 4) * clean.share));
  }
  return rules.map((rule) => (found.has(rule) ? { ...rule.broken, children: ids.get(rule) ?? [] } : notBroken(rule.broken)));
}

/** The child of a rule that stands in the returns most often. */
function strongest(additions: readonly Addition[], rule: OpenRule): readonly Addition[] {
  const own = additions.filter((addition) => addition.rule === rule);
  const most = Math.max(0, ...own.map(({ count }) => count));
  return own.filter(({ count }) => count === most).slice(0, 1);
}

/** The different children of an example, by return: those with other values than the first one has, but for their ids. */
function variantsOf(context: BrokenContext, { example }: OpenRule): readonly { readonly year: number; readonly original: TextRecord }[] {
  return example.children.flatMap((children, year) => {
    const key = releaseOf(context, year)?.child?.key.path ?? "";
    const seen = new Map(children.map((child) => [contentOf(child, key), child]));
    return [...seen.values()].slice(0, MOST_VARIANTS).map((original) => ({ year, original }));
  });
}

/** What a child consists of, but for its id. */
function contentOf(record: TextRecord, key: string): string {
  const items = [...record.items].filter(([path]) => path !== key);
  return JSON.stringify([items, [...record.groups].map(([path, inner]) => [path, inner.map((one) => contentOf(one, key))])]);
}

/** Puts one of the children of a rule in more often, until the rule fails; nothing changes where that does not help. */
function strengthen(rule: OpenRule, additions: readonly Addition[], most: number, fails: (tried: readonly Addition[]) => boolean): readonly Addition[] {
  for (const addition of additions.filter((one) => one.rule === rule)) {
    for (let count = Math.max(1, addition.count); count <= most; count *= 2) {
      const tried = (times: number): readonly Addition[] => additions.map((one) => (one === addition ? { ...one, count: times } : one));
      if (fails(tried(count))) return tried(Math.ceil(count * MARGIN));
    }
  }
  return additions;
}

function withAdditions(sample: readonly (readonly TextRecord[])[], additions: readonly Addition[]): readonly (readonly TextRecord[])[] {
  return sample.map((children, year) => [
    ...children,
    ...additions.flatMap(({ year: own, original, count }) => (own === year ? Array.from({ length: count }, () => original) : [])),
  ]);
}

function notBroken(rule: BrokenRule): BrokenRule {
  return { ...rule, example: null, formats: [], why: "what the other children of the return have hides it (try it alone, with --children 0)" };
}

/** Those of the rules that fail in the returns that children and facts make. */
function judge(
  context: BrokenContext,
  rules: readonly OpenRule[],
  children: readonly (readonly TextRecord[])[],
  facts: BrokenPart["facts"],
  roots: RootMaker,
): ReadonlySet<OpenRule> {
  const [root = null, last = null, beforeLast = null] = roots(children, facts);
  if (root === null) return new Set();
  const read = readReturns(context.rules, { root, last, beforeLast, authority: context.authority, reference: context.keys.tables });
  return new Set(rules.filter(({ example }) => failuresOf(example.rule, read).length > 0));
}
