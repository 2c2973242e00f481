import { childrenOf, type Typed } from "../../generators/language/typed.ts";

/** Operations that are conditions wherever they stand; an item or a variable is one only where a condition is asked for. */
const CONDITIONS: ReadonlySet<Typed["op"]> = new Set(["call", "compare", "in", "contains", "quantifier", "definition"]);

/** The conditions of an expression that are not made of others by `&&`, `||` and `!`: also those inside quantifiers and between values. */
export function conditionsIn(expression: Typed): readonly Typed[] {
  const found: Typed[] = [];
  const visit = (node: Typed, isAsked: boolean): void => {
    if (node.op === "and" || node.op === "or" || node.op === "not") {
      for (const child of childrenOf(node)) visit(child, true);
      return;
    }
    if (node.type.kind === "boolean" && node.op !== "constant" && (isAsked || CONDITIONS.has(node.op))) found.push(node);
    for (const child of childrenOf(node)) visit(child, (node.op === "quantifier" || node.op === "runs") && child === node.body);
  };
  visit(expression, expression.type.kind === "boolean");
  return found;
}
