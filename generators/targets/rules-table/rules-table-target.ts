import { writeOds } from "../../../runtime/workbook/ods.ts";
import type { Workbook } from "../../../runtime/workbook/workbook.ts";
import { writeXlsx } from "../../../runtime/workbook/xlsx.ts";
import type { Release } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import type { Target } from "../target.ts";
import { csvText } from "./csv.ts";
import { RULE_COLUMNS, rulesTable } from "./rules-table.ts";

/** The rules of a release as a table, with their sentences: what people sort and suppliers import. */
export const rulesTableTarget = {
  name: "rules-table",
  about: "the rules as a table: CSV, ODS and XLSX",
  build: (release, context) => {
    if (release.rules.length === 0) {
      const why = "The rules of this release are not written yet.";
      return { files: [], absent: ["rules.csv", "rules.ods", "rules.xlsx"].map((path) => ({ path, why })) };
    }
    const rows = rulesTable(context.rules());
    const workbook = rulesWorkbook(release, rows);
    return {
      files: [
        { path: "rules.csv", content: csvText([RULE_COLUMNS.map(({ heading }) => heading), ...rows]), committed: true },
        { path: "rules.ods", content: writeOds(workbook), committed: false },
        { path: "rules.xlsx", content: writeXlsx(workbook), committed: false },
      ],
      absent: [],
    };
  },
} satisfies Target;

/** A sheet with the rules, and one that says what it is: a table alone could be taken for the Department's. */
function rulesWorkbook(release: Release, rows: readonly (readonly string[])[]): Workbook {
  return {
    title: `Rules of the ${release.title} ${release.period}`,
    sheets: [
      { name: "Rules", columns: RULE_COLUMNS, rows },
      { name: "About", columns: [{ heading: "About this table", width: 100 }], rows: noticeLines(release).map((line) => [line]) },
    ],
  };
}
