import { type Compiler, safeName } from "./compile.ts";
import type { Typed } from "./typed.ts";

/**
 * Compiles why a condition came out as it did: statements that note the records and items that decided it (language reference, section 9). They run
 * only for a finding, so that deciding stays fast.
 */
export class Explainer {
  readonly #compiler: Compiler;
  /** Expressions behind `let` names and definitions, looked into when the name decided. */
  readonly #expand: (node: Typed) => { readonly body: Typed; readonly self: string | null } | null;

  constructor(compiler: Compiler, expand: (node: Typed) => { readonly body: Typed; readonly self: string | null } | null) {
    this.#compiler = compiler;
    this.#expand = expand;
  }

  /** Statements that note why the condition is true (or false). */
  condition(node: Typed, wanted: boolean): string {
    switch (node.op) {
      case "not":
        return this.condition(node.operand, !wanted);
      case "and":
      case "or":
        // The side that decided alone is noted alone; where both were needed, both are.
        if ((node.op === "and") === wanted) return this.condition(node.left, wanted) + this.condition(node.right, wanted);
        return this.#ifHolds(node.left, wanted) + this.#ifHolds(node.right, wanted);
      case "quantifier":
        return this.#quantifier(node, wanted);
      case "definition": {
        const expanded = this.#expand(node);
        if (expanded === null) return this.look(node);
        const inner = expanded.self === null ? this : new Explainer(this.#compiler.with("this", expanded.self), this.#expand);
        return inner.condition(expanded.body, wanted);
      }
      default:
        return this.look(node);
    }
  }

  #ifHolds(node: Typed, wanted: boolean): string {
    const inner = this.condition(node, wanted);
    if (inner === "") return "";
    return `if (${wanted ? this.#compiler.whenTrue(node) : this.#compiler.whenFalse(node)}) {\n${inner}}\n`;
  }

  /** Elements that made `all` false, or that the inner test of `exists`, `none`, `count` … is true for. */
  #quantifier(node: Typed & { op: "quantifier" }, wanted: boolean): string {
    if (node.body === null) return this.look(node.list);
    const variable = safeName(node.variable);
    const outcome = node.name !== "all";
    if (node.name === "all" && wanted) return this.look(node.list);
    const test = outcome ? this.#compiler.whenTrue(node.body) : this.#compiler.whenFalse(node.body);
    const note = node.list.type.kind === "list" && node.list.type.of.kind === "record" ? `trace.record(${variable});\n` : this.look(node.list);
    const loop = `for (const ${variable} of ${this.#compiler.value(node.list)}) {\nif (${test}) {\n${note}${this.condition(node.body, outcome)}}\n}\n`;
    // Nothing made `exists` true: what it was compared with is all there is to show.
    return node.name === "exists" && !wanted ? this.look(node.body, node.variable) : loop;
  }

  /** Statements that note every item an expression looks at; those that hang on `except` do not exist outside its quantifier. */
  look(node: Typed, except: string | null = null): string {
    if (except !== null && mentions(node, except)) return this.#lookInside(node, except);
    switch (node.op) {
      case "item":
      case "entries":
        return `trace.item(${this.#compiler.value(node.record)}, ${JSON.stringify(node.item.split("/").at(-1))});\n`;
      case "group":
        return `trace.record(${this.#compiler.value(node)});\n`;
      case "groups":
        return `for (const record of ${this.#compiler.value(node)}) trace.record(record);\n`;
      case "neighbour":
        return `trace.record(${this.#compiler.value(node)});\n`;
      case "quantifier":
        if (node.type.kind === "record") return `trace.record(${this.#compiler.value(node)});\n`;
        return node.type.kind === "boolean" ? "" : this.#quantifier(node, true);
      case "definition": {
        const expanded = this.#expand(node);
        const inner = expanded === null || expanded.self === null ? this : new Explainer(this.#compiler.with("this", expanded.self), this.#expand);
        return (expanded === null ? "" : inner.look(expanded.body, except)) + node.arguments.map((argument) => this.look(argument, except)).join("");
      }
      case "variable": {
        const expanded = this.#expand(node);
        if (expanded !== null) return this.look(expanded.body, except);
        if (node.name === "#entry") return `trace.entry();\n`;
        return node.type.kind === "record" && node.name !== "this" ? `trace.record(${this.#compiler.value(node)});\n` : "";
      }
      default:
        return this.#lookInside(node, except);
    }
  }

  #lookInside(node: Typed, except: string | null): string {
    return operandsOf(node)
      .filter((operand) => except === null || !mentions(operand, except) || operandsOf(operand).length > 0)
      .map((operand) => this.look(operand, except))
      .join("");
  }
}

/** The operands of a computation; ways to a record and quantifiers over lists are not computations. */
function operandsOf(node: Typed): readonly Typed[] {
  switch (node.op) {
    case "call":
      return node.arguments;
    case "compare":
    case "arithmetic":
    case "and":
    case "or":
    case "concat":
      return [node.left, node.right];
    case "in":
      return [node.value];
    case "not":
    case "negate":
      return [node.operand];
    case "contains":
      return [node.list, node.value];
    case "size":
    case "distinct":
    case "collect":
      return [node.list];
    default:
      return [];
  }
}

function mentions(node: Typed, variable: string): boolean {
  if (node.op === "variable") return node.name === variable;
  if ("record" in node) return mentions(node.record, variable);
  return (
    operandsOf(node).some((operand) => mentions(operand, variable)) ||
    (node.op === "quantifier" && (mentions(node.list, variable) || (node.body !== null && mentions(node.body, variable))))
  );
}
