import { describe, expect, test } from "vitest";
import { evaluateRule } from "../../generators/rules/evaluate.ts";
import { buildExample } from "../../generators/rules/example.ts";
import { problemsOf, rulesOf, toyWithEdits } from "../support/toy-language.ts";

/** Rules of the toy, written as a family, with what the members need beside the expression. */
const family = (members: string, body: string): string => `rules:
  add:
    pair:
      family:
${members.replaceAll(/^/gm, "        ")}
      severity: error
      title: $item is wrong
      message: Look at {$item}.
      remedy: Check $item.
${body.replaceAll(/^/gm, "      ")}
`;

describe("families", () => {
  test("give one rule for each member, with its values in expressions, words and examples", () => {
    const members = '"201": {record: Child, item: Birth}\n"202": {record: Stay, item: From, title: The start is late}';
    const body = "for: $record\ncheck: $item <= collection.end\npasses:\n  last-day: {$item: end}\nfails:\n  day-after: {$item: end + 1 day}";
    const rules = rulesOf(toyWithEdits(family(members, body)));
    const made = rules.rules.filter(({ rule }) => rule.id === "201" || rule.id === "202");
    expect(made.map(({ rule }) => [rule.id, rule.title, rule.check?.text, rule.message, rule.remedy])).toEqual([
      ["201", "Birth is wrong", "Birth <= collection.end", "Look at {Birth}.", "Check Birth."],
      ["202", "The start is late", "From <= collection.end", "Look at {From}.", "Check From."],
    ]);
    const verdicts = made.flatMap((rule) =>
      [...rule.rule.passes, ...rule.rule.fails].map((example) => {
        const built = buildExample(rules, rule, example.value);
        return "problem" in built ? built.problem.message : `${rule.rule.id}/${example.name}: ${evaluateRule(rules, rule, built.returns).length}`;
      }),
    );
    expect(verdicts).toEqual(["201/last-day: 0", "201/day-after: 1", "202/last-day: 0", "202/day-after: 1"]);
  });

  test("take constants between quotes, numbers and lists of constants", () => {
    const members = '"201": {item: Sex, code: M, most: 3, fits: [A, B]}';
    const body = 'for: Child\nwhen: $item == "$code"\ncheck: Need.size() <= $most && Need.all(n, n in $fits)';
    const [rule] = rulesOf(toyWithEdits(family(members, body))).rules.filter(({ rule: { id } }) => id === "201");
    expect([rule?.rule.when?.text, rule?.rule.check?.text]).toEqual(['Sex == "M"', 'Need.size() <= 3 && Need.all(n, n in ["A", "B"])']);
  });

  test("show a mistake in a value where the member gives it, any other where the family has it", () => {
    const members = '"201": {item: Brith}\n"202": {item: Birth}';
    const said = problemsOf(toyWithEdits(family(members, "for: Child\ncheck: $item <= collection.end && Nobody == 1")));
    const places = said.filter((one) => !one.includes("in the message")).map((one) => one.split("\n").filter((line) => /^(specs\/|>)/.test(line)));
    expect(places).toEqual([
      [
        "specs/home/2015-16/changes/trial.yaml:12:25: RS1501: There is no Brith in Child or around it. Did you mean Birth?",
        '> 12 |           "201": {item: Brith}',
      ],
      [
        "specs/home/2015-16/changes/trial.yaml:19:43: RS1501: There is no Nobody in Child or around it.",
        "> 19 |         check: $item <= collection.end && Nobody == 1",
      ],
    ]);
  });
});
