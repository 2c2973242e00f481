import { describe, expect, test } from "vitest";
import { checkInToy, pathOf, recordsAt, returnsOf, returnsOfRule, rulesOf, toyWithEdits } from "../support/toy-language.ts";
import { BACKENDS, type Expressed } from "./backends.ts";
import { type ExpressionCase, readCaseFiles } from "./read-cases.ts";

const files = readCaseFiles();
const FIRST_RULE = "rules: {add: {first: {title: T, severity: error, for: Child, check: present(ChildId), message: M, remedy: R}}}";

/** Every rule of the cases in one specification: they are told apart by number. */
const ruleCases = files.flatMap(({ rules }) => rules);
const trial = ruleCases.map(
  ({ rule }, index) => `    "${index}":\n      title: T\n      severity: error\n      message: M\n      remedy: R\n${rule.replaceAll(/^(?=.)/gm, "      ")}`,
);
const toy = rulesOf(toyWithEdits(ruleCases.length === 0 ? FIRST_RULE : `rules:\n  add:\n${trial.join("")}`));

function checked({ expression, record }: ExpressionCase): Expressed {
  const result = checkInToy(expression, record, toy);
  if ("problem" in result) throw new Error(`${expression}: ${result.problem}`);
  return { expression: result.typed, record: pathOf(record, toy) };
}

const expressions = files.filter((file) => file.expressions.length > 0).map((file) => [file.file, file.expressions] as const);

describe.each(BACKENDS.map((backend) => [backend.name, backend] as const))("%s", (_, backend) => {
  describe.each(expressions)("%s", (_file, cases) => {
    const ready = backend.evaluator(toy, cases.map(checked));
    test.each(cases.map((one, number) => [one.name, one, number] as const))("%s", async (_name, { record, index, given, expression, value }, number) => {
      const evaluate = await ready;
      const returns = returnsOf(given, record, toy);
      const at = recordsAt(returns.root, pathOf(record, toy))[index];
      if (at === undefined) throw new Error(`There is no ${record} ${index + 1}.`);
      expect(evaluate(number, at, returns), expression).toEqual(value);
    });
  });

  describe("rules", () => {
    const ready = backend.finder(toy);
    test.each(ruleCases.map((one, index) => [one.name, one, index] as const))("%s", async (_name, { given, finds }, index) => {
      const find = await ready;
      const rule = toy.rules.find((candidate) => candidate.rule.id === String(index));
      if (rule === undefined) throw new Error("The rule of the case is not there.");
      expect(find(rule, returnsOfRule(given, rule, toy)).toSorted(byText)).toEqual(finds.toSorted(byText));
    });
  });
});

/** The order of findings is the report's; here only the order of the records in each counts. */
function byText(a: readonly string[], b: readonly string[]): number {
  return a.join() < b.join() ? -1 : a.join() > b.join() ? 1 : 0;
}

test("no two cases of a file have the same name", () => {
  for (const { file, expressions } of files) {
    const names = expressions.map(({ name }) => name);
    expect(
      names.filter((name, index) => names.indexOf(name) !== index),
      file,
    ).toEqual([]);
  }
});
