import { call } from "./check-calls.ts";
import { constantsOf } from "./check-codes.ts";
import { type Checking, CheckProblem, type Scope } from "./check-context.ts";
import { method } from "./check-lists.ts";
import { member } from "./check-members.ts";
import { nameOf } from "./check-names.ts";
import { binary, unary } from "./check-operators.ts";
import type { Expression, ExpressionProblem } from "./syntax.ts";
import type { Typed } from "./typed.ts";
import { BOOLEAN, DECIMAL, INTEGER, TEXT } from "./types.ts";

export type { Scope } from "./check-context.ts";

/** Resolves the names and types of an expression. Gives one problem: the first in reading order. */
export function checkExpression(expression: Expression, scope: Scope): { readonly typed: Typed } | { readonly problem: ExpressionProblem } {
  try {
    return { typed: check(expression, { scope, variables: scope.variables, depth: 0, entries: new Set(["#entry"]), check }) };
  } catch (error) {
    if (error instanceof CheckProblem) return { problem: error.problem };
    throw error;
  }
}

function check(node: Expression, checking: Checking): Typed {
  const { range } = node;
  switch (node.kind) {
    case "text":
      return { op: "constant", value: node.value, type: TEXT, range };
    case "number":
      return { op: "constant", value: node.digits, type: node.digits.includes(".") ? DECIMAL : INTEGER, range };
    case "boolean":
      return { op: "constant", value: node.value, type: BOOLEAN, range };
    case "list":
      return constantsOf(node);
    case "name":
      return nameOf(node.name, range, checking);
    case "member":
      return member(node, checking);
    case "call":
      return node.object === null ? call(node, checking) : method(node, node.object, checking);
    case "unary":
      return unary(node, checking);
    case "binary":
      return binary(node, checking);
  }
}
