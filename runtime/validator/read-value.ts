import { parseIsoDate, parseUkDate } from "../dates.ts";
import { UNREADABLE, type Value } from "../rules/logic.ts";
import type { ValueType } from "./tables.ts";

/** Blanks as XML knows them are no part of a value, and inside it any number of them counts as one. */
export function collapse(text: string): string {
  let index = 0;
  while (index < text.length && text.charCodeAt(index) > 32) index += 1;
  if (index === text.length) return text;
  return text
    .replaceAll(/[ \t\n\r]+/g, " ")
    .replace(/^ /, "")
    .replace(/ $/, "");
}

/** What is wrong with a text, as the end of the id of a structural finding. */
export type ValueFault = "type" | "code" | "length" | "range" | "pattern";

/** The value that rules see: texts in capitals (decision D3), dates as day numbers, decimals in thousandths. `text` is collapsed and not empty. */
export function readValue(text: string, type: ValueType): Value {
  switch (type.kind) {
    case "date":
      return (type.form === "yyyy-mm-dd" ? parseIsoDate(text) : parseUkDate(text)) ?? UNREADABLE;
    case "boolean": {
      if (text === "true" || text === "1") return true;
      if (text === "false" || text === "0") return false;
      const folded = text.toLowerCase();
      return folded === "true" ? true : folded === "false" ? false : UNREADABLE;
    }
    case "integer":
      return /^[+-]?\d+$/.test(text) ? Number(text) : UNREADABLE;
    case "decimal":
      return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Math.round(Number(text) * 1000) : UNREADABLE;
    case "year":
      return /^\d{4}$/.test(text) ? Number(text) : UNREADABLE;
    case "partial-date":
      return readPartialDate(text);
    case "text":
    case "code":
    case "pattern":
    case "datetime":
    case "one-of":
      return toCapitals(text);
  }
}

/** The text in capitals; nearly all are, and to see that is faster than to make them. */
function toCapitals(text: string): string {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 97 && (code <= 122 || code >= 128)) return text.toUpperCase();
  }
  return text;
}

/** What a specification finds wrong with a text: compared exactly, after collapsing blanks. null: nothing. */
export function valueFault(text: string, value: Value, type: ValueType): ValueFault | null {
  switch (type.kind) {
    case "code":
      return type.codes.has(text) ? null : "code";
    case "pattern":
      return type.pattern.test(text) ? null : "pattern";
    case "text": {
      const length = text.length <= type.minimum || text.length > type.maximum || type.minimum > 1 ? [...text].length : text.length;
      return length >= type.minimum && length <= type.maximum ? null : "length";
    }
    case "integer":
      return typeof value !== "number" ? "type" : value >= type.minimum && value <= type.maximum ? null : "range";
    case "decimal":
      if (typeof value !== "number") return "type";
      return value >= type.minimum && value <= type.maximum && (text.split(".")[1] ?? "").length <= type.places ? null : "range";
    case "boolean":
      return text === "true" || text === "false" || text === "1" || text === "0" ? null : "type";
    case "datetime":
      return isDateTime(text) ? null : "type";
    case "year":
      return value === UNREADABLE || text === "0000" ? "type" : null;
    case "one-of":
      return type.options.some((option) => valueFault(text, readValue(text, option), option) === null) ? null : "code";
    case "date":
    case "partial-date":
      return value === UNREADABLE ? "type" : null;
  }
}

function isDateTime(text: string): boolean {
  const [, date, hours, minutes, seconds, zone] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
  if (date === undefined || parseIsoDate(date) === null || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return false;
  return zone === undefined || zone === "Z" || /^[+-]((0\d|1[0-3]):[0-5]\d|14:00)$/.test(zone);
}

/** zz stands for an unknown part; a date without a known year is entered, but no date can be said of it. */
function readPartialDate(text: string): Value {
  const match = /^(\d{2}|zz)\/(\d{2}|zz)\/(\d{4}|zzzz)$/i.exec(text);
  if (match === null) return UNREADABLE;
  const [, day = "", month = "", year = ""] = match.map((part) => part.toLowerCase());
  if (year === "zzzz") return day === "zz" && month === "zz" ? "ZZ/ZZ/ZZZZ" : UNREADABLE;
  if (month === "zz" && day !== "zz") return UNREADABLE;
  return parseUkDate(`${day === "zz" ? "01" : day}/${month === "zz" ? "01" : month}/${year}`) ?? UNREADABLE;
}
