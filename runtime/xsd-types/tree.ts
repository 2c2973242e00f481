import { asProblem } from "../xml/problem.ts";
import type { XmlHandler } from "../xml/handler.ts";
import { createXmlReader } from "../xml/reader.ts";
import { createXmlScanner } from "../xml/scanner.ts";
import { DocumentProblem } from "./problem.ts";

export const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
export const XSI_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance";

/** An element as it stands in a document. */
export interface TreeElement {
  readonly namespace: string;
  readonly local: string;
  readonly prefix: string;
  readonly declarations: readonly Declaration[];
  readonly attributes: readonly TreeAttribute[];
  readonly content: readonly (string | TreeElement)[];
  readonly scope: Scope;
  readonly line: number;
  readonly column: number;
}

/** `xmlns:prefix="namespace"`; the prefix is empty for `xmlns="namespace"`. */
export type Declaration = readonly [prefix: string, namespace: string];

export interface TreeAttribute {
  readonly namespace: string;
  readonly local: string;
  readonly prefix: string;
  readonly value: string;
}

/** The namespaces that are declared at a place: its own declarations, then those of what encloses it. */
export interface Scope {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer: Scope | null;
}

const OUTERMOST: Scope = { declared: new Map([["xml", XML_NAMESPACE]]), outer: null };

/** The namespace of a prefix; null when it is not declared. The empty prefix stands for the default namespace. */
export function namespaceOf(scope: Scope, prefix: string): string | null {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const namespace = at.declared.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  return prefix === "" ? "" : null;
}

/** Bigger than those of a return: documents of other people hold long texts. */
const LIMITS = { valueBytes: 64 * 1024 * 1024, names: 20_000, attributes: 1000 };

interface OpenElement {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly written: (readonly [name: string, value: string])[];
  readonly content: (string | TreeElement)[];
  /** Known from the first event after the attributes on. */
  head: Omit<TreeElement, "content"> | null;
}

/**
 * Reads a document as a tree: names with their namespaces, all white space, no comments or processing instructions.
 * @throws DocumentProblem for what is not well-formed, a document type declaration, or a prefix that is not declared
 */
export function readTree(document: string | Uint8Array): TreeElement {
  const open: OpenElement[] = [];
  let root: TreeElement | null = null;
  const settle = (): void => {
    const innermost = open.at(-1);
    if (innermost !== undefined && innermost.head === null) innermost.head = headOf(innermost, open.at(-2)?.head?.scope ?? OUTERMOST);
  };
  const handler: XmlHandler = {
    open: (name, line, column) => {
      settle();
      open.push({ name: reader.nameOf(name), line, column, written: [], content: [], head: null });
    },
    attribute: (name, value) => void open.at(-1)?.written.push([reader.nameOf(name), value]),
    text: (value) => {
      settle();
      open.at(-1)?.content.push(value);
    },
    close: () => {
      settle();
      const closed = open.pop();
      if (closed?.head === undefined || closed.head === null) return;
      const element = { ...closed.head, content: closed.content };
      const outer = open.at(-1);
      if (outer === undefined) root = element;
      else outer.content.push(element);
    },
  };
  const options = { blanks: true, limits: LIMITS };
  // What is a string already has no encoding, whatever its XML declaration says.
  const reader = typeof document === "string" ? createXmlScanner(handler, options) : createXmlReader(handler, options);
  try {
    reader.write(typeof document === "string" ? new TextEncoder().encode(document.replace(/^\uFEFF/, "")) : document);
    reader.end();
  } catch (error) {
    if (error instanceof DocumentProblem) throw error;
    const { message, line, column } = asProblem(error);
    throw new DocumentProblem(message, "", line, column);
  }
  if (root === null) throw new DocumentProblem("The document has no root element.", "");
  return root;
}

function headOf({ name, line, column, written }: OpenElement, outer: Scope): Omit<TreeElement, "content"> {
  const declarations = written.flatMap(([key, value]): Declaration[] => {
    if (key === "xmlns") return [["", value]];
    return key.startsWith("xmlns:") ? [[key.slice("xmlns:".length), value]] : [];
  });
  const scope = declarations.length === 0 ? outer : { declared: new Map(declarations), outer };
  const resolve = (key: string, isAttribute: boolean): { readonly namespace: string; readonly local: string; readonly prefix: string } => {
    const colon = key.indexOf(":");
    const prefix = colon === -1 ? "" : key.slice(0, colon);
    const namespace = prefix === "" && isAttribute ? "" : namespaceOf(scope, prefix);
    if (namespace === null) throw new DocumentProblem(`The prefix of ${key} is not declared.`, "", line, column);
    return { namespace, local: key.slice(colon + 1), prefix };
  };
  const attributes = written.filter(([key]) => key !== "xmlns" && !key.startsWith("xmlns:")).map(([key, value]) => ({ ...resolve(key, true), value }));
  return { ...resolve(name, false), declarations, attributes, scope, line, column };
}
