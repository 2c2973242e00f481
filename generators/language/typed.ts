import type { Range } from "./syntax.ts";
import type { Type, Year } from "./types.ts";

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type Quantifier = "all" | "exists" | "none" | "count" | "filter" | "first" | "last" | "sum";

/**
 * A checked expression: names resolved, every node with its type. All backends - interpreter, compiled code, English, item lists - work on this.
 * `range` is the place in the text of the expression.
 */
export type Typed = { readonly type: Type; readonly range: Range } & TypedNode;

type TypedNode =
  /** Text, number (digits as written), truth value or date (yyyy-mm-dd). */
  | { readonly op: "constant"; readonly value: string | boolean }
  | { readonly op: "constants"; readonly values: readonly string[] }
  | { readonly op: "set"; readonly codes: readonly string[]; readonly name: string; readonly group: boolean }
  /** A variable of a quantifier or of `for`, a parameter, a `let` name, or `this`. */
  | { readonly op: "variable"; readonly name: string }
  | { readonly op: "item"; readonly record: Typed; readonly item: string }
  /** All entries of a repeating item. */
  | { readonly op: "entries"; readonly record: Typed; readonly item: string }
  /** The one record of a single group. */
  | { readonly op: "group"; readonly record: Typed; readonly group: string }
  /** All records of a repeating group. */
  | { readonly op: "groups"; readonly record: Typed; readonly group: string }
  /** The record of that path which encloses the record. */
  | { readonly op: "enclosing"; readonly record: Typed; readonly path: string }
  | { readonly op: "neighbour"; readonly record: Typed; readonly which: "previous" | "next" }
  /** The same child, or root, in an earlier return. */
  | { readonly op: "earlier"; readonly record: Typed; readonly year: Year }
  | { readonly op: "rows"; readonly table: string; readonly key: Typed }
  | { readonly op: "cell"; readonly row: Typed; readonly column: string }
  | { readonly op: "collection"; readonly field: "start" | "end" | "reference_date" | "authority"; readonly year: Year }
  | { readonly op: "definition"; readonly name: string; readonly owner: Typed | null; readonly year: Year; readonly arguments: readonly Typed[] }
  | { readonly op: "call"; readonly name: string; readonly arguments: readonly Typed[] }
  /** `list.X`: X of every element, lists joined. */
  | { readonly op: "collect"; readonly list: Typed; readonly variable: string; readonly body: Typed }
  | { readonly op: "quantifier"; readonly name: Quantifier; readonly list: Typed; readonly variable: string; readonly body: Typed | null }
  | { readonly op: "runs"; readonly list: Typed; readonly a: string; readonly b: string; readonly body: Typed }
  | { readonly op: "size"; readonly list: Typed }
  | { readonly op: "distinct"; readonly list: Typed }
  | { readonly op: "contains"; readonly list: Typed; readonly value: Typed }
  | { readonly op: "concat"; readonly left: Typed; readonly right: Typed }
  | { readonly op: "not"; readonly operand: Typed }
  | { readonly op: "and" | "or"; readonly left: Typed; readonly right: Typed }
  | { readonly op: "compare"; readonly operator: Comparison; readonly left: Typed; readonly right: Typed }
  | { readonly op: "in"; readonly value: Typed; readonly set: Typed }
  | { readonly op: "arithmetic"; readonly operator: "+" | "-" | "*" | "/"; readonly left: Typed; readonly right: Typed }
  | { readonly op: "negate"; readonly operand: Typed };

/** The expressions directly inside a checked expression. */
export function childrenOf(node: Typed): readonly Typed[] {
  switch (node.op) {
    case "constant":
    case "constants":
    case "set":
    case "variable":
    case "collection":
      return [];
    case "item":
    case "entries":
    case "group":
    case "groups":
    case "enclosing":
    case "neighbour":
    case "earlier":
      return [node.record];
    case "rows":
      return [node.key];
    case "cell":
      return [node.row];
    case "definition":
      return node.owner === null ? node.arguments : [node.owner, ...node.arguments];
    case "call":
      return node.arguments;
    case "collect":
    case "runs":
      return [node.list, node.body];
    case "quantifier":
      return node.body === null ? [node.list] : [node.list, node.body];
    case "size":
    case "distinct":
      return [node.list];
    case "contains":
      return [node.list, node.value];
    case "in":
      return [node.value, node.set];
    case "not":
    case "negate":
      return [node.operand];
    case "and":
    case "or":
    case "compare":
    case "arithmetic":
    case "concat":
      return [node.left, node.right];
  }
}

/** The same node with other expressions directly inside. */
export function mapChildren(node: Typed, change: (child: Typed) => Typed): Typed {
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
