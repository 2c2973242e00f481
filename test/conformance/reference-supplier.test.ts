import { describe, expect, test } from "vitest";
import { returnFromCases } from "../../conformance/reference-supplier/supplier.ts";
import { JUDGE } from "../support/returnspec.ts";
import { faultLines, openSuite, specification, xmlInput } from "./suites.ts";

const names = specification.names.filter((name) => specification.library.scenarios.has(name.slice(0, name.indexOf("/"))));
const chosen = JUDGE ? names : specification.liveNames.filter((name) => names.includes(name) && name.endsWith("/2026-27"));

describe.each(chosen)("the reference supplier, for %s", (name) => {
  test("makes the return that the scenarios ask for", async () => {
    const { release, layout, serialise, cases, judge } = await openSuite(name);
    const made = returnFromCases(release.collection, { layout, period: release }, cases);
    expect(faultLines(await judge(xmlInput(serialise(made))))).toEqual([]);
  });
});
