import { readFileSync } from "node:fs";
import { array, assert, boolean, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ValidatorModule } from "../../generators/cli/validator-module.ts";
import type { CheckedRule } from "../../generators/rules/checked-rule.ts";
import { failuresOf, readReturns, type Returns } from "../../generators/rules/evaluate.ts";
import { buildExample, type ExampleReturns } from "../../generators/rules/example.ts";
import { checkReleaseRules, type ReleaseRules } from "../../generators/rules/release-rules.ts";
import { whereItRuns } from "../../generators/rules/rule-needs.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import type { ExpectedFindings, Vector } from "../../generators/targets/vectors/vector.ts";
import { exampleReturns, ruleVectors } from "../../generators/targets/vectors/vectors-target.ts";
import type { Finding } from "../../runtime/findings/finding.ts";
import { differences, formDifferences, standsOn } from "../support/agreement.ts";
import { chosenReleases, tenthOf } from "../support/chosen.ts";
import { loadGenerated } from "../support/generated-validator.ts";
import { poolsOf, randomReturns } from "../support/random-returns.ts";
import { JUDGE } from "../support/returnspec.ts";
import { carryReturns, type Form, formsOf } from "../support/run-returns.ts";
import { runVector } from "../support/run-vector.ts";
import { specification } from "../support/specification.ts";

const names = specification.names.filter((name) => (specification.release(name).release?.rules.length ?? 0) > 0);
const chosen = chosenReleases(specification, names);

/** Children of random returns of a collection, over all its releases, and how many stand in one return. */
const CHILDREN = JUDGE ? 100_000 : 1500;
const RETURN_SIZE = 20;

/** An example that a form has no place for, with the reason. */
interface NotCarried {
  readonly id: string;
  readonly form: Form;
  readonly reason: string;
}

const NOT_CARRIED = parse(readFileSync(new URL("not-carried.yaml", import.meta.url), "utf8")) as readonly NotCarried[];
const met = new Set<string>();

/** An example with what it is to show. */
interface Case {
  readonly id: string;
  readonly rule: CheckedRule;
  readonly fails: boolean;
  readonly returns: ExampleReturns;
}

describe.each(chosen)("the interpreter and the validator of %s", (name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const rules = checkReleaseRules(specification, release, new Diagnostics());
  const forms = formsOf(release);
  const isTenth = JUDGE ? () => true : tenthOf(rules);
  let loading: Promise<ValidatorModule> | null = null;
  const load = (): Promise<ValidatorModule> => {
    loading ??= loadGenerated(specification, release);
    return loading;
  };
  let built: readonly Case[] | null = null;
  const cases = (): readonly Case[] => {
    built ??= casesOf(rules);
    return built;
  };
  const someCases = (): readonly Case[] => cases().filter(({ id }) => isTenth(id));

  test.each(forms)("agree on all rules on every example in %s, and on the records", async (form) => {
    const module = await load();
    const different = someCases().flatMap(({ id, returns }) => differences(rules, module, returns, form).map((difference) => `${id}: ${difference}`));
    expect(different).toEqual([]);
  });

  test.each(forms)("%s carries what the examples are about, but for those listed", (form) => {
    const lost = cases().filter(({ rule, fails, returns }) => {
      if (!whereItRuns(rules, rule).formats.includes(form)) return false;
      return failuresOf(rule, readReturns(rules, carryReturns(form, rules, returns))).length > 0 !== fails;
    });
    const listed = NOT_CARRIED.filter((one) => one.form === form).map(({ id }) => id);
    expect(lost.filter(({ id }) => !listed.includes(id)).map(({ id }) => id)).toEqual([]);
    for (const { id } of lost) met.add(`${id} ${form}`);
  });

  if (forms.length > 1)
    test("the same children raise the same findings in XML and in tables", async () => {
      const module = await load();
      const different = someCases().flatMap(({ id, returns }) => formDifferences(rules, module, returns).map((difference) => `${id}: ${difference}`));
      expect(different).toEqual([]);
    });

  test("the validator finds in every vector exactly what the vector says", async () => {
    const module = await load();
    const vectors = ruleVectors(
      rules,
      exampleReturns(rules, (rule, example) => release.tables.length === 0 || isTenth(`${rule.rule.firstId}/${example.name}`)),
    );
    expect(vectors.flatMap((vector) => vectorDifferences(module, rules, vector))).toEqual([]);
  });

  test("agree on random returns", async () => {
    const module = await load();
    const pools = poolsOf(
      rules,
      cases().map(({ returns }) => returns),
    );
    const children = Math.ceil(CHILDREN / chosen.filter((one) => specification.release(one).release?.collection === release.collection).length);
    const seen = new Set<string>();
    assert(
      property(
        array(integer(), { minLength: RETURN_SIZE, maxLength: RETURN_SIZE }),
        boolean(),
        integer({ min: 0, max: 9 }),
        integer(),
        (seeds, isCompared, which, seed) => {
          const returns: Returns = randomReturns(rules, pools, [seed, ...seeds.slice(1)], isCompared);
          const form = forms[which % forms.length];
          if (form !== undefined) expect(differences(rules, module, returns, form, seen)).toEqual([]);
          if (forms.length > 1 && which < 3) expect(formDifferences(rules, module, returns)).toEqual([]);
        },
      ),
      { numRuns: Math.ceil(children / RETURN_SIZE), seed: 2026 },
    );
    // Random returns that break few rules would show little.
    if (JUDGE) expect(seen.size).toBeGreaterThan(rules.rules.length * 0.9);
  });
});

test("every example that is listed as not carried is met in some release", () => {
  expect(NOT_CARRIED.filter(({ id, form }) => !met.has(`${id} ${form}`))).toEqual([]);
});

function casesOf(rules: ReleaseRules): readonly Case[] {
  return rules.rules.flatMap((rule) =>
    [...rule.rule.passes, ...rule.rule.fails].map((example) => {
      const id = `${rule.rule.firstId}/${example.name}`;
      const made = buildExample(rules, rule, example.value);
      if ("problem" in made) throw new Error(`${id}: ${made.problem.message}`);
      return { id, rule, fails: rule.rule.fails.includes(example), returns: made.returns };
    }),
  );
}

/** What a vector says in one form, and what the validator finds. */
function vectorDifferences(module: ValidatorModule, rules: ReleaseRules, vector: Vector): readonly string[] {
  const forms = [
    { form: "xml", expected: vector.document === null ? null : vector.expected },
    { form: "csv", expected: vector.tables?.expected ?? null },
  ] as const;
  return forms.flatMap(({ form, expected }) => {
    if (expected === null) return [];
    const found = runVector(module, rules, vector, form).filter(({ severity }) => severity !== "not-run");
    const ids = new Set([...expected, ...found].map(({ rule }) => rule));
    return [...ids].flatMap((id) => {
      const own = found.filter(({ rule }) => rule === id);
      const one = expected.find(({ rule }) => rule === id);
      if (own.length !== (one?.count ?? 0)) return [`${vector.id} in ${form}: ${id} expected ${one?.count ?? 0}, found ${own.length}`];
      return one === undefined || isWhereExpected(one, own, rules) ? [] : [`${vector.id} in ${form}: ${id} stands on other records`];
    });
  });
}

function isWhereExpected({ rule, records }: ExpectedFindings, found: readonly Finding[], rules: ReleaseRules): boolean {
  const isUnique = rules.rules.some((one) => one.rule.id === rule && one.rule.unique.length > 0);
  const left = [...found];
  return (records ?? []).every((places) => {
    const index = left.findIndex((finding) => standsOn(finding, places, isUnique));
    return index !== -1 && left.splice(index, 1).length === 1;
  });
}
