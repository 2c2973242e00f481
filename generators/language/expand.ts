import type { Typed } from "./typed.ts";

/** The same expression with each of its inner expressions replaced. */
function mapChildren(node: Typed, change: (inner: Typed) => Typed): Typed {
  switch (node.op) {
    case "constant":
    case "constants":
    case "set":
    case "variable":
    case "collection":
      return node;
    case "item":
    case "entries":
    case "group":
    case "groups":
    case "enclosing":
    case "neighbour":
    case "earlier":
      return { ...node, record: change(node.record) };
    case "rows":
      return { ...node, key: change(node.key) };
    case "cell":
      return { ...node, row: change(node.row) };
    case "definition":
      return { ...node, owner: node.owner === null ? null : change(node.owner), arguments: node.arguments.map(change) };
    case "call":
      return { ...node, arguments: node.arguments.map(change) };
    case "collect":
    case "runs":
      return { ...node, list: change(node.list), body: change(node.body) };
    case "quantifier":
      return { ...node, list: change(node.list), body: node.body === null ? null : change(node.body) };
    case "size":
    case "distinct":
      return { ...node, list: change(node.list) };
    case "contains":
      return { ...node, list: change(node.list), value: change(node.value) };
    case "in":
      return { ...node, value: change(node.value), set: change(node.set) };
    case "not":
    case "negate":
      return { ...node, operand: change(node.operand) };
    case "and":
    case "or":
    case "compare":
    case "arithmetic":
    case "concat":
      return { ...node, left: change(node.left), right: change(node.right) };
  }
}

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
