import { checkCode, namedSet, requireTable } from "./check-codes.ts";
import { type Checking, fail, needBoolean, startSentence } from "./check-context.ts";
import type { Expression, Range } from "./syntax.ts";
import type { Comparison, Typed } from "./typed.ts";
import { BOOLEAN, DATE, DECIMAL, describeType, INTEGER, isComparable, isNumber, isTextual, listOf, type Type } from "./types.ts";

export function unary(node: Expression & { kind: "unary" }, checking: Checking): Typed {
  const operand = checking.check(node.operand, checking);
  if (node.operator === "!") return { op: "not", operand: needBoolean(operand, "! turns round"), type: BOOLEAN, range: node.range };
  if (!isNumber(operand.type)) fail(`- needs a number, found ${describeType(operand.type)}.`, operand.range);
  return { op: "negate", operand, type: operand.type, range: node.range };
}

export function binary(node: Expression & { kind: "binary" }, checking: Checking): Typed {
  const { operator, range } = node;
  if (operator === "in") return membership(node, checking);
  const joins = operator === "&&" || operator === "||";
  const side = (inner: Expression): Typed => {
    const typed = checking.check(inner, checking);
    return joins ? needBoolean(typed, `${operator} joins`) : typed;
  };
  const left = side(node.left);
  const right = side(node.right);
  if (operator === "&&" || operator === "||") return { op: operator === "&&" ? "and" : "or", left, right, type: BOOLEAN, range };
  if (operator === "+" || operator === "-" || operator === "*" || operator === "/") return arithmetic(operator, left, right, range);
  return compare(operator, left, right, range, checking);
}

function compare(operator: Comparison, left: Typed, right: Typed, range: Range, { scope }: Checking): Typed {
  const [a, b] = [left.type, right.type];
  if (a.kind === "period" && b.kind === "period") fail("Two periods cannot be compared: a month has 28 to 31 days.", range);
  if (a.kind === "list" || b.kind === "list") fail(`A list cannot be compared with ${operator}. Use all, exists, count or contains.`, range);
  if (!isComparable(a, b)) fail(`${startSentence(a)} cannot be compared with ${describeType(b)}.${comparisonHint(a, b)}${comparisonHint(b, a)}`, range);
  const ordered = operator !== "==" && operator !== "!=";
  if (ordered && a.kind !== "date" && !isNumber(a)) fail(`${operator} puts dates and numbers in order, not ${describeType(a)}.`, range);
  checkCode(a, right, scope.schema);
  checkCode(b, left, scope.schema);
  return { op: "compare", operator, left, right, type: BOOLEAN, range };
}

/** What somebody who compares these two probably did not know. */
function comparisonHint(a: Type, b: Type): string {
  if (a.kind === "date" && (b.kind === "text" || b.kind === "integer")) return ' A date is written date("2014-03-31").';
  if (a.kind === "boolean" && b.kind === "text") return " Write true or false without quotes.";
  return isNumber(a) && isTextual(b) ? " Text stands in quotes, numbers do not." : "";
}

function arithmetic(operator: "+" | "-" | "*" | "/", left: Typed, right: Typed, range: Range): Typed {
  const [a, b] = [left.type, right.type];
  if (a.kind === "date" && b.kind === "period" && (operator === "+" || operator === "-")) {
    if (right.op !== "call") fail("A period is written out beside its date: date + days(…), months(…) or years(…).", right.range);
    return { op: "arithmetic", operator, left, right, type: DATE, range };
  }
  if (a.kind === "list" && b.kind === "list" && operator === "+") {
    // Records of two years are records of one group to the eye of a rule; the left one's year stands for both.
    const same = a.of.kind === "record" && b.of.kind === "record" ? a.of.record === b.of.record : isComparable(a.of, b.of);
    if (!same) fail(`${startSentence(a)} and ${describeType(b)} cannot be joined.`, range);
    return { op: "concat", left, right, type: listOf(a.of, a.stream || b.stream), range };
  }
  if (a.kind === "date" && b.kind === "date") fail("Two dates are not subtracted: write days_between(from, to).", range);
  if (!isNumber(a) || !isNumber(b)) fail(`${operator} needs numbers, or a date and a period, found ${describeType(a)} and ${describeType(b)}.`, range);
  const type = operator === "/" || a.kind === "decimal" || b.kind === "decimal" ? DECIMAL : INTEGER;
  return { op: "arithmetic", operator, left, right, type, range };
}

function membership(node: Expression & { kind: "binary" }, checking: Checking): Typed {
  const value = checking.check(node.left, checking);
  const { right, range } = node;
  if (right.kind === "member" && right.object.kind === "name" && right.object.name === "reference") {
    requireTable(right.name, right.nameRange, checking);
    const set: Typed = { op: "set", codes: [], name: right.name, group: false, type: { kind: "row", table: right.name }, range: right.range };
    return { op: "in", value, set, type: BOOLEAN, range };
  }
  if (right.kind === "call" && right.object === null && (right.name === "group" || right.name === "codeset"))
    return { op: "in", value, set: namedSet(right, value, checking), type: BOOLEAN, range };
  const set = checking.check(right, checking);
  if (set.type.kind !== "list") return fail(`in needs a list, group("…") or codeset("…") on its right, found ${describeType(set.type)}.`, right.range);
  if (!isComparable(value.type, set.type.of)) fail(`${startSentence(value.type)} cannot be in ${describeType(set.type)}.`, range);
  checkCode(value.type, set, checking.scope.schema);
  return { op: "in", value, set, type: BOOLEAN, range };
}
