import type { CheckedRule } from "../../rules/checked-rule.ts";
import { type Failure, failuresOf, type Returns, readReturns } from "../../rules/evaluate.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";

/** What the rules find in a return: the failures of each rule that fails, in the order of the rules. */
export type Verdict = ReadonlyMap<CheckedRule, readonly Failure[]>;

/** Judges a return by the interpreter. */
export function judge(rules: ReleaseRules, returns: Returns): Verdict {
  const read = readReturns(rules, returns);
  return verdictOf(rules.rules.map((rule) => [rule, failuresOf(rule, read)]));
}

/** The same, given up (null) as soon as it is clear that `own` does not fail as often as before or that no more of the `others` pass. */
export function judgeBetter(rules: ReleaseRules, returns: Returns, own: CheckedRule, before: Verdict): Verdict | null {
  const read = readReturns(rules, returns);
  const ownFailures = failuresOf(own, read);
  if (ownFailures.length !== (before.get(own)?.length ?? 0)) return null;
  const known = new Map([[own, ownFailures]]);
  for (const rule of before.keys()) if (rule !== own) known.set(rule, failuresOf(rule, read));
  if (countOthers(known, own) >= countOthers(before, own)) return null;
  return verdictOf(rules.rules.map((rule) => [rule, known.get(rule) ?? failuresOf(rule, read)]));
}

function verdictOf(found: readonly (readonly [CheckedRule, readonly Failure[]])[]): Verdict {
  return new Map(found.filter(([, failures]) => failures.length > 0));
}

/** How much is found besides the failures of one rule. */
export function countOthers(verdict: Verdict, rule: CheckedRule | null): number {
  return [...verdict].reduce((total, [other, failures]) => total + (other === rule ? 0 : failures.length), 0);
}
