import { ANY_SIMPLE_TYPE } from "./builtin-types.ts";
import { FACET_NAMES, type Facet, type QualifiedName, type SimpleType } from "./model.ts";
import { at, documentationOf, type Draft, nameIn, namesIn, partsOf, placeOfWritten, type ReadContext, type Written } from "./read-context.ts";
import { attributeOf, placeOf } from "./schema-documents.ts";

/** The simple type that an element `simpleType` declares; what it refers to is there once everything has been read. */
export function readSimpleType(written: Written, name: QualifiedName | null, context: ReadContext): SimpleType {
  const type: Draft<SimpleType> = {
    kind: "simple",
    place: placeOfWritten(written),
    documentation: documentationOf(written.node),
    name,
    owner: written.owner,
    builtin: null,
    method: "restriction",
    base: ANY_SIMPLE_TYPE,
    item: null,
    members: [],
    facets: [],
  };
  context.later(() => {
    const [content] = partsOf(written.node);
    if (content === undefined) return;
    const inside = at(written, content, type);
    if (content.local === "restriction") {
      type.base = typeIn(inside, "base", context) ?? ANY_SIMPLE_TYPE;
      type.facets = readFacets(inside);
    } else if (content.local === "list") {
      type.method = "list";
      type.base = null;
      type.item = typeIn(inside, "itemType", context) ?? ANY_SIMPLE_TYPE;
    } else if (content.local === "union") {
      type.method = "union";
      type.base = null;
      const named = namesIn(inside, "memberTypes", context).map((member) => simple(context.typeNamed(member, placeOfWritten(inside), true)));
      type.members = [...named, ...declaredIn(inside, context)];
    }
  });
  return type;
}

/** The type that an attribute names or, without it, the one declared inside; null when there is neither. */
export function typeIn(written: Written, attribute: string, context: ReadContext): SimpleType | null {
  const name = nameIn(written, attribute, context);
  if (name !== null) return simple(context.typeNamed(name, placeOfWritten(written), true));
  return declaredIn(written, context)[0] ?? null;
}

/** The types that are declared inside. */
export function declaredIn(written: Written, context: ReadContext): readonly SimpleType[] {
  return partsOf(written.node)
    .filter(({ local }) => local === "simpleType")
    .map((node) => readSimpleType(at(written, node), null, context));
}

function simple(type: { readonly kind: string }): SimpleType {
  return type.kind === "simple" ? (type as SimpleType) : ANY_SIMPLE_TYPE;
}

/** The facets of a restriction. */
export function readFacets({ document, node }: Written): readonly Facet[] {
  return partsOf(node).flatMap((part) => {
    const name = FACET_NAMES.find((facet) => facet === part.local);
    if (name === undefined) return [];
    return [{ name, value: attributeOf(part, "value") ?? "", place: placeOf(document.path, part), documentation: documentationOf(part) }];
  });
}
