import { contentOf } from "../xsd-reader/effective.ts";
import type { ElementDeclaration, Particle, SchemaSet, TypeDefinition } from "../xsd-reader/model.ts";

/**
 * The elements that a return of the schema can have as its root: global ones with elements inside, best those that stand in no other.
 * @returns one when it is plain which is meant, several when it is not
 */
export function possibleRoots({ elements, targetNamespace }: SchemaSet): readonly ElementDeclaration[] {
  const globals = [...elements.values()].filter(({ abstract, type, name }) => !abstract && name.namespace === targetNamespace && holdsElements(type));
  const inside = new Set<ElementDeclaration>();
  const seen = new Set<TypeDefinition>();
  const visit = (particle: Particle | null): void => {
    if (particle === null) return;
    if (particle.kind === "element") {
      for (const element of [particle.element, ...particle.element.members]) {
        inside.add(element);
        visitType(element.type);
      }
    } else if ("items" in particle) for (const item of particle.items) visit(item);
  };
  const visitType = (type: TypeDefinition): void => {
    if (type.kind === "simple" || seen.has(type)) return;
    seen.add(type);
    const content = contentOf(type);
    if (content.kind === "elements") visit(content.particle);
  };
  for (const { type } of globals) visitType(type);
  const outermost = globals.filter((element) => !inside.has(element));
  return outermost.length > 0 ? outermost : globals;
}

function holdsElements(type: TypeDefinition): boolean {
  if (type.kind === "simple" || type.isAny) return false;
  const content = contentOf(type);
  return content.kind === "elements" && content.particle !== null;
}
