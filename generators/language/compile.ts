import { parseIsoDate } from "../../runtime/dates.ts";
import type { Comparison, Typed } from "./typed.ts";
import type { Type } from "./types.ts";

/**
 * Compiles checked expressions to TypeScript. A rule asks only two things of a condition: is it true (`when`), is it false (`check`). So every
 * condition is compiled into one of two ordinary boolean expressions, and "unknown" is simply neither; no three-valued logic runs.
 *
 * In compiled code a value that was not entered is null or undefined, one that cannot be read is the symbol UNREADABLE, so `typeof` decides
 * whether there is a value to work with.
 */
export interface CompilerNames {
  /** The field of a record class that holds an item or group. */
  readonly field: (path: string) => string;
  /** The function that computes a definition, in a year. */
  readonly definition: (name: string, year: number) => string;
  /** How many steps up from one record to an enclosing one. */
  readonly stepsUp: (from: string, to: string) => number;
  /** Path of the child record, whose list is replaced by the child at hand when a figure of the whole return is added up. */
  readonly child: string;
  /** Name of the constant set for a list of codes. */
  readonly codes: (codes: readonly string[], name: string) => string;
  /** Code for a figure of the whole return, which is added up child by child; null for everything else. */
  readonly figure: (node: Typed) => string | null;
}

export class Compiler {
  readonly #names: CompilerNames;
  /** Code for variables whose code is not their name: `this`, and what a let name stands for. */
  readonly #variables: ReadonlyMap<string, string>;

  constructor(names: CompilerNames, variables: ReadonlyMap<string, string> = new Map()) {
    this.#names = names;
    this.#variables = variables;
  }

  with(name: string, code: string): Compiler {
    return new Compiler(this.#names, new Map([...this.#variables, [name, code]]));
  }

  /** A boolean expression that holds exactly when the condition is true. */
  whenTrue(node: Typed): string {
    const figure = this.#names.figure(node);
    if (figure !== null) return `${figure} === true`;
    switch (node.op) {
      case "constant":
        return String(node.value === true);
      case "not":
        return this.whenFalse(node.operand);
      case "and":
        return `(${this.whenTrue(node.left)} && ${this.whenTrue(node.right)})`;
      case "or":
        return `(${this.whenTrue(node.left)} || ${this.whenTrue(node.right)})`;
      case "compare":
        return this.#compare(node, node.operator);
      case "in":
        return this.#membership(node, true);
      case "contains":
        return `contains(${this.value(node.list)}, ${this.value(node.value)}) === true`;
      case "quantifier":
        return this.#quantified(node, true);
      case "call":
        return this.#callCondition(node, true);
      default:
        return `${this.value(node)} === true`;
    }
  }

  /** A boolean expression that holds exactly when the condition is false. */
  whenFalse(node: Typed): string {
    const figure = this.#names.figure(node);
    if (figure !== null) return `${figure} === false`;
    switch (node.op) {
      case "constant":
        return String(node.value === false);
      case "not":
        return this.whenTrue(node.operand);
      case "and":
        return `(${this.whenFalse(node.left)} || ${this.whenFalse(node.right)})`;
      case "or":
        return `(${this.whenFalse(node.left)} && ${this.whenFalse(node.right)})`;
      case "compare":
        return this.#compare(node, OPPOSITE[node.operator]);
      case "in":
        return this.#membership(node, false);
      case "contains":
        return `contains(${this.value(node.list)}, ${this.value(node.value)}) === false`;
      case "quantifier":
        return this.#quantified(node, false);
      case "call":
        return this.#callCondition(node, false);
      default:
        return `${this.value(node)} === false`;
    }
  }

  /** The value of an expression; for a condition true, false or null. */
  value(node: Typed): string {
    const figure = this.#names.figure(node);
    if (figure !== null) return figure;
    switch (node.op) {
      case "constant":
        return constantCode(node.value, node.type);
      case "constants":
        return `[${node.values.map((value) => constantCode(value, node.type.kind === "list" ? node.type.of : node.type)).join(", ")}]`;
      case "set":
        return this.#names.codes(node.codes, node.name);
      case "variable":
        return this.#variables.get(node.name) ?? safeName(node.name);
      case "item":
        return `${this.#access(node.record)}${this.#names.field(node.item)}`;
      case "entries":
        return `(${this.#access(node.record)}${this.#names.field(node.item)} ?? [])`;
      case "group":
        return `${this.#access(node.record)}${this.#names.field(node.group)}`;
      case "groups":
        return node.group === this.#names.child && this.#variables.has("#child")
          ? `[${this.#variables.get("#child")}]`
          : `(${this.#access(node.record)}${this.#names.field(node.group)} ?? [])`;
      case "enclosing": {
        const from = node.record.type.kind === "record" ? node.record.type.record : "";
        return `${this.value(node.record)}${".parent".repeat(this.#names.stepsUp(from, node.path))}`;
      }
      case "neighbour":
        return `${this.#access(node.record)}${node.which}`;
      case "earlier":
        return `context.earlier(${this.value(node.record)}, ${node.year})`;
      case "rows":
        return `context.rows(${JSON.stringify(node.table)}, ${this.value(node.key)})`;
      case "cell":
        return `${this.#access(node.row)}${safeName(node.column)}`;
      case "collection":
        return `context.collection[${node.year}].${node.field}`;
      case "definition": {
        const given = node.arguments.map((argument) => this.value(argument));
        const owner = node.owner === null ? [] : [this.value(node.owner)];
        return `${this.#names.definition(node.name, node.year)}(${[...owner, ...given, "context"].join(", ")})`;
      }
      case "collect":
        return `collect(${this.value(node.list)}, (${safeName(node.variable)}) => ${this.#without(node.variable).value(node.body)})`;
      case "runs":
        return `runs(${this.value(node.list)}, (${safeName(node.a)}, ${safeName(node.b)}) => ${this.#without(node.a).#without(node.b).whenTrue(node.body)})`;
      case "size":
        return `size(${this.value(node.list)})`;
      case "distinct":
        return `distinct(${this.value(node.list)})`;
      case "concat":
        return `[...${this.value(node.left)}, ...${this.value(node.right)}]`;
      case "arithmetic":
        return this.#arithmetic(node);
      case "negate":
        return `negate(${this.value(node.operand)})`;
      case "quantifier":
        return node.type.kind === "boolean" && ["all", "exists", "none"].includes(node.name) ? this.#quantified(node, true) : this.#selection(node);
      case "call":
        return node.type.kind === "boolean" && node.name !== "first_present" ? this.#threeValued(node) : this.#call(node);
      case "contains":
        return `contains(${this.value(node.list)}, ${this.value(node.value)})`;
      case "not":
      case "and":
      case "or":
      case "compare":
      case "in":
        return this.#threeValued(node);
    }
  }

  #threeValued(node: Typed): string {
    return `(${this.whenTrue(node)} ? true : ${this.whenFalse(node)} ? false : null)`;
  }

  /** A variable of a lambda hides a substitution of the same name. */
  #without(name: string): Compiler {
    if (!this.#variables.has(name)) return this;
    const variables = new Map(this.#variables);
    variables.delete(name);
    return new Compiler(this.#names, variables);
  }

  /** `record.` or `record?.`: a record that is always there needs no question mark. */
  #access(node: Typed): string {
    return `${this.value(node)}${isAlwaysThere(node) ? "." : "?."}`;
  }

  #compare(node: Typed & { op: "compare" }, operator: Comparison): string {
    const [left, right] = [this.#scaled(node.left, node.right), this.#scaled(node.right, node.left)];
    if (operator === "==" || operator === "!=") {
      const equals = equality(node.left.type, node.right.type);
      return `${equals}(${left}, ${right}${crosswalkArguments(node.left.type, node.right.type)}) === ${operator === "=="}`;
    }
    return `${ORDER[operator]}(${left}, ${right})`;
  }

  /** A whole number beside a decimal counts in thousandths. */
  #scaled(node: Typed, beside: Typed): string {
    const code = this.value(node);
    return node.type.kind === "integer" && beside.type.kind === "decimal" ? `thousandths(${code})` : code;
  }

  #membership(node: Typed & { op: "in" }, wanted: boolean): string {
    const value = this.value(node.value);
    if (node.set.type.kind === "row") return `context.inTable(${JSON.stringify(node.set.type.table)}, ${value}) === ${wanted}`;
    return node.set.op === "set" ? `inSet(${value}, ${this.value(node.set)}) === ${wanted}` : `contains(${this.value(node.set)}, ${value}) === ${wanted}`;
  }

  #quantified(node: Typed & { op: "quantifier" }, wanted: boolean): string {
    const list = this.value(node.list);
    const variable = safeName(node.variable);
    const inner = this.#without(node.variable);
    if (node.body === null) return `${this.value(node)} === ${wanted}`;
    if (node.name === "all") return `${wanted ? "!" : ""}${list}.some((${variable}) => ${inner.whenFalse(node.body)})`;
    if (node.name === "exists") return `${wanted ? "" : "!"}${list}.some((${variable}) => ${inner.whenTrue(node.body)})`;
    if (node.name === "none") return `${wanted ? "!" : ""}${list}.some((${variable}) => ${inner.whenTrue(node.body)})`;
    return `${this.#selection(node)} === ${wanted}`;
  }

  #selection(node: Typed & { op: "quantifier" }): string {
    const list = this.value(node.list);
    const inner = this.#without(node.variable);
    const variable = safeName(node.variable);
    if (node.body === null) return `${node.name}Of(${list})`;
    if (node.name === "sum") return `sum(${list}, (${variable}) => ${inner.value(node.body)})`;
    return `${node.name}Of(${list}, (${variable}) => ${inner.whenTrue(node.body)})`;
  }

  #callCondition(node: Typed & { op: "call" }, wanted: boolean): string {
    const values = node.arguments.map((argument) => this.value(argument));
    switch (node.name) {
      case "present":
      case "any_present": {
        const parts = values.map((value) => `isPresent(${value})`).join(node.name === "present" ? " && " : " || ");
        return wanted ? `(${parts})` : `!(${parts})`;
      }
      case "absent": {
        const parts = values.map((value) => `isPresent(${value})`).join(" || ");
        return wanted ? `!(${parts})` : `(${parts})`;
      }
      case "same": {
        const [a, b] = node.arguments;
        if (a === undefined || b === undefined) return "false";
        return `${wanted ? "" : "!"}same(${this.#scaled(a, b)}, ${this.#scaled(b, a)}, ${equality(a.type, b.type)}${crosswalkArguments(a.type, b.type)})`;
      }
      default:
        return `${this.#call(node)} === ${wanted}`;
    }
  }

  #call(node: Typed & { op: "call" }): string {
    const [first] = node.arguments;
    const values = node.arguments.map((argument) =>
      first !== undefined && node.name === "between" ? this.#scaledBeside(argument, node.arguments) : this.value(argument),
    );
    if (node.name === "valid") return this.#valid(first);
    if (node.name === "matches" && node.arguments[1]?.op === "constant")
      return `matches(${values[0]}, /^(?:${String(node.arguments[1].value).replaceAll("/", "\\/")})$/u)`;
    if (node.name === "working_days_before") return `workingDaysBefore(${values.join(", ")}, context.holidays)`;
    return `${FUNCTION_CODE.get(node.name) ?? node.name}(${values.join(", ")})`;
  }

  #scaledBeside(node: Typed, all: readonly Typed[]): string {
    const decimal = all.some((other) => other.type.kind === "decimal");
    return decimal && node.type.kind === "integer" ? `thousandths(${this.value(node)})` : this.value(node);
  }

  /** Whether the specification allows the value, which the reader has noted beside the item. */
  #valid(item: Typed | undefined): string {
    if (item?.op !== "item") return `validity(${item === undefined ? "null" : this.value(item)}, false)`;
    return `validity(${this.value(item)}, ${this.#access(item.record)}${this.#names.field(item.item)}$invalid)`;
  }

  #arithmetic(node: Typed & { op: "arithmetic" }): string {
    const [left, right] = [this.value(node.left), this.value(node.right)];
    if (node.type.kind === "date") {
      const unit = node.right.op === "call" ? node.right.name : "days";
      const count = node.right.op === "call" && node.right.arguments[0] !== undefined ? this.value(node.right.arguments[0]) : right;
      return `shift(${left}, ${node.operator === "-" ? `negate(${count})` : count}, "${unit}")`;
    }
    const decimal = node.type.kind === "decimal";
    const scale = (side: Typed): string => (decimal && side.type.kind === "integer" ? `thousandths(${this.value(side)})` : this.value(side));
    if (node.operator === "/") return `divide(${left}, ${right})`;
    const name = { "+": "plus", "-": "minus", "*": decimal ? "timesDecimal" : "times" }[node.operator];
    return `${name}(${scale(node.left)}, ${scale(node.right)})`;
  }
}

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = { "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<" };
const ORDER: Readonly<Record<Exclude<Comparison, "==" | "!=">, string>> = { "<": "isBefore", "<=": "isNotAfter", ">": "isAfter", ">=": "isNotBefore" };

/** Functions whose name in the runtime is not the one in the language. */
const FUNCTION_CODE: ReadonlyMap<string, string> = new Map([
  ["first_present", "firstPresent"],
  ["date", "dateOf"],
  ["year", "yearOf"],
  ["days", "identity"],
  ["months", "identity"],
  ["years", "identity"],
  ["birthday", "birthdayOf"],
  ["age", "age"],
  ["days_between", "daysBetween"],
  ["overlap_days", "commonDays"],
  ["is_weekday", "onWeekday"],
  ["earliest_possible", "earliestPossible"],
  ["size", "lengthOf"],
  ["upn_check_letter", "checkLetter"],
  ["abs", "absolute"],
  ["miles_between", "milesBetween"],
]);

function equality(a: Type, b: Type): string {
  if (a.kind === "record") return "isSameRecord";
  if (a.kind === "postcode" || b.kind === "postcode") return "isSamePostcode";
  return a.kind === "code" && b.kind === "code" && a.year !== b.year && a.set === b.set ? "context.isSameCode" : "isEqual";
}

function crosswalkArguments(a: Type, b: Type): string {
  return equality(a, b) === "context.isSameCode" && a.kind === "code" && b.kind === "code" ? `, ${JSON.stringify(a.set)}, ${a.year}, ${b.year}` : "";
}

function constantCode(value: string | boolean, type: Type): string {
  if (typeof value === "boolean") return String(value);
  if (type.kind === "integer") return value;
  if (type.kind === "decimal") return String(Math.round(Number(value) * 1000));
  if (type.kind === "date") return String(parseIsoDate(value));
  return JSON.stringify(value.toUpperCase());
}

/** Parameters of the generated functions, and the functions they call: a variable of a rule must not hide them. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  "t",
  "context",
  "trace",
  "entry",
  "record",
  "child",
  "same",
  "sum",
  "size",
  "plus",
  "minus",
  "times",
  "runs",
  "shift",
  "latest",
  "earliest",
  "distinct",
  "contains",
  "between",
  "matches",
  "collect",
  "age",
  "rules",
  "figures",
]);

/** A JavaScript name for a variable of the language; names that begin with # are the checker's own. */
export function safeName(name: string): string {
  const plain = `${name.startsWith("#") ? "each" : ""}${name.replaceAll(/[^A-Za-z0-9_$]/g, "_")}`;
  return OWN_NAMES.has(plain) ? `${plain}_` : plain;
}

/** Whether the record of an expression exists whenever the expression is evaluated. */
function isAlwaysThere(node: Typed): boolean {
  return node.op === "variable" || (node.op === "enclosing" && isAlwaysThere(node.record));
}
