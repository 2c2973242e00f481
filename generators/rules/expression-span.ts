import type { Range } from "../language/syntax.ts";
import { writtenRange } from "../specification/families.ts";
import type { ExpressionText } from "../specification/model.ts";
import type { Span } from "../specification/source.ts";
import type { YamlScalar } from "../specification/yaml-reader.ts";

/**
 * The place in the file of a range of an expression. YAML folds lines and resolves quotes, so the text of a scalar and its source are walked
 * side by side: blanks and line ends may differ, everything else must match.
 */
export function spanOfRange({ text, scalar }: ExpressionText, range: Range): Span {
  if (scalar.substituted === undefined) return spanInSource(text, scalar, range);
  const written = writtenRange(scalar.substituted.substitutions, range.start, range.end);
  return "span" in written ? written.span : spanInSource(scalar.substituted.text, scalar, written);
}

/** The place in the file of a whole expression. */
export function spanOfWhole(text: ExpressionText): Span {
  return spanOfRange(text, { start: 0, end: text.text.length });
}

function spanInSource(text: string, scalar: YamlScalar, range: Range): Span {
  const { file, start, end } = scalar.span;
  const source = file.text;
  let at = start;
  if (scalar.style === "block") at = Math.max(start, source.indexOf("\n", start) + 1);
  else if (scalar.style === "quoted") at = start + 1;
  const quote = scalar.style === "quoted" ? source.charAt(start) : "";
  const places: number[] = [];
  for (const character of text) {
    if (/\s/.test(character)) {
      places.push(at);
      continue;
    }
    at = skipBlanks(source, at, end);
    // An escaped quote or backslash: the place is that of the character meant.
    if (quote === '"' && source.charAt(at) === "\\") at += 1;
    // A character outside the first plane is two in the text, as in ranges.
    for (let unit = 0; unit < character.length; unit += 1) places.push(at + unit);
    at += character.length;
    if (quote === "'" && character === "'" && source.charAt(at) === "'") at += 1;
  }
  // The end of the expression is where it stops, not where the next line begins.
  const first = range.start >= text.length ? at : skipBlanks(source, places[range.start] ?? at, end);
  const last = places[Math.max(range.start, range.end - 1)] ?? first;
  return { file, start: first, end: Math.max(last + 1, first + 1) };
}

function skipBlanks(source: string, from: number, end: number): number {
  let at = from;
  while (at < end && /\s/.test(source.charAt(at))) at += 1;
  return at;
}
