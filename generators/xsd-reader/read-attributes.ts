import { ANY_SIMPLE_TYPE } from "./builtin-types.ts";
import type { AttributeDeclaration, AttributeGroup, AttributeUse, Owner, QualifiedName, Wildcard } from "./model.ts";
import { at, documentationOf, type Draft, nameIn, partsOf, placeOfWritten, type ReadContext, type Written } from "./read-context.ts";
import { typeIn } from "./read-simple-type.ts";
import { attributeOf } from "./schema-documents.ts";

/** What a complex type or a group declares of attributes. */
export interface AttributeParts {
  attributes: readonly AttributeUse[];
  attributeGroups: readonly AttributeGroup[];
  anyAttribute: Wildcard | null;
}

/** Fills in the attributes that an element of the schema declares directly. */
export function fillAttributes(parts: AttributeParts, written: Written, owner: Owner, context: ReadContext): void {
  const nodes = partsOf(written.node).map((node) => at(written, node, owner));
  parts.attributes = nodes.filter(({ node }) => node.local === "attribute").map((one) => readAttributeUse(one, context));
  parts.attributeGroups = nodes
    .filter(({ node }) => node.local === "attributeGroup")
    .flatMap((one) => {
      const name = nameIn(one, "ref", context);
      return name === null ? [] : [context.attributeGroupNamed(name, placeOfWritten(one))];
    });
  const wildcard = nodes.find(({ node }) => node.local === "anyAttribute");
  parts.anyAttribute = wildcard === undefined ? null : readWildcard(wildcard);
}

function readAttributeUse(written: Written, context: ReadContext): AttributeUse {
  const { node } = written;
  const ref = nameIn(written, "ref", context);
  const use = attributeOf(node, "use")?.trim();
  const attribute = ref === null ? readAttribute(written, localName(written, "attribute"), context) : context.attributeNamed(ref, placeOfWritten(written));
  return {
    place: placeOfWritten(written),
    attribute,
    use: use === "required" || use === "prohibited" ? use : "optional",
    default: attributeOf(node, "default") ?? attribute.default,
    fixed: attributeOf(node, "fixed") ?? attribute.fixed,
    documentation: ref === null ? [] : documentationOf(node),
  };
}

/** A declaration of an attribute, global or local. */
export function readAttribute(written: Written, name: QualifiedName, context: ReadContext): AttributeDeclaration {
  const { node } = written;
  const attribute: Draft<AttributeDeclaration> = {
    kind: "attribute",
    place: placeOfWritten(written),
    documentation: documentationOf(node),
    name,
    owner: written.owner,
    type: ANY_SIMPLE_TYPE,
    default: attributeOf(node, "default"),
    fixed: attributeOf(node, "fixed"),
  };
  context.later(() => {
    attribute.type = typeIn(at(written, node, attribute), "type", context) ?? ANY_SIMPLE_TYPE;
  });
  return attribute;
}

export function readAttributeGroup(written: Written, name: QualifiedName, context: ReadContext): AttributeGroup {
  const group: Draft<AttributeGroup> = {
    kind: "attributeGroup",
    place: placeOfWritten(written),
    documentation: documentationOf(written.node),
    name,
    attributes: [],
    attributeGroups: [],
    anyAttribute: null,
  };
  context.later(() => fillAttributes(group, written, group, context));
  return group;
}

/** The name of a local element or attribute, in the namespace of its file if it is qualified. */
export function localName({ document, node }: Written, kind: "element" | "attribute"): QualifiedName {
  const form = attributeOf(node, "form") ?? attributeOf(document.root, `${kind}FormDefault`);
  return { namespace: form?.trim() === "qualified" ? document.namespace : "", local: (attributeOf(node, "name") ?? "").trim() };
}

export function readWildcard(written: Written): Wildcard {
  const { document, node } = written;
  const words = (attributeOf(node, "namespace") ?? "##any").split(/\s+/).filter((word) => word !== "");
  const known: Readonly<Record<string, string>> = { "##targetNamespace": document.namespace, "##local": "" };
  const namespaces = words.includes("##any")
    ? ("any" as const)
    : words.includes("##other")
      ? { not: document.namespace }
      : { of: words.map((word) => known[word] ?? word) };
  return { place: placeOfWritten(written), documentation: documentationOf(node), namespaces };
}
