import { CHECKER_CASES_FILE, SUITE_FILE } from "../../../conformance/run.ts";
import { reportSchema } from "../../../conformance/reports/json.ts";
import { writeTables } from "../../rules/table-rows.ts";
import { returnInXml } from "../../rules/xml-form.ts";
import { writeXml } from "../../rules/write-xml.ts";
import type { TextRecord } from "../../rules/record-tree.ts";
import type { Release } from "../../specification/model.ts";
import type { OutputFile, Target, TargetContext } from "../target.ts";
import Handlebars from "handlebars";
import type { Suite } from "../../../conformance/suite.ts";
import { groupDigits } from "../../../runtime/findings/message.ts";
import { coverageOf } from "../../scenarios/coverage.ts";
import { noticeLines } from "../notice.ts";
import { bundleRunner } from "./bundle.ts";
import { caseFiles, coverageFile } from "./case-files.ts";
import { checkerCases } from "./checker-cases.ts";
import { csvText } from "./csv.ts";
import { entrySheet, entryWork } from "./entry-sheet.ts";
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
        file("data-entry.html", entrySheet(release, suite)),
        file("readme.md", readme(release, suite, cases.length, context)),
        file("coverage.csv", coverageFile(coverageOf(release, scenarios))),
        ...[...context.adapters()].map(([name, content]) => file(`adapters/${name}`, content)),
        ...caseFiles(suite).map(([name, content]) => file(name, content)),
        ...expectedFiles(release, context).map(([name, content]) => file(name, content)),
      ],
      absent: [],
    };
  },
} satisfies Target;

function readme(release: Release, suite: Suite, caseCount: number, context: TargetContext): string {
  const text = context.templates().get("conformance/readme.md.hbs");
  if (text === undefined) throw new Error("There is no template conformance/readme.md.hbs.");
  const { entries, hours } = entryWork(suite.scenarios);
  const values = {
    title: suite.title,
    notices: noticeLines(release),
    release: suite.release,
    specification: suite.specification,
    scenarioCount: suite.scenarios.length,
    childCount: suite.scenarios.reduce((sum, { children }) => sum + children.length, 0),
    caseCount,
    entries: groupDigits(entries),
    hours,
    sample: suite.forms.includes("xml") ? "expected/return.xml" : "expected/tables",
    python: "python3",
    authority: suite.authority,
    ...lastYearWords(suite),
    firstScenario: suite.scenarios[0]?.id ?? "",
    forms: suite.forms.includes("csv") ? "an XML file, or a folder or zip of CSV files" : "an XML file",
  };
  return Handlebars.compile(text, { strict: true, noEscape: true })(values);
}

/** What the readme says of the year before. */
function lastYearWords({ release, lastYear, twoYearRules }: Suite): { readonly levelFive: string; readonly lastYear: string; readonly previousRow: string } {
  if (lastYear === null)
    return {
      levelFive: "",
      lastYear: `${release} is the first release of its collection: there is no return of the year before, and no level 5.`,
      previousRow: "",
    };
  const previousRow = `| \`previous/\` | the return of the year before, ${lastYear}, with which the one that you make is compared |\n`;
  if (twoYearRules.length === 0)
    return {
      levelFive: "",
      lastYear: `No rule of ${release} compares with the return of the year before (\`previous/\`), so there is no level 5.`,
      previousRow,
    };
  return {
    levelFive: "; level 5, whether it goes together with the return of the year before",
    lastYear: [
      `That return, of ${lastYear}, is in \`previous/\`: the same children as they stood on the day before the year began, and some who are only in it. It is`,
      "not keyed in; what of it goes on is in the case records. To test your product over two years, make its return of the year before from the same case",
      "records, as it was on that day, and name it with `--previous`: a child who has another id in each of your returns is only found so. Totals are not",
      "compared then.",
    ].join("\n"),
    previousRow,
  };
}

/** The return that a right product makes of the scenarios, and the one of the year before that it is compared with. */
function expectedFiles(release: Release, context: TargetContext): readonly (readonly [string, string])[] {
  const lastYear = context.lastYear();
  const expected = returnFiles("expected", release, context.scenarios().root);
  return lastYear === null ? expected : [...expected, ...returnFiles("previous", lastYear.release, lastYear.root)];
}

function returnFiles(folder: string, release: Release, root: TextRecord): readonly (readonly [string, string])[] {
  const about = "Synthetic data. Every child in this return is invented.";
  const xml = release.formats.includes("xml") ? [[`${folder}/return.xml`, writeXml(returnInXml(root).root, [about])] as const] : [];
  if (!release.formats.includes("csv") || release.tables.length === 0) return xml;
  const { tables } = writeTables(root, release);
  return [
    ...xml,
    ...release.tables.map(({ name, columns }) => {
      const header = columns.map((column) => column.name);
      return [`${folder}/tables/${name.toLowerCase().replaceAll(/[^a-z0-9_-]/g, "-")}.csv`, csvText(header, tables.get(name) ?? [])] as const;
    }),
  ];
}
