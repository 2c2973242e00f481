import { asNoun, inSentence, joinWords, longDate, monthName, ordinal, quote, the } from "./english.ts";
import { bodyInPlace } from "./expand.ts";
import { FUNCTIONS } from "./functions.ts";
import {
  type Context,
  elementNoun,
  FACT,
  itemLabel,
  nameOf,
  type Reference,
  recordLabel,
  returnName,
  spoken,
  withCurrent,
  withoutOwner,
} from "./sentence-context.ts";
import { listWords, theList } from "./sentence-lists.ts";
import type { Typed } from "./typed.ts";
import { isNumber, type Type, type Year } from "./types.ts";

/** A value in words: "the plan end date", "45 working days before the end of the year". */
export function noun(node: Typed, context: Context): string {
  switch (node.op) {
    case "constant":
      return constant(node.value, node.type);
    case "constants":
      return joinWords(
        node.values.map((value) => constant(value, node.type.kind === "list" ? node.type.of : node.type)),
        "or",
      );
    case "set":
      return quote(node.name);
    case "variable": {
      const meaning = context.lets.get(node.name);
      return meaning === undefined ? (context.references.get(node.name)?.self ?? quote(node.name)) : noun(meaning, context);
    }
    case "item":
      return node.type.kind === "boolean" ? booleanItem(node, context) : owned(itemLabel(node.item, yearOf(node.record), context), node.record, context);
    case "cell":
      return owned(quote(node.column.replaceAll("_", " ")), node.row, context);
    case "group":
    case "enclosing":
    case "neighbour":
    case "earlier":
      return recordNoun(node, context);
    case "entries":
    case "groups":
    case "collect":
    case "distinct":
    case "concat":
    case "runs":
    case "rows":
      return theList(node, context);
    case "collection":
      return collectionDay(node.field, node.year, context);
    case "definition":
      return definitionNoun(node, context);
    case "call":
      return call(node, context);
    case "quantifier":
      return quantifierNoun(node, context);
    case "size":
      return `the number of ${listWords(node.list, context).plural}`;
    case "arithmetic":
      return arithmetic(node, context);
    case "negate":
      return `minus ${noun(node.operand, context)}`;
    case "not":
    case "and":
    case "or":
    case "compare":
    case "in":
    case "contains":
      return `whether ${spoken(context.clause(node, FACT, context))}`;
  }
}

function yearOf(record: Typed): Year {
  return record.type.kind === "record" ? record.type.year : 0;
}

function constant(value: string | boolean, type: Type): string {
  if (typeof value === "boolean") return String(value);
  if (type.kind === "date") return longDate(value);
  return isNumber(type) ? value : quote(value);
}

/** An item that is true or false keeps its label as a title: "‘Referral with no further action’ is true". */
function booleanItem(node: Typed & { op: "item" }, context: Context): string {
  const label = context.labels.item(node.item, yearOf(node.record)) ?? nameOf(node.item);
  return owned(quote(label), node.record, context);
}

/** The record that a way through single groups and enclosing records starts from. */
export function baseOf(record: Typed): Typed {
  return record.op === "group" ? baseOf(record.record) : record;
}

/** A thing of a record: "the end date", "its end date", "the end date of the previous episode". */
export function owned(label: string, record: Typed, context: Context): string {
  const base = baseOf(record);
  if (base.op === "variable") {
    const meaning = context.lets.get(base.name);
    if (meaning !== undefined) return owned(label, meaning, context);
    return context.references.get(base.name)?.of(label) ?? the(label);
  }
  if (base.op === "enclosing") return yearOf(base) === 0 ? the(label) : `${the(label)} in ${returnName(yearOf(base) === 2 ? 2 : 1, context)}`;
  if (base.op === "earlier") return `${the(label)} in ${returnName(base.year, context)}`;
  return `${the(withoutOwner(label, elementNoun(base.type, context)))} of ${recordNoun(base, context)}`;
}

/** One record in words: "the previous episode", "the last assessment that has no end date". */
export function recordNoun(node: Typed, context: Context): string {
  switch (node.op) {
    case "variable": {
      const meaning = context.lets.get(node.name);
      return meaning === undefined ? (context.references.get(node.name)?.self ?? quote(node.name)) : recordNoun(meaning, context);
    }
    case "enclosing":
      return the(recordLabel(node.path, yearOf(node.record), context));
    case "group":
      return `the record ${quote(context.labels.record(node.group, yearOf(node.record)) ?? nameOf(node.group))}`;
    case "neighbour":
      return neighbourNoun(node, context);
    case "earlier": {
      const { record } = node;
      const isRoot = record.type.kind === "record" && !record.type.record.includes("/");
      return isRoot ? returnName(node.year, context) : `${recordNoun(record, context)} in ${returnName(node.year, context)}`;
    }
    case "quantifier": {
      const words = listWords(node, context);
      return words.singular === null ? `the ${node.name} of ${theList(node, context)}` : `the ${node.name} ${words.singular}`;
    }
    case "definition":
      return definitionNoun(node, context);
    default:
      return noun(node, context);
  }
}

function neighbourNoun({ record, which }: Typed & { op: "neighbour" }, context: Context): string {
  const word = record.type.kind === "record" ? recordLabel(record.type.record, record.type.year, context) : "record";
  if (record.op === "variable" && record.name === "this") return `the ${which} ${word}`;
  const side = which === "previous" ? "before" : "after";
  return `the ${word} ${side} ${record.op === "neighbour" ? `the ${record.which} one` : recordNoun(record, context)}`;
}

function collectionDay(field: "start" | "end" | "reference_date" | "authority", year: Year, { labels }: Context): string {
  if (field === "authority") return "the authority that makes the return";
  if (field === "reference_date") return year === 0 ? "the reference date of the collection" : `the reference date of ${periodName(year, labels.period)}`;
  return `the ${field} of ${periodName(year, labels.period)}`;
}

function periodName(year: Year, period: string): string {
  return year === 0 ? `the ${period}` : year === 1 ? `last ${period}` : `the ${period} before last`;
}

/** A definition by its label; one with values in parentheses and a simple meaning is read out. */
function definitionNoun(node: Typed & { op: "definition" }, context: Context): string {
  const definition = context.labels.definition(node.name, node.year);
  const label = definition?.label ?? nameOf(node.name);
  if (definition !== null && node.arguments.length > 0 && isSimple(definition.body))
    return noun(bodyInPlace(node, definition.body, definition.parameters), context);
  const base = isNumber(node.type) ? `figure ${quote(label)}` : asNoun(inSentence(label));
  const values = node.arguments.length === 0 ? "" : ` for ${joinWords(node.arguments.map((value) => noun(value, context)))}`;
  const withValues = `${base}${values}`;
  return node.owner === null ? the(withValues) : ownedByDefinition(withValues, node.owner, context);
}

function ownedByDefinition(label: string, owner: Typed, context: Context): string {
  return owner.type.kind === "list" && owner.op !== "variable" ? `${the(label)} of ${noun(owner, context)}` : owned(label, owner, context);
}

/** A body that is no more than one call or comparison of plain values. */
export function isSimple(body: Typed): boolean {
  return body.op === "call" || body.op === "compare" || body.op === "in";
}

function period(name: string, count: Typed | undefined, context: Context): string {
  const number = count === undefined ? "" : noun(count, context);
  return number === "1" ? `1 ${name.slice(0, -1)}` : `${number} ${name}`;
}

function call(node: Typed & { op: "call" }, context: Context): string {
  const { name, arguments: given } = node;
  const [first, second, third] = given;
  if (name === "days" || name === "months" || name === "years") return period(name, first, context);
  if (name === "first_present") return given.map((value) => noun(value, context)).join(" or, if that is empty, ");
  if (name === "latest" || name === "earliest") return `the ${name} of ${joinWords(given.map((value) => noun(value, context)))}`;
  if (name === "date") return dateOf(given, context);
  if (name === "birthday" && first !== undefined && second?.op === "constant")
    return `the ${ordinal(String(second.value))} birthday counted from ${noun(first, context)}`;
  if (name === "characters" && first !== undefined && second?.op === "constant" && third?.op === "constant" && second.value === third.value)
    return `character ${String(second.value)} of ${noun(first, context)}`;
  if (name === "abs" && first?.op === "arithmetic" && first.operator === "-")
    return `the difference between ${noun(first.left, context)} and ${noun(first.right, context)}`;
  if (name === "working_days_before" && first !== undefined) return `${period("working days", second, context)} before ${noun(first, context)}`;
  const words = FUNCTIONS.get(name)?.words ?? `${name} of ${given.map((_, index) => `{${index}}`).join(", ")}`;
  return words.replaceAll(/\{(\d)\}/g, (_, index: string) => {
    const value = given[Number(index)];
    return value === undefined ? "" : noun(value, context);
  });
}

function isYearOf(node: Typed): boolean {
  return node.op === "call" && node.name === "year";
}

/** "31 August of the calendar year 6 years before that of the end of the year" */
function dateOf([year, month, day]: readonly Typed[], context: Context): string {
  if (year === undefined || month === undefined || day === undefined) return "a date";
  const start =
    day.op === "constant" && month.op === "constant"
      ? `${String(day.value)} ${monthName(String(month.value))}`
      : `day ${noun(day, context)} of month ${noun(month, context)}`;
  const inner = (node: Typed): string => (node.op === "call" && node.arguments[0] !== undefined ? noun(node.arguments[0], context) : noun(node, context));
  if (isYearOf(year)) return `${start} of the calendar year of ${inner(year)}`;
  if (year.op === "arithmetic" && isYearOf(year.left) && (year.operator === "-" || year.operator === "+")) {
    const count = noun(year.right, context);
    return `${start} of the calendar year ${count === "1" ? "1 year" : `${count} years`} ${year.operator === "-" ? "before" : "after"} that of ${inner(year.left)}`;
  }
  return `${start} of the year ${noun(year, context)}`;
}

function quantifierNoun(node: Typed & { op: "quantifier" }, context: Context): string {
  const { type } = node.list;
  if (node.name === "count") return `the number of ${listWords(node, context).plural}`;
  if (node.name === "filter") return theList(node, context);
  if (node.name === "sum" && node.body !== null && type.kind === "list") {
    const kind = elementNoun(type.of, context);
    const reference: Reference = { self: "it", of: (label) => `its ${withoutOwner(label, kind)}`, isCurrent: true, isPlural: false, noun: kind };
    return `the total, over ${theList(node.list, context)}, of ${noun(node.body, withCurrent(node.variable, type.of, reference, context))}`;
  }
  if (node.name === "first" || node.name === "last") return recordNoun(node, context);
  return `whether ${spoken(context.clause(node, FACT, context))}`;
}

function arithmetic(node: Typed & { op: "arithmetic" }, context: Context): string {
  const [left, right] = [noun(node.left, context), noun(node.right, context)];
  if (node.type.kind === "date") return `${right} ${node.operator === "+" ? "after" : "before"} ${left}`;
  if (node.operator === "*") return `${countTimes(node.right, context)} times ${left}`;
  const word = { "+": "plus", "-": "minus", "/": "divided by" }[node.operator];
  return `${left} ${word} ${right}`;
}

function countTimes(node: Typed, context: Context): string {
  return node.op === "constant" ? String(node.value) : noun(node, context);
}
