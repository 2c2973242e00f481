import { ANY_SIMPLE_TYPE } from "./builtin-types.ts";
import type { ComplexType, ModelGroup, Particle, SimpleType, TypeDefinition } from "./model.ts";
import type { Draft, ReadContext } from "./read-context.ts";

/**
 * Cuts types and groups that are made of themselves, which no valid schema has: whoever follows them would never come to an end.
 * Elements that hold themselves are no such circle.
 */
export function breakCircles(types: Iterable<TypeDefinition>, groups: Iterable<ModelGroup>, note: ReadContext["note"]): void {
  for (const type of types) {
    if (type.kind === "complex") breakDerivation(type, note);
    else breakSimple(type, note);
  }
  for (const group of groups) breakGroup(group, note);
}

function breakDerivation(type: ComplexType, note: ReadContext["note"]): void {
  const met = new Set<TypeDefinition>([type]);
  for (let at: ComplexType = type; at.derivation !== null; ) {
    const { base } = at.derivation;
    if (met.has(base)) {
      note(at.place, "This type is derived from itself; it is read as derived from nothing.");
      (at as Draft<ComplexType>).derivation = null;
      return;
    }
    met.add(base);
    if (base.kind === "simple") return;
    at = base;
  }
}

function breakSimple(type: SimpleType, note: ReadContext["note"]): void {
  const met = new Set<SimpleType>();
  const holds = (one: SimpleType): boolean =>
    [one.base, one.item, ...one.members].some((part) => {
      if (part === null || met.has(part)) return false;
      met.add(part);
      return part === type || holds(part);
    });
  if (!holds(type)) return;
  note(type.place, "This type is made of itself; it is read as any text.");
  const draft: Draft<SimpleType> = type;
  draft.method = "restriction";
  draft.base = ANY_SIMPLE_TYPE;
  draft.item = null;
  draft.members = [];
}

function breakGroup(group: ModelGroup, note: ReadContext["note"]): void {
  const met = new Set<ModelGroup>();
  const holds = (particle: Particle | null): boolean => {
    if (particle === null) return false;
    if ("items" in particle) return particle.items.some(holds);
    if (particle.kind !== "group" || met.has(particle.group)) return false;
    met.add(particle.group);
    return particle.group === group || holds(particle.group.particle);
  };
  if (!holds(group.particle)) return;
  note(group.place, `The group ${group.name.local} is made of itself; it is read as empty.`);
  (group as Draft<ModelGroup>).particle = null;
}
