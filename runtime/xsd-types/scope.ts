import { namespaceOf, type Scope } from "./tree.ts";

/** The prefix by which an element in a namespace is written at a place, if it has none of its own; null when the namespace has none there. */
export function elementPrefix(scope: Scope, namespace: string): string | null {
  return namespaceOf(scope, "") === namespace ? "" : attributePrefix(scope, namespace);
}

/** The same for an attribute in a namespace: a prefix that is not empty. */
export function attributePrefix(scope: Scope, namespace: string): string | null {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    for (const [prefix, declared] of at.declared) {
      if (declared === namespace && prefix !== "" && namespaceOf(scope, prefix) === namespace) return prefix;
    }
  }
  return null;
}
