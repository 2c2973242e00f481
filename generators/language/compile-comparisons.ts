import { parseIsoDate } from "../../runtime/dates.ts";
import type { Coder } from "./compile-context.ts";
import type { Comparison, Typed } from "./typed.ts";
import type { Type } from "./types.ts";

export const OPPOSITE: Readonly<Record<Comparison, Comparison>> = { "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<" };
const ORDER: Readonly<Record<Exclude<Comparison, "==" | "!=">, string>> = { "<": "isBefore", "<=": "isNotAfter", ">": "isAfter", ">=": "isNotBefore" };

/** A condition that holds exactly when the comparison is decided so. */
export function comparison(operator: Comparison, left: Typed, right: Typed, coder: Coder): string {
  const [a, b] = [inUnitOf(right.type, left, coder), inUnitOf(left.type, right, coder)];
  if (operator !== "==" && operator !== "!=") return `${ORDER[operator]}(${a}, ${b})`;
  return `${equality(left.type, right.type, coder)(a, b)} === ${operator === "=="}`;
}

/** `same(x, y)` */
export function sameCode(left: Typed, right: Typed, coder: Coder): string {
  const [a, b] = [inUnitOf(right.type, left, coder), inUnitOf(left.type, right, coder)];
  return `same(${a}, ${b}, ${equalityFunction(left.type, right.type, coder)})`;
}

/** Whether a list holds a value: true, false or null. */
export function holding(list: Typed, value: Typed, coder: Coder): string {
  const of = list.type.kind === "list" ? list.type.of : list.type;
  const given = inUnitOf(of, value, coder);
  const isScaled = of.kind === "integer" && value.type.kind === "decimal";
  const equals = isScaled ? "(a, b) => isEqual(thousandths(a), b)" : equalityFunction(of, value.type, coder);
  return equals === "isEqual" || equals === "isSameRecord" ? `contains(${coder.value(list)}, ${given})` : `holds(${coder.value(list)}, ${given}, ${equals})`;
}

/** Equality of values of two types, as a call. */
function equality(a: Type, b: Type, coder: Coder): (left: string, right: string) => string {
  const name = equalityName(a, b);
  if (name !== null) return (left, right) => `${name}(${left}, ${right})`;
  const more = crosswalkArguments(a, b, coder);
  return (left, right) => `context.isSameCode(${left}, ${right}, ${more})`;
}

/** Equality of values of two types, as a function. */
function equalityFunction(a: Type, b: Type, coder: Coder): string {
  return equalityName(a, b) ?? `(a, b) => context.isSameCode(a, b, ${crosswalkArguments(a, b, coder)})`;
}

/** null for codes of two years, which crosswalks may lead from one to the other. */
function equalityName(a: Type, b: Type): string | null {
  if (a.kind === "record") return "isSameRecord";
  if (a.kind === "postcode" || b.kind === "postcode") return "isSamePostcode";
  return a.kind === "code" && b.kind === "code" && a.year !== b.year && a.set === b.set ? null : "isEqual";
}

function crosswalkArguments(a: Type, b: Type, { names }: Coder): string {
  if (a.kind !== "code" || b.kind !== "code") return "";
  names.compareCodes(a.set, a.year, b.year);
  return `${JSON.stringify(a.set)}, ${a.year}, ${b.year}`;
}

/** A whole number where a decimal is wanted counts in thousandths. */
export function inUnitOf(wanted: Type, node: Typed, coder: Coder): string {
  const code = coder.value(node);
  if (wanted.kind !== "decimal" || node.type.kind !== "integer") return code;
  return node.op === "constant" ? String(Number(code) * 1000) : `thousandths(${code})`;
}

export function constantCode(value: string | boolean, type: Type): string {
  if (typeof value === "boolean") return String(value);
  if (type.kind === "integer") return String(Number(value));
  if (type.kind === "decimal") return String(Math.round(Number(value) * 1000));
  if (type.kind === "date") return String(parseIsoDate(value));
  return JSON.stringify(value.toUpperCase());
}
