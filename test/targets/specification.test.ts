import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import type { Release } from "../../generators/specification/model.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { readableJson } from "../../generators/targets/readable-json.ts";
import { specificationTarget } from "../../generators/targets/specification/specification-target.ts";
import { chosenReleases } from "../support/chosen.ts";

const tree = readSpecificationFiles(join(import.meta.dirname, "../.."));
const specification = new Specification(tree);

function filesOf(release: Release): ReadonlyMap<string, string> {
  const { files, absent } = specificationTarget.build(release);
  expect(absent).toEqual([]);
  expect(files.every(({ committed }) => committed)).toBe(true);
  return new Map(files.map(({ path, content }) => [path, content]));
}

function releaseOf(name: string, from: Specification = specification): Release {
  const { release } = from.release(name);
  if (release === null) throw new Error(`${name} cannot be read`);
  return release;
}

describe("the resolved specification of a release", () => {
  it.each(chosenReleases(specification, specification.names))(
    "%s: files have a notice, good names and no path of a machine, and the JSON names every entry",
    (name) => {
      const release = releaseOf(name);
      const files = filesOf(release);
      for (const [path, content] of files) {
        expect(path).toMatch(/^specification\/([a-z-]+|rules\/rules)\.(yaml|json)$/);
        expect(content).toContain("This is not an official publication");
        expect(content.endsWith("\n") && !content.endsWith("\n\n")).toBe(true);
        expect(content).not.toContain(import.meta.dirname.split("/").slice(0, 3).join("/"));
        if (path.endsWith(".yaml")) expect(content.startsWith(`# ${release.title}`)).toBe(true);
      }
      const json = JSON.parse(files.get("specification/specification.json") ?? "") as Record<string, { name?: string; id?: string }[]>;
      expect(json.codeSets?.map((set) => set.name)).toEqual([...release.codeSets.keys()]);
      expect(json.tables?.map((table) => table.name)).toEqual(release.tables.map((table) => table.name));
      expect(json.referenceTables?.map((table) => table.name)).toEqual(release.referenceTables.map((table) => table.name));
      expect(json.rules?.map((rule) => rule.id)).toEqual(release.rules.map(({ id }) => id));
      expect(files.has("specification/rules/rules.yaml")).toBe(release.rules.length > 0);
      expect(json.changes?.length).toBe(release.changes.length);
      expect(filesOf(release)).toEqual(files);
    },
  );
});

function base(file: string): object {
  return { release: "toy/2023-24", file: `specs/toy/2023-24/${file}` };
}

describe("where an entry comes from", () => {
  const files: Readonly<Record<string, string>> = {
    "2023-24/release.yaml": `collection: toy
period: 2023-24
start: 2023-04-01
end: 2024-03-31
reference-date: 2024-03-31
status: final
versions: {"1.0": {date: 2024-01-01, what: First edition}}
title: Toy return
`,
    "2023-24/items.yaml": `Toys:
  occurs: "1"
  label: Toys
  definition: The whole return.
  basis: seen
  contains:
    Kind: {occurs: "1", type: code(kind), neutral: B, label: Kind, definition: What it is.}
`,
    "2023-24/codesets.yaml": "kind: {label: Kind of toy, basis: seen, codes: {B: Ball, D: Doll}}\n",
    "2023-24/crosswalks.yaml": "kind: {BALL: {to: [B], basis: inferred}}\n",
    "2023-24/rules/kinds.yaml": `"1":
  title: Balls only
  severity: error
  for: {a: Toys, b: Toys}
  let: {known: present(a.Kind)}
  when: known
  check: a.Kind == b.Kind
  message: No ball.
  remedy: Buy one.
  basis: seen
  passes: {ball: {a: {Kind: B}, b: {Kind: "1", Parts: [absent, {times: 2}]}}}
"2":
  title: In parts
  severity: query
  for: [Toys]
  parts: [{check: present(Kind), message: None.}]
  report: [Toys]
  message: None.
  remedy: Buy one.
  basis: seen
`,
    "2024-25/release.yaml": `collection: toy
period: 2024-25
extends: toy/2023-24@1.0
start: 2024-04-01
end: 2025-03-31
reference-date: 2025-03-31
status: draft
versions: {"1.0": {date: 2025-01-01, what: First edition}}
`,
    "2024-25/sources.yaml": "LIST: A list of toys\n",
    "2024-25/changes/trains.yaml": `title: Trains
why: There are trains now.
audience: {supplier: must change, authority: should know}
in: "1.0"
source: [LIST]
basis: seen
edits:
  items: {rename: {Kind: ToyKind}}
  codesets: {kind: {add: {T: Train}, remove: [D]}}
  crosswalks: {kind: {D: B}}
  rules: {rename: {"1": 1Q}, "2": {set: {severity: error}}}
`,
  };
  const toy = new Specification(new Map(Object.entries(files).map(([path, text]) => [`specs/toy/${path}`, new TextEncoder().encode(text)])));
  const json = JSON.parse(filesOf(releaseOf("toy/2024-25", toy)).get("specification/specification.json") ?? "") as object;
  const change = { release: "toy/2024-25@1.0", file: "specs/toy/2024-25/changes/trains.yaml" };

  it("is said of each: the base, a change, or both", () => {
    expect(toy.check().map(formatDiagnostic)).toEqual([]);
    expect(json).toMatchObject({
      release: { id: "toy/2024-25@1.0", extends: "toy/2023-24@1.0" },
      root: { name: "Toys", since: base("items.yaml"), contains: [{ name: "ToyKind", type: "code(kind)", since: base("items.yaml"), lastChange: change }] },
      codeSets: [
        {
          name: "kind",
          codes: [
            { code: "B", label: "Ball", basis: "seen", since: base("codesets.yaml") },
            { code: "T", label: "Train", source: ["LIST"], basis: "seen", since: change, lastChange: change },
          ],
        },
      ],
      crosswalks: [{ set: "kind", steps: [{ from: "D", to: ["B"], source: ["LIST"], basis: "seen", since: change }] }],
      changes: [
        { title: "Trains", why: "There are trains now.", audience: { supplier: "must change", authority: "should know" }, version: "1.0", file: change.file },
      ],
    });
  });

  it("is the file of a base for its crosswalks, which no change made", () => {
    const first = JSON.parse(filesOf(releaseOf("toy/2023-24", toy)).get("specification/specification.json") ?? "") as object;
    expect(first).toMatchObject({
      crosswalks: [{ set: "kind", steps: [{ from: "BALL", to: ["B"], source: [], basis: "inferred", since: base("crosswalks.yaml") }] }],
    });
  });

  it("is said of rules; their expressions are text, their examples as written", () => {
    const { rules } = json as { rules: object[] };
    expect(rules).toEqual([
      {
        id: "1Q",
        firstId: "1",
        title: "Balls only",
        severity: "error",
        for: {
          variables: [
            { name: "a", list: "Toys" },
            { name: "b", list: "Toys" },
          ],
        },
        let: [{ name: "known", is: "present(a.Kind)" }],
        when: "known",
        check: "a.Kind == b.Kind",
        bypass: false,
        automaticOk: false,
        message: "No ball.",
        remedy: "Buy one.",
        examples: { passes: [{ name: "ball", value: { a: { Kind: "B" }, b: { Kind: "1", Parts: ["absent", { times: "2" }] } } }], fails: [] },
        source: [],
        basis: "seen",
        since: base("rules/kinds.yaml"),
        lastChange: change,
      },
      {
        id: "2",
        firstId: "2",
        title: "In parts",
        severity: "error",
        for: { records: ["Toys"] },
        parts: [{ check: "present(Kind)", message: "None." }],
        report: ["Toys"],
        bypass: false,
        automaticOk: false,
        message: "None.",
        remedy: "Buy one.",
        examples: { passes: [], fails: [] },
        source: [],
        basis: "seen",
        since: base("rules/kinds.yaml"),
        lastChange: change,
      },
    ]);
  });

  it("leaves out what serves tests alone", () => {
    expect(JSON.stringify(json)).not.toContain("neutral");
  });
});

describe("readable JSON", () => {
  it("keeps on one line what fits and breaks what does not", () => {
    const long = "x".repeat(150);
    expect(readableJson({ a: [1, { b: null }], long: { c: long, d: [] }, e: {} })).toBe(
      `{\n  "a": [1, { "b": null }],\n  "long": {\n    "c": "${long}",\n    "d": []\n  },\n  "e": {}\n}\n`,
    );
  });
});
