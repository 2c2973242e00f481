import type { DateForm } from "../specification/model.ts";

/** The day a number of days after an ISO date, `2014-03-31`. */
export function addDays(isoDate: string, days: number): string {
  const [year = 0, month = 1, day = 1] = isoDate.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** Days from one ISO date to another. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}

/** Whether a year, month and day, as text of digits, are a day of the calendar. */
export function isCalendarDay(year: string, month: string, day: string): boolean {
  const lengths = [31, isLeapYear(Number(year)) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const length = lengths[Number(month) - 1];
  return length !== undefined && Number(day) >= 1 && Number(day) <= length;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Puts year, month and day into the form in which a release writes dates. */
export function writeDate(year: string, month: string, day: string, form: DateForm): string {
  return form === "dd/mm/yyyy" ? `${day}/${month}/${year}` : `${year}-${month}-${day}`;
}

/** An ISO date in the form in which a release writes dates. */
export function formatDate(isoDate: string, form: DateForm): string {
  const [year = "", month = "", day = ""] = isoDate.split("-");
  return writeDate(year, month, day, form);
}
