import type { Expression } from "../../generators/language/syntax.ts";

/** How tightly an expression binds, as in the grammar: 0 `||`, 1 `&&`, 2 comparisons, 3 sums, 4 products, 5 signs, 6 everything with brackets of its own. */
function strength(node: Expression): number {
  if (node.kind === "unary") return 5;
  if (node.kind !== "binary") return 6;
  const { operator } = node;
  if (operator === "||") return 0;
  if (operator === "&&") return 1;
  if (operator === "+" || operator === "-") return 3;
  return operator === "*" || operator === "/" ? 4 : 2;
}

/** Writes an expression with as few parentheses as the grammar allows. */
export function printExpression(node: Expression): string {
  switch (node.kind) {
    case "text":
      return `"${node.value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
    case "number":
      return node.digits;
    case "boolean":
      return String(node.value);
    case "name":
      return node.name;
    case "list":
      return `[${node.items.map(printExpression).join(", ")}]`;
    case "member":
      return `${at(node.object, 6)}.${node.name}`;
    case "call":
      return `${node.object === null ? "" : `${at(node.object, 6)}.`}${node.name}(${node.arguments.map(printExpression).join(", ")})`;
    case "unary":
      return `${node.operator}${at(node.operand, 6)}`;
    case "binary":
      return printBinary(node);
  }
}

function printBinary(node: Expression & { kind: "binary" }): string {
  const { operator, left, right } = node;
  const own = strength(node);
  // && and || never stand side by side without parentheses, and a comparison never beside another.
  const isLogical = own <= 1;
  const side = (inner: Expression, least: number): string =>
    isLogical && inner.kind === "binary" && strength(inner) === 1 - own ? `(${printExpression(inner)})` : at(inner, least);
  return `${side(left, own === 2 ? 3 : own)} ${operator} ${side(right, own + 1)}`;
}

function at(node: Expression, least: number): string {
  return strength(node) < least ? `(${printExpression(node)})` : printExpression(node);
}
