import { joinWords } from "./english.ts";
import { keyOf } from "./expand.ts";
import type { BodyOf, Cause } from "./null-logic.ts";
import type { Context } from "./sentence-context.ts";
import { noun } from "./sentence-nouns.ts";

/** Definitions as the null logic asks for them. */
export function bodyOf({ labels }: Context): BodyOf {
  return (name, year) => labels.definition(name, year);
}

/** "the plan start date or the plan end date is empty" */
export function emptyWords(causes: readonly Cause[], context: Context): string {
  const single = [...new Set(causes.flatMap(({ nodes }) => (nodes.length === 1 ? nodes : [])).map((node) => noun(node, context)))];
  const together = causes
    .filter(({ nodes }) => nodes.length > 1)
    .map(({ nodes }) => `none of ${nodes.length > 2 ? "those dates" : joinWords(nodes.map((node) => noun(node, context)))} is given`);
  const empty = single.length === 0 ? [] : [`${single.length > 2 ? "any of " : ""}${joinWords(single, "or")} is empty`];
  return [...empty, ...together].join(", or ");
}

/** The remark on what keeps a check from being made; nothing when there is nothing to say. */
export function missingNote(causes: readonly Cause[], operands: readonly string[] | null, context: Context): string {
  if (causes.length === 0) return "";
  const keys = causes.flatMap(({ nodes }) => nodes.map(keyOf));
  const isBoth = operands?.length === 2 && keys.length === 2 && operands.every((key) => keys.includes(key));
  return ` (not tested when ${isBoth ? "either is empty" : emptyWords(causes, context)})`;
}
