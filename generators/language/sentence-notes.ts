import { joinWords, the } from "./english.ts";
import { keyOf } from "./expand.ts";
import type { BodyOf, Cause } from "./null-logic.ts";
import { type Context, elementNoun, itemLabel, withoutOwner } from "./sentence-context.ts";
import { baseOf, noun } from "./sentence-nouns.ts";
import type { Typed } from "./typed.ts";

/** Definitions as the null logic asks for them. */
export function bodyOf({ labels }: Context): BodyOf {
  return (name, year) => labels.definition(name, year);
}

/** "the plan start date or the plan end date is empty" */
export function emptyWords(causes: readonly Cause[], context: Context): string {
  const single = [...new Set(causes.flatMap(({ nodes }) => (isSingle(nodes) ? nodes : [])).map((node) => shortNoun(node, context)))];
  const together = causes
    .filter(({ nodes }) => !isSingle(nodes))
    .map(({ nodes }) => {
      const [first, second] = nodes.map((node) => noun(node, context));
      if (nodes.length === 1) return "there is no such date";
      return nodes.length > 2 ? "none of those dates is given" : `neither ${first} nor ${second} is given`;
    });
  const empty = single.length === 0 ? [] : [`${single.length > 2 ? "any of " : ""}${joinWords(single, "or")} is empty`];
  return [...empty, ...together].join(", or ");
}

function isSingle(nodes: readonly Typed[]): boolean {
  return nodes.length === 1 && nodes[0]?.type.kind !== "list";
}

/** A record that was picked out by a condition is not described a second time. */
function shortNoun(node: Typed, context: Context): string {
  if (node.op !== "item") return noun(node, context);
  const base = baseOf(node.record);
  const isPicked = base.op === "quantifier" && (base.body !== null || base.list.op !== "groups");
  if (!isPicked) return noun(node, context);
  const kind = elementNoun(base.type, context);
  const label = withoutOwner(itemLabel(node.item, base.type.kind === "record" ? base.type.year : 0, context), kind);
  return `${the(label)} of that ${kind}`;
}

/** The remark on what keeps a check from being made; nothing when there is nothing to say. */
export function missingNote(causes: readonly Cause[], operands: readonly string[] | null, context: Context): string {
  if (causes.length === 0) return "";
  const keys = causes.flatMap(({ nodes }) => nodes.map(keyOf));
  const isBoth = operands?.length === 2 && keys.length === 2 && operands.every((key) => keys.includes(key));
  return ` (not tested when ${isBoth ? "either is empty" : emptyWords(causes, context)})`;
}
