import { isAlias, isMap, isPair, isScalar, isSeq, type Node, parseAllDocuments, type ParsedNode, Scalar, type YAMLError } from "yaml";
import type { Diagnostics } from "./diagnostics.ts";
import { createSourceFile, type SourceFile, type Span } from "./source.ts";

/** A scalar of a YAML file, kept as the text that a person wrote. */
export interface YamlScalar {
  readonly kind: "scalar";
  /** The text meant: quotes and folding resolved, but never turned into a number, a date or a truth value. */
  readonly text: string;
  readonly style: "plain" | "quoted" | "block";
  /** What YAML 1.2 takes the scalar for. */
  readonly value: string | number | boolean | null;
  /** True when a comment stands behind the scalar on its line. */
  readonly commented: boolean;
  readonly span: Span;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

export interface YamlMap {
  readonly kind: "map";
  readonly entries: readonly YamlEntry[];
  readonly span: Span;
}

export interface YamlList {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly span: Span;
}

export type YamlNode = YamlScalar | YamlMap | YamlList;

/** Keys whose values are expressions of the rule language; YAML's accidents with them get a message of their own. */
export const EXPRESSION_KEYS: ReadonlySet<string> = new Set(["check", "when", "is", "derived"]);

/**
 * Reads one YAML file into nodes that know their exact place.
 * @returns null when nothing can be made of the file; everything wrong is in `diagnostics`
 */
export function readYaml(path: string, bytes: Uint8Array, diagnostics: Diagnostics): YamlNode | null {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const file = createSourceFile(path, "");
    diagnostics.report("RS1002", { file, start: 0, end: 0 });
    return null;
  }
  const file = createSourceFile(path, text);
  const whole: Span = { file, start: 0, end: 0 };
  if (text.includes("\0")) {
    diagnostics.report("RS1002", whole);
    return null;
  }
  if (text.trim() === "") {
    diagnostics.report("RS1003", whole);
    return null;
  }
  const documents = parseAllDocuments(text, { version: "1.2", strict: true, uniqueKeys: true, prettyErrors: false, logLevel: "silent" });
  if (!Array.isArray(documents)) {
    diagnostics.report("RS1003", whole);
    return null;
  }
  const [document, second] = documents;
  if (document === undefined) return null;
  for (const error of document.errors) reportYamlError(error, file, diagnostics);
  if (document.errors.length > 0) return null;
  if (second !== undefined) {
    diagnostics.report("RS1008", { file, start: second.range[0], end: second.range[0] + 3 });
    return null;
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    diagnostics.report("RS1003", whole);
    return null;
  }
  const before = diagnostics.sorted.length;
  const node = convert(document.contents as ParsedNode, file, diagnostics, null);
  if (diagnostics.sorted.length === before) {
    for (const warning of document.warnings) diagnostics.report("RS1010", spanOf(warning, file), { reason: tidy(warning.message) });
  }
  return node;
}

function spanOf(error: YAMLError, file: SourceFile): Span {
  const [start, end] = error.pos;
  return { file, start, end: Math.max(end, start + 1) };
}

function tidy(message: string): string {
  return message.replace(/\s+at line \d+, column \d+:?[\s\S]*$/, "").replace(/\.$/, "");
}

function reportYamlError(error: YAMLError, file: SourceFile, diagnostics: Diagnostics): void {
  const span = spanOf(error, file);
  const line = lineAround(file.text, span.start);
  const key = /^\s*(?:- )?"?([\w-]+)"?:\s+(\S)/.exec(line);
  const isExpression = key !== null && EXPRESSION_KEYS.has(key[1] ?? "");
  const start = key?.[2] ?? "";
  if (error.code === "TAB_AS_INDENT") diagnostics.report("RS1005", span);
  else if (error.code === "DUPLICATE_KEY") diagnostics.report("RS1006", span, { key: /^[^:\s]+/.exec(file.text.slice(span.start))?.[0] ?? "" });
  else if (isExpression && /["'[{!&*@`%|>]/.test(start)) diagnostics.report("RS1011", span, { start });
  else if (/Nested mappings are not allowed|Implicit keys need to be on a single line/.test(error.message)) diagnostics.report("RS1013", span);
  else if (error.code === "MULTIPLE_ANCHORS" || error.code === "BAD_ALIAS") diagnostics.report("RS1007", span, { what: "An anchor or alias" });
  else diagnostics.report("RS1004", span, { reason: tidy(error.message) });
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? text.length : end);
}

function convert(node: Node | null, file: SourceFile, diagnostics: Diagnostics, key: string | null): YamlNode | null {
  if (node === null) return null;
  const [start, end] = node.range ?? [0, 0];
  const span: Span = { file, start, end };
  const isExpression = key !== null && EXPRESSION_KEYS.has(key);
  if (isAlias(node)) {
    diagnostics.report("RS1007", span, { what: "An alias (*)" });
    return null;
  }
  if (node.tag !== undefined && !isDefaultTag(node)) {
    const tagStart = file.text.lastIndexOf("!", start) === -1 ? start : Math.max(file.text.lastIndexOf("\n", start - 1) + 1, file.text.lastIndexOf("!", start));
    const tagSpan = { file, start: tagStart, end: Math.max(end, tagStart + 1) };
    if (isExpression) diagnostics.report("RS1011", tagSpan, { start: "!" });
    else diagnostics.report("RS1007", tagSpan, { what: `The tag ${node.tag}` });
    return null;
  }
  if ("anchor" in node && node.anchor !== undefined) {
    diagnostics.report("RS1007", span, { what: `The anchor &${node.anchor}` });
    return null;
  }
  if (isScalar(node)) return convertScalar(node, span, isExpression, diagnostics);
  if (isExpression && (isSeq(node) || isMap(node)) && node.flow === true) {
    diagnostics.report("RS1011", span, { start: isSeq(node) ? "[" : "{" });
    return null;
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as Node, file, diagnostics, key));
    return { kind: "list", items: items.filter((item) => item !== null), span };
  }
  if (isMap(node)) {
    const entries: YamlEntry[] = [];
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) {
        diagnostics.report("RS1014", span);
        continue;
      }
      const [keyStart, keyEnd] = pair.key.range ?? [start, start];
      const keyNode = convertScalar(pair.key, { file, start: keyStart, end: keyEnd }, false, diagnostics);
      const value = pair.value === null ? emptyScalar(keyNode.span) : convert(pair.value as Node, file, diagnostics, keyNode.text);
      if (value !== null) entries.push({ key: keyNode, value });
    }
    return { kind: "map", entries, span };
  }
  return null;
}

/** The library sets no tag on ordinary nodes; block and flow collections may carry the default ones. */
function isDefaultTag(node: Node): boolean {
  return ["tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:str"].includes(node.tag ?? "");
}

function emptyScalar(keySpan: Span): YamlScalar {
  const at = Math.min(keySpan.end + 1, keySpan.file.text.length);
  return { kind: "scalar", text: "", style: "plain", value: null, commented: false, span: { file: keySpan.file, start: at, end: at } };
}

function convertScalar(node: Scalar, span: Span, isExpression: boolean, diagnostics: Diagnostics): YamlScalar {
  const style = node.type === Scalar.PLAIN ? "plain" : node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL ? "block" : "quoted";
  const source = node.source ?? "";
  const value = node.value as string | number | boolean | null;
  const text = style === "plain" ? source : String(value);
  const rest = lineAround(span.file.text, span.end).slice(-1) === "" ? "" : span.file.text.slice(span.end, endOfLine(span.file.text, span.end));
  const commented = style !== "block" && /^[ \t]+#/.test(rest);
  if (isExpression && commented) diagnostics.report("RS1012", span);
  return { kind: "scalar", text: style === "block" ? text.trimEnd() : text, style, value, commented, span };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The entry of a map by key; undefined when the map has none. */
export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key.text === key);
}

/** How YAML 1.1 or 1.2 tools would misread a plain scalar; null when every tool reads it as text. */
export function misreading(scalar: YamlScalar): string | null {
  if (scalar.style !== "plain") return null;
  const { text } = scalar;
  if (scalar.value === null) return "nothing";
  if (typeof scalar.value === "number" || /^[-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?$/.test(text) || /^0[xo][0-9a-fA-F]+$/.test(text)) return "a number";
  if (typeof scalar.value === "boolean" || /^(y|n|yes|no|on|off|true|false)$/i.test(text)) return "true or false";
  if (/^[-+]?[0-9]+(:[0-5]?[0-9])+$/.test(text)) return "a number to base 60";
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(text)) return "a date";
  return null;
}
