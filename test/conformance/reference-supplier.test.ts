import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadBindings, returnFromCases } from "../../conformance/reference-supplier/supplier.ts";
import { packageFiles, writeFiles } from "../bindings/packages.ts";
import { JUDGE } from "../support/returnspec.ts";
import { faultLines, openSuite, xmlInput } from "./suites.ts";
import { specification } from "../support/specification.ts";

const names = specification.names.filter((name) => specification.library.scenarios.has(name.slice(0, name.indexOf("/"))));
const chosen = JUDGE ? names : specification.liveNames.filter((name) => names.includes(name) && name.endsWith("/2026-27"));

describe.each(chosen)("the reference supplier, for %s", (name) => {
  test("makes the return that the scenarios ask for", async () => {
    const { release, layout, serialise, cases, judge } = await openSuite(name);
    const made = returnFromCases(release.collection, { layout, period: release }, cases);
    expect(faultLines(await judge(xmlInput(serialise(made))))).toEqual([]);
  });
});

test("it writes through the generated package", async () => {
  const { release, serialise, cases } = await openSuite("cin/2026-27");
  const folder = mkdtempSync(join(tmpdir(), "returnspec-bindings-"));
  try {
    const files = await packageFiles(release);
    writeFiles(
      folder,
      files.map(({ path, content }) => [path, content] as const),
    );
    const bindings = await loadBindings(join(folder, "typescript"));
    const made = returnFromCases(release.collection, bindings, cases);
    expect(bindings.serialise(made)).toBe(serialise(made));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
