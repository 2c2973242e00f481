import { CHECKER_CASES_FILE, SUITE_FILE } from "../../../conformance/run.ts";
import { reportSchema } from "../../../conformance/reports/json.ts";
import { writeTables } from "../../rules/table-rows.ts";
import { returnInXml } from "../../rules/xml-form.ts";
import { writeXml } from "../../rules/write-xml.ts";
import type { Release } from "../../specification/model.ts";
import type { OutputFile, Target, TargetContext } from "../target.ts";
import { bundleRunner } from "./bundle.ts";
import { checkerCases } from "./checker-cases.ts";
import { csvText } from "./csv.ts";
import { buildSuite } from "./suite.ts";

/** Everything that a supplier needs to test a product, in one folder: runner, cases, expected results, example adapters. */
export const conformanceTarget = {
  name: "conformance",
  about: "pack of the conformance suite",
  build: async (release, context) => {
    const path = `conformance/${SUITE_FILE}`;
    if (release.child === null) return { files: [], absent: [{ path, why: "The collection has no record per child." }] };
    const scenarios = context.scenarios();
    if (scenarios.whole === null) return { files: [], absent: [{ path, why: "The collection has no scenarios." }] };
    const file = (name: string, content: string): OutputFile => ({ path: `conformance/${name}`, content, committed: false });
    const suite = buildSuite(release, context);
    const document = release.formats.includes("xml") ? returnInXml(scenarios.root).document : null;
    const cases = checkerCases(release, context, document);
    return {
      files: [
        file(SUITE_FILE, `${JSON.stringify(suite, null, 1)}\n`),
        file(CHECKER_CASES_FILE, cases.map((one) => `${JSON.stringify(one)}\n`).join("")),
        file("conformance.mjs", await bundleRunner(release, context)),
        file("report.schema.json", reportSchema()),
        ...expectedFiles(release, context).map(([name, content]) => file(name, content)),
      ],
      absent: [],
    };
  },
} satisfies Target;

/** The return that a right product makes of the scenarios. */
function expectedFiles(release: Release, context: TargetContext): readonly (readonly [string, string])[] {
  const { root } = context.scenarios();
  const about = "Synthetic data. Every child in this return is invented.";
  const xml = release.formats.includes("xml") ? [["expected/return.xml", writeXml(returnInXml(root).root, [about])] as const] : [];
  if (!release.formats.includes("csv") || release.tables.length === 0) return xml;
  const { tables } = writeTables(root, release);
  return [
    ...xml,
    ...release.tables.map(({ name, columns }) => {
      const header = columns.map((column) => column.name);
      return [`expected/tables/${name.toLowerCase().replaceAll(/[^a-z0-9_-]/g, "-")}.csv`, csvText(header, tables.get(name) ?? [])] as const;
    }),
  ];
}
