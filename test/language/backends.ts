import type { Typed } from "../../generators/language/typed.ts";
import type { CheckedRule } from "../../generators/rules/checked-rule.ts";
import { evaluateExpression, evaluateRule } from "../../generators/rules/evaluate.ts";
import type { ExampleReturns } from "../../generators/rules/example.ts";
import type { TextRecord } from "../../generators/rules/record-tree.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import { type Answer, answerOf, describeRecord } from "../support/toy-language.ts";

/** One way to carry out rules. Every backend must give the same answers to all cases. */
export interface Backend {
  readonly name: string;
  /** The answer of an expression that stands on the record `at` of the returns. */
  readonly evaluate: (rules: ReleaseRules, expression: Typed, at: TextRecord, returns: ExampleReturns) => Answer;
  /** The records of each finding of a rule, named as `describeRecord` does, the checked ones first. */
  readonly findings: (rules: ReleaseRules, rule: CheckedRule, returns: ExampleReturns) => readonly (readonly string[])[];
}

const interpreter: Backend = {
  name: "interpreter",
  evaluate: (rules, expression, at, returns) => {
    const roots = [returns.root, returns.last, returns.beforeLast];
    const words = ["", "last_return ", "return_before_last "];
    return answerOf(evaluateExpression(rules, expression, at, returns), expression.type, (value) => {
      if (typeof value !== "object" || value === null || !("text" in value)) return String(value);
      const { text, year } = value as { text: TextRecord; year: 0 | 1 | 2 };
      const root = roots[year];
      return root === null || root === undefined ? "?" : `${words[year]}${describeRecord(text, root)}`;
    });
  },
  findings: (rules, rule, returns) => evaluateRule(rules, rule, returns).map(({ records }) => records.map(({ text }) => describeRecord(text, returns.root))),
};

/** All backends that the cases are run on. */
export const BACKENDS: readonly Backend[] = [interpreter];
