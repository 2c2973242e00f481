import { addMonths, addYears, calendarDay, dayNumber, formatIsoDate, formatUkDate, parseIsoDate, weekday, workingDaysBefore } from "../../runtime/dates.ts";
import type { Release } from "../specification/model.ts";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

type Calendar = Pick<Release, "start" | "end" | "lexical" | "bankHolidays">;

/**
 * A date of an example as the release writes dates: `1 May` is the one inside the period, `1 May last year`, `start`, `end - 3 months`,
 * `end - 15 working days`, `Saturday after 1 May` (the first one behind that day), a full date.
 * @returns null when the text is none of these, and then stands for itself
 */
export function exampleDate(text: string, release: Calendar): string | null {
  const day = dayOf(text.trim(), release);
  if (day === null) return null;
  return release.lexical.date === "yyyy-mm-dd" ? formatIsoDate(day) : formatUkDate(day);
}

function dayOf(text: string, release: Calendar): number | null {
  const [, base = "", sign, count, unit] = /^(.*?)(?:\s*([+-])\s*(\d+)\s+(day|days|month|months|year|years|working days?))?$/.exec(text) ?? [];
  const from = baseDay(base, release);
  if (from === null || sign === undefined) return from;
  if (unit?.startsWith("working") === true) return sign === "-" ? workingDaysBefore(from, Number(count), holidaysOf(release)) : null;
  const by = Number(count) * (sign === "-" ? -1 : 1);
  if (unit?.startsWith("day") === true) return from + by;
  return unit?.startsWith("month") === true ? addMonths(from, by) : addYears(from, by);
}

function holidaysOf({ bankHolidays }: Calendar): ReadonlySet<number> {
  return new Set(bankHolidays.flatMap(({ date }) => parseIsoDate(date) ?? []));
}

function baseDay(text: string, release: Pick<Release, "start" | "end">): number | null {
  const [, name = "", day = ""] = /^([A-Z][a-z]+day) after (.+)$/.exec(text) ?? [];
  if (name === "") return calendarDate(text, release);
  const [after, wanted] = [calendarDate(day, release), WEEKDAYS.indexOf(name)];
  return after === null || wanted === -1 ? null : after + 1 + ((wanted - weekday(after + 1) + 7) % 7);
}

function calendarDate(text: string, release: Pick<Release, "start" | "end">): number | null {
  const start = parseIsoDate(release.start);
  if (text === "start") return start;
  if (text === "end") return parseIsoDate(release.end);
  const full = parseIsoDate(text);
  if (full !== null) return full;
  const [, day, month, shift] = /^(\d{1,2}) ([A-Z][a-z]+)(?: (last|next) year)?$/.exec(text) ?? [];
  const index = MONTHS.indexOf(month ?? "") + 1;
  if (start === null || index === 0) return null;
  const first = calendarDay(start);
  const inside = index > first.month || (index === first.month && Number(day) >= first.day) ? first.year : first.year + 1;
  return dayNumber(inside + (shift === "last" ? -1 : shift === "next" ? 1 : 0), index, Number(day));
}
