import { type ExpectedContent, type Suite, SUITE_FORMAT, type SuiteChild, type SuiteScenario } from "../../../conformance/suite.ts";
import { failuresOf, readReturns } from "../../rules/evaluate.ts";
import type { TextRecord } from "../../rules/record-tree.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { ruleInfos } from "../../rules/rule-info.ts";
import { outsideNeeds } from "../../rules/rule-needs.ts";
import { writeTables } from "../../rules/table-rows.ts";
import { returnInXml } from "../../rules/xml-form.ts";
import type { ReleaseScenario, ReleaseScenarios, ScenarioChild } from "../../scenarios/scenario.ts";
import type { Release } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import type { TargetContext } from "../target.ts";
import { aroundChild, childrenIn, findRecord } from "./around-child.ts";
import { contentOf } from "./content.ts";

/** The suite of a release: what its scenarios key in and must return, and what is known of the release. */
export function buildSuite(release: Release, context: TargetContext): Suite {
  const scenarios = context.scenarios();
  const rules = context.rules();
  const lastYear = context.lastYear();
  const accepted = acceptedRules(rules, scenarios, lastYear?.root ?? null);
  const formats = release.formats.filter((format) => format === "xml" || release.tables.length > 0);
  const childOf = (child: ScenarioChild): SuiteChild => ({
    key: child.key,
    keyed: contentOf(child.keyed) ?? { record: child.keyed.node.name, items: {}, records: [] },
    returned: child.returned === null ? { xml: null, csv: null } : expectedOf(release, child.returned),
    reasons: child.reasons,
    accepted: child.returned === null ? [] : (accepted.get(child.returned) ?? []),
  });
  const scenarioOf = (scenario: ReleaseScenario): SuiteScenario => ({ ...scenario, children: scenario.children.map(childOf) });
  const { whole } = scenarios;
  if (whole === null) throw new Error(`${release.name} has scenarios, but none with facts of the return itself`);
  return {
    format: SUITE_FORMAT,
    release: release.name,
    version: release.version,
    status: release.status,
    title: `${release.title} ${release.period}`,
    specification: context.specificationHash(),
    notices: noticeLines(release),
    authority: scenarios.authority,
    forms: formats,
    whole: {
      ...scenarioOf(whole),
      returned: { xml: contentOf(withoutChildren(scenarios.root, release.child?.record.path ?? "")), csv: null },
      accepted: accepted.get(scenarios.root) ?? [],
    },
    lastYear: lastYear?.release.name ?? null,
    leftOpen: [...scenarios.leftOpen.keys()],
    scenarios: scenarios.scenarios.map(scenarioOf),
    rules: ruleInfos(rules),
    pages: context.guidancePages(),
    twoYearRules: rules.rules
      .filter((rule) => outsideNeeds(rules, rule).some((need) => need === "last_return" || need === "return_before_last"))
      .map(({ rule }) => rule.id),
    tables: context.collectionTables(),
  };
}

/** The return around the children. */
function withoutChildren(record: TextRecord, path: string): TextRecord {
  const groups = new Map<string, TextRecord[]>();
  for (const [at, inner] of record.groups) {
    if (at !== path)
      groups.set(
        at,
        inner.map((one) => withoutChildren(one, path)),
      );
  }
  return { node: record.node, items: record.items, groups };
}

/** The record of a child as each form carries it. */
function expectedOf(release: Release, child: TextRecord): ExpectedContent {
  const root = aroundChild(release.root, child);
  const csv = release.formats.includes("csv") && release.tables.length > 0 ? writeTables(root, release).root : null;
  const xml = release.formats.includes("xml") ? returnInXml(root).root : null;
  const inside = (record: TextRecord | null): TextRecord | null => (record === null ? null : findRecord(record, child.node.path));
  const [inXml, inCsv] = [inside(xml), inside(csv)];
  return { xml: inXml === null ? null : contentOf(inXml), csv: inCsv === null ? null : contentOf(inCsv) };
}

/** The rules that the right return of each child raises, and the return as a whole; what needs reference tables is not looked at. */
function acceptedRules(rules: ReleaseRules, { root, authority }: ReleaseScenarios, last: TextRecord | null): ReadonlyMap<TextRecord, readonly string[]> {
  const found = new Map<TextRecord, string[]>();
  const given = last === null ? ["authority"] : ["authority", "last_return"];
  const read = readReturns(rules, { root, last, beforeLast: null, authority });
  const children = childrenIn(root, rules.release.child?.record.path ?? "");
  for (const rule of rules.rules) {
    if (outsideNeeds(rules, rule).some((need) => !given.includes(need))) continue;
    const failing = new Set(failuresOf(rule, read).flatMap(({ records }) => records.map(({ text }) => text)));
    if (failing.size === 0) continue;
    const holding = children.filter((child) => holdsOne(child, failing));
    for (const one of holding.length === 0 ? [root] : holding) found.set(one, [...(found.get(one) ?? []), rule.rule.id]);
  }
  return found;
}

function holdsOne(record: TextRecord, some: ReadonlySet<TextRecord>): boolean {
  return some.has(record) || [...record.groups.values()].flat().some((inner) => holdsOne(inner, some));
}
