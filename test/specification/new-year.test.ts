import { describe, expect, it } from "vitest";
import { fileURLToPath } from "node:url";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { codesOf, namesIn, nodeOf, releaseOf, toyFiles } from "../wrong-input/toy.ts";

/** A new year is one folder of changes; a new collection is one folder of YAML. No line of TypeScript knows either. */

const NEW_YEAR: Readonly<Record<string, string>> = {
  "specs/cin/2027-28/release.yaml": `collection: cin
period: 2027-28
extends: cin/2026-27@1.0
start: 2027-04-01
end: 2028-03-31
reference-date: 2028-03-31
status: draft
versions:
  "1.0": {date: 2027-01-15, what: First draft}
  "1.1": {date: 2027-02-15, what: Remote visits}
`,
  "specs/cin/2027-28/sources.yaml": `DRAFT-2728: "Department for Education: draft of the children in need census 2027 to 2028 (invented for a test)"
`,
  "specs/cin/2027-28/changes/visit-count.yaml": `title: Visits are counted
why: To show that a year is one folder.
audience: {supplier: must change, authority: must change}
in: "1.0"
source: DRAFT-2728
basis: seen
edits:
  items:
    add:
      CINVisitCount:
        in: CINdetails
        occurs: 0..1
        type: integer(0..366)
        label: Number of visits
        definition: How often the child was visited in the year.
        module: 2 child in need
  codesets:
    sex: {add: {X: {after: U, label: Another word, use-when: The child uses another word.}}}
  tables:
    CINdetails: {columns: {add: {CINVisitCount: {item: CINVisitCount}}}}
`,
  "specs/cin/2027-28/changes/way-of-visit.yaml": `title: The way of the visits
why: Some visits are made from afar.
audience: {supplier: must change, authority: should know}
in: "1.1"
source: [DRAFT-2728]
basis: inferred
edits:
  codesets:
    add: {way-of-visit: {label: Way of a visit, codes: {P: In person, R: Remote}}}
  items:
    add:
      CINVisitWay: {after: CINVisitCount, occurs: 0..1, type: code(way-of-visit), label: Way of the visits, definition: How most visits were made.}
  tables:
    CINdetails: {columns: {add: {CINVisitWay: {item: CINVisitWay}}}}
`,
};

describe("cin/2027-28, one folder of changes", () => {
  const real = readSpecificationFiles(fileURLToPath(new URL("../..", import.meta.url)));
  const tree = new Map([...real, ...Object.entries(NEW_YEAR).map(([path, text]): [string, Uint8Array] => [path, new TextEncoder().encode(text)])]);
  const specification = new Specification(tree);

  it("passes the checks, with all the years before it", () => {
    expect(specification.check().map(formatDiagnostic)).toEqual([]);
    expect(specification.names.filter((name) => name.startsWith("cin/")).at(-1)).toBe("cin/2027-28");
  });

  it("resolves: what is new stands beside what was", () => {
    const before = releaseOf(tree, "cin/2026-27");
    const release = releaseOf(tree, "cin/2027-28");
    expect(namesIn(release, "CINdetails")).toEqual([...namesIn(before, "CINdetails"), "CINVisitCount", "CINVisitWay"]);
    expect(nodeOf(release, "CINVisitCount")).toMatchObject({ basis: "seen", source: ["DRAFT-2728"], type: { kind: "integer", minimum: 0, maximum: 366 } });
    expect(codesOf(release, "way-of-visit")).toEqual(["P In person", "R Remote"]);
    expect(codesOf(release, "sex")).toEqual([...codesOf(before, "sex"), "X Another word"]);
    expect(release.sources.get("DRAFT-2728")).toContain("invented for a test");
    expect(release.child?.key.name).toBe("LAchildID");
  });

  it("has its first version without what came with the second", () => {
    expect(namesIn(releaseOf(tree, "cin/2027-28@1.0"), "CINdetails")).not.toContain("CINVisitWay");
  });
});

describe("quarter, a collection with tables and no XML", () => {
  it("passes the checks", () => {
    expect(new Specification(toyFiles()).check(["quarter/2014-15-q1", "quarter/2014-15-q2"])).toEqual([]);
  });

  it("has periods of three months, in order", () => {
    expect(new Specification(toyFiles()).names).toEqual(["quarter/2014-15-q1", "quarter/2014-15-q2", "toy/2014-15", "toy/2015-16"]);
    expect(releaseOf(toyFiles(), "quarter/2014-15-q1")).toMatchObject({ period: "2014-15-q1", start: "2014-04-01", end: "2014-06-30" });
  });

  it("is CSV only, with its own form of dates", () => {
    const release = releaseOf(toyFiles(), "quarter/2014-15-q1");
    expect(release.formats).toEqual(["csv"]);
    expect(release.xml).toBeNull();
    expect(release.lexical.date).toBe("dd/mm/yyyy");
    expect(release.publishedSchema).toEqual({ kind: "none", why: "No public schema of this period is known." });
  });

  it("maps its columns to the tree", () => {
    const release = releaseOf(toyFiles(), "quarter/2014-15-q1");
    const mapping = release.tables.map(({ name, record, columns }) => [
      name,
      record.path,
      columns.map(({ name: column, item, copies }) => `${column} ${item?.path ?? `copy of ${copies?.path}`}`),
    ]);
    expect(mapping).toEqual([
      ["People", "Quarter/Person", ["ID Quarter/Person/PersonId", "BORN Quarter/Person/Born"]],
      [
        "Contacts",
        "Quarter/Person/Contact",
        ["ID Quarter/Person/PersonId", "BORN copy of Quarter/Person/Born", "DATE Quarter/Person/Contact/ContactDate", "KIND Quarter/Person/Contact/Kind"],
      ],
    ]);
  });

  it("goes on in the next quarter with what changed", () => {
    const release = releaseOf(toyFiles(), "quarter/2014-15-q2");
    expect(codesOf(release, "kind")).toEqual(["V Visit", "C Call", "L Letter"]);
    expect(release.formats).toEqual(["csv"]);
    expect([...release.sources.keys()]).toEqual(["MEMO"]);
  });
});
