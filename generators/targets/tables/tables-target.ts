import { csvRow } from "../../../runtime/tables/csv-row.ts";
import { writeXlsx } from "../../../runtime/workbook/xlsx.ts";
import { readableJson } from "../readable-json.ts";
import type { Target } from "../target.ts";
import { tableGroup } from "./csvw.ts";
import { dataPackage } from "./frictionless.ts";
import { mappingOf } from "./mapping.ts";
import { tableFiles } from "./table-files.ts";
import { workbookTemplate } from "./workbook-template.ts";

/** The tables of a release: how they map to items and XML, empty files and a workbook to fill in, and descriptions for programs. */
export const tablesTarget = {
  name: "tables",
  about: "CSV tables: mapping, templates, a workbook, CSVW and Frictionless metadata",
  build: (release) => {
    const files = tableFiles(release);
    if (files.length === 0) return { files: [], absent: [{ path: "tables/mapping.json", why: "The return has no tables." }] };
    return {
      files: [
        { path: "tables/mapping.json", content: readableJson(mappingOf(files, release)), committed: false },
        { path: "tables/csvw.json", content: readableJson(tableGroup(files, release)), committed: false },
        { path: "tables/datapackage.json", content: readableJson(dataPackage(files, release)), committed: false },
        { path: "tables/template.xlsx", content: writeXlsx(workbookTemplate(files, release)), committed: false },
        ...files.map(({ file, columns }) => ({
          path: `tables/templates/${file}`,
          content: `\uFEFF${csvRow(columns.map(({ name }) => name)).replace("\r\n", "\n")}`,
          committed: false,
        })),
      ],
      absent: [],
    };
  },
} satisfies Target;
