/** The functions of the runtime (`runtime/rules/logic.ts`) that compiled code may call. */
export const LOGIC_FUNCTIONS: readonly string[] = [
  "absolute",
  "age",
  "anyPairFails",
  "between",
  "birthdayOf",
  "characters",
  "checkLetter",
  "commonDays",
  "contains",
  "dateOf",
  "daysBetween",
  "divide",
  "earliest",
  "earliestPossible",
  "firstPresent",
  "holds",
  "identity",
  "inSet",
  "isAfter",
  "isBefore",
  "isEqual",
  "isNotAfter",
  "isNotBefore",
  "isPresent",
  "isSamePostcode",
  "isSameRecord",
  "latest",
  "lazy",
  "lengthOf",
  "matches",
  "milesBetween",
  "minus",
  "negate",
  "onWeekday",
  "plus",
  "repeats",
  "same",
  "shift",
  "thousandths",
  "times",
  "timesDecimal",
  "validity",
  "workingDaysBefore",
  "yearOf",
];

/** Those that ask lists (`runtime/rules/lists.ts`). */
export const LIST_FUNCTIONS: readonly string[] = ["collect", "countOf", "distinct", "filterOf", "firstOf", "lastOf", "runs", "size", "sum"];

/** Other names that stand in generated modules. */
const OWN_NAMES: readonly string[] = [
  "a",
  "at",
  "b",
  "child",
  "context",
  "entry",
  "figures",
  "formatIsoDate",
  "formatUkDate",
  "found",
  "inOrder",
  "inner",
  "record",
  "rules",
  "t",
  "trace",
];

/** Words that JavaScript keeps to itself, as far as the rule language does not refuse them. */
const KEYWORDS: readonly string[] =
  "arguments await case catch class debugger default delete do enum eval export extends finally implements instanceof interface new private protected public static super switch throw try typeof undefined with yield".split(
    " ",
  );

const TAKEN: ReadonlySet<string> = new Set([...LOGIC_FUNCTIONS, ...LIST_FUNCTIONS, ...OWN_NAMES, ...KEYWORDS]);
const OWN_FORMS = /^(define|codes|fails|explain|key|lists|values|test)_?\w*$/;

/**
 * A JavaScript name for a variable of the language. One that generated code has a use for itself, and those of the checker, which begin with #,
 * get a $, which no name of the language has.
 */
export function safeName(name: string): string {
  if (name.startsWith("#")) return `each$${name.slice(1)}`;
  return TAKEN.has(name) || OWN_FORMS.test(name) ? `${name}$` : name;
}

/** A text with nothing in it that a JavaScript name may not have. */
export function identifier(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_$]/g, "_");
}
