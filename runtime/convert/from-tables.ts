import { shorten } from "../validator/describe-type.ts";
import { createReturnReader } from "../inputs/read-tables.ts";
import type { ReleaseTables, TableProblem, TableProblemKind } from "../tables/row-source.ts";
import type { TablesReader } from "../tables/tables-reader.ts";
import { collapse } from "../validator/read-value.ts";
import { headerTable } from "../validator/row-checks.ts";
import { stepsTo } from "../validator/row-builders.ts";
import type { TableLayout } from "../validator/table-layout.ts";
import type { ChildRows, RowRef, UnplacedRow } from "../validator/table-records.ts";
import { createTableStore } from "../validator/table-store.ts";
import { type DataRecord, tableAt } from "../validator/tables.ts";
import type { ConvertReport } from "./report.ts";
import { type ConvertLayout, type ReturnSink, textsOf } from "./return-sink.ts";

/** A return in tables on its way into another form. */
export interface TablesSource {
  readonly reader: TablesReader;
  /** Hands on the return; all files have been read. */
  readonly end: () => void;
  readonly children: () => number;
}

/** Problems after which all that the release asks for is still there. */
const HARMLESS: ReadonlySet<TableProblemKind> = new Set(["missing-column", "other-release", "unexpected-column"]);

/** What no XML document can hold, and what stands for bytes that were no characters. */
// oxlint-disable-next-line no-control-regex
const IMPOSSIBLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFD-\uFFFF]|\p{Surrogate}/u;

/**
 * Reads the CSV files of a return and hands it on child by child, in the order in which the tables name them. Rows may stand in any order, so all are
 * kept until the end. What cannot be placed is a reject, and nothing of it is handed on.
 * @param known tables of all releases of the collection, by which a file of another year is recognised
 */
export function createTablesSource(layout: ConvertLayout, known: readonly ReleaseTables[], sink: ReturnSink, report: ConvertReport): TablesSource {
  const store = createTableStore(layout);
  const header = headerTable(layout.tables);
  /** The file of each table. */
  const files = new Map<string, string>();
  /** The row that the reader has complained of and is about to give. */
  let bad: TableProblem | null = null;
  let file = "";
  let children = 0;

  const rejectRow = (table: string, row: number, column: string | null, reason: string, cells: readonly string[] | null): void =>
    report.reject({ file: files.get(table) ?? file, table, row, column, cell: null, line: null, place: null, reason, cells });

  const problem = (found: TableProblem): void => {
    const { kind, severity, message, table, row, items } = found;
    const isOfCell = kind === "characters" || kind === "unexpected-cell";
    if (kind === "characters" && !Object.values(items).some((text) => IMPOSSIBLE.test(text))) return;
    if (isOfCell) bad ??= found;
    else if (kind === "missing-column" && severity === "warning") return;
    else if (severity === "warning" || HARMLESS.has(kind)) report.note(message);
    else report.reject({ file: found.file, table, row, column: null, cell: null, line: null, place: null, reason: message, cells: null });
  };

  const reader = createReturnReader({ release: layout.release, tables: layout.tables }, known, {
    problem,
    open: (name, columns) => {
      const table = layout.tables.find((one) => one.name === name);
      if (table === undefined) throw new Error(`${layout.release} has no table ${name}`);
      const take = store.open(table, columns);
      files.set(name, file);
      return (cells, row) => {
        const complaint = bad;
        bad = null;
        if (complaint?.row === row && complaint.table === name) rejectRow(name, row, Object.keys(complaint.items)[0] ?? null, complaint.message, cells);
        else if (!take(cells, row)) {
          const key = table.columns.find(({ isKey }) => isKey)?.name ?? "";
          rejectRow(name, row, key, `The row has nothing in the column ${key}, so it belongs to no child.`, cells);
        }
      };
    },
  });

  const cellsOf = ({ columns }: TableLayout, { cells, at, given }: RowRef): readonly string[] =>
    columns.flatMap((_, index) => (given[index] === true ? [cells[at + index] ?? ""] : []));
  const rejectUnplaced = ({ layout: table, row, column, message }: UnplacedRow, rows: ChildRows): void => {
    const ref = rows.of(table.name).find((one) => one.row === row);
    rejectRow(table.name, row, column, message, ref === undefined ? null : cellsOf(table, ref));
  };
  /** A cell that repeats what the table of the children says, and says something else. */
  const rejectCopies = (child: DataRecord, rows: ChildRows): void => {
    for (const { table, index, name, original } of copies) {
      const given = rows.of(table.name);
      const text = given.length === 0 ? "" : collapse(original(child));
      for (const ref of given) {
        const copy = collapse(ref.cells[ref.at + index] ?? "");
        if (ref.given[index] === true && copy !== "" && copy !== text) {
          const said = text === "" ? `nothing` : `“${shorten(text)}”`;
          rejectRow(
            table.name,
            ref.row,
            name,
            `${name} is “${shorten(copy)}” here and ${said} in ${header?.name ?? ""}, and only the latter was kept.`,
            cellsOf(table, ref),
          );
        }
      }
    }
  };
  const copies = layout.tables.flatMap((table) =>
    table.columns.flatMap(({ name, copies: of }, index) => (of === null ? [] : [{ table, index, name, original: textReader(layout, of) }])),
  );

  return {
    reader: {
      ...reader,
      open: (name) => {
        file = name;
        return reader.open(name);
      },
    },
    end: () => {
      let unplaced: UnplacedRow[] = [];
      const faults = { fault: () => undefined, unplaced: (row: UnplacedRow) => void unplaced.push(row) };
      const ofReturn = store.buildRoot(faults);
      for (const row of unplaced) rejectUnplaced(row, ofReturn);
      sink.head(store.root());
      unplaced = [];
      for (const { record, rows } of store.children(faults)) {
        if (header !== undefined && rows.of(header.name).length === 0) rejectChild(rows, header.name);
        else {
          for (const row of unplaced) rejectUnplaced(row, rows);
          rejectCopies(record, rows);
          sink.child(record);
          children += 1;
        }
        unplaced = [];
      }
      sink.end();
    },
    children: () => children,
  };

  function rejectChild(rows: ChildRows, headerName: string): void {
    for (const table of layout.tables)
      for (const ref of table.ofReturn ? [] : rows.of(table.name)) {
        const key = table.columns.find(({ isKey }) => isKey)?.name ?? null;
        rejectRow(table.name, ref.row, key, `The child has no row in the table ${headerName}.`, cellsOf(table, ref));
      }
  }
}

/** Reads an item of a child through records that occur once. */
function textReader(layout: ConvertLayout, { record, item: name }: { readonly record: string; readonly item: string }): (child: DataRecord) => string {
  const childTable = tableAt(layout.root, layout.child.path) ?? layout.root;
  const steps = stepsTo(childTable, record);
  const item = (steps.at(-1)?.table ?? childTable).children.find((child) => child.name === name);
  return (child) => {
    let at: DataRecord | null = child;
    for (const { table } of steps) at = at === null ? null : ((at[table.name] ?? null) as DataRecord | null);
    return at === null || item?.kind !== "item" ? "" : (textsOf(at, item)[0] ?? "");
  };
}
