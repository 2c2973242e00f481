import { parseIsoDate } from "../../runtime/dates.ts";
import { arithmetic, callFunction, invalidityOf } from "./interpret-calls.ts";
import { compare, holds, inUnitOf } from "./interpret-comparisons.ts";
import { quantify, splitRuns } from "./interpret-lists.ts";
import { inOrder } from "./record-order.ts";
import type { Typed } from "./typed.ts";
import type { Type } from "./types.ts";
import { asList, asRecord, type Environment, type Evaluation, isEntered, type Result, type Value, type Variables } from "./values.ts";

/** The slow reference: evaluates a checked expression as the language reference says, node by node. It serves tests, never users. */
export function interpret(node: Typed, variables: Variables, environment: Environment): Result {
  const run = (inner: Typed, more?: Variables): Result => interpret(inner, more === undefined ? variables : new Map([...variables, ...more]), environment);
  const result = evaluate(node, { environment, variables, run });
  environment.observe?.(node, result);
  return result;
}

function evaluate(node: Typed, evaluation: Evaluation): Result {
  const { environment, variables, run } = evaluation;
  const list = (inner: Typed): readonly Result[] => asList(run(inner));
  switch (node.op) {
    case "constant":
      return constant(node.value, node.type);
    case "constants":
      return node.values.map((value) => constant(value, node.type.kind === "list" ? node.type.of : node.type));
    case "set":
      return node.codes;
    case "variable":
      return variables.get(node.name);
    case "item": {
      const record = asRecord(run(node.record));
      if (record === null || !record.items.has(node.item)) return null;
      const value = record.items.get(node.item);
      return Array.isArray(value) ? (value[0] ?? null) : value;
    }
    case "entries": {
      const value = asRecord(run(node.record))?.items.get(node.item);
      return Array.isArray(value) ? value : [];
    }
    case "group":
      return asRecord(run(node.record))?.groups.get(node.group)?.[0] ?? null;
    case "groups":
      return asRecord(run(node.record))?.groups.get(node.group) ?? [];
    case "enclosing": {
      let record = asRecord(run(node.record));
      while (record !== null && record.path !== node.path) record = record.parent;
      return record;
    }
    case "neighbour":
      return asRecord(run(node.record))?.[node.which] ?? null;
    case "earlier": {
      const record = asRecord(run(node.record));
      return record === null ? null : environment.earlier(record, node.year);
    }
    case "rows": {
      const key = run(node.key) as Value;
      return key === null || key === undefined ? [] : environment.rows(node.table, key);
    }
    case "cell": {
      const row = run(node.row);
      return row instanceof Map && row.has(node.column) ? row.get(node.column) : node.type.kind === "list" ? [] : null;
    }
    case "collection":
      return environment.collection(node.year)[node.field];
    case "definition":
      return define(node, evaluation);
    case "call":
      return callFunction(node, evaluation);
    case "collect":
      return list(node.list).flatMap((element) => {
        const value = run(node.body, new Map([[node.variable, element]]));
        return Array.isArray(value) ? value : [value];
      });
    case "quantifier":
      return quantify(node, list(node.list), (element, index) => {
        if (node.body === null) return true;
        const more = new Map([[node.variable, element]]);
        if (node.list.op === "entries") more.set(invalidityOf(node.variable), asRecord(run(node.list.record))?.invalid.has(`${node.list.item}[${index}]`));
        return run(node.body, more);
      });
    case "runs":
      return splitRuns(list(node.list), (a, b) => {
        const pair = new Map([
          [node.a, a],
          [node.b, b],
        ]);
        return run(node.body, pair) === true;
      });
    case "size":
      return list(node.list).filter(isEntered).length;
    case "distinct":
      return [...new Set(list(node.list).filter((value) => value !== null && value !== undefined))];
    case "contains": {
      const value = run(node.value);
      return value === null || value === undefined ? null : holds(node.list.type, list(node.list), node.value.type, value, environment);
    }
    case "concat":
      return inOrder([...list(node.left), ...list(node.right)]);
    case "not": {
      const value = run(node.operand);
      return typeof value === "boolean" ? !value : null;
    }
    case "and":
      return and(run(node.left), () => run(node.right));
    case "or":
      return or(run(node.left), () => run(node.right));
    case "compare":
      return compare(node, run(node.left), run(node.right), environment);
    case "in": {
      const value = run(node.value);
      if (value === null || value === undefined) return null;
      if (node.set.type.kind === "row") return environment.rows(node.set.type.table, value as Value).length > 0;
      return node.set.op === "set"
        ? node.set.codes.some((code) => code.toUpperCase() === value)
        : holds(node.set.type, list(node.set), node.value.type, value, environment);
    }
    case "arithmetic":
      return arithmetic(node, run(node.left), run(node.right));
    case "negate": {
      const value = run(node.operand);
      return typeof value === "number" ? -value : null;
    }
  }
}

function constant(value: string | boolean, type: Type): Value {
  if (typeof value === "boolean") return value;
  if (type.kind === "integer") return Number(value);
  if (type.kind === "decimal") return Math.round(Number(value) * 1000);
  if (type.kind === "date") return parseIsoDate(value);
  return value.toUpperCase();
}

function and(left: Result, right: () => Result): Value {
  if (left === false) return false;
  const other = right();
  if (other === false) return false;
  return left === true && other === true ? true : null;
}

function or(left: Result, right: () => Result): Value {
  if (left === true) return true;
  const other = right();
  if (other === true) return true;
  return left === false && other === false ? false : null;
}

function define(node: Typed & { op: "definition" }, { environment, run }: Evaluation): Result {
  const { body, parameters } = environment.definition(node.name, node.year);
  const values = new Map<string, Result>();
  parameters.forEach(({ name, type }, index) => {
    const given = node.arguments[index];
    values.set(name, given === undefined ? null : inUnitOf(type, given.type, run(given)));
  });
  if (node.owner !== null) {
    const owner = run(node.owner);
    // A definition of a record that is not there: its items are absent, its lists empty; a boolean one cannot be decided.
    if (owner === null) return body.type.kind === "list" ? [] : null;
    values.set("this", owner);
  }
  return interpret(body, values, environment);
}
