import { bodyInPlace } from "../language/expand.ts";
import { mentions } from "../language/null-logic.ts";
import { childrenOf, mapChildren, type Typed } from "../language/typed.ts";
import type { Year } from "../language/types.ts";

/** How a figure of the whole return is added up from what each child adds to it. */
export type Combination = "sum" | "any" | "all" | "distinct";

/** The body of a definition and the names of what it is given; null when it has a mistake. */
export type BodyOf = (name: string, year: Year) => { readonly body: Typed; readonly parameters: readonly string[] } | null;

/**
 * Puts `let` names and the bodies of definitions that range over all children in place, so that the lists in them are seen; and takes conditions
 * about several lists at once apart.
 * @param lets what the names stand for, without names in it
 */
export function expandChildLists(node: Typed, lets: ReadonlyMap<string, Typed>, bodyOf: BodyOf): Typed {
  const meaning = node.op === "variable" ? lets.get(node.name) : undefined;
  // Names inside it are in place already.
  if (meaning !== undefined) return expandChildLists(meaning, new Map(), bodyOf);
  const inner = mapChildren(node, (child) => expandChildLists(child, lets, bodyOf));
  if (inner.op === "definition") {
    const found = bodyOf(inner.name, inner.year);
    if (found === null) return inner;
    const inPlace = expandChildLists(bodyInPlace(inner, found.body, found.parameters), new Map(), bodyOf);
    return childYears(inPlace).length > 0 ? inPlace : inner;
  }
  return inner.op === "call" && inner.arguments.length > 1 && childYears(inner).length > 0 ? oneByOne(inner) : inner;
}

/** `present(a, b)` as `present(a) && present(b)`, and so on. */
function oneByOne(node: Typed & { op: "call" }): Typed {
  const { name, type, range } = node;
  if (name !== "present" && name !== "absent" && name !== "any_present") return node;
  const [first, ...others] = node.arguments.map((argument): Typed => ({ ...node, name: name === "absent" ? "absent" : "present", arguments: [argument] }));
  if (first === undefined) return node;
  return others.reduce<Typed>((left, right) => ({ op: name === "any_present" ? "or" : "and", left, right, type, range }), first);
}

/** The years of the lists of all children that an expression ranges over. */
export function childYears(node: Typed): readonly Year[] {
  const own = isChildList(node) && node.type.kind === "list" && node.type.of.kind === "record" ? [node.type.of.year] : [];
  return [...new Set([...own, ...childrenOf(node).flatMap(childYears)])];
}

function isChildList(node: Typed): boolean {
  return node.op === "groups" && node.type.kind === "list" && node.type.stream;
}

/** How an expression would be added up, and the list that it asks; null for one that asks no list. */
export function combinationOf(node: Typed): { readonly combine: Combination; readonly list: Typed; readonly body: Typed | null } | null {
  switch (node.op) {
    case "size":
      return node.list.op === "distinct" ? { combine: "distinct", list: node.list.list, body: null } : { combine: "sum", list: node.list, body: null };
    case "quantifier": {
      const { name, list, body } = node;
      if (name === "count" || name === "sum") return { combine: "sum", list, body };
      if (name === "exists") return { combine: "any", list, body };
      return name === "all" || name === "none" ? { combine: "all", list, body } : null;
    }
    case "call": {
      const [list] = node.arguments;
      if (node.arguments.length !== 1 || list?.type.kind !== "list") return null;
      if (node.name === "present" || node.name === "any_present") return { combine: "any", list, body: null };
      return node.name === "absent" ? { combine: "all", list, body: null } : null;
    }
    default:
      return null;
  }
}

/**
 * Why an expression cannot be added up child by child, as a sentence; null when it can. What it stands for must be in place: see `expandChildLists`.
 * @param ofReturn whether the rule stands on the whole return; others see one child only
 */
export function childListProblem(node: Typed, ofReturn: boolean): string | null {
  if (childYears(node).length === 0) return null;
  if (!ofReturn) return "Only one child is in memory at a time: what is asked of all children needs a rule on the root of the return.";
  return problemInside(node, []);
}

/** @param variables those of the lists around */
function problemInside(node: Typed, variables: readonly string[]): string | null {
  const years = childYears(node);
  if (years.length === 0) return null;
  const figure = combinationOf(node);
  if (figure !== null && childYears(figure.list).length > 0) return figureProblem(node, figure, years, variables);
  if (node.type.kind === "list")
    return "A list of all children cannot be looked into like this: only one child is in memory at a time. Ask all, exists, none, count, sum or size of it.";
  const own = boundIn(node);
  for (const child of childrenOf(node)) {
    const problem = problemInside(child, [...variables, ...own]);
    if (problem !== null) return problem;
  }
  return null;
}

function figureProblem(
  node: Typed,
  { combine, list, body }: { readonly combine: Combination; readonly list: Typed; readonly body: Typed | null },
  years: readonly Year[],
  variables: readonly string[],
): string | null {
  const [year = 0, another] = years;
  if (
    (body !== null && childYears(body).length > 0) ||
    bodiesOf(list).some((one) => childYears(one).length > 0) ||
    variables.some((name) => mentions(node, name))
  )
    return "A list of all children cannot be asked for each element of another list: only one child is in memory at a time.";
  if (another !== undefined) return "The children of two returns cannot be put together in one list: ask each return for itself.";
  if (combine === "sum" && spineOf(list).some(({ op }) => op === "distinct"))
    return "Which values there are is known only when the last child has been read: of distinct() over all children ask size().";
  if (year !== 0 && mentionsThis(node, year)) return "What is asked of the children of an earlier return cannot look into this one.";
  return null;
}

/** The lists that a list is made of. */
function spineOf(list: Typed): readonly Typed[] {
  if (list.op === "collect" || list.op === "distinct" || (list.op === "quantifier" && list.name === "filter")) return [list, ...spineOf(list.list)];
  return list.op === "concat" ? [list, ...spineOf(list.left), ...spineOf(list.right)] : [list];
}

/** What is worked out for each element on the way to a list. */
function bodiesOf(list: Typed): readonly Typed[] {
  return spineOf(list).flatMap((one) => (one.op === "collect" || one.op === "quantifier" ? [one.body ?? []].flat() : []));
}

function boundIn(node: Typed): readonly string[] {
  if (node.op === "runs") return [node.a, node.b];
  return node.op === "quantifier" || node.op === "collect" ? [node.variable] : [];
}

function mentionsThis(node: Typed, year: Year): boolean {
  if (node.op === "earlier" && node.year === year) return false;
  return node.op === "variable" ? node.name === "this" : childrenOf(node).some((inner) => mentionsThis(inner, year));
}
