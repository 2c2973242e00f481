import type { ItemTable, RecordTable, ValueType } from "./tables.ts";

/** An item or record for a message: its label, and its tag (in tables only: its name) where that says something else. */
export function nameOfTable({ label, tag, name }: ItemTable | RecordTable): string {
  const short = tag === "" ? name : tag;
  return label === short ? short : `${label} (${short})`;
}

/** A text for a message: cut after 40 characters. */
export function shorten(text: string): string {
  const characters = [...text];
  return characters.length <= 40 ? text : `${characters.slice(0, 39).join("")}…`;
}

/** What a value should be, in words that follow “which is not”. */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case "date":
      return `a date such as ${type.form === "yyyy-mm-dd" ? "2014-03-31" : "31/03/2014"}`;
    case "partial-date":
      return "a date, or one with zz for what is not known";
    case "datetime":
      return "a date and time such as 2014-03-31T12:00:00";
    case "year":
      return "a year of four digits";
    case "boolean":
      return "true, false, 1 or 0";
    case "text":
      return type.maximum === Number.POSITIVE_INFINITY
        ? `a text of at least ${type.minimum} characters`
        : `a text of ${type.minimum} to ${type.maximum} characters`;
    case "integer":
      return `a whole number${rangeWords(type.minimum, type.maximum)}`;
    case "decimal":
      return `a number${rangeWords(type.minimum / 1000, type.maximum / 1000)}`;
    case "code":
      return `one of the codes of ${type.set} in this year`;
    case "pattern":
      return `of the form “${type.name}”`;
    case "one-of":
      return type.options.map(describeType).join(", nor ");
  }
}

function rangeWords(minimum: number, maximum: number): string {
  if (minimum === Number.NEGATIVE_INFINITY && maximum === Number.POSITIVE_INFINITY) return "";
  return maximum === Number.POSITIVE_INFINITY ? ` of at least ${minimum}` : ` from ${minimum} to ${maximum}`;
}
