import { parseIsoDate, parseUkDate } from "../../runtime/dates.ts";
import type { Value } from "../language/values.ts";
import type { ItemType } from "../specification/item-type.ts";
import type { CodeSet, Release } from "../specification/model.ts";
import { asciiPattern } from "../specification/pattern.ts";

/** A text as rules see it. */
export interface ReadValue {
  /** null: nothing entered; undefined: entered, but it cannot be read. */
  readonly value: Value;
  /** Whether the specification allows it. */
  readonly valid: boolean;
}

const NOTHING: ReadValue = { value: null, valid: true };

/** Reads a text as the type of its item. Texts are trimmed and compared in capitals (decision D3 of the reference). */
export function readValue(raw: string, type: ItemType, release: Release): ReadValue {
  const text = raw.trim();
  if (text === "") return NOTHING;
  switch (type.kind) {
    case "date": {
      const day = release.lexical.date === "yyyy-mm-dd" ? parseIsoDate(text) : parseUkDate(text);
      return { value: day ?? undefined, valid: day !== null };
    }
    case "partial-date":
      return readPartialDate(text);
    case "year":
      return /^\d{4}$/.test(text) ? { value: Number(text), valid: true } : { value: undefined, valid: false };
    case "boolean": {
      const folded = text.toLowerCase();
      const value = folded === "true" || folded === "1" ? true : folded === "false" || folded === "0" ? false : undefined;
      return { value, valid: value !== undefined && text === folded };
    }
    case "integer": {
      if (!/^[+-]?\d+$/.test(text)) return { value: undefined, valid: false };
      const value = Number(text);
      return { value, valid: (type.minimum === null || value >= type.minimum) && (type.maximum === null || value <= type.maximum) };
    }
    case "decimal": {
      if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return { value: undefined, valid: false };
      const value = Math.round(Number(text) * 1000);
      const inRange = (type.minimum === null || value >= Number(type.minimum) * 1000) && (type.maximum === null || value <= Number(type.maximum) * 1000);
      return { value, valid: inRange && (type.places === null || (text.split(".")[1] ?? "").length <= type.places) };
    }
    case "code":
      return { value: text.toUpperCase(), valid: isCode(text, type.set, release) };
    case "pattern":
      return { value: text.toUpperCase(), valid: new RegExp(`^(?:${asciiPattern(type.pattern)})$`, "u").test(text) };
    case "text": {
      const length = [...text].length;
      return { value: text.toUpperCase(), valid: length >= type.minimum && (type.maximum === null || length <= type.maximum) };
    }
    case "postcode":
      return { value: text.toUpperCase(), valid: [...text].length <= 8 };
    case "datetime":
      return { value: text.toUpperCase(), valid: true };
    case "one-of": {
      const readings = type.options.map((option) => readValue(text, option, release));
      return { value: text.toUpperCase(), valid: readings.some((reading) => reading.valid) };
    }
  }
}

function isCode(text: string, set: string, release: Release): boolean {
  const found = release.codeSets.get(set);
  if (found === undefined) return false;
  const known = codesOf.get(found) ?? new Set(found.codes.filter((code) => code.inSpecification).map(({ code }) => code));
  codesOf.set(found, known);
  return known.has(text);
}

/** Code sets do not change; some have hundreds of codes. */
const codesOf = new WeakMap<CodeSet, ReadonlySet<string>>();

/** zz stands for an unknown day or month; a date without a known year is entered, but no date can be said of it. */
function readPartialDate(text: string): ReadValue {
  const match = /^(\d{2}|zz)\/(\d{2}|zz)\/(\d{4}|zzzz)$/i.exec(text);
  if (match === null) return { value: undefined, valid: false };
  const [, day = "", month = "", year = ""] = match.map((part) => part.toLowerCase());
  if (year === "zzzz") return { value: "ZZ/ZZ/ZZZZ", valid: day === "zz" && month === "zz" };
  if (month === "zz" && day !== "zz") return { value: undefined, valid: false };
  const first = parseUkDate(`${day === "zz" ? "01" : day}/${month === "zz" ? "01" : month}/${year}`);
  return { value: first ?? undefined, valid: first !== null };
}
