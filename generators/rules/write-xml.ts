import { escapeText } from "../../runtime/xml/escape.ts";
import type { TreeNode } from "../specification/model.ts";
import type { TextRecord } from "./record-tree.ts";

/** A return of texts as an XML document; records and items without an element of their own stand in the enclosing one. */
export function writeXml(root: TextRecord, comments: readonly string[]): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', ...comments.map((comment) => `<!-- ${comment.replaceAll("--", "- -")} -->`)];
  writeRecord(root, lines, 0);
  return `${lines.join("\n")}\n`;
}

/** The lines of one record, for whoever writes a document piece by piece. */
export function xmlLines(record: TextRecord, depth: number): readonly string[] {
  const lines: string[] = [];
  writeRecord(record, lines, depth);
  return lines;
}

function writeRecord(record: TextRecord, lines: string[], depth: number): void {
  const { xml } = record.node;
  if (xml.kind === "none") return;
  const indent = "  ".repeat(depth);
  const inner: string[] = [];
  for (const child of record.node.contains) writeChild(record, child, inner, xml.kind === "element" ? depth + 1 : depth);
  if (xml.kind !== "element") {
    lines.push(...inner);
    return;
  }
  if (inner.length === 0) lines.push(`${indent}<${xml.tag}/>`);
  else lines.push(`${indent}<${xml.tag}>`, ...inner, `${indent}</${xml.tag}>`);
}

function writeChild(record: TextRecord, child: TreeNode, lines: string[], depth: number): void {
  if (child.kind === "record") {
    for (const inner of record.groups.get(child.path) ?? []) writeRecord(inner, lines, depth);
    return;
  }
  if (child.xml.kind !== "element") return;
  const indent = "  ".repeat(depth);
  for (const text of record.items.get(child.path) ?? [])
    lines.push(text === "" ? `${indent}<${child.xml.tag}/>` : `${indent}<${child.xml.tag}>${escapeText(text)}</${child.xml.tag}>`);
}
