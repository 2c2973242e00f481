import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSpecification } from "../../generators/cli/open-specification.ts";
import { allNodes } from "../../generators/specification/build-items.ts";
import type { Release } from "../../generators/specification/model.ts";
import { planUpgrade, type UpgradePlan } from "../../generators/specification/upgrade-plan.ts";
import { returnspec, withFolder } from "../support/returnspec.ts";

const specification = openSpecification(undefined);

function releasesOf(collection: string): readonly Release[] {
  return specification.names.flatMap((name) => (name.startsWith(`${collection}/`) ? (specification.release(name).release ?? []) : []));
}

function between(from: string, to: string): UpgradePlan {
  const all = releasesOf(from.slice(0, from.indexOf("/")));
  const [start, end] = [from, to].map((name) => all.findIndex((release) => release.name === name));
  return planUpgrade(all.slice(start, (end ?? 0) + 1));
}

function codesOf(plan: UpgradePlan, item: string): Readonly<Record<string, string | null>> {
  const [, steps] = [...plan.codes].find(([path]) => path.endsWith(`/${item}`)) ?? [];
  return Object.fromEntries([...(steps ?? [])].map(([code, { to }]) => [code, to]));
}

describe("the plan of an upgrade", () => {
  test("follows items and codes through the years", () => {
    const sex = between("cin/2023-24", "cin/2025-26");
    expect([...sex.paths].find(([path]) => path.endsWith("/GenderCurrent"))?.[1]).toMatch(/\/Sex$/);
    expect(codesOf(sex, "GenderCurrent")).toEqual({ "1": "M", "2": "F", "0": "U", "9": "U" });
    expect(codesOf(between("cla/2013-14", "cla/2014-15"), "PLACE")).toMatchObject({ Q1: "U3", Q2: "U6" });
    expect(codesOf(between("cla/2017-18", "cla/2018-19"), "REC")).toMatchObject({ E43: null, E44: null });
  });

  test("says what is gone, what is new, and what a person has to decide", () => {
    const plan = between("cin/2015-16", "cin/2021-22");
    expect([...plan.removed].map(([path, release]) => `${path.replace(/.*\//, "")} ${release}`)).toContain("CBDSLevel cin/2021-22");
    const [, factors] = [...plan.codes].find(([path]) => path.endsWith("/AssessmentFactors")) ?? [];
    expect(factors?.get("8A")).toEqual({
      to: null,
      options: ["8B", "8C", "8D", "8E", "8F"],
      why: expect.stringMatching(/^in cin\/2016-17 it may be 8B \(.*\), 8C \(.*\), 8D \(.*\), 8E \(.*\) or 8F \(.*\): choose one, it was left as it is$/),
    });
    const [, places] = [...between("cla/2013-14", "cla/2014-15").codes].find(([path]) => path.endsWith("/PLACE")) ?? [];
    expect(places?.get("Q1")?.why).toMatch(/^in cla\/2014-15 it may be U1 \(.*\) or U3 \(.*\): choose one, U3 was taken$/);
    expect(between("cin/2023-24", "cin/2024-25").fresh).toEqual([]);
  });

  test.each(["cin", "cla"])("%s: every item of a year has a place in the next, or is said to be gone; years in one step are years one by one", (collection) => {
    const all = releasesOf(collection);
    for (const [index, newer] of all.entries()) {
      const older = all[index - 1];
      if (older === undefined) continue;
      const plan = planUpgrade([older, newer]);
      for (const { path } of allNodes(older.root))
        expect([plan.paths.has(path), plan.removed.has(path)].filter(Boolean), `${newer.name} ${path}`).toHaveLength(1);
      const there = new Set(allNodes(newer.root).map(({ path }) => path));
      expect([...plan.paths.values()].filter((path) => !there.has(path))).toEqual([]);
    }
    const whole = planUpgrade(all);
    let places = new Map(allNodes(all[0]?.root ?? ({} as Release["root"])).map(({ path }): [string, string] => [path, path]));
    for (let index = 1; index < all.length; index += 1) {
      const { paths } = planUpgrade(all.slice(index - 1, index + 1));
      places = new Map([...places].flatMap(([from, at]): [string, string][] => (paths.has(at) ? [[from, paths.get(at) ?? ""]] : [])));
    }
    expect([...whole.paths]).toEqual([...places]);
  });
});

const OLD = `<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2024</Year><ReferenceDate>2024-03-31</ReferenceDate></CollectionDetails></Header><Children>
<Child><ChildIdentifiers><LAchildID>X1</LAchildID><PersonBirthDate>soon</PersonBirthDate><GenderCurrent>2</GenderCurrent></ChildIdentifiers><CINdetails><CINreferralDate>2023-05-01</CINreferralDate></CINdetails></Child>
<Child><ChildIdentifiers><LAchildID>X2</LAchildID><PersonBirthDate>2015-05-01</PersonBirthDate><GenderCurrent>9</GenderCurrent></ChildIdentifiers></Child></Children></Message>`;

test("upgrade writes this year's items and codes, keeps what it cannot read, and lists what needs a person", () => {
  withFolder((folder) => {
    writeFileSync(join(folder, "old.xml"), OLD);
    const run = returnspec(["upgrade", "old.xml", "--from", "cin/2023-24", "--to", "cin/2025-26", "--output", "new.xml"], { cwd: folder });
    expect(run).toMatchObject({ code: 0, out: "" });
    const written = readFileSync(join(folder, "new.xml"), "utf8");
    expect(written.match(/<Sex>.<\/Sex>/g)).toEqual(["<Sex>F</Sex>", "<Sex>U</Sex>"]);
    expect(written).toContain("<PersonBirthDate>soon</PersonBirthDate>");
    expect(written).not.toContain("GenderCurrent");
    const lines = readFileSync(join(folder, "new.xml.decisions.csv"), "utf8").split("\r\n");
    expect(lines.slice(1, -1)).toEqual([
      ',line 1,CollectionDetails,Year,2024,2024,"it is of the return of cin/2023-24, and was left as it is"',
      ',line 1,CollectionDetails,ReferenceDate,2024-03-31,2024-03-31,"it is of the return of cin/2023-24, and was left as it is"',
      expect.stringMatching(/^X2,line 3,ChildIdentifiers,GenderCurrent,9,U,/),
    ]);
    expect(run.err).toMatch(/^2 children taken from cin\/2023-24 to cin\/2025-26 into new\.xml\.\n/);
    expect(run.err).toMatch(
      /\n3 things for a person to look at; new\.xml\.decisions\.csv lists all\.\nWhat was wrong before is as it was\. Check it: returnspec validate new\.xml/,
    );
    expect(returnspec(["upgrade", "old.xml", "--from", "cin/2025-26", "--to", "cin/2023-24", "--output", "x"], { cwd: folder })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is not later than/),
    });
  });
});

test("profile counts records, items, codes, blanks and ranges, side by side", () => {
  withFolder((folder) => {
    writeFileSync(join(folder, "a.xml"), OLD);
    writeFileSync(join(folder, "b.xml"), OLD.replace("<GenderCurrent>9", "<GenderCurrent>2").replace("soon", "2010-01-01"));
    const text = returnspec(["profile", "a.xml", "b.xml", "--release", "cin/2023-24"], { cwd: folder });
    expect(text.code).toBe(0);
    const figures = (name: string): readonly string[] =>
      text.out
        .split("\n")
        .find((line) => line.trim().startsWith(name))
        ?.trim()
        .split(/\s{2,}/)
        .slice(1) ?? [];
    expect(figures("Children")).toEqual(["2", "2"]);
    expect(figures("CINdetails (")).toEqual(["1", "1"]);
    expect(figures("GenderCurrent")).toEqual(["2 (100%)", "2 (100%)"]);
    expect(figures("2 ")).toEqual(["1", "2"]);
    expect(figures("9 ")).toEqual(["1", "0"]);
    expect(figures("UPN ")).toEqual(["0 (0%)", "0 (0%)"]);
    const { inputs } = JSON.parse(returnspec(["profile", "a.xml", "--release", "cin/2023-24", "--format", "json"], { cwd: folder }).out) as {
      inputs: { children: number; records: { path: string; items: object[] }[] }[];
    };
    const items = inputs[0]?.records.find(({ path }) => path.endsWith("/ChildIdentifiers"))?.items ?? [];
    expect(items).toContainEqual({
      name: "PersonBirthDate",
      label: "Date of birth",
      entered: 2,
      blank: 0,
      unreadable: 1,
      codes: null,
      range: { from: "2015-05-01", to: "2015-05-01" },
    });
    expect(items).toContainEqual(expect.objectContaining({ name: "GenderCurrent", codes: { "2": 1, "9": 1 }, range: null }));
  });
});
