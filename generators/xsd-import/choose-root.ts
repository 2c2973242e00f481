import { contentOf } from "../xsd-reader/effective.ts";
import type { ElementDeclaration, SchemaSet, TypeDefinition } from "../xsd-reader/model.ts";
import { reachableFrom } from "../xsd-reader/reachable.ts";

/**
 * The elements that a return of the schema can have as its root: global ones with elements inside, best those that stand in no other.
 * @returns one when it is plain which is meant, several when it is not
 */
export function possibleRoots({ elements, targetNamespace }: SchemaSet): readonly ElementDeclaration[] {
  const globals = [...elements.values()].filter(({ abstract, type, name }) => !abstract && name.namespace === targetNamespace && holdsElements(type));
  const inside = new Set(reachableFrom(globals.map(({ type }) => type)));
  const outermost = globals.filter((element) => !inside.has(element));
  return outermost.length > 0 ? outermost : globals;
}

function holdsElements(type: TypeDefinition): boolean {
  if (type.kind === "simple" || type.isAny) return false;
  const content = contentOf(type);
  return content.kind === "elements" && content.particle !== null;
}
