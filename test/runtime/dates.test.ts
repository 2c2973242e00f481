import { describe, expect, test } from "vitest";
import {
  addMonths,
  addYears,
  ageOn,
  birthday,
  calendarDay,
  dayNumber,
  daysInMonth,
  formatIsoDate,
  formatUkDate,
  isLeapYear,
  isWeekday,
  overlapDays,
  parseIsoDate,
  parseUkDate,
  weekday,
  workingDaysBefore,
} from "../../runtime/dates.ts";

/** The day number of a date, or a failed test. */
function day(text: string): number {
  const number = parseIsoDate(text);
  if (number === null) throw new Error(`${text} is no date`);
  return number;
}

const DAY = 86_400_000;

describe("day numbers", () => {
  test("every day of the years 1 to 9999 is one more than the day before, and agrees with the platform", () => {
    const first = dayNumber(1, 1, 1) ?? Number.NaN;
    const last = dayNumber(9999, 12, 31) ?? Number.NaN;
    let expected = first;
    const wrong: string[] = [];
    for (let year = 1; year <= 9999; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        const start = dayNumber(year, month, 1);
        if (start !== expected) wrong.push(`${year}-${month}`);
        expected += daysInMonth(year, month);
      }
    }
    expect(wrong).toEqual([]);
    expect(expected).toBe(last + 1);
    for (const number of [first, last, -1, 0, 1, day("1900-03-01"), day("2000-02-29"), day("2100-03-01")]) {
      expect(formatIsoDate(number)).toBe(new Date(number * DAY).toISOString().replace("+00", "").slice(0, 10));
    }
  });

  test("a calendar date gives back its day number, on every day from 1890 to 2110", () => {
    for (let number = day("1890-01-01"); number <= day("2110-12-31"); number += 1) {
      const { year, month, day: dayOfMonth } = calendarDay(number);
      if (dayNumber(year, month, dayOfMonth) !== number) expect.fail(`${number}`);
      if (new Date(number * DAY).getUTCDate() !== dayOfMonth) expect.fail(`${number}`);
      if (weekday(number) !== (new Date(number * DAY).getUTCDay() + 6) % 7) expect.fail(`weekday of ${number}`);
    }
  });

  test.each([
    [2016, true],
    [2015, false],
    [1900, false],
    [2000, true],
    [2100, false],
  ])("%i: leap year %s", (year, isLeap) => {
    expect(isLeapYear(year)).toBe(isLeap);
    expect(dayNumber(year, 2, 29) !== null).toBe(isLeap);
  });

  test.each([
    [0, 1, 1],
    [10_000, 1, 1],
    [2015, 0, 1],
    [2015, 13, 1],
    [2015, 4, 31],
    [2015, 1, 0],
    [2015, 1, 32],
  ])("there is no %i-%i-%i", (year, month, dayOfMonth) => {
    expect(dayNumber(year, month, dayOfMonth)).toBeNull();
  });
});

describe("reading and writing", () => {
  test.each(["2015-04-01", "0001-01-01", "9999-12-31", "2016-02-29"])("%s there and back", (text) => {
    expect(formatIsoDate(day(text))).toBe(text);
    const [year, month, dayOfMonth] = text.split("-");
    expect(parseUkDate(`${dayOfMonth}/${month}/${year}`)).toBe(day(text));
    expect(formatUkDate(day(text))).toBe(`${dayOfMonth}/${month}/${year}`);
  });

  test.each([
    "",
    "2015-4-1",
    "2015-04-1",
    "2015/04/01",
    "01-04-2015",
    "2015-02-29",
    "2015-04-01 ",
    "2015-04-01T00:00:00",
    "٢٠١٥-٠٤-٠١",
    "+015-04-01",
    "201a-04-01",
    "0000-01-01",
  ])("%j is no date as yyyy-mm-dd", (text) => {
    expect(parseIsoDate(text)).toBeNull();
  });

  test.each(["", "1/4/2015", "01/4/2015", "2015-04-01", "01-04-2015", "29/02/2015", "31/04/2015", " 01/04/2015", "01/04/15", "04/31/2015"])(
    "%j is no date as dd/mm/yyyy",
    (text) => {
      expect(parseUkDate(text)).toBeNull();
    },
  );
});

describe("months, years and birthdays", () => {
  test("adding months keeps the day or takes the last one, on every day of eight years", () => {
    for (let number = day("2012-01-01"); number <= day("2019-12-31"); number += 1) {
      const from = calendarDay(number);
      for (const months of [-25, -12, -1, 0, 1, 2, 11, 12, 48]) {
        const to = addMonths(number, months);
        if (to === null) expect.fail("inside the calendar");
        const then = calendarDay(to);
        const index = from.year * 12 + from.month - 1 + months;
        if (then.year * 12 + then.month - 1 !== index) expect.fail(`${formatIsoDate(number)} + ${months} is ${formatIsoDate(to)}`);
        if (then.day !== Math.min(from.day, daysInMonth(then.year, then.month))) expect.fail(`${formatIsoDate(number)} + ${months} is ${formatIsoDate(to)}`);
      }
    }
  });

  test("nothing lies outside the years 1 to 9999", () => {
    expect(addMonths(day("9999-12-31"), 1)).toBeNull();
    expect(addMonths(day("0001-01-01"), -1)).toBeNull();
    expect(addYears(day("2015-01-01"), 8000)).toBeNull();
    expect(birthday(day("2015-01-01"), 8000)).toBeNull();
  });

  test("adding years clips 29 February, a birthday does not (D4)", () => {
    expect(addYears(day("2016-02-29"), 1)).toBe(day("2017-02-28"));
    expect(birthday(day("2016-02-29"), 1)).toBe(day("2017-03-01"));
    expect(addYears(day("2016-02-29"), 4)).toBe(day("2020-02-29"));
    expect(birthday(day("2016-02-29"), 4)).toBe(day("2020-02-29"));
    expect(birthday(day("2016-02-28"), 1)).toBe(day("2017-02-28"));
    expect(birthday(day("2016-03-01"), 1)).toBe(day("2017-03-01"));
  });

  test("one becomes a year older on the birthday and on no other day, whenever one was born", () => {
    for (const born of ["2000-02-28", "2000-02-29", "2000-03-01", "2000-12-31", "2001-01-01", "2001-02-28"].map(day)) {
      for (let on = born; on <= day("2021-12-31"); on += 1) {
        const [today, yesterday] = [ageOn(born, on), ageOn(born, on - 1)];
        if (today === null) expect.fail("born");
        const isBirthday = birthday(born, today) === on;
        if (isBirthday !== (today !== (yesterday ?? -1))) expect.fail(`${formatIsoDate(born)} on ${formatIsoDate(on)}: ${yesterday} then ${today}`);
      }
      expect(ageOn(born, born - 1)).toBeNull();
    }
  });
});

describe("working days and common days", () => {
  const holidays = new Set(["2015-12-25", "2015-12-28", "2016-01-01"].map(day));

  test("the n-th working day before is a working day, with n - 1 of them in between", () => {
    for (let from = day("2015-12-01"); from <= day("2016-01-31"); from += 1) {
      for (const count of [1, 2, 10, 45]) {
        const found = workingDaysBefore(from, count, holidays);
        const between = Array.from({ length: from - found - 1 }, (_, index) => found + 1 + index).filter((on) => isWeekday(on) && !holidays.has(on));
        if (!isWeekday(found) || holidays.has(found) || between.length !== count - 1)
          expect.fail(`${count} before ${formatIsoDate(from)}: ${formatIsoDate(found)}`);
      }
    }
    expect(workingDaysBefore(day("2015-12-27"), 0, holidays)).toBe(day("2015-12-27"));
  });

  test("common days are as many as can be counted, whichever period is named first", () => {
    for (const [a, b, c, d] of [
      [0, 10, 5, 20],
      [0, 10, 10, 20],
      [0, 10, 11, 20],
      [0, 20, 5, 6],
      [3, 3, 0, 9],
      [9, 2, 0, 10],
    ] as const) {
      const counted = Array.from({ length: 30 }, (_, on) => on).filter((on) => on >= a && on < b && on >= c && on < d).length;
      expect(overlapDays(a, b, c, d)).toBe(counted);
      expect(overlapDays(c, d, a, b)).toBe(counted);
    }
  });
});
