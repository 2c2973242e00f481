import type { Json } from "../../specification/canonical.ts";
import { compareText } from "../../specification/diagnostics.ts";
import type { ItemNode, RecordNode, Release, TreeNode } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import type { Target } from "../target.ts";
import { type SchemaNames, schemaNames } from "./names.ts";
import { codeSetSchema, type JsonObject, type ValueContext, valueSchema } from "./value-schemas.ts";

/**
 * JSON Schema 2020-12 of the logical record: what a return says, whichever format carried it. A record is an object under its name (also one
 * without an element of its own in XML), a repeating record or item an array. Derived items are computed, so nobody gives them.
 */
export const jsonSchemaTarget = {
  name: "json-schema",
  about: "JSON Schema of the logical record",
  build: (release) => ({
    files: [{ path: "json-schema/return.schema.json", content: `${JSON.stringify(returnSchema(release), null, 2)}\n`, committed: true }],
    absent: [],
  }),
} satisfies Target;

interface SchemaContext extends ValueContext {
  readonly names: SchemaNames;
}

/** Schema of a whole return. */
function returnSchema(release: Release): Json {
  const { root } = release;
  const nodes = enteredNodes(root);
  const names = schemaNames(release, nodes);
  const context: SchemaContext = { names, dates: release.lexical.date, codeSets: names.codeSets };
  const records = nodes.flatMap((node): [string, JsonObject][] =>
    node.kind === "record"
      ? [[names.records.get(node.path) ?? node.name, { description: `${node.label}. ${node.definition}`, ...objectSchema(node, context) }]]
      : [],
  );
  const sets = [...release.codeSets.values()].map((set): [string, JsonObject] => [names.codeSets.get(set.name) ?? set.name, codeSetSchema(set)]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `returnspec:${release.id}/return`,
    $comment: noticeLines(release).join(" "),
    title: release.title,
    description: `${root.definition} Release ${release.id}.`,
    ...objectSchema(root, context),
    $defs: Object.fromEntries([...records, ...sets.toSorted(([a], [b]) => compareText(a, b))]),
  };
}

/** Whether anybody gives the node: not when it is computed, or must not occur. */
function isEntered(node: TreeNode): boolean {
  return node.occurs.maximum !== 0 && (node.kind === "record" || node.derived === null);
}

/** Everything inside a record that anybody gives, parents before children. */
function enteredNodes(record: RecordNode): readonly TreeNode[] {
  return record.contains.filter(isEntered).flatMap((node) => (node.kind === "record" ? [node, ...enteredNodes(node)] : [node]));
}

function objectSchema(record: RecordNode, context: SchemaContext): JsonObject {
  const children = record.contains.filter(isEntered);
  const required = children.filter(isRequired).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(children.map((child) => [child.name, propertySchema(child, context)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/**
 * In JSON, what is not entered is left out. So an item that XML may give empty is not required though its element is; nor is a record without
 * an element of its own that exists only when one of its items is entered, if none of them must be.
 */
function isRequired(node: TreeNode): boolean {
  if (node.occurs.minimum === 0) return false;
  if (node.kind === "item") return !node.emptyAllowed;
  return node.xml.kind !== "inline" || node.contains.filter(isEntered).some(isRequired);
}

function propertySchema(node: TreeNode, context: SchemaContext): JsonObject {
  const { minimum, maximum } = node.occurs;
  const about = { title: context.names.titles.get(node.path) ?? node.label, description: describe(node) };
  const value = node.kind === "record" ? { $ref: `#/$defs/${context.names.records.get(node.path) ?? node.name}` } : itemSchema(node, context);
  if (maximum === null || maximum > 1) {
    return { ...about, type: "array", items: value, ...(minimum === 0 ? {} : { minItems: minimum }), ...(maximum === null ? {} : { maxItems: maximum }) };
  }
  // Beside a title, a bare $ref makes some generators copy the definition under a new name; inside allOf it stays a reference.
  return "$ref" in value ? { ...about, allOf: [value] } : { ...about, ...value };
}

function itemSchema(item: ItemNode, context: SchemaContext): JsonObject {
  const value = valueSchema(item.type, context);
  const takesEmpty = item.type.kind === "text" && item.type.minimum === 0;
  if (!item.emptyAllowed || takesEmpty) return value;
  return { anyOf: [{ const: "" }, ...(Array.isArray(value.anyOf) ? value.anyOf : [value])] };
}

function describe(node: TreeNode): string {
  const parts = [node.definition];
  if (node.kind === "item") {
    if (node.cbds !== null) parts.push(`CBDS number ${node.cbds}.`);
    if (node.type.kind === "decimal" && node.type.places !== null) parts.push(`Decimal places: ${node.type.places} at most.`);
    if (node.emptyAllowed) parts.push("An empty text counts as not entered.");
  }
  if (node.basis === "inferred")
    parts.push(node.seenFrom === null ? "Inferred: not read in a source." : `Inferred: first seen in a source of ${node.seenFrom}.`);
  return parts.join(" ");
}
