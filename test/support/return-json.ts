import { childElements, ownText, type XmlElement } from "../../generators/samples/xml-tree.ts";
import type { ItemNode, RecordNode, Release, TreeNode } from "../../generators/specification/model.ts";
import { collapse } from "../../runtime/validator/read-value.ts";

type Json = string | number | boolean | JsonObject | readonly Json[];
type JsonObject = { [key: string]: Json };

/**
 * A document as the JSON that the JSON Schema describes, right or wrong: what has no place there is kept under its tag, what may stand once and
 * stands twice becomes a list, and a text that is no number or truth value stays a text. What JSON cannot say is lost: the name of the root, order,
 * text between elements.
 */
export function returnAsJson(release: Release, document: XmlElement): Json {
  return recordAsJson(release.root, document);
}

function recordAsJson(record: RecordNode, element: XmlElement): JsonObject {
  const json: JsonObject = {};
  const counts = new Map<string, number>();
  for (const child of childElements(element)) {
    const place = findPlace(record, child.tag);
    const holder = place === null ? json : holderIn(json, place.inline);
    const name = place?.node.name ?? child.tag;
    const value = place === null ? unknownAsJson(child) : place.node.kind === "record" ? recordAsJson(place.node, child) : itemAsJson(place.node, child);
    const count = (counts.get(child.tag) ?? 0) + 1;
    counts.set(child.tag, count);
    const isList = place !== null && place.node.occurs.maximum !== 1;
    if (!isList && count === 1) holder[name] = value;
    else holder[name] = [...listOf(holder[name]), value];
  }
  return json;
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** The node with a tag inside a record, and the names of the inline records on the way to it. */
function findPlace(record: RecordNode, tag: string): { readonly node: TreeNode; readonly inline: readonly string[] } | null {
  for (const node of record.contains) {
    if (node.xml.kind === "element" && node.xml.tag === tag) return { node, inline: [] };
    if (node.kind !== "record" || node.xml.kind !== "inline") continue;
    const found = findPlace(node, tag);
    if (found !== null) return { node: found.node, inline: [node.name, ...found.inline] };
  }
  return null;
}

function holderIn(json: JsonObject, inline: readonly string[]): JsonObject {
  let holder = json;
  for (const name of inline) {
    holder[name] ??= {};
    holder = holder[name] as JsonObject;
  }
  return holder;
}

function itemAsJson(item: ItemNode, element: XmlElement): Json {
  if (childElements(element).length > 0) return unknownAsJson(element);
  const text = collapse(ownText(element));
  switch (item.type.kind) {
    case "boolean":
      return text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : text;
    case "integer":
      return /^[+-]?\d+$/.test(text) ? Number(text) : text;
    case "decimal":
      return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    default:
      return text;
  }
}

function unknownAsJson(element: XmlElement): Json {
  const children = childElements(element);
  return children.length === 0 ? ownText(element) : Object.fromEntries(children.map((child) => [child.tag, unknownAsJson(child)]));
}
