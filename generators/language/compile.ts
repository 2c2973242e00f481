import { arithmeticCode, callCode, callCondition } from "./compile-calls.ts";
import { comparison, constantCode, holding, inUnitOf, OPPOSITE } from "./compile-comparisons.ts";
import type { Coder, CompilerNames } from "./compile-context.ts";
import { safeName } from "./compile-names.ts";
import { childrenOf, type Typed } from "./typed.ts";
import type { Year } from "./types.ts";

/** How the variables of an expression are written in code. */
interface Bindings {
  /** Code for variables whose code is not their name: `this`, and what a let name stands for. */
  readonly code: ReadonlyMap<string, string>;
  /** Variables that are never without a record. */
  readonly sure: ReadonlySet<string>;
  /** For variables that stand for an entry of a repeating item: code that says whether the specification does not allow it. */
  readonly invalidity: ReadonlyMap<string, string>;
}

/**
 * Compiles checked expressions to TypeScript. A rule asks only two things of a condition: is it true (`when`), is it false (`check`). So every
 * condition is compiled into one of two ordinary boolean expressions, and "unknown" is simply neither; no three-valued logic runs.
 *
 * In compiled code a value that was not entered is null or undefined, one that cannot be read is the symbol UNREADABLE, so `typeof` decides
 * whether there is a value to work with.
 */
export class Compiler implements Coder {
  readonly names: CompilerNames;
  readonly #bindings: Bindings;

  constructor(names: CompilerNames, bindings: Bindings = { code: new Map(), sure: new Set(), invalidity: new Map() }) {
    this.names = names;
    this.#bindings = bindings;
  }

  /** The same with code for a variable, which may be without a record. */
  with(name: string, code: string): Compiler {
    const { sure, invalidity } = this.#bindings;
    return new Compiler(this.names, { code: new Map([...this.#bindings.code, [name, code]]), sure: without(sure, name), invalidity });
  }

  /** The same with code for a variable that always has a record. */
  withRecord(name: string, code: string): Compiler {
    const { sure, invalidity } = this.#bindings;
    return new Compiler(this.names, { code: new Map([...this.#bindings.code, [name, code]]), sure: new Set([...sure, name]), invalidity });
  }

  /** The same with code for a variable that stands for an entry of a repeating item. */
  withEntry(name: string, code: string, isInvalid: string): Compiler {
    const { sure, invalidity } = this.#bindings;
    return new Compiler(this.names, {
      code: new Map([...this.#bindings.code, [name, code]]),
      sure,
      invalidity: new Map([...invalidity, [name, isInvalid]]),
    });
  }

  invalidity(variable: string): string | null {
    return this.#bindings.invalidity.get(variable) ?? null;
  }

  /** A boolean expression that holds exactly when the condition is true. */
  whenTrue(node: Typed): string {
    return this.#condition(node, true);
  }

  /** A boolean expression that holds exactly when the condition is false. */
  whenFalse(node: Typed): string {
    return this.#condition(node, false);
  }

  #condition(node: Typed, wanted: boolean): string {
    const figure = this.names.figure(node);
    if (figure !== null) return `${figure} === ${wanted}`;
    switch (node.op) {
      case "constant":
        return String(node.value === wanted);
      case "not":
        return this.#condition(node.operand, !wanted);
      case "and":
      case "or":
        return `(${this.#condition(node.left, wanted)} ${(node.op === "and") === wanted ? "&&" : "||"} ${this.#condition(node.right, wanted)})`;
      case "compare":
        return comparison(wanted ? node.operator : OPPOSITE[node.operator], node.left, node.right, this);
      case "quantifier":
        return this.#quantified(node, wanted);
      case "call":
        return callCondition(node, wanted, this);
      default:
        return `${this.value(node)} === ${wanted}`;
    }
  }

  value(node: Typed): string {
    const figure = this.names.figure(node);
    if (figure !== null) return figure;
    switch (node.op) {
      case "constant":
        return constantCode(node.value, node.type);
      case "constants":
        return `[${node.values.map((value) => constantCode(value, node.type.kind === "list" ? node.type.of : node.type)).join(", ")}]`;
      case "set":
        return this.names.codes(node.codes, node.name);
      case "variable":
        return this.#bindings.code.get(node.name) ?? safeName(node.name);
      case "item":
        return `${this.access(node.record)}${this.names.field(node.item)}`;
      case "entries":
        return this.#orNone(node.record, node.item);
      case "group":
        return `${this.access(node.record)}${this.names.field(node.group)}`;
      case "groups": {
        const child = node.group === this.names.child ? this.#bindings.code.get("#child") : undefined;
        return child === undefined ? this.#orNone(node.record, node.group) : `[${child}]`;
      }
      case "enclosing":
        return this.#enclosing(node);
      case "neighbour":
        return `${this.access(node.record)}${node.which}`;
      case "earlier": {
        const { type } = node;
        const name = type.kind === "record" ? this.names.recordClass(type.record, type.year) : "never";
        return `(context.earlier(${this.value(node.record)}, ${node.year}) as ${name} | null)`;
      }
      case "rows":
        return `context.rows(${JSON.stringify(node.table)}, ${this.value(node.key)})`;
      case "cell":
        return node.type.kind === "list"
          ? `((${this.access(node.row)}${node.column} ?? []) as readonly Value[])`
          : `(${this.access(node.row)}${node.column} as Value)`;
      case "collection":
        return `context.collection[${node.year}].${node.field}`;
      case "definition":
        return this.#definition(node);
      case "collect":
        return `collect(${this.value(node.list)}, (${safeName(node.variable)}) => ${this.#inside([node.variable], node.list).value(node.body)})`;
      case "runs":
        return `runs(${this.value(node.list)}, (${safeName(node.a)}, ${safeName(node.b)}) => ${this.#inside([node.a, node.b], node.list).whenTrue(node.body)})`;
      case "size":
        return `size(${this.value(node.list)})`;
      case "distinct":
        return `distinct(${this.value(node.list)})`;
      case "concat": {
        const isOrdered = node.type.kind === "list" && node.type.of.kind === "record";
        const [left, right] = [this.value(node.left), this.value(node.right)];
        return isOrdered ? `inOrder(${left}, ${right})` : `[...${left}, ...${right}]`;
      }
      case "arithmetic":
        return arithmeticCode(node, this);
      case "negate":
        return `negate(${this.value(node.operand)})`;
      case "quantifier":
        return node.body !== null && isDecided(node) ? this.#quantified(node, true) : this.#selection(node);
      case "call":
        return node.type.kind === "boolean" && isDecided(node) ? this.#condition(node, true) : callCode(node, this);
      case "contains":
        return holding(node.list, node.value, this);
      case "in":
        return this.#membership(node);
      case "not":
      case "and":
      case "or":
      case "compare":
        return `(${this.#condition(node, true)} ? true : ${this.#condition(node, false)} ? false : null)`;
    }
  }

  access(node: Typed): string {
    return `${this.value(node)}${this.#isSure(node) ? "." : "?."}`;
  }

  /** Whether the record of an expression exists whenever the expression is evaluated. */
  #isSure(node: Typed): boolean {
    return node.op === "variable" ? this.#bindings.sure.has(node.name) : node.op === "enclosing" && this.#isSure(node.record);
  }

  /** A list of a record; of one that is not there it is empty. */
  #orNone(record: Typed, path: string): string {
    const code = `${this.access(record)}${this.names.field(path)}`;
    return this.#isSure(record) ? code : `(${code} ?? [])`;
  }

  #enclosing(node: Typed & { op: "enclosing" }): string {
    const from = node.record.type.kind === "record" ? node.record.type.record : "";
    const steps = this.names.stepsUp(from, node.path);
    return steps === 0 ? this.value(node.record) : `${this.access(node.record)}${Array.from({ length: steps }, () => "parent").join(".")}`;
  }

  #definition(node: Typed & { op: "definition" }): string {
    const { name, parameters } = this.names.definition(node.name, node.year);
    const given = node.arguments.map((argument, index) => inUnitOf(parameters[index] ?? argument.type, argument, this));
    const owner = node.owner === null ? [] : [this.value(node.owner)];
    return `${name}(${[...owner, ...given, "context"].join(", ")})`;
  }

  /** true, false or null */
  #membership(node: Typed & { op: "in" }): string {
    if (node.set.type.kind === "row") return `context.inTable(${JSON.stringify(node.set.type.table)}, ${this.value(node.value)})`;
    return node.set.op === "set" ? `inSet(${this.value(node.value)}, ${this.value(node.set)})` : holding(node.set, node.value, this);
  }

  #quantified(node: Typed & { op: "quantifier" }, wanted: boolean): string {
    if (node.body === null || !isDecided(node)) return `${this.#selection(node)} === ${wanted}`;
    const { list, parameters, inner } = this.elements(node);
    const test = node.name === "all" ? inner.whenFalse(node.body) : inner.whenTrue(node.body);
    return `${(node.name === "exists") === wanted ? "" : "!"}${list}.some((${parameters}) => ${test})`;
  }

  #selection(node: Typed & { op: "quantifier" }): string {
    if (node.body === null) return orEmpty(node, `${node.name}Of(${this.value(node.list)})`);
    const { list, parameters, inner } = this.elements(node);
    if (node.name === "sum") return `sum(${list}, (${parameters}) => ${inner.value(node.body)})`;
    return orEmpty(node, `${node.name}Of(${list}, (${parameters}) => ${inner.whenTrue(node.body)})`);
  }

  /** The elements that a quantifier ranges over: code for the list, for what its function is given, and the compiler of its body. */
  elements(node: Typed & { op: "quantifier" }): {
    readonly list: string;
    readonly parameters: string;
    readonly index: string | null;
    readonly inner: Compiler;
  } {
    const list = this.value(node.list);
    const variable = safeName(node.variable);
    const inner = this.#inside([node.variable], node.list);
    if (node.list.op !== "entries" || node.body === null || !asksValidity(node.body, node.variable)) return { list, parameters: variable, index: null, inner };
    const index = `${variable}$at`;
    const isInvalid = `${this.access(node.list.record)}${this.names.field(node.list.item)}$invalid[${index}]`;
    return { list, parameters: `${variable}, ${index}`, index, inner: inner.withEntry(node.variable, variable, isInvalid) };
  }

  /** Inside a function of elements, whose parameters hide other variables of their names. */
  #inside(variables: readonly string[], list: Typed): Compiler {
    const code = new Map([...this.#bindings.code].filter(([name]) => !variables.includes(name)));
    const invalidity = new Map([...this.#bindings.invalidity].filter(([name]) => !variables.includes(name)));
    const others = [...this.#bindings.sure].filter((name) => !variables.includes(name));
    return new Compiler(this.names, { code, invalidity, sure: new Set(hasSureElements(list) ? [...others, ...variables] : others) });
  }
}

function without(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return new Set([...names].filter((other) => other !== name));
}

/** Of several lists none is the first: an empty one then. */
function orEmpty({ name, type }: Typed & { op: "quantifier" }, code: string): string {
  return type.kind === "list" && name !== "filter" ? `(${code} ?? [])` : code;
}

/** A condition that is never unknown, so that its opposite is simply its denial. */
function isDecided(node: Typed): boolean {
  if (node.op === "quantifier") return node.name === "all" || node.name === "exists" || node.name === "none";
  return node.op === "call" && ["present", "absent", "any_present", "same"].includes(node.name);
}

/** Whether no element of a list can be missing. */
function hasSureElements(list: Typed): boolean {
  switch (list.op) {
    case "groups":
      return true;
    case "quantifier":
      return list.name === "filter" && hasSureElements(list.list);
    case "concat":
      // A record of another year may lack a group that the rule knows.
      return yearOf(list.left) === yearOf(list.right) && hasSureElements(list.left) && hasSureElements(list.right);
    case "collect":
      return list.body.op === "groups";
    default:
      return false;
  }
}

function yearOf({ type }: Typed): Year {
  return type.kind === "list" && type.of.kind === "record" ? type.of.year : 0;
}

/** Whether an expression asks if the entry in a variable is valid. */
export function asksValidity(node: Typed, variable: string): boolean {
  const [first] = node.op === "call" && node.name === "valid" ? node.arguments : [];
  return (first?.op === "variable" && first.name === variable) || childrenOf(node).some((inner) => asksValidity(inner, variable));
}
