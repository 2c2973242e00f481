import { joinWords, withoutLabels } from "./english.ts";
import { type Clause, type Mood, spoken } from "./sentence-context.ts";
import type { Typed } from "./typed.ts";

export function whole(predicate: string, compound = false): Clause {
  return { subject: null, predicate, compound };
}

/** The sides of a chain of and (or of or, where it is denied), each with its own mood. */
export function sidesOf(node: Typed, word: "and" | "or", mood: Mood): readonly { readonly node: Typed; readonly mood: Mood }[] {
  if (node.op === "not") return sidesOf(node.operand, word, { ...mood, not: !mood.not });
  const own = mood.not ? (word === "and" ? "or" : "and") : word;
  if (node.op === own) return [...sidesOf(node.left, word, mood), ...sidesOf(node.right, word, mood)];
  return [{ node, mood }];
}

/** Clauses with one subject share it: "the date must be given and must be in the year". */
export function joinClauses(clauses: readonly Clause[], word: "and" | "or"): Clause {
  const merged = mergeClauses(clauses, word);
  const [only] = merged;
  if (merged.length === 1 && only !== undefined) return only;
  return whole(`${word === "or" ? "either " : ""}${joinTexts(merged, word)}`, true);
}

/** Neighbours with one subject made one clause. */
export function mergeClauses(clauses: readonly Clause[], word: "and" | "or"): readonly Clause[] {
  const merged: Clause[] = [];
  for (const next of clauses) {
    const last = merged.at(-1);
    const isShared = last?.subject !== null && last?.subject === next.subject && !next.compound && !/[,(]/.test(withoutLabels(last.predicate));
    if (last !== undefined && isShared)
      merged[merged.length - 1] = { subject: last.subject, predicate: `${eitherOf(last.predicate, word)} ${word} ${next.predicate}`, compound: true };
    else merged.push(next);
  }
  return merged;
}

function eitherOf(predicate: string, word: "and" | "or"): string {
  return word === "or" && !predicate.startsWith("must") && !predicate.startsWith("either") ? `either ${predicate}` : predicate;
}

/** Texts in a row; a comma parts them where one of them has an and or an or of its own. */
export function joinTexts(clauses: readonly Clause[], word: "and" | "or"): string {
  const texts = clauses.map((one) => spoken(one));
  return clauses.some(({ compound }) => compound) && texts.length > 1 ? `${texts.slice(0, -1).join(", ")}, ${word} ${texts.at(-1)}` : joinWords(texts, word);
}
