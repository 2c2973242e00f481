import { FAMILY, RULE } from "./rule-entities.ts";
import { BANK_HOLIDAYS_FILE, BASE_FILES, CHANGE_FILE, DATED_TABLE_FILE, LOCK_FILE, RULES_FILE } from "./files.ts";
import type { ObjectShape, Shape } from "./shapes.ts";
import { SCENARIO_FILE, SCENARIO_REGISTRY_FILE } from "./scenario-file.ts";
import { STORIES_FILE } from "./stories-file.ts";

/**
 * JSON Schemas (draft-07, which editors understand) of the files under `specs/`, made from the shapes that the loader checks them with.
 * An editor shows what a key is for and marks mistakes while they are made; the loader says more, with suggestions.
 */

type JsonSchema = { readonly [keyword: string]: JsonSchema | readonly (JsonSchema | string)[] | string | number | boolean };

interface SchemaOfFiles {
  readonly title: string;
  readonly shape: Shape;
  /** The files it describes, as patterns of paths. */
  readonly files: readonly string[];
}

const SCHEMAS: ReadonlyMap<string, SchemaOfFiles> = new Map([
  ...Object.entries(BASE_FILES).map(([file, shape]): [string, SchemaOfFiles] => [
    file.replace(/\.yaml$/, ""),
    { title: file, shape, files: [`specs/*/*/${file}`, ...(file === "types.yaml" ? ["specs/common/types.yaml"] : [])] },
  ]),
  ["rules", { title: "a file of rules", shape: RULES_FILE, files: ["specs/*/*/rules/*.yaml"] }],
  ["change", { title: "a change file", shape: CHANGE_FILE, files: ["specs/*/*/changes/*.yaml"] }],
  ["scenario", { title: "a scenario of the conformance suite", shape: SCENARIO_FILE, files: ["conformance/scenarios/*/*.yaml"] }],
  ["scenario-registry", { title: "registry.yaml of the scenarios", shape: SCENARIO_REGISTRY_FILE, files: ["conformance/scenarios/registry.yaml"] }],
  ["stories", { title: "stories.yaml", shape: STORIES_FILE, files: ["specs/*/stories.yaml"] }],
  ["dated-table", { title: "a dated table of specs/common", shape: DATED_TABLE_FILE, files: ["specs/common/local-authorities.yaml"] }],
  ["bank-holidays", { title: "bank-holidays.yaml", shape: BANK_HOLIDAYS_FILE, files: ["specs/common/bank-holidays.yaml"] }],
  ["published-lock", { title: "published.lock", shape: LOCK_FILE, files: ["specs/published.lock"] }],
]);

/** The schemas by file name, `release.schema.json` …, as text. */
export function editorSchemas(): ReadonlyMap<string, string> {
  return new Map([...SCHEMAS].map(([name, { title, shape }]) => [`${name}.schema.json`, schemaText(title, shape)]));
}

/** Which files each schema describes: schema path, and patterns of paths, as the YAML extensions of editors take them (`yaml.schemas`). */
export function editorAssociations(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...SCHEMAS].map(([name, { files }]) => [`./docs/schemas/${name}.schema.json`, files]));
}

/** In an edit, null takes a value away. */
const GIVEN: JsonSchema = { not: { type: "null" } };

/** The same shape for texts in which `$names` may stand: what they come to is known to the loader only. */
function looseObject(shape: ObjectShape): ObjectShape {
  return { ...shape, fields: Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, loose(field)])) };
}

function loose(shape: Shape): Shape {
  switch (shape.kind) {
    case "text":
      return { kind: "text", about: shape.about };
    case "list":
    case "nullable":
      return { ...shape, of: loose(shape.of) };
    case "map":
      return { kind: "map", about: shape.about, of: loose(shape.of) };
    case "choice":
      return { ...shape, options: shape.options.map(loose) };
    case "object":
      return looseObject(shape);
    default:
      return shape;
  }
}

const RULE_OR_FAMILY_NAME = "^[A-Za-z0-9-]+$";

function schemaText(title: string, shape: Shape): string {
  const definitions = new Map<string, JsonSchema>();
  const body = convert(shape, definitions);
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title,
    ...body,
    ...(definitions.size === 0 ? {} : { definitions: Object.fromEntries(definitions) }),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function convert(shape: Shape, definitions: Map<string, JsonSchema>): JsonSchema {
  const description = sentence(shape.about);
  switch (shape.kind) {
    case "text":
      if (shape.oneOf !== undefined) return { description, type: "string", enum: shape.oneOf };
      if (shape.form !== undefined) return { description: sentence(`${shape.about}: ${shape.form.words}`), type: "string", pattern: shape.form.pattern.source };
      return { description, type: "string", pattern: "\\S" };
    case "flag":
      return { description, type: "boolean" };
    case "anything":
      return { description };
    case "list": {
      const items = convert(shape.of, definitions);
      const list = { type: "array", items, ...(shape.mayBeEmpty === true ? {} : { minItems: 1 }) };
      return shape.orSingle === true ? { description, anyOf: [list, items] } : { description, ...list };
    }
    case "map":
      return {
        description,
        type: "object",
        ...(shape.keyForm === undefined ? {} : { propertyNames: { pattern: shape.of === RULE ? RULE_OR_FAMILY_NAME : shape.keyForm.pattern.source } }),
        additionalProperties: convert(shape.of, definitions),
        ...(shape.mayBeEmpty === true ? {} : { minProperties: 1 }),
      };
    case "object":
      // In a file a family may stand for its members; to the loader it never gets.
      return shape === RULE
        ? { anyOf: [convertObject(RULE, definitions), convertObject(looseObject(FAMILY), definitions)] }
        : convertObject(shape, definitions);
    case "nullable":
      return { description, anyOf: [convert(shape.of, definitions), { type: "null" }] };
    case "choice":
      return { description, anyOf: shape.options.map((option) => convert(option, definitions)) };
    case "reference":
      if (!definitions.has(shape.name)) {
        // Set before it is converted, because an item refers to items.
        definitions.set(shape.name, {});
        definitions.set(shape.name, convertObject(shape.to(), definitions));
      }
      return { $ref: `#/definitions/${shape.name}` };
  }
}

function convertObject(shape: ObjectShape, definitions: Map<string, JsonSchema>): JsonSchema {
  const properties = Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, convert(field, definitions)]));
  const exclusive = (shape.exclusive ?? []).filter(({ keys }) => keys.every((key) => Object.hasOwn(shape.fields, key)));
  return {
    description: sentence(shape.about),
    type: "object",
    properties,
    ...((shape.required ?? []).length === 0 ? {} : { required: shape.required ?? [] }),
    additionalProperties: shape.others === undefined ? false : convert(shape.others, definitions),
    ...(exclusive.length === 0
      ? {}
      : { allOf: exclusive.map(({ keys: [one, other] }) => ({ not: { properties: { [one]: GIVEN, [other]: GIVEN }, required: [one, other] } })) }),
  };
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
