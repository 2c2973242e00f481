import { describe, expect, test } from "vitest";
import type { HalfResult } from "../../conformance/case-result.ts";
import { returnFromCases } from "../../conformance/reference-supplier/supplier.ts";
import { readPrevious } from "../../conformance/returns/read-previous.ts";
import { previousRelease } from "../../generators/rules/release-rules.ts";
import { returnLayout } from "../../generators/targets/typescript/layout-module.ts";
import { formatIsoDate, formatUkDate, parseUkDate } from "../../runtime/dates.ts";
import { JUDGE } from "../support/returnspec.ts";
import { specification } from "../support/specification.ts";
import { listOf, writeLeniently } from "./lenient-xml.ts";
import { faultLines, openSuite, xmlInput } from "./suites.ts";

type Values = Readonly<Record<string, unknown>>;

/** A mistake between two years: without its content being known, only the return of the year before shows it. */
interface Mistake {
  readonly name: string;
  /** A rule that finds it; others may too. */
  readonly rule: string;
  /** Made in children who were looked after before the year. */
  readonly change: (child: Values) => Values;
}

/** The first record at a path of names, changed. */
function first(path: readonly string[], change: (record: Values) => Values): (child: Values) => Values {
  const [name = "", ...rest] = path;
  return (child) => {
    const [one, ...others] = listOf(child[name]) as readonly Values[];
    if (one === undefined) return child;
    const changed = rest.length === 0 ? change(one) : first(rest, change)(one);
    return { ...child, [name]: Array.isArray(child[name]) ? [changed, ...others] : changed };
  };
}

/** An item with one value in place of another. */
function other(item: string, values: Readonly<Record<string, string>>): (record: Values) => Values {
  return (record) => ({ ...record, [item]: values[String(record[item])] ?? record[item] });
}

function dayBefore(item: string): (record: Values) => Values {
  return (record) => {
    const day = parseUkDate(String(record[item]));
    return day === null ? record : { ...record, [item]: formatUkDate(day - 1) };
  };
}

const MISTAKES: readonly Mistake[] = [
  { name: "an episode that goes on starts a day earlier than last year", rule: "562", change: first(["EPISODE"], dayBefore("DECOM")) },
  { name: "the reason for an episode that goes on is overwritten", rule: "503A", change: first(["EPISODE"], other("RNE", { S: "P" })) },
  { name: "the legal status of an episode that goes on is overwritten", rule: "503B", change: first(["EPISODE"], other("LS", { V2: "C1", C1: "C2" })) },
  { name: "the category of need of an episode that goes on is overwritten", rule: "503C", change: first(["EPISODE"], other("CIN", { N1: "N3" })) },
  { name: "the placement of an episode that goes on is overwritten", rule: "503D", change: first(["EPISODE"], other("PLACE", { U6: "U5" })) },
  { name: "the provider of an episode that goes on is overwritten", rule: "503E", change: first(["EPISODE"], other("PLACE_PROVIDER", { PR4: "PR5" })) },
  { name: "the sex is another than last year", rule: "202", change: first(["HEADER"], other("SEX", { M: "F", "1": "2" })) },
  { name: "the date of birth is another than last year", rule: "203", change: first(["HEADER"], dayBefore("DOB")) },
  { name: "the ethnicity is another than last year", rule: "204", change: first(["HEADER"], other("ETHNIC", { WBRI: "WIRI" })) },
  { name: "a decision for adoption is dated a day earlier than last year", rule: "560", change: first(["HEADER", "AD_PLACED"], dayBefore("DATE_PLACED")) },
  { name: "a time of being missing starts a day earlier than last year", rule: "576", change: first(["HEADER", "AMISSING"], dayBefore("MIS_START")) },
];

const rulesAt5 = ({ cases }: HalfResult): readonly string[] =>
  cases.flatMap(({ faults }) => faults.flatMap(({ level, rule }) => (level === 5 && rule !== null ? [rule] : [])));

// The supplier of one year can export the year before where both have the same items and codes.
describe.each(JUDGE ? ["cla/2023-24", "cla/2025-26", "cla/2026-27"] : ["cla/2026-27"])("over two years, to %s,", async (name) => {
  const { release, layout, cases, judge, module, suite } = await openSuite(name);
  const before = previousRelease(specification, release);
  if (before === null) throw new Error(name);
  const right = returnFromCases(release.collection, { layout, period: release }, cases) as { readonly CHILD: readonly Values[] };
  const document = writeLeniently(right, layout);
  const layoutBefore = returnLayout(before);
  const documentBefore = writeLeniently(returnFromCases(before.collection, { layout: layoutBefore, period: before }, cases), layoutBefore);
  const own = async (text: string) => {
    const earlier = await readPrevious("own", module, suite.tables, async () => xmlInput(text));
    return { in: async () => earlier, hasAll: false };
  };

  test("two returns of the reference supplier go together", async () => {
    expect(faultLines(await judge(xmlInput(document), { previous: await own(documentBefore) }))).toEqual([]);
  });

  test("a child with another id in each return is found at level 5 and nowhere else", async () => {
    const named = (text: string, letter: string): string => text.replaceAll(/CLA(\d{3}[A-Z]+)/g, `${letter}$1`);
    const ids = new Map(suite.scenarios.flatMap(({ children }) => children.map(({ key }) => [key, named(key, "N")])));
    const same = await judge(xmlInput(named(document, "N")), { ids, previous: await own(named(documentBefore, "N")) });
    expect(faultLines(same)).toEqual([]);
    // The pack's return is given the ids of this year's.
    expect(faultLines(await judge(xmlInput(named(document, "N")), { ids }))).toEqual([]);
    const changed = await judge(xmlInput(named(document, "N")), { ids, previous: await own(named(documentBefore, "L")) });
    expect([...new Set(changed.cases.flatMap(({ faults }) => faults.map(({ level }) => level)))]).toEqual([5]);
    expect(rulesAt5(changed)).toContain("562");
  });

  const wasThere = (child: Values): boolean => {
    const [episode] = listOf(child["EPISODE"]) as readonly Values[];
    const day = parseUkDate(String(episode?.["DECOM"]));
    return day !== null && formatIsoDate(day) < release.start;
  };
  test.each(MISTAKES.map((mistake) => [mistake.name, mistake] as const))("%s: found at level 5", async (_, { rule, change }) => {
    const made = writeLeniently({ ...right, CHILD: right.CHILD.map((child) => (wasThere(child) ? change(child) : child)) }, layout);
    const found = await judge(xmlInput(made), { levels: [1, 5] });
    expect(rulesAt5(found)).toContain(rule);
    expect(found.cases.flatMap(({ faults }) => faults.filter(({ level }) => level === 1))).toEqual([]);
  });
});

test("children in need: those known before the year, left out, are missed in the number of open protection plans", async () => {
  const { release, layout, cases, judge } = await openSuite("cin/2026-27");
  const right = returnFromCases(release.collection, { layout, period: release }, cases) as { readonly Children: { readonly Child: readonly Values[] } };
  const isNew = (child: Values): boolean =>
    (listOf(child["CINdetails"]) as readonly Values[]).every(({ CINreferralDate: day }) => String(day) >= release.start);
  const made = writeLeniently({ ...right, Children: { Child: right.Children.Child.filter(isNew) } }, layout);
  expect(rulesAt5(await judge(xmlInput(made), { levels: [1, 5] }))).toContain("YonY05");
});
