import Papa from "papaparse";
import { countWords, groupDigits } from "../findings/message.ts";
import { readable } from "../findings/readable.ts";
import { plainCell } from "./csv-row.ts";
import { createRecordCutter, RECORD_CAP, type RecordBatch, type RecordFault } from "./cut-records.ts";
import { type ByteSink, createTextDecoder } from "./decode-text.ts";
import type { TableProblem } from "./row-source.ts";

/** A problem of a file of which neither name nor table is known here; nothing is read after one with `isLast`. */
export type CsvProblem = Pick<TableProblem, "items" | "kind" | "message" | "row"> & { readonly isLast: boolean };

export interface CsvHandler {
  /** The first line that is not blank, without the blank cells at its end. @returns whether the rows are wanted */
  readonly onHeader: (names: readonly string[]) => boolean;
  /** @param cells as many as there are names, as they stand in the file but for an apostrophe before a formula; those that the row does not have are empty */
  readonly onRow: (cells: readonly string[], row: number) => void;
  /** Problems of a row come before the row. */
  readonly onProblem: (problem: CsvProblem) => void;
}

export interface CsvReader extends ByteSink {
  /** Rows that were handed on. */
  readonly rows: () => number;
}

/** Texts of the file in messages. */
const SHOWN = 60;
/** Cells beyond the last column that a message shows. */
const SHOWN_CELLS = 3;

/** What no cell should hold: controls but tab and line ends, and the mark of what could not be read. */
// oxlint-disable-next-line no-control-regex
const STRANGE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFD]/;

/**
 * Reads a CSV file in one pass and bounded memory: comma separated, quoted as in RFC 4180, LF, CR LF or CR, encodings as in `createTextDecoder`. Blank
 * lines, and lines of blank cells only, are passed over; behind the line of names they count as rows. A row that cannot be read is a problem and the
 * next one is read.
 */
export function createCsvReader({ onHeader, onRow, onProblem }: CsvHandler): CsvReader {
  let names: readonly string[] | null = null;
  let row = 0;
  let rows = 0;
  let isStopped = false;

  const refuse = (kind: CsvProblem["kind"], message: string): void => {
    isStopped = true;
    onProblem({ kind, message, row: null, items: {}, isLast: true });
  };

  const takeFault = (fault: RecordFault): void => {
    if (names === null) {
      refuse("not-csv", `The first line, which should hold the names of the columns, cannot be read: ${FAULT_WORDS[fault]}`);
      return;
    }
    row += 1;
    isStopped = fault === "given-up";
    const kind = fault === "too-long" ? "too-long" : "quotes";
    onProblem({ kind, message: FAULT_WORDS[fault], row, items: {}, isLast: isStopped });
  };

  const takeHeader = (cells: readonly string[]): void => {
    const last = cells.findLastIndex((cell) => cell.trim() !== "");
    const found = cells.slice(0, last + 1);
    const reason = headerProblem(found);
    if (reason !== null) refuse("not-csv", reason);
    else if (onHeader(found)) names = found;
    else isStopped = true;
  };

  const takeRow = (written: readonly string[], header: readonly string[], isStrange: boolean, hasMarks: boolean): void => {
    const cells = hasMarks ? written.map(plainCell) : written;
    row += 1;
    if (cells.every((cell) => cell.trim() === "")) return;
    if (isStrange) for (const problem of strangeCells(cells, header)) onProblem({ ...problem, row, isLast: false });
    if (cells.length > header.length) {
      const beyond = cells.slice(header.length).filter((cell) => cell.trim() !== "");
      if (beyond.length > 0) onProblem({ kind: "unexpected-cell", message: beyondWords(cells.length, header.length, beyond), row, items: {}, isLast: false });
    }
    rows += 1;
    onRow(fitTo(cells, header.length), row);
  };

  const takeBatch = (batch: RecordBatch): void => {
    const parsed = parseRecords(batch);
    const isStrange = STRANGE.test(batch.text);
    const hasMarks = batch.text.includes("'");
    for (let index = 0; index < batch.count; index++) {
      if (isStopped) return;
      const fault = batch.faults.get(index);
      const cells = parsed[index] ?? [];
      if (fault !== undefined) takeFault(fault);
      else if (names !== null) takeRow(cells, names, isStrange, hasMarks);
      else if (cells.some((cell) => cell.trim() !== "")) takeHeader(cells);
    }
  };

  const cut = createRecordCutter(takeBatch);
  const decoder = createTextDecoder(
    (text, isLast) => {
      if (!isStopped) cut(text, isLast);
    },
    (reason) => refuse("not-csv", reason),
  );
  return {
    write: (chunk) => {
      if (!isStopped) decoder.write(chunk);
    },
    end: () => {
      if (isStopped) return;
      decoder.end();
      if (names === null && !isStopped) refuse("empty-file", "The file is empty: it has no line with the names of the columns.");
    },
    rows: () => rows,
  };
}

const FAULT_WORDS: Readonly<Record<RecordFault, string>> = {
  quotes: "A quotation mark at the start of a cell has no partner at its end, so the row was not read. Quotation marks inside a cell must be doubled.",
  "too-long": `The line has more than ${groupDigits(RECORD_CAP)} characters and was not read.`,
  "given-up": "Too many quotation marks at the start of a cell have no partner at its end. Neither this row nor those behind it were read.",
};

/** The cells of each record. */
function parseRecords({ text, count }: RecordBatch): readonly (readonly string[])[] {
  // The library takes a byte order mark off the start; in the middle of a file it is text.
  const isMarked = text.startsWith("\uFEFF");
  const { data, errors } = Papa.parse<string[]>(isMarked ? `\n${text}` : text, { delimiter: ",", newline: "\n" });
  const [error] = errors;
  const lead = isMarked ? 1 : 0;
  if (error !== undefined || data.length !== count + lead + 1) throw new Error(`records cut wrongly: ${count}, ${data.length}, ${error?.message ?? ""}`);
  return isMarked ? data.slice(1) : data;
}

/** Why a line cannot be that of the names of columns that are separated by commas; null when it can. */
function headerProblem(cells: readonly string[]): string | null {
  const [first = ""] = cells;
  const strange = cells.find((cell) => STRANGE.test(cell));
  if (strange !== undefined) return `The first line holds characters that are no text (“${readable(strange, SHOWN)}”). Save the file as CSV UTF-8.`;
  if (/^\s*sep=/i.test(first)) return "The first line is an instruction for a spreadsheet (sep=), not the names of the columns. Remove it.";
  if (cells.length > 1) return null;
  const separator = SEPARATORS.find(([character]) => first.includes(character));
  if (separator === undefined) return null;
  return `The columns are separated by ${separator[1]}, not by commas. Save the file as CSV (comma delimited).`;
}

const SEPARATORS: readonly (readonly [character: string, name: string])[] = [
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "vertical bars"],
];

function* strangeCells(cells: readonly string[], names: readonly string[]): Generator<Pick<CsvProblem, "items" | "kind" | "message">> {
  for (const [index, cell] of cells.entries()) {
    const [character] = STRANGE.exec(cell) ?? [];
    if (character === undefined) continue;
    const name = names[index]?.trim() ?? "";
    const place = name === "" ? `Cell ${index + 1}` : readable(name, SHOWN);
    const message =
      character === "\uFFFD"
        ? `${place} holds bytes that are no characters (“${readable(cell, SHOWN)}”). Save the file as CSV UTF-8.`
        : `${place} holds the control character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}, which is no text.`;
    yield { kind: "characters", message, items: name === "" ? {} : { [name]: cell } };
  }
}

function beyondWords(cells: number, names: number, beyond: readonly string[]): string {
  const shown = beyond.slice(0, SHOWN_CELLS).map((cell) => `“${readable(cell, SHOWN)}”`);
  const rest = beyond.length > shown.length ? ` and ${beyond.length - shown.length} more` : "";
  return `The row has ${countWords(cells, "cell")}, but there are ${countWords(names, "column")}: ${shown.join(", ")}${rest} stand${beyond.length === 1 ? "s" : ""} beyond the last one. Perhaps a comma inside a cell is not in quotation marks.`;
}

function fitTo(cells: readonly string[], length: number): readonly string[] {
  if (cells.length === length) return cells;
  if (cells.length > length) return cells.slice(0, length);
  return [...cells, ...Array.from({ length: length - cells.length }, () => "")];
}
