import type { CheckedRule } from "../../rules/checked-rule.ts";
import { buildExample, type ExampleReturns } from "../../rules/example.ts";
import type { TextRecord } from "../../rules/record-tree.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { writeXml } from "../../rules/write-xml.ts";
import type { Release, RuleExample } from "../../specification/model.ts";
import type { Target } from "../target.ts";
import { addChildren, backgroundChildren, neutralChildren } from "./background.ts";
import { settleCarrier } from "./settle.ts";
import { countFaults } from "./structure-faults.ts";
import { countOthers, judge, type Verdict } from "./verdict.ts";

/** Findings of one rule, or of one structural check, that a vector must raise. */
export interface ExpectedFindings {
  /** Id of the rule; `structure.<kind>` for the form of the return. */
  readonly rule: string;
  readonly count: number;
  /** Why it is raised although the vector is about another rule. */
  readonly why?: string;
}

/** One complete document with everything that must be found in it: a line of `vectors.jsonl`. */
export interface Vector {
  /** `<first id of the rule>/<name of the example>`, for ever. */
  readonly id: string;
  readonly release: string;
  readonly rule: string;
  readonly expected: readonly ExpectedFindings[];
  readonly document: string;
  /** The return of the period before, for rules that compare with it. */
  readonly previous: string | null;
  readonly authority: string | null;
}

/** Test vectors of the rules: every example as a complete document, for whoever checks a checker. */
export const vectorsTarget = {
  name: "vectors",
  about: "test vectors of the rules",
  build: (release, context) => {
    const path = "validator/vectors.jsonl";
    if (!release.formats.includes("xml") || release.child === null)
      return { files: [], absent: [{ path, why: "The collection has no XML form with a record per child." }] };
    if (release.rules.length === 0) return { files: [], absent: [{ path, why: "The release has no rules." }] };
    const lines = ruleVectors(context.rules()).map((vector) => `${JSON.stringify(vector)}\n`);
    return { files: [{ path, content: lines.join(""), committed: false }], absent: [] };
  },
} satisfies Target;

/** The vectors of all rules, in the order of the rules and of their examples, those that pass first. */
export function ruleVectors(rules: ReleaseRules, examples: readonly SettledExample[] = exampleReturns(rules)): readonly Vector[] {
  return examples.map(({ rule, example, returns, verdict }) => ({
    id: `${rule.rule.firstId}/${example.name}`,
    release: rules.release.name,
    rule: rule.rule.id,
    expected: expectedFindings(rules.release, rule, returns.root, verdict),
    document: writeXml(returns.root, []),
    previous: returns.last === null ? null : writeXml(returns.last, []),
    authority: returns.authority,
  }));
}

/** An example as a complete return, and what all rules find in it. */
export interface SettledExample {
  readonly rule: CheckedRule;
  readonly example: RuleExample;
  readonly returns: ExampleReturns;
  readonly verdict: Verdict;
}

/** The examples of all rules on a carrier that breaks no rule of its own, as far as there is one. */
export function exampleReturns(rules: ReleaseRules): readonly SettledExample[] {
  const background = backgroundChildren(rules);
  return rules.rules.flatMap((rule) => [...rule.rule.passes, ...rule.rule.fails].map((example) => settle(rules, rule, example, background)));
}

function settle(rules: ReleaseRules, rule: CheckedRule, example: RuleExample, background: readonly TextRecord[]): SettledExample {
  const built = buildExample(rules, rule, example.value);
  if ("problem" in built) throw new Error(`${rule.rule.firstId}/${example.name}: ${built.problem.message}`);
  const { returns } = built;
  const alone = judge(rules, returns);
  const remove = addChildren(rules.release, returns.root, background);
  const last = rules.earlier[1];
  const removeLast = last === null || returns.last === null ? () => undefined : addChildren(last, returns.last, neutralChildren(last, background.length));
  const accompanied = judge(rules, returns);
  // A rule on the whole return may look at the further children too: then the example stands alone.
  const isSame = (accompanied.get(rule)?.length ?? 0) === (alone.get(rule)?.length ?? 0);
  if (!isSame || countOthers(accompanied, rule) >= countOthers(alone, rule)) {
    remove();
    removeLast();
  }
  return { rule, example, returns, verdict: settleCarrier(rules, rule, returns, new Set(background)) };
}

/** The vector's own rule first, then the other rules by id, then what is wrong with the form. */
function expectedFindings(release: Release, rule: CheckedRule, root: TextRecord, verdict: Verdict): readonly ExpectedFindings[] {
  const own = verdict.get(rule);
  const others = [...verdict].filter(([other]) => other !== rule);
  const structure = countFaults(
    release,
    root,
    [...verdict.keys()].map((failing) => failing.rule),
  );
  return [
    ...(own === undefined ? [] : [{ rule: rule.rule.id, count: own.length }]),
    ...others.map(([other, found]) => ({ rule: other.rule.id, count: found.length, why: other.rule.title })),
    ...[...structure].map(([kind, count]) => ({ rule: `structure.${kind}`, count, why: STRUCTURE_REASONS[kind] ?? kind })),
  ];
}

const STRUCTURE_REASONS: Readonly<Record<string, string>> = {
  missing: "The example leaves out something required",
  occurs: "The example gives something too often",
  empty: "The example gives an element without a value",
  type: "The example gives a value of the wrong kind",
  code: "The example gives a code that does not exist",
  length: "The example gives a text that is too short or too long",
  range: "The example gives a number out of range",
  pattern: "The example gives a value of the wrong form",
};
