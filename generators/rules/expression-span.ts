import type { Range } from "../language/syntax.ts";
import type { ExpressionText } from "../specification/model.ts";
import type { Span } from "../specification/source.ts";

/**
 * The place in the file of a range of an expression. YAML folds lines and resolves quotes, so the text of a scalar and its source are walked
 * side by side: blanks and line ends may differ, everything else must match.
 */
export function spanOfRange({ text, scalar }: ExpressionText, range: Range): Span {
  const { file, start, end } = scalar.span;
  const source = file.text;
  let at = start;
  if (scalar.style === "block") at = Math.max(start, source.indexOf("\n", start) + 1);
  else if (scalar.style === "quoted") at = start + 1;
  const places: number[] = [];
  for (const character of text) {
    if (/\s/.test(character)) {
      places.push(at);
      continue;
    }
    while (at < end && /\s/.test(source.charAt(at))) at += 1;
    if (scalar.style === "quoted" && source.charAt(at) !== character) at += 1;
    places.push(at);
    at += character.length;
    if (scalar.style === "quoted" && character === "'" && source.charAt(at) === "'") at += 1;
  }
  const first = places[range.start] ?? at;
  const last = places[Math.max(range.start, range.end - 1)] ?? first;
  return { file, start: skipBlanks(source, first, end), end: Math.max(last + 1, first + 1) };
}

function skipBlanks(source: string, from: number, end: number): number {
  let at = from;
  while (at < end && /\s/.test(source.charAt(at))) at += 1;
  return at;
}
