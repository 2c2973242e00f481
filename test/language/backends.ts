import type { Typed } from "../../generators/language/typed.ts";
import type { CheckedRule } from "../../generators/rules/checked-rule.ts";
import { evaluateExpression, evaluateRule } from "../../generators/rules/evaluate.ts";
import type { ExampleReturns } from "../../generators/rules/example.ts";
import type { TextRecord } from "../../generators/rules/record-tree.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import { type Answer, answerOf, describeRecord } from "../support/toy-language.ts";
import { compiledEvaluator, compiledFinder } from "./compiled-code.ts";

/** An expression that is to be evaluated on records of a path. */
export interface Expressed {
  readonly expression: Typed;
  readonly record: string;
}

/** The answer of the expression with an index, standing on the record `at` of the returns. */
export type Evaluator = (index: number, at: TextRecord, returns: ExampleReturns) => Answer;
/** The records of each finding of a rule, named as `describeRecord` does, the checked ones first. */
export type Finder = (rule: CheckedRule, returns: ExampleReturns) => readonly (readonly string[])[];

/** One way to carry out rules. Every backend must give the same answers to all cases. */
export interface Backend {
  readonly name: string;
  /** Makes expressions ready, all at once. */
  readonly evaluator: (rules: ReleaseRules, expressions: readonly Expressed[]) => Promise<Evaluator>;
  readonly finder: (rules: ReleaseRules) => Promise<Finder>;
}

const interpreter: Backend = {
  name: "interpreter",
  evaluator: async (rules, expressions) => (index, at, returns) => {
    const expression = expressions[index]?.expression;
    if (expression === undefined) throw new Error(`There is no expression ${index}.`);
    const roots = [returns.root, returns.last, returns.beforeLast];
    const words = ["", "last_return ", "return_before_last "];
    return answerOf(evaluateExpression(rules, expression, at, returns), expression.type, (value) => {
      if (typeof value !== "object" || value === null || !("text" in value)) return String(value);
      const { text, year } = value as { text: TextRecord; year: 0 | 1 | 2 };
      const root = roots[year];
      return root === null || root === undefined ? "?" : `${words[year]}${describeRecord(text, root)}`;
    });
  },
  finder: async (rules) => (rule, returns) =>
    evaluateRule(rules, rule, returns).map(({ records }) => records.map(({ text }) => describeRecord(text, returns.root))),
};

const compiled: Backend = { name: "compiled code", evaluator: compiledEvaluator, finder: compiledFinder };

/** All backends that the cases are run on. */
export const BACKENDS: readonly Backend[] = [interpreter, compiled];
