import { addMonths, addYears, ageOn, birthday, calendarDay, dayNumber, isWeekday, overlapDays, workingDaysBefore } from "../../runtime/dates.ts";
import { upnCheckLetter } from "../../runtime/rules/upn.ts";
import { between, inUnitOf, same } from "./interpret-comparisons.ts";
import { matcher } from "./regular-expression.ts";
import type { Typed } from "./typed.ts";
import { asRecord, type Evaluation, isPresent, type Result, type Value } from "./values.ts";

/** Name of the hidden variable that says whether the entry in a variable is one that the specification does not allow. */
export function invalidityOf(variable: string): string {
  return `${variable} is invalid`;
}

/** A function of the language. */
export function callFunction({ name, arguments: given, type }: Typed & { op: "call" }, evaluation: Evaluation): Result {
  const values = given.map((argument) => evaluation.run(argument));
  switch (name) {
    case "present":
      return values.every(isPresent);
    case "absent":
      return !values.some(isPresent);
    case "any_present":
      return values.some(isPresent);
    case "valid":
      return valid(given[0], values[0], evaluation);
    case "same":
      return same(given, values, evaluation.environment);
    case "first_present":
      return values.map((value, index) => inUnitOf(type, given[index]?.type ?? type, value)).find((value) => value !== null) ?? null;
    case "latest":
    case "earliest":
      return extreme(values, name === "latest");
  }
  if (values.some((value) => value === null || value === undefined)) return null;
  if (name === "between") return between(given, values);
  return onValues(name, values as readonly (string | number | boolean)[], evaluation);
}

function valid(node: Typed | undefined, value: Result, { variables, run }: Evaluation): Value {
  if (value === null) return null;
  if (value === undefined) return false;
  if (node?.op === "variable") return variables.get(invalidityOf(node.name)) !== true;
  return node?.op !== "item" || asRecord(run(node.record))?.invalid.has(node.item) !== true;
}

function extreme(values: readonly Result[], latest: boolean): Value {
  const dates = values.flatMap((value) => (Array.isArray(value) ? value : [value])).filter((value): value is number => typeof value === "number");
  return dates.length === 0 ? null : latest ? Math.max(...dates) : Math.min(...dates);
}

function onValues(name: string, values: readonly (string | number | boolean)[], { environment }: Evaluation): Value {
  const [a, b, c, d] = values;
  const number = (value: string | number | boolean | undefined): number => Number(value);
  switch (name) {
    case "date":
      return dayNumber(number(a), number(b), number(c));
    case "year":
      return calendarDay(number(a)).year;
    case "days":
    case "months":
    case "years":
      return number(a);
    case "birthday":
      return birthday(number(a), number(b));
    case "age":
      return ageOn(number(a), number(b));
    case "days_between":
      return number(b) - number(a);
    case "overlap_days":
      return overlapDays(number(a), number(b), number(c), number(d));
    case "working_days_before":
      return workingDaysBefore(number(a), number(b), environment.holidays);
    case "is_weekday":
      return isWeekday(number(a));
    case "earliest_possible":
      // A partial date without a year is read as text: it is entered, but no date can be said of it.
      return typeof a === "number" ? a : null;
    case "size":
      return [...String(a)].length;
    case "characters":
      return charactersOf(String(a), number(b), number(c));
    case "matches":
      return matcher(String(b)).test(String(a));
    case "upn_check_letter":
      return upnCheckLetter(String(a));
    case "abs":
      return Math.abs(number(a));
    case "miles_between":
      return environment.miles(a, b);
    default:
      throw new Error(`The interpreter does not know ${name}.`);
  }
}

/** Characters from one place to another, counted from 1; missing beyond the end. */
function charactersOf(text: string, from: number, to: number): string | null {
  const characters = [...text];
  return from < 1 || to > characters.length || from > to ? null : characters.slice(from - 1, to).join("");
}

/** A sum, difference, product or quotient of numbers, or a date and a period. */
export function arithmetic(node: Typed & { op: "arithmetic" }, left: Result, right: Result): Value {
  if (left === null || left === undefined || right === null || right === undefined) return null;
  if (node.type.kind === "date") return shift(Number(left), node.right, Number(right) * (node.operator === "-" ? -1 : 1));
  const [a, b] = [Number(inUnitOf(node.type, node.left.type, left)), Number(inUnitOf(node.type, node.right.type, right))];
  if (node.operator === "+") return a + b;
  if (node.operator === "-") return a - b;
  if (node.operator === "*") return node.type.kind === "decimal" ? Math.round((a * b) / 1000) : a * b;
  return b === 0 ? null : Math.round((a * 1000) / b);
}

function shift(date: number, period: Typed, count: number): number | null {
  const unit = period.op === "call" ? period.name : "days";
  if (unit === "months") return addMonths(date, count);
  return unit === "years" ? addYears(date, count) : date + count;
}
