import type { Typed } from "./typed.ts";
import type { Type, Year } from "./types.ts";
import type { Environment, Result, Value } from "./values.ts";

export function compare(node: Typed & { op: "compare" }, left: Result, right: Result, environment: Environment): Value {
  if (left === null || left === undefined || right === null || right === undefined) return null;
  if (node.operator === "==") return equals(node.left.type, left, node.right.type, right, environment);
  if (node.operator === "!=") return !equals(node.left.type, left, node.right.type, right, environment);
  const [a, b] = scaled(node.left.type, left, node.right.type, right);
  return node.operator === "<" ? a < b : node.operator === "<=" ? a <= b : node.operator === ">" ? a > b : a >= b;
}

/** A whole number beside a decimal is taken in thousandths. */
function scaled(leftType: Type, left: Result, rightType: Type, right: Result): [number, number] {
  return [Number(inUnitOf(rightType, leftType, left)), Number(inUnitOf(leftType, rightType, right))];
}

/** A whole number as a value of another type that it stands for: in thousandths where that is decimal. */
export function inUnitOf(wanted: Type, own: Type, value: Result): Result {
  return typeof value === "number" && wanted.kind === "decimal" && own.kind === "integer" ? value * 1000 : value;
}

/** Equal as written, or, for codes of two years, when the old code maps to the new one. */
function equals(leftType: Type, left: Result, rightType: Type, right: Result, environment: Environment): boolean {
  if (typeof left === "number" && typeof right === "number") {
    const [a, b] = scaled(leftType, left, rightType, right);
    return a === b;
  }
  if (leftType.kind === "postcode" || rightType.kind === "postcode") return String(left).replaceAll(" ", "") === String(right).replaceAll(" ", "");
  if (left === right) return true;
  if (leftType.kind !== "code" || rightType.kind !== "code" || leftType.year === rightType.year || leftType.set !== rightType.set) return false;
  const [older, newer] = leftType.year > rightType.year ? [left, right] : [right, left];
  const [from, to]: [Year, Year] = leftType.year > rightType.year ? [leftType.year, rightType.year] : [rightType.year, leftType.year];
  return environment.crosswalk(leftType.set, from, to, String(older))?.includes(String(newer)) ?? false;
}

/** One of the values equals: written differently, a postcode or a number is still the same. */
export function holds(listType: Type, list: readonly Result[], type: Type, value: Result, environment: Environment): boolean {
  const of = listType.kind === "list" ? listType.of : listType;
  return list.some((element) => element !== null && element !== undefined && equals(of, element, type, value, environment));
}

/** `same`: never unknown. */
export function same(given: readonly Typed[], values: readonly Result[], environment: Environment): Value {
  const [left, right] = values;
  const [a, b] = given;
  if (left === undefined || right === undefined || a === undefined || b === undefined) return false;
  if (left === null || right === null) return left === right;
  return equals(a.type, left, b.type, right, environment);
}

/** `between`, both ends included. */
export function between(given: readonly Typed[], values: readonly Result[]): boolean {
  const [value, low, high] = given.map(({ type }, index) => ({ type, value: values[index] ?? null }));
  if (value === undefined || low === undefined || high === undefined) return false;
  const [aboveLow, atLow] = scaled(value.type, value.value, low.type, low.value);
  const [belowHigh, atHigh] = scaled(value.type, value.value, high.type, high.value);
  return aboveLow >= atLow && belowHigh <= atHigh;
}
