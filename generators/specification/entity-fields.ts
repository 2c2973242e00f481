import type { LintKind } from "./lint-kinds.ts";
import type { Shape, TextForm } from "./shapes.ts";

/** What the shapes of several kinds of entries have in common: forms of texts, and where a fact comes from. */

export const NAME: TextForm = { pattern: /^[A-Za-z_][A-Za-z0-9_.-]*$/, words: "a name (a letter, then letters, digits, - _ or .)" };
export const CODE: TextForm = { pattern: /^\S{1,20}$/, words: "a code (up to 20 characters, no blanks)" };
export const PERIOD: TextForm = { pattern: /^\d{4}-\d{2}(-q[1-4])?$/, words: "a period such as 2014-15 or 2014-15-q1" };
export const OCCURS: TextForm = { pattern: /^(0|[1-9]\d*)(\.\.([1-9]\d*|\*))?$/, words: 'a number of times such as "1", 0..1, 1..* or 0..366' };
/** Days that the calendar has, leap years included, so that the editors' schema refuses 30 February too. */
export const DATE: TextForm = {
  pattern:
    /^(\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$/,
  words: "a date of the calendar such as 2014-03-31",
};

export function prose(about: string): Shape {
  return { kind: "text", about, use: "prose" };
}
export function date(about: string): Shape {
  return { kind: "text", about, form: DATE, use: "date" };
}
export function expression(about: string): Shape {
  return { kind: "text", about, use: "expression" };
}
export function names(about: string): Shape {
  return { kind: "list", about, of: { kind: "text", about: "a name" }, orSingle: true };
}

/** Likely mistakes that are none here, each with the reason. */
export function meant(lints: Readonly<Partial<Record<LintKind, string>>>): Shape {
  return {
    kind: "object",
    about: "likely mistakes that are meant, each with why",
    fields: Object.fromEntries(Object.keys(lints).map((kind) => [kind, prose("why it is meant here")])),
  };
}

/** Where a fact comes from, and whether it was read or concluded. */
export const FACT_FIELDS = {
  source: names("keys of sources.yaml"),
  basis: { kind: "text", about: "whether the fact was read or concluded", oneOf: ["seen", "inferred"] },
  "seen-from": { kind: "text", about: "the first period in which a source shows it", form: PERIOD },
  note: prose("a note, shown with the fact"),
} as const satisfies Record<string, Shape>;

export const ONE_BASIS = { keys: ["basis", "seen-from"], why: "seen-from says from when the basis is seen." } as const;

export const TYPE: Shape = { kind: "text", about: "a type such as date, text(1..10) or code(SET)" };
