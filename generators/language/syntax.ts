/** A range of characters of an expression: 0-based, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "+" | "-" | "*" | "/";

/** An expression as it was written: a subset of the Common Expression Language's syntax. */
export type Expression =
  | { readonly kind: "text"; readonly value: string; readonly range: Range }
  /** `digits` exactly as written, so that 12.50 stays exact. */
  | { readonly kind: "number"; readonly digits: string; readonly range: Range }
  | { readonly kind: "boolean"; readonly value: boolean; readonly range: Range }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly range: Range }
  | { readonly kind: "name"; readonly name: string; readonly range: Range }
  | { readonly kind: "member"; readonly object: Expression; readonly name: string; readonly nameRange: Range; readonly range: Range }
  | {
      readonly kind: "call";
      /** null: a function; else the value before the dot. */
      readonly object: Expression | null;
      readonly name: string;
      readonly nameRange: Range;
      readonly arguments: readonly Expression[];
      readonly range: Range;
    }
  | { readonly kind: "unary"; readonly operator: "!" | "-"; readonly operand: Expression; readonly range: Range }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly operatorRange: Range;
      readonly left: Expression;
      readonly right: Expression;
      /** True when the expression stood in parentheses of its own. */
      readonly range: Range;
    };

/** What is wrong with an expression, and where. */
export interface ExpressionProblem {
  readonly message: string;
  readonly range: Range;
}
