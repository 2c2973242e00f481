import { keyOf } from "../language/expand.ts";
import type { Typed } from "../language/typed.ts";
import { messageOf } from "../specification/diagnostics.ts";
import { type LintKind, LINTS } from "../specification/lint-kinds.ts";
import type { Definition, Rule } from "../specification/model.ts";
import type { Span } from "../specification/source.ts";
import { ConditionModel, findPossible, type Suppositions } from "./condition-model.ts";
import type { ReleaseRules } from "./release-rules.ts";

/** Something in a rule or definition that is correct as an expression, but probably not what was meant. */
export interface Finding {
  readonly kind: LintKind;
  readonly message: string;
  readonly span: Span;
}

/** The same with the rule or definition in which it was found. */
export interface Lint extends Finding {
  readonly owner: Rule | Definition;
}

/** @param parts the values of the placeholders of its text in the catalogue */
export function finding(kind: LintKind, span: Span, parts: Readonly<Record<string, string>> = {}): Finding {
  return { kind, message: messageOf(LINTS[kind], parts), span };
}

export function modelOf(rules: ReleaseRules, conditions: readonly Typed[]): ConditionModel {
  return new ConditionModel((name, year) => {
    const definition = rules.definitions[year].get(name);
    return definition === null ? null : { body: definition.body, parameters: definition.schema.parameters.map((parameter) => parameter.name) };
  }, conditions);
}

/** The single values whose presence matters to a condition. */
export function askedIn(model: ConditionModel, condition: Typed): readonly Typed[] {
  const values = new Map<string, Typed>();
  findPossible((possible) => {
    model.truth(condition, possible, { asked: (value) => values.set(keyOf(value), value) });
    return false;
  });
  return [...values.values()];
}

export function supposeAbsent(value: Typed): Suppositions {
  return { status: (one) => (keyOf(one) === keyOf(value) ? "absent" : null) };
}

/** What a person would call an item or record. */
export function nameOf(node: Typed): string {
  switch (node.op) {
    case "item":
      return `${nameOfOwner(node.record)}${node.item.split("/").at(-1)}`;
    case "definition":
      return `${node.owner === null ? "" : nameOfOwner(node.owner)}${node.name.split("#").at(-1)}`;
    case "earlier":
      return node.year === 1 ? "last_return" : "return_before_last";
    case "neighbour":
      return node.record.op === "variable" ? node.which : `${nameOf(node.record)}.${node.which}`;
    case "quantifier":
      return `${nameOf(node.list)}.${node.name}(${node.body === null ? "" : "…"})`;
    case "groups":
    case "group":
      return `${node.record.op === "earlier" ? `${nameOf(node.record)}.` : ""}${node.group.split("/").at(-1)}`;
    case "variable":
      return node.name;
    default:
      return node.op;
  }
}

function nameOfOwner(record: Typed): string {
  return record.op === "variable" || record.op === "enclosing" || record.op === "group" ? "" : `${nameOf(record)}.`;
}
