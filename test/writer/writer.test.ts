import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TARGETS } from "../../generators/targets/all-targets.ts";
import { TARGET_NAMES } from "../../generators/targets/target-names.ts";
import { outputPathProblem } from "../../generators/writer/output-path.ts";
import { recoverFolder, writeReleaseFolder } from "../../generators/writer/release-folder.ts";
import { JUDGE, PROJECT, returnspec, withFolder } from "../support/returnspec.ts";
import { specification } from "../support/specification.ts";

function filesOf(folder: string): Map<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(found.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path.slice(folder.length), readFileSync(path, "utf8")]));
}

const BUILT = { name: "cin/2013-14", files: [], absent: [], manifest: '{"new": true}\n' };

/** All but the vectors and what is made of them, which take longer than all others together, of one release of each collection; the judge has all. */
const QUICK = TARGETS.filter(({ name }) => name !== "vectors" && name !== "conformance");
const QUICK_RELEASES = ["cin/2026-27", "cla/2026-27"];

describe("the writer", () => {
  test("a run that fails leaves the previous output as it was", () => {
    withFolder((out) => {
      const folder = join(out, "cin", "2013-14");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "manifest.json"), "old");
      const missing = { path: "gone.txt", target: "x", committed: true, bytes: 1, sha256: "" };
      expect(() => writeReleaseFolder(out, BUILT, [missing])).toThrow(/gone\.txt/);
      expect(filesOf(out)).toEqual(new Map([["/cin/2013-14/manifest.json", "old"]]));
    });
  });

  test("a run that was killed between the two renames is put right by the next one", () => {
    withFolder((out) => {
      const folder = join(out, "cin", "2013-14");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "manifest.json"), "old");
      renameSync(folder, join(out, "cin", ".2013-14.old"));
      recoverFolder(folder);
      expect(filesOf(out)).toEqual(new Map([["/cin/2013-14/manifest.json", "old"]]));
    });
  });

  test("a run that was killed while it wrote leaves nothing behind after the next one", () => {
    withFolder((out) => {
      mkdirSync(join(out, "cin", ".2013-14.new"), { recursive: true });
      writeFileSync(join(out, "cin", ".2013-14.new", "half.txt"), "half");
      writeReleaseFolder(out, BUILT, []);
      expect(filesOf(out)).toEqual(new Map([["/cin/2013-14/manifest.json", BUILT.manifest]]));
      expect(existsSync(join(out, "cin", ".2013-14.new"))).toBe(false);
    });
  });

  test.each([
    ["xsd/strict.xsd", null],
    ["XSD/strict.xsd", /something other/],
    ["con/x.txt", /device/],
    ["a/aux.txt", /device/],
    ["a//b", /something other/],
    [".hidden", /dot/],
    ["a/b.", /dot/],
    ["a".repeat(121), /longer than 120/],
  ])("path %s", (path, problem) => {
    const found = outputPathProblem(path);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });

  test(
    "two folders, locales and time zones: the same bytes, under paths that obey the contract, unique without regard to case",
    () => {
      withFolder((folder) => {
        const [a, b] = [join(folder, "a"), join(folder, "b", "deeper")];
        mkdirSync(a);
        mkdirSync(b, { recursive: true });
        const releases = JUDGE ? ["--all"] : [...QUICK_RELEASES, "--target", ...QUICK.map(({ name }) => name)];
        expect(returnspec(["generate", ...releases, "--out", join(a, "out")], { cwd: a, env: { LANG: "C", LC_ALL: "C", TZ: "Pacific/Kiritimati" } }).code).toBe(
          0,
        );
        expect(
          returnspec(["generate", ...releases, "--out", "out"], { cwd: b, env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "America/New_York" } }).code,
        ).toBe(0);
        const first = filesOf(join(a, "out"));
        expect(first.size).toBeGreaterThan(20);
        expect(filesOf(join(b, "out"))).toEqual(first);
        const paths = [...first.keys()].map((path) => path.replaceAll("\\", "/").split("/").slice(3).join("/"));
        expect(paths.filter((path) => outputPathProblem(path) !== null)).toEqual([]);
        expect(new Set([...first.keys()].map((path) => path.toLowerCase())).size).toBe(first.size);
      });
    },
    JUDGE ? 3_600_000 : 600_000,
  );

  test("only live releases are committed", () => {
    const ignored = readFileSync(join(PROJECT, ".gitignore"), "utf8");
    const kept = [...ignored.matchAll(/^!generated\/(.+)\/$/gm)].map((match) => match[1]);
    expect(kept).toEqual(specification.liveNames);
  });
});

test("the names of targets that the help shows are those of the targets", () => {
  expect([...TARGET_NAMES]).toEqual(TARGETS.map((target) => target.name));
});
