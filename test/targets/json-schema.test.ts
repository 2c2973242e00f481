import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { compile } from "json-schema-to-typescript";
import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import type { Release } from "../../generators/specification/model.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { jsonSchemaTarget } from "../../generators/targets/json-schema/json-schema-target.ts";
import { specification } from "../support/specification.ts";

const root = join(import.meta.dirname, "../..");

interface Schema {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, { readonly title?: string; readonly properties?: Readonly<Record<string, Property>> }>>;
  readonly properties: Readonly<Record<string, Property>>;
}
interface Property {
  readonly title?: string;
  readonly description?: string;
}

function releaseOf(name: string, from: Specification = specification): Release {
  const { release } = from.release(name);
  if (release === null) throw new Error(`${name} cannot be read`);
  return release;
}

function textOf(release: Release): string {
  const { files, absent } = jsonSchemaTarget.build(release);
  expect(absent).toEqual([]);
  expect(files.map(({ path, committed }) => [path, committed])).toEqual([["json-schema/return.schema.json", true]]);
  return files[0]?.content ?? "";
}

function schemaOf(release: Release): Schema {
  return JSON.parse(textOf(release)) as Schema;
}

function compiled(schema: Schema): ValidateFunction {
  return new Ajv2020({ strict: true, allErrors: true }).compile(schema);
}

describe("the JSON Schema of every release", () => {
  it.each(specification.names)("%s compiles in strict mode, with a title and a description everywhere and no two names alike", (name) => {
    const schema = schemaOf(releaseOf(name));
    compiled(schema);
    const properties = [schema, ...Object.values(schema.$defs)].flatMap((definition) => Object.entries(definition.properties ?? {}));
    for (const [property, { title, description }] of properties)
      expect([property, title, description]).toEqual([property, expect.any(String), expect.any(String)]);
    const folded = [...Object.keys(schema.$defs), ...properties.map(([, { title }]) => title ?? "")].map((text) =>
      text.toLowerCase().replaceAll(/[^a-z0-9]/g, ""),
    );
    expect(new Set(folded).size).toBe(folded.length);
    for (const key of Object.keys(schema.$defs)) expect(key).toMatch(/^[A-Z][A-Za-z0-9]*(Record|Code)$/);
  });

  it("is the same text each time, with two spaces and a final newline", () => {
    const release = releaseOf("cin/2025-26");
    const text = textOf(release);
    expect(textOf(release)).toBe(text);
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    expect(schemaOf(release).$id).toBe("returnspec:cin/2025-26@1.0/return");
  });
});

const TOY: Readonly<Record<string, string>> = {
  "release.yaml": `collection: toy
period: 2024-25
start: 2024-04-01
end: 2025-03-31
reference-date: 2025-03-31
status: draft
versions: {"1.0": {date: 2025-01-01, what: First edition}}
title: Toy return
`,
  "items.yaml": `Toys:
  occurs: "1"
  label: Toys
  definition: The whole return.
  basis: seen
  contains:
    TOY:
      occurs: 1..*
      label: Toy
      definition: A toy.
      contains:
        Id: {occurs: "1", type: text(1..5), cbds: N00001, label: Number, definition: Number of the toy.}
        Kind: {occurs: "1", type: code(toy-kind), label: Kind, definition: What it is., basis: inferred}
        Made: {occurs: 0..1, type: date, label: Made on, definition: Day it was made., seen-from: "2025-26"}
        Worth: {occurs: 0..1, type: "decimal(0..99.9, 1)", label: Worth, definition: In pounds.}
        Parts: {occurs: 0..1, type: integer(1..), label: Parts, definition: Number of parts.}
        New: {occurs: "1", type: boolean, label: New, definition: Whether it is new.}
        Batch: {occurs: "1", type: batch-or-kind, empty: true, label: Batch, definition: Batch or kind.}
        Sold: {occurs: 0..1, type: integer, derived: "1 + 1", label: Sold, definition: Computed.}
        Shop:
          occurs: "1"
          xml: inline
          label: Shop
          definition: Where it is sold.
          contains:
            Postcode: {occurs: 0..1, type: postcode, label: Postcode, definition: Postcode of the shop.}
        Owner:
          occurs: 0..2
          label: Owner
          definition: Who owns it.
          contains:
            Id: {occurs: "1", type: year, label: Number, definition: Year of birth.}
`,
  "codesets.yaml": `toy-kind: {label: Kind of toy, definition: What a toy is., basis: seen, codes: {B: Ball, D: {label: Doll, label-basis: inferred}, X: {label: Other, published: only}}}
`,
  "types.yaml": `batch: {pattern: 'B\\d{2}', label: Batch, basis: seen}
batch-or-kind: {is: 'one-of(pattern(batch), code(toy-kind))', label: Batch or kind, basis: seen}
`,
};

function toyRelease(): Release {
  const tree = new Map(Object.entries(TOY).map(([file, text]) => [`specs/toy/2024-25/${file}`, new TextEncoder().encode(text)]));
  const toy = new Specification(tree);
  expect(toy.check().map(formatDiagnostic)).toEqual([]);
  return releaseOf("toy/2024-25", toy);
}

describe("a small release", () => {
  const schema = schemaOf(toyRelease());

  it("becomes this schema", () => {
    const calendarDate = expect.stringMatching(/^\^\(\?:/);
    expect(schema).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "returnspec:toy/2024-25@1.0/return",
      $comment: expect.stringContaining("This is not an official publication"),
      title: "Toy return",
      description: "The whole return. Release toy/2024-25@1.0.",
      type: "object",
      properties: { TOY: { title: "Toy", description: "A toy.", type: "array", items: { $ref: "#/$defs/ToyRecord" }, minItems: 1 } },
      required: ["TOY"],
      additionalProperties: false,
      $defs: {
        ToyRecord: {
          description: "Toy. A toy.",
          type: "object",
          properties: {
            Id: { title: "Number (Toy)", description: "Number of the toy. CBDS number N00001.", type: "string", minLength: 1, maxLength: 5 },
            Kind: { title: "Kind", description: "What it is. Inferred: not read in a source.", allOf: [{ $ref: "#/$defs/ToyKindCode" }] },
            Made: { title: "Made on", description: "Day it was made. Inferred: first seen in a source of 2025-26.", type: "string", pattern: calendarDate },
            Worth: { title: "Worth", description: "In pounds. Decimal places: 1 at most.", type: "number", minimum: 0, maximum: 99.9 },
            Parts: { title: "Parts", description: "Number of parts.", type: "integer", minimum: 1 },
            New: { title: "New", description: "Whether it is new.", type: "boolean" },
            Batch: {
              title: "Batch",
              description: "Batch or kind. An empty text counts as not entered.",
              anyOf: [{ const: "" }, { type: "string", pattern: "^(?:B[0-9]{2})$" }, { $ref: "#/$defs/ToyKindCode" }],
            },
            Shop: { title: "Shop", description: "Where it is sold.", allOf: [{ $ref: "#/$defs/ShopRecord" }] },
            Owner: { title: "Owner", description: "Who owns it.", type: "array", items: { $ref: "#/$defs/OwnerRecord" }, maxItems: 2 },
          },
          required: ["Id", "Kind", "New"],
          additionalProperties: false,
        },
        ShopRecord: {
          description: "Shop. Where it is sold.",
          type: "object",
          properties: { Postcode: { title: "Postcode", description: "Postcode of the shop.", type: "string", minLength: 1, maxLength: 8 } },
          additionalProperties: false,
        },
        OwnerRecord: {
          description: "Owner. Who owns it.",
          type: "object",
          properties: { Id: { title: "Number (Owner)", description: "Year of birth.", type: "string", pattern: "^(?:[0-9]{4})$" } },
          required: ["Id"],
          additionalProperties: false,
        },
        ToyKindCode: { description: "Kind of toy. What a toy is.\nB: Ball\nD: Doll (label inferred)", type: "string", enum: ["B", "D"] },
      },
    });
  });

  const toy = { Id: "1", Kind: "B", New: true };
  it.each<[accepted: boolean, what: string, toy: object]>([
    [true, "only what is required", toy],
    [
      true,
      "everything",
      { ...toy, Made: "2024-02-29", Worth: 0.3, Parts: 1, Batch: "B07", Shop: { Postcode: "AB1 2CD" }, Owner: [{ Id: "1990" }, { Id: "1991" }] },
    ],
    [true, "a code where a code or a pattern may stand", { ...toy, Batch: "D" }],
    [true, "an empty text where one is allowed", { ...toy, Batch: "" }],
    [true, "an empty list", { ...toy, Owner: [] }],
    [false, "an item missing", { Id: "1", Kind: "B" }],
    [false, "an unknown item", { ...toy, Colour: "red" }],
    [false, "a derived item", { ...toy, Sold: 2 }],
    [false, "an empty text elsewhere", { ...toy, Id: "" }],
    [false, "a text that is too long", { ...toy, Id: "123456" }],
    [false, "a code of no set", { ...toy, Kind: "Z" }],
    [false, "a code of the public schema only", { ...toy, Kind: "X" }],
    [false, "a code in small letters", { ...toy, Kind: "b" }],
    [false, "a truth value as text", { ...toy, New: "true" }],
    [false, "a number as text", { ...toy, Parts: "1" }],
    [false, "a fraction of a whole number", { ...toy, Parts: 1.5 }],
    [false, "a number below the range", { ...toy, Parts: 0 }],
    [false, "a number above the range", { ...toy, Worth: 100 }],
    [false, "a day that does not exist", { ...toy, Made: "2023-02-29" }],
    [false, "a date of another form", { ...toy, Made: "29/02/2024" }],
    [false, "a pattern with more behind it", { ...toy, Batch: "B077" }],
    [false, "digits of another script", { ...toy, Batch: "B٠٧" }],
    [false, "too many records", { ...toy, Owner: [{ Id: "1990" }, { Id: "1991" }, { Id: "1992" }] }],
    [false, "one record where a list belongs", { ...toy, Owner: { Id: "1990" } }],
    [false, "null", { ...toy, Made: null }],
  ])("accepted %s: %s", (accepted, _, document) => {
    expect(compiled(schema)({ TOY: [document] })).toBe(accepted);
  });

  it("refuses a return without records", () => {
    expect(compiled(schema)({ TOY: [] })).toBe(false);
  });
});

describe("the TypeScript that json-schema-to-typescript makes of it", () => {
  it.each(specification.liveNames)("has exact unions and no unknown or numbered types: %s", async (name) => {
    const release = releaseOf(name);
    const source = await compile(schemaOf(release), "return", { bannerComment: "", format: false });
    const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, "");
    expect(code).not.toMatch(/\b(unknown|any)\b/);
    const names = [...code.matchAll(/^export (?:type|interface) (\w+)/gm)].map(([, found]) => found ?? "");
    expect(names.filter((found) => /\d$/.test(found) && names.includes(found.replace(/\d+$/, "")))).toEqual([]);
    expect(new Set(names.map((found) => found.toLowerCase())).size).toBe(names.length);
    const sex = release.codeSets.get("SEX") ?? release.codeSets.get("sex");
    expect(code).toContain(`export type SexCode = (${(sex?.codes ?? []).map((code) => JSON.stringify(code.code)).join(" | ")})`);
  });

  it("compiles", async () => {
    const source = await compile(schemaOf(releaseOf(specification.liveNames[0] ?? "")), "return", { bannerComment: "", format: false });
    const folder = mkdtempSync(join(tmpdir(), "returnspec-"));
    try {
      writeFileSync(join(folder, "return.ts"), source);
      const arguments_ = [join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--types", "", join(folder, "return.ts")];
      const { status, stdout } = spawnSync(process.execPath, arguments_, { encoding: "utf8", cwd: folder });
      expect([status, stdout]).toEqual([0, ""]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 30_000);
});
