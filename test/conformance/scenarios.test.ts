import { describe, expect, test } from "vitest";
import { targetContext } from "../../generators/cli/target-context.ts";
import { failuresOf, readReturns } from "../../generators/rules/evaluate.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { outsideNeeds } from "../../generators/rules/rule-needs.ts";
import { coverageOf, uncovered } from "../../generators/scenarios/coverage.ts";
import { checkScenarios } from "../../generators/scenarios/check-scenarios.ts";
import { readScenarios } from "../../generators/scenarios/read-scenarios.ts";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { entryWork } from "../../generators/targets/conformance/entry-sheet.ts";
import { buildSuite } from "../../generators/targets/conformance/suite.ts";
import { countFaults } from "../../generators/targets/vectors/structure-faults.ts";
import { JUDGE } from "../support/returnspec.ts";
import { formsOf } from "../support/run-returns.ts";
import { specification } from "../support/specification.ts";

const withScenarios = specification.names.filter((name) => specification.library.scenarios.has(name.slice(0, name.indexOf("/"))));
const chosen = JUDGE ? withScenarios : withScenarios.filter((name) => specification.liveNames.includes(name) || name.endsWith("/2013-14"));

test("all scenarios can be told of all their years, and are registered", () => {
  expect(checkScenarios(specification, []).map(formatDiagnostic)).toEqual([]);
});

test("together they use every item and every code of a release", () => {
  const neverReturned = new Set<string>();
  for (const name of withScenarios) {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    const { found } = readScenarios(specification, release);
    const coverage = coverageOf(release, found);
    expect(uncovered(coverage).map(({ item, code }) => `${name} ${item.name} ${code ?? "(item)"}`)).toEqual([]);
    for (const { item, code, scenarios } of coverage) {
      const key = `${item.name} ${code ?? ""}`;
      if (!found.neverReturned.has(key)) continue;
      // What no right return holds is in none of these, and is nothing of the live releases.
      expect([name, key, scenarios, specification.liveNames.includes(name)]).toEqual([name, key, [], false]);
      neverReturned.add(key);
    }
  }
  expect([...neverReturned].toSorted()).toEqual(["LS D1", "PL_LOCATION IN"]);
});

test("there are at least forty of each collection", () => {
  for (const name of specification.liveNames.filter((one) => withScenarios.includes(one))) {
    const { release } = specification.release(name);
    if (release !== null) expect(readScenarios(specification, release).found.scenarios.length).toBeGreaterThanOrEqual(40);
  }
});

test("a person can key in all of them in a day", () => {
  for (const name of specification.liveNames.filter((one) => withScenarios.includes(one))) {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    const { entries, hours } = entryWork(buildSuite(release, targetContext(specification, release)).scenarios);
    expect(entries).toBeGreaterThan(1000);
    expect(hours).toBeLessThanOrEqual(8);
  }
});

describe.each(chosen)("the return that the scenarios of %s ask for", (name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const { found } = readScenarios(specification, release);
  const rules = checkReleaseRules(specification, release, new Diagnostics());

  test("has the form of the release", () => {
    for (const form of formsOf(release)) expect([...countFaults(release, found.root, form, [])]).toEqual([]);
  });

  test("breaks no rule, and raises no query", () => {
    const read = readReturns(rules, { root: found.root, last: null, beforeLast: null, authority: found.authority });
    const broken = rules.rules.filter((rule) => outsideNeeds(rules, rule).every((need) => need === "authority") && failuresOf(rule, read).length > 0);
    expect(broken.map(({ rule }) => rule.id).filter((id) => !(ACCEPTED[release.collection] ?? []).includes(id))).toEqual([]);
  });

  test("shares no child between scenarios", () => {
    const keys = found.scenarios.flatMap(({ children }) => children.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

/** Queries that a right return raises, because the story asks for what they question. */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  // Factors that are no longer to be used, and are codes of the release all the same.
  cin: ["8945Q"],
  // That sex is not known; and, of 2023-24 only, that the allocation of a child who left care has an end.
  cla: ["232", "SW11aSTG2"],
};
