import { replaceVariables } from "../../language/expand.ts";
import { mapChildren, type Typed } from "../../language/typed.ts";
import type { Year } from "../../language/types.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";

/** A figure that rules on the whole return use: what one child adds to it. */
export interface FigureCode {
  readonly name: string;
  readonly year: Year;
  readonly combine: "sum" | "any" | "all" | "distinct";
  readonly node: Typed;
}

/** Finds in rules the expressions over all children, which are added up child by child because only one child is in memory at a time. */
export class Figures {
  readonly #rules: ReleaseRules;
  readonly #found = new Map<string, FigureCode>();
  /** How often a figure was asked for. */
  used = 0;

  constructor(rules: ReleaseRules) {
    this.#rules = rules;
  }

  get all(): readonly FigureCode[] {
    return [...this.#found.values()];
  }

  /** Puts the bodies of definitions of the whole return in place, so that the lists in them are seen. */
  expand(node: Typed): Typed {
    if (node.op === "definition" && node.owner?.type.kind === "record" && node.owner.type.record === this.#rules.schema.root) {
      const definition = this.#rules.definitions[node.year].get(node.name);
      if (definition !== null) return this.expand(replaceVariables(definition.body, new Map([["this", node.owner]])));
    }
    return mapChildren(node, (child) => this.expand(child));
  }

  /** The code of a figure; null for an expression that does not range over all children. */
  code(node: Typed): string | null {
    const combine = combination(node);
    const year = combine === null ? null : this.#streamYear(node);
    if (combine === null || year === null) return null;
    const key = `${year}|${JSON.stringify(node, (name, value: unknown) => (name === "range" ? undefined : value))}`;
    const known = this.#found.get(key) ?? { name: `f${this.#found.size + 1}`, year, combine, node };
    this.#found.set(key, known);
    this.used += 1;
    return `context.figures[${JSON.stringify(known.name)}]`;
  }

  /** The year of the child list that an expression ranges over; null when there is none. Lists inside lambdas belong to one child. */
  #streamYear(node: Typed): Year | null {
    if (node.op === "groups" && this.#isChildList(node)) return node.type.kind === "list" && node.type.of.kind === "record" ? node.type.of.year : null;
    const inner: Typed[] = [];
    mapChildren(node, (child) => {
      inner.push(child);
      return child;
    });
    for (const child of inner) {
      const year = this.#streamYear(child);
      if (year !== null) return year;
    }
    return null;
  }

  #isChildList(node: Typed & { op: "groups" }): boolean {
    return (
      node.group === this.#rules.schema.child || node.group === this.#rules.schema.earlier[1]?.child || node.group === this.#rules.schema.earlier[2]?.child
    );
  }
}

function combination(node: Typed): FigureCode["combine"] | null {
  switch (node.op) {
    case "size":
      return node.list.op === "distinct" ? "distinct" : "sum";
    case "quantifier":
      if (node.name === "count" || node.name === "sum") return "sum";
      if (node.name === "exists") return "any";
      return node.name === "all" || node.name === "none" ? "all" : null;
    case "call":
      if (node.name === "present" || node.name === "any_present") return node.arguments.length === 1 && node.arguments[0]?.type.kind === "list" ? "any" : null;
      return node.name === "absent" && node.arguments.length === 1 && node.arguments[0]?.type.kind === "list" ? "all" : null;
    default:
      return null;
  }
}
