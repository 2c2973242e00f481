import type { Compiler } from "./compile.ts";
import { safeName } from "./compile-names.ts";
import { mentions } from "./null-logic.ts";
import type { Typed } from "./typed.ts";

/** What stands behind a `let` name or a definition, and for a definition of a record that record. */
export interface Expansion {
  readonly body: Typed;
  readonly owner: Typed | null;
}

/**
 * Compiles why a condition came out as it did: statements that note the records and items that decided it (language reference, section 9). They run
 * only for a finding, so that deciding stays fast.
 */
export class Explainer {
  readonly #compiler: Compiler;
  /** Expressions behind `let` names and definitions, looked into when the name decided. */
  readonly #expand: (node: Typed) => Expansion | null;

  constructor(compiler: Compiler, expand: (node: Typed) => Expansion | null) {
    this.#compiler = compiler;
    this.#expand = expand;
  }

  /** The explainer of what stands behind a name: `this` is there the record that a definition belongs to. */
  #behind({ owner }: Expansion): Explainer {
    return owner === null ? this : new Explainer(this.#compiler.with("this", this.#compiler.value(owner)), this.#expand);
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
        const expansion = this.#expand(node);
        return expansion === null ? this.look(node) : this.#behind(expansion).condition(expansion.body, wanted);
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
    const outcome = node.name !== "all";
    if (node.name === "all" && wanted) return this.look(node.list);
    // Nothing made `exists` true: what it was compared with is all there is to show.
    if (node.name === "exists" && !wanted) return this.look(node.body, node.variable);
    const variable = safeName(node.variable);
    const { list, index, inner } = this.#compiler.elements(node);
    const note = node.list.type.kind === "list" && node.list.type.of.kind === "record" ? `trace.record(${variable});\n` : this.look(node.list);
    // Of a sum, what adds something to it.
    const test = node.name === "sum" ? inner.value(node.body) : outcome ? inner.whenTrue(node.body) : inner.whenFalse(node.body);
    const elements = index === null ? `const ${variable} of ${list}` : `const [${index}, ${variable}] of ${list}.entries()`;
    const why = new Explainer(inner, this.#expand).condition(node.body, outcome);
    return `for (${elements}) {\nif (${test}) {\n${note}${why}}\n}\n`;
  }

  /** Statements that note every item an expression looks at; those that hang on `except` do not exist outside its quantifier. */
  look(node: Typed, except: string | null = null): string {
    if (except !== null && mentions(node, except)) return this.#lookInside(node, except);
    switch (node.op) {
      case "item":
      case "entries":
        return `trace.item(${this.#compiler.value(node.record)}, ${JSON.stringify(node.item.split("/").at(-1))});\n`;
      case "group":
      case "neighbour":
        return `trace.record(${this.#compiler.value(node)});\n`;
      case "groups":
        return `for (const record of ${this.#compiler.value(node)}) trace.record(record);\n`;
      case "quantifier":
        if (node.type.kind === "record") return `trace.record(${this.#compiler.value(node)});\n`;
        return node.type.kind === "boolean" ? "" : this.#quantifier(node, true);
      case "definition": {
        const expansion = this.#expand(node);
        const behind = expansion === null ? "" : this.#behind(expansion).look(expansion.body, except);
        return behind + node.arguments.map((argument) => this.look(argument, except)).join("");
      }
      case "variable": {
        const expansion = this.#expand(node);
        if (expansion !== null) return this.look(expansion.body, except);
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
