import { closest, distance } from "fastest-levenshtein";
import { FUNCTION_NAMES, FUNCTIONS, LIST_METHODS, RESERVED } from "./functions.ts";
import { accessFound, enclosingRecords, type Found, findInRecord, namesInRecord, recordOf, throughGroups } from "./resolve-name.ts";
import { type LanguageSchema, schemaOf } from "./schema.ts";
import type { Expression, ExpressionProblem, Range } from "./syntax.ts";
import type { Comparison, Quantifier, Typed } from "./typed.ts";
import { BOOLEAN, DATE, DECIMAL, describeType, INTEGER, isComparable, isNumber, isTextual, listOf, TEXT, type Type, type Year } from "./types.ts";

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

/** Thrown inside one check, and turned into a problem at its border: what contains a mistake has no type to go on with. */
class CheckProblem extends Error {
  readonly problem: ExpressionProblem;
  constructor(message: string, range: Range) {
    super(message);
    this.problem = { message, range };
  }
}

function fail(message: string, range: Range): never {
  throw new CheckProblem(message, range);
}

/** Resolves the names and types of an expression. Gives one problem: the first in reading order. */
export function checkExpression(expression: Expression, scope: Scope): { readonly typed: Typed } | { readonly problem: ExpressionProblem } {
  try {
    return { typed: new Checker(scope).check(expression) };
  } catch (error) {
    if (error instanceof CheckProblem) return { problem: error.problem };
    throw error;
  }
}

/** Replaces variables of an expression by others: how an alias is read on another record. */
export function substitute(node: Typed, name: string, value: Typed): Typed {
  switch (node.op) {
    case "variable":
      return node.name === name ? value : node;
    case "item":
    case "entries":
    case "group":
    case "groups":
    case "enclosing":
    case "neighbour":
    case "earlier":
      return { ...node, record: substitute(node.record, name, value) };
    default:
      return node;
  }
}

function startSentence(type: Type): string {
  const words = describeType(type);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The return that a record, or a list of records, comes from. */
function yearOf(type: Type): Year {
  if (type.kind === "list") return yearOf(type.of);
  return type.kind === "record" ? type.year : 0;
}

/** The known name that was probably meant, as a sentence; empty when none is near. Two letters in five may differ, so short codes are never guessed. */
export function hint(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const letters = (text: string): string => [...text.toLowerCase()].toSorted((a, b) => (a < b ? -1 : 1)).join("");
  const folded = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  // Two letters in each other's place are the commonest slip of all.
  const swapped = known.find((candidate) => letters(candidate) === letters(name) && distance(name.toLowerCase(), candidate.toLowerCase()) === 2);
  const best = folded ?? swapped ?? closest(name, known);
  const isNear = best === folded || best === swapped || distance(name, best) <= Math.floor(Math.max(name.length, best.length) * 0.4);
  return isNear ? ` Did you mean ${best}?` : "";
}

/** What somebody who compares these two probably did not know. */
function comparisonHint(a: Type, b: Type): string {
  if (a.kind === "date" && (b.kind === "text" || b.kind === "integer")) return ' A date is written date("2014-03-31").';
  if (a.kind === "boolean" && b.kind === "text") return " Write true or false without quotes.";
  return isNumber(a) && isTextual(b) ? " Text stands in quotes, numbers do not." : "";
}

function count(values: number): string {
  return `${values} ${values === 1 ? "value" : "values"}`;
}

class Checker {
  readonly #scope: Scope;
  #variables: ReadonlyMap<string, Typed>;
  #depth = 0;
  /** Variables that range over the entries of a repeating item, which alone know whether they are valid. */
  readonly #entries = new Set<string>();
  /** Where the values of a list in brackets stand. */
  readonly #places = new WeakMap<Typed, readonly Range[]>();

  constructor(scope: Scope) {
    this.#scope = scope;
    this.#variables = scope.variables;
  }

  check(node: Expression): Typed {
    const { range } = node;
    switch (node.kind) {
      case "text":
        return { op: "constant", value: node.value, type: TEXT, range };
      case "number":
        return { op: "constant", value: node.digits, type: node.digits.includes(".") ? DECIMAL : INTEGER, range };
      case "boolean":
        return { op: "constant", value: node.value, type: BOOLEAN, range };
      case "list":
        return this.#constants(node);
      case "name":
        return this.#name(node.name, range);
      case "member":
        return this.#member(node);
      case "call":
        return node.object === null ? this.#call(node, node.arguments) : this.#method(node, node.object);
      case "unary":
        return this.#unary(node);
      case "binary":
        return this.#binary(node);
    }
  }

  #constants(node: Expression & { kind: "list" }): Typed {
    const values = node.items.map((item) =>
      item.kind === "text" ? item.value : item.kind === "number" ? item.digits : fail("A list holds texts or numbers.", item.range),
    );
    const kinds = new Set(node.items.map((item) => item.kind));
    if (kinds.size > 1) fail("A list holds values of one type.", node.range);
    const number = values.some((value) => value.includes(".")) ? DECIMAL : INTEGER;
    const constants: Typed = { op: "constants", values, type: listOf(kinds.has("number") ? number : TEXT), range: node.range };
    this.#places.set(
      constants,
      node.items.map((item) => item.range),
    );
    return constants;
  }

  #name(name: string, range: Range): Typed {
    const variable = this.#variables.get(name);
    if (variable !== undefined) return { ...variable, range };
    if (name === "this") return this.#scope.self === null ? this.#withoutRecord(name, range) : { ...this.#scope.self, range };
    if (name === "last_return" || name === "return_before_last") return this.#earlier(name === "last_return" ? 1 : 2, range);
    if (name === "previous" || name === "next") return this.#neighbour(this.#selfRecord(name, range), name, range);
    if (this.#scope.entry?.name === name) return { ...this.#scope.entry.value, range };
    if (name === "collection" || name === "reference")
      fail(`${name} is followed by a dot and a name${name === "collection" ? ", as in collection.end" : ""}.`, range);
    return this.#nameInRecords(name, range) ?? this.#global(name, range);
  }

  #selfRecord(name: string, range: Range): Typed {
    const { self } = this.#scope;
    return self?.type.kind === "record" ? self : this.#withoutRecord(name, range);
  }

  #withoutRecord(name: string, range: Range): never {
    return fail(`A ${this.#scope.self === null ? "global definition" : "definition of a list"} has no record, so no ${name}.`, range);
  }

  /** The checked record outwards; the first hit wins, but an item that stands in two of them must be qualified. */
  #nameInRecords(name: string, range: Range): Typed | null {
    const { self, schema } = this.#scope;
    if (self?.type.kind !== "record") return null;
    const { year } = self.type;
    const own = schemaOf(schema, year);
    if (own === null) return null;
    let result: Typed | null = null;
    // The same item can be reached from several enclosing records; only different ones must be told apart.
    const places = new Map<string, string>();
    for (const record of enclosingRecords(own, self.type.record)) {
      const owner: Typed =
        record.path === self.type.record
          ? self
          : { op: "enclosing", record: self, path: record.path, type: { kind: "record", record: record.path, year }, range };
      if (record.name === name) return result ?? { ...owner, range };
      const found = findInRecord(own, record, name);
      if (found.length === 0) continue;
      if (result === null) result = this.#access(found, owner, name, range);
      for (const hit of found) {
        const holder = own.records.get(hit.via.at(-1) ?? record.path) ?? record;
        if (hit.kind === "item" && !places.has(hit.item.path)) places.set(hit.item.path, `${holder.name}.${name}`);
      }
    }
    const isItem = result !== null && (result.op === "item" || result.op === "entries");
    if (isItem && places.size > 1) fail(`${name} stands in several records. Write ${[...places.values()].join(" or ")}.`, range);
    return result;
  }

  #access(found: readonly Found[], owner: Typed, name: string, range: Range): Typed {
    const [first] = found;
    if (first === undefined || owner.type.kind !== "record") return fail(`There is no ${name} here.`, range);
    if (found.length > 1) fail(`${name} means several things here: ${found.map((one) => one.kind).join(", ")}. Qualify it.`, range);
    if (first.kind === "definition") return this.#useDefinition(first.name, throughGroups(owner, first.via, range, owner.type.year), [], range);
    const own = schemaOf(this.#scope.schema, owner.type.year);
    return own === null ? fail("There is no earlier return.", range) : accessFound(first, owner, range, owner.type.year, own);
  }

  #global(name: string, range: Range): Typed {
    const { self, year } = this.#scope;
    const schema = schemaOf(this.#scope.schema, year) ?? this.#scope.schema;
    if (schema.definitions.has(name)) return this.#useDefinition(name, null, [], range);
    const records =
      self?.type.kind === "record" ? enclosingRecords(schema, self.type.record).flatMap((record) => [record.name, ...namesInRecord(schema, record)]) : [];
    const global = [...schema.definitions.keys()].filter((key) => !key.includes("#"));
    const place = self?.type.kind === "record" ? `in ${self.type.record.split("/").at(-1)} or around it` : "here";
    return fail(`There is no ${name} ${place}.${this.#elsewhere(name, schema) ?? hint(name, [...this.#variables.keys(), ...records, ...global])}`, range);
  }

  /** Where a name does exist, and how to get there; null when it exists nowhere. */
  #elsewhere(name: string, schema: LanguageSchema): string | null {
    const { self } = this.#scope;
    const holder = [...schema.records.values()].find((record) => record.items.has(name) || (record.name === name && record.parent !== null));
    if (holder === undefined) return null;
    if (self === null) return " A global definition sees no items: say with for which record it belongs to, or give it values in with.";
    if (holder.name === name) return ` It stands in ${holder.parent}.`;
    return ` It is an item of ${holder.path}; ask through the list, as in ${holder.name}.all(e, e.${name} …).`;
  }

  #useDefinition(key: string, owner: Typed | null, given: readonly Expression[], range: Range): Typed {
    const year = owner === null ? this.#scope.year : yearOf(owner.type);
    const definition = this.#scope.definition(key, year);
    const name = key.split("#").at(-1) ?? key;
    if (definition === null) return fail(`The definition ${name} has a mistake of its own.`, range);
    if (given.length !== definition.parameters.length) fail(`${name} takes ${count(definition.parameters.length)} in parentheses, not ${given.length}.`, range);
    const values = given.map((argument, index) => {
      const value = this.check(argument);
      const expected = definition.parameters[index];
      if (expected !== undefined && !isComparable(value.type, expected))
        fail(`${name} expects ${describeType(expected)} here, found ${describeType(value.type)}.`, argument.range);
      return value;
    });
    if (definition.alias !== null && owner !== null) return { ...substitute(definition.alias, "this", owner), range };
    return { op: "definition", name: key, owner, year, arguments: values, type: definition.type, range };
  }

  #earlier(back: 1 | 2, range: Range): Typed {
    const { schema, self } = this.#scope;
    const word = back === 1 ? "last_return" : "return_before_last";
    if (self?.type.kind !== "record") return this.#withoutRecord(word, range);
    const { record, year: from } = self.type;
    const [year, own] = [from + back, schemaOf(schema, from)];
    const target = year === 1 || year === 2 ? schema.earlier[year] : null;
    if (target === null || own === null || (year !== 1 && year !== 2))
      return fail(`There is no specification of the ${back === 1 ? "period before" : "period before last"}, so no ${word}.`, range);
    const isChild = record === own.child || record.startsWith(`${own.child}/`);
    const path = isChild ? own.child : own.root;
    const owner: Typed = record === path ? self : { op: "enclosing", record: self, path, type: { kind: "record", record: path, year: from }, range };
    return { op: "earlier", record: owner, year, type: { kind: "record", record: isChild ? target.child : target.root, year }, range };
  }

  #neighbour(record: Typed, which: "previous" | "next", range: Range): Typed {
    if (record.type.kind !== "record") return fail(`Only a record has a ${which} one.`, range);
    const found = recordOf(this.#scope.schema, record.type);
    if (found !== null && (found.record.single || found.record.orderedBy.length === 0))
      fail(`${found.record.name} has no order (ordered-by), so no ${which} one.`, range);
    return { op: "neighbour", record, which, type: record.type, range };
  }

  #member(node: Expression & { kind: "member" }): Typed {
    const { object, name, nameRange, range } = node;
    if (object.kind === "name" && object.name === "collection" && !this.#variables.has("collection"))
      return this.#collection(name, this.#scope.year, nameRange, range);
    if (object.kind === "member" && object.name === "collection") return this.#collection(name, this.#yearOf(object.object), nameRange, range);
    if (object.kind === "name" && object.name === "reference") return fail(`Write reference.${name}(key), or key in reference.${name}.`, range);
    return this.#memberOf(this.check(object), name, nameRange, range);
  }

  #yearOf(node: Expression): Year {
    const { type } = this.check(node);
    if (type.kind !== "record") return fail(`${startSentence(type)} has no collection: only a return has one.`, node.range);
    return type.year;
  }

  #collection(name: string, year: Year, nameRange: Range, range: Range): Typed {
    if (name === "start" || name === "end" || name === "reference_date") return { op: "collection", field: name, year, type: DATE, range };
    if (name === "authority") return { op: "collection", field: name, year, type: TEXT, range };
    return fail(`The collection has no ${name}.${hint(name, ["start", "end", "reference_date", "authority"])}`, nameRange);
  }

  #memberOf(object: Typed, name: string, nameRange: Range, range: Range, given: readonly Expression[] = []): Typed {
    const { type } = object;
    if (type.kind === "record") return this.#memberOfRecord(object, type, name, nameRange, range, given);
    if (type.kind === "row") {
      const column = this.#scope.schema.tables.get(type.table)?.get(name);
      return column === undefined
        ? fail(`The table ${type.table} has no column ${name}.${hint(name, [...(this.#scope.schema.tables.get(type.table)?.keys() ?? [])])}`, nameRange)
        : { op: "cell", row: object, column: name, type: column, range };
    }
    if (type.kind === "list") {
      const owned = this.#listDefinition(type, name);
      if (owned !== null) return this.#useDefinition(owned, object, given, range);
      const variable = `#${this.#depth}${range.start}`;
      const element: Typed = { op: "variable", name: variable, type: type.of, range };
      const body = this.#memberOf(element, name, nameRange, range, given);
      const of = body.type.kind === "list" ? body.type.of : body.type;
      const stream = type.stream || (body.type.kind === "list" && body.type.stream);
      return { op: "collect", list: object, variable, body, type: listOf(of, stream), range };
    }
    return fail(`${startSentence(type)} has nothing inside, so no ${name}.`, nameRange);
  }

  #listDefinition(type: Type & { kind: "list" }, name: string): string | null {
    if (type.of.kind !== "record") return null;
    const key = `${type.of.record}*#${name}`;
    return schemaOf(this.#scope.schema, type.of.year)?.definitions.has(key) === true ? key : null;
  }

  #memberOfRecord(object: Typed, type: Type & { kind: "record" }, name: string, nameRange: Range, range: Range, given: readonly Expression[]): Typed {
    if (name === "previous" || name === "next") return this.#neighbour(object, name, range);
    const found = recordOf(this.#scope.schema, type);
    if (found === null) return fail(`${type.record.split("/").at(-1)} did not exist in that return.`, nameRange);
    const hits = findInRecord(found.schema, found.record, name);
    if (hits.length === 0) {
      const known = [...namesInRecord(found.schema, found.record), "previous", "next"];
      return fail(`${found.record.name} has no ${name}.${hint(name, known)}`, nameRange);
    }
    const [first] = hits;
    if (first?.kind === "definition" && hits.length === 1)
      return this.#useDefinition(first.name, throughGroups(object, first.via, range, type.year), given, range);
    return this.#access(hits, object, name, range);
  }

  #unary(node: Expression & { kind: "unary" }): Typed {
    const operand = this.check(node.operand);
    if (node.operator === "!") return { op: "not", operand: this.#needBoolean(operand, "! turns round"), type: BOOLEAN, range: node.range };
    if (!isNumber(operand.type)) fail(`- needs a number, found ${describeType(operand.type)}.`, operand.range);
    return { op: "negate", operand, type: operand.type, range: node.range };
  }

  #needBoolean(node: Typed, what: string): Typed {
    if (node.type.kind !== "boolean")
      fail(
        `${what} true or false, found ${describeType(node.type)}. ${node.type.kind === "list" ? "Ask present(…) or a quantifier" : "Compare it, or ask present(…)"}.`,
        node.range,
      );
    return node;
  }

  #binary(node: Expression & { kind: "binary" }): Typed {
    const { operator, range } = node;
    if (operator === "&&" || operator === "||") {
      const left = this.#needBoolean(this.check(node.left), `${operator} joins`);
      const right = this.#needBoolean(this.check(node.right), `${operator} joins`);
      return { op: operator === "&&" ? "and" : "or", left, right, type: BOOLEAN, range };
    }
    if (operator === "in") return this.#in(node);
    const left = this.check(node.left);
    const right = this.check(node.right);
    if (operator === "+" || operator === "-" || operator === "*" || operator === "/") return this.#arithmetic(operator, left, right, range);
    return this.#compare(operator, left, right, range);
  }

  #compare(operator: Comparison, left: Typed, right: Typed, range: Range): Typed {
    const [a, b] = [left.type, right.type];
    if (a.kind === "period" && b.kind === "period") fail("Two periods cannot be compared: a month has 28 to 31 days.", range);
    if (a.kind === "list" || b.kind === "list") fail(`A list cannot be compared with ${operator}. Use all, exists, count or contains.`, range);
    if (!isComparable(a, b)) fail(`${startSentence(a)} cannot be compared with ${describeType(b)}.${comparisonHint(a, b)}${comparisonHint(b, a)}`, range);
    const ordered = operator !== "==" && operator !== "!=";
    if (ordered && a.kind !== "date" && !isNumber(a)) fail(`${operator} puts dates and numbers in order, not ${describeType(a)}.`, range);
    this.#checkCode(a, right);
    this.#checkCode(b, left);
    return { op: "compare", operator, left, right, type: BOOLEAN, range };
  }

  /** A constant beside a code must be one of the codes of the year to which the item belongs. */
  #checkCode(type: Type, constant: Typed): void {
    if (type.kind !== "code") return;
    const values = constant.op === "constant" && typeof constant.value === "string" ? [constant.value] : constant.op === "constants" ? constant.values : [];
    const codes = schemaOf(this.#scope.schema, type.year)?.codeSets.get(type.set)?.codes;
    const when = ["", " in last_return", " in return_before_last"][type.year];
    for (const [index, value] of values.entries()) {
      const range = this.#places.get(constant)?.[index] ?? constant.range;
      if (codes !== undefined && !codes.has(value)) fail(`"${value}" is not a code of ${type.set}${when}.${hint(value, [...codes])}`, range);
    }
  }

  #arithmetic(operator: "+" | "-" | "*" | "/", left: Typed, right: Typed, range: Range): Typed {
    const [a, b] = [left.type, right.type];
    if (a.kind === "date" && b.kind === "period" && (operator === "+" || operator === "-") && right.op !== "call")
      fail("A period is written out beside its date: date + days(…), months(…) or years(…).", right.range);
    if (a.kind === "date" && b.kind === "period" && (operator === "+" || operator === "-"))
      return { op: "arithmetic", operator, left, right, type: DATE, range };
    if (a.kind === "list" && b.kind === "list" && operator === "+") {
      // Records of two years are records of one group to the eye of a rule; the left one's year stands for both.
      const same = a.of.kind === "record" && b.of.kind === "record" ? a.of.record === b.of.record : isComparable(a.of, b.of);
      if (!same) fail(`${startSentence(a)} and ${describeType(b)} cannot be joined.`, range);
      return { op: "concat", left, right, type: listOf(a.of, a.stream || b.stream), range };
    }
    if (a.kind === "date" && b.kind === "date") fail("Two dates are not subtracted: write days_between(from, to).", range);
    if (!isNumber(a) || !isNumber(b)) fail(`${operator} needs numbers, or a date and a period, found ${describeType(a)} and ${describeType(b)}.`, range);
    const type = operator === "/" || a.kind === "decimal" || b.kind === "decimal" ? DECIMAL : INTEGER;
    return { op: "arithmetic", operator, left, right, type, range };
  }

  #in(node: Expression & { kind: "binary" }): Typed {
    const value = this.check(node.left);
    const { right, range } = node;
    if (right.kind === "member" && right.object.kind === "name" && right.object.name === "reference") {
      this.#requireTable(right.name, right.nameRange);
      return {
        op: "in",
        value,
        set: { op: "set", codes: [], name: right.name, group: false, type: { kind: "row", table: right.name }, range: right.range },
        type: BOOLEAN,
        range,
      };
    }
    if (right.kind === "call" && right.object === null && (right.name === "group" || right.name === "codeset")) {
      return { op: "in", value, set: this.#set(right, value), type: BOOLEAN, range };
    }
    const set = this.check(right);
    if (set.type.kind !== "list") return fail(`in needs a list, group("…") or codeset("…") on its right, found ${describeType(set.type)}.`, right.range);
    if (!isComparable(value.type, set.type.of)) fail(`${startSentence(value.type)} cannot be in ${describeType(set.type)}.`, range);
    this.#checkCode(value.type, set);
    return { op: "in", value, set, type: BOOLEAN, range };
  }

  #set(node: Expression & { kind: "call" }, value: Typed): Typed {
    const [argument] = node.arguments;
    if (argument?.kind !== "text" || node.arguments.length !== 1) return fail(`${node.name} takes one name in quotes.`, node.range);
    const year: Year = value.type.kind === "code" ? value.type.year : this.#scope.year;
    const sets = schemaOf(this.#scope.schema, year)?.codeSets ?? new Map<string, never>();
    if (node.name === "codeset") {
      const set = sets.get(argument.value);
      if (set === undefined) return fail(`There is no code set ${argument.value}.${hint(argument.value, [...sets.keys()])}`, argument.range);
      return {
        op: "set",
        codes: [...set.codes],
        name: argument.value,
        group: false,
        type: { kind: "set", name: argument.value, group: false },
        range: node.range,
      };
    }
    if (value.type.kind !== "code") return fail("group(…) belongs to a code set: the value on the left must be a coded item.", value.range);
    const groups = sets.get(value.type.set)?.groups ?? new Map<string, readonly string[]>();
    const codes = groups.get(argument.value);
    if (codes === undefined) return fail(`${value.type.set} has no group "${argument.value}".${hint(argument.value, [...groups.keys()])}`, argument.range);
    return { op: "set", codes, name: argument.value, group: true, type: { kind: "set", name: argument.value, group: true }, range: node.range };
  }

  #requireTable(name: string, range: Range): void {
    const { tables } = this.#scope.schema;
    if (!tables.has(name)) fail(`There is no reference table ${name}.${hint(name, [...tables.keys()])}`, range);
  }

  #call(node: Expression & { kind: "call" }, given: readonly Expression[]): Typed {
    const { name, nameRange, range } = node;
    if (name === "group" || name === "codeset") return fail(`${name}(…) stands on the right of in.`, range);
    if (name === "date") return this.#date(node);
    const local = this.#callDefinition(name, given, range);
    if (local !== null) return local;
    const values = given.map((argument) => this.check(argument));
    if (name === "valid") {
      const [item] = values;
      const isEntry = item?.op === "variable" && (item.name === "#entry" || this.#entries.has(item.name));
      if (values.length !== 1 || (item?.op !== "item" && !isEntry))
        fail("valid takes one item, or a variable that stands for an entry of a repeating item.", range);
      return this.#validEntry(item, range) ?? { op: "call", name, arguments: values, type: BOOLEAN, range };
    }
    if (name === "same" || name === "first_present" || name === "between") return this.#alternatives(name, values, range);
    const signature = FUNCTIONS.get(name);
    if (signature === undefined) return fail(`There is no function ${name}.${hint(name, FUNCTION_NAMES)}`, nameRange);
    const { parameters, variadic, result } = signature;
    if (variadic ? values.length < parameters.length : values.length !== parameters.length) {
      fail(`${name} takes ${variadic ? "at least " : ""}${count(parameters.length)}, not ${values.length}.`, range);
    }
    values.forEach((value, index) => {
      const parameter = parameters[Math.min(index, parameters.length - 1)];
      if (parameter !== undefined && !parameter.accepts(value.type))
        fail(`${name} expects ${parameter.words} here, found ${describeType(value.type)}.`, value.range);
    });
    if (name === "matches" && values[1]?.op !== "constant") fail("The form of matches is a constant.", values[1]?.range ?? range);
    const [first] = values;
    return { op: "call", name, arguments: values, type: name === "abs" && first !== undefined ? first.type : result, range };
  }

  /** An entry has no item of its own to ask: whether a coded one is valid is whether it is one of the codes of its year. */
  #validEntry(item: Typed | undefined, range: Range): Typed | null {
    if (item?.op !== "variable" || item.type.kind !== "code") return null;
    const { set: name, year } = item.type;
    const codes = [...(schemaOf(this.#scope.schema, year)?.codeSets.get(name)?.codes ?? [])];
    return { op: "in", value: item, set: { op: "set", codes, name, group: false, type: { kind: "set", name, group: false }, range }, type: BOOLEAN, range };
  }

  #callDefinition(name: string, given: readonly Expression[], range: Range): Typed | null {
    const { schema, self } = this.#scope;
    const here = schemaOf(schema, this.#scope.year);
    if (self?.type.kind === "record") {
      const own = schemaOf(schema, self.type.year);
      for (const record of own === null ? [] : enclosingRecords(own, self.type.record)) {
        const key = `${record.path}#${name}`;
        if (!own?.definitions.has(key)) continue;
        const owner: Typed =
          record.path === self.type.record
            ? self
            : { op: "enclosing", record: self, path: record.path, type: { kind: "record", record: record.path, year: self.type.year }, range };
        return this.#useDefinition(key, owner, given, range);
      }
    }
    return here?.definitions.has(name) === true ? this.#useDefinition(name, null, given, range) : null;
  }

  #alternatives(name: string, values: readonly Typed[], range: Range): Typed {
    const counts: Readonly<Record<string, number>> = { same: 2, first_present: 2, between: 3 };
    const [first, ...others] = values;
    if (first === undefined || values.length < (counts[name] ?? 1) || (name !== "first_present" && values.length > (counts[name] ?? 1)))
      return fail(`${name} takes ${name === "first_present" ? "at least " : ""}${counts[name]} values, not ${values.length}.`, range);
    for (const one of values) {
      const { kind } = one.type;
      if (kind === "list" || kind === "set" || kind === "period" || kind === "row")
        fail(`${name} takes single values, not ${describeType(one.type)}.`, one.range);
    }
    for (const other of others) {
      if (!isComparable(first.type, other.type)) fail(`${name} compares ${describeType(first.type)} with ${describeType(other.type)}.`, other.range);
      this.#checkCode(first.type, other);
      this.#checkCode(other.type, first);
    }
    if (name === "between" && first.type.kind !== "date" && !isNumber(first.type))
      fail(`between needs dates or numbers, found ${describeType(first.type)}.`, first.range);
    return { op: "call", name, arguments: values, type: name === "first_present" ? first.type : BOOLEAN, range };
  }

  #date(node: Expression & { kind: "call" }): Typed {
    const [first] = node.arguments;
    if (node.arguments.length === 1 && first?.kind === "text") {
      const isDate = /^\d{4}-\d{2}-\d{2}$/.test(first.value) && new Date(`${first.value}T00:00:00Z`).toISOString().startsWith(first.value);
      if (!isDate) fail(`"${first.value}" is not a date such as 2014-03-31.`, first.range);
      return { op: "constant", value: first.value, type: DATE, range: node.range };
    }
    const values = node.arguments.map((argument) => this.check(argument));
    if (values.length !== 3 || values.some((value) => value.type.kind !== "integer"))
      fail('date takes a text such as "2014-03-31", or year, month and day.', node.range);
    return { op: "call", name: "date", arguments: values, type: DATE, range: node.range };
  }

  #method(node: Expression & { kind: "call" }, target: Expression): Typed {
    const { name, nameRange, range } = node;
    if (target.kind === "name" && target.name === "reference") {
      this.#requireTable(name, nameRange);
      const [key] = node.arguments;
      if (key === undefined || node.arguments.length !== 1) return fail(`reference.${name} takes the key.`, range);
      return { op: "rows", table: name, key: this.check(key), type: listOf({ kind: "row", table: name }), range };
    }
    const object = this.check(target);
    if (object.type.kind !== "list") {
      if (object.type.kind === "record") {
        this.#refuseListMethod(name, object.type, nameRange);
        return this.#memberOf(object, name, nameRange, range, node.arguments);
      }
      return fail(`${name} belongs to lists, and this is ${describeType(object.type)}.`, nameRange);
    }
    if (LIST_METHODS.includes(name)) return this.#listMethod(node, object, object.type);
    const element = object.type.of.kind === "record" ? recordOf(this.#scope.schema, object.type.of) : null;
    const isKnown = element !== null && findInRecord(element.schema, element.record, name).length > 0;
    if (!isKnown && this.#listDefinition(object.type, name) === null) fail(`A list has no function ${name}.${hint(name, LIST_METHODS)}`, nameRange);
    return this.#memberOf(object, name, nameRange, range, node.arguments);
  }

  /** `EPISODE.exists(…)` on an episode: the name means the one record, the list is reached from the record around it. */
  #refuseListMethod(name: string, type: Type & { kind: "record" }, range: Range): void {
    const found = recordOf(this.#scope.schema, type);
    if (found === null || !LIST_METHODS.includes(name) || findInRecord(found.schema, found.record, name).length > 0) return;
    const { name: own, parent, single } = found.record;
    const all = single || parent === null ? "" : ` All of them are ${parent.split("/").at(-1)}.${own}.`;
    fail(`${own} is one record here, and ${name} belongs to lists.${all}`, range);
  }

  #listMethod(node: Expression & { kind: "call" }, list: Typed, type: Type & { kind: "list" }): Typed {
    const { name, arguments: given, range } = node;
    if (type.stream && !["all", "exists", "none", "count", "sum", "size", "distinct", "filter"].includes(name))
      fail(`${name} cannot be asked of a list that crosses children: only one child is in memory at a time.`, node.nameRange);
    if (name === "size" || name === "distinct") {
      if (given.length > 0) fail(`${name} takes nothing in parentheses.`, range);
      return name === "size" ? { op: "size", list, type: INTEGER, range } : { op: "distinct", list, type: listOf(type.of), range };
    }
    if (name === "contains") {
      const [value] = given.map((argument) => this.check(argument));
      if (value === undefined || given.length !== 1) return fail("contains takes one value.", range);
      if (!isComparable(type.of, value.type)) fail(`${startSentence(type)} cannot hold ${describeType(value.type)}.`, value.range);
      this.#checkCode(type.of, value);
      return { op: "contains", list, value, type: BOOLEAN, range };
    }
    if (name === "runs") return this.#runs(node, list, type);
    return this.#quantifier(node, list, type, name as Quantifier);
  }

  #quantifier(node: Expression & { kind: "call" }, list: Typed, type: Type & { kind: "list" }, name: Quantifier): Typed {
    const { arguments: given, range } = node;
    if (given.length === 0 && (name === "first" || name === "last")) return { op: "quantifier", name, list, variable: "", body: null, type: type.of, range };
    const [variable, body] = given;
    if (variable?.kind !== "name" || body === undefined || given.length !== 2) return fail(`${name} takes a variable and a condition: ${name}(e, …).`, range);
    if (list.op === "entries") this.#entries.add(variable.name);
    else this.#entries.delete(variable.name);
    const inner = this.#inside(new Map([[variable.name, { op: "variable", name: variable.name, type: type.of, range: variable.range }]]), variable.range, () =>
      this.check(body),
    );
    if (name === "sum") {
      if (!isNumber(inner.type)) fail(`sum adds numbers, found ${describeType(inner.type)}.`, inner.range);
      return { op: "quantifier", name, list, variable: variable.name, body: inner, type: inner.type, range };
    }
    this.#needBoolean(inner, `${name} asks`);
    const result: Type = name === "count" ? INTEGER : name === "filter" ? type : name === "first" || name === "last" ? type.of : BOOLEAN;
    return { op: "quantifier", name, list, variable: variable.name, body: inner, type: result, range };
  }

  #runs(node: Expression & { kind: "call" }, list: Typed, type: Type & { kind: "list" }): Typed {
    const [a, b, body] = node.arguments;
    if (a?.kind !== "name" || b?.kind !== "name" || body === undefined) return fail("runs takes two variables and a condition: runs(a, b, …).", node.range);
    const element = (range: Range, name: string): Typed => ({ op: "variable", name, type: type.of, range });
    const inner = this.#inside(
      new Map([
        [a.name, element(a.range, a.name)],
        [b.name, element(b.range, b.name)],
      ]),
      a.range,
      () => this.#needBoolean(this.check(body), "runs asks"),
    );
    return { op: "runs", list, a: a.name, b: b.name, body: inner, type: listOf(listOf(type.of)), range: node.range };
  }

  /** A variable may not hide a visible name; at most three quantifiers stand inside each other. */
  #inside(variables: ReadonlyMap<string, Typed>, range: Range, check: () => Typed): Typed {
    for (const name of variables.keys()) {
      if (RESERVED.has(name)) fail(`${name} has a meaning of its own in the language. Choose another variable.`, range);
      if (this.#variables.has(name)) fail(`${name} is a variable already. Choose another name.`, range);
      const { self, schema } = this.#scope;
      if (
        self?.type.kind === "record" &&
        enclosingRecords(schema, self.type.record).some((record) => record.name === name || findInRecord(schema, record, name).length > 0)
      ) {
        fail(`${name} is the name of something visible here. Choose another variable.`, range);
      }
    }
    if (this.#depth >= 3) fail("At most three quantifiers may stand inside each other. Give the inner part a name (let, or a definition).", range);
    const outer = this.#variables;
    this.#variables = new Map([...outer, ...variables]);
    this.#depth += 1;
    const result = check();
    this.#depth -= 1;
    this.#variables = outer;
    return result;
  }
}
