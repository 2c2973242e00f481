import { createRecordCutter, type RecordBatch } from "../tables/cut-records.ts";
import { type ByteSink, createTextDecoder } from "../tables/decode-text.ts";
import type { ReferenceLoader } from "./reference-table.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const SPACE = 0x20;
const TAB = 0x09;

/**
 * Reads a reference table from the bytes of a CSV file. National directories have fifty columns and millions of rows, of which a few columns are
 * wanted: only their cells are made into texts.
 */
export function createReferenceReader(loader: ReferenceLoader): ByteSink {
  /** The cells of the row at hand, by their place in the file; those that are not wanted stay empty. */
  let cells: string[] | null = null;
  let wanted: readonly number[] = [];
  let isWanted: readonly boolean[] = [];
  let row = 0;
  let isStopped = false;

  const takeHeader = (names: readonly string[]): void => {
    if (names.every((name) => name.trim() === "")) return;
    isStopped = !loader.header(names);
    wanted = loader.wanted();
    isWanted = names.map((_, place) => wanted.includes(place));
    cells = names.map(() => "");
  };

  const takeBatch = ({ text, count, faults }: RecordBatch): void => {
    let at = 0;
    for (let index = 0; index < count; index += 1) {
      if (isStopped) return;
      if (cells === null) {
        const names: string[] = [];
        at = readRecord(text, at, names, null);
        takeHeader(names);
        continue;
      }
      row += 1;
      for (const place of wanted) cells[place] = "";
      at = readRecord(text, at, cells, isWanted);
      const fault = faults.get(index);
      if (fault !== undefined) loader.fault("the line cannot be taken apart (quotation marks, or its length)", row);
      else if (wanted.some((place) => cells?.[place]?.trim() !== "")) loader.row(cells, row);
      isStopped = fault === "given-up";
    }
  };

  const cut = createRecordCutter(takeBatch);
  return createTextDecoder(
    (text, isLast) => {
      if (!isStopped) cut(text, isLast);
    },
    (reason) => {
      isStopped = true;
      loader.fault(reason, null);
    },
  );
}

/**
 * Reads the cells of a record that is known to be well formed and ends in a line feed.
 * @param isWanted which cells are to be read; null: all
 * @returns where the next record begins
 */
function readRecord(text: string, start: number, cells: string[], isWanted: readonly boolean[] | null): number {
  let at = start;
  for (let index = 0; ; index += 1) {
    let end = at;
    if (text.charCodeAt(at) === QUOTE) {
      end = closingQuote(text, at + 1);
      if (isWanted === null || isWanted[index] === true) cells[index] = unquoted(text, at + 1, end);
      end += 1;
      while (text.charCodeAt(end) === SPACE || text.charCodeAt(end) === TAB) end += 1;
    } else {
      end = endOfCell(text, at);
      if (isWanted === null || isWanted[index] === true) cells[index] = text.slice(at, end);
    }
    if (text.charCodeAt(end) !== COMMA) return end + 1;
    at = end + 1;
  }
}

function endOfCell(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code !== COMMA && code !== 0x0a && at < text.length; code = text.charCodeAt(at)) at += 1;
  return at;
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at === -1 ? text.length : at;
}

function unquoted(text: string, start: number, end: number): string {
  const inner = text.slice(start, end);
  return inner.includes('""') ? inner.replaceAll('""', '"') : inner;
}
