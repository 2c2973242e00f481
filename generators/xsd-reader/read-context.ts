import { namespaceOf, type TreeElement, XSI_NAMESPACE } from "../../runtime/xsd-types/tree.ts";
import type {
  AttributeDeclaration,
  AttributeGroup,
  ComplexType,
  ElementDeclaration,
  ModelGroup,
  Owner,
  Place,
  QualifiedName,
  TypeDefinition,
} from "./model.ts";
import { attributeOf, placeOf, type SchemaDocument, schemaChildren, XSD_NAMESPACE } from "./schema-documents.ts";

/** The kinds of global components; types share their names. */
export type ComponentKind = "element" | "attribute" | "type" | "group" | "attributeGroup";

/** What reading a component needs besides its element. */
export interface ReadContext {
  readonly note: (place: Place, text: string) => void;
  readonly typeNamed: (name: QualifiedName, place: Place, isSimple: boolean) => TypeDefinition;
  readonly elementNamed: (name: QualifiedName, place: Place) => ElementDeclaration;
  readonly attributeNamed: (name: QualifiedName, place: Place) => AttributeDeclaration;
  readonly groupNamed: (name: QualifiedName, place: Place) => ModelGroup;
  readonly attributeGroupNamed: (name: QualifiedName, place: Place) => AttributeGroup;
  /** Reads a complex type: types hold elements, and these hold types. */
  readonly complexType: (written: Written, name: QualifiedName | null) => ComplexType;
  /**
   * Says that an element may stand for another.
   * @param takesType whether it has the type of the other one
   */
  readonly standsFor: (element: Draft<ElementDeclaration>, head: ElementDeclaration, takesType: boolean) => void;
  /** Does something later, when all that is being read has its place: so components may refer to each other in circles. */
  readonly later: (work: () => void) => void;
}

/** An element of a schema file, with the file and what it is part of. */
export interface Written {
  readonly document: SchemaDocument;
  readonly node: TreeElement;
  readonly owner: Owner | null;
}

/** A component while it is being filled in. */
export type Draft<Component> = { -readonly [Key in keyof Component]: Component[Key] };

export function placeOfWritten({ document, node }: Written): Place {
  return placeOf(document.path, node);
}

/** Another element of the same file. */
export function at(written: Written, node: TreeElement, owner: Owner | null = written.owner): Written {
  return { document: written.document, node, owner };
}

/** A name in the value of an attribute; null when the attribute is not given. */
export function nameIn({ document, node }: Written, attribute: string, context: ReadContext): QualifiedName | null {
  const text = attributeOf(node, attribute);
  return text === null ? null : resolveName(text, document, node, context);
}

/** The names in an attribute that lists several. */
export function namesIn({ document, node }: Written, attribute: string, context: ReadContext): readonly QualifiedName[] {
  const words = (attributeOf(node, attribute) ?? "").split(/\s+/).filter((word) => word !== "");
  return words.map((word) => resolveName(word, document, node, context));
}

function resolveName(text: string, document: SchemaDocument, node: TreeElement, context: ReadContext): QualifiedName {
  const [, prefix = "", local = ""] = /^\s*(?:([^:]*):)?(.*?)\s*$/s.exec(text) ?? [];
  const namespace = namespaceOf(node.scope, prefix);
  if (namespace === null) {
    context.note(placeOf(document.path, node), `The prefix of ${text} is not declared; it is taken for none.`);
    return { namespace: "", local };
  }
  return { namespace: namespace === "" && document.isChameleon ? document.namespace : namespace, local };
}

/** The elements inside an element, without its annotation. */
export function partsOf(node: TreeElement): readonly TreeElement[] {
  return schemaChildren(node).filter(({ local }) => local !== "annotation");
}

/** The texts of the documentation of a component, white space collapsed, without those that say nothing. */
export function documentationOf(node: TreeElement): readonly string[] {
  const annotations = schemaChildren(node).filter(({ local }) => local === "annotation");
  const texts = annotations.flatMap((annotation) => schemaChildren(annotation).filter(({ local }) => local === "documentation"));
  return texts.map((text) => textOf(text).replaceAll(/\s+/g, " ").trim()).filter((text) => text !== "");
}

function textOf(node: TreeElement): string {
  return node.content.map((part) => (typeof part === "string" ? part : ` ${textOf(part)} `)).join("");
}

export function isTrue(node: TreeElement, attribute: string): boolean {
  return /^\s*(?:true|1)\s*$/.test(attributeOf(node, attribute) ?? "");
}

/** How often a particle occurs. */
export function occursOf(node: TreeElement): { readonly min: number; readonly max: number | null } {
  const count = (name: string): number => {
    const number = Number(attributeOf(node, name) ?? "1");
    return Number.isInteger(number) && number >= 0 ? number : 1;
  };
  return { min: count("minOccurs"), max: attributeOf(node, "maxOccurs")?.trim() === "unbounded" ? null : count("maxOccurs") };
}

/** Notes what stands in a file and has no meaning for types: appinfo, attributes and elements of other people's namespaces; each kind once. */
export function noteForeign(document: SchemaDocument, context: ReadContext): void {
  const met = new Set<string>();
  const meet = (node: TreeElement, key: string, text: string): void => {
    if (!met.has(key)) context.note(placeOf(document.path, node), text);
    met.add(key);
  };
  const visit = (node: TreeElement): void => {
    for (const { namespace, prefix, local } of node.attributes) {
      if (namespace === "" || namespace === XSI_NAMESPACE || namespace === XSD_NAMESPACE || prefix === "xml") continue;
      meet(node, namespace, `${prefix}:${local} and other attributes of the namespace ${namespace} in this file are not expressed.`);
    }
    for (const child of schemaChildren(node)) {
      if (child.local === "appinfo") meet(child, "appinfo", "appinfo, here and elsewhere in this file, is meant for other programs and not expressed.");
      else if (child.local !== "documentation") visit(child);
    }
  };
  visit(document.root);
}
