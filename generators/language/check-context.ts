import type { LanguageSchema } from "./schema.ts";
import type { Expression, ExpressionProblem, Range } from "./syntax.ts";
import type { Typed } from "./typed.ts";
import { describeType, type Type, type Year } from "./types.ts";

/** Where an expression stands: the checked record and the names it may use. */
export interface Scope {
  readonly schema: LanguageSchema;
  /** The return that the text itself speaks of: a definition used through `last_return` means that year's dates, codes and definitions. */
  readonly year: Year;
  /** The checked record, or the owner of a definition; null for a global definition. */
  readonly self: Typed | null;
  /** For a rule on the entries of a repeating item: its name, which then means the entry. */
  readonly entry: { readonly name: string; readonly value: Typed } | null;
  readonly variables: ReadonlyMap<string, Typed>;
  /** Checks a definition once and gives its result type, or its alias; null when it is wrong (reported at the definition). */
  readonly definition: (key: string, year: Year) => { readonly type: Type; readonly alias: Typed | null; readonly parameters: readonly Type[] } | null;
}

/** One check of an expression, as far as it has come inwards. */
export interface Checking {
  readonly scope: Scope;
  /** Those of the scope, and those of the quantifiers around. */
  readonly variables: ReadonlyMap<string, Typed>;
  /** How many quantifiers stand around. */
  readonly depth: number;
  /** Variables that range over the entries of a repeating item, which alone know whether they are valid. */
  readonly entries: ReadonlySet<string>;
  /** Checks an expression further inside: handed on, so that the parts of the checker need not import each other. */
  readonly check: (node: Expression, checking: Checking) => Typed;
}

/** Thrown inside one check, and turned into a problem at its border: what contains a mistake has no type to go on with. */
export class CheckProblem extends Error {
  readonly problem: ExpressionProblem;
  constructor(message: string, range: Range) {
    super(message);
    this.problem = { message, range };
  }
}

export function fail(message: string, range: Range): never {
  throw new CheckProblem(message, range);
}

/** A type in words at the start of a sentence. */
export function startSentence(type: Type): string {
  const words = describeType(type);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "1 value", "2 values". */
export function count(values: number): string {
  return `${values} ${values === 1 ? "value" : "values"}`;
}

export function needBoolean(node: Typed, what: string): Typed {
  if (node.type.kind !== "boolean")
    fail(
      `${what} true or false, found ${describeType(node.type)}. ${node.type.kind === "list" ? "Ask present(…) or a quantifier" : "Compare it, or ask present(…)"}.`,
      node.range,
    );
  return node;
}
