import type { CheckedRule } from "../../rules/checked-rule.ts";
import { AUTHORITY } from "../../rules/derived-wishes.ts";
import { evaluateRule } from "../../rules/evaluate.ts";
import { buildExample, type ExampleReturns } from "../../rules/example.ts";
import type { TextRecord } from "../../rules/record-tree.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { outsideNeeds } from "../../rules/rule-needs.ts";
import type { Release, RuleExample } from "../../specification/model.ts";
import { asInExample, asLastYear, type IsOpen, type Move, type SettlingReturns, smallMoves } from "./moves.ts";
import { readsOf } from "./rule-reads.ts";
import { countOthers, judge, judgeAgain, type Verdict } from "./verdict.ts";

/** Changes that are tried for one example: enough in practice, and bounded. */
const TRIES = 60;
/** A change that was tried so often and never helped is tried no more. */
const IN_VAIN = 30;
/** Passing examples of a rule that are tried. */
const EXAMPLES = 8;
/** How much more may be found after a change that others follow, and how many are tried then. */
const SLACK = 3;
const FOLLOWING = 5;
/** No such postcode area exists, and no example has this postcode. */
const SECOND_PLACE = "ZZ19 1AA";
/** Returns of more records than this, made to reach a percentage, are left as they are. */
const LARGE = 100;

/** An example on a carrier that gives way to it, and what all rules find then. */
export interface Settled {
  readonly returns: ExampleReturns;
  readonly verdict: Verdict;
}

/** The same with what it is an example of. */
export interface SettledExample extends Settled {
  readonly rule: CheckedRule;
  readonly example: RuleExample;
}

/**
 * Makes the carrier give way to an example: what the example leaves open gets another value when its neutral one, beside what the example gives,
 * breaks a rule that the example is not about. What the example gives stays as it is. What its rule reads stays too, if that is enough; else it may
 * change where the rule fails as before, but never to let a rule pass for another reason.
 */
export type Settle = (rule: CheckedRule, example: ExampleReturns) => Settled;

/** @param companions children who are no part of any example, and stay as they are */
export function createSettler(rules: ReleaseRules, companions: readonly TextRecord[]): Settle {
  const fixed = new Set(companions.flatMap(recordsIn));
  /** How often a change was tried, and how often it has helped. */
  const tried = new Map<string, number>();
  const helped = new Map<string, number>();
  const passing = new Map<CheckedRule, readonly { readonly key: string; readonly returns: ExampleReturns }[]>();
  const asksForAuthority = rules.rules.some((rule) => outsideNeeds(rules, rule).includes("authority"));

  const passesOf = (rule: CheckedRule): readonly { readonly key: string; readonly returns: ExampleReturns }[] => {
    const known = passing.get(rule);
    if (known !== undefined) return known;
    const built = rule.rule.passes.slice(0, EXAMPLES).flatMap(({ name, value }) => {
      const example = buildExample(rules, rule, value);
      return "problem" in example ? [] : [{ key: `${rule.rule.id}/${name}`, returns: example.returns }];
    });
    passing.set(rule, built);
    return built;
  };

  /** What may help the rules that fail to pass: what has helped before first, then what their own examples say, then small changes. */
  const movesFor = (rule: CheckedRule, example: SettlingReturns, verdict: Verdict, own: ReadonlySet<string>): readonly Move[] => {
    const isOpen: IsOpen = (record, path) =>
      !fixed.has(record) && !own.has(path) && example.given.get(record)?.has(path) !== true && path !== rules.release.child?.key.path;
    const moves: Move[] = [];
    const read = new Set<string>();
    for (const [other, [failure]] of verdict) {
      if (other === rule || failure === undefined) continue;
      const { paths, earlier } = readsOf(rules, other);
      const same = earlier.size === 0 ? null : asLastYear(example, earlier, isOpen);
      if (same !== null) moves.push(same);
      moves.push(...passesOf(other).flatMap(({ key, returns }) => asInExample(rules.release, example, failure, returns, isOpen, key) ?? []));
      for (const path of paths) read.add(path);
    }
    moves.push(...smallMoves(rules.release, example, read, isOpen));
    const times = ({ key }: Move): number => helped.get(key) ?? 0;
    return moves.filter((move) => times(move) > 0 || (tried.get(move.key) ?? 0) < IN_VAIN).toSorted((a, b) => times(b) - times(a));
  };

  const improve = (rule: CheckedRule, example: SettlingReturns, start: Verdict, own: ReadonlySet<string>): Verdict => {
    let tries = 0;
    /** Makes the first change after which no more is found than the limit says; a change that breaks a few other rules may be followed by more. */
    const step = (before: Verdict, limit: number, isFirst: boolean): { readonly verdict: Verdict; readonly back: () => void } | null => {
      let left = isFirst ? TRIES : FOLLOWING;
      for (const move of movesFor(rule, example, before, own)) {
        if (tries >= TRIES || left === 0) return null;
        tries += 1;
        left -= 1;
        tried.set(move.key, (tried.get(move.key) ?? 0) + 1);
        const undo = [move.make()];
        let after = judgeAgain(rules, example, rule, before, move.paths, isFirst ? limit + SLACK : limit);
        while (after !== null && countOthers(after, rule) > limit) {
          const next = step(after, countOthers(after, rule) - 1, false);
          if (next !== null) undo.push(next.back);
          after = next?.verdict ?? null;
        }
        const back = (): void => {
          for (const one of undo.toReversed()) one();
        };
        if (after !== null) {
          helped.set(move.key, (helped.get(move.key) ?? 0) + 1);
          return { verdict: after, back };
        }
        back();
      }
      return null;
    };
    let verdict = start;
    for (let better: Verdict | null = verdict; better !== null; ) {
      verdict = better;
      const others = countOthers(verdict, rule);
      better = others === 0 ? null : (step(verdict, others - 1, true)?.verdict ?? null);
    }
    return verdict;
  };

  return (rule, example) => {
    const { returns, verdict: start } = withAuthority(rules, rule, withSecondPlace(rules.release, example), asksForAuthority);
    if (recordsIn(returns.root).length > LARGE) return { returns, verdict: start };
    const verdict = improve(rule, returns, start, readsOf(rules, rule).paths);
    const isPassing = !verdict.has(rule);
    return { returns, verdict: isPassing || countOthers(verdict, rule) === 0 ? verdict : improve(rule, returns, verdict, new Set()) };
  };
}

/** Without the returning authority, rules that ask for it are not run: an example that gives none gets one, unless its own rule minds. */
function withAuthority(
  rules: ReleaseRules,
  rule: CheckedRule,
  example: SettlingReturns,
  asksForAuthority: boolean,
): { readonly returns: SettlingReturns; readonly verdict: Verdict } {
  if (example.authority !== null || !asksForAuthority) return { returns: example, verdict: judge(rules, example) };
  const returns = { ...example, authority: AUTHORITY };
  const verdict = judge(rules, returns);
  const isSame = (verdict.get(rule)?.length ?? 0) === evaluateRule(rules, rule, example).length;
  return isSame ? { returns, verdict } : { returns: example, verdict: judge(rules, example) };
}

/** A place beside the neutral one, for what must not be in the same place. */
function withSecondPlace({ referenceTables }: Release, example: ExampleReturns): SettlingReturns {
  const reference = new Map(example.reference);
  for (const { name, key, coordinates } of referenceTables) {
    const rows = reference.get(name) ?? [];
    const neutral = rows.find((row) => row.get(key.name)?.[0] === key.neutral);
    const east = Number(neutral?.get(coordinates?.east.name ?? "")?.[0]);
    if (neutral === undefined || coordinates === null || Number.isNaN(east)) continue;
    reference.set(name, [...rows, new Map([...neutral, [key.name, [SECOND_PLACE]], [coordinates.east.name, [String(east + 3000)]]])]);
  }
  return { ...example, reference };
}

function recordsIn(record: TextRecord): readonly TextRecord[] {
  return [record, ...[...record.groups.values()].flat().flatMap(recordsIn)];
}
