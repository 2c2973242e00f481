import type { ColumnHelp, Sheet, Workbook } from "../../../runtime/workbook/workbook.ts";
import { columnLetters } from "../../../runtime/workbook/workbook.ts";
import { codeSetsOf } from "../../specification/item-type.ts";
import type { Release } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import { codesOf } from "./frictionless.ts";
import type { FileColumn, TableFile } from "./table-files.ts";

/** The sheet with the codes that the lists of the others show. */
const CODES = "Codes";
/** What a note of Excel can hold. */
const NOTE_LIMIT = 255;
const TITLE_LIMIT = 32;

/**
 * A workbook to fill in: a sheet for each table, cells that stay text, lists of codes to choose from, and a note at each column; behind them the columns with
 * their whole definitions, the codes with their labels, and what the workbook is.
 */
export function workbookTemplate(files: readonly TableFile[], release: Release): Workbook {
  const sets = [...new Set(files.flatMap(({ columns }) => columns.flatMap(({ item }) => (item === null ? [] : codeSetsOf(item.type)))))];
  return {
    title: `${release.title} ${release.period}: template`,
    sheets: [
      ...files.map(({ table, columns }): Sheet => ({ name: table.name, columns: columns.map((column) => templateColumn(column, sets, release)), rows: [] })),
      {
        name: "Columns",
        columns: [
          { heading: "Table", width: 25 },
          { heading: "Column", width: 30 },
          { heading: "Name", width: 40 },
          { heading: "Must be filled", width: 14 },
          { heading: "What it is", width: 100 },
        ],
        rows: files.flatMap(({ table, columns }) =>
          columns.map(({ name, label, definition, isMandatory }) => [table.name, name, label, isMandatory ? "yes" : "", definition]),
        ),
      },
      codesSheet(sets, release),
      {
        name: "About",
        columns: [{ heading: "About this workbook", width: 100 }],
        rows: [
          ...noticeLines(release),
          "Every sheet that has the name of a table holds its rows. Leave the first line as it is. Sheets may be left empty or taken out.",
          `Dates are written ${release.lexical.date === "yyyy-mm-dd" ? "2025-12-31" : "31/12/2025"}. All cells are text, so that leading zeros and codes such as 1E3 stay as they are.`,
        ].map((line) => [line]),
      },
    ],
  };
}

function templateColumn({ name, label, definition, item, isMandatory }: FileColumn, sets: readonly string[], release: Release): Sheet["columns"][number] {
  const set = item?.type.kind === "code" ? item.type.set : null;
  const at = set === null ? -1 : sets.indexOf(set);
  const count = set === null ? 0 : codesOf(set, release).length;
  const column = columnLetters(2 * at);
  const help: ColumnHelp = {
    title: cut(label, TITLE_LIMIT),
    text: cut(`${isMandatory ? "Must be filled. " : ""}${definition}`, NOTE_LIMIT),
    list: count === 0 ? null : `${CODES}!$${column}$2:$${column}$${count + 1}`,
  };
  return { heading: name, width: Math.min(40, Math.max(12, name.length + 4)), help };
}

/** Two columns for each code set: its codes and what they mean. */
function codesSheet(sets: readonly string[], release: Release): Sheet {
  const columns = sets.flatMap((set) => [
    { heading: set, width: Math.max(12, set.length + 4) },
    { heading: cut(release.codeSets.get(set)?.label ?? set, 60), width: 40 },
  ]);
  const labelled = sets.map((set) => new Map((release.codeSets.get(set)?.codes ?? []).map(({ code, label }) => [code, label ?? ""])));
  const codes = sets.map((set) => codesOf(set, release));
  const height = Math.max(0, ...codes.map(({ length }) => length));
  const rows = Array.from({ length: height }, (_, row) =>
    codes.flatMap((own, index) => {
      const code = own[row];
      return code === undefined ? ["", ""] : [code, labelled[index]?.get(code) ?? ""];
    }),
  );
  return { name: CODES, columns, rows };
}

function cut(text: string, limit: number): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
