import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import type { FileTree } from "../../generators/specification/library.ts";
import type { Release } from "../../generators/specification/model.ts";
import { printYaml } from "../../generators/specification/print-yaml.ts";
import { rebaseRelease } from "../../generators/specification/rebase.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { readYaml, type YamlNode } from "../../generators/specification/yaml-reader.ts";
import { chosenReleases } from "../support/chosen.ts";

const tree = readSpecificationFiles(join(import.meta.dirname, "../.."));
const specification = new Specification(tree);
const versions = chosenReleases(specification, specification.names).flatMap(
  (name) => specification.release(name).release?.versions.map(({ version }) => `${name}@${version}`) ?? [name],
);

/** How a release came about: all that a base does not keep. */
const ORIGINS: ReadonlySet<string> = new Set([
  "origin",
  "identity",
  "history",
  "groupHistory",
  "lastChange",
  "change",
  "changes",
  "allChanges",
  "removed",
  "extends",
]);
/** Where something stands in a file, and how an expression is laid out there. */
const PLACES: ReadonlySet<string> = new Set(["span", "scalar"]);

function meaning(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, inner]) => [key, meaning(inner)]);
  if (Array.isArray(value)) return value.map(meaning);
  if (typeof value !== "object" || value === null) return value;
  if ("kind" in value && value.kind === "scalar" && "text" in value && "style" in value) return textMeant(value.text, value.style);
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (ORIGINS.has(key) || PLACES.has(key) ? [] : [[key, meaning(inner)]])));
}

/** A value of an example: two words say something else without quotes than with them. */
function textMeant(text: unknown, style: unknown): unknown {
  return style === "plain" && (text === "absent" || text === "empty") ? { word: text } : text;
}

function commonFiles(all: FileTree): Map<string, Uint8Array> {
  return new Map([...all].filter(([path]) => path.startsWith("specs/common/")));
}

function rebased(release: Release, common: FileTree): Release {
  const files = [...rebaseRelease(release)].map(([file, text]) => [`specs/${release.name}/${file}`, new TextEncoder().encode(text)] as const);
  const again = new Specification(new Map([...common, ...files]));
  expect(again.check().map(formatDiagnostic)).toEqual([]);
  const result = again.release(release.name).release;
  if (result === null) throw new Error(`${release.id} cannot be read again`);
  return result;
}

function modelOf(files: Record<string, string>, name: string): { release: Release; all: FileTree } {
  const all = new Map(Object.entries(files).map(([path, text]) => [`specs/${path}`, new TextEncoder().encode(text)]));
  const opened = new Specification(all);
  expect(opened.check().map(formatDiagnostic)).toEqual([]);
  const { release } = opened.release(name);
  if (release === null) throw new Error(`${name} cannot be read`);
  return { release, all };
}

describe("a release printed as a base", () => {
  it.each(versions)("%s reads back as the same model", (name) => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(`${name} cannot be read`);
    const again = rebased(release, commonFiles(tree));
    expect(again.extends).toBeNull();
    expect(meaning(again)).toEqual(meaning(release));
  });

  it("prints itself again unchanged", () => {
    const { release } = specification.release(specification.names.at(-1) ?? "");
    if (release === null) throw new Error("no release");
    expect(rebaseRelease(rebased(release, commonFiles(tree)))).toEqual(rebaseRelease(release));
  });
});

describe("a release rebased in the middle of a chain", () => {
  it.each(["cin/2020-21", "cla/2020-21"])("%s carries the same later releases", (name) => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(`${name} cannot be read`);
    const others = [...tree].filter(([path]) => !path.startsWith(`specs/${name}/`));
    const files = [...rebaseRelease(release)].map(([file, text]) => [`specs/${name}/${file}`, new TextEncoder().encode(text)] as const);
    const again = new Specification(new Map([...others, ...files]));
    for (const later of specification.names.filter((other) => other.startsWith(`${release.collection}/`) && other > name)) {
      expect(meaning(again.release(later).release)).toEqual(meaning(specification.release(later).release));
      expect(again.release(later).diagnostics).toEqual([]);
    }
  });
});

const RELEASE = `collection: toy
period: 2024-25
start: 2024-04-01
end: 2025-03-31
reference-date: 2025-03-31
status: draft
versions:
  "1.0": {date: 2025-01-01, what: First edition}
title: Toy return
child: {record: Child, key: Child/Id}
`;

const ITEMS = `Return:
  occurs: "1"
  label: Return
  definition: The whole return.
  source: [A]
  seen-from: "2024-25"
  contains:
    Author:
      occurs: 0..1
      label: Author
      definition: Who wrote it.
      contains:
        Id: {occurs: "1", type: text, label: Id, definition: Number of the author., basis: inferred}
    Child:
      occurs: 1..*
      label: Child
      definition: A child.
      contains:
        Id: {occurs: "1", type: id-or-reason, label: Id, definition: "Number: of the child.", published: {type: text(0..10)}}
        Sex: {occurs: 0..1, type: code(SEX), label: Sex, definition: Sex of the child., empty: true, xml: Gender}
        Age: {occurs: 0..1, type: integer(0..), label: Age, definition: In years., derived: "Sex == 'M' ? 1 : 2"}
`;

describe("the printed text", () => {
  const { release, all } = modelOf(
    {
      "common/places.yaml": 'title: Places\nentries:\n  "01": {name: Northtown}\n  "02": {name: Southtown, to: 2020-01-01}\n',
      "common/types.yaml": "three: {pattern: '\\d{3}', label: Three digits, basis: seen}\n",
      "toy/2024-25/release.yaml": RELEASE,
      "toy/2024-25/items.yaml": ITEMS,
      "toy/2024-25/types.yaml": "id-or-reason: {is: 'one-of(pattern(three), code(NO_ID))', label: Number or reason, basis: seen}\n",
      "toy/2024-25/codesets.yaml": `SEX:
  label: Sex
  source: [A]
  basis: seen
  codes:
    M: Male
    "NO": {label: "No", basis: inferred}
    "1": {label: Yes and no, from-date: 2020-01-01, published: only}
  groups: {known sex: [M, "1"]}
NO_ID: {label: No number, from-table: places, ranges: [007-009, "12"], basis: inferred}
`,
      "toy/2024-25/crosswalks.yaml": `SEX:
  "2": {to: ["NO"], source: [A], seen-from: "2023-24"}
  X: {to: [], basis: inferred, note: "Nothing follows: it went."}
`,
      "toy/2024-25/sources.yaml": "A: A list\n",
    },
    "toy/2024-25",
  );
  const files = rebaseRelease(release, ["A notice.", "", "End."]);

  it("is what a person would have written", () => {
    expect(files.get("items.yaml")).toBe(`# A notice.
#
# End.
Return:
  occurs: "1"
  label: Return
  definition: The whole return.
  source: [A]
  seen-from: "2024-25"
  contains:
    Author:
      occurs: 0..1
      label: Author
      definition: Who wrote it.
      contains:
        Id:
          occurs: "1"
          type: text
          label: Id
          definition: Number of the author.
          basis: inferred
    Child:
      occurs: 1..*
      label: Child
      definition: A child.
      contains:
        Id:
          occurs: "1"
          type: id-or-reason
          label: Id
          definition: "Number: of the child."
          published: {type: text(0..10)}
        Sex:
          occurs: 0..1
          type: code(SEX)
          empty: true
          label: Sex
          definition: Sex of the child.
          xml: Gender
        Age:
          occurs: 0..1
          type: integer(0..)
          derived: >-
            Sex == 'M' ? 1 : 2
          label: Age
          definition: In years.
`);
  });

  it("leaves out the codes of tables and ranges, common types and empty files, and quotes what YAML tools misread", () => {
    expect([...files.keys()]).toEqual(["release.yaml", "items.yaml", "codesets.yaml", "types.yaml", "crosswalks.yaml", "sources.yaml"]);
    expect(files.get("codesets.yaml")?.split("\n").slice(3).join("\n")).toBe(`SEX:
  label: Sex
  source: [A]
  basis: seen
  codes:
    M: Male
    "NO": {label: "No", basis: inferred}
    "1": {label: Yes and no, from-date: 2020-01-01, published: only}
  groups:
    known sex: [M, "1"]
NO_ID:
  label: No number
  basis: inferred
  from-table: places
  ranges: [007-009, "12"]
`);
    expect(files.get("types.yaml")).not.toContain("three:");
    expect(files.get("release.yaml")).toContain("start: 2024-04-01\n");
    expect(files.get("release.yaml")).toContain("child: {record: Child, key: Child/Id}\n");
  });

  it("keeps the crosswalks of a base, each step with its source and basis", () => {
    expect(files.get("crosswalks.yaml")?.split("\n").slice(3).join("\n")).toBe(`SEX:
  "2": {to: ["NO"], source: [A], seen-from: "2023-24"}
  X: {to: [], note: "Nothing follows: it went.", basis: inferred}
`);
    expect(release.crosswalks.get("SEX")?.steps.map(({ from, to, basis }) => [from, to, basis])).toEqual([
      ["2", ["NO"], "seen"],
      ["X", [], "inferred"],
    ]);
  });

  it("reads back as the same model", () => {
    expect(meaning(rebased(release, commonFiles(all)))).toEqual(meaning(release));
  });
});

/** A file of rules with every field and every layout. */
const RULES = `"8525Q":
  title: Number is given once
  severity: query
  for: [Child, Author]
  within: Return
  unique: [Id]
  formats: [xml]
  stage: On loading
  bypass: true
  origin: Added by the authors
  automatic-ok: true
  enforces: Id code
  message: "Give it once: {Id}."
  remedy: Take one out.
  reading: Read so.
  meant: {no-difference: "It may, next year."}
  note: A note.
  source: [A]
  seen-from: "2023-24"
  passes:
    one: {Id: "1"}
"100":
  title: Pairs
  severity: error
  for: {a: Child, b: Child}
  let:
    both: "[a.Id, b.Id]"
    old: "a.Age > 18 ? 'yes: old' : 'no'"
    plain: a.Age
  when: >-
    !absent(a.Id)
    && a.Sex != '#'
  check: |
    a.Age
      >= b.Age
  report: [a, "[b, a][0]"]
  optional: [last_return]
  message: Two.
  remedy: One.
  source: [A]
  basis: seen
  passes:
    all-words:
      {a: {Sex: absent, Id: "absent", Age: "empty"}, b: {Sex: empty, Born: "2024-05-01", Day: "1 May", Flag: "true", Text: "a: b", None: "", Less: -1}}
    long:
      return:
        Child:
          - {Id: "01", Notes: [a rather long text that fills the line, another rather long text that fills the line, end]}
          - {}
          - {Id: "02", times: 50, Words: "one, [two]", Nothing: []}
    nothing: {}
  fails:
    dates: {a: {start: start - 1 day}, last_return: {date: "2024-04-01"}}
"200":
  title: Parts
  severity: warning
  for: Child
  parts:
    - {for: Author, check: present(Id), message: First., remedy: Do.}
    - when: "!present(Age)"
      check: "true"
      report: [Child]
  message: Else.
  remedy: Do else.
  basis: inferred
  passes:
    x: {Id: A}
"300":
  title: Not for machines
  severity: error
  for: Child
  not-testable: Nobody can tell.
  message: It is wrong.
  remedy: Put it right.
  basis: inferred
`;

const NEXT_RELEASE = RELEASE.replaceAll("2025", "2026").replace(/period: .*\nstart: .*/, "period: 2025-26\nextends: toy/2024-25@1.0\nstart: 2025-04-01");

/** The same as printed for the year after, which changes some of them. */
const PRINTED_RULES = `"8525":
  title: Number is given once
  first-id: 8525Q
  severity: query
  for: [Child, Author]
  within: Return
  unique: [Id]
  formats: [xml]
  stage: On loading
  bypass: true
  origin: Added by the authors
  automatic-ok: true
  enforces: Id code
  message: "Give it once: {Id}."
  remedy: Take one out.
  reading: Read so.
  meant:
    no-difference: It may, next year.
  note: A note.
  source: [A]
  seen-from: "2023-24"
  passes:
    one: {Id: "1"}
100Q:
  title: Pairs
  first-id: "100"
  severity: error
  for: {a: Child, b: Child}
  let:
    both: >-
      [a.Id, b.Id]
    old: >-
      a.Age > 18 ? 'yes: old' : 'no'
    plain: a.Age
  when: >-
    !absent(a.Id) && a.Sex != '#'
  check: |-
    a.Age
      >= b.Age
  report:
    - a
    - >-
      [b, a][0]
  optional: [last_return]
  message: Two.
  remedy: One.
  source: [A]
  basis: seen
  passes:
    all-words:
      a: {Sex: absent, Id: "absent", Age: "empty"}
      b: {Sex: empty, Born: "2024-05-01", Day: 1 May, Flag: "true", Text: "a: b", None: "", Less: -1}
    long:
      return:
        Child:
          - Id: "01"
            Notes: [a rather long text that fills the line, another rather long text that fills the line, end]
          - {}
          - {Id: "02", times: 50, Words: "one, [two]", Nothing: []}
    nothing: {}
  fails:
    dates: {a: {start: start - 1 day}, last_return: {date: "2024-04-01"}}
"200":
  title: Parts
  severity: warning
  for: Child
  parts:
    - for: Author
      check: present(Id)
      message: First.
      remedy: Do.
    - when: >-
        !present(Age)
      check: "true"
      report: [Child]
  message: "Other: {Id}."
  remedy: Do else.
  basis: inferred
  passes:
    "y": {Id: "1"}
  fails:
    z: {Id: absent}
"300":
  title: Not for machines
  severity: error
  for: Child
  message: It is wrong.
  remedy: Put it right.
  not-testable: Nobody can tell.
  basis: inferred
`;

describe("rules", () => {
  const { release, all } = modelOf(
    {
      "toy/2024-25/release.yaml": RELEASE,
      "toy/2024-25/items.yaml": ITEMS.replaceAll("type: id-or-reason", "type: text, neutral: '7'")
        .replace("code(SEX)", "text")
        .replace("0..1, type: text", "0..1, neutral: 1 May, type: text"),
      "toy/2024-25/rules/pairs.yaml": RULES.slice(RULES.indexOf('"100"')),
      "toy/2024-25/rules/numbers.yaml": RULES.slice(0, RULES.indexOf('"100"')),
      "toy/2024-25/sources.yaml": "A: A list\n",
      "toy/2025-26/release.yaml": NEXT_RELEASE,
      "toy/2025-26/changes/names.yaml": `title: Names
why: They were wrong.
audience: {supplier: must change, authority: not affected}
in: "1.0"
source: [A]
basis: seen
edits:
  rules:
    rename: {8525Q: "8525", "100": 100Q}
    "200": {set: {message: "Other: {Id}."}, passes: {remove: [x], add: {"y": {Id: "1"}}}, fails: {add: {z: {Id: absent}}}}
`,
    },
    "toy/2025-26",
  );

  it("print as a person would have written them", () => {
    expect(rebaseRelease(release).get("rules/rules.yaml")).toBe(PRINTED_RULES);
  });

  it("read back as the same rules, with the ids that their cases have for ever", () => {
    const again = rebased(release, commonFiles(all));
    expect(meaning(again)).toEqual(meaning(release));
    expect(again.rules.map(({ id, firstId }) => [id, firstId])).toEqual([
      ["8525", "8525Q"],
      ["100Q", "100"],
      ["200", "200"],
      ["300", "300"],
    ]);
  });

  it("print items with their neutral value", () => {
    expect(rebaseRelease(release).get("items.yaml")).toContain('          neutral: "7"\n');
    expect(rebaseRelease(release).get("items.yaml")).toContain("          neutral: 1 May\n");
  });
});

describe("printing YAML", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ maxLength: 300 }),
    fc
      .array(fc.constantFrom("no", "1", "01", "2014-03-31", "1:30", "#", ":", "a", "-", "'", '"', "\n", "  ", "word", "a long word", "!", "[", "}", ","), {
        maxLength: 60,
      })
      .map((parts) => parts.join(" ")),
    fc.constantFrom("NO", "y", "1E3", "01", "0x1F", "~", "null", ".5", ".inf", "2014-3-1", "12:30:45", "true", "=", "<<", "---", "..."),
  );
  const plain = (node: YamlNode | null): unknown => {
    if (node === null || node.kind === "scalar") return node?.text;
    return node.kind === "list" ? node.items.map(plain) : node.entries.map(({ key, value }) => [key.text, plain(value)]);
  };

  it("carries every text, on a line of its own, in a short map, in a list, as an expression and as a key", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const diagnostics = new Diagnostics();
        const fields = [
          ["label", text],
          ["is", text],
          ["date", text],
          ["pattern", text],
          ["check", { text, as: "expression" }],
          ["note", [text, "x", { text, as: "value" }, { text, as: "quoted" }]],
          [
            "k",
            {
              short: true,
              fields: [
                ["a", text],
                ["start", { text, as: "value" }],
                ["b", { text, as: "expression" }],
              ],
            },
          ],
        ] as const;
        // The reader refuses merge keys, so no name is one.
        const key = text === "<<" || text.includes("\n") || text.length > 200 ? "key" : text;
        const printed = printYaml({
          short: false,
          fields: [
            ["outer", { short: false, fields }],
            ["keys", { short: false, fields: [[key, "x"]] }],
          ],
        });
        const node = readYaml("x.yaml", new TextEncoder().encode(printed), diagnostics);
        const expected = [
          [
            "outer",
            [
              ["label", text],
              ["is", text],
              ["date", text],
              ["pattern", text],
              ["check", text],
              ["note", [text, "x", text, text]],
              [
                "k",
                [
                  ["a", text],
                  ["start", text],
                  ["b", text],
                ],
              ],
            ],
          ],
          ["keys", [[key, "x"]]],
        ];
        expect(plain(node)).toEqual(expected);
        expect(diagnostics.sorted).toEqual([]);
      }),
      { numRuns: 1500, seed: 7 },
    );
  });
});
