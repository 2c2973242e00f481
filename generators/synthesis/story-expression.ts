import { addMonths } from "../../runtime/dates.ts";
import { parseExpression } from "../language/parse.ts";
import type { BinaryOperator, Expression, Range } from "../language/syntax.ts";
import { suggestName } from "../specification/diagnostics.ts";
import { STORY_FUNCTIONS } from "./functions.ts";
import { isList, isMonths, Scope, type Value } from "./scope.ts";

/** A compiled expression. */
export type Compute = (scope: Scope) => Value;

/** Something wrong with an expression, at a range of its text. */
export interface StoryProblem {
  readonly message: string;
  readonly range: Range;
}

class ExpressionError extends Error {
  readonly problem: StoryProblem;
  constructor(message: string, range: Range) {
    super(message);
    this.problem = { message, range };
  }
}

/**
 * Compiles an expression of a story: the syntax of the rule language, with the functions of `functions.ts`. A missing value makes comparisons and
 * sums missing; `&&` and `||` are decided where one side decides them, as in rules.
 * @param isKnown whether anything has this name
 */
export function compileStoryExpression(
  text: string,
  isKnown: { readonly has: (name: string) => boolean; readonly names: () => Iterable<string> },
): { readonly compute: Compute } | { readonly problem: StoryProblem } {
  const parsed = parseExpression(text);
  if ("problem" in parsed) return parsed;
  try {
    return { compute: compile(parsed.expression, isKnown) };
  } catch (error) {
    if (error instanceof ExpressionError) return { problem: error.problem };
    throw error;
  }
}

type Known = Parameters<typeof compileStoryExpression>[1];

function compile(expression: Expression, known: Known): Compute {
  switch (expression.kind) {
    case "text":
      return constant(expression.value);
    case "number":
      return constant(Number(expression.digits));
    case "boolean":
      return constant(expression.value);
    case "list": {
      const items = expression.items.map((item) => compile(item, known));
      return (scope) => items.map((item) => item(scope));
    }
    case "name": {
      const { name, range } = expression;
      if (!known.has(name)) throw new ExpressionError(`Nothing is called ${name}. ${suggestName(name, known.names()) ?? ""}`.trim(), range);
      return (scope) => scope.get(name);
    }
    case "member": {
      const { name, nameRange } = expression;
      if (!known.has(name)) throw new ExpressionError(`Nothing is called ${name}. ${suggestName(name, known.names()) ?? ""}`.trim(), nameRange);
      const object = compile(expression.object, known);
      return (scope) => memberOf(object(scope), name);
    }
    case "call":
      return compileCall(expression, known);
    case "unary":
      return compileUnary(expression.operator, compile(expression.operand, known));
    case "binary":
      return compileBinary(expression.operator, compile(expression.left, known), compile(expression.right, known));
  }
}

function constant(value: Value): Compute {
  return () => value;
}

/** An item of a record; of a list of records, that of each one that has it. */
function memberOf(object: Value, name: string): Value {
  if (object instanceof Scope) return object.own(name);
  return isList(object) ? object.map((one) => memberOf(one, name)).filter((value) => value !== null) : null;
}

function compileCall(call: Expression & { kind: "call" }, known: Known): Compute {
  if (call.object !== null) {
    const object = compile(call.object, known);
    if (call.arguments.length > 0 || (call.name !== "first" && call.name !== "last"))
      throw new ExpressionError("A list has first() and last() here, nothing else.", call.nameRange);
    const at = call.name === "first" ? 0 : -1;
    return (scope) => {
      const list = object(scope);
      return isList(list) ? (list.at(at) ?? null) : null;
    };
  }
  const found = STORY_FUNCTIONS.get(call.name);
  if (found === undefined)
    throw new ExpressionError(`There is no function ${call.name}. ${suggestName(call.name, STORY_FUNCTIONS.keys()) ?? ""}`.trim(), call.nameRange);
  const count = call.arguments.length;
  if (count < found.least || (found.most !== null && count > found.most))
    throw new ExpressionError(`${call.name} takes ${found.least === found.most ? found.least : `${found.least} or more`} values, not ${count}.`, call.range);
  const values = call.arguments.map((argument) => compile(argument, known));
  return (scope) =>
    found.run(
      values.map((value) => value(scope)),
      scope,
    );
}

function compileUnary(operator: "!" | "-", operand: Compute): Compute {
  return (scope) => {
    const value = operand(scope);
    if (operator === "!") return typeof value === "boolean" ? !value : null;
    return typeof value === "number" ? -value : isMonths(value) ? { months: -value.months } : null;
  };
}

function compileBinary(operator: BinaryOperator, left: Compute, right: Compute): Compute {
  switch (operator) {
    case "&&":
    case "||": {
      const decides = operator === "||";
      return (scope) => {
        const one = left(scope);
        if (one === decides) return decides;
        const other = right(scope);
        if (other === decides) return decides;
        return one === null || other === null ? null : !decides;
      };
    }
    case "in":
      return (scope) => {
        const [value, list] = [left(scope), right(scope)];
        return value === null || !isList(list) ? null : list.includes(value);
      };
    case "==":
      return compared(left, right, (a, b) => a === b);
    case "!=":
      return compared(left, right, (a, b) => a !== b);
    case "<":
      return compared(left, right, (a, b) => a < b);
    case "<=":
      return compared(left, right, (a, b) => a <= b);
    case ">":
      return compared(left, right, (a, b) => a > b);
    case ">=":
      return compared(left, right, (a, b) => a >= b);
    case "+":
      return (scope) => add(left(scope), right(scope), 1);
    case "-":
      return (scope) => add(left(scope), right(scope), -1);
    case "*":
      return arithmetic(left, right, (a, b) => a * b);
    case "/":
      return arithmetic(left, right, (a, b) => a / b);
  }
}

type Plain = string | number | boolean;

function compared(left: Compute, right: Compute, test: (a: Plain, b: Plain) => boolean): Compute {
  return (scope) => {
    const [a, b] = [left(scope), right(scope)];
    return isPlain(a) && isPlain(b) ? test(a, b) : null;
  };
}

function isPlain(value: Value): value is Plain {
  return value !== null && typeof value !== "object";
}

function arithmetic(left: Compute, right: Compute, run: (a: number, b: number) => number): Compute {
  return (scope) => {
    const [a, b] = [left(scope), right(scope)];
    return typeof a === "number" && typeof b === "number" ? run(a, b) : null;
  };
}

function add(one: Value, other: Value, sign: 1 | -1): Value {
  if (typeof one === "number" && typeof other === "number") return one + sign * other;
  if (typeof one === "number" && isMonths(other)) return addMonths(one, sign * other.months);
  if (typeof one === "string" && typeof other === "string" && sign === 1) return one + other;
  return null;
}
