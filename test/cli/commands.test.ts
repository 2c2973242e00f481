import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { renderCommandsPage } from "../../generators/cli/commands-page.ts";
import { createProgram } from "../../generators/cli/program.ts";
import { PROJECT, returnspec, withFolder, withSpecs } from "../support/returnspec.ts";

/** Command line, exit code, and a part of what is said: standard output for 0 and 1 of show and diff, else standard error. */
const CASES: readonly (readonly [string, number, RegExp])[] = [
  ["check cin/2025-26", 0, /^$/],
  ["check cin/2025-27", 2, /There is no release cin\/2025-27\. Did you mean cin\/2025-26\?/],
  ["check cin2025", 2, /is not the name of a release\. Names look like cin\/2025-26/],
  ["check cin/2025-26@9.9", 2, /cin\/2025-26 has no version 9\.9; it has 1\.0/],
  ["check --root /nowhere-at-all", 2, /holds no folder specs\. Name the folder that holds it with --root/],
  ["", 2, /Usage: returnspec/],
  ["chek", 2, /unknown command 'chek'.*\n?.*Did you mean check/s],
  ["generate --target xds", 2, /There is no target xds\. Targets: specification, xsd, json-schema/],
  ["generate cin/2025-26 --all", 2, /Name releases, or say --all, not both/],
  ["show cin/2024-25 PersonBirthDat", 2, /Did you mean PersonBirthDate\?/],
  ["show cin/2025-26 GenderCurrent", 2, /taken out in cin\/2024-25/],
  ["show cin/2025-26 frog:Sex", 2, /There is nothing called frog:/],
  ["show cin/2025-26 Sex", 0, /N00783/],
  ["show cla/2025-26 PLACE", 0, /Z11/],
  ["show cla/2025-26 table:Episodes", 0, /REASON_PLACE_CHANGE/],
  ["show cin/2025-26 GenderCurrent --history", 0, /removed GenderCurrent/],
  ["diff cin/2017-18 cin/2017-18", 0, /do not differ/],
  ["diff cin/2024-25 cin/2025-26", 1, /Abuse, neglect and exploitation/],
  ["diff cin/2024-25 cla/2025-26", 2, /different collections/],
  ["diff cin/2024-25 cin/2025-26 --format yaml", 2, /Use one of text, md, json, html/],
  ["publish cin/2025-26", 2, /Say which version/],
  ["rebase cin/2013-14", 2, /is a base already/],
];

/** The small specification of test/wrong-input; what holds of it holds of the large ones, in a tenth of the time. */
const TOY = join(PROJECT, "test", "wrong-input", "toy");

/** Gives a copy of it, free to be spoilt. */
function withToy(use: (folder: string) => void): void {
  withFolder((folder) => {
    cpSync(TOY, folder, { recursive: true });
    use(folder);
  });
}

describe("commands keep the contract of exit codes and streams", () => {
  test.each(CASES)("returnspec %s -> %i", (line, code, said) => {
    const run = returnspec(line === "" ? [] : line.split(" "));
    expect({ code: run.code, said: said.test(run.code === 2 ? run.err : run.out), trace: /\n {4}at /.test(run.err) }).toEqual({
      code,
      said: true,
      trace: false,
    });
    if (run.code === 2) expect(run.out).toBe("");
  });

  test("a mistake in the YAML is told with its place, and nothing is written", () => {
    withSpecs((folder) => {
      const file = join(folder, "specs", "cin", "2025-26", "changes", "exploitation.yaml");
      writeFileSync(file, readFileSync(file, "utf8").replace("primary-need", "primary-ned"));
      const run = returnspec(["generate", "--root", folder, "--out", join(folder, "out")]);
      expect(run.code).toBe(1);
      expect(run.err).toMatch(/specs\/cin\/2025-26\/changes\/exploitation\.yaml:\d+:\d+: RS1301: .*Did you mean primary-need\?/);
      expect(existsSync(join(folder, "out"))).toBe(false);
    });
  });

  test("a likely mistake is shown as a warning with its place; it fails nothing, and generate does not tell of it", () => {
    withToy((folder) => {
      const file = join(folder, "specs", "toy", "2014-15", "definitions.yaml");
      appendFileSync(file, "never_used: {label: Never used, is: collection.end, basis: inferred}\n");
      const run = returnspec(["check", "--root", folder]);
      expect([run.code, run.out]).toEqual([0, ""]);
      expect(run.err).toMatch(/^specs\/toy\/2014-15\/definitions\.yaml:\d+:37: warning RS1708: No rule of any release of toy uses never_used\. /m);
      expect(run.err).toMatch(/\n\n2 warnings in 1 file\.\n$/);
      const generate = ["generate", "toy/2014-15", "--target", "validator", "--root", folder, "--out", join(folder, "out")];
      expect(returnspec(generate)).toEqual({ code: 0, out: "", err: "" });
    });
  });

  test("generate is silent in a pipe, and --check names stale files", () => {
    withFolder((folder) => {
      const out = join(folder, "out");
      const generate = ["generate", "toy/2015-16", "--root", TOY, "--out", out];
      expect(returnspec(generate)).toEqual({ code: 0, out: "", err: "" });
      expect(returnspec([...generate, "--check"])).toEqual({ code: 0, out: "", err: "" });
      appendFileSync(join(out, "toy", "2015-16", "xsd", "strict.xsd"), "<!-- edited by hand -->\n");
      writeFileSync(join(out, "toy", "2015-16", "notes.txt"), "mine");
      const stale = returnspec([...generate, "--check"]);
      expect(stale.code).toBe(1);
      expect(stale.err).toContain("toy/2015-16/xsd/strict.xsd differs\n");
      expect(stale.err).toContain("toy/2015-16/notes.txt is not generated\n");
      rmSync(join(out, "toy", "2015-16", "notes.txt"));
      expect(returnspec([...generate, "--check", "--target", "json-schema"])).toEqual({ code: 0, out: "", err: "" });
    });
  });

  test("one target keeps the files of the others, and the manifest lists all", () => {
    withFolder((folder) => {
      const generate = ["generate", "toy/2015-16", "--root", TOY, "--out", folder, "--target", "xsd"];
      returnspec([...generate, "json-schema"]);
      returnspec(generate);
      expect(returnspec([...generate, "json-schema", "--check"]).code).toBe(0);
    });
  });

  test("publish locks a version; an edit to it then fails check and names every release that would change", () => {
    withToy((folder) => {
      const facts = join(folder, "specs", "toy", "2015-16", "release.yaml");
      writeFileSync(facts, readFileSync(facts, "utf8").replace("status: draft", "status: candidate"));
      expect(returnspec(["publish", "--root", folder, "toy/2014-15@1.0", "toy/2015-16@1.0"]).code).toBe(0);
      expect(returnspec(["check", "--root", folder]).code).toBe(0);
      const codes = join(folder, "specs", "toy", "2014-15", "codesets.yaml");
      writeFileSync(codes, readFileSync(codes, "utf8").replace("In a park", "In the park"));
      const run = returnspec(["check", "--root", folder]);
      expect(run.code).toBe(1);
      expect(run.err).toMatch(/RS1208: The structure of published versions would change: toy\/2014-15@1\.0, toy\/2015-16@1\.0/);
    });
  });

  test("rebase writes a release that stands alone and means the same", () => {
    withToy((folder) => {
      const before = returnspec(["show", "--root", folder, "toy/2015-16"]).out;
      expect(returnspec(["rebase", "--root", folder, "toy/2015-16"]).code).toBe(0);
      expect(returnspec(["check", "--root", folder]).code).toBe(0);
      const after = returnspec(["show", "--root", folder, "toy/2015-16"]).out;
      expect(after).toBe(before.replace(/^Extends: .*$/m, "Extends: nothing (a base)"));
    });
  });

  test("a folder that cannot be written is told in a sentence", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "out"), "a file, not a folder");
      const run = returnspec(["generate", "cin/2025-26", "--out", join(folder, "out")]);
      expect(run.code).toBe(2);
      expect(run.err).toMatch(/^A file or folder cannot be used/);
    });
  });

  test("docs/commands.md is what the command definitions say", () => {
    const silent = { data: () => undefined, say: () => undefined, interactive: false };
    expect(readFileSync(join(PROJECT, "docs", "commands.md"), "utf8")).toBe(renderCommandsPage(createProgram(silent, () => undefined)));
  });

  test("the command runs from any folder", () => {
    withFolder((folder) => {
      mkdirSync(join(folder, "inner"));
      expect(returnspec(["show", "cin/2025-26", "Sex"], { cwd: join(folder, "inner") }).code).toBe(0);
    });
  });
});
