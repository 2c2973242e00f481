/** An element: its name, its attributes in the order in which they are printed, and either text or elements inside. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly content: string | readonly XmlElement[];
}

/**
 * Makes an element. Text may hold any characters: escaping is the writer's task.
 * @param attributes those that are null are left out
 */
export function xmlElement(name: string, attributes: Readonly<Record<string, string | null>>, content: string | readonly XmlElement[] = []): XmlElement {
  const given = Object.entries(attributes).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
  return { name, attributes: given, content };
}

/**
 * Prints a document: UTF-8 declaration, a comment, the root; two blanks a level, `\n` line ends.
 * @param comment its lines
 */
export function formatDocument(comment: readonly string[], root: XmlElement): string {
  const lines = [`<?xml version="1.0" encoding="UTF-8"?>`, "<!--", ...comment.map((line) => `  ${commentText(line)}`), "-->"];
  appendElement(root, "", lines);
  return `${lines.join("\n")}\n`;
}

function appendElement(element: XmlElement, indent: string, lines: string[]): void {
  const attributes = element.attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join("");
  const start = `${indent}<${element.name}${attributes}`;
  if (element.content.length === 0) lines.push(`${start}/>`);
  else if (typeof element.content === "string") lines.push(`${start}>${escapeText(element.content)}</${element.name}>`);
  else {
    lines.push(`${start}>`);
    for (const inner of element.content) appendElement(inner, `${indent}  `, lines);
    lines.push(`${indent}</${element.name}>`);
  }
}

function escapeText(text: string): string {
  return characters(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
}

/** A parser turns line ends and tabs of attributes into blanks unless they are written as references. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}

/** Comments know no escapes; `--` must not stand in them, nor `-` at their end. */
function commentText(text: string): string {
  return characters(text)
    .replaceAll(/\s+/g, " ")
    .replaceAll(/-(?=-|$)/g, "- ");
}

/** Control characters and halves of surrogate pairs cannot stand in XML at all, not even escaped. */
function characters(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}");
}
