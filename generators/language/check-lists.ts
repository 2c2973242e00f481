import { checkCode, requireTable } from "./check-codes.ts";
import { type Checking, fail, needBoolean, startSentence } from "./check-context.ts";
import { listDefinition, memberOf } from "./check-members.ts";
import { LIST_METHODS, RESERVED } from "./functions.ts";
import { enclosingRecords, findInRecord, recordOf } from "./resolve-name.ts";
import { hint } from "./suggest.ts";
import type { Expression, Range } from "./syntax.ts";
import type { Quantifier, Typed } from "./typed.ts";
import { BOOLEAN, describeType, INTEGER, isComparable, isNumber, listOf, type Type } from "./types.ts";

type Call = Expression & { kind: "call" };

/** What may be asked of a list that crosses children. */
const STREAM_METHODS: readonly string[] = ["all", "exists", "none", "count", "sum", "size", "distinct", "filter"];

/** `target.name(…)`: a function of lists, a reference table, or a definition of a record or list. */
export function method(node: Call, target: Expression, checking: Checking): Typed {
  const { name, nameRange, range, arguments: given } = node;
  if (target.kind === "name" && target.name === "reference") return rows(node, checking);
  const object = checking.check(target, checking);
  const { type } = object;
  if (type.kind === "record") {
    refuseListMethod(name, type, nameRange, checking);
    return memberOf(object, { name, nameRange, range, given }, checking);
  }
  if (type.kind !== "list") return fail(`${name} belongs to lists, and this is ${describeType(type)}.`, nameRange);
  if (LIST_METHODS.includes(name)) return listMethod(node, object, type, checking);
  const element = type.of.kind === "record" ? recordOf(checking.scope.schema, type.of) : null;
  const isKnown = element !== null && findInRecord(element.schema, element.record, name).length > 0;
  if (!isKnown && listDefinition(type, name, checking) === null) fail(`A list has no function ${name}.${hint(name, LIST_METHODS)}`, nameRange);
  return memberOf(object, { name, nameRange, range, given }, checking);
}

function rows({ name, nameRange, range, arguments: given }: Call, checking: Checking): Typed {
  requireTable(name, nameRange, checking);
  const [key] = given;
  if (key === undefined || given.length !== 1) return fail(`reference.${name} takes the key.`, range);
  return { op: "rows", table: name, key: checking.check(key, checking), type: listOf({ kind: "row", table: name }), range };
}

/** `EPISODE.exists(…)` on an episode: the name means the one record, the list is reached from the record around it. */
function refuseListMethod(name: string, type: Type & { kind: "record" }, range: Range, { scope }: Checking): void {
  const found = recordOf(scope.schema, type);
  if (found === null || !LIST_METHODS.includes(name) || findInRecord(found.schema, found.record, name).length > 0) return;
  const { name: own, parent, single } = found.record;
  const all = single || parent === null ? "" : ` All of them are ${parent.split("/").at(-1)}.${own}.`;
  fail(`${own} is one record here, and ${name} belongs to lists.${all}`, range);
}

function listMethod(node: Call, list: Typed, type: Type & { kind: "list" }, checking: Checking): Typed {
  const { name, arguments: given, range } = node;
  if (type.stream && !STREAM_METHODS.includes(name))
    fail(`${name} cannot be asked of a list that crosses children: only one child is in memory at a time.`, node.nameRange);
  if (name === "size" || name === "distinct") {
    if (given.length > 0) fail(`${name} takes nothing in parentheses.`, range);
    return name === "size" ? { op: "size", list, type: INTEGER, range } : { op: "distinct", list, type: listOf(type.of), range };
  }
  if (name === "contains") {
    const [value] = given.map((argument) => checking.check(argument, checking));
    if (value === undefined || given.length !== 1) return fail("contains takes one value.", range);
    if (!isComparable(type.of, value.type)) fail(`${startSentence(type)} cannot hold ${describeType(value.type)}.`, value.range);
    checkCode(type.of, value, checking.scope.schema);
    return { op: "contains", list, value, type: BOOLEAN, range };
  }
  return name === "runs" ? runs(node, list, type, checking) : quantifier(node, list, type, name as Quantifier, checking);
}

function quantifier(node: Call, list: Typed, type: Type & { kind: "list" }, name: Quantifier, checking: Checking): Typed {
  const { arguments: given, range } = node;
  if (given.length === 0 && (name === "first" || name === "last")) return { op: "quantifier", name, list, variable: "", body: null, type: type.of, range };
  const [variable, body] = given;
  if (variable?.kind !== "name" || body === undefined || given.length !== 2) return fail(`${name} takes a variable and a condition: ${name}(e, …).`, range);
  const elements = new Map<string, Typed>([[variable.name, { op: "variable", name: variable.name, type: type.of, range: variable.range }]]);
  const within = inside(elements, list.op === "entries", variable.range, checking);
  const inner = checking.check(body, within);
  const made = { op: "quantifier", name, list, variable: variable.name, body: inner, range } as const;
  if (name === "sum") {
    if (!isNumber(inner.type)) fail(`sum adds numbers, found ${describeType(inner.type)}.`, inner.range);
    return { ...made, type: inner.type };
  }
  needBoolean(inner, `${name} asks`);
  return { ...made, type: name === "count" ? INTEGER : name === "filter" ? type : name === "first" || name === "last" ? type.of : BOOLEAN };
}

function runs(node: Call, list: Typed, type: Type & { kind: "list" }, checking: Checking): Typed {
  const [a, b, body] = node.arguments;
  if (a?.kind !== "name" || b?.kind !== "name" || body === undefined) return fail("runs takes two variables and a condition: runs(a, b, …).", node.range);
  const element = (range: Range, name: string): Typed => ({ op: "variable", name, type: type.of, range });
  const elements = new Map([
    [a.name, element(a.range, a.name)],
    [b.name, element(b.range, b.name)],
  ]);
  const inner = needBoolean(checking.check(body, inside(elements, false, a.range, checking)), "runs asks");
  return { op: "runs", list, a: a.name, b: b.name, body: inner, type: listOf(listOf(type.of)), range: node.range };
}

/** The check inside a quantifier. A variable may not hide a visible name; at most three quantifiers stand inside each other. */
function inside(elements: ReadonlyMap<string, Typed>, areEntries: boolean, range: Range, checking: Checking): Checking {
  const { self, schema } = checking.scope;
  for (const name of elements.keys()) {
    if (RESERVED.has(name)) fail(`${name} has a meaning of its own in the language. Choose another variable.`, range);
    if (checking.variables.has(name)) fail(`${name} is a variable already. Choose another name.`, range);
    const isVisible =
      self?.type.kind === "record" &&
      enclosingRecords(schema, self.type.record).some((record) => record.name === name || findInRecord(schema, record, name).length > 0);
    if (isVisible) fail(`${name} is the name of something visible here. Choose another variable.`, range);
  }
  if (checking.depth >= 3) fail("At most three quantifiers may stand inside each other. Give the inner part a name (let, or a definition).", range);
  return {
    ...checking,
    variables: new Map([...checking.variables, ...elements]),
    depth: checking.depth + 1,
    entries: areEntries ? new Set([...checking.entries, ...elements.keys()]) : checking.entries,
  };
}
