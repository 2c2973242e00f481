import { keyOf } from "../language/expand.ts";
import type { Typed } from "../language/typed.ts";
import type { ExpressionText } from "../specification/model.ts";
import type { Span } from "../specification/source.ts";
import { ConditionModel, findPossible, type Suppositions } from "./condition-model.ts";
import { spanOfRange } from "./expression-span.ts";
import type { ReleaseRules } from "./release-rules.ts";

export type LintCode =
  | "never-applies"
  | "never-fails"
  | "no-difference"
  | "exists-with-missing-item"
  | "unknown-alternative"
  | "same-with-absent-record"
  | "undecided-definition"
  | "unused-definition";

/** Something in a rule or definition that is correct as an expression, but probably not what was meant. */
export interface Lint {
  readonly code: LintCode;
  readonly message: string;
  readonly span: Span;
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
    case "item": {
      const owner = node.record.op === "variable" || node.record.op === "enclosing" || node.record.op === "group" ? "" : `${nameOf(node.record)}.`;
      return `${owner}${node.item.split("/").at(-1)}`;
    }
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

export function whole(text: ExpressionText): Span {
  return spanOfRange(text, { start: 0, end: text.text.length });
}
