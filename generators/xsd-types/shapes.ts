import type { Particle } from "../xsd-reader/model.ts";
import { type ElementDeclaration, expandedName } from "../xsd-reader/model.ts";

/** A property of a type in the code. */
export interface Property {
  readonly name: string;
  readonly text: string;
  readonly isOptional: boolean;
  readonly documentation: readonly string[];
}

/** Properties that stand together, and choices between such groups. */
export interface PropertyGroup {
  readonly properties: readonly Property[];
  /** Of each list exactly one group is there; one without properties may be among them. */
  readonly choices: readonly (readonly PropertyGroup[])[];
}

/** A choice between more than these is a list: a type that names for each what it excludes would be too long to read. */
const MOST_BRANCHES = 8;

/** What of a particle can be told by the name of an element alone. */
interface Seen {
  readonly names: Set<string>;
  wildcards: number;
}

/**
 * Whether elements can stand as properties without losing their order: each name has one place, and nothing but single elements is repeated.
 * A wildcard is a property too if there is but one.
 */
export function isRecord(particle: Particle): boolean {
  return takesProperties(particle, { names: new Set(), wildcards: 0 });
}

function takesProperties(particle: Particle, seen: Seen): boolean {
  switch (particle.kind) {
    case "element": {
      const names = standIns(particle.element).map(({ name }) => expandedName(name));
      if (names.some((name) => seen.names.has(name))) return false;
      for (const name of names) seen.names.add(name);
      return true;
    }
    case "any":
      seen.wildcards += 1;
      return seen.wildcards === 1;
    case "group":
      return false;
    case "sequence":
    case "all":
      return particle.max === 1 && particle.items.every((item) => takesProperties(item, seen));
    case "choice":
      return particle.max === 1 && particle.items.length <= MOST_BRANCHES && particle.items.every((item) => takesProperties(item, seen));
  }
}

/** The elements that may stand where one is declared: itself unless it is abstract, and those that substitute it. */
export function standIns(element: ElementDeclaration): readonly ElementDeclaration[] {
  return element.abstract ? element.members : [element, ...element.members];
}

/** Whether an element stands under its own name only, so that its value needs no tag. */
export function isUntagged(element: ElementDeclaration): boolean {
  return !element.abstract && element.members.length === 0;
}

/**
 * The properties of a record.
 * @param propertyOf the property of an element or a wildcard, as if it had to be there
 */
export function groupOf(particle: Particle, propertyOf: (leaf: Particle & { readonly kind: "element" | "any" }) => Property): PropertyGroup {
  switch (particle.kind) {
    case "element":
    case "any":
      return { properties: [{ ...propertyOf(particle), isOptional: particle.min === 0 }], choices: [] };
    case "group":
      return { properties: [], choices: [] };
    case "sequence":
    case "all": {
      const all = joinGroups(particle.items.map((item) => groupOf(item, propertyOf)));
      return particle.min === 0 && !mayBeEmpty(all) ? { properties: [], choices: [[all, { properties: [], choices: [] }]] } : all;
    }
    case "choice": {
      const branches = particle.items.map((item) => groupOf(item, propertyOf));
      const none: PropertyGroup = { properties: [], choices: [] };
      // Where a branch may be empty there is no need of an empty one.
      return { properties: [], choices: [particle.min === 0 && !branches.some(mayBeEmpty) ? [...branches, none] : branches] };
    }
  }
}

export function joinGroups(groups: readonly PropertyGroup[]): PropertyGroup {
  return { properties: groups.flatMap(({ properties }) => properties), choices: groups.flatMap(({ choices }) => choices) };
}

function mayBeEmpty({ properties, choices }: PropertyGroup): boolean {
  return properties.every(({ isOptional }) => isOptional) && choices.every((branches) => branches.some(mayBeEmpty));
}

/** All names of properties in a group, those of its branches too. */
export function namesIn({ properties, choices }: PropertyGroup): readonly string[] {
  return [...new Set([...properties.map(({ name }) => name), ...choices.flatMap((branches) => branches.flatMap(namesIn))])];
}
