import { keyOf } from "../../language/expand.ts";
import { mapChildren, type Typed } from "../../language/typed.ts";
import type { Year } from "../../language/types.ts";
import { childYears, type Combination, combinationOf, expandChildLists } from "../../rules/child-lists.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";

/** A figure that rules on the whole return use: what one child adds to it. */
export interface FigureCode {
  readonly name: string;
  readonly year: Year;
  readonly combine: Combination;
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

  /** Puts in place what ranges over children behind names. */
  expand(node: Typed, lets: ReadonlyMap<string, Typed>): Typed {
    return expandChildLists(node, lets, (name, year) => {
      const definition = this.#rules.definitions[year].get(name);
      return definition === null ? null : { body: definition.body, parameters: definition.schema.parameters.map((parameter) => parameter.name) };
    });
  }

  /** The code of a figure; null for an expression that does not range over all children. */
  code(node: Typed): string | null {
    const figure = combinationOf(node);
    const [year] = figure === null ? [] : childYears(figure.list);
    if (figure === null || year === undefined) return null;
    const own = this.#fromRoot(node, year);
    const key = `${year}|${keyOf(own)}`;
    const known = this.#found.get(key) ?? { name: `f${this.#found.size + 1}`, year, combine: figure.combine, node: own };
    this.#found.set(key, known);
    this.used += 1;
    return `context.figures[${JSON.stringify(known.name)}]`;
  }

  /** A figure is added up from the root of the return that it is of, so that is what `this` is in it. */
  #fromRoot(node: Typed, year: Year): Typed {
    const { range, type } = node;
    const root = (year === 0 ? this.#rules.schema : this.#rules.schema.earlier[year])?.root ?? "";
    const top: Typed = { op: "variable", name: "this", type: { kind: "record", record: root, year }, range };
    if (node.op === "earlier" && node.year === year) return top;
    if (node.op !== "variable" || node.name !== "this" || type.kind !== "record") return mapChildren(node, (child) => this.#fromRoot(child, year));
    // A record beside the children, such as the header: it stands somewhere below the root.
    const steps = type.record === root ? [] : type.record.slice(root.length + 1).split("/");
    return steps.reduce<Typed>((record, step) => {
      const path = `${record.type.kind === "record" ? record.type.record : root}/${step}`;
      return { op: "group", record, group: path, type: { kind: "record", record: path, year }, range };
    }, top);
  }
}
