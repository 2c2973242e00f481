import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { planOf, returnFromCases } from "../../conformance/reference-supplier/supplier.ts";
import { JUDGE } from "../support/returnspec.ts";
import { writeLeniently } from "./lenient-xml.ts";
import { isPassed, openSuite, xmlInput } from "./suites.ts";
import { type WrongExporter, wrongExporters } from "./wrong-exporters.ts";
import { specification } from "../support/specification.ts";

/** Mistakes that change nothing that a return says, or that no return of the scenarios can show; each with its reason. */
const SURVIVORS = parse(readFileSync(new URL("exporter-survivors.yaml", import.meta.url), "utf8")) as Readonly<
  Record<string, Readonly<Record<string, string>>>
>;
/** At normal size one mistake of each kind, and of the rest one in so many. */
const ONE_IN = 40;

const chosen = specification.liveNames.filter((name) => specification.library.scenarios.has(name.slice(0, name.indexOf("/"))) && name.endsWith("/2026-27"));
let count = 0;

describe.each(chosen)("wrong exporters for %s", (name) => {
  test(
    "are found out, but for those that are listed",
    async () => {
      const { release, layout, cases, judge, suite } = await openSuite(name);
      const plan = planOf(release.collection);
      const right = returnFromCases(release.collection, { layout, period: release }, cases, plan);
      const rightDocument = writeLeniently(right, layout);
      expect(isPassed(await judge(xmlInput(rightDocument)))).toBe(true);
      const all = wrongExporters(layout, plan, suite.leftOpen);
      expect(new Set(all.map((one) => one.name)).size).toBe(all.length);
      count += all.length;
      const listed = SURVIVORS[release.collection] ?? {};
      expect(Object.keys(listed).filter((one) => !all.some((mistake) => mistake.name === one))).toEqual([]);
      const survivors: string[] = [];
      let tried = 0;
      for (const mistake of JUDGE ? all : someOf(all)) {
        const made = mistake.plan === undefined ? right : returnFromCases(release.collection, { layout, period: release }, cases, mistake.plan(plan));
        const document = writeLeniently(mistake.value?.(made) ?? made, layout);
        // An item that no child has cannot be written wrongly.
        if (document === rightDocument && mistake.bytes === undefined && mistake.plan === undefined) continue;
        tried += 1;
        if (isPassed(await judge(xmlInput(mistake.bytes?.(document) ?? document)))) survivors.push(mistake.name);
      }
      expect(survivors.filter((one) => listed[one] === undefined)).toEqual([]);
      expect(tried).toBeGreaterThan(20);
      if (JUDGE) {
        expect(survivors.length).toBeLessThanOrEqual(tried * 0.02);
        expect(Object.keys(listed).filter((one) => !survivors.includes(one))).toEqual([]);
      }
    },
    JUDGE ? 1_800_000 : 120_000,
  );
});

test("there are at least two hundred", () => {
  expect(count).toBeGreaterThanOrEqual(200);
});

function someOf(all: readonly WrongExporter[]): readonly WrongExporter[] {
  const kinds = new Set<string>();
  return all.filter(({ kind }, index) => {
    const isFirst = !kinds.has(kind);
    kinds.add(kind);
    return isFirst || index % ONE_IN === 0;
  });
}
