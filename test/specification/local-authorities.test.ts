import { describe, expect, it } from "vitest";
import { entryOf } from "../../generators/specification/yaml-reader.ts";
import { specification } from "../support/specification.ts";

/** A release has the authority codes that were in force on its reference date, the last day of the period. */

/** The code of synthetic data: in every release, in no count. */
const SYNTHETIC = "998";
const SETS: Readonly<Record<string, string>> = { cin: "local-authority", cla: "PL_LA" };

function codes(release: string): readonly string[] {
  const set = SETS[release.split("/")[0] ?? ""] ?? "";
  const found = specification.release(release).release?.codeSets.get(set);
  return (found?.codes ?? []).map(({ code }) => code);
}

describe.each(["cin", "cla"])("the authorities of %s", (collection) => {
  it("still hold Dorset, Poole and Bournemouth as they were in 2018-19", () => {
    const found = codes(`${collection}/2018-19`);
    expect(found).toEqual(expect.arrayContaining(["835", "836", "837"]));
    expect(found).not.toContain("838");
    expect(found).not.toContain("839");
  });

  it("hold the two new authorities from 2019-20", () => {
    const found = codes(`${collection}/2019-20`);
    expect(found).toEqual(expect.arrayContaining(["838", "839"]));
    for (const gone of ["835", "836", "837"]) expect(found).not.toContain(gone);
  });

  it("follow the division of Northamptonshire in 2020-21 and 2021-22", () => {
    expect(codes(`${collection}/2019-20`)).toContain("928");
    expect(codes(`${collection}/2021-22`)).not.toContain("928");
    expect(codes(`${collection}/2021-22`)).toEqual(expect.arrayContaining(["940", "941"]));
  });

  it("hold Cumberland and Westmorland and Furness from 2023-24", () => {
    expect(codes(`${collection}/2022-23`)).toContain("909");
    expect(codes(`${collection}/2022-23`)).not.toContain("942");
    expect(codes(`${collection}/2023-24`)).toEqual(expect.arrayContaining(["942", "943"]));
    expect(codes(`${collection}/2023-24`)).not.toContain("909");
  });
});

describe("the number of authorities", () => {
  const table = specification.library.datedTables.get("local-authorities");
  const counts = table === undefined ? undefined : entryOf(table, "expected-counts")?.value;
  const expected = new Map(
    (counts?.kind === "map" ? counts.entries : []).map(({ key, value }) => [key.text, value.kind === "scalar" ? Number(value.text) : 0]),
  );

  it.each(specification.names.filter((name) => name.startsWith("cin/")))("of %s is the one that the reference counts", (name) => {
    const release = specification.release(name).release;
    const year = release?.referenceDate.slice(0, 4) ?? "";
    expect(release?.referenceDate.slice(4)).toBe("-03-31");
    // The counts end where the reference was read; no code is known to change after it.
    const count = expected.get(year) ?? expected.get("2026");
    expect(codes(name).filter((code) => code !== SYNTHETIC).length).toBe(count);
  });
});
