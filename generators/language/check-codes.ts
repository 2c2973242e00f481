import { type Checking, fail } from "./check-context.ts";
import { type LanguageSchema, schemaOf } from "./schema.ts";
import { hint } from "./suggest.ts";
import type { Expression, Range } from "./syntax.ts";
import type { Typed } from "./typed.ts";
import { DECIMAL, INTEGER, isTextual, listOf, TEXT, type Type, type Year } from "./types.ts";

/** Where the values of a list in brackets stand. */
const places = new WeakMap<Typed, readonly Range[]>();

/** A list in brackets. */
export function constantsOf(node: Expression & { kind: "list" }): Typed {
  const values = node.items.map((item) =>
    item.kind === "text" ? item.value : item.kind === "number" ? item.digits : fail("A list holds texts or numbers.", item.range),
  );
  const kinds = new Set(node.items.map((item) => item.kind));
  if (kinds.size > 1) fail("A list holds values of one type.", node.range);
  const number = values.some((value) => value.includes(".")) ? DECIMAL : INTEGER;
  const constants: Typed = { op: "constants", values, type: listOf(kinds.has("number") ? number : TEXT), range: node.range };
  places.set(
    constants,
    node.items.map((item) => item.range),
  );
  return constants;
}

/** A constant beside a code must be one of the codes of the year to which the item belongs. */
export function checkCode(type: Type, constant: Typed, schema: LanguageSchema): void {
  if (type.kind !== "code") return;
  const values = constant.op === "constant" && typeof constant.value === "string" ? [constant.value] : constant.op === "constants" ? constant.values : [];
  const codes = schemaOf(schema, type.year)?.codeSets.get(type.set)?.codes;
  const when = ["", " in last_return", " in return_before_last"][type.year];
  for (const [index, value] of values.entries()) {
    const range = places.get(constant)?.[index] ?? constant.range;
    if (codes !== undefined && !codes.has(value)) fail(`"${value}" is not a code of ${type.set}${when}.${hint(value, [...codes])}`, range);
  }
}

/** `codeset("…")` or `group("…")` on the right of `in`, for the value on its left. */
export function namedSet(node: Expression & { kind: "call" }, value: Typed, { scope }: Checking): Typed {
  const [argument] = node.arguments;
  if (argument?.kind !== "text" || node.arguments.length !== 1) return fail(`${node.name} takes one name in quotes.`, node.range);
  const { value: name, range } = argument;
  const year: Year = value.type.kind === "code" ? value.type.year : scope.year;
  const sets = schemaOf(scope.schema, year)?.codeSets ?? new Map<string, never>();
  if (node.name === "codeset") {
    const set = sets.get(name);
    if (set === undefined) return fail(`There is no code set ${name}.${hint(name, [...sets.keys()])}`, range);
    if (!isTextual(value.type)) fail("codeset(…) holds codes: the value on the left must be a coded item or text.", value.range);
    return { op: "set", codes: [...set.codes], name, group: false, type: { kind: "set", name, group: false }, range: node.range };
  }
  if (value.type.kind !== "code") return fail("group(…) belongs to a code set: the value on the left must be a coded item.", value.range);
  const groups = sets.get(value.type.set)?.groups ?? new Map<string, readonly string[]>();
  const codes = groups.get(name);
  if (codes === undefined) return fail(`${value.type.set} has no group "${name}".${hint(name, [...groups.keys()])}`, range);
  return { op: "set", codes, name, group: true, type: { kind: "set", name, group: true }, range: node.range };
}

export function requireTable(name: string, range: Range, { scope }: Checking): void {
  const { tables } = scope.schema;
  if (!tables.has(name)) fail(`There is no reference table ${name}.${hint(name, [...tables.keys()])}`, range);
}
