import { describe, expect, test } from "vitest";
import { sentenceOfRule } from "../../generators/language/sentence.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { sentenceLabels } from "../../generators/rules/sentence-labels.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { sentenceOf } from "./sentence-schema.ts";
import { SENTENCES } from "./sentence-table.ts";
import { specification } from "../support/specification.ts";

test.each(SENTENCES.map(([rule, sentence]) => [rule.check ?? rule.unique ?? "", rule, sentence] as const))("%s", (_name, rule, sentence) => {
  expect(sentenceOf(rule)).toBe(sentence);
});

describe("rules of several parts", () => {
  test("a further condition on the same record goes on without naming it again", () => {
    expect(sentenceOf({ for: "Child", check: "valid(Sex)" }, { for: "Child", when: "present(Death)", check: "present(Birth)" })).toBe(
      "For each child: the sex must be a valid code (not tested when the sex is empty). When the date of death is given: the date of birth must be given.",
    );
  });

  test("one check on several records is one sentence", () => {
    expect(sentenceOf({ for: "Child/Stay/Plan", check: "present(Birth)" }, { for: "Child/Stay/Enquiry", check: "present(Birth)" })).toBe(
      "For each child in need plan or section 47 enquiry: the date of birth must be given.",
    );
  });

  test("what a code means is said once in all parts", () => {
    expect(
      sentenceOf(
        { for: "Child/Stay", when: 'Reason == "R8"', check: "present(End)" },
        { for: "Child/Stay", when: 'Reason in ["R8", "R1"]', check: "present(Place)" },
      ),
    ).toBe(
      "For each stay, when the reason for closure is R8 (Closed after assessment): the end date must be given. When the reason for closure is R8 or R1 (Adopted): the placement type must be given.",
    );
  });

  test("a rule without parts has no sentence", () => {
    expect(sentenceOf()).toBe("");
  });
});

/** What a sentence must never hold: signs of the language, gaps, or what a program says of nothing. */
const SIGNS = /undefined|null|NaN|\[object| {2}|[$_#{}\uE000\uE001]|&&|\|\||==|!=|<|>|\s[,.;:]|\.\./;

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0 && text.split("‘").length === text.replaceAll(/(?<=\w)’(?=\w)/g, "").split("’").length;
}

describe("rules of the specifications", () => {
  const names = specification.names.filter((name) => (specification.release(name).release?.rules.length ?? 0) > 0);

  test.each(names)("%s: every rule has a sentence", (name) => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    const rules = checkReleaseRules(specification, release, new Diagnostics());
    const labels = sentenceLabels(rules);
    const wrong: string[] = [];
    for (const rule of rules.rules) {
      const sentence = sentenceOfRule(rule, labels);
      if (rule.rule.notTestable !== null) continue;
      const isWhole = sentence.startsWith("For ") && sentence.endsWith(".");
      if (!isWhole || SIGNS.test(sentence) || !isBalanced(sentence)) wrong.push(`${rule.rule.id}: ${sentence}`);
      if (sentence !== sentenceOfRule(rule, labels)) wrong.push(`${rule.rule.id} is not said the same way twice`);
    }
    expect(wrong).toEqual([]);
  });
});
