import { addMonths, addYears, ageOn, birthday, calendarDay, dayNumber, isWeekday, overlapDays, workingDaysBefore as nthWorkingDayBefore } from "../dates.ts";
import { upnCheckLetter } from "./upn.ts";

/**
 * What compiled rules are made of. A value that was not entered is null or undefined; one that cannot be read as its type is UNREADABLE:
 * present, but without a value. Dates are day numbers, decimals whole thousandths, texts trimmed and in capitals.
 */
export const UNREADABLE: unique symbol = Symbol("unreadable");
export type Unreadable = typeof UNREADABLE;

/** A value as compiled rules see it. */
export type Value = string | number | boolean | null | undefined | Unreadable;
/** A condition: true, false, or null for unknown. */
export type Condition = boolean | null;

/** What every record class has for the functions below. */
export interface RuleRecord {
  /** Whether something is entered in one of its items or records. */
  readonly hasContent: () => boolean;
  /** False when its first ordering key is missing, so that first, last and runs pass over it. */
  readonly hasPlace: boolean;
}

/** Something is entered: in an item, in a single record, in one entry of a list. A list of records is present when one occurs, a row that was found is. */
export function isPresent(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  return typeof value !== "object" || hasInside(value);
}

function hasInside(value: object): boolean {
  if (!Array.isArray(value)) return !("hasContent" in value) || (value as RuleRecord).hasContent();
  for (const element of value) if (element !== null && element !== undefined) return true;
  return false;
}

export function isBefore(a: Value, b: Value): boolean {
  return typeof a === "number" && typeof b === "number" && a < b;
}
export function isNotAfter(a: Value, b: Value): boolean {
  return typeof a === "number" && typeof b === "number" && a <= b;
}
export function isAfter(a: Value, b: Value): boolean {
  return typeof a === "number" && typeof b === "number" && a > b;
}
export function isNotBefore(a: Value, b: Value): boolean {
  return typeof a === "number" && typeof b === "number" && a >= b;
}

/** Whether there is a value to work with. */
export function hasValue<T>(value: T): value is Exclude<T, null | undefined | Unreadable> {
  return value !== null && value !== undefined && value !== UNREADABLE;
}

export function isEqual(a: Value, b: Value): Condition {
  return hasValue(a) && hasValue(b) ? a === b : null;
}

/** Postcodes are compared without blanks. */
export function isSamePostcode(a: Value, b: Value): Condition {
  return hasValue(a) && hasValue(b) ? String(a).replaceAll(" ", "") === String(b).replaceAll(" ", "") : null;
}

export function isSameRecord(a: RuleRecord | null | undefined, b: RuleRecord | null | undefined): Condition {
  return a === null || a === undefined || b === null || b === undefined ? null : a === b;
}

/** `same`: never unknown. Both absent is equal; an unreadable value equals nothing. */
export function same<T>(a: T | null | undefined, b: T | null | undefined, equals: (a: T, b: T) => Condition): boolean {
  if (a === UNREADABLE || b === UNREADABLE) return false;
  const noA = a === null || a === undefined;
  const noB = b === null || b === undefined;
  return noA || noB ? noA && noB : equals(a, b) === true;
}

export function inSet(value: Value, codes: ReadonlySet<string>): Condition {
  return hasValue(value) ? codes.has(typeof value === "string" ? value : String(value)) : null;
}

export function contains<T>(list: readonly T[], value: T): Condition {
  return hasValue(value) ? list.includes(value) : null;
}

/** The same where what is written differently may be equal: numbers beside decimals, postcodes, codes of two years. */
export function holds(list: readonly Value[], value: Value, equals: (element: Value, value: Value) => Condition): Condition {
  if (!hasValue(value)) return null;
  for (const element of list) if (equals(element, value) === true) return true;
  return false;
}

export function validity(value: Value, invalid: boolean | undefined): Condition {
  if (value === null || value === undefined) return null;
  return value !== UNREADABLE && invalid !== true;
}

export function firstPresent<T extends Value>(...values: readonly T[]): T | null {
  const found = values.find((value) => value !== null && value !== undefined);
  return found === undefined || found === UNREADABLE ? null : found;
}

export function between(value: Value, low: Value, high: Value): Condition {
  return typeof value === "number" && typeof low === "number" && typeof high === "number" ? low <= value && value <= high : null;
}

export function matches(value: Value, form: RegExp): Condition {
  return typeof value === "string" ? form.test(value) : null;
}

// Written out, not made of a function of functions: they are called for every record.

export function plus(a: Value, b: Value): number | null {
  return typeof a === "number" && typeof b === "number" ? a + b : null;
}
export function minus(a: Value, b: Value): number | null {
  return typeof a === "number" && typeof b === "number" ? a - b : null;
}
export function times(a: Value, b: Value): number | null {
  return typeof a === "number" && typeof b === "number" ? a * b : null;
}
export function timesDecimal(a: Value, b: Value): number | null {
  return typeof a === "number" && typeof b === "number" ? Math.round((a * b) / 1000) : null;
}
/** The quotient of two decimals; missing when divided by zero. */
export function divide(a: Value, b: Value): number | null {
  return typeof a === "number" && typeof b === "number" && b !== 0 ? Math.round((a * 1000) / b) : null;
}
export function negate(a: Value): number | null {
  return typeof a === "number" ? -a : null;
}
export function absolute(a: Value): number | null {
  return typeof a === "number" ? Math.abs(a) : null;
}
/** A whole number in the unit of decimals; what is no number stays as it is. */
export function thousandths(a: Value): Value {
  return typeof a === "number" ? a * 1000 : a;
}
export function identity(a: Value): number | null {
  return typeof a === "number" ? a : null;
}

/** A date some days, months or years later. */
export function shift(date: Value, count: Value, unit: string): number | null {
  if (typeof date !== "number" || typeof count !== "number") return null;
  if (unit === "days") return date + count;
  return unit === "months" ? addMonths(date, count) : addYears(date, count);
}
export function dateOf(year: Value, month: Value, day: Value): number | null {
  return typeof year === "number" && typeof month === "number" && typeof day === "number" ? dayNumber(year, month, day) : null;
}
export function yearOf(date: Value): number | null {
  return typeof date === "number" ? calendarDay(date).year : null;
}
export function birthdayOf(born: Value, turned: Value): number | null {
  return typeof born === "number" && typeof turned === "number" ? birthday(born, turned) : null;
}
export function age(born: Value, on: Value): number | null {
  return typeof born === "number" && typeof on === "number" ? ageOn(born, on) : null;
}
export function daysBetween(from: Value, to: Value): number | null {
  return minus(to, from);
}
export function commonDays(from1: Value, to1: Value, from2: Value, to2: Value): number | null {
  return typeof from1 === "number" && typeof to1 === "number" && typeof from2 === "number" && typeof to2 === "number"
    ? overlapDays(from1, to1, from2, to2)
    : null;
}
export function workingDaysBefore(date: Value, count: Value, holidays: ReadonlySet<number>): number | null {
  return typeof date === "number" && typeof count === "number" ? nthWorkingDayBefore(date, count, holidays) : null;
}
export function onWeekday(date: Value): Condition {
  return typeof date === "number" ? isWeekday(date) : null;
}
export function earliestPossible(date: Value): number | null {
  return identity(date);
}
export function latest(...values: readonly (Value | readonly Value[])[]): number | null {
  return extreme(values, (a, b) => a > b);
}
export function earliest(...values: readonly (Value | readonly Value[])[]): number | null {
  return extreme(values, (a, b) => a < b);
}
function extreme(values: readonly (Value | readonly Value[])[], isBetter: (a: number, b: number) => boolean): number | null {
  let best: number | null = null;
  for (const value of values) {
    if (typeof value === "number") {
      if (best === null || isBetter(value, best)) best = value;
    } else if (typeof value === "object" && value !== null)
      for (const one of value) if (typeof one === "number" && (best === null || isBetter(one, best))) best = one;
  }
  return best;
}

/** Whether every character is one unit of a string, so that positions can be counted in units. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if ((text.charCodeAt(index) & 0xf800) === 0xd800) return false;
  return true;
}

export function lengthOf(value: Value): number | null {
  if (typeof value !== "string") return null;
  return isPlain(value) ? value.length : [...value].length;
}
export function characters(value: Value, from: Value, to: Value): string | null {
  if (typeof value !== "string" || typeof from !== "number" || typeof to !== "number") return null;
  if (isPlain(value)) return from < 1 || to > value.length || from > to ? null : value.slice(from - 1, to);
  const all = [...value];
  return from < 1 || to > all.length || from > to ? null : all.slice(from - 1, to).join("");
}
export function checkLetter(value: Value): string | null {
  return typeof value === "string" ? upnCheckLetter(value) : null;
}

/** A value that is worked out when it is first asked for, and then known. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Miles between two places, in thousandths and rounded to one decimal place; null where one of them is not known.
 * @param east column with the metres to the east on the national grid
 * @param north column with the metres to the north
 */
export function milesBetween(a: Place, b: Place, east: string, north: string): number | null {
  const [x, y] = [metres(a, east) - metres(b, east), metres(a, north) - metres(b, north)];
  return Number.isNaN(x) || Number.isNaN(y) ? null : Math.round((Math.hypot(x, y) / 1000 / 1.6093) * 10) * 100;
}
type Place = Readonly<Record<string, unknown>> | undefined;

function metres(place: Place, column: string): number {
  const value = place?.[column];
  return typeof value === "number" ? value : Number.NaN;
}

/** Pairs are quadratic: beyond this many records of a group a rule on pairs is not run for the child. */
export const PAIR_CAP = 2000;

/** Whether a rule on pairs fails for some of the records in two lists. Of what is not decided here (triples, very many records) it says that it may. */
export function anyPairFails<T, C>(
  fails: (record: T, context: C, ...chosen: never[]) => boolean,
  lists: readonly (readonly unknown[])[],
  within: T,
  context: C,
): boolean {
  const [left = [], right = []] = lists;
  if (lists.length !== 2 || left.length > PAIR_CAP || right.length > PAIR_CAP) return true;
  for (const a of left) for (const b of right) if (a !== b && fails(within, context, a as never, b as never)) return true;
  return false;
}

/** Whether a value is there twice: not so for nearly all lists, so nothing is made to find it out for short ones. */
export function repeats(values: readonly unknown[]): boolean {
  if (values.length > 16) return new Set(values).size < values.length;
  for (let index = 1; index < values.length; index += 1) for (let before = 0; before < index; before += 1) if (values[before] === values[index]) return true;
  return false;
}
