import { describe, expect, test } from "vitest";
import { writeDates } from "../../generators/rules/example.ts";
import { neutralRecord } from "../../generators/rules/record-tree.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { addChildren, backgroundChildren } from "../../generators/targets/vectors/background.ts";
import { countFaults } from "../../generators/targets/vectors/structure-faults.ts";
import type { ExpectedFindings, Vector } from "../../generators/targets/vectors/vector.ts";
import { exampleReturns, ruleVectors } from "../../generators/targets/vectors/vectors-target.ts";
import { judge, type Verdict } from "../../generators/targets/vectors/verdict.ts";
import { tenthOf } from "../support/chosen.ts";
import { JUDGE } from "../support/returnspec.ts";
import { formsOf } from "../support/run-returns.ts";
import { specification } from "../support/specification.ts";

const withRules = specification.names.filter((name) => (specification.release(name).release?.rules.length ?? 0) > 0);
const chosen = JUDGE ? withRules : withRules.filter((name) => name === withRules[0] || specification.liveNames.includes(name));

describe.each(withRules)("the neutral carrier of %s", (name) => {
  test("breaks no rule", () => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    const rules = checkReleaseRules(specification, release, new Diagnostics());
    const root = neutralRecord(release.root, release);
    writeDates(root, release);
    addChildren(release, root, backgroundChildren(rules));
    const verdict = judge(rules, { root, last: null, beforeLast: null, authority: null });
    // That a child has neither episodes nor care leaver data is a warning.
    expect([...verdict.keys()].filter(({ rule }) => rule.severity !== "warning").map(({ rule }) => rule.id)).toEqual([]);
    for (const form of formsOf(release)) expect([...countFaults(release, root, form, [])]).toEqual([]);
  });
});

describe.each(chosen)("vectors of %s", (name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const rules = checkReleaseRules(specification, release, new Diagnostics());
  // Collections with tables have the most examples by far.
  const isTenth = JUDGE || release.tables.length === 0 ? () => true : tenthOf(rules);
  const settled = exampleReturns(rules, (rule, example) => isTenth(`${rule.rule.firstId}/${example.name}`));
  const vectors = ruleVectors(rules, settled);

  test("what is known of a return after many small changes is what all rules find in it", () => {
    const counts = (verdict: Verdict): Readonly<Record<string, number>> => Object.fromEntries([...verdict].map(([{ rule }, found]) => [rule.id, found.length]));
    for (const { rule, example, returns, verdict } of settled)
      expect([`${rule.rule.firstId}/${example.name}`, counts(verdict)]).toEqual([`${rule.rule.firstId}/${example.name}`, counts(judge(rules, returns))]);
  });

  test("there is one for every example, under its permanent id", () => {
    const examples = release.rules.flatMap((rule) => [...rule.passes, ...rule.fails].map((example) => `${rule.firstId}/${example.name}`)).filter(isTenth);
    expect(vectors.map(({ id }) => id)).toEqual(examples);
    expect(new Set(examples).size).toBe(examples.length);
  });

  test("failing ones raise their rule, passing ones do not", () => {
    const failing = new Set(release.rules.flatMap((rule) => rule.fails.map((example) => `${rule.firstId}/${example.name}`)));
    const wrong = inForms(vectors).filter(({ id, rule, expected }) => expected.some((one) => one.rule === rule) !== failing.has(id));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test("each has a form, and nearly all have each form of the release", () => {
    expect(vectors.filter(({ document, tables }) => document === null && tables === null).map(({ id }) => id)).toEqual([]);
    for (const form of formsOf(release)) {
      const missing = vectors.filter(({ document, tables }) => (form === "xml" ? document : tables) === null);
      expect(missing.length).toBeLessThan(vectors.length * 0.1);
    }
  });

  test("whatever else a vector raises is told with the reason, and most raise no other rule", () => {
    const others = inForms(vectors).map(({ rule, expected }) => expected.filter((one) => one.rule !== rule));
    expect(others.flat().filter(({ why, count }) => why === undefined || why === "" || count < 1)).toEqual([]);
    const alone = others.filter((found) => found.every((one) => one.rule.startsWith("structure.")));
    // Where a child of one neutral record stands under hundreds of rules, many of them have something to say.
    expect(alone.length / others.length).toBeGreaterThan(release.formats.includes("csv") ? 0.2 : 0.65);
  });
});

/** What is expected of a vector in one form. */
interface InForm {
  readonly id: string;
  readonly rule: string;
  readonly expected: readonly ExpectedFindings[];
}

function inForms(vectors: readonly Vector[]): readonly InForm[] {
  return vectors.flatMap(({ id, rule, document, expected, tables }) => [
    ...(document === null ? [] : [{ id, rule, expected }]),
    ...(tables === null ? [] : [{ id, rule, expected: tables.expected }]),
  ]);
}
