import { escapeAttribute, escapeText } from "../xml/escape.ts";
import { attributePrefix, elementPrefix } from "./scope.ts";
import { type Declaration, namespaceOf, type Scope, XML_NAMESPACE } from "./tree.ts";
import type { QName } from "./values.ts";

/** Prints tags and knows the namespaces. Those that nobody declared are declared at the root, once it is known which they are. */
export interface XmlWriter {
  /**
   * Begins an element; attributes follow, then content.
   * @param prefix the one it should have, null for the usual one
   */
  open(namespace: string, local: string, prefix: string | null, declarations: readonly Declaration[]): void;
  /** @param prefix the one it should have, null for the usual one */
  attribute(namespace: string, local: string, value: string, prefix: string | null): void;
  /** Whether a prefix stands for a namespace here. */
  isDeclared(prefix: string): boolean;
  /** The prefix of a name with a namespace in a value; null when it cannot be written. */
  prefixOf(name: QName): string | null;
  text(value: string): void;
  close(): void;
  /** The document, once the root is closed. */
  finish(): string;
}

interface OpenTag {
  readonly name: string;
  readonly outer: Scope;
  isTagOpen: boolean;
}

/** @param prefixes the prefix that is wanted for a namespace */
export function createXmlWriter(prefixes: Readonly<Record<string, string>>): XmlWriter {
  const parts: string[] = [];
  const rootDeclared = new Map<string, string>();
  const outermost: Scope = { declared: new Map([["xml", XML_NAMESPACE]]), outer: null };
  let scope: Scope = outermost;
  const open: OpenTag[] = [];
  let rootHead = "";

  const closeStartTag = (): void => {
    const innermost = open.at(-1);
    if (innermost?.isTagOpen !== true) return;
    innermost.isTagOpen = false;
    parts.push(">");
  };

  const declare = (namespace: string, wanted: string | null | undefined): string => {
    const isFree = (prefix: string): boolean => namespaceOf(scope, prefix) === null && !rootDeclared.has(prefix);
    const usual = (Object.hasOwn(prefixes, namespace) ? prefixes[namespace] : undefined) ?? "ns";
    let prefix = wanted === null || wanted === undefined || wanted === "" || !isFree(wanted) ? usual : wanted;
    for (let number = 2; !isFree(prefix); number += 1) prefix = `${usual}${number}`;
    rootDeclared.set(prefix, namespace);
    return prefix;
  };

  const usablePrefix = (namespace: string, prefix: string | null): string | null =>
    prefix !== null && namespaceOf(scope, prefix) === namespace ? prefix : null;

  return {
    open: (namespace, local, wanted, declarations) => {
      closeStartTag();
      const isRoot = open.length === 0;
      const outer = scope;
      const own = isRoot ? rootDeclared : new Map<string, string>();
      for (const [prefix, uri] of declarations) own.set(prefix, uri);
      if (isRoot || own.size > 0) scope = { declared: own, outer };
      let prefix = usablePrefix(namespace, wanted) ?? elementPrefix(scope, namespace);
      if (prefix === null && namespace === "") {
        // Only a default namespace stands in the way of a name without one.
        own.set("", "");
        scope = { declared: own, outer };
        prefix = "";
      }
      prefix ??= declare(namespace, wanted);
      const name = prefix === "" ? local : `${prefix}:${local}`;
      open.push({ name, outer, isTagOpen: true });
      if (isRoot) rootHead = `<${name}`;
      else parts.push(`<${name}${[...own].map(declarationText).join("")}`);
    },
    attribute: (namespace, local, value, wanted) => {
      const prefix =
        namespace === "" ? "" : ((wanted === "" ? null : usablePrefix(namespace, wanted)) ?? attributePrefix(scope, namespace) ?? declare(namespace, wanted));
      parts.push(` ${prefix === "" ? local : `${prefix}:${local}`}="${escapeAttribute(value)}"`);
    },
    isDeclared: (prefix) => namespaceOf(scope, prefix) !== null,
    prefixOf: ({ namespace, prefix }) => {
      const usable = usablePrefix(namespace, prefix ?? "") ?? elementPrefix(scope, namespace);
      return usable ?? (namespace === "" ? null : declare(namespace, prefix));
    },
    text: (value) => {
      if (value === "") return;
      closeStartTag();
      parts.push(escapeText(value));
    },
    close: () => {
      const closed = open.pop();
      if (closed === undefined) return;
      parts.push(closed.isTagOpen ? "/>" : `</${closed.name}>`);
      scope = closed.outer;
    },
    finish: () => `${rootHead}${[...rootDeclared].map(declarationText).join("")}${parts.join("")}`,
  };
}

function declarationText([prefix, namespace]: Declaration): string {
  return ` ${prefix === "" ? "xmlns" : `xmlns:${prefix}`}="${escapeAttribute(namespace)}"`;
}
