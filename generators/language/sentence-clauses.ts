import { countWord, joinWords } from "./english.ts";
import { bodyInPlace } from "./expand.ts";
import { describePattern } from "./pattern-words.ts";
import { act, be, codeWords, givenOne, givenSeveral, isManySubject, membership, thereBe, validWords } from "./sentence-atoms.ts";
import { type Clause, type Context, nameOf, type Mood, spoken } from "./sentence-context.ts";
import { joinClauses, sidesOf, whole } from "./sentence-joins.ts";
import { listWords } from "./sentence-lists.ts";
import { isSimple, noun, recordNoun } from "./sentence-nouns.ts";
import { everyClause } from "./sentence-relative.ts";
import type { Comparison, Typed } from "./typed.ts";
import type { Type } from "./types.ts";

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = { "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">" };
const MIRRORED: Readonly<Record<Comparison, Comparison>> = { "==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<=" };
const DATE_WORDS: Readonly<Record<Comparison, string>> = {
  "==": "the same as",
  "!=": "different from",
  "<": "before",
  "<=": "on or before",
  ">": "after",
  ">=": "on or after",
};
/** Beside "30 days before …" the words before and after would be heard twice. */
const COUNTED_DATE_WORDS: Readonly<Record<Comparison, string>> = {
  ...DATE_WORDS,
  "<": "earlier than",
  "<=": "no later than",
  ">": "later than",
  ">=": "no earlier than",
};
const NUMBER_WORDS: Readonly<Record<Comparison, string>> = {
  "==": "equal to",
  "!=": "different from",
  "<": "less than",
  "<=": "at most",
  ">": "more than",
  ">=": "at least",
};

/** A condition as a clause, as a fact or an obligation, affirmed or denied. */
export function clause(node: Typed, mood: Mood, context: Context): Clause {
  switch (node.op) {
    case "not":
      return clause(node.operand, { ...mood, not: !mood.not }, context);
    case "and":
    case "or":
      return joined(node, mood, context);
    case "compare":
      return comparison(node, mood, context);
    case "in":
      return {
        subject: noun(node.value, context),
        predicate: be(mood, isManySubject(node.value, context), membership(node.value, node.set, context)),
        compound: false,
      };
    case "contains": {
      const value =
        node.value.op === "constant" && node.list.type.kind === "list"
          ? codeWords(String(node.value.value), node.list.type.of, context)
          : noun(node.value, context);
      return { subject: noun(node.list, context), predicate: act(mood, true, "include", value), compound: false };
    }
    case "quantifier":
      return quantified(node, mood, context);
    case "definition":
      return defined(node, mood, context);
    case "call":
      return called(node, mood, context);
    case "variable": {
      const meaning = context.lets.get(node.name);
      if (meaning !== undefined) return clause(meaning, mood, context);
      return { subject: noun(node, context), predicate: truth(mood, context.references.has(node.name) ? "true" : "so"), compound: false };
    }
    default:
      return { subject: noun(node, context), predicate: truth(mood, "true"), compound: false };
  }
}

function truth(mood: Mood, word: string): string {
  return be({ ...mood, not: false }, false, word === "true" && mood.not ? "false" : mood.not ? `not ${word}` : word);
}

function joined(node: Typed & { op: "and" | "or" }, mood: Mood, context: Context): Clause {
  const word = (node.op === "and") === mood.not ? "or" : "and";
  const clauses = sidesOf(node, word, mood).map((side) => clause(side.node, side.mood, context));
  return joinClauses(clauses, word);
}

function comparison(node: Typed & { op: "compare" }, mood: Mood, context: Context): Clause {
  const flip = rank(node.left, context) < rank(node.right, context);
  const [left, right] = flip ? [node.right, node.left] : [node.left, node.right];
  const asWritten = flip ? MIRRORED[node.operator] : node.operator;
  if (left.type.kind === "boolean") return booleans(left, right, (asWritten === "!=") !== mood.not, mood, context);
  const counted = countComparison(left, mood.not ? OPPOSITE[asWritten] : asWritten, right, mood, context);
  if (counted !== null) return counted;
  const isMany = isManySubject(left, context);
  if (left.type.kind === "record") {
    const isDenied = (asWritten === "!=") !== mood.not;
    return {
      subject: recordNoun(left, context),
      predicate: be({ ...mood, not: isDenied }, isMany, `the same record as ${recordNoun(right, context)}`),
      compound: false,
    };
  }
  const share = percentage(left, right);
  if (share !== null) {
    const operator = mood.not ? OPPOSITE[asWritten] : asWritten;
    return {
      subject: noun(share.part, context),
      predicate: be({ ...mood, not: false }, false, `${NUMBER_WORDS[operator]} ${share.limit}% of ${noun(share.of, context)}`),
      compound: false,
    };
  }
  return { subject: dayOf(left, context), predicate: compared(left, asWritten, right, mood, isMany, context), compound: false };
}

/** What a sentence is rather about: the element spoken of, then items, then fixed values. */
function rank(node: Typed, context: Context): number {
  if (node.op === "constant" || node.op === "collection") return 0;
  if (node.op === "variable" && context.references.get(node.name)?.isCurrent === true) return 3;
  const { record } = node.op === "item" ? node : { record: null };
  if (record?.op === "variable" && context.references.get(record.name)?.isCurrent === true) return 3;
  if (node.op === "arithmetic" || (node.op === "call" && node.name !== "first_present")) return 1;
  return 2;
}

/** A date that is counted from another can begin a sentence only as a day. */
function dayOf(node: Typed, context: Context): string {
  return `${isCounted(node) ? "the day " : ""}${noun(node, context)}`;
}

function isCounted(node: Typed): boolean {
  return (node.op === "arithmetic" && node.type.kind === "date") || (node.op === "call" && node.name === "working_days_before");
}

function compared(left: Typed, operator: Comparison, right: Typed, mood: Mood, isMany: boolean, context: Context): string {
  const isEquality = operator === "==" || operator === "!=";
  const isDenied = (operator === "!=") !== mood.not;
  if (isEquality && right.op === "constant") return be({ ...mood, not: isDenied }, isMany, constantWords(left.type, right, context));
  if (isEquality && left.type.kind !== "date") {
    if (isDenied) return act({ ...mood, not: false }, isMany, "differ", `from ${noun(right, context)}`);
    return be({ ...mood, not: false }, isMany, `the same as ${noun(right, context)}`);
  }
  const words = left.type.kind !== "date" ? NUMBER_WORDS : isCounted(right) ? COUNTED_DATE_WORDS : DATE_WORDS;
  const own = mood.not ? OPPOSITE[operator] : operator;
  if (own === "!=") return act({ ...mood, not: false }, isMany, "differ", `from ${noun(right, context)}`);
  return be({ ...mood, not: false }, isMany, `${words[own]} ${noun(right, context)}`);
}

function constantWords(type: Type, constant: Typed, context: Context): string {
  return type.kind === "code" && constant.op === "constant" ? codeWords(String(constant.value), type, context) : noun(constant, context);
}

/** Two conditions held against each other, or one against true or false. */
function booleans(left: Typed, right: Typed, isDifferent: boolean, mood: Mood, context: Context): Clause {
  if (right.op === "constant") return clause(left, { ...mood, not: (right.value === false) !== isDifferent }, context);
  if (isGiven(left) && isGiven(right)) {
    const things = [left, right].map((side) => noun(side.arguments[0] ?? side, context));
    if (isDifferent) return whole(`exactly one of ${joinWords(things)} ${mood.must ? "must be" : "is"} given`);
    return whole(`either both or neither of ${joinWords(things)} ${mood.must ? "must be" : "is"} given`);
  }
  const facts = [left, right].map((side) => spoken(clause(side, { must: false, not: false }, context)));
  return whole(`${mood.must ? "it must be that " : ""}${isDifferent ? `either ${facts.join(" or ")}, but not both` : facts.join(" exactly when ")}`, true);
}

function isGiven(node: Typed): node is Typed & { op: "call" } {
  return node.op === "call" && node.name === "present" && node.arguments.length === 1 && node.arguments[0]?.type.kind !== "list";
}

/** "there must be at most one child protection plan that has no end date" */
function countComparison(left: Typed, operator: Comparison, right: Typed, mood: Mood, context: Context): Clause | null {
  if (right.op === "constant" && right.value === "0" && operator === ">") return countComparison(left, ">=", { ...right, value: "1" }, mood, context);
  if (right.op === "constant" && right.value === "1" && operator === "<") return countComparison(left, "==", { ...right, value: "0" }, mood, context);
  const isCount = left.op === "size" || (left.op === "quantifier" && left.name === "count");
  if (!isCount || right.op !== "constant" || operator === "!=") return null;
  const { singular, plural } = listWords(left.op === "size" ? left.list : left, context);
  const word = countWord(String(right.value));
  const amount = {
    "==": right.value === "0" ? "no" : `exactly ${word}`,
    "<": `fewer than ${word}`,
    "<=": `at most ${word}`,
    ">": `more than ${word}`,
    ">=": `at least ${word}`,
  }[operator];
  const isOne = right.value === "1" && singular !== null;
  return thereBe(mood.must, singular === null ? `${amount} of the ${plural}` : `${amount} ${isOne ? singular : plural}`, !isOne);
}

/** `a * 100 <= b * 15`: a is at most 15% of b. */
function percentage(left: Typed, right: Typed): { part: Typed; limit: string; of: Typed } | null {
  if (left.op !== "arithmetic" || right.op !== "arithmetic" || left.operator !== "*" || right.operator !== "*") return null;
  if (left.right.op !== "constant" || left.right.value !== "100" || right.right.op !== "constant") return null;
  return { part: left.left, limit: String(right.right.value), of: right.left };
}

function quantified(node: Typed & { op: "quantifier" }, mood: Mood, context: Context): Clause {
  const { list, variable, body, name } = node;
  const type: Type = list.type.kind === "list" ? list.type.of : list.type;
  if (body === null || (name !== "all" && name !== "exists" && name !== "none"))
    return { subject: noun(node, context), predicate: truth(mood, "so"), compound: false };
  if (name === "all" && !mood.not) return everyClause(list, variable, type, body, mood, context);
  const isNone = name === "all" ? false : (name === "none") !== mood.not;
  const asked: Typed = name === "all" ? { op: "not", operand: body, type: body.type, range: body.range } : body;
  const { singular, plural } = listWords(list, context);
  const which = context.relative(variable, type, asked, false, context);
  const amount = isNone
    ? singular === null
      ? `none of the ${plural}`
      : `no ${singular}`
    : singular === null
      ? `at least one of the ${plural}`
      : `at least one ${singular}`;
  return { ...thereBe(mood.must, `${amount} ${which}`), compound: which.includes(",") };
}

/** "the episode counts as ‘short break’": a definition by its label, unless it is short and takes values. */
function defined(node: Typed & { op: "definition" }, mood: Mood, context: Context): Clause {
  const definition = context.labels.definition(node.name, node.year);
  if (definition !== null && node.arguments.length > 0 && isSimple(definition.body))
    return clause(bodyInPlace(node, definition.body, definition.parameters), mood, context);
  const label = `‘${definition?.label ?? nameOf(node.name)}’`;
  const values = node.arguments.length === 0 ? "" : ` for ${joinWords(node.arguments.map((value) => noun(value, context)))}`;
  if (node.owner === null) return { subject: `the condition ${label}${values}`, predicate: be(mood, false, "met"), compound: false };
  const isMany = isManySubject(node.owner, context);
  return { subject: noun(node.owner, context), predicate: act(mood, isMany, "count", `as ${label}${values}`), compound: false };
}

function called(node: Typed & { op: "call" }, mood: Mood, context: Context): Clause {
  const { name, arguments: given } = node;
  const [first, second, third] = given;
  if (first === undefined) return whole("");
  const subject = noun(first, context);
  const isMany = isManySubject(first, context);
  const say = (complement: string): Clause => ({ subject, predicate: be(mood, isMany, complement), compound: false });
  if (name === "present" || name === "absent" || name === "any_present") return givenThings(name, given, mood, context);
  if (name === "same" && second !== undefined) {
    if (first.type.kind === "boolean" && first.op !== "item") return booleans(first, second, mood.not, mood, context);
    const predicate = compared(first, "==", second, mood, isMany, context);
    // Only `same` counts an empty item as different, so it must be heard.
    const isLoose = mood.not && !mood.must && second.op === "constant";
    return { subject, predicate: isLoose ? `${predicate} or is empty` : predicate, compound: isLoose };
  }
  if (name === "between" && second !== undefined && third !== undefined) {
    if (second.op === "collection" && third.op === "collection" && second.field === "start" && third.field === "end" && second.year === third.year)
      return say(`in ${noun(second, context).replace(/^the start of /, "")}`);
    return say(`between ${noun(second, context)} and ${noun(third, context)}, both included`);
  }
  if (name === "matches" && second?.op === "constant") {
    const words = describePattern(String(second.value));
    return say(words.startsWith("one ") && !words.includes(", then ") ? words : `made of ${words}`);
  }
  if (name === "is_weekday") return say("a day from Monday to Friday");
  return name === "valid" ? say(validWords(first.type)) : say(name);
}

function givenThings(name: string, given: readonly Typed[], mood: Mood, context: Context): Clause {
  const [first] = given;
  if (given.length === 1 && first !== undefined) return givenOne(first, { ...mood, not: (name === "absent") !== mood.not }, context);
  const several = givenSeveral(name, given, mood, context);
  if (several !== null) return several;
  const isAny = name === "any_present";
  const one = { ...mood, not: (name === "absent") !== mood.not };
  return joinClauses(
    given.map((value) => givenOne(value, one, context)),
    isAny !== mood.not ? "or" : "and",
  );
}
