import { describe, expect, test } from "vitest";
import { checkExpression } from "../../generators/language/check-expression.ts";
import { parseExpression } from "../../generators/language/parse.ts";
import type { Type } from "../../generators/language/types.ts";
import { rulesOf, scopeOf, toyWithEdits } from "../support/toy-language.ts";

/** The toy with a reference table, which no specification declares yet. */
const rules = rulesOf(toyWithEdits("rules: {add: {first: {title: T, severity: error, for: Child, check: present(ChildId), message: M, remedy: R}}}"));
const providers: ReadonlyMap<string, Type> = new Map<string, Type>([
  ["NAME", { kind: "text" }],
  ["OPENED", { kind: "date" }],
  ["PLACES", { kind: "list", of: { kind: "code", set: "place", year: 0 }, stream: false }],
]);
const own = scopeOf("Child", rules);
const scope = { ...own, schema: { ...own.schema, tables: new Map([["providers", providers]]) } };

function say(text: string): string {
  const parsed = parseExpression(text);
  const result = "problem" in parsed ? parsed : checkExpression(parsed.expression, scope);
  if ("typed" in result) return result.typed.type.kind;
  const { message, range } = result.problem;
  return `${text.slice(range.start, range.end)}: ${message}`;
}

describe("reference tables", () => {
  test.each([
    ["reference.providers(Note)", "list"],
    ["present(reference.providers(Note))", "boolean"],
    ["Note in reference.providers", "boolean"],
    ['reference.providers(Note).exists(p, p.NAME == "X" && p.OPENED < Birth)', "boolean"],
    ['reference.providers(Note).exists(p, p.PLACES.contains("F"))', "boolean"],
    ["reference.providers(Note).first().NAME", "text"],
  ])("%s is accepted", (text, kind) => {
    expect(say(text)).toBe(kind);
  });

  test.each([
    ["Note in reference.provider", "provider: There is no reference table provider. Did you mean providers?"],
    ["present(reference.providers())", "reference.providers(): reference.providers takes the key."],
    ["present(reference.providers)", "reference.providers: Write reference.providers(key), or key in reference.providers."],
    ["reference.providers(Note).exists(p, present(p.NAMES))", "NAMES: The table providers has no column NAMES. Did you mean NAME?"],
    ['reference.providers(Note).exists(p, p.PLACES.contains("Q"))', '"Q": "Q" is not a code of place.'],
    ["reference.providers(Note) == Note", "reference.providers(Note) == Note: A list cannot be compared with ==. Use all, exists, count or contains."],
  ])("%s is refused", (text, said) => {
    expect(say(text)).toBe(said);
  });
});
