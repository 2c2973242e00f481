import { describe, expect, test } from "vitest";
import { runDiff } from "../../generators/cli/commands/diff.ts";
import type { DiffOptions } from "../../generators/cli/diff-options.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { changeWith, toyWith } from "../wrong-input/toy.ts";

const OPTIONS: DiffOptions = { format: "text", audience: [], requireApproval: false };
const LATE = changeWith('items: {Number: {set: {occurs: "1"}}}').replace('in: "1.0"', 'in: "1.1"');
const PUBLISHED = `toy/2015-16@1.0:\n  structure: ${"a".repeat(64)}\n  corrections: []\n`;

interface Said {
  readonly code: number;
  readonly data: string;
  readonly said: string;
}

/** Runs `diff toy/2015-16@1.0 toy/2015-16@1.1` on the toy with more files. */
function diff(
  files: Readonly<Record<string, string>>,
  options: Partial<DiffOptions> = {},
  names: readonly [string, string] = ["toy/2015-16@1.0", "toy/2015-16@1.1"],
): Said {
  let [data, said] = ["", ""];
  const console = { data: (text: string) => void (data += text), say: (text: string) => void (said += text), interactive: false };
  const code = runDiff(new Specification(toyWith(files)), names, { ...OPTIONS, ...options }, console);
  return { code, data, said };
}

describe("diff", () => {
  test("of a release and itself says so and exits 0, in every format", () => {
    for (const format of ["text", "json", "md"] as const) {
      const { code, data } = diff({}, { format }, ["toy/2015-16@1.1", "toy/2015-16"]);
      expect(code).toBe(0);
      expect(data).toMatch(format === "json" ? /"changes": \[\]/ : /do not differ|Nothing differs/);
    }
  });

  test("shows only what concerns an audience, with its effects", () => {
    const files = { "specs/toy/2015-16/changes/late.yaml": changeWith("items: {Number: {set: {xml: Ref, guidance: Ask.}}}").replace('in: "1.0"', 'in: "1.1"') };
    expect(diff(files).data).toMatch(/xml added.*guidance added|guidance added.*xml added/s);
    const own = diff(files, { audience: ["authority"] });
    expect(own.data).toContain("guidance added [needs attention for recording]");
    expect(own.data).not.toContain("xml added");
  });

  test("finds a change undone where the older release is named last", () => {
    const files = { "specs/toy/2015-16/changes/late.yaml": LATE };
    const { code, data } = diff(files, {}, ["toy/2015-16@1.1", "toy/2015-16@1.0"]);
    expect(code).toBe(1);
    expect(data).toContain("A trial (not in the second release)");
  });
});

describe("approvals", () => {
  const files = { "specs/toy/2015-16/changes/late.yaml": LATE };
  const published = { ...files, "specs/published.lock": PUBLISHED };
  const file = "specs/toy/2015-16/approvals.yaml";
  const asked = diff(published, { requireApproval: true });
  const fingerprints = [...asked.said.matchAll(/^([0-9a-f]{16}): /gm)].map(([, one = ""]) => one);
  const approvals = (of: readonly string[]): string => of.map((one) => `"${one}": {change: As meant, reason: Announced in time., date: 2015-02-01}\n`).join("");

  test("are asked for where the older version is published", () => {
    expect(asked.code).toBe(1);
    expect(asked.said).toMatch(/^[0-9a-f]{16}: item Return\/Child\/Number \(Number\) occurs changed is not approved/m);
    expect(diff(files, { requireApproval: true })).toMatchObject({ code: 0, said: "toy/2015-16@1.0 is not published: nothing has to be approved.\n" });
  });

  test("are for one content: the same edits are approved, another is not", () => {
    expect(diff({ ...published, [file]: approvals(fingerprints) }, { requireApproval: true })).toMatchObject({ code: 0, said: "" });
    expect(diff({ ...published, [file]: approvals(fingerprints.slice(1)) }, { requireApproval: true }).code).toBe(1);
    const other = { ...published, "specs/toy/2015-16/changes/late.yaml": LATE.replace("Number: {set: {occurs", "Minutes: {set: {occurs") };
    const { code, said } = diff({ ...other, [file]: approvals(fingerprints) }, { requireApproval: true });
    expect(code).toBe(1);
    expect(said).toMatch(/Minutes.* is not approved/);
  });

  test("are refused without a reason", () => {
    const { code, said } = diff({ ...files, [file]: `"${fingerprints[0]}": {change: As meant, date: 2015-02-01}\n` });
    expect(code).toBe(1);
    expect(said).toContain("reason");
  });
});
