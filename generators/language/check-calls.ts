import { checkCode } from "./check-codes.ts";
import { type Checking, count, fail } from "./check-context.ts";
import { callDefinition } from "./check-definitions.ts";
import { FUNCTION_NAMES, FUNCTIONS } from "./functions.ts";
import { hint } from "./suggest.ts";
import type { Expression, Range } from "./syntax.ts";
import type { Typed } from "./typed.ts";
import { BOOLEAN, DATE, describeType, isComparable, isNumber } from "./types.ts";

/** A function or definition with its values in parentheses. */
export function call(node: Expression & { kind: "call" }, checking: Checking): Typed {
  const { name, nameRange, range, arguments: given } = node;
  if (name === "group" || name === "codeset") return fail(`${name}(…) stands on the right of in.`, range);
  if (name === "date") return date(node, checking);
  const local = callDefinition(name, given, range, checking);
  if (local !== null) return local;
  const values = given.map((argument) => checking.check(argument, checking));
  if (name === "valid") return valid(values, range, checking);
  if (name === "same" || name === "first_present" || name === "between") return alternatives(name, values, range, checking);
  const signature = FUNCTIONS.get(name);
  if (signature === undefined) return fail(`There is no function ${name}.${hint(name, FUNCTION_NAMES)}`, nameRange);
  const { parameters, variadic, result } = signature;
  if (variadic ? values.length < parameters.length : values.length !== parameters.length) {
    fail(`${name} takes ${variadic ? "at least " : ""}${count(parameters.length)}, not ${values.length}.`, range);
  }
  values.forEach((value, index) => {
    const parameter = parameters[Math.min(index, parameters.length - 1)];
    if (parameter !== undefined && !parameter.accepts(value.type))
      fail(`${name} expects ${parameter.words} here, found ${describeType(value.type)}.`, value.range);
  });
  if (name === "matches" && values[1]?.op !== "constant") fail("The form of matches is a constant.", values[1]?.range ?? range);
  const [first] = values;
  return { op: "call", name, arguments: values, type: name === "abs" && first !== undefined ? first.type : result, range };
}

/** Only an item, or one entry of a repeating item, has a text that the specification may allow or not. */
function valid(values: readonly Typed[], range: Range, { entries }: Checking): Typed {
  const [item] = values;
  const isEntry = item?.op === "variable" && entries.has(item.name);
  if (values.length !== 1 || (item?.op !== "item" && !isEntry))
    fail("valid takes one item, or a variable that stands for an entry of a repeating item.", range);
  return { op: "call", name: "valid", arguments: values, type: BOOLEAN, range };
}

function alternatives(name: string, values: readonly Typed[], range: Range, { scope }: Checking): Typed {
  const counts: Readonly<Record<string, number>> = { same: 2, first_present: 2, between: 3 };
  const [first, ...others] = values;
  if (first === undefined || values.length < (counts[name] ?? 1) || (name !== "first_present" && values.length > (counts[name] ?? 1)))
    return fail(`${name} takes ${name === "first_present" ? "at least " : ""}${counts[name]} values, not ${values.length}.`, range);
  for (const one of values) {
    const { kind } = one.type;
    if (kind === "list" || kind === "set" || kind === "period" || kind === "row")
      fail(`${name} takes single values, not ${describeType(one.type)}.`, one.range);
  }
  for (const other of others) {
    if (!isComparable(first.type, other.type)) fail(`${name} compares ${describeType(first.type)} with ${describeType(other.type)}.`, other.range);
    checkCode(first.type, other, scope.schema);
    checkCode(other.type, first, scope.schema);
  }
  if (name === "between" && first.type.kind !== "date" && !isNumber(first.type))
    fail(`between needs dates or numbers, found ${describeType(first.type)}.`, first.range);
  return { op: "call", name, arguments: values, type: name === "first_present" ? first.type : BOOLEAN, range };
}

function date(node: Expression & { kind: "call" }, checking: Checking): Typed {
  const [first] = node.arguments;
  if (node.arguments.length === 1 && first?.kind === "text") {
    const isDate = /^\d{4}-\d{2}-\d{2}$/.test(first.value) && new Date(`${first.value}T00:00:00Z`).toISOString().startsWith(first.value);
    if (!isDate) fail(`"${first.value}" is not a date such as 2014-03-31.`, first.range);
    return { op: "constant", value: first.value, type: DATE, range: node.range };
  }
  const values = node.arguments.map((argument) => checking.check(argument, checking));
  if (values.length !== 3 || values.some((value) => value.type.kind !== "integer"))
    fail('date takes a text such as "2014-03-31", or year, month and day.', node.range);
  return { op: "call", name: "date", arguments: values, type: DATE, range: node.range };
}
