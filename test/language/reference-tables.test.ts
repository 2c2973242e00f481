import { describe, expect, test } from "vitest";
import { checkExpression } from "../../generators/language/check-expression.ts";
import { parseExpression } from "../../generators/language/parse.ts";
import { rulesOf, scopeOf, toyWithEdits } from "../support/toy-language.ts";

const rules = rulesOf(toyWithEdits("rules: {add: {first: {title: T, severity: error, for: Child, check: present(ChildId), message: M, remedy: R}}}"));
const scope = scopeOf("Child", rules);

function say(text: string): string {
  const parsed = parseExpression(text);
  const result = "problem" in parsed ? parsed : checkExpression(parsed.expression, scope);
  if ("typed" in result) return result.typed.type.kind;
  const { message, range } = result.problem;
  return `${text.slice(range.start, range.end)}: ${message}`;
}

describe("reference tables", () => {
  test.each([
    ["reference.homes(Note)", "list"],
    ["present(reference.homes(Note))", "boolean"],
    ["Note in reference.homes", "boolean"],
    ['reference.homes(Note).exists(p, p.NAME == "X" && p.OPENED < Birth)', "boolean"],
    ['reference.homes(Note).exists(p, p.PLACES.contains("F"))', "boolean"],
    ["reference.homes(Note).first().NAME", "text"],
  ])("%s is accepted", (text, kind) => {
    expect(say(text)).toBe(kind);
  });

  test.each([
    ["Note in reference.home", "home: There is no reference table home. Did you mean homes?"],
    ["present(reference.homes())", "reference.homes(): reference.homes takes the key."],
    ["present(reference.homes)", "reference.homes: Write reference.homes(key), or key in reference.homes."],
    ["reference.homes(Note).exists(p, present(p.NAMES))", "NAMES: The table homes has no column NAMES. Did you mean NAME?"],
    ['reference.homes(Note).exists(p, p.PLACES.contains("Q"))', '"Q": "Q" is not a code of place.'],
    ["reference.homes(Note) == Note", "reference.homes(Note) == Note: A list cannot be compared with ==. Use all, exists, count or contains."],
  ])("%s is refused", (text, said) => {
    expect(say(text)).toBe(said);
  });
});
