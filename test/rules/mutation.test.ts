import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { childrenOf, type Typed } from "../../generators/language/typed.ts";
import { isDerivedItem } from "../../generators/rules/derived-items.ts";
import { failuresOf, type ReadReturns, readReturns } from "../../generators/rules/evaluate.ts";
import { buildExample } from "../../generators/rules/example.ts";
import type { CheckedRule } from "../../generators/rules/checked-rule.ts";
import { checkReleaseRules, type ReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { expressionsOf } from "../../generators/rules/rule-needs.ts";
import { chosenReleases } from "../support/chosen.ts";
import { drawFrom } from "../support/random-returns.ts";
import { JUDGE } from "../support/returnspec.ts";
import { mutantsOf, mutantsOfRule } from "./rule-mutants.ts";
import { specification } from "../support/specification.ts";

/** Mutants that no example can kill, or that nobody would make, with the reason. */
interface Survivor {
  readonly id: string;
  readonly mutant: string;
  readonly reason: string;
}

const LISTED = parse(readFileSync(new URL("mutation-survivors.yaml", import.meta.url), "utf8")) as readonly Survivor[];
const names = specification.names.filter((name) => (specification.release(name).release?.rules.length ?? 0) > 0);
const met = new Set<string>();

describe.each(chosenReleases(specification, names))("mutants of the rules of %s", (name) => {
  test("are killed by the examples", () => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    const rules = checkReleaseRules(specification, release, new Diagnostics());
    const { mutants, survivors } = mutate(rules);
    const unlisted = survivors.filter(({ id, mutant }) => !LISTED.some((one) => one.id === id && one.mutant === mutant));
    for (const { id, mutant } of survivors) met.add(`${id} ${mutant}`);
    expect(unlisted).toEqual([]);
    // Of a tenth of the rules, a handful of mutants that cannot be killed may be more than their share.
    if (JUDGE) expect(survivors.length).toBeLessThanOrEqual(mutants * (release.collection === "cla" ? 0.05 : 0.02));
    expect(mutants).toBeGreaterThan(0);
  });
});

test.runIf(JUDGE)("every listed survivor survives in some release", () => {
  expect(LISTED.filter(({ id, mutant }) => !met.has(`${id} ${mutant}`))).toEqual([]);
});

/** An example of a rule, read, with its verdict. */
interface Judged {
  readonly rule: CheckedRule;
  readonly read: ReadReturns;
  readonly fails: boolean;
}

function mutate(rules: ReleaseRules): { mutants: number; survivors: readonly { id: string; mutant: string }[] } {
  const draw = drawFrom(2026);
  const chosen = rules.rules.filter(({ rule }) => rule.notTestable === null && (JUDGE || draw(10) === 0));
  const judged = new Map(rules.rules.map((rule) => [rule, chosen.includes(rule) || JUDGE ? judgeExamples(rules, rule) : []]));
  const survivors: { id: string; mutant: string }[] = [];
  let mutants = 0;
  for (const rule of chosen) {
    for (const { name, rule: changed } of mutantsOfRule(rules, rule)) {
      mutants += 1;
      const isKilled = (judged.get(rule) ?? []).some(({ read, fails }) => failuresOf(changed, read).length > 0 !== fails);
      if (!isKilled) survivors.push({ id: rule.rule.firstId, mutant: name });
    }
  }
  if (!JUDGE) return { mutants, survivors };
  // Definitions are shared: the examples of all rules look at them.
  const used = new Set(rules.rules.flatMap((rule) => [...definitionsUsedBy(rules, rule)]));
  for (const key of rules.schema.definitions.keys()) {
    if (!used.has(key)) continue;
    const definition = rules.definitions[0].get(key);
    // Derived items have their values before rules look at them; test/reference tries how they come about.
    if (definition === null || isDerivedItem(definition.schema)) continue;
    const name = definition.schema.name;
    for (const mutant of mutantsOf(rules, definition.body, definition.schema.text)) {
      mutants += 1;
      const isKilled = [...judged.values()]
        .flat()
        .some(({ rule, read, fails }) => failuresOf(rule, withDefinition(read, key, mutant.typed)).length > 0 !== fails);
      if (!isKilled) survivors.push({ id: name, mutant: mutant.name });
    }
  }
  return { mutants, survivors };
}

/** Keys of the definitions of this year that a rule uses, itself or through others. */
function definitionsUsedBy(rules: ReleaseRules, rule: CheckedRule): ReadonlySet<string> {
  const keys = new Set<string>();
  const visit = (node: Typed): void => {
    for (const child of childrenOf(node)) visit(child);
    if (node.op !== "definition" || node.year !== 0 || keys.has(node.name)) return;
    keys.add(node.name);
    const definition = rules.definitions[0].get(node.name);
    if (definition !== null) visit(definition.body);
  };
  for (const node of expressionsOf(rule)) visit(node);
  return keys;
}

function judgeExamples(rules: ReleaseRules, rule: CheckedRule): readonly Judged[] {
  return [...rule.rule.passes, ...rule.rule.fails].map((example) => {
    const built = buildExample(rules, rule, example.value);
    if ("problem" in built) throw new Error(`${rule.rule.firstId}/${example.name}: ${built.problem.message}`);
    const read = readReturns(rules, built.returns);
    return { rule, read, fails: failuresOf(rule, read).length > 0 };
  });
}

/** The same returns in a world where a definition of this year says something else. */
function withDefinition(read: ReadReturns, key: string, body: Typed): ReadReturns {
  const { environment } = read;
  return {
    ...read,
    environment: {
      ...environment,
      definition: (name, year) => {
        const found = environment.definition(name, year);
        return name === key && year === 0 ? { ...found, body } : found;
      },
    },
  };
}
