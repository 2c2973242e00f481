import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import type { Release } from "../../generators/specification/model.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { readableJson } from "../../generators/targets/specification/readable-json.ts";
import { specificationTarget } from "../../generators/targets/specification/specification-target.ts";

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

describe("the resolved specification of every release", () => {
  it.each(specification.names)("%s: files have a notice, good names and no path of a machine, and the JSON names every entry", (name) => {
    const release = releaseOf(name);
    const files = filesOf(release);
    for (const [path, content] of files) {
      expect(path).toMatch(/^specification\/[a-z]+\.(yaml|json)$/);
      expect(content).toContain("This is not an official publication");
      expect(content.endsWith("\n") && !content.endsWith("\n\n")).toBe(true);
      expect(content).not.toContain(import.meta.dirname.split("/").slice(0, 3).join("/"));
      if (path.endsWith(".yaml")) expect(content.startsWith(`# ${release.title}`)).toBe(true);
    }
    const json = JSON.parse(files.get("specification/specification.json") ?? "") as Record<string, { name: string }[]>;
    expect(json.codeSets?.map((set) => set.name)).toEqual([...release.codeSets.keys()]);
    expect(json.tables?.map((table) => table.name)).toEqual(release.tables.map((table) => table.name));
    expect(json.changes?.length).toBe(release.changes.length);
    expect(filesOf(release)).toEqual(files);
  });
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
    Kind: {occurs: "1", type: code(kind), label: Kind, definition: What it is.}
`,
    "2023-24/codesets.yaml": "kind: {label: Kind of toy, basis: seen, codes: {B: Ball, D: Doll}}\n",
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
});

describe("readable JSON", () => {
  it("keeps on one line what fits and breaks what does not", () => {
    const long = "x".repeat(150);
    expect(readableJson({ a: [1, { b: null }], long: { c: long, d: [] }, e: {} })).toBe(
      `{\n  "a": [1, { "b": null }],\n  "long": {\n    "c": "${long}",\n    "d": []\n  },\n  "e": {}\n}\n`,
    );
  });
});
