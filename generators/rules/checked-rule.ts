import { checkExpression, type Scope } from "../language/check-expression.ts";
import { replaceVariables } from "../language/expand.ts";
import { RESERVED } from "../language/functions.ts";
import { parseExpression } from "../language/parse.ts";
import { enclosingRecords, findInRecord } from "../language/resolve-name.ts";
import { findRecord, type ItemSchema, type LanguageSchema, type RecordSchema } from "../language/schema.ts";
import { hint } from "../language/suggest.ts";
import type { Range } from "../language/syntax.ts";
import type { Typed } from "../language/typed.ts";
import { describeType, type Type } from "../language/types.ts";
import type { ExpressionText, Rule, RuleFor } from "../specification/model.ts";
import type { Span } from "../specification/source.ts";
import type { CheckedDefinitions } from "./checked-definitions.ts";
import { childListProblem, expandChildLists } from "./child-lists.ts";
import { spanOfRange, spanOfWhole } from "./expression-span.ts";

/** What one check of a rule stands on. */
export type Target =
  /** Every record of that path. */
  | { readonly kind: "record"; readonly record: string }
  /** Every entry of a repeating item. */
  | { readonly kind: "entry"; readonly record: string; readonly item: string; readonly name: string }
  /** Every combination of different records, within each record of the path. */
  | { readonly kind: "variables"; readonly within: string; readonly variables: readonly { readonly name: string; readonly list: Typed }[] };

/** One check of a rule with its expressions resolved: most rules have one; `parts` and several records in `for` make more. */
export interface CheckedPart {
  readonly target: Target;
  readonly let: readonly { readonly name: string; readonly is: Typed }[];
  readonly when: Typed | null;
  readonly check: Typed | null;
  readonly unique: readonly Typed[];
  /** Path of the record inside which values must differ; null: the whole return. */
  readonly uniqueWithin: string | null;
  readonly message: string;
  readonly remedy: string;
  readonly report: readonly Typed[];
}

export interface CheckedRule {
  readonly rule: Rule;
  /** In order; per checked record the first failing part of those with the same target gives the finding. */
  readonly parts: readonly CheckedPart[];
}

export interface RuleProblem {
  readonly message: string;
  readonly span: Span;
}

/** Resolves the names and types of all expressions of a rule. */
export function checkRule(
  rule: Rule,
  schema: LanguageSchema,
  definitions: CheckedDefinitions,
): { readonly checked: CheckedRule | null; readonly problems: readonly RuleProblem[] } {
  const problems: RuleProblem[] = [];
  if (rule.notTestable !== null) return { checked: { rule, parts: [] }, problems };
  const within = rule.within === null ? null : findRecord(schema, rule.within);
  if (rule.withinAt !== null && within === null) {
    const { text } = rule.withinAt;
    problems.push({ message: `There is no record ${text}.${hint(text, recordNames(schema))}`, span: spanOfWhole(rule.withinAt) });
  }
  const sources = rule.parts.length > 0 ? rule.parts : [{ for: null, when: null, check: rule.check, wordsAt: rule.wordsAt, report: rule.report }];
  const parts = sources.flatMap((part) =>
    targetsOf(part.for ?? rule.for, within?.path ?? null, schema, definitions, problems).map(({ target, scope, broken }): CheckedPart => {
      const checker = new PartChecker(scope, problems, definitions, broken);
      const lets = rule.let
        .map(({ name, is }) => ({ name, is: checker.declare(name, is) }))
        .filter((one): one is { name: string; is: Typed } => one.is !== null);
      const conditions = [rule.when, part.when].filter((condition) => condition !== null).map((condition) => checker.condition(condition));
      return {
        target,
        let: lets,
        when: conjunction(conditions.filter((condition) => condition !== null)),
        check: part.check === null ? null : checker.condition(part.check),
        unique: rule.uniqueAt.flatMap((name) => checker.name(name)),
        uniqueWithin: rule.unique.length > 0 && within !== null && isInChild(within.path, schema) ? within.path : null,
        message: checker.words(part.wordsAt.message ?? rule.wordsAt.message, "message"),
        remedy: checker.words(part.wordsAt.remedy ?? rule.wordsAt.remedy, "remedy"),
        report: part.report.flatMap((expression) => checker.expression(expression) ?? []),
      };
    }),
  );
  const why = placeProblem(rule, parts, schema);
  if (why !== null) problems.push({ message: why, span: rule.origin.span });
  return { checked: problems.length === 0 ? { rule, parts } : null, problems };
}

/** Whether a record is the child or inside it. Children are checked one by one, what stands beside them after the last. */
function isInChild(path: string, { child }: LanguageSchema): boolean {
  return path === child || path.startsWith(`${child}/`);
}

/** Why a rule cannot stand where it does; null when it can. */
function placeProblem(rule: Rule, parts: readonly CheckedPart[], schema: LanguageSchema): string | null {
  const beside = parts.map(({ target }) => (target.kind === "variables" ? target.within : target.record)).filter((path) => !isInChild(path, schema));
  const [first] = beside;
  if (first === undefined) return null;
  const [name, child] = [first, schema.child].map((path) => path.split("/").at(-1));
  if (beside.length < parts.length) return `A rule cannot stand on ${name}, which is there once for all, and on records of one ${child}: make two rules of it.`;
  return rule.unique.length > 0 ? `unique compares records of each ${child}; ${name} stands beside them.` : null;
}

function conjunction(conditions: readonly Typed[]): Typed | null {
  return conditions.reduce<Typed | null>(
    (left, right) => (left === null ? right : { op: "and", left, right, type: { kind: "boolean" }, range: right.range }),
    null,
  );
}

/** Why a `let` name or a variable of `for` cannot be used; null when it can. */
function nameProblem(name: string, { schema, self, variables }: Scope): string | null {
  if (!/^[A-Za-z_]\w*$/.test(name)) return `${name} is not a name: a letter, then letters, digits and _.`;
  if (RESERVED.has(name)) return `${name} has a meaning of its own in the language. Choose another name.`;
  if (variables.has(name)) return `${name} is a name already. Choose another one.`;
  const records = self?.type.kind === "record" ? enclosingRecords(schema, self.type.record) : [];
  const isVisible = schema.definitions.has(name) || records.some((record) => record.name === name || findInRecord(schema, record, name).length > 0);
  return isVisible ? `${name} is the name of something visible here. Choose another name.` : null;
}

class PartChecker {
  readonly #scope: Scope;
  readonly #problems: RuleProblem[];
  readonly #variables: Map<string, Typed>;
  readonly #definitions: CheckedDefinitions;
  readonly #lets = new Map<string, Typed>();
  readonly #broken: Set<string>;

  constructor(scope: Scope, problems: RuleProblem[], definitions: CheckedDefinitions, broken: readonly string[] = []) {
    this.#broken = new Set(broken);
    this.#definitions = definitions;
    this.#problems = problems;
    this.#variables = new Map(scope.variables);
    this.#scope = { ...scope, variables: this.#variables };
  }

  expression(expression: ExpressionText): Typed | null {
    const parsed = parseExpression(expression.text);
    const result = "problem" in parsed ? parsed : checkExpression(parsed.expression, this.#scope);
    if ("typed" in result) return result.typed;
    // What only follows from a let name that has a mistake is not told again.
    const { message, range } = result.problem;
    if (![...this.#broken].some((name) => message.startsWith(`There is no ${name} `))) this.#problems.push({ message, span: spanOfRange(expression, range) });
    return null;
  }

  condition(expression: ExpressionText): Typed | null {
    const typed = this.expression(expression);
    if (typed === null) return null;
    if (typed.type.kind === "boolean") return this.#canBeAddedUp(typed, expression) ? typed : null;
    this.#problems.push({ message: `A condition is true or false; this is ${describeType(typed.type)}.`, span: spanOfRange(expression, typed.range) });
    return null;
  }

  /** Whether what it asks of all children can be worked out with one child in memory at a time. */
  #canBeAddedUp(typed: Typed, expression: ExpressionText): boolean {
    const { schema, self } = this.#scope;
    const record = self?.type.kind === "record" ? self.type.record : "";
    const expanded = expandChildLists(typed, this.#lets, (name, year) => this.#definitions.bodyOf(name, year));
    const message = childListProblem(expanded, !isInChild(record, schema));
    if (message !== null) this.#problems.push({ message, span: spanOfRange(expression, typed.range) });
    return message === null;
  }

  /** The list of a variable of `for`: its elements must be at hand. */
  list(expression: ExpressionText): Typed | null {
    const typed = this.expression(expression);
    return typed === null || this.#canBeAddedUp(typed, expression) ? typed : null;
  }

  /** A `let` name may be used by all that stands behind it. */
  declare(name: string, is: ExpressionText): Typed | null {
    const why = nameProblem(name, this.#scope);
    if (why !== null) this.#problems.push({ message: why, span: is.scalar.span });
    const typed = this.expression(is);
    if (typed === null) this.#broken.add(name);
    else {
      this.#variables.set(name, { op: "variable", name, type: typed.type, range: typed.range });
      this.#lets.set(name, replaceVariables(typed, this.#lets));
    }
    return typed;
  }

  /** `{X}` in a message or remedy is an item path, a `let` name or a variable, never a call. */
  words(written: ExpressionText | null, key: string): string {
    if (written === null) return "";
    for (const { 1: inner = "", index } of written.text.matchAll(/\{([^{}]*)\}/g)) {
      const span = spanOfRange(written, { start: index + 1, end: index + 1 + inner.length });
      const isPath = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(inner);
      const parsed = parseExpression(inner);
      const result = "problem" in parsed ? parsed : checkExpression(parsed.expression, this.#scope);
      if (!isPath) this.#problems.push({ message: `{${inner}} in the ${key} is not an item, a let name or a variable.`, span });
      else if ("problem" in result && ![...this.#broken].some((name) => inner.split(".")[0] === name))
        this.#problems.push({ message: `{${inner}} in the ${key}: ${result.problem.message}`, span });
    }
    return written.text;
  }

  name(written: ExpressionText): Typed[] {
    const range: Range = { start: 0, end: written.text.length };
    const result = checkExpression({ kind: "name", name: written.text, range }, this.#scope);
    if ("typed" in result) return [result.typed];
    this.#problems.push({ message: result.problem.message, span: spanOfWhole(written) });
    return [];
  }
}

/** The targets of `for`, each with the scope in which its expressions are read. */
function targetsOf(
  target: RuleFor,
  within: string | null,
  schema: LanguageSchema,
  definitions: CheckedDefinitions,
  problems: RuleProblem[],
): readonly { target: Target; scope: Scope; broken: readonly string[] }[] {
  const describe: Scope["definition"] = (key, year) => definitions.describe(key, year);
  if (target.kind === "variables") {
    const record = within ?? schema.root;
    const self = selfOf(record);
    const checker = new PartChecker({ schema, year: 0, self, entry: null, variables: new Map(), definition: describe }, problems, definitions);
    const variables = target.variables.flatMap(({ name, list }) => {
      const typed = checker.list(list);
      if (typed === null) return [];
      const why = nameProblem(name, { schema, year: 0, self, entry: null, variables: new Map(), definition: describe });
      if (why !== null) problems.push({ message: why, span: list.scalar.span });
      const of = typed.type.kind === "list" ? typed.type.of : null;
      if (of !== null && (of.kind === "record" || of.kind === "list")) return [{ name, list: typed, element: of }];
      problems.push({ message: `A variable of for ranges over records or runs; this is ${describeType(typed.type)}.`, span: spanOfRange(list, typed.range) });
      return [];
    });
    const broken = target.variables.flatMap(({ name }) => (variables.some((one) => one.name === name) ? [] : [name]));
    const scope: Scope = {
      schema,
      year: 0,
      self,
      entry: null,
      variables: new Map(variables.map(({ name, element, list }) => [name, { op: "variable", name, type: element, range: list.range }])),
      definition: describe,
    };
    return [{ target: { kind: "variables", within: record, variables: variables.map(({ name, list }) => ({ name, list })) }, scope, broken }];
  }
  return target.names.flatMap(({ name, span }): { target: Target; scope: Scope; broken: readonly string[] }[] => {
    const found = findRecord(schema, name);
    if (found !== null)
      return [
        {
          target: { kind: "record", record: found.path },
          scope: { schema, year: 0, self: selfOf(found.path), entry: null, variables: new Map(), definition: describe },
          broken: [],
        },
      ];
    const entry = findEntryItem(schema, name);
    if (entry === null) {
      problems.push({ message: nothingToStandOn(name, schema), span });
      return [];
    }
    const value: Typed = { op: "variable", name: "#entry", type: entry.item.type, range: { start: 0, end: 0 } };
    return [
      {
        target: { kind: "entry", record: entry.record.path, item: entry.item.path, name: entry.item.name },
        scope: { schema, year: 0, self: selfOf(entry.record.path), entry: { name: entry.item.name, value }, variables: new Map(), definition: describe },
        broken: [],
      },
    ];
  });
}

function nothingToStandOn(name: string, schema: LanguageSchema): string {
  const records = [...schema.records.values()];
  const holders = records.filter((record) => record.items.has(name) || record.name === name);
  if (holders.length > 1) return `${name} stands in several places: ${holders.map((record) => record.path).join(", ")}. Write more of the path of a record.`;
  if (holders.length === 1) return `${name} is an item that does not repeat. A rule stands on a record, or on an item that repeats.`;
  return `There is no record and no repeating item ${name}.${hint(name, recordNames(schema))}`;
}

function recordNames(schema: LanguageSchema): readonly string[] {
  return [...schema.records.values()].map((record) => record.name);
}

function selfOf(record: string): Typed {
  const type: Type = { kind: "record", record, year: 0 };
  return { op: "variable", name: "this", type, range: { start: 0, end: 0 } };
}

function findEntryItem(schema: LanguageSchema, name: string): { record: RecordSchema; item: ItemSchema } | null {
  const found = [...schema.records.values()].flatMap((record) => {
    const item = record.items.get(name);
    return item?.repeats === true ? [{ record, item }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}
