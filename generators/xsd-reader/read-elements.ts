import { ANY_TYPE } from "./builtin-types.ts";
import type { CompositorParticle, ElementDeclaration, ModelGroup, Owner, Particle, QualifiedName } from "./model.ts";
import { localName, readWildcard } from "./read-attributes.ts";
import { at, documentationOf, type Draft, isTrue, nameIn, occursOf, partsOf, placeOfWritten, type ReadContext, type Written } from "./read-context.ts";
import { readSimpleType } from "./read-simple-type.ts";
import { attributeOf, placeOf } from "./schema-documents.ts";

/** A declaration of an element, global or local. */
export function readElement(written: Written, name: QualifiedName, context: ReadContext): ElementDeclaration {
  const { node } = written;
  const element: Draft<ElementDeclaration> = {
    kind: "element",
    place: placeOfWritten(written),
    documentation: documentationOf(node),
    name,
    isGlobal: written.owner === null,
    owner: written.owner,
    type: ANY_TYPE,
    nillable: isTrue(node, "nillable"),
    abstract: isTrue(node, "abstract"),
    default: attributeOf(node, "default"),
    fixed: attributeOf(node, "fixed"),
    members: [],
  };
  context.later(() => fillType(element, at(written, node, element), context));
  for (const part of partsOf(node)) {
    if (part.local !== "key" && part.local !== "keyref" && part.local !== "unique") continue;
    context.note(placeOf(written.document.path, part), `The ${part.local} ${attributeOf(part, "name") ?? ""} is not expressed: types cannot compare values.`);
  }
  if (attributeOf(node, "block") !== null)
    context.note(placeOfWritten(written), `block of the element ${name.local} is not expressed: what it blocks is accepted.`);
  return element;
}

function fillType(element: Draft<ElementDeclaration>, written: Written, context: ReadContext): void {
  const named = nameIn(written, "type", context);
  const declared = partsOf(written.node).find(({ local }) => local === "simpleType" || local === "complexType");
  if (named !== null) element.type = context.typeNamed(named, placeOfWritten(written), false);
  else if (declared !== undefined) {
    const inside = at(written, declared);
    element.type = declared.local === "simpleType" ? readSimpleType(inside, null, context) : context.complexType(inside, null);
  }
  const head = nameIn(written, "substitutionGroup", context);
  if (head !== null) context.standsFor(element, context.elementNamed(head, placeOfWritten(written)), named === null && declared === undefined);
}

export function readModelGroup(written: Written, name: QualifiedName, context: ReadContext): ModelGroup {
  const group: Draft<ModelGroup> = {
    kind: "modelGroup",
    place: placeOfWritten(written),
    documentation: documentationOf(written.node),
    name,
    particle: null,
  };
  context.later(() => {
    group.particle = readContent(written, group, context);
  });
  return group;
}

/** The particle among the elements inside an element of the schema; null when there is none. */
export function readContent(written: Written, owner: Owner, context: ReadContext): Particle | null {
  const node = partsOf(written.node).find(({ local }) => ["sequence", "choice", "all", "group"].includes(local));
  return node === undefined ? null : readParticle(at(written, node, owner), context);
}

function readParticle(written: Written, context: ReadContext): Particle | null {
  const { node } = written;
  const place = placeOfWritten(written);
  const occurs = occursOf(node);
  switch (node.local) {
    case "element": {
      const ref = nameIn(written, "ref", context);
      const element = ref === null ? readElement(written, localName(written, "element"), context) : context.elementNamed(ref, place);
      return { kind: "element", place, ...occurs, element };
    }
    case "any":
      return { kind: "any", place, ...occurs, wildcard: readWildcard(written) };
    case "group": {
      const ref = nameIn(written, "ref", context);
      return ref === null ? null : { kind: "group", place, ...occurs, group: context.groupNamed(ref, place) };
    }
    case "sequence":
    case "choice":
    case "all": {
      const items = partsOf(node).map((part) => readParticle(at(written, part), context));
      return { kind: node.local, place, ...occurs, items: items.filter((item) => item !== null) } satisfies CompositorParticle;
    }
    default:
      context.note(place, `<${node.local}> is not known in XML Schema 1.0 and left out.`);
      return null;
  }
}
