import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { expressionFromJson, expressionToJson, type Json } from "../../generators/language/ast-json.ts";
import { expressionSchema, expressionSchemaText } from "../../generators/language/ast-schema.ts";
import { NODE_SHAPES } from "../../generators/language/ast-shapes.ts";
import { childrenOf, type Typed } from "../../generators/language/typed.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { PROJECT } from "../support/returnspec.ts";
import { checkedPart } from "./sentence-schema.ts";
import { SENTENCES } from "./sentence-table.ts";
import { specification } from "../support/specification.ts";

const validate = new Ajv2020({ strict: true, allErrors: false }).compile(expressionSchema() as object);

function problemsOf(node: Typed): readonly string[] {
  const json = expressionToJson(node);
  const problems = validate(json) ? [] : [`not valid: ${JSON.stringify(validate.errors?.[0])}`];
  const again = expressionToJson(expressionFromJson(JSON.parse(JSON.stringify(json)) as Json));
  return JSON.stringify(again) === JSON.stringify(json) ? problems : [...problems, "is another expression when read back"];
}

const nodesOfTable = SENTENCES.flatMap(([rule]) => {
  const { when, check, unique, let: lets } = checkedPart(rule);
  return [when, check, ...unique, ...lets.map(({ is }) => is)].filter((node) => node !== null);
});

test("every expression of the table is valid JSON of the schema, and comes back the same", () => {
  expect(nodesOfTable.flatMap(problemsOf)).toEqual([]);
});

test("the table has every kind of node", () => {
  const found = new Set<string>();
  const visit = (node: Typed): void => {
    found.add(node.op);
    for (const inner of childrenOf(node)) visit(inner);
  };
  for (const node of nodesOfTable) visit(node);
  for (const [rule] of SENTENCES) {
    const { target } = checkedPart(rule);
    if (target.kind === "variables") for (const { list } of target.variables) visit(list);
  }
  expect([...found].toSorted()).toEqual(Object.keys(NODE_SHAPES).toSorted());
});

describe("rules and definitions of the specifications", () => {
  const names = specification.names.filter((name) => (specification.release(name).release?.rules.length ?? 0) > 0 && specification.release(name).release?.live);

  test.each(names)("%s", (name) => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    const rules = checkReleaseRules(specification, release, new Diagnostics());
    const expressions = rules.rules.flatMap(({ parts }) =>
      parts.flatMap(({ target, when, check, unique, let: lets, report }) => [
        ...(target.kind === "variables" ? target.variables.map(({ list }) => list) : []),
        ...[when, check].filter((node) => node !== null),
        ...unique,
        ...lets.map(({ is }) => is),
        ...report,
      ]),
    );
    const bodies = [...rules.schema.definitions.keys()].flatMap((key) => rules.definitions[0].get(key)?.body ?? []);
    expect([...expressions, ...bodies].flatMap(problemsOf)).toEqual([]);
  });
});

test("the schema under docs/schemas is the one that is made here", () => {
  expect(readFileSync(join(PROJECT, "docs/schemas/expression.schema.json"), "utf8")).toBe(expressionSchemaText());
});

test.each([
  ["no object", [], "An expression is an object."],
  ["an unknown operation", { op: "xor", type: { kind: "boolean" } }, "xor is not an operation"],
  ["an inherited name", { op: "constructor", type: { kind: "boolean" } }, "constructor is not an operation"],
  ["a missing field", { op: "not", type: { kind: "boolean" } }, "operand is missing"],
  ["a further field", { op: "constants", type: { kind: "text" }, values: [], range: 1 }, "range is not known"],
  ["an unknown type", { op: "constant", type: { kind: "money" }, value: "1" }, "money is not a type"],
  ["nodes that are no list", { op: "call", type: { kind: "text" }, name: "year", arguments: "1" }, "arguments is not a list"],
])("%s is refused", (_name, json, message) => {
  expect(() => expressionFromJson(json)).toThrow(message);
});
