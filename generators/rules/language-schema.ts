import type { DefinitionSchema, ItemSchema, LanguageSchema, RecordSchema } from "../language/schema.ts";
import { findRecord } from "../language/schema.ts";
import { listOf, type Type } from "../language/types.ts";
import { allNodes } from "../specification/build-items.ts";
import type { ItemType } from "../specification/item-type.ts";
import type { Definition, RecordNode, ReferenceTable, Release } from "../specification/model.ts";
import { derivedItemSchema } from "./derived-items.ts";

/**
 * What the rule language knows of a release.
 * @param earlier the releases before this one, with their own codes and definitions; null where there is none
 */
export function languageSchema(release: Release, earlier: LanguageSchema["earlier"] = { 1: null, 2: null }): LanguageSchema {
  const nodes = allNodes(release.root).filter((node) => node.kind === "record");
  const records = new Map(nodes.map((node) => [node.path, recordSchema(node)]));
  const codeSets = new Map([...release.codeSets].map(([name, set]) => [name, { codes: new Set(set.codes.map(({ code }) => code)), groups: set.groups }]));
  const withoutDefinitions: LanguageSchema = {
    root: release.root.path,
    child: release.child?.record.path ?? release.root.path,
    records,
    codeSets,
    definitions: new Map(),
    tables: new Map(release.referenceTables.map((table) => [table.name, columnTypes(table)])),
    earlier,
  };
  const definitions = new Map([...nodes.flatMap(derivedItems), ...release.definitions.map((definition) => definitionSchema(definition, withoutDefinitions))]);
  return { ...withoutDefinitions, definitions };
}

function recordSchema(node: RecordNode): RecordSchema {
  const items = new Map<string, ItemSchema>();
  for (const child of node.contains) {
    if (child.kind === "item" && child.derived === null)
      items.set(child.name, { name: child.name, path: child.path, type: languageType(child.type), repeats: child.occurs.maximum !== 1 });
  }
  const parent = node.path.includes("/") ? node.path.slice(0, node.path.lastIndexOf("/")) : null;
  const groups = node.contains.flatMap((child) => (child.kind === "record" ? [child.path] : []));
  return { path: node.path, name: node.name, parent, single: parent === null || node.occurs.maximum === 1, items, groups, orderedBy: node.orderedBy };
}

function derivedItems(node: RecordNode): readonly [string, DefinitionSchema][] {
  return node.contains.flatMap((child): [string, DefinitionSchema][] =>
    child.kind === "item" && child.derived !== null ? [derivedItemSchema(node, child, child.derived, languageType(child.type))] : [],
  );
}

function columnTypes(table: ReferenceTable): ReadonlyMap<string, Type> {
  return new Map(
    table.columns.map(({ name, type }) => {
      const cell = languageType(type.item);
      return [name, type.isList ? listOf(cell) : cell];
    }),
  );
}

/** The type that an item has in rules: patterns are text there, and of alternatives the first that is a code set decides. */
export function languageType(type: ItemType): Type {
  switch (type.kind) {
    case "code":
      return { kind: "code", set: type.set, year: 0 };
    case "date":
    case "partial-date":
    case "boolean":
    case "postcode":
    case "integer":
    case "decimal":
      return { kind: type.kind };
    case "year":
      return { kind: "integer" };
    case "text":
    case "pattern":
    case "datetime":
    case "one-of":
      return { kind: "text" };
  }
}

/** Definitions are kept by owner: `Message/Children/Child#disabled`, `…/EPISODE*#began` for lists, `in_year` for global ones. */
function definitionSchema(definition: Definition, schema: LanguageSchema): [string, DefinitionSchema] {
  const [, list, name] = /^(list of )?(.+)$/.exec(definition.for ?? "") ?? [];
  const record = name === undefined ? null : findRecord(schema, name);
  const owner = record === null ? null : { record: record.path, isList: list !== undefined };
  const key = owner === null ? definition.name : `${owner.record}${owner.isList ? "*" : ""}#${definition.name}`;
  const parameters = [...definition.parameters].map(([parameter, type]) => ({ name: parameter, type: parameterType(type) }));
  return [key, { name: definition.name, owner, parameters, text: definition.is, optional: definition.optional }];
}

function parameterType(text: string): Type {
  return text === "date" || text === "integer" || text === "decimal" || text === "boolean" || text === "postcode" ? { kind: text } : { kind: "text" };
}
