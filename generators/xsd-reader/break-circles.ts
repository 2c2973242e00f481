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
  const partsOf = ({ base, item, members }: SimpleType): readonly SimpleType[] => [base, item, ...members].filter((part) => part !== null);
  if (!holdsItself(type, partsOf)) return;
  note(type.place, "This type is made of itself; it is read as any text.");
  const draft: Draft<SimpleType> = type;
  draft.method = "restriction";
  draft.base = ANY_SIMPLE_TYPE;
  draft.item = null;
  draft.members = [];
}

function breakGroup(group: ModelGroup, note: ReadContext["note"]): void {
  if (!holdsItself(group, ({ particle }) => (particle === null ? [] : groupsIn(particle)))) return;
  note(group.place, `The group ${group.name.local} is made of itself; it is read as empty.`);
  (group as Draft<ModelGroup>).particle = null;
}

/** The named groups that a particle refers to. */
export function groupsIn(particle: Particle): readonly ModelGroup[] {
  if (particle.kind === "group") return [particle.group];
  return "items" in particle ? particle.items.flatMap(groupsIn) : [];
}

/** Not by a function that calls itself: how deep components stand on one another is looked at only later. */
function holdsItself<Component>(component: Component, partsOf: (one: Component) => readonly Component[]): boolean {
  const met = new Set<Component>();
  const waiting = [...partsOf(component)];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (part === component) return true;
    if (met.has(part)) continue;
    met.add(part);
    waiting.push(...partsOf(part));
  }
  return false;
}
