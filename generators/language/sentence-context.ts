import { asNoun, the } from "./english.ts";
import type { Typed } from "./typed.ts";
import type { Type, Year } from "./types.ts";

/** What sentences call things. A name without a label is spoken as it is written. */
export interface SentenceLabels {
  readonly record: (path: string, year: Year) => string | null;
  readonly item: (path: string, year: Year) => string | null;
  readonly codeSet: (name: string, year: Year) => string | null;
  readonly code: (set: string, code: string, year: Year) => string | null;
  readonly definition: (name: string, year: Year) => { readonly label: string; readonly body: Typed; readonly parameters: readonly string[] } | null;
  readonly table: (name: string) => string | null;
  /** What a period of the collection is called: "year", "quarter". */
  readonly period: string;
}

/** How a variable is spoken of: itself, and its items. */
export interface Reference {
  readonly self: string;
  readonly of: (noun: string) => string;
  /** It is the one of which a relative clause speaks, so that its items are "its". */
  readonly isCurrent: boolean;
  readonly isPlural: boolean;
  /** What it is called when another one becomes the current one. */
  readonly noun: string;
}

export interface Mood {
  /** An obligation ("must be") rather than a fact ("is"). */
  readonly must: boolean;
  readonly not: boolean;
}

/** Part of a sentence; `subject` is null when it cannot be shared with a neighbour. */
export interface Clause {
  readonly subject: string | null;
  readonly predicate: string;
  /** It holds an and or an or, so that a comma must part it from others. */
  readonly compound: boolean;
}

export interface Context {
  readonly labels: SentenceLabels;
  readonly references: ReadonlyMap<string, Reference>;
  /** `let` names that are read as what they stand for. */
  readonly lets: ReadonlyMap<string, Typed>;
  /** A condition on the elements of a list: "that has no end date". Given from outside, as nouns and clauses hold each other. */
  readonly relative: (variable: string, type: Type, body: Typed, isPlural: boolean, context: Context) => string;
  readonly noun: (node: Typed, context: Context) => string;
  readonly clause: (node: Typed, mood: Mood, context: Context) => Clause;
}

export const FACT: Mood = { must: false, not: false };

export function spoken({ subject, predicate }: Clause): string {
  return subject === null ? predicate : `${subject} ${predicate}`;
}

export function nameOf(path: string): string {
  return path.split(/[/#*]/).at(-1) ?? path;
}

export function recordLabel(path: string, year: Year, { labels }: Context): string {
  return asNoun(labels.record(path, year) ?? nameOf(path));
}

export function itemLabel(path: string, year: Year, { labels }: Context): string {
  return asNoun(labels.item(path, year) ?? nameOf(path));
}

/** "end date" for "child protection plan end date", where the plan is named beside it. */
export function withoutOwner(label: string, owner: string): string {
  const rest = label.startsWith(`${owner} `) ? label.slice(owner.length + 1) : "";
  return rest.includes(" ") ? rest : label;
}

/** "last year's return" */
export function returnName(year: Year, { labels }: Context): string {
  return year === 1 ? `last ${labels.period}’s return` : `the return of the ${labels.period} before last`;
}

/** What the elements of a list are called. */
export function elementNoun(type: Type, context: Context): string {
  if (type.kind === "record") return recordLabel(type.record, type.year, context);
  if (type.kind === "list") return "series";
  return type.kind === "row" ? "entry" : "value";
}

/** Makes a variable the current one; those before are told apart by their nouns. */
export function withCurrent(variable: string, type: Type, reference: Reference, context: Context): Context {
  const references = new Map<string, Reference>();
  for (const [name, other] of context.references) references.set(name, demoted(name, other, type, context));
  references.set(variable, reference);
  return { ...context, references };
}

function demoted(name: string, other: Reference, type: Type, context: Context): Reference {
  const isSameKind = type.kind === "record" && recordLabel(type.record, type.year, context) === other.noun;
  if (name === "this" && !isSameKind) return { ...other, of: the };
  if (!other.isCurrent && name !== "this") return other;
  const self = `${name === "this" ? "this" : "that"} ${other.noun}`;
  return { self, of: (noun) => `${the(withoutOwner(noun, other.noun))} of ${self}`, isCurrent: false, isPlural: false, noun: other.noun };
}
