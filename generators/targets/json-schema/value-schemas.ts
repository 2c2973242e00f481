import type { Json } from "../../specification/canonical.ts";
import { dateTimePattern, isoDatePattern, isoPartialDatePattern, ukDatePattern, ukPartialDatePattern, yearPattern } from "../../specification/date-pattern.ts";
import type { ItemType } from "../../specification/item-type.ts";
import type { Code, CodeSet, DateForm } from "../../specification/model.ts";
import { asciiPattern } from "../../specification/pattern.ts";

/** A schema, or a part of one, ready to be printed. */
export type JsonObject = { readonly [key: string]: Json };

/** What the values of a release need to know of it. */
export interface ValueContext {
  readonly dates: DateForm;
  /** Keys in `$defs` by name of the code set. */
  readonly codeSets: ReadonlyMap<string, string>;
}

/** The schema of the values of a type. Integers, decimals and truth values are those of JSON; all others are the text of the return. */
export function valueSchema(type: ItemType, context: ValueContext): JsonObject {
  switch (type.kind) {
    case "integer":
      return { type: "integer", ...limits(type.minimum, type.maximum) };
    case "decimal":
      // There is no multipleOf for the decimal places: a validator that counts in binary fractions, as ajv does, finds that 0.3 is no
      // multiple of 0.1. Whole numbers are exact.
      return { type: type.places === 0 ? "integer" : "number", ...limits(numberOf(type.minimum), numberOf(type.maximum)) };
    case "boolean":
      return { type: "boolean" };
    case "text":
      return { type: "string", ...lengths(type.minimum, type.maximum) };
    case "postcode":
      return { type: "string", ...lengths(1, 8) };
    case "code":
      return { $ref: `#/$defs/${context.codeSets.get(type.set) ?? type.set}` };
    case "pattern":
      return { type: "string", pattern: anchored(asciiPattern(type.pattern)) };
    case "one-of":
      return { anyOf: type.options.map((option) => valueSchema(option, context)) };
    default:
      return { type: "string", pattern: anchored(patternOf(type.kind, context.dates)) };
  }
}

function patternOf(kind: "date" | "partial-date" | "datetime" | "year", dates: DateForm): string {
  const iso = dates === "yyyy-mm-dd";
  if (kind === "date") return iso ? isoDatePattern : ukDatePattern;
  if (kind === "partial-date") return iso ? isoPartialDatePattern : ukPartialDatePattern;
  return kind === "datetime" ? dateTimePattern : yearPattern;
}

function anchored(pattern: string): string {
  return `^(?:${pattern})$`;
}

function limits(minimum: number | null, maximum: number | null): JsonObject {
  return { ...(minimum === null ? {} : { minimum }), ...(maximum === null ? {} : { maximum }) };
}

function lengths(minimum: number, maximum: number | null): JsonObject {
  return { ...(minimum === 0 ? {} : { minLength: minimum }), ...(maximum === null ? {} : { maxLength: maximum }) };
}

function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}

/**
 * The schema of a code set: `enum`, with the labels in the description. A list of `{const, title}` would carry the labels better, but
 * json-schema-to-typescript makes a type of every title and the set a union of those (`Male | Female`, `Other1`): tried with 16.0.0.
 * With `enum` it makes the exact union of the codes. The definition has no title for the same reason: it is to keep its name.
 */
export function codeSetSchema(set: CodeSet): JsonObject {
  const codes = set.codes.filter(({ inSpecification }) => inSpecification);
  const labels = codes.flatMap((code) => (code.label === null ? [] : [`${code.code}: ${describeCode(code)}`]));
  const description = [set.definition === null ? `${set.label}.` : `${set.label}. ${set.definition}`, ...labels].join("\n");
  if (codes.length === 0) return { description, not: {} };
  return { description, type: "string", enum: codes.map(({ code }) => code) };
}

function describeCode({ label, labelIsInferred, tolerated }: Code): string {
  return [label ?? "", labelIsInferred ? "(label inferred)" : "", tolerated === null ? "" : `(tolerated: ${tolerated})`]
    .filter((part) => part !== "")
    .join(" ");
}
