import type { YAMLError } from "yaml";
import type { DiagnosticCode, Diagnostics } from "./diagnostics.ts";
import type { SourceFile, Span } from "./source.ts";

/** What is wrong with a file as YAML, in words about what a person wrote rather than about what the parser met. */

/** Keys whose values are expressions of the rule language; YAML's accidents with them get a message of their own. */
export const EXPRESSION_KEYS: ReadonlySet<string> = new Set(["check", "when", "is", "derived"]);

export const TOO_DEEP = "brackets are nested too deeply";
const DEEPEST = 100;

/** Where a line opens more brackets than any specification does: found before the parser runs out of stack, at a place that depends on the machine. */
export function tooDeep(text: string): number | null {
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

export function spanOf(error: YAMLError, file: SourceFile): Span {
  const [start, end] = error.pos;
  return { file, start, end: Math.max(end, start + 1) };
}

export function tidy(message: string): string {
  return message.replace(/\s+at line \d+, column \d+:?[\s\S]*$/, "").replace(/\.$/, "");
}

/** After the first syntax error YAML guesses, so only the first is shown; tabs and duplicate keys are shown all. */
export function reportYamlErrors(errors: readonly YAMLError[], file: SourceFile, diagnostics: Diagnostics): void {
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
  if (/call stack/.test(error.message)) return yamlProblem(TOO_DEEP, span);
  if (isExpression && /^["'[{!&*@`%|>]/.test(start)) return { code: "RS1011", span: valueSpan, parts: { start } };
  const quote = /^[\s-]*(?:[\w-]+:[ \t]+)?["']/.exec(line);
  if (quote !== null && line.split(quote[0].slice(-1)).length % 2 === 0) {
    const at = lineStart + quote[0].length - 1;
    return yamlProblem("the quote that opens here is not closed on this line", { file, start: at, end: at + 1 });
  }
  if (/^[*&@%`!"'|>]/.test(start)) return { code: "RS1015", span: valueSpan, parts: { start } };
  if (/end with a [\]}]/.test(error.message)) {
    const opened = unclosedBracket(file.text, span.start);
    if (opened !== null) return yamlProblem("the bracket that opens here is not closed", { file, start: opened, end: opened + 1 });
  }
  if (/Nested mappings are not allowed|Implicit keys need to be on a single line|Implicit map keys need to be followed by map values/.test(error.message)) {
    const glued = /^[\s-]*([\w-]+):[^\s:]/.exec(line);
    if (glued !== null)
      return yamlProblem(`a blank is missing behind ${glued[1]}:`, { file, start: lineStart + glued[0].length - 2, end: lineStart + glued[0].length - 1 });
    const colon = value.indexOf(": ");
    if (colon !== -1) return { code: "RS1013", span: { file, start: valueSpan.start + colon, end: valueSpan.start + colon + 1 }, parts: {} };
    const next = endOfLine(file.text, lineStart) + 1;
    const [indent = "", word = ""] = /^([ ]*)([\w-]+):/.exec(file.text.slice(next, next + 200))?.slice(1) ?? [];
    if (word !== "" && indent.length > line.length - line.trimStart().length)
      return yamlProblem("this line stands further to the right than the one above and would continue its value", {
        file,
        start: next + indent.length,
        end: next + indent.length + word.length,
      });
  }
  const blanks = /^ */.exec(file.text.slice(span.start))?.[0].length ?? 0;
  return yamlProblem(tidy(error.message), { ...span, start: span.start + blanks, end: Math.max(span.end, span.start + blanks + 1) });
}

function yamlProblem(reason: string, span: Span): SyntaxProblem {
  return { code: "RS1004", span, parts: { reason } };
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

export function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? text.length : end);
}

export function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}
