import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node, parseAllDocuments, Scalar } from "yaml";
import type { Diagnostics } from "./diagnostics.ts";
import { createSourceFile, type SourceFile, type Span } from "./source.ts";
import { endOfLine, EXPRESSION_KEYS, lineAround, reportYamlErrors, spanOf, tidy, TOO_DEEP, tooDeep } from "./yaml-syntax.ts";

export { EXPRESSION_KEYS };

/** What took the place of a `$name`: its range in the text, how long the name was, and where the value is written. */
export interface Substitution {
  readonly start: number;
  readonly end: number;
  readonly written: number;
  readonly span: Span;
}

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
  /** True when it stands for something that could not be read and has been reported: nothing more is to be said about it. */
  readonly broken?: true;
  /** For a member of a family: the text as it was written, and what was put in. */
  readonly substituted?: { readonly text: string; readonly substitutions: readonly Substitution[] };
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
    diagnostics.report("RS1002", { file: createSourceFile(path, ""), start: 0, end: 0 });
    return null;
  }
  if (text.trim() === "") {
    diagnostics.report("RS1003", whole);
    return null;
  }
  const deep = tooDeep(text);
  if (deep !== null) {
    diagnostics.report("RS1004", { file, start: deep, end: deep + 1 }, { reason: TOO_DEEP });
    return null;
  }
  const documents = parseAllDocuments(text, { version: "1.2", strict: true, uniqueKeys: true, prettyErrors: false, logLevel: "silent" });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (document === undefined) {
    diagnostics.report("RS1003", whole);
    return null;
  }
  reportYamlErrors(document.errors, file, diagnostics);
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
  const node = convert(document.contents, file, diagnostics, null);
  if (diagnostics.sorted.length === before) {
    for (const warning of document.warnings) diagnostics.report("RS1010", spanOf(warning, file), { reason: tidy(warning.message) });
  }
  return node;
}

function convert(node: Node, file: SourceFile, diagnostics: Diagnostics, key: string | null): YamlNode {
  const [start, end] = node.range ?? [0, 0];
  const span: Span = { file, start, end };
  const isExpression = key !== null && EXPRESSION_KEYS.has(key);
  if (isAlias(node)) {
    diagnostics.report("RS1007", span, { what: "An alias (*)" });
    return brokenScalar(span);
  }
  if (node.tag !== undefined) {
    const written = /![^\s,\]}]*\s*$/.exec(file.text.slice(0, start))?.[0] ?? "!";
    const tagSpan = { file, start: start - written.length, end };
    if (isExpression) diagnostics.report("RS1011", tagSpan, { start: "!" });
    else diagnostics.report("RS1007", { ...tagSpan, end: tagSpan.start + written.trimEnd().length }, { what: `The tag ${written.trim()}` });
    return brokenScalar(span);
  }
  if ("anchor" in node && node.anchor !== undefined) {
    const anchor = file.text.lastIndexOf("&", start);
    diagnostics.report("RS1007", { file, start: anchor, end: anchor + node.anchor.length + 1 }, { what: `The anchor &${node.anchor}` });
    return brokenScalar(span);
  }
  if (isScalar(node)) return convertScalar(node, span, isExpression, diagnostics);
  if (isExpression && (isSeq(node) || isMap(node)) && node.flow === true) {
    diagnostics.report("RS1011", span, { start: isSeq(node) ? "[" : "{" });
    return brokenScalar(span);
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as Node, file, diagnostics, key));
    return { kind: "list", items, span };
  }
  if (isMap(node)) {
    const entries: YamlEntry[] = [];
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) {
        const [keyStart, keyEnd] = (isNode(pair.key) ? pair.key.range : null) ?? [start, end];
        diagnostics.report("RS1014", { file, start: keyStart, end: keyEnd });
        continue;
      }
      const [keyStart, keyEnd] = pair.key.range ?? [start, start];
      if (pair.key.source === "<<") {
        diagnostics.report("RS1007", { file, start: pair.key.range?.[0] ?? start, end: pair.key.range?.[1] ?? end }, { what: "The merge key <<" });
        return brokenScalar(span);
      }
      const keyNode = convertScalar(pair.key, { file, start: keyStart, end: keyEnd }, false, diagnostics);
      const value = pair.value === null ? emptyScalar(keyNode.span) : convert(pair.value as Node, file, diagnostics, keyNode.text);
      entries.push({ key: keyNode, value });
    }
    return { kind: "map", entries, span };
  }
  return brokenScalar(span);
}

function brokenScalar(span: Span): YamlScalar {
  return { kind: "scalar", text: "", style: "plain", value: null, commented: false, broken: true, span };
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
