import { describe, expect, test } from "vitest";
import {
  dateTimeForm,
  dateTimePattern,
  isoDateForm,
  isoDatePattern,
  isoPartialDatePattern,
  ukDatePattern,
  ukPartialDatePattern,
  yearPattern,
} from "../../generators/specification/date-pattern.ts";
import { patternProblem } from "../../generators/specification/pattern.ts";

const years = [
  "0000",
  "0001",
  "0004",
  "0100",
  "0400",
  "0999",
  "1000",
  "1582",
  "1899",
  "1900",
  "1904",
  "1996",
  "2000",
  "2001",
  "2023",
  "2024",
  "2100",
  "2400",
  "9996",
  "9999",
];

/** Whether the proleptic Gregorian calendar has the day; worked out without regular expressions. */
function isReal(year: number, month: number, day: number): boolean {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1 && day >= 1 && day <= (lengths[month - 1] ?? 0);
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`, "u").test(text);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

describe("date patterns", () => {
  test("agree with the calendar on every day and every impossible day of twenty years", () => {
    const wrong: string[] = [];
    for (const year of years) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) {
          const expected = isReal(Number(year), month, day);
          const iso = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
          const uk = `${twoDigits(day)}/${twoDigits(month)}/${year}`;
          for (const pattern of [isoDatePattern, isoPartialDatePattern]) if (matches(pattern, iso) !== expected) wrong.push(iso);
          for (const pattern of [ukDatePattern, ukPartialDatePattern]) if (matches(pattern, uk) !== expected) wrong.push(uk);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("know the leap days of all years from 0000 to 9999", () => {
    const wrong: string[] = [];
    for (let number = 0; number <= 9999; number += 1) {
      const year = String(number).padStart(4, "0");
      const expected = isReal(number, 2, 29);
      if (matches(isoDatePattern, `${year}-02-29`) !== expected || matches(ukDatePattern, `29/02/${year}`) !== expected) wrong.push(year);
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    [
      "ISO date",
      isoDatePattern,
      ["2024-1-01", "24-01-01", "02024-01-01", "2024/01/01", "2024-01-01Z", "2024-01-01+00:00", " 2024-01-01", "2024-01-01\n", "", "2024-01-zz", "٢٠٢٤-01-01"],
    ],
    ["UK date", ukDatePattern, ["1/01/2024", "01/1/2024", "01/01/24", "01-01-2024", "2024-01-01", "01/01/2024 ", "", "zz/01/2024", "01/01/20244"]],
    [
      "UK partial date",
      ukPartialDatePattern,
      ["01/zz/2024", "01/01/zzzz", "zz/01/zzzz", "zz/13/2024", "zz/00/2024", "zz/zz/0000", "z/01/2024", "zz/zz/zz", "zz/zz/20zz", ""],
    ],
    ["ISO partial date", isoPartialDatePattern, ["2024-zz-01", "zzzz-01-01", "zzzz-01-zz", "2024-13-zz", "0000-zz-zz", "zzzz-zz", ""]],
  ])("%s: other forms are refused", (_name, pattern, texts) => {
    expect(texts.filter((text) => matches(pattern, text))).toEqual([]);
  });

  test.each([
    ["UK", ukPartialDatePattern, ["zz/02/2024", "ZZ/02/2024", "zz/zz/2024", "Zz/ZZ/2024", "zz/zz/zzzz", "ZZ/ZZ/ZZZZ"]],
    ["ISO", isoPartialDatePattern, ["2024-02-zz", "2024-02-ZZ", "2024-zz-zz", "zzzz-zz-zz"]],
  ])("partial dates of the form %s may leave out the day, the month, the year", (_name, pattern, texts) => {
    expect(texts.filter((text) => !matches(pattern, text))).toEqual([]);
  });

  test("date and time", () => {
    const good = ["2024-02-29T00:00:00", "2023-12-31T23:59:59.5", "2023-12-31T23:59:59.123Z", "2023-06-01T09:30:00+01:00", "2023-06-01T09:30:00-14:00"];
    const bad = [
      "2023-02-29T00:00:00",
      "2024-01-01",
      "2024-01-01 10:00:00",
      "2024-01-01T24:00:00",
      "2024-01-01T10:60:00",
      "2024-01-01T10:00",
      "2024-01-01T10:00:00.",
      "2024-01-01T10:00:00+14:01",
      "2024-01-01t10:00:00",
      "",
    ];
    expect(good.filter((text) => !matches(dateTimePattern, text))).toEqual([]);
    expect(bad.filter((text) => matches(dateTimePattern, text))).toEqual([]);
  });

  test("are of the subset that XML Schema and JavaScript read alike", () => {
    const patterns = [isoDatePattern, ukDatePattern, isoPartialDatePattern, ukPartialDatePattern, dateTimePattern, yearPattern, isoDateForm, dateTimeForm];
    expect(patterns.map(patternProblem)).toEqual(patterns.map(() => null));
  });
});
