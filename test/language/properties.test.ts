import { parse as parseCel } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkExpression } from "../../generators/language/check-expression.ts";
import { FUNCTION_NAMES, LIST_METHODS, RESERVED } from "../../generators/language/functions.ts";
import { parseExpression } from "../../generators/language/parse.ts";
import type { Expression } from "../../generators/language/syntax.ts";
import type { Typed } from "../../generators/language/typed.ts";
import { evaluateExpression } from "../../generators/rules/evaluate.ts";
import type { ExpressionText, Rule } from "../../generators/specification/model.ts";
import { JUDGE } from "../support/returnspec.ts";
import { pathOf, recordsAt, returnsOf, rulesOf, scopeOf, toyWithEdits } from "../support/toy-language.ts";
import { BACKENDS } from "./backends.ts";
import { printExpression } from "./print-expression.ts";
import { conditions, values } from "./random-expressions.ts";
import { readCaseFiles } from "./read-cases.ts";
import { specification } from "../support/specification.ts";

const toy = rulesOf(toyWithEdits("rules: {add: {first: {title: T, severity: error, for: Child, check: present(ChildId), message: M, remedy: R}}}"));
const scope = scopeOf("Child", toy);
const cases = readCaseFiles().flatMap(({ expressions }) => expressions);

/** The tree without places. */
function bare(node: Expression): unknown {
  return JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === "range" || key === "nameRange" || key === "operatorRange" ? undefined : value)));
}

function parsed(text: string): Expression {
  const result = parseExpression(text);
  if ("problem" in result) throw new Error(`${text}: ${result.problem.message}`);
  return result.expression;
}

function every(node: Expression): readonly Expression[] {
  const inner =
    node.kind === "member"
      ? [node.object]
      : node.kind === "call"
        ? [...(node.object === null ? [] : [node.object]), ...node.arguments]
        : node.kind === "unary"
          ? [node.operand]
          : node.kind === "binary"
            ? [node.left, node.right]
            : node.kind === "list"
              ? node.items
              : [];
  return [node, ...inner.flatMap(every)];
}

const anything = fc.oneof(conditions(3), values("date", 3), values("integer", 3), values("decimal", 3), values("text", 3));

describe("random well-typed expressions", () => {
  test("printed and read again they are the same tree, and every part stands where it says", () => {
    fc.assert(
      fc.property(anything, (expression) => {
        const text = printExpression(expression);
        const tree = parsed(text);
        expect(bare(tree)).toEqual(bare(expression));
        for (const part of every(tree)) expect(bare(parsed(text.slice(part.range.start, part.range.end)))).toEqual(bare(part));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  test("blanks and line ends between the tokens change nothing", () => {
    fc.assert(
      fc.property(anything, fc.constantFrom("\n  ", "\t", "   "), (expression, blank) => {
        const text = printExpression(expression).replaceAll(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/g, blank);
        if (!text.includes("\\")) expect(bare(parsed(text))).toEqual(bare(expression));
      }),
      { numRuns: 500, seed: 2 },
    );
  });

  test("they are accepted, and have the type that they were made for", () => {
    const kinds = [
      ["boolean", conditions(3)],
      ["date", values("date", 3)],
      ["integer", values("integer", 3)],
      ["decimal", values("decimal", 3)],
    ] as const;
    for (const [kind, arbitrary] of kinds) {
      fc.assert(
        fc.property(arbitrary, (expression) => {
          const checked = checkExpression(expression, scope);
          expect("problem" in checked ? checked.problem.message : checked.typed.type.kind, printExpression(expression)).toBe(kind);
        }),
        { numRuns: 1000, seed: 3 },
      );
    }
  });

  test("they are CEL", () => {
    fc.assert(
      fc.property(anything, (expression) => {
        expect(() => parseCel(printExpression(expression)), printExpression(expression)).not.toThrow();
      }),
      { numRuns: 1000, seed: 4 },
    );
  });

  test("the logic of not, and, or holds for whatever they come to", () => {
    const returns = cases.slice(0, 60).map(({ given, record }) => returnsOf(given, record, toy));
    const valueOf = (expression: Expression, index: number): unknown => {
      const checked = checkExpression(expression, scope);
      const at = returns[index];
      const child = at === undefined ? undefined : recordsAt(at.root, pathOf("Child", toy))[0];
      if ("problem" in checked || at === undefined || child === undefined) throw new Error(printExpression(expression));
      return evaluateExpression(toy, checked.typed, child, at) ?? null;
    };
    const range = { start: 0, end: 0 };
    const not = (operand: Expression): Expression => ({ kind: "unary", operator: "!", operand, range });
    const join = (operator: "&&" | "||", left: Expression, right: Expression): Expression => ({
      kind: "binary",
      operator,
      operatorRange: range,
      left,
      right,
      range,
    });
    fc.assert(
      fc.property(conditions(2), conditions(2), fc.nat(59), (a, b, at) => {
        const [x, y] = [valueOf(a, at), valueOf(b, at)];
        expect([true, false, null]).toContain(x);
        expect(valueOf(not(a), at)).toBe(x === null ? null : x !== true);
        expect(valueOf(join("&&", a, b), at)).toBe(x === false || y === false ? false : x === true && y === true ? true : null);
        expect(valueOf(join("||", a, b), at)).toBe(x === true || y === true ? true : x === false && y === false ? false : null);
      }),
      { numRuns: 400, seed: 5 },
    );
  });
});

describe("random expressions on every backend", () => {
  const record = pathOf("Child", toy);
  const returns = cases.filter((one) => one.record === "Child").map(({ given }) => returnsOf(given, "Child", toy));
  const made = fc.sample(anything, { numRuns: JUDGE ? 20_000 : 1500, seed: 7 }).map((expression): { text: string; expression: Typed } => {
    const checked = checkExpression(expression, scope);
    if ("problem" in checked) throw new Error(`${printExpression(expression)}: ${checked.problem.message}`);
    return { text: printExpression(expression), expression: checked.typed };
  });

  test("come to the same", async () => {
    const expressions = made.map(({ expression }) => ({ expression, record }));
    const [first, ...others] = await Promise.all(BACKENDS.map((backend) => backend.evaluator(toy, expressions)));
    const different: string[] = [];
    for (const [index, { text }] of made.entries()) {
      // Each expression meets some of the returns; together they meet all of them many times.
      for (let turn = 0; turn < 5; turn += 1) {
        const given = returns[(index * 5 + turn) % returns.length];
        const at = given === undefined ? undefined : recordsAt(given.root, record)[0];
        if (given === undefined || at === undefined) continue;
        const expected = first?.(index, at, given);
        for (const [number, evaluate] of others.entries()) {
          const found = evaluate(index, at, given);
          if (JSON.stringify(found) !== JSON.stringify(expected))
            different.push(`${text}: ${BACKENDS[0]?.name} ${JSON.stringify(expected)}, ${BACKENDS[number + 1]?.name} ${JSON.stringify(found)}`);
        }
      }
    }
    expect(different).toEqual([]);
  });
});

describe("whatever somebody types", () => {
  const words = [
    ...FUNCTION_NAMES,
    ...LIST_METHODS,
    ...RESERVED,
    "Birth",
    "Stay",
    "Need",
    "e",
    "From",
    "collection",
    "end",
    '"M"',
    '"',
    "'",
    "1",
    "1.5",
    "$x",
    "é",
    "😀",
  ];
  const symbols = [
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "!",
    "-",
    "+",
    "*",
    "/",
    "==",
    "=",
    "!=",
    "<",
    "<=",
    "&&",
    "||",
    "&",
    "|",
    "?",
    ":",
    "{",
    "}",
    "\\",
    "\n",
    " ",
  ];
  const soup = fc.array(fc.constantFrom(...words, ...symbols), { maxLength: 25 }).map((tokens) => tokens.join(" "));
  const damaged = fc.tuple(anything, fc.nat(200), fc.nat(5), fc.constantFrom("", ...symbols, ...words)).map(([expression, at, length, instead]) => {
    const text = printExpression(expression);
    return text.slice(0, at % (text.length + 1)) + instead + text.slice((at % (text.length + 1)) + length);
  });

  test.each([
    ["any characters", fc.string({ unit: "binary", maxLength: 60 })],
    ["any words and symbols", soup],
    ["a damaged expression", damaged],
  ])("%s: never throws, and a problem lies inside the text and says something", (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseExpression(text);
        const checked = "problem" in result ? result : checkExpression(result.expression, scope);
        if (!("problem" in checked)) return;
        const { message, range } = checked.problem;
        expect(message).toMatch(/^\S[\s\S]*[.?)…]$/);
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 5000, seed: 6 },
    );
  });

  test("a very long or very deep text does not overrun", () => {
    for (const text of [
      `${"(".repeat(100_000)}1`,
      `${"!".repeat(100_000)}Known`,
      `${"a.".repeat(20_000)}b`,
      `${"1+".repeat(20_000)}1`,
      `"${"x".repeat(1_000_000)}"`,
    ]) {
      const result = parseExpression(text);
      if ("expression" in result) expect(() => checkExpression(result.expression, scope)).not.toThrow();
    }
  });
});

describe("the expressions of the specifications", () => {
  const texts = new Set<string>();
  for (const name of specification.names) {
    const { release } = specification.release(name);
    for (const { is } of release?.definitions ?? []) texts.add(is);
    for (const rule of release?.rules ?? []) for (const { text } of expressionsOf(rule)) texts.add(text);
  }
  for (const { expression } of cases) texts.add(expression);

  test("are many", () => {
    expect(texts.size).toBeGreaterThan(300);
  });

  test("are accepted by another parser of the Common Expression Language", () => {
    const refused: string[] = [];
    for (const text of texts) {
      try {
        parseCel(text);
      } catch (error) {
        refused.push(`${text}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    expect(refused).toEqual([]);
  });

  test("printed and read again are the same", () => {
    for (const text of texts) expect(bare(parsed(printExpression(parsed(text)))), text).toEqual(bare(parsed(text)));
  });
});

function expressionsOf(rule: Rule): readonly ExpressionText[] {
  const variables = [rule.for, ...rule.parts.map((part) => part.for)].flatMap((target) =>
    target?.kind === "variables" ? target.variables.map(({ list }) => list) : [],
  );
  const parts = rule.parts.flatMap((part) => [part.when, part.check, ...part.report]);
  return [rule.when, rule.check, ...rule.let.map(({ is }) => is), ...rule.report, ...parts, ...variables].filter((one) => one !== null);
}
