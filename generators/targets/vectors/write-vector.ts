import type { CheckedRule } from "../../rules/checked-rule.ts";
import type { Returns } from "../../rules/evaluate.ts";
import type { TextRecord } from "../../rules/record-tree.ts";
import type { ReferenceRows } from "../../rules/reference-rows.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { whereItRuns } from "../../rules/rule-needs.ts";
import { tableChecks } from "../../rules/table-checks.ts";
import { shownAt, type TableRow, writeTables } from "../../rules/table-rows.ts";
import { returnInXml } from "../../rules/xml-form.ts";
import type { Release } from "../../specification/model.ts";
import type { SettledExample } from "./settle.ts";
import { countFaults } from "./structure-faults.ts";
import type { ExpectedFindings, Rows, Vector, VectorTables } from "./vector.ts";
import { judge, type Verdict } from "./verdict.ts";

/** Writes an example in every form that has a place for what it is about: in which its rule runs, and finds what the example says. */
export function writeVector(rules: ReleaseRules, settled: SettledExample): Vector {
  const { rule, example, returns } = settled;
  const { formats } = rules.release;
  const xml = formats.includes("xml") ? inXml(rules, settled) : null;
  return {
    id: `${rule.rule.firstId}/${example.name}`,
    release: rules.release.name,
    rule: rule.rule.id,
    expected: xml?.expected ?? [],
    document: xml?.document ?? null,
    previous: xml?.previous ?? null,
    beforePrevious: xml?.beforePrevious ?? null,
    tables: formats.includes("csv") && rules.release.tables.length > 0 ? inTables(rules, settled) : null,
    reference: referenceOf(rules.release, returns.reference),
    authority: returns.authority,
  };
}

function inXml(rules: ReleaseRules, settled: SettledExample): Pick<Vector, "expected" | "document" | "previous" | "beforePrevious"> | null {
  const { rule, returns, verdict } = settled;
  const own = returnInXml(returns.root);
  const [last, beforeLast] = [returns.last, returns.beforeLast].map((root) => (root === null ? null : returnInXml(root)));
  const carried = { ...returns, root: own.root, last: last?.root ?? null, beforeLast: beforeLast?.root ?? null };
  const isWhole = [own, last, beforeLast].every((one) => one === null || one === undefined || one.lost.length === 0);
  const found = isWhole ? verdict : judge(rules, carried);
  if (!isAbout(rules, rule, "xml", found, verdict)) return null;
  const placeOf = (record: TextRecord): string => own.paths.get(record) ?? "";
  return {
    expected: expectedFindings(rules, rule, carried, found, "xml", placeOf),
    document: own.document,
    previous: last?.document ?? null,
    beforePrevious: beforeLast?.document ?? null,
  };
}

function inTables(rules: ReleaseRules, { rule, returns, verdict }: SettledExample): VectorTables | null {
  const own = writeTables(returns.root, rules.release);
  const [last, beforeLast] = ([1, 2] as const).map((year) => {
    const [root, release] = [year === 1 ? returns.last : returns.beforeLast, rules.earlier[year]];
    return root === null || release === null ? null : writeTables(root, release);
  });
  const carried = { ...returns, root: own.root, last: last?.root ?? null, beforeLast: beforeLast?.root ?? null };
  const found = judge(rules, carried);
  if (!isAbout(rules, rule, "csv", found, verdict)) return null;
  const placeOf = (record: TextRecord): string => {
    const place = shownAt(record, own);
    return place === null ? "" : `${place.table} ${place.row}`;
  };
  return {
    expected: expectedFindings(rules, rule, carried, found, "csv", placeOf),
    rows: Object.fromEntries(own.tables),
    previous: last === null || last === undefined ? null : Object.fromEntries(last.tables),
    beforePrevious: beforeLast === null || beforeLast === undefined ? null : Object.fromEntries(beforeLast.tables),
  };
}

/** Whether a form carries what an example is about. */
function isAbout(rules: ReleaseRules, rule: CheckedRule, form: "xml" | "csv", found: Verdict, verdict: Verdict): boolean {
  return whereItRuns(rules, rule).formats.includes(form) && (found.get(rule)?.length ?? 0) === (verdict.get(rule)?.length ?? 0);
}

/** The vector's own rule first, then the other rules in their order, then what is wrong with the form. */
function expectedFindings(
  rules: ReleaseRules,
  rule: CheckedRule,
  { root }: Returns,
  verdict: Verdict,
  form: "xml" | "csv",
  placeOf: (record: TextRecord) => string,
): readonly ExpectedFindings[] {
  const { release } = rules;
  const running = [...verdict].filter(([one]) => whereItRuns(rules, one).formats.includes(form));
  const found = running.map(([one, failures]) => ({
    one,
    records: failures.map(({ records }) => records.flatMap(({ text, year }) => (year === 0 ? [placeOf(text)] : []))),
  }));
  const stating = running.map(([{ rule: one }, failures]) => ({
    rule: one,
    records: new Set(failures.flatMap(({ records }) => records.map(({ text }) => text))),
  }));
  const faults = countFaults(release, root, form, stating);
  const own = found.filter(({ one }) => one === rule);
  const others = found.filter(({ one }) => one !== rule);
  return [
    ...own.map(({ one, records }) => ({ rule: one.rule.id, count: records.length, records })),
    ...others.map(({ one, records }) => ({ rule: one.rule.id, count: records.length, records, why: one.rule.title })),
    ...[...faults].map(([id, count]) => ({ rule: id, count, why: reasonOf(id, release) })),
  ];
}

function reasonOf(id: string, release: Release): string {
  const check = tableChecks(release).find((one) => one.id === id);
  return check?.title ?? STRUCTURE_REASONS[id.replace("structure.", "")] ?? id;
}

const STRUCTURE_REASONS: Readonly<Record<string, string>> = {
  missing: "The example leaves out something required",
  occurs: "The example gives something too often",
  empty: "The example gives an element without a value",
  type: "The example gives a value of the wrong kind",
  code: "The example gives a code that does not exist",
  length: "The example gives a text that is too short or too long",
  range: "The example gives a number out of range",
  pattern: "The example gives a value of the wrong form",
};

function referenceOf({ referenceTables }: Release, given: ReferenceRows): Rows {
  return Object.fromEntries(
    referenceTables.map(({ name, columns }) => [
      name,
      (given.get(name) ?? []).map(
        (row): TableRow =>
          Object.fromEntries(
            columns.flatMap((column) => {
              const text = (row.get(column.name) ?? []).join(", ");
              return text === "" ? [] : [[column.name, text]];
            }),
          ),
      ),
    ]),
  );
}
