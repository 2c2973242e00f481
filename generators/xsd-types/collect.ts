import { attributesOf, contentOf } from "../xsd-reader/effective.ts";
import type { ComplexType, ElementDeclaration, Particle, SchemaSet, SimpleType, TypeDefinition } from "../xsd-reader/model.ts";
import { enumerationOf } from "../xsd-reader/simple-facts.ts";

/** Everything of a schema that becomes code, in the order in which it is met. */
export interface Collected {
  readonly complexTypes: readonly ComplexType[];
  /** Simple types that get a name of their own in the code: those with a name, and lists of codes that say what each code means. */
  readonly simpleTypes: readonly SimpleType[];
  readonly elements: readonly ElementDeclaration[];
  /** The named types derived from each type, those derived from these too; without abstract ones. */
  readonly derived: ReadonlyMap<ComplexType, readonly ComplexType[]>;
}

export function collect(schema: SchemaSet): Collected {
  const complexTypes = new Set<ComplexType>();
  const simpleTypes = new Set<SimpleType>();
  const seenSimple = new Set<SimpleType>();
  const elements = new Set<ElementDeclaration>();

  const visitType = (type: TypeDefinition): void => {
    if (type.kind === "simple") return visitSimple(type);
    if (complexTypes.has(type)) return;
    complexTypes.add(type);
    for (const { attribute } of attributesOf(type).uses) visitSimple(attribute.type);
    const content = contentOf(type);
    if (content.kind === "simple") visitSimple(content.type);
    else if (content.particle !== null) visitParticle(content.particle);
  };
  const visitSimple = (type: SimpleType): void => {
    if (seenSimple.has(type)) return;
    seenSimple.add(type);
    if (type.builtin === null && (type.name !== null || isDocumentedList(type))) simpleTypes.add(type);
    for (const part of [type.base, type.item, ...type.members]) if (part !== null) visitSimple(part);
  };
  const visitElement = (element: ElementDeclaration): void => {
    if (elements.has(element)) return;
    elements.add(element);
    visitType(element.type);
    for (const member of element.members) visitElement(member);
  };
  const visitParticle = (particle: Particle): void => {
    if (particle.kind === "element") visitElement(particle.element);
    else if ("items" in particle) for (const item of particle.items) visitParticle(item);
  };

  for (const element of schema.elements.values()) visitElement(element);
  for (const type of schema.types.values()) visitType(type);
  return { complexTypes: [...complexTypes], simpleTypes: [...simpleTypes], elements: [...elements], derived: derivedTypes(schema) };
}

/** What its codes mean is worth a declaration that can say so. */
function isDocumentedList(type: SimpleType): boolean {
  const owner = type.owner?.kind;
  return (owner === "element" || owner === "attribute") && (enumerationOf(type) ?? []).some(({ documentation }) => documentation.length > 0);
}

function derivedTypes(schema: SchemaSet): ReadonlyMap<ComplexType, readonly ComplexType[]> {
  const derived = new Map<ComplexType, ComplexType[]>();
  for (const type of schema.types.values()) {
    if (type.kind === "simple" || type.abstract) continue;
    for (let base = type.derivation?.base; base !== undefined && base.kind === "complex" && !base.isAny; base = base.derivation?.base)
      derived.set(base, [...(derived.get(base) ?? []), type]);
  }
  return derived;
}
