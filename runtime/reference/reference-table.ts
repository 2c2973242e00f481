import { countWords, groupDigits } from "../findings/message.ts";
import { readable } from "../findings/readable.ts";
import { type Cell, type CellStore, createCellStore } from "./cells.ts";
import type { ReferenceTable } from "../validator/context.ts";
import { placeColumns } from "./headings.ts";
import { createKeyIndex } from "./key-index.ts";
import type { ColumnShape, ReferenceShape } from "./shape.ts";

/** What a report says about a reference table. */
export interface ReferenceFacts {
  readonly table: string;
  /** Name of the file, without folders. */
  readonly file: string;
  /** Of which day the table is, as the user says; null when it was not said. */
  readonly date: string | null;
  readonly sha256: string;
  readonly rows: number;
  /** What could not be read, for a person. */
  readonly problems: readonly ReferenceProblem[];
}

/** Rows or cells that could not be read for the same reason. */
export interface ReferenceProblem {
  readonly message: string;
  readonly count: number;
  /** The first of the rows; 1 is the first line of data. */
  readonly rows: readonly number[];
}

/** Takes the lines of a file as a reader of CSV gives them. */
export interface ReferenceLoader {
  /** The line of names. @returns whether the rows are wanted: not, when a column is missing */
  readonly header: (names: readonly string[]) => boolean;
  /** Where the cells stand that are looked at; the others may be left empty. */
  readonly wanted: () => readonly number[];
  /** @param row 1 for the first line of data */
  readonly row: (cells: readonly string[], row: number) => void;
  /** A line that could not be taken apart; `row` is null for a problem of the whole file, which ends it. */
  readonly fault: (message: string, row: number | null) => void;
  /** The table, or why there is none. */
  readonly end: () => LoadedReference | { readonly problem: string };
}

export interface LoadedReference {
  readonly table: ReferenceTable;
  readonly facts: (file: Pick<ReferenceFacts, "file" | "date" | "sha256">) => ReferenceFacts;
}

/** Rows that are named of those that could not be read. */
const NAMED_ROWS = 10;
/** Different problems that are told apart. */
const PROBLEM_CAP = 50;
const SHOWN = 40;

/**
 * Reads a reference table, own or published elsewhere, from lines of text. Memory is bounded by what is looked up: some thirty bytes a row for a
 * postcode directory, whatever its other columns hold.
 */
export function createReferenceLoader(shape: ReferenceShape): ReferenceLoader {
  const key = shape.columns.find(({ name }) => name === shape.key);
  if (key === undefined) throw new Error(`${shape.name} has no column ${shape.key}`);
  const index = createKeyIndex(key.kind === "postcode" ? "postcode" : "text");
  const problems = createProblemList();
  const columns = shape.columns.filter((column) => column !== key).map((shape): StoredColumn => ({ shape, cells: createCellStore(shape), places: [] }));
  let keyPlaces: readonly number[] = [];
  let count = 0;
  let problem: string | null = "The file is empty.";

  return {
    header: (names) => {
      const found = placeColumns(shape, names);
      if ("problem" in found) {
        problem = found.problem;
        return false;
      }
      problem = null;
      keyPlaces = found.places.get(key) ?? [];
      for (const column of columns) column.places = found.places.get(column.shape) ?? [];
      return true;
    },
    wanted: () => [...new Set([...keyPlaces, ...columns.flatMap(({ places }) => places)])],
    row: (cells, row) => {
      const text = textAt(cells, keyPlaces, isEntered);
      if (!index.add(text)) {
        problems.add(`${key.label} cannot be read; the row is left out`, text, row);
        return;
      }
      count += 1;
      for (const column of columns) {
        const cell = textAt(cells, column.places, column.cells.means);
        if (!column.cells.add(cell)) problems.add(`${column.shape.label} cannot be read; the cell counts as blank`, cell, row);
      }
    },
    fault: (message, row) => {
      if (row === null) problem = message;
      else problems.add(message, null, row);
    },
    end: () =>
      problem === null
        ? { table: tableOf(key, index, columns), facts: (file) => ({ table: shape.name, ...file, rows: count, problems: problems.all() }) }
        : { problem },
  };
}

interface StoredColumn {
  readonly shape: ColumnShape;
  readonly cells: CellStore;
  /** Where its headings stand in the file, best first. */
  places: readonly number[];
}

function isEntered(text: string): boolean {
  return text.trim() !== "";
}

/** The first of several cells that says something, else the first. */
function textAt(cells: readonly string[], places: readonly number[], says: (text: string) => boolean): string {
  const [first = -1] = places;
  const text = cells[first] ?? "";
  if (places.length < 2 || says(text)) return text;
  for (const place of places) {
    const other = cells[place] ?? "";
    if (says(other)) return other;
  }
  return text;
}

function tableOf(key: ColumnShape, index: ReturnType<typeof createKeyIndex>, columns: readonly StoredColumn[]): ReferenceTable {
  return {
    has: index.has,
    rows: (text) =>
      index.rowsOf(text).map((row) => {
        const cells: Record<string, Cell> = { [key.name]: text.trim().toUpperCase() };
        for (const column of columns) cells[column.shape.name] = column.cells.at(row);
        return cells;
      }),
  };
}

function createProblemList(): { readonly add: (what: string, text: string | null, row: number) => void; readonly all: () => readonly ReferenceProblem[] } {
  const byKind = new Map<string, { count: number; example: string | null; rows: number[] }>();
  return {
    add: (what, text, row) => {
      const known = byKind.get(what);
      if (known === undefined && byKind.size >= PROBLEM_CAP) return;
      const problem = known ?? { count: 0, example: text, rows: [] };
      if (known === undefined) byKind.set(what, problem);
      problem.count += 1;
      if (problem.rows.length < NAMED_ROWS) problem.rows.push(row);
    },
    all: () => [...byKind].map(([what, { count, example, rows }]) => ({ message: problemWords(what, count, example, rows), count, rows })),
  };
}

function problemWords(what: string, count: number, example: string | null, rows: readonly number[]): string {
  const such = example === null ? "" : example.trim() === "" ? " (blank)" : ` (“${readable(example.trim(), SHOWN)}”)`;
  const named = rows.map(groupDigits).join(", ");
  const rest = count > rows.length ? ` and ${groupDigits(count - rows.length)} more` : "";
  return `${countWords(count, "row")}: ${what}${such}. Row ${named}${rest}.`;
}
