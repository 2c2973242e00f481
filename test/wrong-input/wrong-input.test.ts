import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { readCases, writeExpected } from "./cases.ts";
import { toyFiles } from "./toy.ts";

/** `UPDATE_WRONG_INPUT=1 npx vitest run test/wrong-input` rewrites the expectations. Read each before you keep it. */
const UPDATE = process.env["UPDATE_WRONG_INPUT"] === "1";

describe("the toy specification", () => {
  it("has nothing wrong with it", () => {
    expect(new Specification(toyFiles()).check().map(formatDiagnostic)).toEqual([]);
  });
});

describe("wrong input", () => {
  const cases = readCases();

  it("is tried in at least sixty ways", () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  it.each(cases.map((wrong) => [wrong.name, wrong] as const))("%s", (name, { tree, expected, about }) => {
    const said = new Specification(tree).check().map(formatDiagnostic).join("\n\n");
    if (UPDATE) writeExpected(name, said);
    else expect(said).toBe(expected);
    expect(about, "a case says what is wrong").not.toBe("");
    expect(said, "something must be said").not.toBe("");
    expect(said).not.toMatch(/\n\s+at .*:\d+:\d+/);
  });
});
