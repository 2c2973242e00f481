import { dateTimeForm, isoDateForm, isoPartialDatePattern, ukDatePattern, ukPartialDatePattern, yearPattern } from "../specification/date-pattern.ts";
import type { DateForm } from "../specification/model.ts";
import { patternProblem } from "../specification/pattern.ts";
import type { Facet, SimpleType } from "../xsd-reader/model.ts";
import { builtinOf, enumerationOf, facetOf, isBuiltOn, patternsOf, rootOf } from "../xsd-reader/simple-facts.ts";
import { numberType } from "./number-types.ts";
import { commonPattern } from "./patterns.ts";
import type { NamedValues } from "./named-values.ts";

/** The type of an item as the specification writes it. */
export interface ImportedType {
  readonly text: string;
  /** Whether the element may be given empty though the type has no empty value. */
  readonly mayBeEmpty: boolean;
  /** What the language cannot say of the values. */
  readonly losses: readonly string[];
}

export interface TypeContext {
  readonly values: NamedValues;
  readonly dates: DateForm;
  /** What a type without a name is called by: the item, then what it stands in. */
  readonly owner: readonly string[];
}

/** What a code may be; others are alternatives of a pattern. */
const CODE = /^\S{1,20}$/;

/** Never stricter than the schema: where the language has no word for a limit, the limit goes, and that is said. */
export function importType(type: SimpleType, context: TypeContext): ImportedType {
  const codes = enumerationOf(type);
  if (codes !== null && rootOf(type).method !== "list") return codeType(type, codes, context);
  const root = rootOf(type);
  if (root.method === "list") return plain(textOf(null, null), [`a list of values is read as one text`]);
  if (root.method === "union") return unionType(root, context);
  const known = ownForm(type, context.dates);
  if (known !== null) return plain(known, []);
  const builtin = builtinOf(type);
  const patterns = patternsOf(type);
  if (patterns.length > 0) return patternType(type, patterns, context);
  if (isBuiltOn(builtin, "decimal")) return numberType(type, builtin);
  switch (builtin) {
    case "boolean":
      return plain("boolean", []);
    case "date":
      return dateType(context);
    case "dateTime":
      return plain("datetime", ["years of more than four digits and 24:00:00 are not accepted", ...rangeLosses(type)]);
    case "gYear":
      return plain("year", ["time zones are not accepted", ...rangeLosses(type)]);
    case "float":
    case "double":
      return plain(`pattern(${context.values.pattern(null, FLOAT_PATTERN, ["floating-point-number"])})`, rangeLosses(type));
    default:
      return textType(type, builtin);
  }
}

const FLOAT_PATTERN = "-?INF|NaN|[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?";

function plain(text: string, losses: readonly string[]): ImportedType {
  return { text, mayBeEmpty: false, losses };
}

/** The forms that our own schemas write, read back. */
function ownForm(type: SimpleType, dates: DateForm): string | null {
  const builtin = builtinOf(type);
  const [patterns = [], more] = patternsOf(type);
  const [pattern, other] = patterns;
  const is = (base: string, own: string): boolean => builtin === base && pattern === own && other === undefined && more === undefined;
  if (is("date", isoDateForm) && dates === "yyyy-mm-dd") return "date";
  if (is("token", ukDatePattern) && dates === "dd/mm/yyyy") return "date";
  if (is("token", dates === "yyyy-mm-dd" ? isoPartialDatePattern : ukPartialDatePattern)) return "partial-date";
  if (is("dateTime", dateTimeForm)) return "datetime";
  if (is("gYear", yearPattern)) return "year";
  const isPostcode =
    /^postcode$/i.test(type.name?.local ?? "") && pattern === undefined && /^1?$/.test(facetOf(type, "minLength") ?? "") && facetOf(type, "maxLength") === "8";
  return isPostcode && facetOf(type, "minLength") === "1" ? "postcode" : null;
}

/** How dates are written in a schema that has dates of its own making. */
export function writesUkDates(type: SimpleType): boolean {
  return patternsOf(type).some((group) => group.includes(ukDatePattern) || group.includes(ukPartialDatePattern));
}

function dateType({ dates }: TypeContext): ImportedType {
  // The one way of writing dates is taken by the others, so this one is a pattern.
  if (dates === "yyyy-mm-dd") return plain("date", ["time zones are not accepted"]);
  return plain("text(10..)", ["a date as yyyy-mm-dd is read as text, because other dates of the schema are written dd/mm/yyyy"]);
}

function codeType(type: SimpleType, codes: readonly Facet[], context: TypeContext): ImportedType {
  const given = codes.filter(({ value }) => value !== "");
  const mayBeEmpty = given.length < codes.length;
  if (given.length === 0) return plain("text(0..0)", []);
  const owner = codeOwner(type);
  const losses = isBuiltOn(builtinOf(type), "decimal") ? ["numbers that a code set lists must be written as it lists them"] : [];
  if (given.every(({ value }) => CODE.test(value))) return { text: `code(${context.values.codeSet(owner, given, context.owner)})`, mayBeEmpty, losses };
  const pattern = given.map(({ value }) => literalPattern(value)).join("|");
  if (patternProblem(pattern) !== null) return { text: "text", mayBeEmpty, losses: ["its values are no codes, nor can a pattern list them"] };
  return {
    text: `pattern(${context.values.pattern(owner, pattern, context.owner)})`,
    mayBeEmpty,
    losses: [...losses, "its values are no codes, for they are long or have blanks: they are the alternatives of a pattern, without labels"],
  };
}

/** The type that lists the codes: restrictions of it which list none have the same set. */
function codeOwner(type: SimpleType): SimpleType {
  const lists = type.facets.some(({ name }) => name === "enumeration");
  return lists || type.base === null ? type : codeOwner(type.base);
}

function literalPattern(text: string): string {
  return text.replaceAll(/[\\.*+?|()[\]{}]/g, "\\$&").replaceAll("$", "[$]");
}

function unionType(root: SimpleType, context: TypeContext): ImportedType {
  const members = flatMembers(root).map((member) => importType(member, context));
  const isEmpty = (member: ImportedType): boolean => member.text === "text(0..0)";
  const given = members.filter((member) => !isEmpty(member));
  const texts = [...new Set(given.map(({ text }) => text))];
  const mayBeEmpty = members.some((member) => isEmpty(member) || member.mayBeEmpty);
  const losses = [...new Set(given.flatMap((member) => member.losses))];
  const [only, more] = texts;
  if (only === undefined) return plain("text(0..0)", losses);
  if (texts.includes("text")) return plain("text", losses);
  return { text: more === undefined ? only : `one-of(${texts.join(", ")})`, mayBeEmpty, losses };
}

function flatMembers(type: SimpleType): readonly SimpleType[] {
  return type.members.flatMap((member) => (rootOf(member).method === "union" && enumerationOf(member) === null ? flatMembers(rootOf(member)) : [member]));
}

function patternType(type: SimpleType, patterns: readonly (readonly string[])[], context: TypeContext): ImportedType {
  const common = patterns.map((group) => group.map(commonPattern));
  const usable = common.find((group): group is string[] => group.every((pattern) => pattern !== null));
  const limits = [...(patterns.length > 1 ? ["only one of the patterns on top of each other is checked"] : []), ...lengthLosses(type), ...rangeLosses(type)];
  if (usable === undefined) {
    const rest = textType(type, builtinOf(type));
    return { ...rest, losses: [...rest.losses, `its pattern is not in the common subset of regular expressions: ${(patterns[0] ?? []).join(" or ")}`] };
  }
  const pattern = usable.length === 1 ? (usable[0] ?? "") : usable.map((one) => `(${one})`).join("|");
  const owner = type.facets.some(({ name }) => name === "pattern") || type.base === null ? type : patternOwner(type);
  return plain(`pattern(${context.values.pattern(owner, pattern, context.owner)})`, limits);
}

function patternOwner(type: SimpleType): SimpleType {
  return type.facets.some(({ name }) => name === "pattern") || type.base === null ? type : patternOwner(type.base);
}

function lengthLosses(type: SimpleType): readonly string[] {
  const given = (["length", "minLength", "maxLength"] as const).filter((name) => facetOf(type, name) !== null);
  return given.length === 0 ? [] : ["its length is not checked beside its pattern"];
}

function rangeLosses(type: SimpleType): readonly string[] {
  const names = ["minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "totalDigits", "fractionDigits"] as const;
  return names.some((name) => facetOf(type, name) !== null) ? ["its range is not checked"] : [];
}

/** Types of XML Schema that are texts of a certain form. */
const FORMED = new Set(["language", "Name", "NMTOKEN", "NCName", "ID", "IDREF", "ENTITY", "anyURI", "base64Binary", "hexBinary", "duration", "time"]);

function textType(type: SimpleType, builtin: string): ImportedType {
  const exact = facetOf(type, "length");
  const isFormed = FORMED.has(builtin) || /^g|^QName$|^NOTATION$/.test(builtin);
  const isCounted = builtin !== "base64Binary" && builtin !== "hexBinary";
  const losses = [...(isFormed ? [`its form, ${builtin} of XML Schema, is not checked`] : []), ...rangeLosses(type)];
  const minimum = isCounted ? (exact ?? facetOf(type, "minLength")) : null;
  return plain(textOf(minimum, isCounted ? (exact ?? facetOf(type, "maxLength")) : null), losses);
}

function textOf(minimum: string | null, maximum: string | null): string {
  if (maximum === null && (minimum === null || minimum === "0")) return "text";
  return `text(${minimum ?? "0"}..${maximum ?? ""})`;
}
