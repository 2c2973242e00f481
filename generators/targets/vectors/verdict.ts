import type { CheckedRule } from "../../rules/checked-rule.ts";
import { type Failure, failuresOf, type Returns, readReturns } from "../../rules/evaluate.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { outsideNeeds } from "../../rules/rule-needs.ts";
import { touchedRules } from "./rule-reads.ts";

/** What the rules find in a return: the failures of each rule that fails, in the order of the rules. */
export type Verdict = ReadonlyMap<CheckedRule, readonly Failure[]>;

/** Judges a return by the interpreter. Rules that need something that is not given find nothing. */
export function judge(rules: ReleaseRules, returns: Returns): Verdict {
  const read = readReturns(rules, returns);
  return verdictOf(rules.rules.map((rule) => [rule, isRun(rules, rule, returns) ? failuresOf(rule, read) : []]));
}

/**
 * The same after a change, given up (null) as soon as it is clear that `own` does not fail as often as before or that more is found than wanted.
 * @param changed paths of the items and records that are others now
 * @param limit how much may be found besides the failures of `own`
 */
export function judgeAgain(
  rules: ReleaseRules,
  returns: Returns,
  own: CheckedRule,
  before: Verdict,
  changed: ReadonlySet<string>,
  limit: number,
): Verdict | null {
  const read = readReturns(rules, returns);
  const fails = (rule: CheckedRule): readonly Failure[] => (isRun(rules, rule, returns) ? failuresOf(rule, read) : []);
  const ownFailures = fails(own);
  if (ownFailures.length !== (before.get(own)?.length ?? 0)) return null;
  const known = new Map([[own, ownFailures]]);
  let others = 0;
  const add = (rule: CheckedRule): boolean => {
    const failures = fails(rule);
    known.set(rule, failures);
    others += failures.length;
    return others <= limit;
  };
  for (const rule of before.keys()) if (rule !== own && !add(rule)) return null;
  for (const rule of touchedRules(rules, changed)) if (!known.has(rule) && !add(rule)) return null;
  return verdictOf(rules.rules.map((rule) => [rule, known.get(rule) ?? []]));
}

function isRun(rules: ReleaseRules, rule: CheckedRule, { authority, last, beforeLast }: Returns): boolean {
  return outsideNeeds(rules, rule).every((need) => {
    if (need === "authority") return authority !== null;
    if (need === "last_return") return last !== null;
    return need !== "return_before_last" || beforeLast !== null;
  });
}

function verdictOf(found: readonly (readonly [CheckedRule, readonly Failure[]])[]): Verdict {
  return new Map(found.filter(([, failures]) => failures.length > 0));
}

/** How much is found besides the failures of one rule. */
export function countOthers(verdict: Verdict, rule: CheckedRule | null): number {
  return [...verdict].reduce((total, [other, failures]) => total + (other === rule ? 0 : failures.length), 0);
}
