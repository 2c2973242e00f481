import type { ComplexType, Owner, SimpleType, TypeDefinition } from "../xsd-reader/model.ts";
import type { Collected } from "./collect.ts";
import type { PropertyNames } from "./element-names.ts";
import { giveNames, isReserved, type Nameless, typeName } from "./type-names.ts";

/** The name of each type in the code. */
export function nameTypes({ complexTypes, simpleTypes }: Collected, names: PropertyNames): ReadonlyMap<TypeDefinition, string> {
  return giveNames([...complexTypes.filter(({ isAny }) => !isAny), ...simpleTypes].map((type) => namelessType(type, names)));
}

function namelessType(type: ComplexType | SimpleType, names: PropertyNames): Nameless<TypeDefinition> {
  if (type.name !== null) {
    const { namespace, local } = type.name;
    const own = typeName(local);
    const qualified = namespace === "" ? own : `${typeName(names.prefixOf(namespace))}${own}`;
    const candidates = [...(isReserved(own) ? [] : [own, qualified]), `${own}Type`, `${qualified}Type`, `${own}${lettersOf(local)}`];
    return { thing: type, rank: 0, candidates: [...new Set(candidates)] };
  }
  const [own = "Type", ...enclosing] = enclosingNames(type.owner, names);
  const withParents = enclosing.map((_, index) => [...enclosing.slice(0, index + 1).toReversed(), own].join(""));
  const kind = type.owner?.kind === "attribute" ? "Attribute" : type.kind === "simple" ? "Value" : "Element";
  const candidates = [...(isReserved(own) ? [`${own}${kind}`] : [own]), ...withParents, `${own}${kind}`, ...withParents.map((name) => `${name}${kind}`)];
  return { thing: type, rank: 1 + enclosing.length, candidates: [...new Set(candidates)] };
}

/** What tells names apart that differ only by case. */
function lettersOf(name: string): string {
  if (name === name.toLowerCase()) return "InSmallLetters";
  return name === name.toUpperCase() ? "InCapitals" : "InMixedLetters";
}

/** The names of what a type without one is part of, the nearest first; a global element in a foreign namespace also has its prefix. */
function enclosingNames(owner: Owner | null, names: PropertyNames): readonly string[] {
  const result: string[] = [];
  for (let at = owner; at !== null; ) {
    if (at.name !== null && at.kind !== "simple") {
      const name = typeName(at.name.local);
      // The element of a type of the same name says nothing new.
      if (result.at(-1) !== name || result.length === 1) result.push(name);
    }
    const next: Owner | null = "owner" in at ? at.owner : null;
    if (next === null && at.name !== null && at.name.namespace !== "") result.push(typeName(names.prefixOf(at.name.namespace)));
    at = next;
  }
  return result;
}
