/** What a value of an item may be, as the specification says it. */
export type ItemType =
  | { readonly kind: "date" | "partial-date" | "datetime" | "year" | "boolean" | "postcode" }
  /** Lengths in characters; null: no upper limit. */
  | { readonly kind: "text"; readonly minimum: number; readonly maximum: number | null }
  | { readonly kind: "integer"; readonly minimum: number | null; readonly maximum: number | null }
  /** `places`: decimal places at most; null: any number. Limits are decimal text, exact. */
  | { readonly kind: "decimal"; readonly minimum: string | null; readonly maximum: string | null; readonly places: number | null }
  | { readonly kind: "code"; readonly set: string }
  | { readonly kind: "pattern"; readonly name: string; readonly pattern: string }
  | { readonly kind: "one-of"; readonly options: readonly ItemType[] };

/** What the type parser needs to know of the release; null when the name is not known. */
export interface TypeNames {
  pattern(name: string): string | null;
  named(name: string): ItemType | null;
  hasCodeSet(name: string): boolean;
}

export type TypeProblem =
  | { readonly kind: "syntax"; readonly why: string }
  | { readonly kind: "range"; readonly range: string }
  | { readonly kind: "code set" | "type"; readonly name: string };

/** Reads `text(1..10)`, `code(SEX)`, `one-of(pattern(upn), code(UPN_UNKNOWN))` … */
export function parseItemType(text: string, names: TypeNames): { readonly type: ItemType } | { readonly problem: TypeProblem } {
  const call = /^([a-z][a-z0-9-]*)(?:\((.*)\))?$/s.exec(text.trim());
  if (call === null) return syntax("expected a name such as date, or a name with parentheses such as text(1..10)");
  const name = call[1] ?? "";
  const argument = call[2];
  switch (name) {
    case "date":
    case "partial-date":
    case "datetime":
    case "year":
    case "boolean":
    case "postcode":
      return argument === undefined ? { type: { kind: name } } : syntax(`${name} takes nothing in parentheses`);
    case "text": {
      if (argument === undefined) return { type: { kind: "text", minimum: 0, maximum: null } };
      const range = /^(\d+)\.\.(\d+)?$/.exec(argument.trim());
      if (range === null) return syntax("a length is written 1..10, or 1.. without an upper limit");
      const maximum = range[2] === undefined ? null : Number(range[2]);
      if (maximum !== null && Number(range[1]) > maximum) return { problem: { kind: "range", range: argument } };
      return { type: { kind: "text", minimum: Number(range[1]), maximum } };
    }
    case "integer": {
      if (argument === undefined) return { type: { kind: "integer", minimum: null, maximum: null } };
      const range = /^(-?\d+)\.\.(-?\d+)?$/.exec(argument.trim());
      if (range === null) return syntax("a range is written 0..40, or 0.. without an upper limit");
      const maximum = range[2] === undefined ? null : Number(range[2]);
      if (maximum !== null && Number(range[1]) > maximum) return { problem: { kind: "range", range: argument } };
      return { type: { kind: "integer", minimum: Number(range[1]), maximum } };
    }
    case "decimal": {
      if (argument === undefined) return { type: { kind: "decimal", minimum: null, maximum: null, places: null } };
      const range = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)?(?:\s*,\s*(\d+))?$/.exec(argument.trim());
      if (range === null) return syntax("a range is written 0..999.9, with the decimal places behind a comma: 0..999.9, 1");
      const [, minimum = "0", maximum, places] = range;
      if (maximum !== undefined && Number(minimum) > Number(maximum)) return { problem: { kind: "range", range: argument } };
      return { type: { kind: "decimal", minimum, maximum: maximum ?? null, places: places === undefined ? null : Number(places) } };
    }
    case "code": {
      const set = argument?.trim() ?? "";
      if (set === "") return syntax("say which code set: code(SET)");
      return names.hasCodeSet(set) ? { type: { kind: "code", set } } : { problem: { kind: "code set", name: set } };
    }
    case "pattern": {
      const pattern = names.pattern(argument?.trim() ?? "");
      return pattern === null
        ? { problem: { kind: "type", name: argument?.trim() ?? "" } }
        : { type: { kind: "pattern", name: argument?.trim() ?? "", pattern } };
    }
    case "one-of":
      return parseOptions(argument ?? "", names);
    default: {
      const named = argument === undefined ? names.named(name) : null;
      return named === null ? { problem: { kind: "type", name } } : { type: named };
    }
  }
}

function syntax(why: string): { problem: TypeProblem } {
  return { problem: { kind: "syntax", why } };
}

function parseOptions(argument: string, names: TypeNames): { readonly type: ItemType } | { readonly problem: TypeProblem } {
  const parts = splitArguments(argument);
  if (parts.length < 2) return syntax("one-of takes at least two types, separated by commas");
  const options: ItemType[] = [];
  for (const part of parts) {
    const parsed = parseItemType(part, names);
    if ("problem" in parsed) return parsed;
    options.push(parsed.type);
  }
  return { type: { kind: "one-of", options } };
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")") depth -= 1;
    else if (text[at] === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.filter((part) => part.trim() !== "");
}

/** The type as a specification writes it. */
export function formatItemType(type: ItemType): string {
  switch (type.kind) {
    case "text":
      return type.minimum === 0 && type.maximum === null ? "text" : `text(${type.minimum}..${type.maximum ?? ""})`;
    case "integer":
      return type.minimum === null ? "integer" : `integer(${type.minimum}..${type.maximum ?? ""})`;
    case "decimal":
      return type.minimum === null ? "decimal" : `decimal(${type.minimum}..${type.maximum ?? ""}${type.places === null ? "" : `, ${type.places}`})`;
    case "code":
      return `code(${type.set})`;
    case "pattern":
      return `pattern(${type.name})`;
    case "one-of":
      return `one-of(${type.options.map(formatItemType).join(", ")})`;
    case "date":
    case "partial-date":
    case "datetime":
    case "year":
    case "boolean":
    case "postcode":
      return type.kind;
  }
}

/** The type of a column of a reference table, as a specification writes it. */
export function formatCellType({ item, isList }: { readonly item: ItemType; readonly isList: boolean }): string {
  return `${isList ? "list of " : ""}${formatItemType(item)}`;
}

/** The code sets that a type refers to. */
export function codeSetsOf(type: ItemType): readonly string[] {
  if (type.kind === "code") return [type.set];
  return type.kind === "one-of" ? type.options.flatMap(codeSetsOf) : [];
}
