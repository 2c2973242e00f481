import { describe, expect, test } from "vitest";
import type { Adapter } from "../../conformance/checker/adapter.ts";
import type { CheckerCase, Expected, Rows } from "../../conformance/checker/case-file.ts";
import { runChecker } from "../../conformance/checker/run-checker.ts";
import { readReturn } from "../../conformance/returns/read-return.ts";
import type { Form } from "../../conformance/suite.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { targetContext } from "../../generators/cli/target-context.ts";
import { returnInXml } from "../../generators/rules/xml-form.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import type { Release } from "../../generators/specification/model.ts";
import { csvText } from "../../generators/targets/conformance/csv.ts";
import { checkerCases } from "../../generators/targets/conformance/checker-cases.ts";
import type { Vector } from "../../generators/targets/vectors/vector.ts";
import { exampleReturns, ruleVectors } from "../../generators/targets/vectors/vectors-target.ts";
import type { Finding } from "../../runtime/findings/finding.ts";
import { tenthOf } from "../support/chosen.ts";
import { findingsOf } from "../support/generated-validator.ts";
import { JUDGE } from "../support/returnspec.ts";
import { runVector } from "../support/run-vector.ts";
import { isPassed, openSuite, type OpenSuite, tablesInput } from "./suites.ts";
import { specification } from "../support/specification.ts";

const names = specification.liveNames.filter((name) => specification.library.scenarios.has(name.slice(0, name.indexOf("/"))));
const inXml = JUDGE ? names : ["cin/2026-27"];
const inTables = JUDGE ? names.filter((name) => specification.release(name).release?.formats.includes("csv")) : ["cla/2026-27"];
const chosen = [...inXml.map((name) => ({ name, form: "xml" as const })), ...inTables.map((name) => ({ name, form: "csv" as const }))];

const LIMIT = JUDGE ? 1_800_000 : 300_000;

/** What a checker says of a case. */
interface Told {
  readonly rule: string;
  readonly at?: string;
}

/** Another answer than the right one. */
interface WrongChecker {
  readonly name: string;
  readonly answer: (right: readonly Told[], one: CheckerCase) => object;
}

describe.each(chosen)("checkers for $name in $form", ({ name, form }) => {
  test(
    "the validator of the release passes, and every wrong one is found out",
    async () => {
      const open = await openSuite(name);
      const { cases, answers } = await rightAnswers(open, form);
      expect(cases.length).toBeGreaterThan(100);
      const right = await runWith(open, form, cases, (one) => ({ findings: answers.get(one.id) ?? [] }));
      expect(
        right.cases.filter(({ outcome }) => outcome !== "passed").map(({ id, faults, reason }) => [id, reason, ...faults.map(({ message }) => message)]),
      ).toEqual([]);
      const survivors: string[] = [];
      const wrong = wrongCheckers(form, cases);
      for (const { name: mistake, answer } of wrong) {
        let isFound = false;
        for (const one of cases) {
          const own = answers.get(one.id) ?? [];
          // Where it answers as the right one does it passes.
          if (isFound || JSON.stringify(answer(own, one)) === JSON.stringify({ findings: own })) continue;
          isFound = !isPassed(await runWith(open, form, [one], () => answer(own, one)));
        }
        if (!isFound) survivors.push(mistake);
      }
      expect(survivors).toEqual([]);
      expect(wrong.length).toBeGreaterThan(50);
    },
    LIMIT,
  );
});

/** The cases, and what the validator of the release finds in them. */
async function rightAnswers(
  { release, module, suite }: OpenSuite,
  form: Form,
): Promise<{ readonly cases: readonly CheckerCase[]; readonly answers: ReadonlyMap<string, readonly Told[]> }> {
  const context = targetContext(specification, release);
  const rules = checkReleaseRules(specification, release, new Diagnostics());
  const tenth = tenthOf(rules);
  let number = 0;
  // Tables share all but their form with XML: at normal size a sixth as many rules show that they are asked about.
  const isWanted = (id: string): boolean => JUDGE || (tenth(id) && (form === "xml" || number++ % 6 === 0));
  const vectors = new Map(
    ruleVectors(
      rules,
      exampleReturns(rules, (rule, example) => isWanted(`${rule.rule.firstId}/${example.name}`)),
    ).map((vector): [string, Vector] => [vector.id, vector]),
  );
  const lines = [...vectors.values()].map((vector) => JSON.stringify(vector)).join("\n");
  const all = checkerCases(release, { ...context, vectors: () => lines }, returnInXml(context.scenarios().root).document);
  const cases = all.filter(({ document, bytes, tables }) => (form === "xml" ? document !== null || bytes !== undefined : tables !== null));
  const answers = new Map<string, readonly Told[]>();
  for (const one of cases) {
    const vector = vectors.get(one.id);
    const found = vector === undefined ? await findingsOn(one) : runVector(module, rules, vector, form);
    answers.set(one.id, found.filter(({ severity }) => severity !== "not-run").map(told));
  }
  return { cases, answers };

  /** The findings on a case of the form of a return. */
  async function findingsOn({ document, bytes, tables }: CheckerCase): Promise<readonly Finding[]> {
    if (form === "xml") return findingsOf(module, bytes === undefined ? (document ?? "") : Buffer.from(bytes, "base64"));
    const files = Object.entries(tables?.files ?? filesOf(release, tables?.rows ?? {}));
    const { findings } = await readReturn(tablesInput(new Map(files)), module, {
      authority: suite.authority,
      previous: null,
      reference: new Map(),
      tables: suite.tables,
    });
    // A checker that passes over a column that is none of the table is right too.
    return findings.filter(({ severity }) => severity === "error");
  }
}

/** Rows as the files that hold them. */
function filesOf({ tables }: Release, rows: Rows): Readonly<Record<string, string>> {
  return Object.fromEntries(
    tables.map(({ name, columns }) => [
      `${name}.csv`,
      csvText(
        columns.map((column) => column.name),
        rows[name] ?? [],
      ),
    ]),
  );
}

function told({ rule, locations }: Finding): Told {
  const [place] = locations;
  const at = place?.path ?? (place?.table === null || place?.row === null || place === undefined ? null : `${place.table} ${place.row}`);
  return at === null ? { rule } : { rule, at };
}

/** Runs the cases with a checker that answers by itself; a question does not say which case it is, so they are answered in order. */
async function runWith({ suite }: OpenSuite, form: Form, cases: readonly CheckerCase[], answer: (one: CheckerCase) => object): ReturnType<typeof runChecker> {
  let next = 0;
  const adapter: Adapter = {
    ask: async () => {
      const one = cases[next];
      next += 1;
      return { answer: one === undefined ? {} : { ...answer(one) } };
    },
    close: async () => null,
  };
  return runChecker({ suite, cases, adapter, form, levels: [4, 5], now: () => 0 });
}

/** Checkers that know no rule of their own, and the right one with one mistake: each rule forgotten, found too often, or elsewhere. */
function wrongCheckers(form: Form, cases: readonly CheckerCase[]): readonly WrongChecker[] {
  const expectedOf = (one: CheckerCase): readonly Expected[] => (form === "xml" ? one.expected : (one.tables?.expected ?? []));
  const rules = [...new Set(cases.flatMap((one) => expectedOf(one).flatMap(({ rule }) => (rule.startsWith("structure") ? [] : [rule]))))];
  const findings =
    (by: (right: readonly Told[], one: CheckerCase) => readonly Told[]): WrongChecker["answer"] =>
    (right, one) => ({ findings: by(right, one) });
  return [
    { name: "empty", answer: () => ({}) },
    { name: "always valid", answer: findings(() => []) },
    { name: "always invalid", answer: findings(() => [{ rule: "structure" }]) },
    { name: "echo", answer: (_, one) => ({ kind: "validate", document: one.document }) },
    { name: "all rules at once", answer: findings(() => rules.map((rule) => ({ rule }))) },
    { name: "no structure", answer: findings((right) => right.filter(({ rule }) => !rule.startsWith("structure"))) },
    { name: "only structure", answer: findings((right) => right.filter(({ rule }) => rule.startsWith("structure"))) },
    { name: "the first finding only", answer: findings((right) => right.slice(0, 1)) },
    { name: "each rule once", answer: findings((right) => right.filter(({ rule }, index) => right.findIndex((one) => one.rule === rule) === index)) },
    { name: "always at the root", answer: findings((right) => right.map(({ rule }) => ({ rule, at: "/" }))) },
    { name: "one finding twice", answer: findings((right) => [...right, ...right.slice(-1)]) },
    ...rules.map((rule) => ({ name: `without ${rule}`, answer: findings((right) => right.filter((one) => one.rule !== rule)) })),
    ...rules.map((rule) => ({ name: `${rule} in every return`, answer: findings((right) => [...right, { rule }]) })),
    ...rules.map((rule) => ({
      name: `${rule} elsewhere`,
      answer: findings((right) => right.map((one) => (one.rule === rule ? { rule, at: "/elsewhere" } : one))),
    })),
  ];
}
