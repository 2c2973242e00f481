import { ANY_SIMPLE_TYPE, BUILTIN_TYPES } from "./builtin-types.ts";
import type { Facet, SimpleType } from "./model.ts";

/** What a simple type is at bottom, behind all that restricts it. */
export function rootOf(type: SimpleType): SimpleType {
  return type.method === "restriction" ? rootOf(type.base ?? ANY_SIMPLE_TYPE) : type;
}

/** The nearest type of XML Schema itself that an atomic type stands on, `integer`; for a list or a union anySimpleType. */
export function builtinOf(type: SimpleType): string {
  const root = rootOf(type);
  return root.method === "builtin" ? (root.builtin ?? "anySimpleType") : "anySimpleType";
}

/** Whether a type of XML Schema stands on another: `int` on `integer`. */
export function isBuiltOn(builtin: string, base: string): boolean {
  for (let type = BUILTIN_TYPES.get(builtin) ?? null; type !== null; type = type.base) if (type.builtin === base) return true;
  return false;
}

/** A type and all that it restricts, itself first. */
function restrictions(type: SimpleType): readonly SimpleType[] {
  const chain = [type];
  for (let at = type; at.method === "restriction" && at.base !== null; at = at.base) chain.push(at.base);
  return chain;
}

/** The values that a type lists; null when it lists none. Those of the nearest type count: a restriction can only take values away. */
export function enumerationOf(type: SimpleType): readonly Facet[] | null {
  for (const { facets } of restrictions(type)) {
    const values = facets.filter(({ name }) => name === "enumeration");
    if (values.length > 0) return values;
  }
  return null;
}

/** The value of a facet of which the nearest counts. */
export function facetOf(type: SimpleType, name: Facet["name"]): string | null {
  for (const { facets } of restrictions(type)) {
    const found = facets.findLast((facet) => facet.name === name);
    if (found !== undefined) return found.value;
  }
  return null;
}

/** The patterns of a type: one of each group must fit. */
export function patternsOf(type: SimpleType): readonly (readonly string[])[] {
  const groups = restrictions(type).map(({ facets }) => facets.filter(({ name }) => name === "pattern").map(({ value }) => value));
  return groups.filter((group) => group.length > 0);
}

/** What is done with the white space of a value before it counts. */
export function blanksOf(type: SimpleType): "preserve" | "replace" | "collapse" {
  const stated = facetOf(type, "whiteSpace");
  if (stated === "preserve" || stated === "replace" || stated === "collapse") return stated;
  const root = rootOf(type);
  if (root.method === "union" || root.builtin === "anySimpleType" || root.builtin === "string") return "preserve";
  return root.builtin === "normalizedString" ? "replace" : "collapse";
}
