import type { TreeElement } from "../../runtime/xsd-types/tree.ts";
import { attributeOf, XSD_NAMESPACE } from "./schema-documents.ts";

/** The name under which a component stands that another of its name redefines. */
export function redefinedName(local: string): string {
  return `${local} (redefined)`;
}

/** Where a redefinition may refer to what it redefines: elements and their attribute. */
const REFERENCES: Readonly<Record<string, { readonly elements: readonly string[]; readonly attribute: string }>> = {
  simpleType: { elements: ["restriction"], attribute: "base" },
  complexType: { elements: ["restriction", "extension"], attribute: "base" },
  group: { elements: ["group"], attribute: "ref" },
  attributeGroup: { elements: ["attributeGroup"], attribute: "ref" },
};

/** A redefinition in which its own name stands for what it redefines. */
export function pointToRedefined(node: TreeElement, newName: string): TreeElement {
  const name = (attributeOf(node, "name") ?? "").trim();
  const references = REFERENCES[node.local];
  if (references === undefined) return node;
  const rewrite = (element: TreeElement): TreeElement => ({
    ...element,
    attributes: element.attributes.map((attribute) => {
      const isReference = element.namespace === XSD_NAMESPACE && references.elements.includes(element.local) && attribute.local === references.attribute;
      return isReference && attribute.value.trim().replace(/^.*:/s, "") === name ? { ...attribute, value: attribute.value.replace(name, newName) } : attribute;
    }),
    content: element.content.map((part) => (typeof part === "string" ? part : rewrite(part))),
  });
  return { ...rewrite(node), attributes: node.attributes };
}
