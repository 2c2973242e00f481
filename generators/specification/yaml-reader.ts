import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node, parseAllDocuments, Scalar, type YAMLError } from "yaml";
import type { DiagnosticCode, Diagnostics } from "./diagnostics.ts";
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
  /** True when it stands for something that could not be read and has been reported: nothing more is to be said about it. */
  readonly broken?: true;
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

const TOO_DEEP = "brackets are nested too deeply";
const DEEPEST = 100;

/** Where a line opens more brackets than any specification does: found before the parser runs out of stack, at a place that depends on the machine. */
function tooDeep(text: string): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\n") depth = 0;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return at;
  }
  return null;
}

function spanOf(error: YAMLError, file: SourceFile): Span {
  const [start, end] = error.pos;
  return { file, start, end: Math.max(end, start + 1) };
}

function tidy(message: string): string {
  return message.replace(/\s+at line \d+, column \d+:?[\s\S]*$/, "").replace(/\.$/, "");
}

/** After the first syntax error YAML guesses, so only the first is shown; tabs and duplicate keys are shown all. */
function reportYamlErrors(errors: readonly YAMLError[], file: SourceFile, diagnostics: Diagnostics): void {
  const known = errors.filter(({ code }) => code === "TAB_AS_INDENT" || code === "DUPLICATE_KEY");
  const [first] = errors.filter((error) => !known.includes(error)).toSorted((a, b) => a.pos[0] - b.pos[0]);
  for (const error of known.some(({ code }) => code === "TAB_AS_INDENT") || first === undefined ? known : [...known, first])
    reportYamlError(error, file, diagnostics);
}

function reportYamlError(error: YAMLError, file: SourceFile, diagnostics: Diagnostics): void {
  const span = spanOf(error, file);
  if (error.code === "TAB_AS_INDENT") return diagnostics.report("RS1005", span);
  if (error.code === "DUPLICATE_KEY") {
    const written = /^("[^"\n]*"|'[^'\n]*'|[^:\n]+)/.exec(file.text.slice(span.start))?.[0] ?? "";
    return diagnostics.report("RS1006", { ...span, end: span.start + written.length }, { key: written.replaceAll(/^["']|["']$/g, "") });
  }
  if (error.code === "MULTIPLE_ANCHORS") return diagnostics.report("RS1007", span, { what: "An anchor" });
  const syntax = explainSyntax(error, file, span);
  diagnostics.report(syntax.code, syntax.span, syntax.parts);
}

interface SyntaxProblem {
  readonly code: DiagnosticCode;
  readonly span: Span;
  readonly parts: Readonly<Record<string, string>>;
}

/** What a person did to get this error of the YAML library, told from the line: the library's words and places are those of a parser. */
function explainSyntax(error: YAMLError, file: SourceFile, span: Span): SyntaxProblem {
  const line = lineAround(file.text, span.start);
  const lineStart = file.text.lastIndexOf("\n", Math.max(0, span.start - 1)) + 1;
  const [whole = "", key = "", value = ""] = /^[\s-]*"?([\w-]+)"?:[ \t]+(\S.*)$/.exec(line) ?? [];
  const valueSpan: Span = { file, start: lineStart + whole.length - value.length, end: lineStart + whole.length };
  const start = value.slice(0, 1);
  const isExpression = EXPRESSION_KEYS.has(key);
  const yaml = (reason: string, at: Span): SyntaxProblem => ({ code: "RS1004", span: at, parts: { reason } });
  if (/call stack/.test(error.message)) return yaml(TOO_DEEP, span);
  if (isExpression && /^["'[{!&*@`%|>]/.test(start)) return { code: "RS1011", span: valueSpan, parts: { start } };
  const quote = /^[\s-]*(?:[\w-]+:[ \t]+)?["']/.exec(line);
  if (quote !== null && line.split(quote[0].slice(-1)).length % 2 === 0) {
    const at = lineStart + quote[0].length - 1;
    return yaml("the quote that opens here is not closed on this line", { file, start: at, end: at + 1 });
  }
  if (/^[*&@%`!"'|>]/.test(start)) return { code: "RS1015", span: valueSpan, parts: { start } };
  if (/end with a [\]}]/.test(error.message)) {
    const opened = unclosedBracket(file.text, span.start);
    if (opened !== null) return yaml("the bracket that opens here is not closed", { file, start: opened, end: opened + 1 });
  }
  if (/Nested mappings are not allowed|Implicit keys need to be on a single line|Implicit map keys need to be followed by map values/.test(error.message)) {
    const glued = /^[\s-]*([\w-]+):[^\s:]/.exec(line);
    if (glued !== null)
      return yaml(`a blank is missing behind ${glued[1]}:`, { file, start: lineStart + glued[0].length - 2, end: lineStart + glued[0].length - 1 });
    const colon = value.indexOf(": ");
    if (colon !== -1) return { code: "RS1013", span: { file, start: valueSpan.start + colon, end: valueSpan.start + colon + 1 }, parts: {} };
    const next = endOfLine(file.text, lineStart) + 1;
    const [indent = "", word = ""] = /^([ ]*)([\w-]+):/.exec(file.text.slice(next, next + 200))?.slice(1) ?? [];
    if (word !== "" && indent.length > line.length - line.trimStart().length)
      return yaml("this line stands further to the right than the one above and would continue its value", {
        file,
        start: next + indent.length,
        end: next + indent.length + word.length,
      });
  }
  const blanks = /^ */.exec(file.text.slice(span.start))?.[0].length ?? 0;
  return yaml(tidy(error.message), { ...span, start: span.start + blanks, end: Math.max(span.end, span.start + blanks + 1) });
}

/** The last bracket before an offset that nothing closes. */
function unclosedBracket(text: string, before: number): number | null {
  let depth = 0;
  for (let at = before - 1; at >= 0; at -= 1) {
    if (text[at] === "]" || text[at] === "}") depth += 1;
    else if (text[at] === "[" || text[at] === "{") {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return null;
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? text.length : end);
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
