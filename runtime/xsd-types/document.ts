import { DocumentProblem } from "./problem.ts";
import { readRoot } from "./read.ts";
import type { SchemaTable } from "./table.ts";
import { type Declaration, readTree, type TreeAttribute, XSI_NAMESPACE } from "./tree.ts";
import type { DocumentFacts } from "./values.ts";
import { writeRoot, type WriteOptions } from "./write.ts";

/** A document of a schema before its types are known. */
export interface AnyDocument extends DocumentFacts {
  name: string;
  value: unknown;
}

/**
 * Reads a document.
 * @param document its text, or its bytes in any encoding that XML names
 * @throws DocumentProblem for anything that is not well-formed, or that the types have no place for
 */
export function readDocument(table: SchemaTable, document: string | Uint8Array): AnyDocument {
  const node = readTree(document);
  const roots = table.roots.flatMap((index) => table.elements[index] ?? []);
  const element = roots.find(({ local, namespace = "" }) => local === node.local && namespace === node.namespace);
  if (element === undefined) {
    const name = node.namespace === "" ? `<${node.local}> in no namespace` : `<${node.local}> of the namespace ${node.namespace}`;
    throw new DocumentProblem(`The schema has no root element ${name}.`, `/${node.local}`, node.line, node.column);
  }
  const read: AnyDocument = { name: element.name, value: readRoot(table, element, node) };
  if (node.declarations.length > 0) read.namespaces = Object.fromEntries(node.declarations);
  for (const { namespace, local, value } of node.attributes) {
    if (namespace !== XSI_NAMESPACE) continue;
    if (local === "schemaLocation") read.schemaLocation = value;
    if (local === "noNamespaceSchemaLocation") read.noNamespaceSchemaLocation = value;
  }
  return read;
}

/**
 * Writes a document.
 * @returns its text, with an XML declaration for UTF-8
 * @throws DocumentProblem for a value that the schema has no place for, or that is missing
 */
export function writeDocument(table: SchemaTable, document: AnyDocument, options: WriteOptions = {}): string {
  const element = table.roots.flatMap((index) => table.elements[index] ?? []).find(({ name }) => name === document.name);
  if (element === undefined) throw new DocumentProblem(`The schema has no root element ${document.name}.`, "");
  const facts = (["schemaLocation", "noNamespaceSchemaLocation"] as const).flatMap((local): TreeAttribute[] => {
    const value = document[local];
    return value === undefined ? [] : [{ namespace: XSI_NAMESPACE, local, prefix: "", value }];
  });
  const declarations = document.namespaces === undefined ? usualDeclarations(table, element.namespace ?? "") : Object.entries(document.namespaces);
  const text = writeRoot(table, element, document.value, declarations, facts, options);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}

/** The root's namespace is the default one where no element of the schema stands in none. */
function usualDeclarations(table: SchemaTable, namespace: string): readonly Declaration[] {
  if (namespace === "" || table.elements.some((element) => (element.namespace ?? "") === "")) return [];
  return [["", namespace]];
}
