import { compareText } from "../specification/diagnostics.ts";
import type { ItemType } from "../specification/item-type.ts";
import type { ItemNode, Release } from "../specification/model.ts";
import { isLeapYear, writeDate } from "./calendar.ts";
import { samplePattern } from "./pattern-sample.ts";
import { acceptedCodes, type Profile, valueRuleOf } from "./profile.ts";

/** A value to try in the place of a valid one. Whether it is wrong is for the model to say. */
export interface ValueFault {
  readonly kind: string;
  /** Tells it from others of its kind; stable. */
  readonly variant: string;
  readonly text: string;
}

/**
 * Values to try for an item: those that suit its type in the specification and, for the public schema, its type there.
 * @param value the valid value that stands in the document
 */
export function valueFaults(release: Release, item: ItemNode, value: string, others: readonly Release[], profile: Profile): readonly ValueFault[] {
  const rule = valueRuleOf(item, profile);
  const types = rule.type === item.type ? [item.type] : [item.type, rule.type];
  const found = [...blankFaults(value), ...types.flatMap((type) => typeFaults(release, type, value, others, profile))];
  const unique = new Map(found.filter(({ text }) => text !== value).map((fault) => [`${fault.kind}/${fault.variant}`, fault]));
  return [...unique.values()];
}

function fault(kind: string, texts: Readonly<Record<string, string>>): readonly ValueFault[] {
  return Object.entries(texts).map(([variant, text]) => ({ kind, variant, text }));
}

function blankFaults(value: string): readonly ValueFault[] {
  return [
    ...fault("empty", { empty: "" }),
    ...fault("blank", { blank: "   " }),
    ...fault("padded", { before: `  ${value}`, behind: `${value} `, lines: `\n\t${value}\n` }),
  ];
}

function typeFaults(release: Release, type: ItemType, value: string, others: readonly Release[], profile: Profile): readonly ValueFault[] {
  switch (type.kind) {
    case "date":
      return [...dateFaults(release), ...noBreakSpace(value)];
    case "partial-date":
      return [
        ...dateFaults(release),
        ...fault("partial-date", { "no-day": "zz/05/2012", "no-month": "zz/zz/2012", none: "zz/zz/zzzz" }),
        ...fault("bad-partial-date", {
          "day-without-month": "05/zz/2012",
          "month-13": "zz/13/2012",
          "year-alone": "2012",
          "month-without-year": "zz/05/zzzz",
          letters: "xx/xx/xxxx",
        }),
      ];
    case "datetime":
      return [
        ...fault("good-datetime", { zone: `${release.end}T09:30:00Z`, offset: `${release.end}T09:30:00+01:00`, fraction: `${release.end}T09:30:00.125` }),
        ...fault("bad-datetime", {
          "date-alone": release.end,
          blank: `${release.end} 09:30:00`,
          "hour-25": `${release.end}T25:00:00`,
          "minute-60": `${release.end}T09:60:00`,
          "no-seconds": `${release.end}T09:30`,
          "month-13": "2014-13-01T09:30:00",
          words: "yesterday",
        }),
      ];
    case "year":
      return fault("bad-year", { "two-digits": "14", "five-digits": "20145x", month: "2014-03", words: "unknown", span: "2013/14" });
    case "boolean":
      return [
        ...fault("good-boolean", { true: "true", false: "false", one: "1", zero: "0" }),
        ...fault("bad-boolean", { capitals: "TRUE", capital: "False", yes: "yes", letter: "Y", two: "2" }),
      ];
    case "text":
      return lengthFaults(type.minimum, type.maximum);
    case "integer":
      return [
        ...fault("bad-number", { letters: "abc", decimal: "1.5", exponent: "1e1", grouped: "1,000", hexadecimal: "0x1", blank: "1 1", sign: "-" }),
        ...rangeFaults(type.minimum, type.maximum, 1),
      ];
    case "decimal":
      return [
        ...fault("bad-number", { letters: "abc", comma: "1,5", exponent: "1E1", points: "1.2.3" }),
        ...(type.places === null ? [] : fault("decimal-places", { allowed: `1.${"2".repeat(type.places)}`, "one-more": `1.${"2".repeat(type.places + 1)}` })),
        ...rangeFaults(type.minimum === null ? null : Number(type.minimum), type.maximum === null ? null : Number(type.maximum), 0.1),
      ];
    case "postcode":
      return [
        ...fault("good-postcode", { short: "M1 1AA", closed: "ZZ999ZZ", letters: "EC1A 1BB" }),
        ...fault("postcode-length", { nine: "ZZ999 9ZZ", words: "NOT KNOWN YET" }),
        ...noBreakSpace(value),
      ];
    case "code":
      return [...codeFaults(release, type.set, value, others, profile), ...noBreakSpace(value)];
    case "pattern":
      return [...patternFaults(samplePattern(type.pattern, 0)), ...noBreakSpace(value)];
    case "one-of":
      return type.options.flatMap((option) => typeFaults(release, option, value, others, profile));
  }
}

/** A no-break space looks like a blank and is none: programs that trim too much let it pass. */
function noBreakSpace(value: string): readonly ValueFault[] {
  return fault("no-break-space", { behind: `${value}\u00a0` });
}

function dateFaults(release: Release): readonly ValueFault[] {
  const form = release.lexical.date;
  const ended = Number(release.end.slice(0, 4));
  const year = String(ended);
  const leapYear = String(Array.from({ length: 8 }, (_, back) => ended - back).find(isLeapYear));
  const commonYear = isLeapYear(ended) ? String(ended - 1) : year;
  const write = (of: string, month: string, day: string): string => writeDate(of, month, day, form);
  const good = write(year, "03", "15");
  return [
    ...fault("good-date", { "leap-day": write(leapYear, "02", "29"), "leap-day-2000": write("2000", "02", "29"), "last-of-january": write(year, "01", "31") }),
    ...fault("bad-date", {
      "31-february": write(year, "02", "31"),
      "30-february": write(leapYear, "02", "30"),
      "29-february": write(commonYear, "02", "29"),
      "29-february-1900": write("1900", "02", "29"),
      "31-april": write(year, "04", "31"),
      "31-june": write(year, "06", "31"),
      "31-september": write(year, "09", "31"),
      "31-november": write(year, "11", "31"),
      "32-january": write(year, "01", "32"),
      "day-0": write(year, "01", "00"),
      "month-0": write(year, "00", "15"),
      "month-13": write(year, "13", "15"),
      "no-zeros": write(year, "3", "5"),
      words: "unknown",
    }),
    ...fault("date-form", {
      other: writeDate(year, "03", "15", form === "dd/mm/yyyy" ? "yyyy-mm-dd" : "dd/mm/yyyy"),
      american: `03/25/${year}`,
      dots: `15.03.${year}`,
      closed: `${year}0315`,
    }),
    ...fault("time-zone", { z: `${good}Z`, offset: `${good}+01:00` }),
    ...fault("date-with-time", { time: `${good}T00:00:00`, blank: `${good} 00:00` }),
    ...fault("two-digit-year", { year: write(year.slice(2), "03", "15") }),
  ];
}

function codeFaults(release: Release, set: string, value: string, others: readonly Release[], profile: Profile): readonly ValueFault[] {
  const own = new Set(acceptedCodes(release, set, profile));
  const foreign = new Set(others.flatMap((other) => acceptedCodes(other, set, profile)).filter((code) => !own.has(code)));
  const lower = value.toLowerCase();
  return [
    ...[...foreign].toSorted(compareText).map((code) => ({ kind: "code-of-another-year", variant: code, text: code })),
    ...(lower === value ? [] : fault("wrong-case", { lower, mixed: `${lower.slice(0, 1)}${value.slice(1)}` })),
    ...fault("unknown-code", { letters: "QQ", digits: "00000", sign: "?", label: "Not known", two: `${value} ${value}` }),
    ...fault("code-length", { "one-more": `${value}X`, "one-fewer": value.slice(0, -1), "leading-zero": `0${value}` }),
  ];
}

function lengthFaults(minimum: number, maximum: number | null): readonly ValueFault[] {
  return [
    ...(minimum > 1 ? fault("too-short", { "one-fewer": "X".repeat(minimum - 1) }) : []),
    ...fault("shortest", { text: "X".repeat(Math.max(minimum, 1)) }),
    ...(maximum === null
      ? fault("long", { text: "X".repeat(300) })
      : [
          ...fault("longest", { text: "X".repeat(maximum), "two-byte": "é".repeat(maximum), astral: "𝕏".repeat(maximum) }),
          ...fault("overlong", { "one-more": "X".repeat(maximum + 1), astral: "𝕏".repeat(maximum + 1) }),
        ]),
    ...fault("markup", { text: "&<>" }),
  ];
}

function rangeFaults(minimum: number | null, maximum: number | null, step: number): readonly ValueFault[] {
  return [
    ...(minimum === null ? [] : fault("range", { lowest: String(minimum), below: String(minimum - step) })),
    ...(maximum === null ? fault("range", { large: "1234567" }) : fault("range", { highest: String(maximum), above: String((maximum * 10 + step * 10) / 10) })),
  ];
}

/** One character off at the start, in the middle and at the end; one more; one fewer. */
function patternFaults(sample: string): readonly ValueFault[] {
  const places = { first: 0, second: 1, middle: Math.floor(sample.length / 2), last: sample.length - 1 };
  return [
    ...Object.entries(places).flatMap(([place, index]) => [
      {
        kind: "pattern-character",
        variant: `${place}-other`,
        text: sample.slice(0, index) + (/\d/.test(sample.charAt(index)) ? "A" : "1") + sample.slice(index + 1),
      },
      { kind: "pattern-character", variant: `${place}-sign`, text: `${sample.slice(0, index)}-${sample.slice(index + 1)}` },
    ]),
    ...fault("pattern-length", {
      "one-more": `${sample}1`,
      "one-more-letter": `${sample}A`,
      "one-fewer": sample.slice(0, -1),
      "first-gone": sample.slice(1),
      twice: sample + sample,
    }),
    ...fault("pattern-case", { lower: sample.toLowerCase(), upper: sample.toUpperCase() }),
    // Digits of other scripts: XML Schema's own \d would take them.
    ...fault("pattern-digits", { arabic: sample.replaceAll(/\d/g, "٣") }),
  ];
}
