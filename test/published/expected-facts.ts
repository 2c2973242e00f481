import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SchemaFact } from "./schema-reader.ts";

/**
 * What is known of an element of a public schema. For the children in need census that is all of `SchemaFact`; the reference gives no base for
 * codes and patterns, which are strings. For children looked after it is a length, or which of three date patterns the element has.
 */
export interface ExpectedFact extends SchemaFact {
  /** Fewest and most characters. */
  readonly length?: readonly [number, number];
  readonly date?: DateRule;
}

export type DateRule = "loose" | "strict" | "strict-or-empty";

export interface ExpectedSchema {
  readonly release: string;
  readonly follows: string;
  readonly elements: readonly ExpectedFact[];
}

const folder = join(import.meta.dirname, "expected");

/** The facts of all public schemas of a collection, as the reference has them: written down once, never taken from the specifications. */
export function readExpected(collection: string): readonly ExpectedSchema[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${collection}-`))
    .toSorted()
    .map((name): ExpectedSchema => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

/**
 * Whether a text has the form of a date in the looked-after schema, in the words of the reference: day 0-3/0-9, month 0-1/0-9, any four-digit
 * year; the strict rule wants a year whose first digit is 1 or 2 and whose second is 0 or 9 (or, by an evident slip, a comma).
 */
export function followsDateRule(rule: DateRule, text: string): boolean {
  if (text === "") return rule === "strict-or-empty";
  const [day = "", month = "", year = "", more] = text.split("/");
  const hasForm = text.length === 10 && more === undefined && day.length === 2 && month.length === 2 && year.length === 4;
  if (!hasForm || !"0123".includes(day.charAt(0)) || !isDigit(day[1]) || !"01".includes(month.charAt(0)) || !isDigit(month[1])) return false;
  if (rule === "loose") return [...year].every(isDigit);
  return "12".includes(year.charAt(0)) && "09,".includes(year.charAt(1)) && isDigit(year[2]) && isDigit(year[3]);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && "0123456789".includes(character);
}
