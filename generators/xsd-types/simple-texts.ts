import type { SimpleType, TypeDefinition } from "../xsd-reader/model.ts";
import { builtinOf, facetOf, patternsOf, rootOf } from "../xsd-reader/simple-facts.ts";
import { type Code, type NumberStyle, numberForm, type SimpleTables } from "./simple-tables.ts";

/** The type of a simple type as TypeScript: its name in the code where it has one. */
export function simpleText(type: SimpleType, names: ReadonlyMap<TypeDefinition, string>, tables: SimpleTables, numbers: NumberStyle): string {
  return names.get(type) ?? simpleDefinition(type, names, tables, numbers);
}

/** What stands behind the name. */
export function simpleDefinition(type: SimpleType, names: ReadonlyMap<TypeDefinition, string>, tables: SimpleTables, numbers: NumberStyle): string {
  const codes = tables.codesOf(type);
  if (codes !== null) return codes.length === 0 ? "never" : codes.map(literal).join(" | ");
  const root = rootOf(type);
  const own = (part: SimpleType): string => simpleText(part, names, tables, numbers);
  if (root.method === "list") {
    const item = root.item === null ? "string" : own(root.item);
    return item.includes("|") ? `(${item})[]` : `${item}[]`;
  }
  if (root.method === "union") {
    const members = [...new Set(root.members.map(own))];
    // Beside any text, single texts say nothing.
    return (members.includes("string") ? members.filter((member) => !/^"[^|]*"$/.test(member)) : members).join(" | ") || "never";
  }
  // A restriction without codes of its own is its base, name and all, unless numbers or blanks are another matter.
  if (type.builtin === null && type.base !== null && names.has(type.base)) return names.get(type.base) ?? "string";
  const builtin = builtinOf(type);
  if (builtin === "boolean") return "boolean";
  if (builtin === "QName") return "QName";
  return numberForm(builtin) !== null && numbers === "number" ? "number" : "string";
}

export function literal(code: Code): string {
  if (typeof code === "string") return JSON.stringify(code);
  return typeof code === "number" && !Number.isFinite(code) ? "number" : String(code);
}

/** What the types cannot say of a value, in words: patterns, lengths, ranges. */
export function factsOf(type: SimpleType): readonly string[] {
  const root = rootOf(type);
  const facts: string[] = [];
  for (const group of patternsOf(type)) facts.push(`Pattern: ${group.join(" or ")}`);
  const what = root.method === "list" ? "items" : "characters";
  const length = rangeText(facetOf(type, "length") ?? facetOf(type, "minLength"), facetOf(type, "length") ?? facetOf(type, "maxLength"));
  if (length !== null) facts.push(`Length: ${length} ${what}`);
  const range = rangeText(facetOf(type, "minInclusive"), facetOf(type, "maxInclusive"));
  if (range !== null) facts.push(`Range: ${range}`);
  const [above, below] = [facetOf(type, "minExclusive"), facetOf(type, "maxExclusive")];
  if (above !== null) facts.push(`Greater than ${above}`);
  if (below !== null) facts.push(`Less than ${below}`);
  const [digits, places] = [facetOf(type, "totalDigits"), facetOf(type, "fractionDigits")];
  if (digits !== null) facts.push(`Digits: ${digits} at most`);
  if (places !== null) facts.push(`Decimal places: ${places} at most`);
  const builtin = builtinOf(type);
  if (root.method === "builtin" && numberForm(builtin) === null && !PLAIN.has(builtin)) facts.push(`XML Schema type: ${builtin}`);
  return facts;
}

/** Texts of which the name of the type says nothing that a reader would miss. */
const PLAIN = new Set(["anySimpleType", "string", "normalizedString", "token", "boolean", "QName"]);

function rangeText(minimum: string | null, maximum: string | null): string | null {
  if (minimum === null && maximum === null) return null;
  if (minimum === maximum) return minimum;
  return maximum === null ? `${minimum} or more` : minimum === null ? `${maximum} at most` : `${minimum} to ${maximum}`;
}
