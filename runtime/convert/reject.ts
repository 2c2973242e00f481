import { csvRow, safeCell } from "../tables/csv-row.ts";

/** Something of the input that is not in the output: why, where, and what it says. */
export interface Reject {
  /** The file, as reports call it. */
  readonly file: string;
  readonly table: string | null;
  /** 1 is the first row of data. */
  readonly row: number | null;
  /** The name of a column of a table. */
  readonly column: string | null;
  /** How the cell is called in a workbook: `Assessments!B4`; null where the input is none. */
  readonly cell: string | null;
  /** Of an XML file, from 1. */
  readonly line: number | null;
  readonly place: number | null;
  readonly reason: string;
  /** What the row holds in the columns that its file has, in the order of those of the table. */
  readonly cells: readonly string[] | null;
}

const COLUMNS = ["file", "table", "row", "column", "cell", "line", "place", "reason", "cells"];

/** The rejects as CSV for a person, with a byte order mark. `cells` holds the row as a line of CSV, to be put right and pasted back. */
export function rejectsFile(rejects: readonly Reject[]): string {
  const lines = rejects.map(({ file, table, row, column, cell, line, place, reason, cells }) =>
    csvRow(
      [
        file,
        table ?? "",
        String(row ?? ""),
        column ?? "",
        cell ?? "",
        String(line ?? ""),
        String(place ?? ""),
        reason,
        cells === null ? "" : csvRow(cells.map(safeCell)).trimEnd(),
      ].map(safeCell),
    ),
  );
  return `\uFEFF${csvRow(COLUMNS)}${lines.join("")}`;
}
