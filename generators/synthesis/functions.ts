import { ageOn, birthday, calendarDay, isWeekday, parseIsoDate } from "../../runtime/dates.ts";
import { milesBetween } from "../../runtime/rules/logic.ts";
import { upnCheckLetter } from "../../runtime/rules/upn.ts";
import { isList, type Scope, type Value } from "./scope.ts";

/** A function of the expressions of stories: how many values it takes, and what it makes of them. */
export interface StoryFunction {
  readonly least: number;
  /** null: any number. */
  readonly most: number | null;
  readonly run: (values: readonly Value[], scope: Scope) => Value;
}

const LETTERS = "ABDEFGHJLNPQRSTUWXYZ";

/** The functions by name. Those that the rule language has too mean the same here. */
export const STORY_FUNCTIONS: ReadonlyMap<string, StoryFunction> = new Map([
  // Chance.
  ["any", twoNumbers((from, to, scope) => scope.random.whole(from, to))],
  ["chance", { least: 1, most: 1, run: ([percent], scope) => (typeof percent === "number" ? scope.random.fraction() * 100 < percent : null) }],
  // Dates.
  ["days", oneNumber((count) => count)],
  ["weeks", oneNumber((count) => count * 7)],
  ["months", oneNumber((count) => ({ months: count }))],
  ["years", oneNumber((count) => ({ months: count * 12 }))],
  ["birthday", twoNumbers((born, age) => birthday(born, age))],
  ["age", twoNumbers((born, on) => ageOn(born, on))],
  ["year", oneNumber((day) => calendarDay(day).year)],
  ["date", { least: 1, most: 1, run: ([text]) => (typeof text === "string" ? parseIsoDate(text) : null) }],
  ["latest", { least: 1, most: null, run: (values) => extreme(values, Math.max) }],
  ["earliest", { least: 1, most: null, run: (values) => extreme(values, Math.min) }],
  ["is_weekday", oneNumber((day) => isWeekday(day))],
  ["weekday_from", oneNumber((day) => (isWeekday(day) ? day : isWeekday(day + 1) ? day + 1 : day + 2))],
  // Whether something is there.
  ["present", { least: 1, most: null, run: (values) => values.every(isGiven) }],
  ["absent", { least: 1, most: null, run: (values) => !values.some(isGiven) }],
  ["first_present", { least: 1, most: null, run: (values) => values.find(isGiven) ?? null }],
  ["size", { least: 1, most: 1, run: ([list]) => (list !== undefined && isList(list) ? list.length : 0) }],
  // Numbers and texts.
  ["quotient", twoNumbers((a, b) => Math.floor(a / b))],
  ["remainder", twoNumbers((a, b) => a % b)],
  ["digits", twoNumbers((number, width) => String(number).padStart(width, "0"))],
  ["letters", twoNumbers(letters)],
  ["upn", { least: 1, most: 1, run: ([text]) => (typeof text === "string" ? `${upnCheckLetter(`A${text}`) ?? ""}${text}` : null) }],
  ["miles", { least: 4, most: 4, run: miles }],
]);

function oneNumber(run: (value: number, scope: Scope) => Value): StoryFunction {
  return { least: 1, most: 1, run: ([value], scope) => (typeof value === "number" ? run(value, scope) : null) };
}

function twoNumbers(run: (one: number, other: number, scope: Scope) => Value): StoryFunction {
  return { least: 2, most: 2, run: ([one, other], scope) => (typeof one === "number" && typeof other === "number" ? run(one, other, scope) : null) };
}

function isGiven(value: Value): boolean {
  return value !== null && !(isList(value) && value.length === 0);
}

function extreme(values: readonly Value[], choose: (...numbers: number[]) => number): number | null {
  const numbers = values.flatMap((value) => (isList(value) ? value : [value])).filter((value) => typeof value === "number");
  return numbers.length === 0 ? null : choose(...numbers);
}

/** A number in letters that postcodes may end with. */
function letters(number: number, width: number): string {
  let text = "";
  let rest = number;
  for (let place = 0; place < width; place += 1) {
    text = `${LETTERS.charAt(rest % LETTERS.length)}${text}`;
    rest = Math.floor(rest / LETTERS.length);
  }
  return text;
}

/** Miles between two places, given as easting and northing twice, to one decimal place as a text. */
function miles(values: readonly Value[]): Value {
  const [east = null, north = null, otherEast = null, otherNorth = null] = values;
  const thousandths = milesBetween({ east, north }, { east: otherEast, north: otherNorth }, "east", "north");
  return thousandths === null ? null : String(thousandths / 1000);
}
