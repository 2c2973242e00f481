import { escapeText } from "../xml/escape.ts";
import { parseIsoDate, parseUkDate } from "../dates.ts";
import { describeType, shorten } from "../validator/describe-type.ts";
import { collapse, readValue, type ValueFault, valueFault } from "../validator/read-value.ts";
import { type ValueLayout, valueTypeOf } from "./layout.ts";

/** Why a value cannot be written. */
export interface ScalarFault {
  readonly kind: ValueFault | "empty" | "character";
  /** Follows the name of the item: “is …, which is not …”. */
  readonly message: string;
}

export interface ScalarWriter {
  /** The value as the content of an element, escaped; empty for a blank that may be; null when it cannot be written. */
  readonly write: (value: unknown) => string | null;
  /** Why `write` gave null. */
  readonly explain: (value: unknown) => ScalarFault;
}

/**
 * Writes the values of an item. Blanks are written as they are read: those at the ends are dropped, several count as one.
 * @param isEmptyAllowed whether the element may be given empty
 */
export function createScalarWriter(layout: ValueLayout, isEmptyAllowed: boolean): ScalarWriter {
  const fast = fastWriter(layout);
  const takesEmpty = isEmptyAllowed || allowsEmpty(layout);
  const textOf = createTextOf(layout);
  const type = valueTypeOf(layout);
  const expected =
    type.kind === "boolean" ? "true or false" : `${describeType(type)}${type.kind === "decimal" ? ` with at most ${type.places} decimal places` : ""}`;
  const check = (value: unknown): string | ScalarFault => {
    const shown = typeof value === "string" ? `“${shorten(value)}”` : shorten(String(value));
    const wrong = (kind: ScalarFault["kind"]): ScalarFault => ({ kind, message: `is ${shown}, which is not ${expected}` });
    const given = value === "" ? "" : textOf(value);
    if (given === null) return wrong("type");
    const text = collapse(given);
    if (text === "") return takesEmpty ? "" : { kind: "empty", message: "is empty: leave it out when there is nothing to say" };
    const fault = valueFault(text, readValue(text, type), type);
    if (fault !== null) return wrong(fault);
    try {
      return escapeText(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { kind: "character", message: `cannot be written: ${error.message}` };
    }
  };
  return {
    write: (value) => {
      const quick = fast(value);
      if (quick !== undefined) return quick;
      const checked = check(value);
      return typeof checked === "string" ? checked : null;
    },
    explain: (value) => {
      const checked = check(value);
      if (typeof checked === "string") throw new Error("there is nothing to explain: the value can be written");
      return checked;
    },
  };
}

/** The short ways, for most values; undefined: look closer. */
function fastWriter(layout: ValueLayout): (value: unknown) => string | undefined {
  if (layout.kind === "date") {
    const parse = layout.form === "yyyy-mm-dd" ? parseIsoDate : parseUkDate;
    return (value) => (typeof value === "string" && parse(value) !== null ? value : undefined);
  }
  if (layout.kind === "code") {
    const texts = new Map<unknown, string>(Object.keys(layout.codes).map((code) => [code, escapeText(code)]));
    return (value) => texts.get(value);
  }
  return () => undefined;
}

/** The text of a value of the right kind; null for any other. */
function createTextOf(layout: ValueLayout): (value: unknown) => string | null {
  switch (layout.kind) {
    case "boolean":
      return (value) => (typeof value !== "boolean" ? null : value ? layout.yes : layout.no);
    case "integer":
      return (value) => (typeof value === "number" && Number.isInteger(value) ? decimalText(value) : null);
    case "decimal":
      return (value) => (typeof value === "number" && Number.isFinite(value) ? decimalText(value) : null);
    case "one-of": {
      const options = layout.options.map(createTextOf);
      return (value) => {
        for (const textOf of options) {
          const text = textOf(value);
          if (text !== null) return text;
        }
        return null;
      };
    }
    case "code":
    case "date":
    case "datetime":
    case "partial-date":
    case "pattern":
    case "text":
    case "year":
      return (value) => (typeof value === "string" ? value : null);
  }
}

/** A number without an exponent, every digit of it: XML Schema knows none for decimals. */
function decimalText(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  if (Number(exponent) > 0) return BigInt(value).toString();
  const digits = mantissa.replace("-", "").replace(".", "");
  return `${value < 0 ? "-" : ""}0.${"0".repeat(-Number(exponent) - 1)}${digits}`;
}

function allowsEmpty(layout: ValueLayout): boolean {
  return layout.kind === "text" ? layout.minimum === 0 : layout.kind === "one-of" && layout.options.some(allowsEmpty);
}
