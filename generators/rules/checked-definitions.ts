import { checkExpression, type Scope } from "../language/check-expression.ts";
import { parseExpression } from "../language/parse.ts";
import { type DefinitionSchema, type LanguageSchema, schemaOf } from "../language/schema.ts";
import type { ExpressionProblem } from "../language/syntax.ts";
import type { Typed } from "../language/typed.ts";
import { describeType, type Type, type Year } from "../language/types.ts";
import { asItem, isDerivedItem } from "./derived-items.ts";

/** A definition with its checked body. */
export interface CheckedDefinition {
  readonly schema: DefinitionSchema;
  readonly body: Typed;
  /** The body, when it is no more than a way to an item or group: it is then read in place. */
  readonly alias: Typed | null;
}

/** Checks definitions when they are first used, each once, and finds circles. */
export class CheckedDefinitions {
  readonly #schema: LanguageSchema;
  readonly #year: Year;
  readonly #checked = new Map<string, CheckedDefinition | null>();
  readonly #open: string[] = [];
  readonly #others = new Map<Year, CheckedDefinitions>();
  readonly problems = new Map<string, ExpressionProblem>();

  constructor(schema: LanguageSchema, year: Year = 0) {
    this.#schema = schema;
    this.#year = year;
  }

  /** The checked definition; null when it has a mistake, which is then in `problems`. */
  get(key: string): CheckedDefinition | null {
    const known = this.#checked.get(key);
    if (known !== undefined) return known;
    const definition = schemaOf(this.#schema, this.#year)?.definitions.get(key);
    if (definition === undefined) return null;
    if (this.#open.includes(key)) {
      const circle = [...this.#open.slice(this.#open.indexOf(key)), key].map((name) => name.split("#").at(-1));
      this.problems.set(key, { message: `This definition leads back to itself: ${circle.join(" -> ")}.`, range: { start: 0, end: definition.text.length } });
      return null;
    }
    this.#open.push(key);
    const checked = this.#check(key, definition);
    this.#open.pop();
    this.#checked.set(key, checked);
    return checked;
  }

  #check(key: string, definition: DefinitionSchema): CheckedDefinition | null {
    const parsed = parseExpression(definition.text);
    if ("problem" in parsed) {
      this.problems.set(key, parsed.problem);
      return null;
    }
    const checked = checkExpression(parsed.expression, this.#scope(definition));
    if ("problem" in checked) {
      // A circle was found further down and is told already: that it has a mistake is only what follows.
      if (!this.problems.has(key)) this.problems.set(key, checked.problem);
      return null;
    }
    const body = isDerivedItem(definition) ? asItem(checked.typed, definition, this.#year) : checked.typed;
    if (body === null) {
      const message = `${definition.name} is derived by an expression that gives ${describeType(checked.typed.type)}, which does not fit its type.`;
      this.problems.set(key, { message, range: { start: 0, end: definition.text.length } });
      return null;
    }
    return { schema: definition, body, alias: isPath(body) && definition.parameters.length === 0 ? body : null };
  }

  #scope(definition: DefinitionSchema): Scope {
    const range = { start: 0, end: 0 };
    const self: Typed | null = definition.owner === null ? null : { op: "variable", name: "this", type: ownerType(definition.owner, this.#year), range };
    return {
      schema: this.#schema,
      year: this.#year,
      self,
      entry: null,
      variables: new Map(definition.parameters.map(({ name, type }) => [name, { op: "variable", name, type, range } satisfies Typed])),
      definition: (key, year) => this.describe(key, year),
    };
  }

  #inYear(year: Year): CheckedDefinitions {
    if (year === this.#year) return this;
    const known = this.#others.get(year) ?? new CheckedDefinitions(this.#schema, year);
    this.#others.set(year, known);
    return known;
  }

  /** The body of a definition as it stands in the return of a year, and the names of what it is given; null when it has a mistake. */
  bodyOf(key: string, year: Year): { readonly body: Typed; readonly parameters: readonly string[] } | null {
    const checked = this.#inYear(year).get(key);
    return checked === null ? null : { body: checked.body, parameters: checked.schema.parameters.map(({ name }) => name) };
  }

  /** What the expression checker needs of a definition, as it stands in the return of that year. */
  describe(key: string, year: Year): ReturnType<Scope["definition"]> {
    const checked = this.#inYear(year).get(key);
    return checked === null
      ? null
      : { type: checked.body.type, alias: checked.alias, parameters: checked.schema.parameters.map((parameter) => parameter.type) };
  }
}

function ownerType({ record, isList }: { record: string; isList: boolean }, year: Year): Type {
  const type: Type = { kind: "record", record, year };
  return isList ? { kind: "list", of: type, stream: false } : type;
}

/** A way from `this` to an item or group, with nothing computed on it. */
function isPath(node: Typed): boolean {
  switch (node.op) {
    case "item":
    case "entries":
    case "group":
    case "groups":
    case "enclosing":
      return isPath(node.record);
    case "variable":
      return node.name === "this";
    default:
      return false;
  }
}
