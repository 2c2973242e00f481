import { beforeAll, describe, expect, test } from "vitest";
import { evaluateRule } from "../../generators/rules/evaluate.ts";
import { buildExample, type ExampleReturns } from "../../generators/rules/example.ts";
import type { TextRecord } from "../../generators/rules/record-tree.ts";
import { referenceLines } from "../../generators/rules/reference-rows.ts";
import { referenceShapes } from "../../generators/rules/reference-shapes.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import { writeXml } from "../../generators/rules/write-xml.ts";
import { validatorModules } from "../../generators/targets/validator/validator-target.ts";
import type { Finding } from "../../runtime/findings/finding.ts";
import { createReferenceLoader } from "../../runtime/reference/reference-table.ts";
import type { EarlierReturn, ReferenceTable } from "../../runtime/validator/context.ts";
import { createEarlierReader } from "../../runtime/validator/earlier.ts";
import { createValidation } from "../../runtime/validator/engine.ts";
import type { GeneratedValidator } from "../../runtime/validator/generated-validator.ts";
import { loadModules } from "../support/load-modules.ts";
import { rulesWith } from "./trial-rules.ts";

/** Rules of several kinds on reference tables and derived items, each with examples on both sides. */
const TRIALS = `T1:
  for: EPISODE
  check: PL_LA == "201"
  passes: {city: {PL_LA: "201"}, not-known: {PL_LA: absent}, no-row: {PL_POST: ZZ9 9AA}}
  fails: {other: {PL_LA: "202"}, own-postcode: {PL_POST: zz99aa, PL_LA: SCO}}
T2:
  for: EPISODE
  check: PL_DISTANCE < 12.5
  passes: {near: {PL_DISTANCE: "12.4"}, none: {PL_DISTANCE: absent}, zero: {PL_DISTANCE: "0"}}
  fails: {far: {PL_DISTANCE: "12.5"}, very-far: {PL_DISTANCE: "999.9"}, and-place: {PL_DISTANCE: "20", PL_LA: WAL}}
T3:
  for: EPISODE
  check: present(PL_DISTANCE)
  passes: {near: {PL_DISTANCE: "12.4"}}
  fails: {none: {PL_DISTANCE: absent}, unknown: {PL_POST: ZZ9 9AA}}
T4:
  for: EPISODE
  check: PL_LOCATION == "IN" && PL_LA == collection.authority
  passes: {inside: {PL_LOCATION: IN}, named: {authority: "201", PL_LOCATION: IN, PL_LA: "201"}, unknown: {authority: "201", PL_LA: absent}}
  fails: {outside: {PL_LOCATION: OUT}, elsewhere: {authority: "201", PL_LA: "202"}}
T5:
  for: CHILD
  when: present(last_return.EPISODE)
  check: >-
    same(EPISODE.first().PL_LA, last_return.EPISODE.last().PL_LA) && same(EPISODE.first().PL_LOCATION, last_return.EPISODE.last().PL_LOCATION)
    && same(EPISODE.first().PL_DISTANCE, last_return.EPISODE.last().PL_DISTANCE)
  passes:
    same:
      authority: "998"
      EPISODE: {PL_LA: "201", PL_LOCATION: OUT, PL_DISTANCE: "3"}
      last_return: {EPISODE: {PL_LA: "201", PL_LOCATION: OUT, PL_DISTANCE: "3"}}
  fails:
    other: {authority: "998", EPISODE: {PL_LA: "201"}, last_return: {EPISODE: {PL_LA: "202"}}}
    inside: {authority: "998", EPISODE: {PL_LOCATION: IN}, last_return: {EPISODE: {PL_LOCATION: OUT}}}
    nearer: {authority: "998", EPISODE: {PL_DISTANCE: "3.1"}, last_return: {EPISODE: {PL_DISTANCE: "3"}}}
T6:
  for: EPISODE
  when: present(reference.providers(URN))
  check: >-
    reference.providers(URN).exists(p, p.PLACES.contains(PLACE) && (absent(p.REG_END) || DECOM < p.REG_END) && p.POSTCODE == PL_POST)
  passes:
    fits: {URN: SC999001, PLACE: K2, DECOM: 1 May, PL_POST: zz1 1ab, reference: {providers: {URN: SC999001, PLACES: [K1, K2], POSTCODE: ZZ11AB, REG_END: 2 May}}}
    not-listed: {URN: SC999001, PLACE: K2}
  fails:
    closed: {URN: SC999001, PLACE: K2, DECOM: 1 May, PL_POST: ZZ1 1AB, reference: {providers: {URN: SC999001, PLACES: K2, POSTCODE: ZZ1 1AB, REG_END: 1 May}}}
    other-type: {URN: SC999001, PLACE: K2, PL_POST: ZZ1 1AB, reference: {providers: {URN: SC999001, PLACES: [K1, R3], POSTCODE: ZZ1 1AB}}}
T7:
  for: EPISODE
  check: PL_POST in reference.postcodes
  passes: {neutral: {}, none: {PL_POST: absent}}
  fails: {unknown: {PL_POST: ZZ9 9AA}}
T8:
  for: EPISODE
  check: miles_between(HOME_POST, PL_POST) < 5
  message: "From {HOME_POST} to {PL_POST} in {PL_LA} ({PL_LOCATION}) it is {PL_DISTANCE} miles."
  passes: {near: {PL_DISTANCE: "4.9"}, none: {PL_DISTANCE: absent}}
  fails: {far: {authority: "201", PL_DISTANCE: "7.5", PL_LA: "202", PL_POST: ZZ9 9AB, HOME_POST: ZZ9 9AA}}`;

const IDS = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"];

describe.each(["cla/2024-25", "cla/2016-17"])("rules of %s on reference tables, interpreted and compiled", (release) => {
  let rules: ReleaseRules;
  let validator: GeneratedValidator;

  beforeAll(async () => {
    rules = { ...rulesWith(release, TRIALS) };
    rules = { ...rules, rules: rules.rules.filter(({ rule }) => IDS.includes(rule.id)) };
    [{ validator }] = (await loadModules(validatorModules(rules), "validator")) as [{ validator: GeneratedValidator }];
  });

  test.each(IDS)("%s", (id) => {
    const rule = rules.rules.find((candidate) => candidate.rule.id === id);
    if (rule === undefined) throw new Error(id);
    const outcomes = [...rule.rule.passes, ...rule.rule.fails].map(({ name, value }) => {
      const example = buildExample(rules, rule, value);
      if ("problem" in example) throw new Error(`${name}: ${example.problem.message}`);
      const findings = compiled(rules, validator, example.returns, null).filter((finding) => finding.rule === id);
      expect(findings.filter(({ severity }) => severity === "not-run").map(({ message }) => message)).toEqual([]);
      return [name, evaluateRule(rules, rule, example.returns).length, findings.length];
    });
    expect(outcomes).toEqual([...rule.rule.passes.map(({ name }) => [name, 0, 0]), ...rule.rule.fails.map(({ name }) => [name, 1, 1])]);
  });

  test("a message names derived items by what was derived", () => {
    const fails = rules.rules.find(({ rule }) => rule.id === "T8")?.rule.fails[0];
    const rule = rules.rules.find((candidate) => candidate.rule.id === "T8");
    const example = rule === undefined || fails === undefined ? { problem: { message: "" } } : buildExample(rules, rule, fails.value);
    if ("problem" in example) throw new Error(example.problem.message);
    const [finding] = compiled(rules, validator, example.returns, null).filter(({ rule }) => rule === "T8");
    expect(finding?.message).toBe("From ZZ9 9AA to ZZ9 9AB in 202 (OUT) it is 7.5 miles.");
  });

  test.each([
    ["T1", ["postcodes"]],
    ["T2", ["postcodes"]],
    ["T3", ["postcodes"]],
    ["T4", ["postcodes"]],
    ["T6", ["providers"]],
    ["T7", ["postcodes"]],
  ])("%s is not run without %s", (id, tables) => {
    const rule = rules.rules.find((candidate) => candidate.rule.id === id);
    const [fails] = rule?.rule.fails ?? [];
    const example = rule === undefined || fails === undefined ? { problem: { message: "" } } : buildExample(rules, rule, fails.value);
    if ("problem" in example) throw new Error(example.problem.message);
    const findings = compiled(rules, validator, example.returns, tables).filter((finding) => finding.rule === id);
    expect(findings.map(({ severity, message }) => `${severity} ${message}`)).toEqual([`not-run no reference ${tables.join()}`]);
  });
});

/** All findings of the compiled validator, which reads the tables of the example as files; some may be left out. */
function compiled(rules: ReleaseRules, validator: GeneratedValidator, returns: ExampleReturns, without: readonly string[] | null): readonly Finding[] {
  const shapes = referenceShapes(rules.release).filter(({ name }) => without?.includes(name) !== true);
  const reference = new Map(shapes.map((shape): [string, ReferenceTable] => [shape.name, tableOf(rules, returns, shape.name)]));
  const earlier = (text: TextRecord | null, year: 1 | 2): EarlierReturn | null => {
    if (text === null) return null;
    const reader = createEarlierReader(validator, year);
    reader.write(new TextEncoder().encode(writeXml(text, [])));
    return reader.end();
  };
  const options = {
    input: "case.xml",
    authority: returns.authority,
    earlier: [earlier(returns.last, 1), earlier(returns.beforeLast, 2)],
    reference,
    stage: "all",
    asAt: null,
  } as const;
  const found: Finding[] = [];
  const validation = createValidation(validator, options, (finding) => void found.push(finding));
  validation.write(new TextEncoder().encode(writeXml(returns.root, [])));
  validation.end();
  return found;
}

function tableOf(rules: ReleaseRules, returns: ExampleReturns, name: string): ReferenceTable {
  const shape = referenceShapes(rules.release).find((candidate) => candidate.name === name);
  const table = rules.release.referenceTables.find((candidate) => candidate.name === name);
  if (shape === undefined || table === undefined) throw new Error(name);
  const loader = createReferenceLoader(shape);
  const [head = [], ...rows] = referenceLines(table, returns.reference);
  loader.header(head);
  for (const [index, row] of rows.entries()) loader.row(row, index + 1);
  const loaded = loader.end();
  if ("problem" in loaded) throw new Error(loaded.problem);
  return loaded.table;
}
