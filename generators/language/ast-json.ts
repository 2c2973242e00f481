import { NODE_SHAPES, TYPE_SHAPES, type FieldKind } from "./ast-shapes.ts";
import type { Typed } from "./typed.ts";
import type { Type } from "./types.ts";

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const NOWHERE = { start: 0, end: 0 };

/** A checked expression as JSON: `op`, `type`, then the fields of that kind of node in a fixed order. Places in the text are left out. */
export function expressionToJson(node: Typed): Json {
  const fields = new Map(Object.entries(node));
  const written: [string, Json][] = [
    ["op", node.op],
    ["type", typeToJson(node.type)],
  ];
  for (const [name, kind] of Object.entries(NODE_SHAPES[node.op])) written.push([name, writeField(fields.get(name), kind)]);
  return Object.fromEntries(written);
}

function writeField(value: unknown, kind: FieldKind): Json {
  if (kind === "node" || (kind === "node or null" && value !== null)) return expressionToJson(value as Typed);
  if (kind === "nodes") return (value as readonly Typed[]).map(expressionToJson);
  return Array.isArray(value) ? value.map(String) : (value as Json);
}

function typeToJson(type: Type): Json {
  const fields = new Map(Object.entries(type));
  const written: [string, Json][] = [["kind", type.kind]];
  for (const [name, kind] of Object.entries(TYPE_SHAPES[type.kind])) {
    written.push([name, kind === "type" ? typeToJson(fields.get(name) as Type) : (fields.get(name) as Json)]);
  }
  return Object.fromEntries(written);
}

/**
 * Reads an expression back from JSON.
 * @throws when the JSON is not what `expressionToJson` writes
 */
export function expressionFromJson(json: Json): Typed {
  const object = asObject(json);
  const op = asName(object["op"]);
  if (!isOperation(op)) throw new Error(`${op} is not an operation of the rule language.`);
  const shape = NODE_SHAPES[op];
  refuseOthers(object, ["op", "type", ...Object.keys(shape)]);
  const fields = Object.entries(shape).map(([name, kind]): [string, unknown] => [name, readField(object[name], name, kind)]);
  return { op, ...Object.fromEntries(fields), type: typeFromJson(object["type"] ?? null), range: NOWHERE } as Typed;
}

function isOperation(op: string): op is Typed["op"] {
  return Object.hasOwn(NODE_SHAPES, op);
}

function isKind(kind: string): kind is Type["kind"] {
  return Object.hasOwn(TYPE_SHAPES, kind);
}

function readField(value: Json | undefined, name: string, kind: FieldKind): unknown {
  if (value === undefined) throw new Error(`The field ${name} is missing.`);
  if (kind === "node" || (kind === "node or null" && value !== null)) return expressionFromJson(value);
  if (kind === "nodes") {
    if (!Array.isArray(value)) throw new Error(`The field ${name} is not a list.`);
    return value.map((one: Json) => expressionFromJson(one));
  }
  return value;
}

function typeFromJson(json: Json): Type {
  const object = asObject(json);
  const kind = asName(object["kind"]);
  if (!isKind(kind)) throw new Error(`${kind} is not a type of the rule language.`);
  const shape = TYPE_SHAPES[kind];
  refuseOthers(object, ["kind", ...Object.keys(shape)]);
  const fields = Object.entries(shape).map(([name, of]): [string, unknown] => [name, of === "type" ? typeFromJson(object[name] ?? null) : object[name]]);
  return { kind, ...Object.fromEntries(fields) } as Type;
}

function asName(json: Json | undefined): string {
  return typeof json === "string" ? json : "A node without a name";
}

function asObject(json: Json): { readonly [key: string]: Json } {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Error("An expression is an object.");
  return json as { readonly [key: string]: Json };
}

function refuseOthers(object: { readonly [key: string]: Json }, known: readonly string[]): void {
  for (const name of Object.keys(object)) if (!known.includes(name)) throw new Error(`The field ${name} is not known here.`);
}
