import { inSentence, isPlural, plural, quote, the } from "./english.ts";
import { type Context, elementNoun, itemLabel, nameOf, type Reference, recordLabel, returnName, withCurrent, withoutOwner } from "./sentence-context.ts";
import type { Typed } from "./typed.ts";
import type { Type, Year } from "./types.ts";

/** A list in words: "assessment" and "assessments", or only "periods of care" when one of them has no word of its own. */
export interface ListWords {
  readonly singular: string | null;
  readonly plural: string;
}

/** What the elements of a list are called, with all that tells which ones are meant. */
export function listWords(node: Typed, context: Context): ListWords {
  switch (node.op) {
    case "entries":
      return withOwner(itemLabel(node.item, yearOf(node.record), context), node.record, context);
    case "item":
      return withOwner(itemLabel(node.item, yearOf(node.record), context), node.record, context);
    case "groups":
      return withOwner(recordLabel(node.group, yearOf(node.record), context), node.record, context);
    case "group":
      return withOwner(recordLabel(node.group, yearOf(node.record), context), node.record, context);
    case "collect":
      return collected(node, context);
    case "quantifier":
      return filtered(node, context);
    case "distinct": {
      const inner = listWords(node.list, context);
      return { singular: inner.singular, plural: `different ${inner.plural}` };
    }
    case "concat": {
      const [left, right] = [listWords(node.left, context), listWords(node.right, context)];
      return { singular: null, plural: `${left.plural} and ${right.plural}` };
    }
    case "runs":
      return runs(node, context);
    case "rows":
      return { singular: `entry of ${tableName(node.table, context)} for this key`, plural: `entries of ${tableName(node.table, context)} for this key` };
    case "definition": {
      const label = inSentence(context.labels.definition(node.name, node.year)?.label ?? nameOf(node.name));
      const suffix = node.owner === null ? "" : ownerWords(node.owner, context);
      return { singular: isPlural(label) ? null : `${label}${suffix}`, plural: `${plural(label)}${suffix}` };
    }
    case "variable": {
      const meaning = context.lets.get(node.name);
      if (meaning !== undefined) return listWords(meaning, context);
      return { singular: null, plural: context.references.get(node.name)?.self ?? node.name };
    }
    case "constants":
      return { singular: null, plural: node.values.join(", ") };
    default:
      return { singular: null, plural: "values" };
  }
}

export function tableName(table: string, { labels }: Context): string {
  return `the reference table ${quote(labels.table(table) ?? table)}`;
}

/** "the assessments", or the words of a list that has its own beginning. */
export function theList(node: Typed, context: Context): string {
  const words = listWords(node, context).plural;
  return /^(the|their|its|different|that|this|‘) ?/.test(words) ? words : the(words);
}

function yearOf(record: Typed): Year {
  return record.type.kind === "record" ? record.type.year : 0;
}

function withOwner(noun: string, record: Typed, context: Context): ListWords {
  const suffix = ownerWords(record, context);
  return { singular: `${noun}${suffix}`, plural: `${plural(noun)}${suffix}` };
}

/** Whose list it is, as far as it must be said: nothing for those of the checked record. */
function ownerWords(record: Typed, context: Context): string {
  switch (record.op) {
    case "group":
      return ownerWords(record.record, context);
    case "enclosing": {
      const noun = recordLabel(record.path, yearOf(record), context);
      return record.path.includes("/") ? ` of ${the(noun)}` : " in the return";
    }
    case "earlier":
      return ` in ${returnName(record.year, context)}`;
    case "variable": {
      const reference = context.references.get(record.name);
      if (record.name === "this" && record.type.kind === "record" && !record.type.record.includes("/")) return " in the return";
      return record.name === "this" || reference === undefined || reference.isCurrent ? "" : ` of ${reference.self}`;
    }
    case "quantifier":
    case "neighbour":
      return ` of ${context.noun(record, context)}`;
    default:
      return "";
  }
}

/** `list.X`: the words of X, and of the list only what is said about it. */
function collected(node: Typed & { op: "collect" }, context: Context): ListWords {
  const { type } = node.list;
  const elementType: Type = type.kind === "list" ? type.of : type;
  const reference: Reference = { self: "", of: (noun) => noun, isCurrent: false, isPlural: false, noun: elementNoun(elementType, context) };
  const inner = context.references;
  const element = { ...context, references: new Map([...inner, [node.variable, reference]]) };
  const base = bodyWords(node.body, node.variable, element);
  if (base === null) return { singular: null, plural: "values" };
  const outer = qualifier(node.list, context);
  return { singular: `${base}${outer}`, plural: `${plural(base)}${outer}` };
}

/** The noun of what is collected, without an owner. */
function bodyWords(body: Typed, variable: string, context: Context): string | null {
  switch (body.op) {
    case "item":
    case "entries":
      return itemLabel(body.item, yearOf(body.record), context);
    case "group":
    case "groups":
      return recordLabel(body.group, yearOf(body.record), context);
    case "definition":
      return inSentence(context.labels.definition(body.name, body.year)?.label ?? nameOf(body.name));
    case "cell":
      return quote(body.column.replaceAll("_", " "));
    case "variable":
      return body.name === variable ? null : (context.references.get(body.name)?.noun ?? null);
    default:
      return null;
  }
}

/** What must be added of a list when its elements are only passed through: whose it is, and a filter. */
function qualifier(list: Typed, context: Context): string {
  if (list.op === "collect") return qualifier(list.list, context);
  if (list.op === "groups" || list.op === "entries") return ownerWords(list.record, context);
  if (list.op === "variable" && context.lets.has(list.name)) return qualifier(context.lets.get(list.name) ?? list, context);
  return ` of ${theList(list, context)}`;
}

function filtered(node: Typed & { op: "quantifier" }, context: Context): ListWords {
  const words = listWords(node.list, context);
  const { type } = node.list;
  if (node.body === null || type.kind !== "list") return words;
  const say = (isMany: boolean): string => context.relative(node.variable, type.of, node.body ?? node.list, isMany, context);
  return { singular: words.singular === null ? null : `${words.singular} ${say(false)}`, plural: `${words.plural} ${say(true)}` };
}

function runs(node: Typed & { op: "runs" }, context: Context): ListWords {
  const words = listWords(node.list, context);
  const type: Type = node.list.type.kind === "list" ? node.list.type.of : node.list.type;
  const noun = elementNoun(type, context);
  const before: Reference = {
    self: "the one before",
    of: (label) => `${the(withoutOwner(label, noun))} of the one before`,
    isCurrent: false,
    isPlural: false,
    noun,
  };
  const after: Reference = { self: "it", of: (label) => `its ${withoutOwner(label, noun)}`, isCurrent: true, isPlural: false, noun };
  const inner = withCurrent(node.b, type, after, withCurrent(node.a, type, before, context));
  const { subject, predicate } = context.clause(node.body, { must: false, not: false }, inner);
  const joined = `in which, for each ${noun} after the first, ${subject === null ? predicate : `${subject} ${predicate}`}`;
  return { singular: `unbroken series of ${words.plural} ${joined}`, plural: `unbroken series of ${words.plural} ${joined}` };
}
