/** What fields of the specification are called in the guidance, where their key is no ordinary word. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["automatic-ok", "approved by a note"],
  ["check", "what is checked"],
  ["do-not-use-when", "do not use when"],
  ["empty", "may be given empty"],
  ["enforces", "part of the form that it states"],
  ["for", "checked on"],
  ["from-date", "valid from"],
  ["is", "meaning"],
  ["label-basis", "how the label is known"],
  ["let", "names used in it"],
  ["load-by", "load by"],
  ["not-testable", "why it cannot be tested"],
  ["occurs", "how often it occurs"],
  ["official-label", "official label"],
  ["optional", "runs without"],
  ["ordered-by", "order"],
  ["parts", "what is checked"],
  ["publish-as", "published as"],
  ["reading", "how it is read"],
  ["reference-date", "reference date"],
  ["submit-by", "submit by"],
  ["to-date", "valid until"],
  ["type", "format"],
  ["unique", "what must differ"],
  ["use-when", "use when"],
  ["when", "when it applies"],
  ["with", "what it is given"],
  ["xml", "XML element"],
]);

/** A field in words: "valid from" for `from-date`. */
export function fieldWords(field: string): string {
  return WORDS.get(field) ?? field.replaceAll("-", " ");
}
