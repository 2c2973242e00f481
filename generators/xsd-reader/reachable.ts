import { attributesOf, contentOf } from "./effective.ts";
import type { ElementDeclaration, Particle, TypeDefinition } from "./model.ts";

/**
 * Components with all types and elements that they hold, each once and before what it holds, in the order of the schema.
 * Not by functions that call themselves: in a large schema elements hold one another thousands deep.
 */
export function reachableFrom(starts: Iterable<TypeDefinition | ElementDeclaration>): readonly (TypeDefinition | ElementDeclaration)[] {
  const seen = new Set<TypeDefinition | ElementDeclaration>();
  const waiting = [...starts].toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const part of partsOf(next).toReversed()) waiting.push(part);
  }
  return [...seen];
}

function partsOf(component: TypeDefinition | ElementDeclaration): readonly (TypeDefinition | ElementDeclaration)[] {
  if (component.kind === "element") return [component.type, ...component.members];
  if (component.kind === "simple") return [component.base, component.item, ...component.members].filter((part) => part !== null);
  const content = contentOf(component);
  const attributeTypes = attributesOf(component).uses.map(({ attribute }) => attribute.type);
  return [...attributeTypes, ...(content.kind === "simple" ? [content.type] : content.particle === null ? [] : elementsIn(content.particle))];
}

function elementsIn(particle: Particle): readonly ElementDeclaration[] {
  if (particle.kind === "element") return [particle.element];
  return "items" in particle ? particle.items.flatMap(elementsIn) : [];
}
