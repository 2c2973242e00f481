import { bodyInPlace, keyOf } from "./expand.ts";
import { childrenOf, type Typed } from "./typed.ts";

/** What leaves a value missing: the nodes are empty, all of them together. */
export interface Cause {
  readonly nodes: readonly Typed[];
}

type Causes = ReadonlyMap<string, Cause>;

/** What empty items do to a condition, each taken alone. */
export interface NullLogic {
  /** Empty, they keep the condition from being false: a check finds nothing. */
  readonly neverFalse: Causes;
  /** Empty, they keep it from being true. */
  readonly neverTrue: Causes;
  /** Empty, they decide it, so that nothing is left untested. */
  readonly makesTrue: ReadonlySet<string>;
  readonly makesFalse: ReadonlySet<string>;
  /** Empty, they leave a part inside untested while another part may still decide. */
  readonly weakens: Causes;
  /** Empty, they make it false where a reader expects no test: nothing in a list can match what is not there. */
  readonly surprises: Causes;
}

export type BodyOf = (name: string, year: 0 | 1 | 2) => { readonly body: Typed; readonly parameters: readonly string[] } | null;

const NONE: Causes = new Map();
const NO_KEYS: ReadonlySet<string> = new Set();
const NOTHING: NullLogic = { neverFalse: NONE, neverTrue: NONE, makesTrue: NO_KEYS, makesFalse: NO_KEYS, weakens: NONE, surprises: NONE };

function one(node: Typed): Causes {
  return new Map([[keyOf(node), { nodes: [node] }]]);
}

function union(maps: readonly Causes[]): Causes {
  return new Map(maps.flatMap((map) => [...map]));
}

function intersection(a: Causes, b: Causes): Causes {
  return new Map([...a].filter(([key]) => b.has(key)));
}

function without(causes: Causes, keys: ReadonlySet<string>): Causes {
  return new Map([...causes].filter(([key]) => !keys.has(key)));
}

function allOf(keys: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(keys.flatMap((set) => [...set]));
}

function bothOf(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((key) => b.has(key)));
}

/** What leaves a value without a value when it is empty. */
export function missingWhen(node: Typed, bodyOf: BodyOf): Causes {
  switch (node.op) {
    case "item":
    case "cell":
    case "variable":
      return node.type.kind === "record" || node.type.kind === "list" ? NONE : one(node);
    case "arithmetic":
      return union([missingWhen(node.left, bodyOf), missingWhen(node.right, bodyOf)]);
    case "negate":
      return missingWhen(node.operand, bodyOf);
    case "definition": {
      const definition = bodyOf(node.name, node.year);
      return definition === null || node.type.kind === "boolean" ? NONE : missingWhen(bodyInPlace(node, definition.body, definition.parameters), bodyOf);
    }
    case "call":
      if (node.name === "first_present" || node.name === "latest" || node.name === "earliest") return missingTogether(node.arguments, bodyOf);
      return node.type.kind === "boolean" ? NONE : union(node.arguments.map((argument) => missingWhen(argument, bodyOf)));
    default:
      return NONE;
  }
}

/** A choice among values is missing only when none of them is there. */
function missingTogether(values: readonly Typed[], bodyOf: BodyOf): Causes {
  const nodes: Typed[] = [];
  for (const value of values) {
    if (value.type.kind === "list") nodes.push(value);
    else {
      const causes = [...missingWhen(value, bodyOf).values()];
      if (causes.length === 0) return NONE;
      nodes.push(...causes.flatMap((cause) => cause.nodes));
    }
  }
  const [only] = nodes;
  return nodes.length === 1 && only !== undefined ? one(only) : new Map([[nodes.map(keyOf).join("&"), { nodes }]]);
}

function unknownWhen(causes: Causes): NullLogic {
  return { ...NOTHING, neverFalse: causes, neverTrue: causes };
}

/** Follows what empty items do through a condition, into definitions and quantifiers. */
export function nullLogic(node: Typed, bodyOf: BodyOf): NullLogic {
  switch (node.op) {
    case "item":
    case "cell":
    case "variable":
      return unknownWhen(missingWhen(node, bodyOf));
    case "not": {
      const inner = nullLogic(node.operand, bodyOf);
      return { ...NOTHING, neverFalse: inner.neverTrue, neverTrue: inner.neverFalse, makesTrue: inner.makesFalse, makesFalse: inner.makesTrue };
    }
    case "and": {
      const [a, b] = [nullLogic(node.left, bodyOf), nullLogic(node.right, bodyOf)];
      return {
        neverFalse: intersection(a.neverFalse, b.neverFalse),
        neverTrue: union([a.neverTrue, b.neverTrue]),
        makesTrue: bothOf(a.makesTrue, b.makesTrue),
        makesFalse: allOf([a.makesFalse, b.makesFalse]),
        weakens: without(
          union([a.weakens, b.weakens, without(a.neverFalse, a.makesTrue), without(b.neverFalse, b.makesTrue)]),
          allOf([a.makesFalse, b.makesFalse]),
        ),
        surprises: union([a.surprises, b.surprises]),
      };
    }
    case "or": {
      const [a, b] = [nullLogic(node.left, bodyOf), nullLogic(node.right, bodyOf)];
      return {
        neverFalse: union([a.neverFalse, b.neverFalse]),
        neverTrue: intersection(a.neverTrue, b.neverTrue),
        makesTrue: allOf([a.makesTrue, b.makesTrue]),
        makesFalse: bothOf(a.makesFalse, b.makesFalse),
        weakens: without(union([a.weakens, b.weakens]), allOf([a.makesTrue, b.makesTrue])),
        surprises: intersection(a.surprises, b.surprises),
      };
    }
    case "compare":
      return unknownWhen(union([valueOrCondition(node.left, bodyOf), valueOrCondition(node.right, bodyOf)]));
    case "in":
    case "contains":
      return unknownWhen(missingWhen(node.value, bodyOf));
    case "call":
      return ofCall(node, bodyOf);
    case "definition": {
      const definition = bodyOf(node.name, node.year);
      return definition === null ? NOTHING : nullLogic(bodyInPlace(node, definition.body, definition.parameters), bodyOf);
    }
    case "quantifier":
      return ofQuantifier(node, bodyOf);
    default:
      return NOTHING;
  }
}

/** A side of a comparison: the value, or for true and false what leaves the condition undecided. */
function valueOrCondition(side: Typed, bodyOf: BodyOf): Causes {
  if (side.type.kind !== "boolean" || side.op === "item" || side.op === "cell" || side.op === "variable") return missingWhen(side, bodyOf);
  const { neverFalse, neverTrue } = nullLogic(side, bodyOf);
  return intersection(neverFalse, neverTrue);
}

function ofCall(node: Typed & { op: "call" }, bodyOf: BodyOf): NullLogic {
  const { name, arguments: given } = node;
  const single = given.length === 1;
  switch (name) {
    case "present":
    case "any_present": {
      if (name === "any_present" && !single) return NOTHING;
      const causes = union(given.map((value) => presence(value, bodyOf)));
      return { ...NOTHING, neverTrue: causes, makesFalse: new Set(causes.keys()) };
    }
    case "absent": {
      const causes = single ? union(given.map((value) => presence(value, bodyOf))) : NONE;
      return { ...NOTHING, neverFalse: causes, makesTrue: new Set(causes.keys()) };
    }
    case "same": {
      const [left, right] = given;
      if (left === undefined || right === undefined) return NOTHING;
      const [a, b] = [missingWhen(left, bodyOf), missingWhen(right, bodyOf)];
      if (a.size > 0 && b.size > 0) return NOTHING;
      const causes = union([a, b]);
      return { ...NOTHING, neverTrue: causes, makesFalse: new Set(causes.keys()) };
    }
    default:
      return unknownWhen(union(given.map((value) => missingWhen(value, bodyOf))));
  }
}

function presence(value: Typed, bodyOf: BodyOf): Causes {
  return value.type.kind === "record" || value.type.kind === "list" ? NONE : missingWhen(value, bodyOf);
}

/** Quantifiers are always decided; but what stands outside their list can take the sense out of them. */
function ofQuantifier(node: Typed & { op: "quantifier" }, bodyOf: BodyOf): NullLogic {
  if (node.body === null) return NOTHING;
  const inner = nullLogic(node.body, bodyOf);
  const outside = (causes: Causes, decided: ReadonlySet<string>): Causes =>
    new Map([...causes].filter(([key, cause]) => !decided.has(key) && cause.nodes.every((one) => !mentions(one, node.variable))));
  switch (node.name) {
    case "all":
      return { ...NOTHING, neverFalse: outside(inner.neverFalse, inner.makesTrue) };
    case "none":
      return { ...NOTHING, neverFalse: outside(inner.neverTrue, inner.makesFalse) };
    case "exists": {
      const causes = outside(inner.neverTrue, NO_KEYS);
      return { ...NOTHING, neverTrue: causes, makesFalse: new Set(causes.keys()), surprises: causes };
    }
    default:
      return NOTHING;
  }
}

/** Whether a variable occurs in an expression. */
export function mentions(node: Typed, variable: string): boolean {
  return node.op === "variable" ? node.name === variable : childrenOf(node).some((inner) => mentions(inner, variable));
}
