import { mapChildren, type Typed } from "./typed.ts";

/** Replaces variables by expressions: parameters and `this` of a definition, names of `let`. Variables of quantifiers never hide them. */
export function replaceVariables(node: Typed, values: ReadonlyMap<string, Typed>): Typed {
  if (node.op === "variable") return values.get(node.name) ?? node;
  return mapChildren(node, (inner) => replaceVariables(inner, values));
}

/** The body of a definition as it is used at one place: its parameters and `this` replaced by what is given there. */
export function bodyInPlace(node: Typed & { op: "definition" }, body: Typed, parameters: readonly string[]): Typed {
  const values = new Map<string, Typed>();
  parameters.forEach((name, index) => {
    const value = node.arguments[index];
    if (value !== undefined) values.set(name, value);
  });
  if (node.owner !== null) values.set("this", node.owner);
  return replaceVariables(body, values);
}

/** A key that two expressions share when they say the same, wherever they were written. */
export function keyOf(node: Typed): string {
  return JSON.stringify(node, (name, value: unknown) => (name === "range" || name === "type" ? undefined : value));
}
