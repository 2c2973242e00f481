import { ANY_TYPE } from "./builtin-types.ts";
import type { ComplexType, QualifiedName } from "./model.ts";
import { fillAttributes } from "./read-attributes.ts";
import { at, documentationOf, type Draft, isTrue, nameIn, partsOf, placeOfWritten, type ReadContext, type Written } from "./read-context.ts";
import { readContent } from "./read-elements.ts";
import { declaredIn, readFacets } from "./read-simple-type.ts";
import { attributeOf } from "./schema-documents.ts";

/** The complex type that an element `complexType` declares; what it refers to is there once everything has been read. */
export function readComplexType(written: Written, name: QualifiedName | null, context: ReadContext): ComplexType {
  const { node } = written;
  const content = partsOf(node).find(({ local }) => local === "simpleContent" || local === "complexContent");
  const type: Draft<ComplexType> = {
    kind: "complex",
    place: placeOfWritten(written),
    documentation: documentationOf(node),
    name,
    owner: written.owner,
    abstract: isTrue(node, "abstract"),
    mixed: content !== undefined && attributeOf(content, "mixed") !== null ? isTrue(content, "mixed") : isTrue(node, "mixed"),
    derivation: null,
    isSimple: content?.local === "simpleContent",
    valueType: null,
    valueFacets: [],
    particle: null,
    attributes: [],
    attributeGroups: [],
    anyAttribute: null,
    isAny: false,
  };
  if (attributeOf(node, "block") !== null) context.note(placeOfWritten(written), "block of this type is not expressed: what it blocks is accepted.");
  context.later(() => {
    if (content === undefined) {
      type.particle = readContent(written, type, context);
      fillAttributes(type, written, type, context);
      return;
    }
    const derivation = partsOf(content).find(({ local }) => local === "extension" || local === "restriction");
    if (derivation === undefined) return;
    const inside = at(written, derivation, type);
    const named = nameIn(inside, "base", context);
    const base = named === null ? ANY_TYPE : context.typeNamed(named, placeOfWritten(inside), type.isSimple);
    type.derivation = { method: derivation.local === "extension" ? "extension" : "restriction", base };
    fillAttributes(type, inside, type, context);
    if (content.local === "complexContent") type.particle = readContent(inside, type, context);
    else if (type.derivation.method === "restriction") {
      type.valueType = declaredIn(inside, context)[0] ?? null;
      type.valueFacets = readFacets(inside);
    }
  });
  return type;
}
