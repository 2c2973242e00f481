import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { allChanges, type ChangeReport, reportChanges } from "../../generators/changes/change-report.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { changeWith, toyWith } from "../wrong-input/toy.ts";

/** An edit, and what must be said of it. */
interface Planted {
  readonly name: string;
  readonly toy?: "quarter";
  readonly edits: string;
  /** `item Return/Child/Age added: attention, attention, breaking` */
  readonly expected: readonly string[];
  readonly rules?: Readonly<Record<string, string>>;
}

const PLANTED = parse(readFileSync(new URL("planted/edits.yaml", import.meta.url), "utf8")) as readonly Planted[];
const RULES = readFileSync(new URL("planted/rules.yaml", import.meta.url), "utf8");

test.each(PLANTED)("$name", (planted) => {
  const report = reportOf(planted);
  expect(report.groups.flatMap(({ changes }) => changes.map(describeChange))).toEqual(planted.expected);
  expect(report.followed).toEqual([]);
  expect(Object.fromEntries(report.rules.map(({ rule, comparison }) => [rule, comparison.relation]))).toEqual(planted.rules ?? {});
});

describe("the planted edits", () => {
  test("are at least thirty, and of every kind of effect", () => {
    expect(PLANTED.length).toBeGreaterThanOrEqual(30);
    const said = PLANTED.flatMap(({ expected }) => expected.join());
    for (const effect of ["breaking", "attention", "wording"]) expect(said.some((line) => line.includes(effect))).toBe(true);
  });

  test("leave nothing to say of a release and itself", () => {
    const report = reportOf({ name: "", edits: "", expected: [] });
    expect(allChanges(report)).toEqual([]);
    expect(report.rules).toEqual([]);
  });

  test("have fingerprints that stay, and are others for other contents", () => {
    const of = (edits: string): readonly string[] => allChanges(reportOf({ name: "", edits, expected: [] })).map(({ fingerprint }) => fingerprint);
    const age = (type: string): string => `items: {add: {Age: {after: Sex, occurs: 0..1, type: ${type}, label: Age, definition: An age.}}}`;
    expect(of(age("year"))).toEqual(of(age("year")));
    expect(of(age("year"))).not.toEqual(of(age("date")));
    expect(of("items: {Number: {set: {label: One}}}")).not.toEqual(of("items: {Number: {set: {label: Other}}}"));
  });
});

/** The later period of a toy without and with a change. */
function reportOf({ toy, edits }: Planted): ChangeReport {
  const name = toy === "quarter" ? "quarter/2014-15-q2" : "toy/2015-16@1.0";
  const rules = { "specs/toy/2014-15/rules/trial.yaml": RULES };
  const change = changeWith(edits).replace("[LETTER]", toy === "quarter" ? "[MEMO]" : "[LETTER]");
  const file = `specs/${name.replace(/@.*$/, "")}/changes/trial.yaml`;
  const [before, after] = [toyWith(rules), toyWith(edits === "" ? rules : { ...rules, [file]: change })].map((tree) => {
    const specification = new Specification(tree);
    const { release, diagnostics } = specification.release(name);
    const wrong = new Diagnostics();
    if (release === null || diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join("\n"));
    const checked = checkReleaseRules(specification, release, wrong);
    if (!wrong.isEmpty) throw new Error(wrong.sorted.map(formatDiagnostic).join("\n"));
    return checked;
  });
  if (before === undefined || after === undefined) throw new Error("two releases were read");
  return reportChanges(before, after);
}

function describeChange({ kind, name, what, field, effects }: ReturnType<typeof allChanges>[number]): string {
  return `${kind} ${name} ${what}${field === null ? "" : ` ${field}`}: ${[effects.authority, effects.supplier, effects.loader].map((effect) => effect ?? "-").join(", ")}`;
}
