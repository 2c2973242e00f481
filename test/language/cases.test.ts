import { describe, expect, test } from "vitest";
import { checkInToy, pathOf, recordsAt, returnsOf, returnsOfRule, rulesOf, toyWithEdits } from "../support/toy-language.ts";
import { BACKENDS } from "./backends.ts";
import { readCaseFiles } from "./read-cases.ts";

const files = readCaseFiles();
const FIRST_RULE = "rules: {add: {first: {title: T, severity: error, for: Child, check: present(ChildId), message: M, remedy: R}}}";

/** Every rule of the cases in one specification: they are told apart by number. */
const ruleCases = files.flatMap(({ rules }) => rules);
const trial = ruleCases.map(
  ({ rule }, index) => `    "${index}":\n      title: T\n      severity: error\n      message: M\n      remedy: R\n${rule.replaceAll(/^(?=.)/gm, "      ")}`,
);
const toy = rulesOf(toyWithEdits(ruleCases.length === 0 ? FIRST_RULE : `rules:\n  add:\n${trial.join("")}`));

describe.each(BACKENDS.map((backend) => [backend.name, backend] as const))("%s", (_, backend) => {
  describe.each(files.filter(({ expressions }) => expressions.length > 0).map((file) => [file.file, file.expressions] as const))("%s", (_file, cases) => {
    test.each(cases.map((one) => [one.name, one] as const))("%s", (_name, { record, index, given, expression, value }) => {
      const checked = checkInToy(expression, record, toy);
      if ("problem" in checked) throw new Error(`${expression}: ${checked.problem}`);
      const returns = returnsOf(given, record, toy);
      const at = recordsAt(returns.root, pathOf(record, toy))[index];
      if (at === undefined) throw new Error(`There is no ${record} ${index + 1}.`);
      expect(backend.evaluate(toy, checked.typed, at, returns), expression).toEqual(value);
    });
  });

  test.each(ruleCases.map((one, index) => [one.name, one, index] as const))("rules: %s", (_name, { given, finds }, index) => {
    const rule = toy.rules.find((candidate) => candidate.rule.id === String(index));
    if (rule === undefined) throw new Error("The rule of the case is not there.");
    expect(backend.findings(toy, rule, returnsOfRule(given, rule, toy))).toEqual(finds);
  });
});

test("no two cases of a file have the same name", () => {
  for (const { file, expressions } of files) {
    const names = expressions.map(({ name }) => name);
    expect(
      names.filter((name, index) => names.indexOf(name) !== index),
      file,
    ).toEqual([]);
  }
});
