/**
 * Patterns are XML Schema regular expressions of the subset that XML Schema and JavaScript read alike: classes, groups, alternatives and
 * `* + ? {m,n}`. `\d` means 0 to 9; XML Schema would take digits of all scripts.
 */

/** Why a pattern is outside the common subset; null when it can be used. */
export function patternProblem(pattern: string): string | null {
  if (pattern === "") return "it is empty";
  if (/(^|[^\\])[\^$](?![^[]*\])/.test(pattern)) return "^ and $ have another meaning in XML Schema; a pattern always covers the whole value";
  if (/\(\?/.test(pattern)) return "groups with ? (look-ahead, named or non-capturing) do not exist in XML Schema";
  if (/[*+?}][?+]/.test(pattern)) return "lazy and possessive repeats do not exist in XML Schema";
  if (/\[(?:[^\]\\]|\\.)*-\[/.test(pattern)) return "class subtraction is not in the common subset";
  const escape = /\\([^dw\\.*+?|()[\]{}-])/.exec(pattern);
  if (escape !== null) return `\\${escape[1]} is not in the common subset`;
  try {
    // Compiling is the test: a wrong pattern throws.
    if (new RegExp(`^(?:${pattern})$`, "u").test("")) return null;
  } catch (error) {
    return error instanceof Error
      ? error.message.replace(/^Invalid regular expression: (\/.*\/u: )?/s, "").replace(/^./, (letter) => letter.toLowerCase())
      : "it is not a regular expression";
  }
  return null;
}

/** The pattern with `\d` and `\w` spelt out, so that XML Schema means the same as JavaScript. */
export function asciiPattern(pattern: string): string {
  let inClass = false;
  return pattern.replaceAll(/\\[\s\S]|[[\]]/g, (token) => {
    if (token === "[") inClass = true;
    else if (token === "]") inClass = false;
    if (token === "\\d") return inClass ? "0-9" : "[0-9]";
    if (token === "\\w") return inClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]";
    return token;
  });
}
