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

type Element = Value | RuleRecord | readonly Element[];

/** Something is entered: in an item, in a single record, in one entry of a list. A list of records is present when one occurs. */
export function isPresent(value: Value | RuleRecord | readonly (Value | RuleRecord | readonly Element[])[]): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.some((element) => (typeof element === "object" && element !== null) || (element !== null && element !== undefined));
  return typeof value === "object" && "hasContent" in value ? value.hasContent() : true;
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

function hasValue(value: Value): value is string | number | boolean {
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
export function same(a: Value, b: Value, equals: (a: Value, b: Value) => Condition): boolean {
  if (a === UNREADABLE || b === UNREADABLE) return false;
  const [noA, noB] = [a === null || a === undefined, b === null || b === undefined];
  return noA || noB ? noA && noB : equals(a, b) === true;
}

export function inSet(value: Value, codes: ReadonlySet<string>): Condition {
  return hasValue(value) ? codes.has(String(value)) : null;
}

export function contains(list: readonly Value[], value: Value): Condition {
  return hasValue(value) ? list.includes(value) : null;
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

/** Applies a function of numbers; missing when one of them is. */
function numeric<T>(values: readonly Value[], compute: (...numbers: number[]) => T): T | null {
  return values.every((value) => typeof value === "number") ? compute(...values) : null;
}

export function plus(a: Value, b: Value): number | null {
  return numeric([a, b], (x = 0, y = 0) => x + y);
}
export function minus(a: Value, b: Value): number | null {
  return numeric([a, b], (x = 0, y = 0) => x - y);
}
export function times(a: Value, b: Value): number | null {
  return numeric([a, b], (x = 0, y = 0) => x * y);
}
export function timesDecimal(a: Value, b: Value): number | null {
  return numeric([a, b], (x = 0, y = 0) => Math.round((x * y) / 1000));
}
/** The quotient in thousandths; missing when divided by zero. */
export function divide(a: Value, b: Value): number | null {
  return numeric([a, b], (x = 0, y = 0) => (y === 0 ? null : Math.round((x * 1000) / y)));
}
export function negate(a: Value): number | null {
  return numeric([a], (x = 0) => -x);
}
export function absolute(a: Value): number | null {
  return numeric([a], (x = 0) => Math.abs(x));
}
export function thousandths(a: Value): number | null {
  return numeric([a], (x = 0) => x * 1000);
}
export function identity(a: Value): number | null {
  return numeric([a], (x = 0) => x);
}

/** A date some days, months or years later. */
export function shift(date: Value, count: Value, unit: string): number | null {
  return numeric([date, count], (day = 0, by = 0) => (unit === "months" ? addMonths(day, by) : unit === "years" ? addYears(day, by) : day + by));
}
export function dateOf(year: Value, month: Value, day: Value): number | null {
  return numeric([year, month, day], (y = 0, m = 0, d = 0) => dayNumber(y, m, d));
}
export function yearOf(date: Value): number | null {
  return numeric([date], (day = 0) => calendarDay(day).year);
}
export function birthdayOf(born: Value, turned: Value): number | null {
  return numeric([born, turned], (day = 0, years = 0) => birthday(day, years));
}
export function age(born: Value, on: Value): number | null {
  return numeric([born, on], (day = 0, then = 0) => ageOn(day, then));
}
export function daysBetween(from: Value, to: Value): number | null {
  return numeric([from, to], (a = 0, b = 0) => b - a);
}
export function commonDays(from1: Value, to1: Value, from2: Value, to2: Value): number | null {
  return numeric([from1, to1, from2, to2], (a = 0, b = 0, c = 0, d = 0) => overlapDays(a, b, c, d));
}
export function workingDaysBefore(date: Value, count: Value, holidays: ReadonlySet<number>): number | null {
  return numeric([date, count], (day = 0, days = 0) => nthWorkingDayBefore(day, days, holidays));
}
export function onWeekday(date: Value): Condition {
  return numeric([date], (day = 0) => isWeekday(day));
}
export function earliestPossible(date: Value): number | null {
  return numeric([date], (day = 0) => day);
}
export function latest(...values: readonly (Value | readonly Value[])[]): number | null {
  return extreme(values, Math.max);
}
export function earliest(...values: readonly (Value | readonly Value[])[]): number | null {
  return extreme(values, Math.min);
}
function extreme(values: readonly (Value | readonly Value[])[], choose: (...numbers: number[]) => number): number | null {
  const dates = values.flat().filter((value) => typeof value === "number");
  return dates.length === 0 ? null : dates.reduce((a, b) => choose(a, b));
}

export function lengthOf(value: Value): number | null {
  return typeof value === "string" ? [...value].length : null;
}
export function characters(value: Value, from: Value, to: Value): string | null {
  if (typeof value !== "string" || typeof from !== "number" || typeof to !== "number") return null;
  const all = [...value];
  return from < 1 || to > all.length || from > to ? null : all.slice(from - 1, to).join("");
}
export function checkLetter(value: Value): string | null {
  return typeof value === "string" ? upnCheckLetter(value) : null;
}

function inPlace(element: unknown): boolean {
  return typeof element !== "object" || element === null || !("hasPlace" in element) || element.hasPlace === true;
}
export function firstOf<T>(list: readonly T[], test: (element: T) => boolean = () => true): T | null {
  return list.find((element) => inPlace(element) && test(element)) ?? null;
}
export function lastOf<T>(list: readonly T[], test: (element: T) => boolean = () => true): T | null {
  return list.findLast((element) => inPlace(element) && test(element)) ?? null;
}
export function countOf<T>(list: readonly T[], test: (element: T) => boolean): number {
  let count = 0;
  for (const element of list) if (test(element)) count += 1;
  return count;
}
export function filterOf<T>(list: readonly T[], test: (element: T) => boolean): readonly T[] {
  return list.filter(test);
}
export function sum<T>(list: readonly T[], value: (element: T) => Value): number {
  let total = 0;
  for (const element of list) {
    const one = value(element);
    if (typeof one === "number") total += one;
  }
  return total;
}
export function size(list: readonly unknown[]): number {
  return countOf(list, (element) => element !== null && element !== undefined);
}
export function distinct<T extends Value>(list: readonly T[]): readonly T[] {
  return [...new Set(list.filter(hasValue))];
}
export function collect<T, U>(list: readonly T[], value: (element: T) => U | readonly U[]): readonly U[] {
  return list.flatMap(value);
}

/** Cuts an ordered list where neighbours do not belong together. Elements without a place are left out. */
export function runs<T>(list: readonly T[], joins: (a: T, b: T) => boolean): readonly (readonly T[])[] {
  const found: T[][] = [];
  let before: T | undefined;
  for (const element of list) {
    if (!inPlace(element)) continue;
    const run = found.at(-1);
    if (run !== undefined && before !== undefined && joins(before, element)) run.push(element);
    else found.push([element]);
    before = element;
  }
  return found;
}
