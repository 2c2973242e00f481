import type { RuleInfo } from "./finding.ts";

/** Kind of structural finding: title, what to do. */
const KINDS: Readonly<Record<string, readonly [title: string, remedy: string]>> = {
  unreadable: ["The return cannot be read", "Export the return again and do not edit the file by hand. Everything after this place was not checked."],
  "unexpected-element": ["An element that has no place here", "Remove the element, or check its spelling and that the return is of the right year."],
  "unexpected-attribute": ["An attribute that has no place here", "Remove the attribute; elements of a return have none."],
  "unexpected-text": ["Text between elements", "Remove the text, or put it into the element to which it belongs."],
  missing: ["Something required is missing", "Give the item or the record; if the value is not known, see the guidance for the code that says so."],
  order: ["Elements in the wrong order", "Write the elements in the order of the specification."],
  occurs: ["Something occurs too often", "Keep the one that is right and remove the others."],
  empty: ["An element without a value", "Give the value, or leave the element out when there is nothing to say."],
  type: ["A value of the wrong kind", "Write the value in the form that the message names."],
  code: ["A code that does not exist in this year", "Use a code of the code set, written exactly as there, capitals and small letters included."],
  length: ["A value that is too short or too long", "Write the value with as many characters as the message allows."],
  range: ["A number out of range", "Check the number against the record."],
  pattern: ["A value of the wrong form", "Write the value in the form that the message names."],
};

/** What reports say about findings on the form of a return: ids `structure.<kind>`. */
export const STRUCTURE_RULES: readonly RuleInfo[] = Object.entries(KINDS).map(([kind, [title, remedy]]) => ({
  id: `structure.${kind}`,
  title,
  severity: "error",
  message: title,
  remedy,
  sentence: null,
}));
