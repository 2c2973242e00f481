import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkDocumentation } from "../../generators/targets/guidance/documentation.ts";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { PROJECT, returnspec, withSpecs } from "../support/returnspec.ts";

const FOLDER = ["specs", "cin", "2013-14"];

/** Replaces text in a file of a copy of the specification; it must be there. */
function edit(folder: string, file: readonly string[], from: string | RegExp, to: string): void {
  const path = join(folder, ...FOLDER, ...file);
  const before = readFileSync(path, "utf8");
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${String(from)} is not in ${path}.`);
  writeFileSync(path, after);
}

describe("documentation is a test", () => {
  test("nothing is missing in any release", () => {
    expect(checkDocumentation(new Specification(readSpecificationFiles(PROJECT)), []).map(formatDiagnostic)).toEqual([]);
  });

  test.each([
    [
      "no example that fails",
      /(?<=^"8925":\n(?: {2}.*\n)*?) {2}fails:\n(?: {4}.*\n)+/m,
      "",
      /rules\/protection-plans\.yaml:\d+:1: RS1801: The rule 8925 has no example under fails\./,
    ],
    ["no example that passes", /(?<=^"8925":\n(?: {2}.*\n)*?) {2}passes:\n(?: {4}.*\n)+/m, "", /RS1801: The rule 8925 has no example under passes\./],
    ["no message", /(?<=^"8925":\n(?: {2}.*\n)*?) {2}message: .*\n/m, "", /RS1102: message is missing\./],
    ["no remedy", /(?<=^"8925":\n(?: {2}.*\n)*?) {2}remedy: .*\n/m, "", /RS1102: remedy is missing\./],
    ["an empty message", /(?<=^"8925":\n(?: {2}.*\n)*?) {2}message: .*\n/m, '  message: ""\n', /RS1106: Nothing is given here\./],
  ])("a rule with %s is told with its place", (_, from, to, expected) => {
    withSpecs((folder) => {
      edit(folder, ["rules", "protection-plans.yaml"], from, to);
      const run = returnspec(["generate", "cin/2013-14", "--target", "guidance", "--root", folder, "--out", join(folder, "out")]);
      expect(run).toMatchObject({ code: 1, out: "" });
      expect(run.err).toMatch(expected);
      expect(run.err).not.toMatch(/^ {4}at /m);
      expect(returnspec(["check", "cin/2013-14", "--root", folder])).toMatchObject({ code: 1 });
    });
  });

  test("an item without a definition and a term without one are told with their places", () => {
    withSpecs((folder) => {
      edit(folder, ["items.yaml"], /(?<=label: Software\n) *definition: .*\n/, "");
      expect(returnspec(["generate", "cin/2013-14", "--root", folder, "--out", join(folder, "out")]).err).toMatch(
        /items\.yaml:\d+:\d+: RS1102: definition is missing\./,
      );
    });
    withSpecs((folder) => {
      edit(folder, ["definitions.yaml"], /(?<=label: Disabled\n) *definition: .*\n/, "");
      const run = returnspec(["generate", "cin/2013-14", "--root", folder, "--out", join(folder, "out")]);
      expect(run.code).toBe(1);
      expect(run.err).toMatch(/definitions\.yaml:\d+:\d+: RS1803: The term disabled has no definition/);
    });
  });
});
