import { addMonths, addYears, ageOn, birthday, calendarDay, dayNumber, isWeekday, overlapDays, parseIsoDate, workingDaysBefore } from "../../runtime/dates.ts";
import { upnCheckLetter } from "../../runtime/rules/upn.ts";
import { matcher } from "./regular-expression.ts";
import type { Typed } from "./typed.ts";
import type { Type, Year } from "./types.ts";

/**
 * A single value. Dates are day numbers, decimals whole thousandths, texts trimmed and in capitals.
 * `null`: nothing is entered. `undefined`: something is entered that cannot be read as the item's type: present, but without a value.
 */
export type Value = string | number | boolean | null | undefined;

/** A record of a return, as the interpreter needs it. */
export interface DataRecord {
  /** Path of the record in the specification. */
  readonly path: string;
  readonly year: Year;
  readonly parent: DataRecord | null;
  readonly previous: DataRecord | null;
  readonly next: DataRecord | null;
  /** Values by path of the item; a repeating item has an array of its entries. */
  readonly items: ReadonlyMap<string, Value | readonly Value[]>;
  /** Records by path, in the order that the specification gives. */
  readonly groups: ReadonlyMap<string, readonly DataRecord[]>;
  /** Items whose value the type of the specification does not allow (code not in the set, out of range); of a repeating item its entries: `path[0]`. */
  readonly invalid: ReadonlySet<string>;
  /** The values by which its group is ordered; empty when the group has no order. */
  readonly orderKeys: readonly Value[];
  /** Its first ordering key has no value: `first`, `last`, `previous`, `next` and `runs` pass over it. */
  readonly placeless: boolean;
}

export type Row = ReadonlyMap<string, Value | readonly Value[]>;
export type Result = Value | DataRecord | Row | readonly Result[];

/** What an evaluation may ask for besides the records. */
export interface Environment {
  readonly collection: (year: Year) => { readonly start: number; readonly end: number; readonly reference_date: number; readonly authority: string | null };
  /** The same child, or root, of an earlier return; null when it is not there. */
  readonly earlier: (record: DataRecord, year: Year) => DataRecord | null;
  readonly rows: (table: string, key: Value) => readonly Row[];
  readonly holidays: ReadonlySet<number>;
  /** The checked body of a definition, in the schema of a year. */
  readonly definition: (name: string, year: Year) => { readonly body: Typed; readonly parameters: readonly string[] };
  /** New codes of an old one, for comparing across years; null when the set has no crosswalk. */
  readonly crosswalk: (set: string, from: Year, to: Year, code: string) => readonly string[] | null;
  /** Told of every expression that was evaluated, and what it gave: how tests see which conditions were met. */
  readonly observe?: (node: Typed, result: Result) => void;
}

type Variables = ReadonlyMap<string, Result>;

/** The slow reference: evaluates a checked expression as the language reference says, node by node. It serves tests, never users. */
export function interpret(node: Typed, variables: Variables, environment: Environment): Result {
  const result = evaluate(node, variables, environment);
  environment.observe?.(node, result);
  return result;
}

function evaluate(node: Typed, variables: Variables, environment: Environment): Result {
  const run = (inner: Typed, more?: Variables): Result => interpret(inner, more === undefined ? variables : new Map([...variables, ...more]), environment);
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
      return row instanceof Map ? (row.get(node.column) ?? null) : null;
    }
    case "collection":
      return environment.collection(node.year)[node.field];
    case "definition":
      return define(node, run, environment);
    case "call":
      return call(node.name, node.arguments, run, environment);
    case "collect":
      return list(node.list).flatMap((element) => {
        const value = run(node.body, new Map([[node.variable, element]]));
        return Array.isArray(value) ? value : [value];
      });
    case "quantifier":
      return quantify(node, list(node.list), (element, index) => {
        if (node.body === null) return true;
        const isInvalid = node.list.op === "entries" && asRecord(run(node.list.record))?.invalid.has(`${node.list.item}[${index}]`) === true;
        return run(
          node.body,
          new Map<string, Result>([
            [node.variable, element],
            [invalidityOf(node.variable), isInvalid],
          ]),
        );
      });
    case "runs":
      return splitRuns(
        list(node.list).filter(hasPlace),
        (a, b) =>
          run(
            node.body,
            new Map([
              [node.a, a],
              [node.b, b],
            ]),
          ) === true,
      );
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

function asList(value: Result): readonly Result[] {
  return Array.isArray(value) ? value : [];
}

function asRecord(value: Result): DataRecord | null {
  return typeof value === "object" && value !== null && "items" in value ? value : null;
}

function constant(value: string | boolean, type: Type): Value {
  if (typeof value === "boolean") return value;
  if (type.kind === "integer") return Number(value);
  if (type.kind === "decimal") return Math.round(Number(value) * 1000);
  if (type.kind === "date") return parseIsoDate(value);
  return value.toUpperCase();
}

/** A record that its order puts somewhere: `first`, `last` and `runs` pass over the others. */
function hasPlace(value: Result): boolean {
  const record = asRecord(value);
  return record === null || !record.placeless;
}

/** Name of the hidden variable that says whether the entry in a variable is one that the specification does not allow. */
export function invalidityOf(variable: string): string {
  return `${variable} is invalid`;
}

/** One of the values equals: written differently, a postcode or a number is still the same. */
function holds(listType: Type, list: readonly Result[], type: Type, value: Result, environment: Environment): boolean {
  const of = listType.kind === "list" ? listType.of : listType;
  return list.some((element) => element !== null && element !== undefined && equals(of, element, type, value, environment));
}

/** Lists of one group stay in its order when they are joined; records without a place come last. */
function inOrder(elements: readonly Result[]): readonly Result[] {
  return elements.toSorted((a, b) => {
    const [x, y] = [asRecord(a), asRecord(b)];
    return x === null || y === null ? 0 : compareByOrder(x, y);
  });
}

/** Ascending by the keys, a missing later key last, records without a place at the end. */
export function compareByOrder(a: Pick<DataRecord, "orderKeys" | "placeless">, b: Pick<DataRecord, "orderKeys" | "placeless">): number {
  if (a.placeless !== b.placeless) return a.placeless ? 1 : -1;
  for (const [index, x] of a.orderKeys.entries()) {
    const y = b.orderKeys[index];
    if (x === y) continue;
    if (x === null || x === undefined) {
      if (y === null || y === undefined) continue;
      return 1;
    }
    if (y === null || y === undefined) return -1;
    return x < y ? -1 : 1;
  }
  return 0;
}

function isEntered(value: Result): boolean {
  return value !== null;
}

/** Something is entered: text in an item, in one of the items of a record, in one entry of a list (or one record of it). */
export function isPresent(value: Result): boolean {
  if (Array.isArray(value)) return value.some((element) => asRecord(element) !== null || isEntered(element));
  const record = asRecord(value);
  if (record === null) return value !== null;
  return (
    [...record.items.values()].some((item) => (Array.isArray(item) ? item.some(isEntered) : item !== null)) ||
    [...record.groups.values()].flat().some(isPresent)
  );
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

function define(node: Typed & { op: "definition" }, run: (node: Typed) => Result, environment: Environment): Result {
  const { body, parameters } = environment.definition(node.name, node.year);
  const values = new Map<string, Result>(parameters.map((name, index) => [name, node.arguments[index] === undefined ? null : run(node.arguments[index])]));
  if (node.owner !== null) {
    const owner = run(node.owner);
    // A definition of a record that is not there: its items are absent, its lists empty; a boolean one cannot be decided.
    if (owner === null) return body.type.kind === "list" ? [] : null;
    values.set("this", owner);
  }
  return interpret(body, values, environment);
}

function quantify(node: Typed & { op: "quantifier" }, elements: readonly Result[], test: (element: Result, index: number) => Result): Result {
  switch (node.name) {
    case "all":
      return elements.every((element, index) => test(element, index) !== false);
    case "exists":
      return elements.some((element, index) => test(element, index) === true);
    case "none":
      return !elements.some((element, index) => test(element, index) === true);
    case "count":
      return elements.filter((element, index) => test(element, index) === true).length;
    case "filter":
      return elements.filter((element, index) => test(element, index) === true);
    case "first":
      return elements.find((element, index) => hasPlace(element) && test(element, index) === true) ?? null;
    case "last":
      return elements.findLast((element, index) => hasPlace(element) && test(element, index) === true) ?? null;
    case "sum":
      return elements.map(test).reduce<number>((total, value) => total + (typeof value === "number" ? value : 0), 0);
  }
}

function splitRuns(elements: readonly Result[], joins: (a: Result, b: Result) => boolean): readonly (readonly Result[])[] {
  const runs: Result[][] = [];
  elements.forEach((element, index) => {
    const last = runs.at(-1);
    const before = elements[index - 1];
    if (last !== undefined && before !== undefined && joins(before, element)) last.push(element);
    else runs.push([element]);
  });
  return runs;
}

function compare(node: Typed & { op: "compare" }, left: Result, right: Result, environment: Environment): Value {
  if (left === null || left === undefined || right === null || right === undefined) return null;
  if (node.operator === "==") return equals(node.left.type, left, node.right.type, right, environment);
  if (node.operator === "!=") return !equals(node.left.type, left, node.right.type, right, environment);
  const [a, b] = scaled(node.left.type, left, node.right.type, right);
  return node.operator === "<" ? a < b : node.operator === "<=" ? a <= b : node.operator === ">" ? a > b : a >= b;
}

/** A whole number beside a decimal is taken in thousandths. */
function scaled(leftType: Type, left: Result, rightType: Type, right: Result): [number, number] {
  const [a, b] = [Number(left), Number(right)];
  return [
    leftType.kind === "integer" && rightType.kind === "decimal" ? a * 1000 : a,
    rightType.kind === "integer" && leftType.kind === "decimal" ? b * 1000 : b,
  ];
}

/** Equal as written, or, for codes of two years, when the old code maps to the new one. */
function equals(leftType: Type, left: Result, rightType: Type, right: Result, environment: Environment): boolean {
  if (typeof left === "number" && typeof right === "number") {
    const [a, b] = scaled(leftType, left, rightType, right);
    return a === b;
  }
  if (leftType.kind === "postcode" || rightType.kind === "postcode") return String(left).replaceAll(" ", "") === String(right).replaceAll(" ", "");
  if (left === right) return true;
  if (leftType.kind !== "code" || rightType.kind !== "code" || leftType.year === rightType.year || leftType.set !== rightType.set) return false;
  const [older, newer] = leftType.year > rightType.year ? [left, right] : [right, left];
  const [from, to]: [Year, Year] = leftType.year > rightType.year ? [leftType.year, rightType.year] : [rightType.year, leftType.year];
  return environment.crosswalk(leftType.set, from, to, String(older))?.includes(String(newer)) ?? false;
}

function arithmetic(node: Typed & { op: "arithmetic" }, left: Result, right: Result): Value {
  if (left === null || left === undefined || right === null || right === undefined) return null;
  if (node.type.kind === "date") return shift(Number(left), node.right, Number(right) * (node.operator === "-" ? -1 : 1));
  const decimal = node.type.kind === "decimal";
  const scale = (side: Typed, value: Result): number => Number(value) * (decimal && side.type.kind === "integer" ? 1000 : 1);
  const [a, b] = [scale(node.left, left), scale(node.right, right)];
  if (node.operator === "+") return a + b;
  if (node.operator === "-") return a - b;
  if (node.operator === "*") return decimal ? Math.round((a * b) / 1000) : a * b;
  return b === 0 ? null : Math.round((a * 1000) / b);
}

function shift(date: number, period: Typed, count: number): number | null {
  const unit = period.op === "call" ? period.name : "days";
  if (unit === "months") return addMonths(date, count);
  return unit === "years" ? addYears(date, count) : date + count;
}

function call(name: string, given: readonly Typed[], run: (node: Typed) => Result, environment: Environment): Result {
  const values = given.map((argument) => run(argument));
  switch (name) {
    case "present":
      return values.every(isPresent);
    case "absent":
      return !values.some(isPresent);
    case "any_present":
      return values.some(isPresent);
    case "valid":
      return valid(given[0], values[0], run);
    case "same":
      return same(given, values, environment);
    case "first_present":
      return values.find((value) => value !== null) ?? null;
    case "latest":
    case "earliest":
      return extreme(values, name === "latest");
  }
  if (values.some((value) => value === null || value === undefined)) return null;
  return onValues(name, values as readonly (string | number | boolean)[], given, environment);
}

function valid(node: Typed | undefined, value: Result, run: (node: Typed) => Result): Value {
  if (value === null) return null;
  if (value === undefined) return false;
  if (node?.op === "variable") return run({ ...node, name: invalidityOf(node.name) }) !== true;
  if (node?.op !== "item") return true;
  return asRecord(run(node.record))?.invalid.has(node.item) !== true;
}

function same(given: readonly Typed[], values: readonly Result[], environment: Environment): Value {
  const [left, right] = values;
  const [a, b] = given;
  if (left === undefined || right === undefined || a === undefined || b === undefined) return false;
  if (left === null || right === null) return left === right;
  return equals(a.type, left, b.type, right, environment);
}

function extreme(values: readonly Result[], latest: boolean): Value {
  const dates = values.flatMap((value) => (Array.isArray(value) ? value : [value])).filter((value): value is number => typeof value === "number");
  return dates.length === 0 ? null : latest ? Math.max(...dates) : Math.min(...dates);
}

function onValues(name: string, values: readonly (string | number | boolean)[], given: readonly Typed[], environment: Environment): Value {
  const [a, b, c, d] = values;
  const number = (value: string | number | boolean | undefined): number => Number(value);
  switch (name) {
    case "between": {
      const [low, high] = [
        scaled(given[0]?.type ?? { kind: "integer" }, number(a), given[1]?.type ?? { kind: "integer" }, number(b)),
        scaled(given[0]?.type ?? { kind: "integer" }, number(a), given[2]?.type ?? { kind: "integer" }, number(c)),
      ];
      return low[0] >= low[1] && high[0] <= high[1];
    }
    case "date":
      return dayNumber(number(a), number(b), number(c));
    case "year":
      return calendarDay(number(a)).year;
    case "days":
    case "months":
    case "years":
      return number(a);
    case "birthday":
      return birthday(number(a), number(b));
    case "age":
      return ageOn(number(a), number(b));
    case "days_between":
      return number(b) - number(a);
    case "overlap_days":
      return overlapDays(number(a), number(b), number(c), number(d));
    case "working_days_before":
      return workingDaysBefore(number(a), number(b), environment.holidays);
    case "is_weekday":
      return isWeekday(number(a));
    case "earliest_possible":
      // A partial date without a year is read as text: it is entered, but no date can be said of it.
      return typeof a === "number" ? a : null;
    case "size":
      return [...String(a)].length;
    case "characters":
      return charactersOf(String(a), number(b), number(c));
    case "matches":
      return matcher(String(b)).test(String(a));
    case "upn_check_letter":
      return upnCheckLetter(String(a));
    case "abs":
      return Math.abs(number(a));
    default:
      throw new Error(`The interpreter does not know ${name}.`);
  }
}

/** Characters from one place to another, counted from 1; missing beyond the end. */
function charactersOf(text: string, from: number, to: number): string | null {
  const characters = [...text];
  return from < 1 || to > characters.length || from > to ? null : characters.slice(from - 1, to).join("");
}
