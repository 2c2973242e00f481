import { parseIsoDate, parseUkDate } from "../dates.ts";
import { UNREADABLE, type Value } from "../rules/logic.ts";
import { createNumberList } from "./chunked.ts";
import { matcherOf } from "./headings.ts";
import type { CodeNames, ColumnShape } from "./shape.ts";

/** What a cell of a reference table holds. Lists hold what could be read of them. */
export type Cell = Value | readonly Value[];

/** The cells of one column, kept in little room. */
export interface CellStore {
  /** Keeps the text of the next row. @returns whether it could be read: blank texts can */
  readonly add: (text: string) => boolean;
  /** Whether a text says something here: where a column may stand under several headings, the first that does counts. */
  readonly means: (text: string) => boolean;
  readonly at: (row: number) => Cell;
}

/** A text as a cell. */
interface Reading {
  readonly cell: Cell;
  /** Whether it could be read: blank texts can. */
  readonly isRead: boolean;
}

export function createCellStore({ kind, isList, codes }: ColumnShape): CellStore {
  const read = readerOf(kind, codes);
  const isCode = kind === "code";
  if (isList) return createSharedCells((text) => readList(text, read, isCode));
  if (kind === "integer" || kind === "date") return createNumberCells(read);
  return createSharedCells((text) => readSingle(text, read, isCode));
}

/** A value from a trimmed text; null for blank, UNREADABLE for what is no such value. */
type ReadValue = (text: string) => Value;

function readerOf(kind: ColumnShape["kind"], codes: CodeNames | null): ReadValue {
  switch (kind) {
    case "text":
    case "postcode":
      return readText;
    case "date":
      return readDate;
    case "integer":
      return readInteger;
    case "decimal":
      return readDecimal;
    case "code":
      return codes === null ? readText : codeReader(codes);
  }
}

function readText(text: string): Value {
  return text === "" ? null : text.toUpperCase();
}

/** Spreadsheets write a date with a time of day that means nothing. */
function readDate(text: string): Value {
  if (text === "") return null;
  const day = text.replace(/[ T]00:00(:00(\.0+)?)?Z?$/, "");
  return parseIsoDate(day) ?? parseUkDate(day) ?? UNREADABLE;
}

const LARGEST = 2_147_483_000;

function readInteger(text: string): Value {
  if (text === "") return null;
  let number = 0;
  const from = text.charCodeAt(0) === 45 || text.charCodeAt(0) === 43 ? 1 : 0;
  for (let at = from; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9 || number > LARGEST / 10) return UNREADABLE;
    number = number * 10 + digit;
  }
  if (from === text.length) return UNREADABLE;
  return text.charCodeAt(0) === 45 ? -number : number;
}

function readDecimal(text: string): Value {
  if (text === "") return null;
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Math.round(Number(text) * 1000) : UNREADABLE;
}

function codeReader({ codes, names, forms, longest }: CodeNames): ReadValue {
  const known = new Map([...Object.entries(names), ...codes.map((code) => [code.toUpperCase(), code.toUpperCase()] as const)]);
  const matchers = forms.map(([form, code]) => [matcherOf(form.toUpperCase()), code] as const);
  return (text) => {
    if (text === "") return null;
    const folded = text.toUpperCase();
    const code = known.get(folded);
    if (code !== undefined) return code;
    const found = matchers.find(([matcher]) => matcher.test(folded));
    if (found !== undefined) return found[1];
    return folded.length <= longest ? folded : UNREADABLE;
  };
}

/** A name that no code has says nothing: rules see a blank cell. Another value that cannot be read stands there as such. */
function readSingle(text: string, read: ReadValue, isCode: boolean): Reading {
  const value = read(text.trim());
  return { cell: value === UNREADABLE && isCode ? null : value, isRead: value !== UNREADABLE };
}

/** Lists of providers separate codes by commas, some by strokes. */
function readList(text: string, read: ReadValue, isCode: boolean): Reading {
  const values: readonly Value[] = text.split(/[,;/]/).flatMap((part) => {
    const value = read(part.trim());
    return value === null ? [] : [value];
  });
  const cell = isCode ? values.filter((value) => value !== UNREADABLE) : values;
  return { cell, isRead: !values.includes(UNREADABLE) };
}

const BLANK = -2_147_483_648;
const BROKEN = -2_147_483_647;

function createNumberCells(read: ReadValue): CellStore {
  const numbers = createNumberList();
  return {
    add: (text) => {
      const value = read(text.trim());
      numbers.push(typeof value === "number" ? value : value === null ? BLANK : BROKEN);
      return value !== UNREADABLE;
    },
    means: (text) => typeof read(text.trim()) === "number",
    at: (row) => {
      const number = numbers.at(row);
      return number === BLANK ? null : number === BROKEN ? UNREADABLE : number;
    },
  };
}

/** Texts that are remembered with what they mean; beyond, they are read again each time. */
const REMEMBERED = 100_000;

/** Equal values are kept once: a table of millions of rows has a few hundred authorities. */
function createSharedCells(read: (text: string) => Reading): CellStore {
  const places = createNumberList();
  const readings: Reading[] = [];
  const placeOfText = new Map<string, number>();
  const placeOf = (text: string): number => {
    const known = placeOfText.get(text);
    if (known !== undefined) return known;
    const { cell, isRead } = read(text);
    const place = readings.push({ cell: ownText(cell), isRead }) - 1;
    if (placeOfText.size < REMEMBERED) placeOfText.set(ownText(text), place);
    return place;
  };
  const readingOf = (place: number): Reading => readings[place] as Reading;
  return {
    add: (text) => {
      const place = placeOf(text);
      places.push(place);
      return readingOf(place).isRead;
    },
    means: (text) => {
      const { cell, isRead } = readingOf(placeOf(text));
      return isRead && cell !== null && !(Array.isArray(cell) && cell.length === 0);
    },
    at: (row) => readingOf(places.at(row)).cell,
  };
}

/** A text of its own: a piece cut out of a file would keep the whole block of the file in memory. */
function ownText<T extends Cell>(value: T): T {
  return typeof value === "string" && value.length > 12 ? (` ${value}`.slice(1) as T) : value;
}
