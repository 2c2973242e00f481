import { Ajv, type ValidateFunction } from "ajv";
import { fileURLToPath } from "node:url";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { editorAssociations, editorSchemas } from "../../generators/specification/editor-schema.ts";
import { readCases } from "../wrong-input/cases.ts";

/** `UPDATE_SCHEMAS=1 npx vitest run test/specification/editor-schema` writes docs/schemas and .vscode/settings.json. */
const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL("docs/schemas/", ROOT);
const SETTINGS = new URL(".vscode/settings.json", ROOT);

if (process.env["UPDATE_SCHEMAS"] === "1") {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of editorSchemas()) writeFileSync(new URL(name, FOLDER), text);
  writeFileSync(SETTINGS, settingsText());
}

function settingsText(): string {
  return `${JSON.stringify({ "yaml.schemas": editorAssociations() }, null, 2)}\n`;
}

const ajv = new Ajv({ strict: true, allErrors: true });
const validators = new Map([...editorSchemas()].map(([name, text]) => [`./docs/schemas/${name}`, ajv.compile(JSON.parse(text))]));

function matches(path: string, pattern: string): boolean {
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`).test(path);
}

function validatorOf(path: string): ValidateFunction | null {
  const found = Object.entries(editorAssociations()).filter(([, patterns]) => patterns.some((pattern) => matches(path, pattern)));
  expect(found.length, `schemas of ${path}`).toBeLessThanOrEqual(1);
  return validators.get(found[0]?.[0] ?? "") ?? null;
}

describe("the editors' schemas", () => {
  it("are as committed in docs/schemas", () => {
    const expected = editorSchemas();
    expect(readdirSync(FOLDER)).toEqual(expect.arrayContaining([...expected.keys()]));
    for (const [name, text] of expected) expect(readFileSync(new URL(name, FOLDER), "utf8"), name).toBe(text);
  });

  it("are wired in .vscode/settings.json", () => {
    expect(readFileSync(SETTINGS, "utf8")).toBe(settingsText());
  });

  it("show what a key is for", () => {
    const items: { definitions: { item: { properties: { occurs: { description: string } } } } } = JSON.parse(editorSchemas().get("items.schema.json") ?? "");
    expect(items.definitions.item.properties.occurs.description).toMatch(/^How often it occurs: a number of times such as "1"/);
  });

  it("accept every file under specs", () => {
    const wrong: string[] = [];
    for (const [path, bytes] of readSpecificationFiles(fileURLToPath(ROOT))) {
      const validate = validatorOf(path);
      if (validate === null) wrong.push(`${path}: no schema`);
      else if (!validate(parse(new TextDecoder().decode(bytes)))) wrong.push(`${path}: ${ajv.errorsText(validate.errors)}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** Wrong inputs about the shape of a file (RS1009, RS11xx) that a schema cannot see, each with the reason. */
const KEY = "a key is text once YAML has read it; only the loader sees that it was written without quotes";
const OLD_YAML = "YAML 1.2 reads it as text; the loader refuses it for the sake of older tools";
const ONE_OF = "one of two keys must be there, which is checked with the meaning";
const PLACE = "about where a file stands or is missing, not about what is in it";
const BEYOND_A_SCHEMA: Readonly<Record<string, string>> = {
  "family-member-field-missing": "what a family leaves out, each of its members may give",
  "code-date": KEY,
  "code-exponent": KEY,
  "code-hexadecimal": KEY,
  "code-no": KEY,
  "code-number": KEY,
  "code-on": KEY,
  "code-time": KEY,
  "code-true": KEY,
  "code-yes": KEY,
  "code-zero-one": KEY,
  "several-errors": KEY,
  "code-in-a-crosswalk": OLD_YAML,
  "column-of-nothing": ONE_OF,
  "missing-type": ONE_OF,
  "type-without-meaning": ONE_OF,
  "set-type-of-record": "whether the name is a record's stands in another file",
  "file-outside": PLACE,
  "items-in-later-period": PLACE,
  "missing-items-yaml": PLACE,
  "missing-release-yaml": PLACE,
  "unknown-file": PLACE,
  "unknown-file-name": PLACE,
};

describe("wrong shapes", () => {
  const shape = readCases().filter(({ expected }) => /RS(1009|11\d\d)/.test(expected));

  it.each(shape.map((wrong) => [wrong.name, wrong] as const))("%s", (name, { tree, paths }) => {
    const refused = paths.some((path) => {
      const bytes = tree.get(path);
      const validate = bytes === undefined ? null : validatorOf(path);
      return bytes !== undefined && validate !== null && !validate(parse(new TextDecoder().decode(bytes), { logLevel: "silent" }));
    });
    expect(refused, BEYOND_A_SCHEMA[name] ?? "a schema should refuse it").toBe(BEYOND_A_SCHEMA[name] === undefined);
  });
});
