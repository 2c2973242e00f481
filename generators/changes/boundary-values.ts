import { addMonths, addYears, formatIsoDate, formatUkDate, parseIsoDate, parseUkDate } from "../../runtime/dates.ts";
import type { Typed } from "../language/typed.ts";
import type { ItemType } from "../specification/item-type.ts";
import type { ItemNode, Release } from "../specification/model.ts";

/** What two expressions name: the values at which they may begin to differ. */
export interface Boundaries {
  /** Texts and codes, as written. */
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  /** Full dates as day numbers. */
  readonly days: readonly number[];
  /** Periods of time: how a day is moved by each. */
  readonly moves: readonly ((day: number) => number)[];
}

/** @param nodes all nodes of both expressions */
export function boundariesOf(nodes: readonly Typed[]): Boundaries {
  const texts = new Set<string>();
  const numbers = new Set<number>();
  const days = new Set<number>();
  const periods = new Map<string, (day: number) => number>();
  for (const node of nodes) {
    if (node.op === "constants") for (const value of node.values) texts.add(value);
    if (node.op === "set" && node.group) for (const code of node.codes) texts.add(code);
    if (node.op === "constant") {
      const { value, type } = node;
      if (type.kind === "date") days.add(parseIsoDate(String(value)) ?? 0);
      else if (type.kind === "integer" || type.kind === "decimal") numbers.add(Number(value));
      else if (typeof value === "string") texts.add(value);
    }
    if (node.op !== "call") continue;
    const count = node.arguments.map((one) => (one.op === "constant" ? Number(one.value) : Number.NaN)).find((number) => Number.isInteger(number));
    if (count === undefined) continue;
    if (node.name === "days") periods.set(`days ${count}`, (day) => day + count).set(`days -${count}`, (day) => day - count);
    if (node.name === "months")
      periods.set(`months ${count}`, (day) => addMonths(day, count) ?? day).set(`months -${count}`, (day) => addMonths(day, -count) ?? day);
    // `turns(16)` and `age(DOB) < 16` name birthdays.
    if (["years", "turns", "age_on"].includes(node.name))
      periods.set(`years ${count}`, (day) => addYears(day, count) ?? day).set(`years -${count}`, (day) => addYears(day, -count) ?? day);
  }
  return { texts: [...texts], numbers: [...numbers], days: [...days], moves: [...periods.values()] };
}

/**
 * Values that an item may have at the edges of two expressions, in the form of the release; an empty text is an element given empty.
 * @param present dates, as day numbers, that stand in the return anyway
 * @param own codes that one of the two years alone has
 */
export function valuesFor(
  item: ItemNode,
  release: Release,
  boundaries: Boundaries,
  present: readonly number[],
  own: readonly string[],
  before: readonly string[],
): readonly string[] {
  const values = valuesOf(item.type, release, boundaries, present, own, before);
  const different = new Set([...values, ""].filter((value) => before.length !== 1 || before[0] !== value));
  return [...different];
}

const MOST = 40;

function valuesOf(
  type: ItemType,
  release: Release,
  boundaries: Boundaries,
  present: readonly number[],
  own: readonly string[],
  before: readonly string[],
): readonly string[] {
  switch (type.kind) {
    case "date":
    case "partial-date":
      return daysAround(release, boundaries, present).map((day) => writeDay(day, release));
    case "code": {
      const codes = (release.codeSets.get(type.set)?.codes ?? []).filter(({ inSpecification }) => inSpecification).map(({ code }) => code);
      const named = boundaries.texts.filter((text) => codes.includes(text));
      return [...new Set([...named, ...own, ...codes.filter((code) => !named.includes(code)).slice(0, 2)])].slice(0, MOST);
    }
    case "boolean":
      return ["true", "false"];
    case "integer":
    case "decimal":
      return [...new Set(boundaries.numbers.flatMap((number) => [number - 1, number, number + 1]))].map(String);
    case "year":
      return [-1, 0, 1].map((by) => String(Number(release.end.slice(0, 4)) + by));
    case "one-of":
      return type.options.flatMap((option) => valuesOf(option, release, boundaries, present, own, before));
    case "text":
    case "pattern":
    case "postcode":
    case "datetime": {
      const model = before[0] ?? "";
      const lengths = boundaries.numbers.flatMap((number) => [number - 1, number, number + 1]).filter((length) => length > 0 && length <= 40);
      const cut = model === "" ? [] : lengths.map((length) => model.padEnd(length, "1").slice(0, length));
      return [...new Set([...boundaries.texts.filter((text) => /^[\w .-]+$/.test(text)), ...cut])].slice(0, MOST);
    }
  }
}

/** The limits of the period, the days that are named and those in the return, each moved by every period of time, with the days beside. */
function daysAround(release: Release, { days, moves }: Boundaries, present: readonly number[]): readonly number[] {
  const limits = [release.start, release.end].map((text) => parseIsoDate(text) ?? 0);
  const base = [...new Set([...present.slice(0, 4), ...limits, ...days])];
  const moved = base.flatMap((day) => moves.map((move) => move(day)));
  return [...new Set([...base, ...moved].flatMap((day) => [day, day + 1, day - 1]))].slice(0, MOST * 2);
}

export function writeDay(day: number, release: Release): string {
  return release.lexical.date === "yyyy-mm-dd" ? formatIsoDate(day) : formatUkDate(day);
}

export function readDay(text: string, release: Release): number | null {
  return release.lexical.date === "yyyy-mm-dd" ? parseIsoDate(text) : parseUkDate(text);
}
