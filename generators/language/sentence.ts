import { isPlural, joinWords, plural, sentence, the, withArticle } from "./english.ts";
import { keyOf, replaceVariables } from "./expand.ts";
import { type Cause, type NullLogic, nullLogic } from "./null-logic.ts";
import { clause } from "./sentence-clauses.ts";
import {
  type Clause,
  type Context,
  elementNoun,
  FACT,
  itemLabel,
  type Reference,
  recordLabel,
  type SentenceLabels,
  spoken,
  withoutOwner,
} from "./sentence-context.ts";
import { joinTexts, mergeClauses, sidesOf } from "./sentence-joins.ts";
import { listWords, theList } from "./sentence-lists.ts";
import { bodyOf, emptyWords, missingNote } from "./sentence-notes.ts";
import { noun } from "./sentence-nouns.ts";
import { relative } from "./sentence-relative.ts";
import { childrenOf, type Typed } from "./typed.ts";

export type { SentenceLabels } from "./sentence-context.ts";

/** What a part of a rule stands on, as far as a sentence needs it. */
export type SentenceTarget =
  | { readonly kind: "record"; readonly record: string }
  | { readonly kind: "entry"; readonly record: string; readonly item: string }
  | { readonly kind: "variables"; readonly within: string; readonly variables: readonly { readonly name: string; readonly list: Typed }[] };

/** A part of a rule, as far as a sentence needs it. */
export interface SentencePart {
  readonly target: SentenceTarget;
  readonly let: readonly { readonly name: string; readonly is: Typed }[];
  readonly when: Typed | null;
  readonly check: Typed | null;
  readonly unique: readonly Typed[];
  /** Path of the record inside which values must differ; null: the whole return. */
  readonly uniqueWithin: string | null;
}

/** A sentence of a rule in two: on what and when it asks something, up to the colon, and what it asks. */
export interface RuleSentence {
  readonly when: string;
  readonly must: string;
}

/**
 * A rule in plain English: one sentence for each of its parts.
 * @returns text without line breaks; empty when the rule has no parts
 */
export function sentenceOfRule(rule: { readonly parts: readonly SentencePart[] }, labels: SentenceLabels): string {
  return sentencesOfRule(rule, labels)
    .map(({ when, must }) => `${when} ${must}`)
    .join(" ");
}

/** The sentences of a rule; what a code means is said once in all of them. */
export function sentencesOfRule(rule: { readonly parts: readonly SentencePart[] }, labels: SentenceLabels): readonly RuleSentence[] {
  const spokenParts = rule.parts.map((part) => sentenceOfPart(part, labels));
  // One check on several records is one sentence.
  const bodies = new Map<string, string[]>();
  for (const { head, body } of spokenParts) bodies.set(body, [...(bodies.get(body) ?? []), head]);
  let before = "";
  const told = new Set<string>();
  return [...bodies].map(([body, heads]) => {
    const head = joinHeads(heads);
    const isAgain = head === before && body.startsWith(", ");
    before = head;
    const [when = "", must = ""] = sentence(isAgain ? body.slice(2) : `for ${head}${body}`, told).split(BREAK);
    return { when, must };
  });
}

/** Where a sentence is cut in two; no text of a specification holds it. */
const BREAK = "\n";

function joinHeads(heads: readonly string[]): string {
  const [first = ""] = heads;
  return heads.length === 1
    ? first
    : `each ${joinWords(
        heads.map((head) => head.replace(/^each /, "")),
        "or",
      )}`;
}

function sentenceOfPart(part: SentencePart, labels: SentenceLabels): { readonly head: string; readonly body: string } {
  const { head, references } = targetWords(part, labels);
  const { lets, named } = chooseLets(part);
  const context: Context = { labels, references: new Map([...references, ...namedReferences(named)]), lets, relative, noun, clause };
  const when = part.when === null ? "" : `, when ${spoken(clause(part.when, FACT, context))}`;
  const must = part.check === null ? uniqueWords(part, context) : obligation(part, part.check, spelledOut(part.check, context));
  const where = named.map(({ name, is }) => `${nameWords(name)} ${is.type.kind === "boolean" ? "means that" : "means"} ${meaning(is, context)}`);
  return { head, body: `${when}:${BREAK}${must}${where.length === 0 ? "" : `; here ${joinWords(where)}`}` };
}

function meaning(is: Typed, context: Context): string {
  if (is.type.kind === "boolean") return spoken(clause(is, FACT, context));
  return is.type.kind === "list" ? theList(is, context) : noun(is, context);
}

/** `{name: "carried_on"}` is spoken of as ‘carried on’. */
function nameWords(name: string): string {
  return `‘${name.replaceAll("_", " ")}’`;
}

function namedReferences(named: readonly { readonly name: string; readonly is: Typed }[]): ReadonlyMap<string, Reference> {
  return new Map(
    named.map(({ name }) => {
      const self = nameWords(name);
      return [name, { self, of: (label: string) => `${the(label)} of ${self}`, isCurrent: false, isPlural: false, noun: self }];
    }),
  );
}

function countVariable(node: Typed, name: string): number {
  return (node.op === "variable" && node.name === name ? 1 : 0) + childrenOf(node).reduce((total, inner) => total + countVariable(inner, name), 0);
}

/** A `let` name used once is read as what it stands for; a list or a longer thing used more often is introduced by its name. */
function chooseLets(part: SentencePart): { lets: ReadonlyMap<string, Typed>; named: readonly { name: string; is: Typed }[] } {
  const users = [part.when, part.check, ...part.unique].filter((node) => node !== null);
  const all = [...users, ...part.let.map(({ is }) => is)];
  const named = part.let.filter(({ name, is }) => {
    const uses = all.reduce((total, node) => total + countVariable(node, name), 0);
    return uses > 1 && is.op !== "item" && !(is.op === "quantifier" && is.body === null) && is.op !== "call";
  });
  const isNamed = new Set(named.map(({ name }) => name));
  return { lets: new Map(part.let.filter(({ name }) => !isNamed.has(name)).map(({ name, is }) => [name, is])), named };
}

/** Beside records of other kinds, "the start date" would leave open whose. */
function spelledOut(check: Typed, context: Context): Context {
  const own = context.references.get("this");
  const isAmong = (node: Typed): boolean => node.op === "quantifier" || childrenOf(node).some(isAmong);
  if (own === undefined || !isAmong(check)) return context;
  return { ...context, references: new Map([...context.references, ["this", { ...own, of: the }]]) };
}

/** The check with what cannot be tested: said once at the end, or behind the part of an and that it belongs to. */
function obligation(part: SentencePart, check: Typed, context: Context): string {
  const meanings = new Map<string, Typed>();
  for (const { name, is } of part.let) meanings.set(name, replaceVariables(is, meanings));
  const logicOf = (node: Typed): NullLogic => nullLogic(replaceVariables(node, meanings), bodyOf(context));
  const told = new Set(part.when === null ? [] : logicOf(part.when).neverTrue.keys());
  /** What has not been said yet, and is said now. */
  const news = (all: NullLogic["neverFalse"], decided: ReadonlySet<string>): readonly Cause[] => {
    const fresh = [...all].filter(([key]) => !told.has(key) && !decided.has(key));
    for (const [key] of fresh) told.add(key);
    return fresh.map(([, cause]) => cause);
  };
  const logic = logicOf(check);
  const always = news(logic.neverFalse, logic.makesTrue);
  const sides = sidesOf(check, "and", { must: true, not: false });
  const clauses = sides.map((side): Clause => {
    const own = logicOf(side.mood.not ? { op: "not", operand: side.node, type: side.node.type, range: side.node.range } : side.node);
    const heard = new Set(told);
    const partly = sides.length === 1 ? [] : news(own.neverFalse, new Set([...own.makesTrue, ...logic.makesFalse]));
    // The same item may leave another part untested too.
    for (const key of told) if (!heard.has(key)) told.delete(key);
    const text = clause(side.node, side.mood, context);
    const note = ` (this part is not tested when ${emptyWords(partly, context)})`;
    return partly.length === 0 ? text : { ...text, predicate: text.predicate + note, compound: true };
  });
  if (sides.length > 1) for (const side of sides) news(logicOf(side.node).neverFalse, new Set());
  const text = joinTexts(mergeClauses(clauses, "and"), "and");
  const whole = missingNote(always, operandsOf(check, meanings), context);
  const weak = news(logic.weakens, new Set([...logic.makesFalse, ...logic.makesTrue]));
  const surprising = [...logic.surprises].filter(([key]) => !told.has(key)).map(([, cause]) => cause);
  return [
    text,
    // What holds for the whole must be told from what was said of a part.
    text.endsWith("is empty)") ? whole.replace("(not tested", "(nothing is tested") : whole,
    weak.length === 0 ? "" : ` (not fully tested when ${emptyWords(weak, context)})`,
    surprising.length === 0 ? "" : ` (reported as well when ${emptyWords(surprising, context)})`,
  ].join("");
}

/** The two sides of a plain comparison, of which a note can say "either". */
function operandsOf(check: Typed, meanings: ReadonlyMap<string, Typed>): readonly string[] | null {
  if (check.op === "compare") return [check.left, check.right].map((side) => keyOf(replaceVariables(side, meanings)));
  return null;
}

function uniqueWords(part: SentencePart, context: Context): string {
  const { target } = part;
  const names = part.unique.map((item) => noun(item, context));
  const scope = part.uniqueWithin === null ? "of the return" : `of the same ${recordLabel(part.uniqueWithin, 0, context)}`;
  const applies = part.when === null ? new Map() : nullLogic(part.when, bodyOf(context)).neverTrue;
  const isAlwaysGiven = part.unique.every((item) => applies.has(keyOf(item)));
  const note = isAlwaysGiven ? "" : " (empty ones are not compared)";
  if (target.kind === "entry") return `${names.join(" and ")} must differ between the ${plural(itemLabel(target.item, 0, context))} ${scope}${note}`;
  const kind = target.kind === "record" ? plural(recordLabel(target.record, 0, context)) : "records";
  const what = names.length > 1 ? `the combination of ${joinWords(names)}` : (names[0] ?? "");
  return `${what} must differ between all ${kind} ${scope}${note}`;
}

function thisReference(record: string, labels: SentenceLabels, context: Context): [string, Reference] {
  const label = recordLabel(record, 0, { ...context, labels });
  return ["this", { self: the(label), of: (name) => the(withoutOwner(name, label)), isCurrent: false, isPlural: false, noun: label }];
}

/** "each child protection plan", "any two child in need plans A and B of a child". */
function targetWords({ target }: SentencePart, labels: SentenceLabels): { head: string; references: ReadonlyMap<string, Reference> } {
  const bare: Context = { labels, references: new Map(), lets: new Map(), relative, noun, clause };
  if (target.kind === "record") {
    const [name, self] = thisReference(target.record, labels, bare);
    const head = !target.record.includes("/")
      ? "the return"
      : isPlural(self.noun)
        ? `each record ‘${labels.record(target.record, 0) ?? self.noun}’`
        : `each ${self.noun}`;
    return { head, references: new Map([[name, self]]) };
  }
  if (target.kind === "entry") {
    const [name, self] = thisReference(target.record, labels, bare);
    const label = itemLabel(target.item, 0, bare);
    const entry: Reference = { self: the(label), of: (other) => the(other), isCurrent: false, isPlural: false, noun: label };
    return {
      head: `each ${label}`,
      references: new Map([
        [name, self],
        ["#entry", entry],
      ]),
    };
  }
  return variablesWords(target, labels, bare);
}

function variablesWords(target: SentenceTarget & { kind: "variables" }, labels: SentenceLabels, bare: Context) {
  const [name, self] = thisReference(target.within, labels, bare);
  const references = new Map<string, Reference>([[name, self]]);
  const context: Context = { ...bare, references };
  const words = target.variables.map(({ list }) => listWords(list, context));
  const within = ` of ${withArticle(self.noun)}`;
  const singles = words.map(({ singular, plural: many }) => singular ?? `one of the ${many}`);
  const isPair = words.length > 1 && new Set(singles).size === 1;
  target.variables.forEach(({ name: variable, list }, index) => {
    const letter = String.fromCodePoint(65 + index);
    const kind = list.type.kind === "list" ? elementNoun(list.type.of, context) : "record";
    const own = isPair ? letter : the(kind);
    references.set(variable, {
      self: own,
      of: (label) => (isPair || kind === "series" ? `${the(withoutOwner(label, kind))} of ${own}` : the(label)),
      isCurrent: false,
      isPlural: false,
      noun: kind,
    });
  });
  if (isPair) {
    const letters = joinWords(target.variables.map((_, index) => String.fromCodePoint(65 + index)));
    return { head: `any ${words.length === 2 ? "two" : String(words.length)} ${words[0]?.plural ?? ""} ${letters}${within}`, references };
  }
  // What is described at length cannot be followed by "of a child".
  const isLong = singles.some((single) => /\b(whose|that|which)\b/.test(single));
  return { head: isLong ? `each ${self.noun} and each ${joinWords(singles)}` : `each ${joinWords(singles)}${within}`, references };
}
