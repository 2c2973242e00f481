import type { NumberForm } from "./table.ts";

const FORMS: Readonly<Record<NumberForm, RegExp>> = {
  integer: /^[+-]?\d+$/,
  decimal: /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/,
  float: /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?|-?INF|NaN)$/,
};

const WORDS: Readonly<Record<string, number>> = { INF: Infinity, "-INF": -Infinity, NaN };

/**
 * The number that a text stands for. Integers and decimals that a number of JavaScript does not hold exactly are refused rather than rounded.
 * @returns the number, or what is wrong
 */
export function readNumber(text: string, form: NumberForm): { readonly value: number } | { readonly problem: string } {
  const name = form === "integer" ? "a whole number" : "a number";
  if (!FORMS[form].test(text)) return { problem: `“${text}” is not ${name}` };
  if (form === "float") return { value: WORDS[text] ?? Number(text) };
  const value = Number(text);
  if (plainNumber(value) === plainText(text)) return { value: value === 0 ? 0 : value };
  return { problem: `“${text}” has more digits than a number holds exactly. Types that keep numbers as text read it: generate them with --numbers text` };
}

/** The usual text of a number; null when there is none in this form. */
export function printNumber(value: number, form: NumberForm): string | null {
  if (Object.is(value, -0)) return form === "float" ? "-0" : "0";
  if (form === "float") return Number.isNaN(value) ? "NaN" : Number.isFinite(value) ? String(value) : value > 0 ? "INF" : "-INF";
  if (!Number.isFinite(value) || (form === "integer" && !Number.isInteger(value))) return null;
  return plainNumber(value);
}

/** Digits without an exponent. */
function plainNumber(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return plainText(mantissa);
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  return plainText(`${sign}${padded.slice(0, at)}.${padded.slice(at)}`);
}

/** The same number without plus sign, needless zeros and needless point. */
function plainText(text: string): string {
  const negative = text.startsWith("-");
  const [whole = "", fraction = ""] = text.replace(/^[+-]/, "").split(".");
  // Not a regular expression: one for zeros at the end takes a time that grows with the square of those before another digit.
  let end = fraction.length;
  while (fraction[end - 1] === "0") end -= 1;
  const [left, right] = [whole.replace(/^0+(?=\d)/, "") || "0", fraction.slice(0, end)];
  const digits = right === "" ? left : `${left}.${right}`;
  return negative && /[1-9]/.test(digits) ? `-${digits}` : digits;
}
