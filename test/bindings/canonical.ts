import { childElements, ownText, textElement, type XmlElement } from "../../generators/samples/xml-tree.ts";
import type { ItemType } from "../../generators/specification/item-type.ts";
import type { RecordNode, TreeNode } from "../../generators/specification/model.ts";

/**
 * A document in which each value is written in one way only: blanks collapsed, truth values `1` and `0`, numbers without sign or zeros that say
 * nothing. White space between elements and comments are gone. Two documents that differ in nothing else are equal.
 */
export function canonicalTree(record: RecordNode, { tag, content }: XmlElement): XmlElement {
  const inner = childElements({ tag, content }).map((child) => {
    const node = findNode(record, child.tag);
    if (node === null) throw new Error(`${record.path} has no ${child.tag}`);
    return node.kind === "record" ? canonicalTree(node, child) : textElement(child.tag, canonicalText(ownText(child), node.type));
  });
  return { tag, content: inner };
}

/** The node with a tag in the element of a record; items of inline records stand in it too. */
function findNode(record: RecordNode, tag: string): TreeNode | null {
  for (const node of record.contains) {
    if (node.xml.kind === "element" && node.xml.tag === tag) return node;
    const found = node.kind === "record" && node.xml.kind === "inline" ? findNode(node, tag) : null;
    if (found !== null) return found;
  }
  return null;
}

function canonicalText(text: string, type: ItemType): string {
  const collapsed = text
    .split(/[ \t\r\n]+/)
    .filter((word) => word !== "")
    .join(" ");
  if (type.kind === "boolean") return collapsed.replace("true", "1").replace("false", "0");
  if (type.kind !== "integer" && type.kind !== "decimal") return collapsed;
  const [, sign = "", digits = "", , places = ""] = /^([+-]?)(\d*)(\.(\d*))?$/.exec(collapsed) ?? [];
  if (collapsed === "") return "";
  const whole = digits.replace(/^0+(?=\d)/, "") || "0";
  const fraction = places.replace(/0+$/, "");
  const number = fraction === "" ? whole : `${whole}.${fraction}`;
  return sign === "-" && /[1-9]/.test(number) ? `-${number}` : number;
}
