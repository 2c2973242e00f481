/** Which return a value comes from: this one, the one before (`last_return`), or the one before that. */
export type Year = 0 | 1 | 2;

/** The types of the rule language. */
export type Type =
  | { readonly kind: "boolean" | "text" | "postcode" | "date" | "partial-date" | "integer" | "decimal" | "period" }
  | { readonly kind: "code"; readonly set: string; readonly year: Year }
  | { readonly kind: "record"; readonly record: string; readonly year: Year }
  | { readonly kind: "row"; readonly table: string }
  | { readonly kind: "list"; readonly of: Type /** A list that crosses children. */; readonly stream: boolean }
  | { readonly kind: "set"; readonly name: string; readonly group: boolean };

export const BOOLEAN: Type = { kind: "boolean" };
export const TEXT: Type = { kind: "text" };
export const DATE: Type = { kind: "date" };
export const INTEGER: Type = { kind: "integer" };
export const DECIMAL: Type = { kind: "decimal" };
export const PERIOD: Type = { kind: "period" };

export function listOf(of: Type, stream = false): Type {
  return { kind: "list", of, stream };
}

/** A type in words, for messages. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case "boolean":
      return "true or false";
    case "code":
      return `a code of ${type.set}`;
    case "record":
      return `a record ${type.record.split("/").at(-1)}${type.year === 0 ? "" : " of an earlier return"}`;
    case "row":
      return `a row of ${type.table}`;
    case "list":
      return `a list of ${describeMany(type.of)}`;
    case "set":
      return "a set of codes";
    case "text":
      return "text";
    case "period":
      return "a period";
    case "integer":
      return "a whole number";
    case "decimal":
      return "a number";
    case "partial-date":
      return "a partial date";
    case "postcode":
    case "date":
      return `a ${type.kind}`;
  }
}

function describeMany(type: Type): string {
  switch (type.kind) {
    case "boolean":
      return "values that are true or false";
    case "code":
      return `codes of ${type.set}`;
    case "record":
      return `records ${type.record.split("/").at(-1)}${type.year === 0 ? "" : " of an earlier return"}`;
    case "row":
      return `rows of ${type.table}`;
    case "list":
      return `lists of ${describeMany(type.of)}`;
    case "set":
      return "sets of codes";
    default:
      return `${describeType(type).replace(/^an? /, "")}s`;
  }
}

/** Types whose values are text to every function of text. */
export function isTextual(type: Type): boolean {
  return type.kind === "text" || type.kind === "code" || type.kind === "postcode";
}

export function isNumber(type: Type): boolean {
  return type.kind === "integer" || type.kind === "decimal";
}

/** Whether two values can be compared with == or be alternatives of one another. */
export function isComparable(a: Type, b: Type): boolean {
  if (a.kind === b.kind) return a.kind !== "record" || (b.kind === "record" && a.record === b.record);
  return (isTextual(a) && isTextual(b)) || (isNumber(a) && isNumber(b));
}
