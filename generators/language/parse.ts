import type { BinaryOperator, Expression, ExpressionProblem, Range } from "./syntax.ts";

interface Token {
  readonly kind: "name" | "number" | "text" | "symbol" | "end";
  readonly text: string;
  /** The value of a text token, escapes resolved. */
  readonly value: string;
  readonly range: Range;
}

/** Stops at the first mistake: what follows one in an expression is seldom worth a message of its own. */
class SyntaxProblem extends Error {
  readonly range: Range;
  constructor(message: string, range: Range) {
    super(message);
    this.range = range;
  }
}

const SYMBOLS = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "(", ")", "[", "]", ",", "."] as const;
const DEEPEST = 40;
/** Far longer than any rule, and short enough that no later step runs out of stack. */
const LONGEST = 2000;

/** Parses an expression. */
export function parseExpression(text: string): { readonly expression: Expression } | { readonly problem: ExpressionProblem } {
  try {
    return { expression: new Parser(tokenize(text)).parse() };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { problem: { message: error.message, range: error.range } };
    throw error;
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const blank = /^\s+/.exec(rest)?.[0];
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const token = readToken(rest, at);
    tokens.push(token);
    if (tokens.length > LONGEST)
      throw new SyntaxProblem(`An expression has at most ${LONGEST} words and signs. Give parts of it names (let, or definitions).`, token.range);
    at = token.range.end;
  }
  tokens.push({ kind: "end", text: "the end", value: "", range: { start: text.length, end: text.length } });
  return tokens;
}

function readToken(rest: string, at: number): Token {
  const token = (kind: Token["kind"], source: string, value = source): Token => ({ kind, text: source, value, range: { start: at, end: at + source.length } });
  const name = /^\$?[A-Za-z_][A-Za-z0-9_]*/.exec(rest)?.[0];
  if (name !== undefined) return token("name", name);
  const number = /^\d+(\.\d+)?/.exec(rest)?.[0];
  if (number !== undefined) return token("number", number);
  if (rest.startsWith('"')) {
    const quoted = /^"((?:[^"\\\n]|\\["\\])*)"/.exec(rest);
    if (quoted === null) throw unreadableText(rest, at);
    return token("text", quoted[0], (quoted[1] ?? "").replaceAll(/\\(["\\])/g, "$1"));
  }
  if (rest.startsWith("'")) throw new SyntaxProblem('Text stands in double quotes: "…".', { start: at, end: at + 1 });
  const symbol = SYMBOLS.find((candidate) => rest.startsWith(candidate));
  if (symbol !== undefined) return token("symbol", symbol);
  const hints: Readonly<Record<string, string>> = {
    "=": "Equality is written ==.",
    "&": "And is written &&.",
    "|": "Or is written ||.",
    "?": "There is no ? : here; write two rules, or && and ||.",
    "“": 'Quotes are straight: "…".',
    "”": 'Quotes are straight: "…".',
    ";": "An expression has no ; at its end.",
  };
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  throw new SyntaxProblem(hints[character] ?? `${character} means nothing in an expression.`, { start: at, end: at + character.length });
}

function unreadableText(rest: string, at: number): SyntaxProblem {
  const escape = /^"(?:[^"\\\n]|\\["\\])*(\\[^"\\])[^\n]*"/.exec(rest);
  if (escape?.[1] === undefined) return new SyntaxProblem('This text has no closing ".', { start: at, end: at + rest.length });
  const start = at + rest.indexOf(escape[1]);
  return new SyntaxProblem(`${escape[1]} is not an escape. Only \\" and \\\\ are.`, { start, end: start + escape[1].length });
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">=", "in"]);

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#or();
    if (this.#peek().kind !== "end") throw this.#unexpected();
    return expression;
  }

  /** What is left over behind an expression that was complete. */
  #unexpected(): SyntaxProblem {
    const { kind, text, range } = this.#peek();
    const before = this.#tokens[this.#at - 1];
    if (before?.kind === "name" && before.text === "not") return new SyntaxProblem("Not is written !, as in !present(…).", before.range);
    if (kind === "symbol" || text === "in") {
      if (COMPARISONS.has(text)) return new SyntaxProblem("Comparisons do not chain. Join two with &&.", range);
      if (text === ")") return new SyntaxProblem("This ) closes nothing.", range);
      if (text === "[") return new SyntaxProblem("There are no indexes. A list has first(), last() and quantifiers.", range);
      if (text === ",") return new SyntaxProblem("A comma stands between the values of a call or a list only.", range);
      return new SyntaxProblem(`${text} is not expected here.`, range);
    }
    if (text === "and" || text === "or") return new SyntaxProblem(text === "and" ? "And is written &&." : "Or is written ||.", range);
    return new SyntaxProblem(`${text} is not expected here. Is && or || missing before it?`, range);
  }

  #peek(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Error("read past the end of an expression");
    return token;
  }

  #take(symbol: string): boolean {
    const { kind, text } = this.#peek();
    if (text !== symbol || (kind !== "symbol" && kind !== "name")) return false;
    this.#at += 1;
    return true;
  }

  #expect(symbol: string, what: string): Range {
    const { kind, text, range } = this.#peek();
    if (this.#take(symbol)) return range;
    const before = this.#tokens[this.#at - 1];
    if (before?.kind === "name" && before.text === "not" && kind === "name") throw new SyntaxProblem("Not is written !, as in !present(…).", before.range);
    if (kind === "name" && (text === "and" || text === "or")) throw this.#unexpected();
    if (kind === "symbol" && COMPARISONS.has(text)) throw this.#unexpected();
    throw new SyntaxProblem(kind === "end" ? `Expected ${what}, but the expression ends.` : `Expected ${what}, found ${text}.`, range);
  }

  #or(): Expression {
    return this.#joined("||", () => this.#and());
  }

  #and(): Expression {
    return this.#joined("&&", () => this.#test());
  }

  /** `&&` and `||` mixed without parentheses is an error: readers disagree about it. */
  #joined(operator: "||" | "&&", next: () => Expression): Expression {
    let left = next();
    while (this.#peek().text === operator && this.#peek().kind === "symbol") {
      const operatorRange = this.#peek().range;
      this.#at += 1;
      const right = next();
      for (const side of [left, right]) {
        if (side.kind === "binary" && side.operator === (operator === "||" ? "&&" : "||") && !this.#parenthesised.has(side)) {
          throw new SyntaxProblem("&& and || stand together without parentheses. Say with parentheses which belong together.", operatorRange);
        }
      }
      left = binary(operator, operatorRange, left, right);
    }
    return left;
  }

  readonly #parenthesised = new WeakSet<Expression>();

  #test(): Expression {
    const left = this.#sum();
    const { text, range } = this.#peek();
    if (!COMPARISONS.has(text) || this.#peek().kind === "text") return left;
    this.#at += 1;
    return binary(text as BinaryOperator, range, left, this.#sum());
  }

  #sum(): Expression {
    return this.#leftToRight(["+", "-"], () => this.#product());
  }

  #product(): Expression {
    return this.#leftToRight(["*", "/"], () => this.#unary());
  }

  #leftToRight(operators: readonly BinaryOperator[], next: () => Expression): Expression {
    let left = next();
    for (;;) {
      const { kind, text, range } = this.#peek();
      const operator = kind === "symbol" ? operators.find((candidate) => candidate === text) : undefined;
      if (operator === undefined) return left;
      this.#at += 1;
      left = binary(operator, range, left, next());
    }
  }

  #unary(): Expression {
    const { kind, text, range } = this.#peek();
    if (kind !== "symbol" || (text !== "!" && text !== "-")) return this.#access();
    this.#at += 1;
    const operand = this.#unaryOperand();
    return { kind: "unary", operator: text, operand, range: { start: range.start, end: operand.range.end } };
  }

  #unaryOperand(): Expression {
    const { kind, text, range } = this.#peek();
    if (kind === "symbol" && (text === "!" || text === "-")) throw new SyntaxProblem("A value has one sign at most: ! and - do not stand in a row.", range);
    return this.#access();
  }

  #access(): Expression {
    let object = this.#primary();
    while (this.#take(".")) {
      const { kind, text, range } = this.#peek();
      if (kind !== "name") throw new SyntaxProblem(kind === "end" ? "Expected a name after the dot." : `Expected a name after the dot, found ${text}.`, range);
      this.#at += 1;
      const start = object.range.start;
      if (this.#take("(")) {
        const { items, end } = this.#arguments();
        object = { kind: "call", object, name: text, nameRange: range, arguments: items, range: { start, end } };
      } else object = { kind: "member", object, name: text, nameRange: range, range: { start, end: range.end } };
    }
    return object;
  }

  #primary(): Expression {
    const { kind, text, value, range } = this.#peek();
    this.#at += 1;
    if (kind === "text") return { kind: "text", value, range };
    if (kind === "number") return { kind: "number", digits: text, range };
    if (kind === "name") {
      if (text === "true" || text === "false") return { kind: "boolean", value: text === "true", range };
      if (text === "in") throw new SyntaxProblem("in stands between a value and a list.", range);
      if (!this.#take("(")) return { kind: "name", name: text, range };
      const { items, end } = this.#arguments();
      return { kind: "call", object: null, name: text, nameRange: range, arguments: items, range: { start: range.start, end } };
    }
    if (text === "(" && kind === "symbol") return this.#nested(range);
    if (text === "[" && kind === "symbol") return this.#list(range);
    throw new SyntaxProblem(kind === "end" ? "The expression ends where a value is expected." : `Expected a value, found ${text}.`, range);
  }

  #nested(open: Range): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new SyntaxProblem(`Parentheses are nested more than ${DEEPEST} deep.`, open);
    const inner = this.#or();
    const close = this.#expect(")", ") to close the parenthesis");
    this.#depth -= 1;
    const expression = { ...inner, range: { start: open.start, end: close.end } };
    this.#parenthesised.add(expression);
    return expression;
  }

  #list(open: Range): Expression {
    const items: Expression[] = [];
    if (this.#peek().text === "]" && this.#peek().kind === "symbol")
      throw new SyntaxProblem("A list in brackets holds at least one value.", this.#peek().range);
    do {
      const item = this.#primary();
      if (item.kind !== "text" && item.kind !== "number" && item.kind !== "boolean")
        throw new SyntaxProblem("A list in brackets holds constants only.", item.range);
      items.push(item);
    } while (this.#take(","));
    const close = this.#expect("]", ", or ] in the list");
    return { kind: "list", items, range: { start: open.start, end: close.end } };
  }

  #arguments(): { items: Expression[]; end: number } {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new SyntaxProblem(`Calls are nested more than ${DEEPEST} deep.`, this.#peek().range);
    const items: Expression[] = [];
    if (this.#peek().text !== ")" || this.#peek().kind !== "symbol") {
      do items.push(this.#or());
      while (this.#take(","));
    }
    const close = this.#expect(")", ", or ) in the call");
    this.#depth -= 1;
    return { items, end: close.end };
  }
}

function binary(operator: BinaryOperator, operatorRange: Range, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, operatorRange, left, right, range: { start: left.range.start, end: right.range.end } };
}
