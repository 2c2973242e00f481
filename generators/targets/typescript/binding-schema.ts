import type { Json } from "../../specification/canonical.ts";
import { codeSetsOf, type ItemType } from "../../specification/item-type.ts";
import type { CodeSet, DateForm, ItemNode, RecordNode, Release, TreeNode } from "../../specification/model.ts";
import { pascalCase } from "../../specification/pascal-case.ts";

type JsonObject = { readonly [key: string]: Json };

/** The schema from which types are made, and what the types of the records are called. */
export interface BindingSchema {
  readonly schema: JsonObject;
  /** Name of the type by path of the record. */
  readonly records: ReadonlyMap<string, string>;
}

/** Whether a return in XML can hold the node: it is neither computed, nor forbidden, nor given in tables only. */
export function isBound(node: TreeNode): boolean {
  return node.xml.kind !== "none" && node.occurs.maximum !== 0 && (node.kind === "record" || node.derived === null);
}

/** The name of the type of the codes of a set: `SexCode`. */
export function codeTypeName(set: string): string {
  return `${pascalCase(set)}Code`;
}

/** The code sets of items that are given, also of those that only tables hold; what is left are sets that only rules and computed items use. */
export function boundCodeSets(release: Release): readonly CodeSet[] {
  const used = new Set<string>();
  const visit = (node: TreeNode): void => {
    if (node.kind === "record") for (const child of node.contains) visit(child);
    else if (node.derived === null) for (const set of codeSetsOf(node.type)) used.add(set);
  };
  visit(release.root);
  return [...release.codeSets.values()].filter(({ name }) => used.has(name));
}

/**
 * The JSON Schema of a release as types are made of it: without what XML cannot hold, and with each label in the description, because
 * json-schema-to-typescript makes a type of every title, one whose name does not say its kind.
 * @param full the schema of the return, as the release has it
 */
export function bindingSchema(release: Release, full: JsonObject): BindingSchema {
  const definitions = objectAt(full, "$defs");
  const records = new Map<string, string>();
  const kept: [string, JsonObject][] = [];
  const visit = (record: RecordNode, schema: JsonObject): JsonObject => {
    const properties = objectAt(schema, "properties");
    const bound = record.contains.filter(isBound);
    const required = Array.isArray(schema.required) ? schema.required : [];
    for (const child of bound) {
      if (child.kind !== "record") continue;
      const name = referenceIn(objectAt(properties, child.name));
      records.set(child.path, name);
      kept.push([name, visit(child, objectAt(definitions, name))]);
    }
    return {
      description: comment(`${record.label}. ${record.definition}`),
      type: "object",
      properties: Object.fromEntries(bound.map((child) => [child.name, property(child, objectAt(properties, child.name), release)])),
      required: required.filter((name) => bound.some((child) => child.name === name)),
      additionalProperties: false,
    };
  };
  const rootName = `${pascalCase(release.root.name)}Record`;
  if (rootName in definitions) throw new Error(`Two records of ${release.id} would be called ${rootName}.`);
  records.set(release.root.path, rootName);
  const root = visit(release.root, full);
  const sets = boundCodeSets(release).map(({ name }): [string, JsonObject] => [codeTypeName(name), codes(objectAt(definitions, codeTypeName(name)))]);
  return { schema: { ...root, $defs: Object.fromEntries([...kept, ...sets]) }, records };
}

function property(node: TreeNode, schema: JsonObject, release: Release): JsonObject {
  const { title: _, minItems: __, maxItems: ___, ...rest } = schema;
  const parts = [`${node.label}. ${String(schema.description)}`];
  if (node.kind === "item") parts.push(...formOf(node.type, release.lexical.date));
  if (node.occurs.maximum !== 1 && node.occurs.minimum > 0) parts.push(`At least ${node.occurs.minimum}.`);
  if (isWrittenEmpty(node)) parts.push("When it is left out, an empty element is written.");
  return { ...withoutEmpty(rest), description: comment(parts.join("\n")) };
}

/** A text may be empty anyway, as far as types can say. */
function withoutEmpty(schema: JsonObject): JsonObject {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || !anyOf.some((option) => isObject(option) && option.type === "string")) return schema;
  return { ...rest, anyOf: anyOf.filter((option) => !isObject(option) || option.const !== "") };
}

function isWrittenEmpty(node: TreeNode): node is ItemNode {
  return node.kind === "item" && node.emptyAllowed && node.occurs.minimum > 0 && node.occurs.maximum === 1;
}

/** What a type in TypeScript cannot say of the texts of a type. */
function formOf(type: ItemType, dates: DateForm): readonly string[] {
  switch (type.kind) {
    case "date":
      return [`A date: ${dates}.`];
    case "partial-date":
      return [`A date: ${dates}, with zz for what is not known.`];
    case "datetime":
      return ["A date and time: 2014-03-31T12:00:00."];
    case "year":
      return ["A year of four digits."];
    case "postcode":
      return ["1 to 8 characters."];
    case "text":
      return type.maximum === null
        ? type.minimum === 0
          ? []
          : [`At least ${type.minimum} ${type.minimum === 1 ? "character" : "characters"}.`]
        : [`${type.minimum} to ${type.maximum} characters.`];
    case "integer":
      return range(type.minimum, type.maximum);
    case "decimal":
      return range(type.minimum, type.maximum);
    case "pattern":
      return [`Form: ${type.pattern}`];
    case "one-of":
      return type.options.flatMap((option) => formOf(option, dates));
    case "boolean":
    case "code":
      return [];
  }
}

function range(minimum: number | string | null, maximum: number | string | null): readonly string[] {
  if (minimum === null && maximum === null) return [];
  return [maximum === null ? `At least ${minimum}.` : `${minimum ?? "any number"} to ${maximum}.`];
}

/** A set without codes allows nothing. */
function codes(schema: JsonObject): JsonObject {
  const description = comment(String(schema.description));
  return "enum" in schema ? { ...schema, description } : { description, tsType: "never" };
}

/** A text that can stand in a comment. */
function comment(text: string): string {
  return text.replaceAll("*/", "* /");
}

/** The definition that a property refers to: directly, as its items, or inside allOf. */
function referenceIn(schema: JsonObject): string {
  const { $ref, items, allOf } = schema;
  if (typeof $ref === "string") return $ref.slice("#/$defs/".length);
  const inner = Array.isArray(allOf) ? allOf[0] : items;
  if (!isObject(inner)) throw new Error("A record of the schema is no reference.");
  return referenceIn(inner);
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  if (!isObject(value)) throw new Error(`The schema of the return has no ${key}.`);
  return value;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
