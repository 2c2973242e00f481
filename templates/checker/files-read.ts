import { countWords, groupDigits } from "../../runtime/findings/message.ts";
import { data, element } from "./dom.ts";
import type { Outcome, ReferenceRead, TableRead } from "./protocol.ts";

/** What was read besides an XML file: which file as which table, reference tables, and what was left out. */
export function filesRead({ tables, reference, notes }: Outcome): readonly Node[] {
  return [...notes.map((note) => element("p", {}, note)), ...reference.flatMap(referenceRead), ...(tables === null ? [] : tablesRead(tables))];
}

function tablesRead(tables: readonly TableRead[]): readonly Node[] {
  const count = tables.filter(({ file }) => file !== null).length;
  if (count === 0) return [];
  const missing = tables.filter(({ file, inColumnsOf }) => file === null && inColumnsOf === null).map(({ table }) => table);
  const title = `${countWords(count, "table was", "tables were")} read`;
  const without =
    missing.length === 0 ? [] : [element("p", {}, `No file was given for ${listWords(missing)}. Rules that look into a table that is not there were not run.`)];
  const heads = ["Table", "File", "Rows"].map((text) => element("th", { scope: "col", class: text.toLowerCase() }, text));
  const rows = tables.map(({ table, file, inColumnsOf }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, table),
      element("td", {}, file !== null ? data(file.name) : inColumnsOf === null ? "(no file)" : `(in columns of ${inColumnsOf})`),
      element("td", {}, file === null ? "" : groupDigits(file.rows)),
    ),
  );
  const list = element(
    "table",
    { class: "files-read" },
    element("caption", {}, "Which file was read as which table"),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows),
  );
  const rowWords = "In findings, row 1 is the first row of data: the line behind the names of the columns, which a spreadsheet shows as row 2.";
  return [...without, element("p", {}, rowWords), element("details", {}, element("summary", {}, title), list)];
}

function referenceRead({ label, file, rows, problems }: ReferenceRead): readonly Node[] {
  const read = element("p", {}, `${label}: ${countWords(rows, "row")} of `, data(file), " read.");
  if (problems.length === 0) return [read];
  const list = element("ul", {}, ...problems.map(({ message }) => element("li", {}, data(message))));
  return [read, element("details", {}, element("summary", {}, `What could not be read of ${label.toLowerCase()}`), list)];
}

/** `A`, `A and B`, `A, B and C`. */
function listWords(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
