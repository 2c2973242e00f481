import { bodyInPlace, keyOf } from "../../language/expand.ts";
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

  /**
   * Puts `let` names and the bodies of definitions that range over children in place, so that the lists in them are seen; and takes conditions
   * about several lists at once apart.
   */
  expand(node: Typed, lets: ReadonlyMap<string, Typed>): Typed {
    const inner = mapChildren(node.op === "variable" ? (lets.get(node.name) ?? node) : node, (child) => this.expand(child, lets));
    if (inner.op === "definition") {
      const definition = this.#rules.definitions[inner.year].get(inner.name);
      if (definition === null) return inner;
      const { body, schema } = definition;
      const inPlace = bodyInPlace(
        inner,
        body,
        schema.parameters.map(({ name }) => name),
      );
      return this.#crosses(inPlace) ? this.expand(inPlace, new Map()) : inner;
    }
    return inner.op === "call" && inner.arguments.length > 1 && this.#crosses(inner) ? oneByOne(inner) : inner;
  }

  /** The code of a figure; null for an expression that does not range over all children. */
  code(node: Typed): string | null {
    const combine = combination(node);
    const year = combine === null ? null : this.#childYear(node);
    if (combine === null || year === null) return null;
    const own = this.#fromRoot(node, year);
    const key = `${year}|${keyOf(own)}`;
    const known = this.#found.get(key) ?? { name: `f${this.#found.size + 1}`, year, combine, node: own };
    this.#found.set(key, known);
    this.used += 1;
    return `context.figures[${JSON.stringify(known.name)}]`;
  }

  /** A figure is added up from the root of the return that it is of, so that is what `this` is in it. */
  #fromRoot(node: Typed, year: Year): Typed {
    const schema = year === 0 ? this.#rules.schema : this.#rules.schema.earlier[year];
    const root = schema?.root ?? "";
    if (node.op === "earlier" && node.year === year) return { op: "variable", name: "this", type: { kind: "record", record: root, year }, range: node.range };
    if (node.op === "variable" && node.name === "this" && node.type.kind === "record" && node.type.record !== root) {
      const { type, range } = node;
      const top: Typed = { op: "variable", name: "this", type: { kind: "record", record: root, year }, range };
      const steps = type.record.slice(root.length + 1).split("/");
      return steps.reduce<Typed>((record, _, index) => {
        const path = `${root}/${steps.slice(0, index + 1).join("/")}`;
        return { op: "group", record, group: path, type: { kind: "record", record: path, year }, range };
      }, top);
    }
    return mapChildren(node, (child) => this.#fromRoot(child, year));
  }

  #crosses(node: Typed): boolean {
    return this.#childYear(node) !== null;
  }

  /** The year of the child list that an expression ranges over; null when there is none. */
  #childYear(node: Typed): Year | null {
    if (node.op === "groups" && node.type.kind === "list" && node.type.stream) return node.type.of.kind === "record" ? node.type.of.year : null;
    const inner: Typed[] = [];
    mapChildren(node, (child) => {
      inner.push(child);
      return child;
    });
    for (const child of inner) {
      const year = this.#childYear(child);
      if (year !== null) return year;
    }
    return null;
  }
}

/** `present(a, b)` as `present(a) && present(b)`, and so on. */
function oneByOne(node: Typed & { op: "call" }): Typed {
  const { name, type, range } = node;
  if (name !== "present" && name !== "absent" && name !== "any_present") return node;
  const [first, ...others] = node.arguments.map((argument): Typed => ({ ...node, name: name === "absent" ? "absent" : "present", arguments: [argument] }));
  if (first === undefined) return node;
  return others.reduce<Typed>((left, right) => ({ op: name === "any_present" ? "or" : "and", left, right, type, range }), first);
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
