import { asNoun, inSentence, isPlural, joinWords, labelledCode, quote, withArticle } from "./english.ts";
import { type Clause, type Context, itemLabel, type Mood, nameOf, type Reference, recordLabel, returnName, withoutOwner } from "./sentence-context.ts";
import { whole } from "./sentence-joins.ts";
import { listWords, tableName } from "./sentence-lists.ts";
import { baseOf, noun, recordNoun } from "./sentence-nouns.ts";
import type { Typed } from "./typed.ts";
import type { Type } from "./types.ts";

/** "is", "are not", "must be" … */
export function be(mood: Mood, isMany: boolean, complement: string): string {
  const verb = mood.must ? (mood.not ? "must not be" : "must be") : `${isMany ? "are" : "is"}${mood.not ? " not" : ""}`;
  return `${verb} ${complement}`;
}

/** "counts", "do not count", "must count" … */
export function act(mood: Mood, isMany: boolean, verb: string, rest: string): string {
  const third = isMany ? verb : `${verb}s`;
  const says = mood.must ? `must ${mood.not ? "not " : ""}${verb}` : mood.not ? `${isMany ? "do" : "does"} not ${verb}` : third;
  return `${says} ${rest}`;
}

/** "there is …", "there must be …": what there is carries its own "no". */
export function thereBe(must: boolean, what: string, isMany = false): Clause {
  return whole(`there ${must ? "must be" : isMany ? "are" : "is"} ${what}`);
}

/** A value as the subject of a sentence; many things and "they" take the verb of many. */
export function isManySubject(node: Typed, context: Context): boolean {
  if (node.op === "variable") return context.references.get(node.name)?.isPlural ?? false;
  if (node.op === "item" && node.type.kind !== "boolean")
    return isPlural(itemLabel(node.item, node.record.type.kind === "record" ? node.record.type.year : 0, context));
  return false;
}

/** Code with its label: "RC2 (Died)". */
export function codeWords(value: string, type: Type, { labels }: Context): string {
  if (type.kind !== "code") return type.kind === "integer" || type.kind === "decimal" ? value : quote(value);
  const label = labels.code(type.set, value, type.year);
  return label === null ? value : labelledCode(value, label);
}

/** Completes "is …" for membership of a list of codes; long lists go by the name of their group. */
export function membership(value: Typed, set: Typed, context: Context): string {
  if (set.type.kind === "row") return `listed in ${tableName(set.type.table, context)}`;
  if (set.op === "set" && !set.group) {
    const year = value.type.kind === "code" ? value.type.year : 0;
    return `a code of the list ${quote(context.labels.codeSet(set.name, year) ?? set.name)}`;
  }
  const codes = set.op === "set" ? set.codes : set.op === "constants" ? set.values : null;
  if (codes === null) return `one of ${noun(set, context)}`;
  if (codes.length > 5) return set.op === "set" ? `a code of the group ${quote(set.name)}` : `one of ${joinWords(codes, "or")}`;
  const words = codes.map((code) => codeWords(code, value.type, context));
  return joinWords(words, "or");
}

/** What the record of an item is called when sentences are about it: a variable, or null. */
function holderOf(node: Typed, context: Context): Reference | null {
  if (node.op !== "item") return null;
  const base = baseOf(node.record);
  const reference = base.op === "variable" && base.name !== "this" ? context.references.get(base.name) : undefined;
  return reference?.isCurrent === true ? reference : null;
}

function label(node: Typed, context: Context): string {
  switch (node.op) {
    case "item":
    case "entries":
      return itemLabel(node.item, node.record.type.kind === "record" ? node.record.type.year : 0, context);
    case "group":
    case "groups":
      return recordLabel(node.group, node.record.type.kind === "record" ? node.record.type.year : 0, context);
    case "definition":
      return asNoun(inSentence(context.labels.definition(node.name, node.year)?.label ?? nameOf(node.name)));
    default:
      return "";
  }
}

/** What there is none of, in words that follow "no": only lists and plain items have them. */
function kindOf(node: Typed, context: Context): string | null {
  if (node.type.kind === "list") return listWords(node, context).singular;
  if (node.op !== "item" || node.type.kind === "boolean") return null;
  const words = label(node, context);
  return words.startsWith("‘") || holderOf(node, context) !== null ? null : words;
}

/** `present` and `absent` of one thing. */
export function givenOne(node: Typed, mood: Mood, context: Context): Clause {
  const { type } = node;
  if (node.op === "variable" && context.lets.has(node.name)) return givenOne(context.lets.get(node.name) ?? node, mood, context);
  if (type.kind === "list") return givenList(node, mood, context);
  if (type.kind === "record") return givenRecord(node, mood, context);
  const holder = holderOf(node, context);
  const words = holder === null ? label(node, context) : withoutOwner(label(node, context), holder.noun);
  if (holder !== null && !words.startsWith("‘")) {
    const object = mood.not ? `no ${words}` : withArticle(words);
    const verb = mood.must ? "must have" : holder.isPlural ? "have" : "has";
    return { subject: holder.self, predicate: `${verb} ${object}`, compound: false };
  }
  return { subject: noun(node, context), predicate: be(mood, isManySubject(node, context), "given"), compound: false };
}

function givenList(node: Typed, mood: Mood, context: Context): Clause {
  const { singular, plural: many } = listWords(node, context);
  const what =
    singular === null ? (mood.not ? `none of the ${many}` : `at least one of the ${many}`) : mood.not ? `no ${singular}` : `at least one ${singular}`;
  return thereBe(mood.must, what);
}

function givenRecord(node: Typed, mood: Mood, context: Context): Clause {
  if (node.op === "neighbour") {
    const words = recordNoun(node, context);
    const rest = words.replace(/^the /, "");
    return thereBe(mood.must, mood.not ? `no ${rest}` : withArticle(rest));
  }
  if (node.op === "earlier") {
    const isRoot = node.type.kind === "record" && !node.type.record.includes("/");
    if (isRoot) return thereBe(mood.must, `${mood.not ? "no" : "a"} return of the ${context.labels.period} before`);
    return { subject: recordNoun(node.record, context), predicate: be(mood, false, `in ${returnName(node.year, context)}`), compound: false };
  }
  if (node.op === "quantifier") {
    const words = listWords(node, context);
    if (words.singular !== null) return thereBe(mood.must, mood.not ? `no ${words.singular}` : `at least one ${words.singular}`);
    return thereBe(mood.must, `${mood.not ? "none" : "at least one"} of the ${words.plural}`);
  }
  if (node.op === "definition") return thereBe(mood.must, mood.not ? `no ${label(node, context)}` : withArticle(label(node, context)));
  if (node.op === "group") return thereBe(mood.must, `${mood.not ? "no" : "a"} record ${quote(inTitle(node, context))}`);
  if (node.op === "variable" && node.name !== "this")
    return { subject: recordNoun(node, context), predicate: act(mood, false, "exist", "").trimEnd(), compound: false };
  const name = node.type.kind === "record" ? (context.labels.record(node.type.record, node.type.year) ?? nameOf(node.type.record)) : "record";
  return whole(
    `${mood.not ? "nothing" : "something"} ${be({ ...mood, not: false }, false, `given in ${node.op === "variable" && node.name === "this" ? `the record ${quote(name)}` : recordNoun(node, context)}`)}`,
  );
}

function inTitle(node: Typed & { op: "group" }, { labels }: Context): string {
  return labels.record(node.group, node.record.type.kind === "record" ? node.record.type.year : 0) ?? nameOf(node.group);
}

/** `present`, `absent` and `any_present` of several things; null when their kinds must be spoken of one by one. */
export function givenSeveral(name: string, given: readonly Typed[], mood: Mood, context: Context): Clause | null {
  const holders = given.map((node) => holderOf(node, context));
  const [holder] = holders;
  if (holder !== null && holder !== undefined && holders.every((other) => other === holder)) return heldBy(holder, name, given, mood, context);
  const isPlain = given.every((node) => node.type.kind !== "list" && node.type.kind !== "record");
  const none = name === "absent" ? !mood.not : name === "any_present" && mood.not;
  const kinds = given.map((node) => kindOf(node, context));
  if (none && !isPlain && kinds.every((kind) => kind !== null)) return thereBe(mood.must, `no ${joinWords(kinds.map(String), "or")}`);
  if (!isPlain) return null;
  const nouns = given.map((node) => noun(node, context));
  const two = nouns.length === 2;
  if (none) return whole(`${two ? `neither ${nouns.join(" nor ")}` : `none of ${joinWords(nouns)}`} ${mood.must ? "may be" : "is"} given`);
  if (name === "present" && !mood.not) {
    return { subject: joinWords(nouns), predicate: mood.must ? `must ${two ? "both" : "all"} be given` : `are ${two ? "both" : "all"} given`, compound: true };
  }
  if (name === "present") return whole(`not all of ${joinWords(nouns)} ${mood.must ? "may be" : "are"} given`);
  return whole(`at least one of ${joinWords(nouns)} ${mood.must ? "must be" : "is"} given`);
}

function heldBy(holder: Reference, name: string, given: readonly Typed[], mood: Mood, context: Context): Clause {
  const words = given.map((node) => withoutOwner(label(node, context), holder.noun));
  const none = name === "absent" ? !mood.not : name === "any_present" && mood.not;
  const verb = mood.must ? "must have" : holder.isPlural ? "have" : "has";
  const listed = joinWords(words.map(withArticle), name === "present" ? "and" : "or");
  const object = none ? `no ${joinWords(words, "or")}` : name === "present" && mood.not ? `not all of ${joinWords(words)}` : listed;
  return { subject: holder.self, predicate: `${verb} ${object}`, compound: given.length > 1 };
}

/** `valid` says which kind of value is meant. */
export function validWords(type: Type): string {
  if (type.kind === "code") return "a valid code";
  if (type.kind === "date" || type.kind === "partial-date") return "a valid date";
  if (type.kind === "boolean") return "true or false";
  return type.kind === "postcode" ? "a valid postcode" : type.kind === "integer" || type.kind === "decimal" ? "a valid number" : "valid";
}
