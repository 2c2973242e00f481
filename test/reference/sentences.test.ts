import { expect, test } from "vitest";
import { sentenceOfRule } from "../../generators/language/sentence.ts";
import { sentenceLabels } from "../../generators/rules/sentence-labels.ts";
import { rulesWith } from "./trial-rules.ts";

test("sentences name derived items and reference tables by their labels", () => {
  const rules = rulesWith(
    "cla/2024-25",
    `T1:
  for: EPISODE
  check: PL_LA == "201"
T2:
  for: EPISODE
  when: present(URN)
  check: URN in reference.providers && PL_DISTANCE <= 350`,
  );
  const sentences = rules.rules.flatMap((rule) => (/^T\d$/.test(rule.rule.id) ? [sentenceOfRule(rule, sentenceLabels(rules))] : []));
  expect(sentences).toEqual([
    "For each episode: the local authority of placement must be 201 (City of London) (not tested when the local authority of placement is empty).",
    "For each episode, when the unique reference number of the provider is given: the unique reference number of the provider must be listed in the reference table ‘List of providers’, and the figure ‘Distance between home and placement’ must be at most 350 (this part is not tested when the distance between home and placement is empty).",
  ]);
});
