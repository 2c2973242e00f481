import type { Json } from "./ast-json.ts";
import { type FieldKind, NODE_SHAPES, NODE_WORDS, TYPE_SHAPES } from "./ast-shapes.ts";
import type { Typed } from "./typed.ts";

const NODE: Json = { $ref: "#/$defs/expression" };
const TYPE: Json = { $ref: "#/$defs/type" };

function fieldSchema(kind: FieldKind | "type"): Json {
  if (typeof kind !== "string") return { enum: kind.oneOf };
  switch (kind) {
    case "node":
      return NODE;
    case "nodes":
      return { type: "array", items: NODE };
    case "node or null":
      return { anyOf: [NODE, { type: "null" }] };
    case "text":
      return { type: "string" };
    case "texts":
      return { type: "array", items: { type: "string" } };
    case "text or truth":
      return { anyOf: [{ type: "string" }, { type: "boolean" }] };
    case "truth":
      return { type: "boolean" };
    case "year":
      return { $ref: "#/$defs/year" };
    case "type":
      return TYPE;
  }
}

function objectSchema(fixed: Readonly<Record<string, Json>>, fields: readonly (readonly [string, FieldKind | "type"])[]): { readonly [key: string]: Json } {
  const properties: Record<string, Json> = { ...fixed };
  for (const [name, kind] of fields) properties[name] = fieldSchema(kind);
  return { type: "object", additionalProperties: false, required: Object.keys(properties), properties };
}

/** The JSON Schema (draft 2020-12) of a checked expression, made from the shapes that also write and read the JSON. */
export function expressionSchema(): Json {
  const nodes = Object.entries(NODE_SHAPES).map(([op, shape]): [string, Json] => [
    `node-${op}`,
    { description: NODE_WORDS[op as Typed["op"]], ...objectSchema({ op: { const: op }, type: TYPE }, Object.entries(shape)) },
  ]);
  const types = Object.entries(TYPE_SHAPES).map(([kind, shape]): Json => objectSchema({ kind: { const: kind } }, Object.entries(shape)));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Expression of the rule language",
    description: "A checked expression: names resolved, every node with its type. Written by returnspec for those who compile rules themselves.",
    $ref: "#/$defs/expression",
    $defs: {
      expression: { oneOf: nodes.map(([name]) => ({ $ref: `#/$defs/${name}` })) },
      type: { oneOf: types },
      year: { description: "0: this return; 1: the return of the period before; 2: the one before that.", enum: [0, 1, 2] },
      ...Object.fromEntries(nodes),
    },
  };
}

/** The schema as the file under docs/schemas. */
export function expressionSchemaText(): string {
  return `${JSON.stringify(expressionSchema(), null, 2)}\n`;
}
