import { the } from "./english.ts";
import { mentions, nullLogic } from "./null-logic.ts";
import { type Clause, type Context, elementNoun, FACT, type Mood, type Reference, spoken, withCurrent, withoutOwner } from "./sentence-context.ts";
import { joinTexts, sidesOf, whole } from "./sentence-joins.ts";
import { listWords } from "./sentence-lists.ts";
import { bodyOf, missingNote } from "./sentence-notes.ts";
import type { Typed } from "./typed.ts";
import type { Type } from "./types.ts";

/** A condition on the elements of a list as it follows their noun: "that has no end date and whose start date is in the year". */
export function relative(variable: string, type: Type, body: Typed, isPlural: boolean, context: Context): string {
  const self = isPlural ? "they" : "it";
  const its = isPlural ? "their" : "its";
  const noun = elementNoun(type, context);
  const reference: Reference = { self, of: (label) => `${its} ${withoutOwner(label, noun)}`, isCurrent: true, isPlural, noun };
  const inner = withCurrent(variable, type, reference, context);
  const word = isChain(body, "or") ? "or" : "and";
  const pieces = sidesOf(body, word, FACT).map((side) => piece(inner.clause(side.node, side.mood, inner), self, its));
  const [first] = pieces;
  // A choice of which a part is neither "that" nor "whose" is read as one condition.
  if (word === "or" && pieces.some(({ subject }) => subject === null)) return `for which ${spoken(context.clause(body, FACT, inner))}`;
  if (first === undefined) return "";
  const merged: Clause[] = [];
  for (const next of pieces) {
    const last = merged.at(-1);
    if (last?.subject === "that" && next.subject === "that" && !last.compound && !next.compound)
      merged[merged.length - 1] = { subject: "that", predicate: `${last.predicate} ${word} ${next.predicate}`, compound: false };
    else merged.push(next);
  }
  return joinTexts(
    merged.map((one) => (one.subject === null ? { ...one, predicate: `for which ${one.predicate}` } : one)),
    word,
  );
}

function isChain(node: Typed, word: "and" | "or"): boolean {
  if (node.op === "not") return isChain(node.operand, word === "and" ? "or" : "and");
  return node.op === word;
}

function piece(spokenClause: Clause, self: string, its: string): Clause {
  const { subject, predicate, compound } = spokenClause;
  if (subject === self) return { subject: "that", predicate, compound };
  if (subject?.startsWith(`${its} `) === true) return { subject: `whose ${subject.slice(its.length + 1)}`, predicate, compound };
  return whole(spoken(spokenClause), compound);
}

/** "every assessment must have an end date", or "for every assessment, its end date must be on or after its start date". */
export function everyClause(list: Typed, variable: string, type: Type, body: Typed, mood: Mood, context: Context): Clause {
  const words = listWords(list, context);
  const every = words.singular === null ? `each of the ${words.plural}` : `every ${words.singular}`;
  const noun = elementNoun(type, context);
  const note = mood.must ? elementNote(variable, type, body, context) : "";
  const direct = withCurrent(
    variable,
    type,
    { self: every, of: (label) => `${the(withoutOwner(label, noun))} of ${every}`, isCurrent: true, isPlural: false, noun },
    context,
  );
  const short = context.clause(body, mood, direct);
  const text = spoken(short);
  if (short.subject?.endsWith(every) === true && text.split(every).length === 2) return { ...short, predicate: `${short.predicate}${note}` };
  const it = withCurrent(variable, type, { self: "it", of: (label) => `its ${withoutOwner(label, noun)}`, isCurrent: true, isPlural: false, noun }, context);
  const long = spoken(context.clause(body, mood, it));
  return whole(long.startsWith("it ") ? `${every} ${long.slice(3)}${note}` : `for ${every}, ${long}${note}`, true);
}

/** Elements that a check passes over because something of theirs is empty. */
function elementNote(variable: string, type: Type, body: Typed, context: Context): string {
  const logic = nullLogic(body, bodyOf(context));
  const causes = [...logic.neverFalse].filter(([key]) => !logic.makesTrue.has(key)).map(([, cause]) => cause);
  const own = causes.filter(({ nodes }) => nodes.every((node) => mentions(node, variable)));
  if (own.length === 0) return "";
  if (own.every(({ nodes }) => nodes.length === 1 && nodes[0]?.op === "variable")) return " (empty ones are not tested)";
  const noun = elementNoun(type, context);
  const it = withCurrent(variable, type, { self: "it", of: (label) => `its ${withoutOwner(label, noun)}`, isCurrent: true, isPlural: false, noun }, context);
  return missingNote(own, null, it).replace("not tested when", "not tested where");
}
