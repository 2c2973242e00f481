import { groupsIn } from "./break-circles.ts";
import type { AttributeGroup, ComplexType, ModelGroup, Particle, Place, SimpleType, TypeDefinition } from "./model.ts";
import { SchemaProblem } from "./schema-documents.ts";

/** What stands on other components and is written out with them. */
type Component = TypeDefinition | ModelGroup | AttributeGroup;

/** How deep components may stand on one another: whoever follows them goes as deep. */
const MOST_DEEP = 200;

/** How many elements, attributes and values all types may have together, with what they take from others. */
const MOST_PARTS = 1_000_000;

interface Measure {
  /** How many components stand on one another below this one. */
  readonly height: number;
  readonly size: number;
}

/**
 * Refuses a schema that says little and means much: groups that hold others twice, and these again, are two to the power of their number.
 * Circles must have been cut before.
 * @param types all of them, those without a name too
 * @throws {SchemaProblem} with the place of the type that is too much
 */
export function refuseGrowth(types: Iterable<TypeDefinition>): void {
  const measures = new Map<Component, Measure>();
  const open = new Set<Component>();

  const measure = (component: Component, depth: number, place: Place): Measure => {
    const known = measures.get(component);
    if (depth + (known?.height ?? 0) > MOST_DEEP)
      throw new SchemaProblem(`Types and groups stand more than ${MOST_DEEP} deep on one another here, which is more than is read.`, place);
    if (known !== undefined) return known;
    open.add(component);
    let height = 0;
    let size = ownSize(component);
    for (const part of standsOn(component)) {
      // Attribute groups may refer to themselves, and then say nothing new.
      if (open.has(part)) continue;
      const below = measure(part, depth + 1, place);
      height = Math.max(height, below.height + 1);
      size += below.size;
    }
    open.delete(component);
    const made = { height, size };
    measures.set(component, made);
    return made;
  };

  let total = 0;
  for (const type of types) {
    total += measure(type, 0, type.place).size;
    if (total > MOST_PARTS)
      throw new SchemaProblem(
        `Written out with all that they stand on, the types of this schema have more than 1,000,000 parts, the last of them here. That is more than is read.`,
        type.place,
      );
  }
}

function ownSize(component: Component): number {
  switch (component.kind) {
    case "simple":
      return 1 + component.facets.length;
    case "complex":
      return 1 + component.attributes.length + leafCount(component.particle);
    case "modelGroup":
      return leafCount(component.particle);
    case "attributeGroup":
      return component.attributes.length;
  }
}

function leafCount(particle: Particle | null): number {
  if (particle === null || particle.kind === "group") return 0;
  if (particle.kind === "element") return 1 + particle.element.members.length;
  return particle.kind === "any" ? 1 : particle.items.reduce((sum, item) => sum + leafCount(item), 0);
}

function standsOn(component: Component): readonly Component[] {
  switch (component.kind) {
    case "simple":
      return [component.base, component.item, ...component.members].filter((part): part is SimpleType => part !== null && part.builtin === null);
    case "complex":
      return [...baseOf(component), ...component.attributeGroups, ...(component.particle === null ? [] : groupsIn(component.particle))];
    case "modelGroup":
      return component.particle === null ? [] : groupsIn(component.particle);
    case "attributeGroup":
      return component.attributeGroups;
  }
}

function baseOf({ derivation }: ComplexType): readonly TypeDefinition[] {
  return derivation === null ? [] : [derivation.base];
}
