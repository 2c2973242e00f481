import { describe, expect, test } from "vitest";
import type { Content } from "../../conformance/suite.ts";
import { failuresOf, readReturns, type Returns } from "../../generators/rules/evaluate.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { outsideNeeds } from "../../generators/rules/rule-needs.ts";
import { readLastYear } from "../../generators/scenarios/last-year.ts";
import { readScenarios } from "../../generators/scenarios/read-scenarios.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import type { Release } from "../../generators/specification/model.ts";
import { contentOf } from "../../generators/targets/conformance/content.ts";
import { countFaults } from "../../generators/targets/vectors/structure-faults.ts";
import { JUDGE } from "../support/returnspec.ts";
import { formsOf } from "../support/run-returns.ts";
import { specification } from "../support/specification.ts";

const withScenarios = specification.names.filter((name) => specification.library.scenarios.has(name.slice(0, name.indexOf("/"))));
const chosen = (JUDGE ? withScenarios : specification.liveNames.filter((name) => withScenarios.includes(name))).filter((name) => !name.endsWith("/2013-14"));

/** Ids of the rules of severity error that a return breaks, of those that need nothing else. */
function errorsOf(release: Release, returns: Returns, given: readonly string[]): readonly string[] {
  const rules = checkReleaseRules(specification, release, new Diagnostics());
  const read = readReturns(rules, returns);
  const broken = rules.rules.filter((rule) => rule.rule.severity === "error" && outsideNeeds(rules, rule).every((need) => given.includes(need)));
  return broken.filter((rule) => failuresOf(rule, read).length > 0).map(({ rule }) => rule.id);
}

describe.each(chosen)("the return of the year before %s", (name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const { found } = readLastYear(specification, release);
  if (found === null) throw new Error(`${name} has none`);

  test("has the form of its year", () => {
    for (const form of formsOf(found.release)) expect([...countFaults(found.release, found.root, form, [])]).toEqual([]);
  });

  test("breaks no rule of its year", () => {
    expect(errorsOf(found.release, { root: found.root, last: null, beforeLast: null, authority: "998" }, ["authority"])).toEqual([]);
  });

  test("goes together with the return that the scenarios ask for", () => {
    const { root } = readScenarios(specification, release).found;
    expect(errorsOf(release, { root, last: found.root, beforeLast: null, authority: "998" }, ["authority", "last_return"])).toEqual([]);
  });
});

/** A child of the return of the year before, each record in a line; null when that return does not have it. */
function linesOf(name: string, key: string): readonly string[] | null {
  const { release } = specification.release(name);
  const found = release === null ? null : readLastYear(specification, release).found;
  const root = found === null ? null : contentOf(found.root);
  const lines = (content: Content): readonly string[] => [
    [content.record, ...Object.entries(content.items).map(([item, texts]) => `${item} ${texts.join("+")}`)].join(" "),
    ...content.records.flatMap(lines),
  ];
  const children = (content: Content): readonly Content[] =>
    content.record.toLowerCase() === "child" ? [content] : content.records.flatMap((inner) => children(inner));
  const child = root === null ? undefined : children(root).find((one) => JSON.stringify(one).includes(`"${key}"`));
  return child === undefined ? null : lines(child);
}

describe("a child in the return of the year before", () => {
  test("a plan that goes on has no end, and the reviews until then", () => {
    expect(linesOf("cin/2026-27", "CIN014A")).toEqual([
      "Child",
      "ChildIdentifiers LAchildID CIN014A UPN H201014000100 PersonBirthDate 2017-09-12 Sex F",
      "ChildCharacteristics Ethnicity WBRI",
      "Disabilities Disability NONE",
      "CINdetails CINreferralDate 2025-10-25 ReferralSource 3C PrimaryNeedCode N1 ReferralNFA false",
      "Assessments AssessmentActualStartDate 2025-10-26 AssessmentAuthorisationDate 2025-11-20",
      "FactorsIdentifiedAtAssessment AssessmentFactors 16A+17A",
      "Section47 S47ActualStartDate 2025-11-01 InitialCPCtarget 2025-11-26 DateOfInitialCPC 2025-11-12 ICPCnotRequired false",
      "ChildProtectionPlans CPPstartDate 2025-11-12 InitialCategoryOfAbuse NEG LatestCategoryOfAbuse NEG NumberOfPreviousCPP 0",
      "Reviews CPPreviewDate 2025-12-12+2026-02-10",
    ]);
  });

  test("a decision that was reversed in the year still stands", () => {
    const carers = "CIN N1 PLACE U6 PL_POST ZZ31 1AB HOME_POST ZZ21 1AA URN SC998001 PLACE_PROVIDER PR1";
    expect(linesOf("cla/2026-27", "CLA019A")).toEqual([
      "CHILD",
      "HEADER CHILDID CLA019A UPN UN1 SEX M DOB 12/03/2025 ETHNIC WBRI",
      "UASC_STATUS UASC 0",
      "PERMANENCE PREV_PERM Z1",
      "AD_PLACED DATE_PLACED 10/02/2026",
      "SW_EPISODE SW_ID SW000120 SW_DECOM 03/06/2025 SW_REASON FCONTA",
      `EPISODE DECOM 03/06/2025 RNE S LS C1 ${carers} DEC 03/03/2026 REC X1`,
      `EPISODE DECOM 03/03/2026 RNE L LS E1 ${carers}`,
    ]);
  });

  test("what ended before its year is not in it; what was open on its last day is", () => {
    expect(linesOf("cla/2026-27", "CLA012A")?.filter((line) => line.startsWith("AMISSING"))).toEqual([
      "AMISSING MISSING M MIS_START 02/02/2026 MIS_END 05/02/2026",
      "AMISSING MISSING M MIS_START 27/03/2026",
    ]);
    expect(linesOf("cin/2026-27", "CIN029A")?.filter((line) => line.startsWith("CINPlanDates"))).toEqual(["CINPlanDates CINPlanStartDate 2024-03-01"]);
  });

  test("has the codes of its year", () => {
    const sexes = (name: string): readonly string[] | undefined =>
      linesOf(name, "CLA001A")
        ?.filter((line) => line.startsWith("HEADER"))
        .map((line) => /SEX (.)/.exec(line)?.[1] ?? "");
    expect([sexes("cla/2025-26"), sexes("cla/2024-25")]).toEqual([["M"], ["1"]]);
  });

  test("one who came later is not in it, unless the scenario says so", () => {
    expect(linesOf("cin/2026-27", "CIN020A")).toBeNull();
    expect(linesOf("cla/2026-27", "CLA025A")?.join(" ")).toContain("MOTHER 0");
  });
});
