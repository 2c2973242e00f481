import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkEverything } from "../../generators/cli/open-specification.ts";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import type { FileTree } from "../../generators/specification/library.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { checkDocumentation } from "../../generators/targets/guidance/documentation.ts";
import { PROJECT, returnspec, withSpecs } from "../support/returnspec.ts";
import { editFile } from "./edit-file.ts";

const FOLDER = "specs/cin/2013-14";
const WHOLE = readSpecificationFiles(PROJECT);
/** The base and what it stands on: the years after it would repeat what is wrong with it. */
const BASE: FileTree = new Map([...WHOLE].filter(([path]) => path.startsWith(`${FOLDER}/`) || path.startsWith("specs/common/")));

/** What `generate` refuses when a text of a file is replaced; the text must be there. */
function refusals(file: string, from: string | RegExp, to: string): readonly string[] {
  const path = `${FOLDER}/${file}`;
  const before = new TextDecoder().decode(BASE.get(path));
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${String(from)} is not in ${path}.`);
  const specification = new Specification(new Map([...BASE, [path, new TextEncoder().encode(after)]]));
  const wrong = checkEverything(specification, ["cin/2013-14"]);
  return (wrong.length > 0 ? wrong : checkDocumentation(specification, ["cin/2013-14"])).map(formatDiagnostic);
}

describe("documentation is a test", () => {
  test("nothing is missing in any release", () => {
    expect(checkDocumentation(new Specification(WHOLE), []).map(formatDiagnostic)).toEqual([]);
  });

  const RULES = "rules/protection-plans.yaml";
  const within = (block: string): RegExp => new RegExp(`(?<=^"8925":\\n(?: {2}.*\\n)*?)${block}`, "m");
  test.each([
    [
      "a rule without an example that fails",
      RULES,
      within(" {2}fails:\\n(?: {4}.*\\n)+"),
      "",
      /protection-plans\.yaml:\d+:1: RS1801: The rule 8925 has no example under fails\./,
    ],
    [
      "a rule without an example that passes",
      RULES,
      within(" {2}passes:\\n(?: {4}.*\\n)+"),
      "",
      /protection-plans\.yaml:\d+:1: RS1801: The rule 8925 has no example under passes\./,
    ],
    ["a rule without a message", RULES, within(" {2}message: .*\\n"), "", /protection-plans\.yaml:\d+:\d+: RS1102: message is missing\./],
    ["a rule without a remedy", RULES, within(" {2}remedy: .*\\n"), "", /protection-plans\.yaml:\d+:\d+: RS1102: remedy is missing\./],
    ["a rule without a title", RULES, within(" {2}title: .*\\n"), "", /protection-plans\.yaml:\d+:\d+: RS1102: title is missing\./],
    ["a rule with an empty message", RULES, within(" {2}message: .*\\n"), '  message: ""\n', /protection-plans\.yaml:\d+:\d+: RS1106: Nothing is given here\./],
    ["an item without a definition", "items.yaml", /(?<=label: Software\n) *definition: .*\n/, "", /items\.yaml:\d+:\d+: RS1102: definition is missing\./],
    [
      "a term of a rule without a definition",
      "definitions.yaml",
      /(?<=label: Disabled\n) *definition: .*\n/,
      "",
      /definitions\.yaml:\d+:\d+: RS1803: The term disabled has no definition/,
    ],
  ])("%s is told with its place", (_, file, from, to, expected) => {
    const found = refusals(file, from, to);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  test("nothing is written then, and check says the same", () => {
    withSpecs((folder) => {
      editFile(join(folder, FOLDER, "rules", "protection-plans.yaml"), /(?<=^"8925":\n(?: {2}.*\n)*?) {2}fails:\n(?: {4}.*\n)+/m, "");
      const run = returnspec(["generate", "cin/2013-14", "--target", "guidance", "--root", folder, "--out", join(folder, "out")]);
      expect(run).toMatchObject({ code: 1, out: "" });
      expect(run.err).toMatch(/RS1801: The rule 8925 has no example under fails\./);
      expect(run.err).not.toMatch(/^ {4}at /m);
      expect(existsSync(join(folder, "out"))).toBe(false);
      expect(returnspec(["check", "cin/2013-14", "--root", folder])).toMatchObject({ code: 1, err: run.err });
    });
  });
});
