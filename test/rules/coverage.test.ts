import { describe, expect, test } from "vitest";
import type { Typed } from "../../generators/language/typed.ts";
import type { CheckedRule } from "../../generators/rules/checked-rule.ts";
import { failuresOf, readReturns } from "../../generators/rules/evaluate.ts";
import { buildExample } from "../../generators/rules/example.ts";
import { checkReleaseRules, type ReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { expressionsOf } from "../../generators/rules/rule-needs.ts";
import { chosenReleases } from "../support/chosen.ts";
import { conditionsIn } from "./atomic-conditions.ts";
import { specification } from "../support/specification.ts";

/** A condition that no example shows with this value. */
interface OneSided {
  readonly id: string;
  readonly condition: string;
  readonly never: boolean;
}

/** Conditions that no example can show with this value, with the reason. */
const LISTED: readonly (OneSided & { readonly reason: string })[] = [
  { id: "must_carry_on", condition: "present(EPISODE)", never: false, reason: "Every rule that asks stands on an episode." },
];

const names = specification.names.filter((name) => (specification.release(name).release?.rules.length ?? 0) > 0);

describe.each(chosenReleases(specification, names))("conditions of the rules of %s", (name) => {
  test("are seen both true and false in the examples of the rule", () => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    const rules = checkReleaseRules(specification, release, new Diagnostics());
    expect(oneSidedConditions(rules).filter((one) => !isListed(one))).toEqual([]);
  });
});

function isListed({ id, condition, never }: OneSided): boolean {
  return LISTED.some((one) => one.id === id && one.condition === condition && one.never === never);
}

/** Conditions that were never true, or never false: those of a rule in its own examples, those of a definition in all examples that come to it. */
function oneSidedConditions(rules: ReleaseRules): readonly OneSided[] {
  const inDefinitions = new Map<Typed, Set<boolean>>();
  const own = rules.rules.flatMap((rule) => {
    const seen = outcomes(rules, rule);
    for (const [node, values] of seen) inDefinitions.set(node, new Set([...(inDefinitions.get(node) ?? []), ...values]));
    return expressionsOf(rule).flatMap((expression) => missing(rule.rule.firstId, expression, sourceOf(rule, expression), seen));
  });
  const shared = [...rules.schema.definitions].flatMap(([key, schema]) => {
    const body = rules.definitions[0].get(key)?.body;
    return body === undefined || !inDefinitions.has(body) ? [] : missing(schema.name, body, schema.text, inDefinitions);
  });
  return [...own, ...shared];
}

function missing(id: string, expression: Typed, text: string, seen: ReadonlyMap<Typed, ReadonlySet<boolean>>): readonly OneSided[] {
  return conditionsIn(expression).flatMap((node) => {
    const condition = text.slice(node.range.start, node.range.end).replaceAll(/\s+/g, " ");
    return [true, false].filter((value) => seen.get(node)?.has(value) !== true).map((never) => ({ id, condition, never }));
  });
}

/** The truth values that every expression had while the examples of a rule were evaluated. */
function outcomes(rules: ReleaseRules, rule: CheckedRule): ReadonlyMap<Typed, Set<boolean>> {
  const seen = new Map<Typed, Set<boolean>>();
  for (const example of [...rule.rule.passes, ...rule.rule.fails]) {
    const built = buildExample(rules, rule, example.value);
    if ("problem" in built) throw new Error(`${rule.rule.firstId}/${example.name}: ${built.problem.message}`);
    const read = readReturns(rules, built.returns);
    const observe = (node: Typed, result: unknown): void => {
      const known = seen.get(node) ?? new Set();
      if (typeof result === "boolean") known.add(result);
      seen.set(node, known);
    };
    failuresOf(rule, { ...read, environment: { ...read.environment, observe } });
  }
  return seen;
}

/** The text that an expression was read from. */
function sourceOf({ rule, parts }: CheckedRule, expression: Typed): string {
  for (const [index, part] of parts.entries()) {
    const written = rule.parts[index];
    if (expression === part.check) return (written?.check ?? rule.check)?.text ?? "";
    if (expression === part.when) return (written?.when ?? rule.when)?.text ?? "";
    const found = part.let.find(({ is }) => is === expression);
    if (found !== undefined) return rule.let.find(({ name }) => name === found.name)?.is.text ?? "";
  }
  return "";
}
