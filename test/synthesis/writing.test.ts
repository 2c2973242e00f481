import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeSynthesis } from "../../generators/synthesis/write-synthesis.ts";
import { returnspec, withFolder } from "../support/returnspec.ts";
import { filesOf, open, synthesise } from "./judge-children.ts";

function write(release: string, children: number, seed: number, broken: readonly string[] | "all" = []): ReadonlyMap<string, string> {
  const { synthesis } = synthesise(release, { children, broken }, { seed });
  const { tableFile, plan } = open(release, { seed }).stories;
  return filesOf((place) => writeSynthesis(synthesis, plan.releases[0]?.formats ?? [], tableFile, place));
}

describe("what is written", () => {
  test("is the same for the same seed, and other for another", () => {
    for (const release of ["cla/2026-27", "cin/2026-27"]) {
      const [one, again, other] = [write(release, 60, 1), write(release, 60, 1), write(release, 60, 2)];
      expect([...again]).toEqual([...one]);
      expect(other.get("this-year.xml")).not.toBe(one.get("this-year.xml"));
    }
  });

  test("says everywhere that every child is invented", () => {
    const files = write("cla/2025-26", 5, 1);
    const folders = new Set(
      [...files.keys()].flatMap((path) => (path.endsWith(".csv") && !path.startsWith("reference/") ? [path.slice(0, path.lastIndexOf("/"))] : [])),
    );
    expect([...folders].toSorted()).toEqual(["last-year", "this-year"]);
    for (const folder of folders) expect(files.get(`${folder}/synthetic.txt`)).toContain("Every child in this return is invented");
    for (const [path, text] of files)
      if (path.endsWith(".xml")) expect(text.slice(0, 300)).toContain("<!-- Synthetic data. Every child in this return is invented. -->");
    expect(files.get("synthetic.txt")).toContain("Every child in these returns is invented");
  });

  test("has the tables of the release, under the names of the collection, with ids that look synthetic", () => {
    const files = write("cla/2026-27", 200, 1);
    expect([...files.keys()].filter((path) => path.startsWith("this-year/")).toSorted()).toMatchInlineSnapshot(`
      [
        "this-year/SSDA903_2027_AD1.csv",
        "this-year/SSDA903_2027_DoLo.csv",
        "this-year/SSDA903_2027_Episodes.csv",
        "this-year/SSDA903_2027_Header.csv",
        "this-year/SSDA903_2027_Missing.csv",
        "this-year/SSDA903_2027_OC2.csv",
        "this-year/SSDA903_2027_OC3.csv",
        "this-year/SSDA903_2027_PlacedAdoption.csv",
        "this-year/SSDA903_2027_PrevPerm.csv",
        "this-year/SSDA903_2027_Reviews.csv",
        "this-year/SSDA903_2027_SWEpisodes.csv",
        "this-year/SSDA903_2027_UASC.csv",
        "this-year/synthetic.txt",
      ]
    `);
    const header = files.get("this-year/SSDA903_2027_Header.csv")?.trim().split("\r\n") ?? [];
    expect(header[0]).toBe("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB");
    for (const line of header.slice(1)) expect(line).toMatch(/^SYN\d{7},/);
    expect(files.get("this-year/SSDA903_2027_DoLo.csv")?.split("\r\n").length).toBeGreaterThan(2);
    expect(files.get("reference/providers.csv")).toMatch(/^URN,PLACES,PROVIDERS,REG_END,POSTCODE,LA\r\nSC998001,"U1,U2/);
  });

  test("gives a broken rule a child whose id names it, in both years where the rule looks back", () => {
    const files = write("cla/2025-26", 10, 1, ["203", "444", "INT32"]);
    expect(files.get("this-year.xml")).toContain("<CHILDID>B203</CHILDID>");
    expect(files.get("last-year.xml")).toContain("<CHILDID>B203</CHILDID>");
    expect(files.get("this-year.xml")).toContain("<CHILDID>B444x2</CHILDID>");
    expect(
      files
        .get("this-year/SSDA903_2026_Header.csv")
        ?.split("\r\n")
        .filter((line) => line.startsWith("BINT32,")),
    ).toHaveLength(2);
    expect(
      files
        .get("broken.csv")
        ?.split("\r\n")
        .map((line) => line.split(",")[0]),
    ).toEqual(["rule", "203", "444", "INT32", ""]);
  });
});

describe("the command", () => {
  test.each([
    [["--release", "cla/2030-31", "--out", "x"], "There is no release cla/2030-31."],
    [["--release", "cin/2025-26", "--format", "csv", "--out", "x"], "cin/2025-26 has no CSV form; it has xml."],
    [["--release", "cin/2025-26", "--break", "9999", "--out", "x"], "cin/2025-26 has no rule 9999."],
    [["--release", "cin/2025-26", "--children", "some", "--out", "x"], "Use a whole number"],
    [["--release", "cin/2025-26", "--years", "4", "--out", "x"], "Use 1, 2 or 3."],
  ])("refuses wrong use: %j", (args, message) => {
    withFolder((folder) => {
      const { code, err } = returnspec(["synthesise", ...args], { cwd: folder });
      expect(code).toBe(2);
      expect(err).toContain(message);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test("does not write into a folder that holds something", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "mine.txt"), "mine");
      const { code, err } = returnspec(["synthesise", "--release", "cin/2025-26", "--children", "1", "--out", folder]);
      expect(code).toBe(2);
      expect(err).toContain("is not empty");
      expect(readdirSync(folder)).toEqual(["mine.txt"]);
    });
  });

  test("says what it wrote, and that the first year has none before it", () => {
    withFolder((folder) => {
      const { code, err } = returnspec(["synthesise", "--release", "cin/2013-14", "--children", "20", "--out", join(folder, "out")]);
      expect(code).toBe(0);
      expect(err).toMatch(/^cin\/2013-14: 20 invented children\nThere is no release before cin\/2013-14, so no earlier return was made\.\n$/);
      expect(readdirSync(join(folder, "out")).toSorted()).toEqual(["synthetic.txt", "this-year.xml"]);
      expect(readFileSync(join(folder, "out", "synthetic.txt"), "utf8")).toContain("20 lives, seed 1, authority 998");
    });
  });
});
