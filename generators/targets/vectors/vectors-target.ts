import type { CheckedRule } from "../../rules/checked-rule.ts";
import { buildExample, type ExampleReturns } from "../../rules/example.ts";
import type { TextRecord } from "../../rules/record-tree.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import type { RuleExample } from "../../specification/model.ts";
import type { Target } from "../target.ts";
import { addChildren, backgroundChildren, neutralChildren } from "./background.ts";
import { createSettler, type Settle, type SettledExample } from "./settle.ts";
import type { Vector } from "./vector.ts";
import { countOthers, judge } from "./verdict.ts";
import { writeVector } from "./write-vector.ts";

/** Test vectors of the rules: every example as a complete return, for whoever checks a checker. */
export const vectorsTarget = {
  name: "vectors",
  about: "test vectors of the rules",
  build: (release, context) => {
    const path = "validator/vectors.jsonl";
    if (release.child === null) return { files: [], absent: [{ path, why: "The collection has no record per child." }] };
    if (release.rules.length === 0) return { files: [], absent: [{ path, why: "The release has no rules." }] };
    return { files: [{ path, content: context.vectors(), committed: false }], absent: [] };
  },
} satisfies Target;

/** All vectors as JSON Lines. */
export function vectorLines(rules: ReleaseRules): string {
  return ruleVectors(rules)
    .map((vector) => `${JSON.stringify(vector)}\n`)
    .join("");
}

/** The vectors of all rules, in the order of the rules and of their examples, those that pass first. */
export function ruleVectors(rules: ReleaseRules, examples: readonly SettledExample[] = exampleReturns(rules)): readonly Vector[] {
  return examples.map((example) => writeVector(rules, example));
}

/**
 * The examples of all rules on a carrier that breaks no rule of its own, as far as there is one.
 * @param isWanted leaves examples out
 */
export function exampleReturns(rules: ReleaseRules, isWanted: (rule: CheckedRule, example: RuleExample) => boolean = () => true): readonly SettledExample[] {
  const background = backgroundChildren(rules);
  const settler = createSettler(rules, background);
  return rules.rules.flatMap((rule) =>
    [...rule.rule.passes, ...rule.rule.fails].filter((example) => isWanted(rule, example)).map((example) => settle(rules, rule, example, background, settler)),
  );
}

function settle(rules: ReleaseRules, rule: CheckedRule, example: RuleExample, background: readonly TextRecord[], settler: Settle): SettledExample {
  const built = buildExample(rules, rule, example.value);
  if ("problem" in built) throw new Error(`${rule.rule.firstId}/${example.name}: ${built.problem.message}`);
  if (background.length > 0) accompany(rules, rule, built.returns, background);
  return { rule, example, ...settler(rule, built.returns) };
}

/** Puts further children behind those of an example, unless that helps no rule. A rule on the whole return may look at them too: then it stands alone. */
function accompany(rules: ReleaseRules, rule: CheckedRule, returns: ExampleReturns, background: readonly TextRecord[]): void {
  const alone = judge(rules, returns);
  const remove = addChildren(rules.release, returns.root, background);
  const last = rules.earlier[1];
  const removeLast = last === null || returns.last === null ? () => undefined : addChildren(last, returns.last, neutralChildren(last, background.length));
  const accompanied = judge(rules, returns);
  const isSame = (accompanied.get(rule)?.length ?? 0) === (alone.get(rule)?.length ?? 0);
  if (isSame && countOthers(accompanied, rule) < countOthers(alone, rule)) return;
  remove();
  removeLast();
}
