const cache = new Map<string, RegExp>();

/** A form as the language means it: it covers the whole text. Checked before: see `patternProblem` of the specification. */
export function matcher(pattern: string): RegExp {
  const found = cache.get(pattern) ?? new RegExp(`^(?:${pattern})$`, "u");
  cache.set(pattern, found);
  return found;
}
