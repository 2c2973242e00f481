import { csvRow, safeCell } from "../tables/csv-row.ts";
import { dateText, type DateStyles, decodeEscapes, isDateFormat, numberText } from "./cell-values.ts";
import { createElementReader } from "./elements.ts";

/** Takes the bytes of a part. */
export interface PartReader {
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

/** A sheet as the list of sheets has it. */
export interface SheetEntry {
  readonly name: string;
  readonly relation: string;
  readonly isHidden: boolean;
}

/** Reads the list of sheets: `xl/workbook.xml`. */
export function createSheetList(): PartReader & { readonly sheets: readonly SheetEntry[]; readonly is1904: () => boolean } {
  const sheets: SheetEntry[] = [];
  let is1904 = false;
  const reader = createElementReader({
    start: (name, attributes) => {
      if (name === "workbookPr") is1904 = ["1", "true"].includes(attributes.get("date1904") ?? "");
      if (name === "sheet")
        sheets.push({
          name: attributes.get("name") ?? "",
          relation: attributes.get("id") ?? "",
          isHidden: (attributes.get("state") ?? "visible") !== "visible",
        });
    },
  });
  return { write: (chunk) => reader.write(chunk), end: () => reader.end(), sheets, is1904: () => is1904 };
}

/** Reads where the parts are: `xl/_rels/workbook.xml.rels`; targets by id, and by the last word of their type. */
export function createRelations(): PartReader & { readonly byId: ReadonlyMap<string, string>; readonly byType: ReadonlyMap<string, string> } {
  const byId = new Map<string, string>();
  const byType = new Map<string, string>();
  const reader = createElementReader({
    start: (name, attributes) => {
      const target = attributes.get("Target") ?? "";
      if (name !== "Relationship" || attributes.get("TargetMode") === "External") return;
      const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
      byId.set(attributes.get("Id") ?? "", path);
      byType.set((attributes.get("Type") ?? "").replace(/^.*\//, ""), path);
    },
  });
  return { write: (chunk) => reader.write(chunk), end: () => reader.end(), byId, byType };
}

/** Reads the texts that cells share. */
export function createSharedTexts(): PartReader & { readonly texts: readonly string[] } {
  const texts: string[] = [];
  let isText = false;
  let inside = 0;
  let current = "";
  const reader = createElementReader({
    start: (name) => {
      if (name === "si") current = "";
      // How a text is to be pronounced is no part of it.
      if (name === "rPh") inside += 1;
      isText = name === "t" && inside === 0;
    },
    text: (value) => {
      if (isText) current += value;
    },
    end: (name) => {
      if (name === "rPh") inside -= 1;
      if (name === "si") texts.push(decodeEscapes(current));
      isText = false;
    },
  });
  return { write: (chunk) => reader.write(chunk), end: () => reader.end(), texts };
}

/** Reads which styles of cells show dates. */
export function createStyles(): PartReader & { readonly dates: DateStyles } {
  const codes = new Map<number, string>();
  const dates: boolean[] = [];
  let isOfCells = false;
  const reader = createElementReader({
    start: (name, attributes) => {
      if (name === "numFmt") codes.set(Number(attributes.get("numFmtId")), attributes.get("formatCode") ?? "");
      if (name === "cellXfs") isOfCells = true;
      const id = Number(attributes.get("numFmtId") ?? 0);
      if (name === "xf" && isOfCells) dates.push(isDateFormat(id, codes.get(id)));
    },
    end: (name) => {
      if (name === "cellXfs") isOfCells = false;
    },
  });
  return { write: (chunk) => reader.write(chunk), end: () => reader.end(), dates };
}

/** What cells of a sheet stand for. */
export interface CellContext {
  readonly texts: readonly string[];
  readonly dates: DateStyles;
  readonly dateForm: "yyyy-mm-dd" | "dd/mm/yyyy";
  readonly is1904: boolean;
}

/** What was met in a sheet beside text. */
export interface SheetFacts {
  /** The row of the sheet with the names of the columns, from 1; 0 when nothing is in it. */
  readonly headerRow: number;
  readonly dates: number;
  readonly formulas: number;
  readonly errors: number;
  /** Ranges such as `A1:C1`, in order. */
  readonly merged: readonly string[];
}

/** Spreadsheets have no more columns. */
const COLUMNS = 16_384;

/**
 * Reads a sheet and gives its cells as lines of CSV, so that it is read as every other table: blank rows are blank lines, and count.
 * @param sink takes text; false: no more is wanted
 */
export function createSheetReader(context: CellContext, sink: (text: string) => void): PartReader & { readonly facts: () => SheetFacts } {
  const counts = { dates: 0, formulas: 0, errors: 0 };
  const merged: string[] = [];
  let headerRow = 0;
  let row = 0;
  let written = 0;
  let cells: string[] = [];
  let column = -1;
  let type = "n";
  let style = 0;
  let value = "";
  let isValue = false;
  let inside = 0;

  const endCell = (): void => {
    const text = cellText();
    if (text !== "" && column >= 0 && column < COLUMNS) {
      while (cells.length < column) cells.push("");
      cells[column] = text;
    }
  };
  const cellText = (): string => {
    switch (type) {
      case "s":
        return context.texts[Number(value)] ?? "";
      case "inlineStr":
      case "str":
        return decodeEscapes(value);
      case "b":
        return value === "1" ? "true" : value === "0" ? "false" : value;
      case "e":
        counts.errors += 1;
        return value;
      case "d":
        return value;
      default:
        return value === "" ? "" : numeric();
    }
  };
  const numeric = (): string => {
    const text = context.dates[style] === true ? dateText(Number(value), context.dateForm, context.is1904) : null;
    if (text === null) return numberText(value);
    counts.dates += 1;
    return text;
  };
  const endRow = (): void => {
    if (!cells.some((cell) => cell.trim() !== "")) return;
    if (headerRow === 0) {
      headerRow = row;
      written = row - 1;
    }
    sink(`${"\r\n".repeat(Math.max(0, row - written - 1))}${csvRow(cells.map(safeCell))}`);
    written = row;
  };

  const reader = createElementReader({
    start: (name, attributes) => {
      isValue = false;
      switch (name) {
        case "row":
          row = Number(attributes.get("r") ?? row + 1);
          cells = [];
          column = -1;
          return;
        case "c":
          column = columnOf(attributes.get("r")) ?? column + 1;
          type = attributes.get("t") ?? "n";
          style = Number(attributes.get("s") ?? 0);
          value = "";
          return;
        case "f":
          counts.formulas += 1;
          return;
        case "rPh":
          inside += 1;
          return;
        case "v":
          isValue = true;
          return;
        case "t":
          isValue = inside === 0 && type === "inlineStr";
          return;
        case "mergeCell":
          merged.push(attributes.get("ref") ?? "");
          return;
        default:
      }
    },
    text: (text) => {
      if (isValue) value += text;
    },
    end: (name) => {
      isValue = false;
      if (name === "rPh") inside -= 1;
      else if (name === "c") endCell();
      else if (name === "row") endRow();
    },
  });
  return { write: (chunk) => reader.write(chunk), end: () => reader.end(), facts: () => ({ headerRow, merged, ...counts }) };
}

/** `AB12` is column 27, counted from 0. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference ?? "")?.[0];
  if (letters === undefined) return null;
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Whether a merged range takes up a row. */
export function touchesRow(range: string, row: number): boolean {
  const [first = 0, last = first] = [...range.matchAll(/\d+/g)].map(([number]) => Number(number));
  return row >= first && row <= last;
}
