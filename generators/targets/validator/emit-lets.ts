import type { Compiler } from "../../language/compile.ts";
import { safeName } from "../../language/compile-names.ts";
import { childrenOf, type Typed } from "../../language/typed.ts";

/** A name of `let` with what it stands for. */
export interface Let {
  readonly name: string;
  readonly node: Typed;
}

/** The `let` names that expressions use, directly or through others. */
export function letsUsed(nodes: readonly Typed[], lets: readonly Let[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: Typed): void => {
    const found = node.op === "variable" ? lets.find(({ name }) => name === node.name) : undefined;
    if (found !== undefined && !names.has(found.name)) {
      names.add(found.name);
      visit(found.node);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  for (const node of nodes) visit(node);
  return names;
}

/** Statements that work out names of `let`, and the compiler for the expressions behind them. */
export interface DeclaredLets {
  readonly statements: string;
  readonly compiler: Compiler;
}

/** All of the names, each worked out where it stands. */
export function declareAll(wanted: ReadonlySet<string>, lets: readonly Let[], compiler: Compiler): string {
  return lets
    .filter(({ name }) => wanted.has(name))
    .map(({ name, node }) => `  const ${safeName(name)} = ${compiler.value(node)};\n`)
    .join("");
}

/**
 * The names that an expression uses. What may not be asked for - behind `&&` or `||`, or in a list that may be empty - and is worth avoiding is
 * worked out only when it is: in place when it stands once, else when it is first asked for.
 */
export function declareFor(node: Typed, known: ReadonlySet<string>, lets: readonly Let[], compiler: Compiler): DeclaredLets {
  const used = letsUsed([node], lets);
  const wanted = lets.filter(({ name }) => used.has(name) && !known.has(name));
  // Backwards: whether a name is asked for can depend on a later one that uses it.
  const eager: Typed[] = [node];
  const waiting: Typed[] = [];
  const ways = new Map<string, "now" | "in place" | "when asked">();
  for (const { name, node: is } of wanted.toReversed()) {
    const isSure = eager.some((one) => isAskedFor(one, name)) || !isCostly(is);
    const count = [...eager, ...waiting].reduce((total, one) => total + usesOf(one, name, false), 0);
    ways.set(name, isSure ? "now" : count === 1 ? "in place" : "when asked");
    (isSure ? eager : waiting).push(is);
  }
  let declared = compiler;
  let statements = "";
  for (const { name, node: is } of wanted) {
    const way = ways.get(name);
    const code = declared.value(is);
    if (way === "in place") declared = declared.with(name, code);
    else {
      statements += `  const ${safeName(name)} = ${way === "now" ? code : `lazy(() => ${code})`};\n`;
      if (way === "when asked") declared = declared.with(name, `${safeName(name)}()`);
    }
  }
  return { statements, compiler: declared };
}

/** Whether a name is surely asked for when an expression is worked out. */
function isAskedFor(node: Typed, name: string): boolean {
  switch (node.op) {
    case "variable":
      return node.name === name;
    case "and":
    case "or":
      return isAskedFor(node.left, name);
    case "quantifier":
    case "collect":
    case "runs":
      return isAskedFor(node.list, name);
    default:
      return childrenOf(node).some((child) => isAskedFor(child, name));
  }
}

/** How often a name stands in an expression; twice wherever it is worked out for each element of a list. */
function usesOf(node: Typed, name: string, isRepeated: boolean): number {
  if (node.op === "variable") return node.name === name ? (isRepeated ? 2 : 1) : 0;
  const list = node.op === "quantifier" || node.op === "collect" || node.op === "runs" ? node.list : null;
  return childrenOf(node).reduce((total, child) => total + usesOf(child, name, isRepeated || (list !== null && child !== list)), 0);
}

/** Whether it goes through lists, or into a definition, which may. The first of a list is at hand. */
function isCostly(node: Typed): boolean {
  const goesThrough =
    node.op === "quantifier" ? node.body !== null : ["collect", "runs", "concat", "distinct", "definition", "rows", "earlier"].includes(node.op);
  return goesThrough || childrenOf(node).some(isCostly);
}
