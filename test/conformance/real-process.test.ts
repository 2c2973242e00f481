import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { CheckerCase } from "../../conformance/checker/case-file.ts";
import type { Form } from "../../conformance/suite.ts";
import type { OutputFile } from "../../generators/targets/target.ts";
import { specificationTarget } from "../../generators/targets/specification/specification-target.ts";
import { packFiles, writeOutput } from "./packs.ts";
import { JUDGE, PROJECT } from "../support/returnspec.ts";
import { specification } from "../support/specification.ts";

/** Each question is a run of the program, so few are asked; the other tests of checkers ask all of them. */
const CASES = JUDGE ? 120 : 8;

const folder = mkdtempSync(join(tmpdir(), "returnspec-process-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asked: readonly (readonly [name: string, form: Form])[] = [
  ["cla/2026-27", "csv"],
  ["cin/2026-27", "xml"],
  ["cla/2026-27", "xml"],
];

test.each(JUDGE ? asked : asked.slice(0, 2))("the command line, wrapped as a supplier would, finds what there is to find: %s in %s", async (name, form) => {
  const pack = join(folder, `${name.replace("/", "-")}-${form}`);
  writeOutput(pack, await packWithFewCases(name, form));
  const years = specification.names.filter((other) => other.startsWith(name.slice(0, 4)) && other <= name).slice(-3);
  const specifications = years.toReversed().map((year, back) => {
    const { release } = specification.release(year);
    if (release === null) throw new Error(year);
    writeOutput(join(pack, String(back)), specificationTarget.build(release).files);
    return `${back}/specification/specification.json`;
  });
  const adapter = [join(import.meta.dirname, "command-adapter.mjs"), join(PROJECT, "bin", "returnspec.js"), ...specifications]
    .map((part) => `"${part}"`)
    .join(" ");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["conformance/conformance.mjs", "--form", form, "--exec", `"${process.execPath}" ${adapter}`, "--report", "report"],
    { cwd: pack, encoding: "utf8" },
  );
  expect([status, stderr, stdout.includes(`${CASES} cases: ${CASES} passed`) ? "all passed" : stdout]).toEqual([0, "", "all passed"]);
});

/** A pack whose cases are spread over the whole, those of the form of the return and of two years among them. */
async function packWithFewCases(name: string, form: Form): Promise<readonly OutputFile[]> {
  const files = await packFiles(name, false);
  return files.map((file) => (file.path.endsWith("/validator.jsonl") ? { ...file, content: fewOf(file.content, form) } : file));
}

function fewOf(lines: string, form: Form): string {
  const asked = lines
    .trimEnd()
    .split("\n")
    .filter((line) => {
      const one = JSON.parse(line) as CheckerCase;
      return form === "csv" ? one.tables !== null : one.document !== null || one.bytes !== undefined;
    });
  const step = asked.length / CASES;
  return Array.from({ length: CASES }, (_, index) => `${asked[Math.floor(index * step)] ?? ""}\n`).join("");
}
