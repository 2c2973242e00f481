import type { CheckerCase, Rows } from "../../../conformance/checker/case-file.ts";
import { type TableRow, writeTables } from "../../rules/table-rows.ts";
import type { TextRecord } from "../../rules/record-tree.ts";
import type { Column, Release, Table } from "../../specification/model.ts";
import { aroundChild, childrenIn, findRecord } from "./around-child.ts";
import { csvText } from "./csv.ts";
import { documentCase } from "./document-case.ts";

/** Tables with one fault in their form, or an unusual form in which there is none. */
interface WrongTables {
  readonly name: string;
  readonly title: string;
  /** Rules that state what the form does. */
  readonly orRules: readonly string[];
  /** Nothing is wrong. */
  readonly isFine?: true;
  readonly given: { readonly rows: Rows } | { readonly files: Readonly<Record<string, string>> };
}

/** No code of any set, and no date. */
const NO_CODE = "?";
const NO_DATE = "31/02/2015";
const NOBODY = "NOBODY";

/**
 * Cases on the form of a return in tables: for each table a child of the scenarios who has rows in it, with one thing wrong.
 * @param root the return of all scenarios, in which nothing is wrong
 * @param stating the rules that state something of the form, by the item of which they do
 */
export function tableCases(release: Release, root: TextRecord, stating: (item: string) => readonly string[]): readonly CheckerCase[] {
  if (!release.formats.includes("csv")) return [];
  const children = childrenIn(root, release.child?.record.path ?? "");
  return release.tables.flatMap((table) => {
    const child = children.find((one) => findRecord(one, table.record.path) !== null);
    if (child === undefined) return [];
    const { tables } = writeTables(aroundChild(release.root, child), release);
    return wrongTables(release, table, tables, stating).map(({ name, title, orRules, isFine, given }): CheckerCase => {
      const expected = isFine === true ? [] : [{ rule: "structure", count: 1 }];
      const rows = "rows" in given ? given.rows : {};
      const files = "files" in given ? { files: given.files } : {};
      const own = { expected, rows, ...files, previous: null, beforePrevious: null };
      return {
        ...documentCase(`structure/tables/${name}`, `Form of the tables, ${table.name}: ${title}`, expected),
        formOnly: true,
        ...(orRules.length === 0 ? {} : { orRules }),
        tables: own,
      };
    });
  });
}

function wrongTables(
  release: Release,
  table: Table,
  tables: ReadonlyMap<string, readonly TableRow[]>,
  stating: (item: string) => readonly string[],
): readonly WrongTables[] {
  const own = tables.get(table.name) ?? [];
  const rows = (changed: readonly TableRow[]): WrongTables["given"] => ({ rows: Object.fromEntries([...tables, [table.name, changed]]) });
  const files = (text: string): WrongTables["given"] => ({
    files: Object.fromEntries(release.tables.map((one) => [`${one.name}.csv`, one === table ? text : textOf(one, tables.get(one.name) ?? [])])),
  });
  const { orphan, repeated } = table.findings;
  const key = table.columns.find(({ item, copies }) => [item?.path, copies?.path].includes(release.child?.key.path));
  const header = table.columns.map(({ name }) => name);
  const right = textOf(table, own);
  const [first = "", ...lines] = right.split("\n");
  const rules = (...ids: readonly (string | null)[]): readonly string[] => ids.filter((id) => id !== null);
  const all: WrongTables[] = [];
  const add = (name: string, title: string, given: WrongTables["given"], orRules: readonly string[] = []): void =>
    void all.push({ name: `${name}:${table.name}`, title, orRules, given });
  for (const column of table.columns) {
    const { name, item } = column;
    const fault = cellFault(column);
    if (fault !== null && item !== null && own.length > 0) {
      const changed = own.map((row, index) => (index === 0 ? { ...row, [name]: fault.text } : row));
      all.push({ name: `${fault.name}:${table.name}/${name}`, title: `${name} is ${fault.words}`, orRules: stating(item.name), given: rows(changed) });
    }
    if (column.required && item !== null && item.occurs.minimum > 0 && !item.emptyAllowed && item.path !== release.child?.key.path) {
      const left = header.filter((one) => one !== name);
      const text = csvText(left, own);
      all.push({ name: `missing-column:${table.name}/${name}`, title: `the column ${name} is not there`, orRules: stating(item.name), given: files(text) });
    }
  }
  if (orphan !== null && key !== undefined && own.length > 0)
    add("no-child", "a row of a child who is not in the return", rows([...own, { ...own[0], [key.name]: NOBODY }]), rules(orphan));
  if (repeated !== null && own.length > 0) add("row-twice", "two rows of a child who may have one", rows([...own, ...own.slice(0, 1)]), rules(repeated));
  add("column-twice", "a column stands there twice", files([`${first},${header.at(-1) ?? ""}`, ...lines].join("\n")));
  add("semicolons", "semicolons in place of commas", files(right.replaceAll(",", ";")));
  add("quotation-mark", "a quotation mark that does not end", files(`${right}"`));
  add("empty-file", "an empty file", files(""));
  const onWindows = files(`\uFEFF${right.replaceAll("\n", "\r\n")}`);
  all.push({ name: `windows:${table.name}`, title: "a byte order mark, and line ends as Windows writes them", orRules: [], isFine: true, given: onWindows });
  return all;
}

function textOf({ columns }: Table, rows: readonly TableRow[]): string {
  return csvText(
    columns.map(({ name }) => name),
    rows,
  );
}

/** What cannot stand in a cell of a column; null where much can. */
function cellFault({ item }: Column): { readonly name: string; readonly text: string; readonly words: string } | null {
  if (item?.type.kind === "date") return { name: "no-date", text: NO_DATE, words: "a day that no month has" };
  return item?.type.kind === "code" ? { name: "no-code", text: NO_CODE, words: "no code of its set" } : null;
}
