import { describe, expect, test } from "vitest";
import { writeDates } from "../../generators/rules/example.ts";
import { neutralRecord } from "../../generators/rules/record-tree.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { addChildren, backgroundChildren } from "../../generators/targets/vectors/background.ts";
import { countFaults } from "../../generators/targets/vectors/structure-faults.ts";
import { ruleVectors } from "../../generators/targets/vectors/vectors-target.ts";
import { judge } from "../../generators/targets/vectors/verdict.ts";
import { JUDGE, PROJECT } from "../support/returnspec.ts";

const specification = new Specification(readSpecificationFiles(PROJECT));
const withRules = specification.names.filter((name) => {
  const { release } = specification.release(name);
  return release !== null && release.rules.length > 0 && release.formats.includes("xml");
});
const [first] = withRules;
const chosen = JUDGE ? withRules : withRules.filter((name) => name === first || specification.liveNames.includes(name));

describe.each(withRules)("the neutral carrier of %s", (name) => {
  test("breaks no rule", () => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    const rules = checkReleaseRules(specification, release, new Diagnostics());
    const root = neutralRecord(release.root, release);
    writeDates(root, release);
    addChildren(release, root, backgroundChildren(rules));
    const verdict = judge(rules, { root, last: null, beforeLast: null, authority: null });
    expect([...verdict.keys()].map(({ rule }) => rule.id)).toEqual([]);
    expect([...countFaults(release, root, [])]).toEqual([]);
  });
});

describe.each(chosen)("vectors of %s", (name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const vectors = ruleVectors(checkReleaseRules(specification, release, new Diagnostics()));

  test("there is one for every example, under its permanent id", () => {
    const examples = release.rules.flatMap((rule) => [...rule.passes, ...rule.fails].map((example) => `${rule.firstId}/${example.name}`));
    expect(vectors.map(({ id }) => id)).toEqual(examples);
    expect(new Set(examples).size).toBe(examples.length);
  });

  test("failing ones raise their rule, passing ones do not", () => {
    const failing = new Set(release.rules.flatMap((rule) => rule.fails.map((example) => `${rule.firstId}/${example.name}`)));
    const wrong = vectors.filter(({ id, rule, expected }) => expected.some((one) => one.rule === rule) !== failing.has(id));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test("whatever else a vector raises is told with the reason, and most raise no other rule", () => {
    const others = vectors.map(({ rule, expected }) => expected.filter((one) => one.rule !== rule));
    expect(others.flat().filter(({ why, count }) => why === undefined || why === "" || count < 1)).toEqual([]);
    const alone = others.filter((found) => found.every((one) => one.rule.startsWith("structure.")));
    expect(alone.length).toBeGreaterThan(vectors.length * 0.65);
  });
});
