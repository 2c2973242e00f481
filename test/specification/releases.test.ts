import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import type { FileTree } from "../../generators/specification/library.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { changeWith, codesOf, namesIn, nodeOf, releaseOf, textOfFile, toyFiles, toyWith } from "../wrong-input/toy.ts";
import { specification } from "../support/specification.ts";

/** What holds from release to release: versions, history, basis, corrections, the lock. */

const TRIAL = "specs/toy/2015-16/changes/trial.yaml";

function problems(tree: FileTree): string {
  return new Specification(tree).check().map(formatDiagnostic).join("\n\n");
}

/** The toy with a third year that extends the second in this way. */
function withThirdYear(extended: string): FileTree {
  const release = `collection: toy
period: 2016-17
extends: ${extended}
start: 2016-04-01
end: 2017-03-31
reference-date: 2017-03-31
status: draft
versions:
  "1.0": {date: 2016-01-15, what: First edition}
  "1.1": {date: 2016-02-15, what: On letters for sex}
  "1.2": {date: 2016-03-15, what: Nothing}
`;
  return toyWith({ "specs/toy/2016-17/release.yaml": release });
}

describe("versions", () => {
  it("leave out what came with a later version", () => {
    expect(codesOf(releaseOf(toyFiles(), "toy/2015-16@1.0"), "sex")).toEqual(["0 Not known", "1 Male", "2 Female"]);
    expect(codesOf(releaseOf(toyFiles(), "toy/2015-16@1.1"), "sex")).toEqual(["0 Not known", "F Female", "M Male"]);
    expect(releaseOf(toyFiles(), "toy/2015-16@1.0").versions.map(({ version }) => version)).toEqual(["1.0"]);
  });

  it("mean the newest when none is named", () => {
    expect(releaseOf(toyFiles(), "toy/2015-16").id).toBe("toy/2015-16@1.1");
  });

  it("may each extend another version of the release before", () => {
    const perVersion = withThirdYear('{"1.0": toy/2015-16@1.0, "1.1": toy/2015-16@1.1}');
    expect(
      releaseOf(perVersion, "toy/2016-17@1.0")
        .codeSets.get("sex")
        ?.codes.map(({ code }) => code),
    ).toEqual(["0", "1", "2"]);
    expect(releaseOf(perVersion, "toy/2016-17@1.1").extends).toBe("toy/2015-16@1.1");
    expect(
      releaseOf(perVersion, "toy/2016-17@1.2")
        .codeSets.get("sex")
        ?.codes.map(({ code }) => code),
    ).toEqual(["0", "F", "M"]);
    expect(releaseOf(withThirdYear("toy/2015-16@1.0"), "toy/2016-17").extends).toBe("toy/2015-16@1.0");
  });

  it("apply changes by version, then by file name", () => {
    expect(releaseOf(toyFiles(), "toy/2015-16").changes.map(({ version, title }) => `${version} ${title}`)).toEqual([
      "1.0 A note on every visit",
      "1.1 Letters for sex",
    ]);
  });
});

describe("history", () => {
  const tree = toyWith({ [TRIAL]: changeWith("items: {rename: {Sex: Gender}, Gender: {set: {label: Gender}}, move: {Gender: {after: Number}}}") });

  it("stays with an item through a new name", () => {
    const node = nodeOf(releaseOf(tree, "toy/2015-16"), "Gender");
    expect(node.history.map(({ what, field, before, after }) => [what, field, before, after])).toEqual([
      ["written", null, null, "Sex"],
      ["renamed", null, "Sex", "Gender"],
      ["set", "label", "Sex", "Gender"],
      ["moved", null, null, "{after: Number}"],
    ]);
    expect(node.lastChange?.title).toBe("A trial");
    expect(node.origin.change?.file).toBe(TRIAL);
  });

  it("says that nothing has touched what stands as in the base", () => {
    expect(nodeOf(releaseOf(tree, "toy/2015-16"), "Minutes").lastChange).toBeNull();
  });

  it("tells the years of a real item", () => {
    const sex = specification.release("cin/2025-26").release?.codeSets.get("sex");
    expect(sex?.lastChange?.release).toBe("cin/2024-25");
    const factors = specification.release("cin/2026-27").release?.codeSets.get("assessment-factors");
    const steps = (factors?.codes ?? []).flatMap(({ code, history }) => history.map(({ change, what }) => `${code} ${change?.release ?? "base"} ${what}`));
    expect(steps.filter((step) => !step.includes("base")).length).toBeGreaterThan(5);
  });
});

describe("basis", () => {
  const tree = toyWith({
    "specs/toy/2014-15/codesets.yaml": textOfFile(toyFiles(), "specs/toy/2014-15/codesets.yaml").replace("  basis: seen\n", '  seen-from: "2015-16"\n'),
  });

  it("is inferred before the period of seen-from, and seen from then on", () => {
    expect(releaseOf(tree, "toy/2014-15").codeSets.get("sex")).toMatchObject({ basis: "inferred", seenFrom: "2015-16" });
    expect(releaseOf(tree, "toy/2015-16").codeSets.get("sex")).toMatchObject({ basis: "seen", seenFrom: "2015-16" });
  });

  it("passes from a record to what stands in it, and from a change to what it adds", () => {
    const release = releaseOf(toyFiles(), "toy/2015-16");
    expect(nodeOf(release, "Minutes")).toMatchObject({ basis: "seen", source: ["LETTER"] });
    expect(nodeOf(release, "Remark")).toMatchObject({ basis: "inferred", source: ["LETTER"] });
  });

  it("set by a change replaces seen-from", () => {
    const change = changeWith("codesets: {sex: {set: {basis: inferred}}}");
    const release = releaseOf(new Map([...tree, [TRIAL, new TextEncoder().encode(change)]]), "toy/2015-16");
    expect(release.codeSets.get("sex")).toMatchObject({ basis: "inferred", seenFrom: null });
  });
});

function lockOf(names: readonly string[]): string {
  const specification = new Specification(toyFiles());
  return names.map((name) => `${name}: {structure: "${specification.publishedHash(name, new Set())}"}\n`).join("");
}

describe("the lock", () => {
  const all = lockOf(["toy/2014-15@1.0", "toy/2015-16@1.0", "toy/2015-16@1.1"]);
  const locked = (files: Readonly<Record<string, string>>) => toyWith({ "specs/published.lock": all, ...files });

  it("holds as long as nothing changes", () => {
    expect(problems(locked({}))).toBe("");
  });

  it("names every published version that an edit would change", () => {
    const base = textOfFile(toyFiles(), "specs/toy/2014-15/items.yaml").replace("label: Minutes", "label: Duration");
    expect(problems(locked({ "specs/toy/2014-15/items.yaml": base }))).toContain("would change: toy/2014-15@1.0, toy/2015-16@1.0, toy/2015-16@1.1.");
    expect(problems(locked({ [TRIAL]: changeWith("items: {Sex: {set: {label: Gender}}}") }))).toContain("would change: toy/2015-16@1.0, toy/2015-16@1.1.");
  });

  it("does not mind a better basis, a source or a note: they say how we know", () => {
    const base = textOfFile(toyFiles(), "specs/toy/2014-15/codesets.yaml").replace("  basis: seen", "  basis: inferred\n  note: Not read after all.");
    expect(problems(locked({ "specs/toy/2014-15/codesets.yaml": base }))).toBe("");
  });

  it("does not mind a change of a new version", () => {
    const release = textOfFile(toyFiles(), "specs/toy/2015-16/release.yaml").replace('  "1.1"', '  "1.1": {date: 2015-03-01, what: Letters for sex}\n  "1.2"');
    const change = changeWith("items: {Sex: {set: {label: Gender}}}").replace('in: "1.0"', 'in: "1.2"');
    expect(problems(locked({ "specs/toy/2015-16/release.yaml": release, [TRIAL]: change }))).toBe("");
  });

  it("stays valid when a correction puts a published version right; the model shows the correction", () => {
    const correction = changeWith("items: {Sex: {set: {label: Gender}}}", "correction: {reason: The label was wrong., date: 2026-11-22}\n");
    const tree = locked({ [TRIAL]: correction });
    expect(problems(tree)).toBe("");
    const release = releaseOf(tree, "toy/2015-16@1.0");
    expect(nodeOf(release, "Sex").label).toBe("Gender");
    expect(nodeOf(release, "Sex").lastChange?.correction).toEqual({ reason: "The label was wrong.", date: "2026-11-22" });
    expect(release.changes.filter((change) => change.correction !== null).map(({ file }) => file)).toEqual([TRIAL]);
  });

  it("lets a correction touch what a change of its version touched: that is what it is for", () => {
    const change = changeWith("items: {Remark: {set: {label: Note}}}", "correction: {reason: The label was wrong., date: 2026-11-22}\n");
    expect(nodeOf(releaseOf(locked({ [TRIAL]: change }), "toy/2015-16@1.0"), "Remark").label).toBe("Note");
  });
});

describe("records in order", () => {
  it("keep the order of the files they were written in", () => {
    expect(namesIn(releaseOf(toyFiles(), "toy/2014-15"), "Child")).toEqual(["ChildId", "Sex", "Number", "Visit", "Review"]);
  });
});
