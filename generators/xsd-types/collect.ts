import type { ComplexType, ElementDeclaration, SchemaSet, SimpleType } from "../xsd-reader/model.ts";
import { reachableFrom } from "../xsd-reader/reachable.ts";
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
  const all = reachableFrom([...schema.elements.values(), ...schema.types.values()]);
  return {
    complexTypes: all.filter((one) => one.kind === "complex"),
    simpleTypes: all.filter((one): one is SimpleType => one.kind === "simple" && one.builtin === null && (one.name !== null || isDocumentedList(one))),
    elements: all.filter((one) => one.kind === "element"),
    derived: derivedTypes(schema),
  };
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
