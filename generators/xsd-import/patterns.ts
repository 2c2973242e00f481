import { patternProblem } from "../specification/pattern.ts";

/** Escapes of XML Schema in the language's words; in values white space is always a blank. */
const OUTSIDE: Readonly<Record<string, string>> = { "\\s": " ", "\\S": "[^ ]", "\\t": " ", "\\n": " ", "\\r": " ", "\\-": "-" };
const INSIDE: Readonly<Record<string, string>> = { "\\s": " ", "\\t": " ", "\\n": " ", "\\r": " " };

/**
 * A pattern of XML Schema in the common subset of regular expressions: what can be written otherwise is.
 * @returns null when it cannot be
 */
export function commonPattern(pattern: string): string | null {
  let depth = 0;
  const common = pattern.replaceAll(/\\[\s\S]|[[\]]/g, (token) => {
    if (token === "[") depth += 1;
    else if (token === "]") depth = Math.max(0, depth - 1);
    if (depth > 0) return INSIDE[token] ?? token;
    // As a class of one character, it cannot be taken for a sign of repetition.
    return OUTSIDE[token] ?? (/^\\[.*+?|(){}]$/.test(token) ? `[${token.slice(1)}]` : token);
  });
  return patternProblem(common) === null ? common : null;
}
