import { BOOLEAN, DATE, DECIMAL, INTEGER, isNumber, isTextual, PERIOD, TEXT, type Type } from "./types.ts";

/** What an argument must be. */
export interface Parameter {
  readonly accepts: (type: Type) => boolean;
  /** Completes "expected …". */
  readonly words: string;
}

/** The signature of a function of the language. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  /** More arguments like the last parameter. */
  readonly variadic: boolean;
  readonly result: Type;
  /** How it is read aloud; {0}, {1} … are the arguments. */
  readonly words: string;
}

const date: Parameter = { accepts: (type) => type.kind === "date", words: "a date" };
const partialDate: Parameter = { accepts: (type) => type.kind === "partial-date" || type.kind === "date", words: "a partial date" };
const integer: Parameter = { accepts: (type) => type.kind === "integer", words: "a whole number" };
const number: Parameter = { accepts: isNumber, words: "a number" };
const text: Parameter = { accepts: isTextual, words: "text" };
const postcode: Parameter = { accepts: isTextual, words: "a postcode" };
const dates: Parameter = { accepts: (type) => type.kind === "date" || (type.kind === "list" && type.of.kind === "date"), words: "dates or lists of dates" };
const anything: Parameter = { accepts: (type) => type.kind !== "set" && type.kind !== "period", words: "an item, a record or a value" };

function signature(parameters: readonly Parameter[], result: Type, words: string, variadic = false): Signature {
  return { parameters, variadic, result, words };
}

/** Functions whose types need no more than this table; `same`, `between`, `first_present`, `group` … are checked one by one. */
export const FUNCTIONS: ReadonlyMap<string, Signature> = new Map([
  ["present", signature([anything], BOOLEAN, "{0} is given", true)],
  ["absent", signature([anything], BOOLEAN, "{0} is not given", true)],
  ["any_present", signature([anything], BOOLEAN, "at least one of {0} is given", true)],
  ["year", signature([date], INTEGER, "the year of {0}")],
  ["days", signature([integer], PERIOD, "{0} days")],
  ["months", signature([integer], PERIOD, "{0} months")],
  ["years", signature([integer], PERIOD, "{0} years")],
  ["birthday", signature([date, integer], DATE, "the day on which someone born on {0} turns {1}")],
  ["age", signature([date, date], INTEGER, "the age at {1} counted from {0}")],
  ["days_between", signature([date, date], INTEGER, "the number of days from {0} to {1}")],
  [
    "overlap_days",
    signature([date, date, date, date], INTEGER, "the number of days that the time from {0} to {1} and the time from {2} to {3} have in common"),
  ],
  ["working_days_before", signature([date, integer], DATE, "{1} working days before {0}")],
  ["is_weekday", signature([date], BOOLEAN, "{0} is a Monday to Friday")],
  ["latest", signature([dates], DATE, "the latest of {0}", true)],
  ["earliest", signature([dates], DATE, "the earliest of {0}", true)],
  ["earliest_possible", signature([partialDate], DATE, "the earliest date that {0} can be")],
  ["size", signature([text], INTEGER, "the number of characters of {0}")],
  ["characters", signature([text, integer, integer], TEXT, "characters {1} to {2} of {0}")],
  ["matches", signature([text, text], BOOLEAN, "{0} has the form {1}")],
  ["upn_check_letter", signature([text], TEXT, "the check letter that belongs to {0}")],
  ["abs", signature([number], DECIMAL, "the size of {0} without its sign")],
  ["miles_between", signature([postcode, postcode], DECIMAL, "the miles between {0} and {1}")],
]);

/** All names that may be called, for suggestions. */
export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys(), "valid", "same", "first_present", "between", "date", "group", "codeset"];

export const QUANTIFIERS: ReadonlySet<string> = new Set(["all", "exists", "none", "count", "filter", "first", "last", "sum"]);
export const LIST_METHODS: readonly string[] = [...QUANTIFIERS, "runs", "size", "distinct", "contains"];

/** Names that a variable, definition or `let` may not have. */
export const RESERVED: ReadonlySet<string> = new Set([
  "this",
  "previous",
  "next",
  "last_return",
  "return_before_last",
  "collection",
  "reference",
  "in",
  "true",
  "false",
  "null",
  "as",
  "break",
  "const",
  "continue",
  "else",
  "for",
  "function",
  "if",
  "import",
  "let",
  "loop",
  "package",
  "namespace",
  "return",
  "var",
  "void",
  "while",
]);
