/**
 * Dates as day numbers: 1 January 1970 is day 0, every day is one more. Proleptic Gregorian calendar, years 1 to 9999, no time zones.
 * Month arithmetic keeps the day or takes the last day of the month.
 */

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_TO_1970 = 719_162;

export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The day number of a date; null when there is no such date. */
export function dayNumber(year: number, month: number, day: number): number | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return unchecked(year, month, day);
}

function unchecked(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return (
    before * 365 +
    Math.floor(before / 4) -
    Math.floor(before / 100) +
    Math.floor(before / 400) +
    (DAYS_BEFORE_MONTH[month - 1] ?? 0) +
    leapDay +
    day -
    1 -
    DAYS_TO_1970
  );
}

/** What calendarDay said last: rules ask for the same day, the end of the collection, again and again. */
let lastNumber = 0;
let lastDay: CalendarDay = { year: 1970, month: 1, day: 1 };

/** The calendar date of a day number. */
export function calendarDay(number: number): CalendarDay {
  if (number !== lastNumber) {
    lastDay = computeDay(number);
    lastNumber = number;
  }
  return lastDay;
}

function computeDay(number: number): CalendarDay {
  const days = number + DAYS_TO_1970;
  let year = Math.floor(days / 365.2425) + 1;
  while (unchecked(year, 1, 1) > number) year -= 1;
  while (unchecked(year + 1, 1, 1) <= number) year += 1;
  let month = 12;
  while (unchecked(year, month, 1) > number) month -= 1;
  return { year, month, day: number - unchecked(year, month, 1) + 1 };
}

/** Some digits of a text as a number; -1, which is no year, month or day, when they are not all digits. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Reads yyyy-mm-dd; null when the text is no such date. */
export function parseIsoDate(text: string): number | null {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  return dayNumber(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
}

/** Reads dd/mm/yyyy; null when the text is no such date. */
export function parseUkDate(text: string): number | null {
  if (text.length !== 10 || text.charCodeAt(2) !== 47 || text.charCodeAt(5) !== 47) return null;
  return dayNumber(digits(text, 6, 4), digits(text, 3, 2), digits(text, 0, 2));
}

/** yyyy-mm-dd of a day number. */
export function formatIsoDate(number: number): string {
  const { year, month, day } = calendarDay(number);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** dd/mm/yyyy of a day number. */
export function formatUkDate(number: number): string {
  const { year, month, day } = calendarDay(number);
  return `${String(day).padStart(2, "0")}/${String(month).padStart(2, "0")}/${String(year).padStart(4, "0")}`;
}

/** The same day some months later (earlier when negative), or the last day of that month; null outside the years 1 to 9999. */
export function addMonths(number: number, months: number): number | null {
  const { year, month, day } = calendarDay(number);
  const index = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return newYear < 1 || newYear > 9999 ? null : unchecked(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** The same day some years later; 29 February becomes 28 February in a common year. */
export function addYears(number: number, years: number): number | null {
  return addMonths(number, years * 12);
}

/** The birthday on which someone turns `age`. Someone born on 29 February has it on 1 March of a common year (decision D4 of the reference). */
export function birthday(born: number, age: number): number | null {
  const { year, month, day } = calendarDay(born);
  if (month === 2 && day === 29 && !isLeapYear(year + age)) return dayNumber(year + age, 3, 1);
  return dayNumber(year + age, month, day);
}

/** The age in completed years on a day; null before birth. */
export function ageOn(born: number, on: number): number | null {
  if (on < born) return null;
  const years = calendarDay(on).year - calendarDay(born).year;
  const turned = birthday(born, years);
  return turned !== null && turned <= on ? years : years - 1;
}

/** Monday 0 to Sunday 6. */
export function weekday(number: number): number {
  return (((number + 3) % 7) + 7) % 7;
}

export function isWeekday(number: number): boolean {
  return weekday(number) < 5;
}

/** The n-th working day strictly before a day: Monday to Friday without bank holidays. For n = 0 the day itself. */
export function workingDaysBefore(number: number, count: number, holidays: ReadonlySet<number>): number {
  let day = number;
  for (let left = count; left > 0; ) {
    day -= 1;
    if (isWeekday(day) && !holidays.has(day)) left -= 1;
  }
  return day;
}

/** Days that two periods have in common, counted as end minus start (as the rules on total time do); never below 0. */
export function overlapDays(from1: number, to1: number, from2: number, to2: number): number {
  return Math.max(0, Math.min(to1, to2) - Math.max(from1, from2));
}
