import type { ItemType } from "../../specification/item-type.ts";
import type { Code, Fact, Release } from "../../specification/model.ts";
import { pascalCase } from "../../specification/pascal-case.ts";

/** A constraint on a type, with what a reader should know of it. */
export interface Facet {
  readonly name: "enumeration" | "pattern" | "minLength" | "maxLength" | "minInclusive" | "maxInclusive" | "fractionDigits";
  readonly value: string;
  readonly documentation: readonly string[];
}

/** A simple type before it has its final name. `title` is the name it would like, and its part in the name of a union. */
export type SimpleType =
  /** A type of XML Schema itself, used without a name of our own. */
  | { readonly kind: "builtin"; readonly title: string; readonly base: string }
  | {
      readonly kind: "restriction";
      readonly title: string;
      readonly base: string;
      readonly facets: readonly Facet[];
      readonly documentation: readonly string[];
    }
  | { readonly kind: "union"; readonly title: string; readonly members: readonly SimpleType[] };

export function builtin(title: string, base: string): SimpleType {
  return { kind: "builtin", title, base };
}

export function restriction(title: string, base: string, facets: readonly Facet[], documentation: readonly string[] = []): SimpleType {
  return { kind: "restriction", title, base, facets, documentation };
}

/** A type whose values are those of any member. A union of unions is one union, so that bindings see a flat list. */
export function union(members: readonly SimpleType[]): SimpleType {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  return { kind: "union", title: flat.map(({ title }) => title).join("Or"), members: flat };
}

/** The type, or nothing between the tags. */
export function orEmpty(type: SimpleType): SimpleType {
  const empty = restriction("EmptyValue", "xs:token", [facet("enumeration", "")], ["Empty: counts as not entered."]);
  return union([type, empty]);
}

export function facet(name: Facet["name"], value: string, documentation: readonly string[] = []): Facet {
  return { name, value, documentation };
}

/** Facets of those limits that there are. */
export function limits(entries: readonly (readonly [Facet["name"], string | number | null])[]): readonly Facet[] {
  return entries.flatMap(([name, value]) => (value === null ? [] : [facet(name, String(value))]));
}

/** One enumeration value per code, documented by its label. */
export function codeFacets(codes: readonly Code[]): readonly Facet[] {
  return codes.map(({ code, label, labelIsInferred, tolerated }) =>
    facet("enumeration", code, [
      ...(label === null ? [] : [labelIsInferred ? `${label} (label inferred)` : label]),
      ...(tolerated === null ? [] : [`Tolerated: ${tolerated}`]),
    ]),
  );
}

/** What a code set or pattern of the release says of itself. */
export function documentationOf(entry: ({ readonly label: string; readonly definition: string | null } & Fact) | undefined): readonly string[] {
  if (entry === undefined) return [];
  return [entry.label, ...(entry.definition === null ? [] : [entry.definition]), ...basisLines(entry)];
}

/** Says so where a fact is inferred; what was seen needs no word. */
export function basisLines(fact: Fact): readonly string[] {
  return fact.basis === "inferred" ? ["Basis: inferred"] : [];
}

/** `Text1To10`, `Integer0OrMore`, `Decimal0To999Point9`. */
export function rangeTitle(kind: string, minimum: string | number, maximum: string | number | null): string {
  return maximum === null ? `${kind}${spellLimit(minimum)}OrMore` : `${kind}${spellLimit(minimum)}To${spellLimit(maximum)}`;
}

function spellLimit(limit: string | number): string {
  return String(limit).replace("-", "Minus").replace(".", "Point");
}

/** Whether no text at all is already a value of the type. */
export function admitsEmpty(type: ItemType): boolean {
  if (type.kind === "text") return type.minimum === 0;
  if (type.kind === "pattern") return new RegExp(`^(?:${type.pattern})$`, "u").test("");
  return type.kind === "one-of" && type.options.some(admitsEmpty);
}

/** Numbers are the same in both schemas: a range, where there is one, is part of the type. */
export function numberType(type: ItemType & { readonly kind: "integer" | "decimal" }): SimpleType {
  const base = `xs:${type.kind}`;
  const kind = type.kind === "integer" ? "Integer" : "Decimal";
  if (type.minimum === null) return builtin(kind, base);
  const places = type.kind === "decimal" ? type.places : null;
  const title = rangeTitle(kind, type.minimum, type.maximum) + (places === null ? "" : `Places${places}`);
  return restriction(
    title,
    base,
    limits([
      ["minInclusive", type.minimum],
      ["maxInclusive", type.maximum],
      ["fractionDigits", places],
    ]),
  );
}

/** Text of a length; text without any limit is the base itself. */
export function textType(base: string, minimum: number, maximum: number | null): SimpleType {
  if (minimum === 0 && maximum === null) return builtin("Text", base);
  const facets = limits([
    ["minLength", minimum === 0 ? null : minimum],
    ["maxLength", maximum],
  ]);
  return restriction(rangeTitle("Text", minimum, maximum), base, facets);
}

/** The codes of a set of the release; an unknown set has none, which the loader refuses. */
export function codesOf(release: Release, set: string): readonly Code[] {
  return release.codeSets.get(set)?.codes ?? [];
}

/** The codes of a set, as far as a schema has them. */
export function codeSetType(set: string, base: string, release: Release, has: (code: Code) => boolean): SimpleType {
  return restriction(`${pascalCase(set)}Code`, base, codeFacets(codesOf(release, set).filter(has)), documentationOf(release.codeSets.get(set)));
}

/** A named pattern of the specification, in the form that a schema has of it. */
export function patternType(name: string, base: string, release: Release, pattern: string): SimpleType {
  return restriction(`${pascalCase(name)}Pattern`, base, [facet("pattern", pattern)], documentationOf(release.types.get(name)));
}
