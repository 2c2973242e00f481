import { bodyInPlace, keyOf as writeKey } from "../language/expand.ts";
import type { BodyOf } from "../language/null-logic.ts";
import type { Typed } from "../language/typed.ts";

/** A condition: true, false, or null for unknown. */
export type Truth = boolean | null;
type Status = "absent" | "unreadable" | "value";

/** Answers questions about one possible record, always the same to the same question. */
export interface Possible {
  readonly choose: <T extends string | boolean>(question: string, answers: readonly [T, ...T[]]) => T;
}

/** What is to be supposed of the possible records. */
export interface Suppositions {
  /** The answer to take for a part of the condition, whatever the record. */
  readonly decided?: ReadonlyMap<Typed, boolean>;
  /** What this value is; null leaves it open. */
  readonly status?: (value: Typed) => Status | null;
  readonly isAbsentRecord?: (record: Typed) => boolean;
  /** Told of every single value whose presence mattered. */
  readonly asked?: (value: Typed) => void;
}

const MOST = 20_000;

/** The same questions are asked for every possible record. */
const KEYS = new WeakMap<Typed, string>();

function keyOf(node: Typed): string {
  const known = KEYS.get(node) ?? writeKey(node);
  KEYS.set(node, known);
  return known;
}

/**
 * Tries all possible records on which a question depends, one after the other.
 * @param test is told of one of them; true ends the search
 * @returns whether one was found; null when there are too many to tell
 */
export function findPossible(test: (possible: Possible) => boolean): boolean | null {
  let trail: { question: string; answer: number; answers: number }[] = [];
  for (let tried = 0; tried < MOST; tried += 1) {
    const given = new Map<string, number>();
    let at = 0;
    const choose: Possible["choose"] = (question, answers) => {
      const known = given.get(question);
      let answer = known ?? 0;
      if (known === undefined) {
        const step = trail[at] ?? { question, answer: 0, answers: answers.length };
        trail[at] = step;
        at += 1;
        answer = step.answer;
        given.set(question, answer);
      }
      return answers[answer] ?? answers[0];
    };
    if (test({ choose })) return true;
    while (trail.length > 0) {
      const last = trail.at(-1);
      if (last !== undefined && last.answer + 1 < last.answers) break;
      trail = trail.slice(0, -1);
    }
    const last = trail.at(-1);
    if (last === undefined) return false;
    last.answer += 1;
  }
  return null;
}

/**
 * What a condition comes to on a possible record. Values are known by whether they are there and by how they compare, nothing else: every real
 * record is one of the possible ones, but not the other way round. So what holds for all possible records holds for all real ones.
 */
export class ConditionModel {
  readonly #bodyOf: BodyOf;
  /** Sets of constants that a value is compared with, by key of the value. */
  readonly #constants = new Map<string, Set<string>[]>();
  readonly #expanded = new WeakMap<Typed, Typed>();

  constructor(bodyOf: BodyOf, conditions: readonly Typed[]) {
    this.#bodyOf = bodyOf;
    for (const condition of conditions) this.#collectConstants(condition);
  }

  /** A definition as its body stands here; anything else as it is. */
  expand(node: Typed): Typed {
    if (node.op !== "definition") return node;
    const known = this.#expanded.get(node);
    if (known !== undefined) return known;
    const definition = this.#bodyOf(node.name, node.year);
    const body = definition === null ? node : bodyInPlace(node, definition.body, definition.parameters);
    this.#expanded.set(node, body);
    return body;
  }

  truth(given: Typed, possible: Possible, suppose: Suppositions): Truth {
    const decided = suppose.decided?.get(given);
    if (decided !== undefined) return decided;
    const node = this.expand(given);
    if (node !== given) return this.truth(node, possible, suppose);
    const free = (): boolean => possible.choose(`is ${keyOf(node)}`, [true, false]);
    const whenGiven = (values: readonly Typed[]): Truth => (values.every((value) => this.#status(value, possible, suppose) === "value") ? free() : null);
    switch (node.op) {
      case "constant":
        return node.value === true;
      case "not": {
        const inner = this.truth(node.operand, possible, suppose);
        return inner === null ? null : !inner;
      }
      case "and": {
        const left = this.truth(node.left, possible, suppose);
        if (left === false) return false;
        const right = this.truth(node.right, possible, suppose);
        return right === false ? false : left === true && right === true ? true : null;
      }
      case "or": {
        const left = this.truth(node.left, possible, suppose);
        if (left === true) return true;
        const right = this.truth(node.right, possible, suppose);
        return right === true ? true : left === false && right === false ? false : null;
      }
      case "compare":
        return this.#compare(node, possible, suppose);
      case "in":
        if (this.#status(node.value, possible, suppose) !== "value") return null;
        return node.set.op === "set" || node.set.op === "constants" ? this.#isOneOf(node.value, constantsOf(node.set), possible) : free();
      case "contains":
        return whenGiven([node.value]);
      case "quantifier":
        // `none` is the opposite of `exists`; both are always decided.
        if (node.name === "none") return !possible.choose(`is ${keyOf({ ...node, name: "exists" })}`, [true, false]);
        return node.name === "all" || node.name === "exists" ? free() : whenGiven([node]);
      case "call":
        return this.#call(node, possible, suppose, whenGiven);
      default:
        return whenGiven([node]);
    }
  }

  #call(node: Typed & { op: "call" }, possible: Possible, suppose: Suppositions, whenGiven: (values: readonly Typed[]) => Truth): Truth {
    const [a, b, c] = node.arguments;
    const isPresent = (value: Typed): boolean => this.#isPresent(value, possible, suppose);
    if (node.name === "present") return node.arguments.every(isPresent);
    if (node.name === "absent") return !node.arguments.some(isPresent);
    if (node.name === "any_present") return node.arguments.some(isPresent);
    if (a === undefined) return whenGiven([]);
    if (node.name === "valid") {
      const status = this.#status(a, possible, suppose);
      return status === "absent" ? null : status === "unreadable" ? false : whenGiven([a]);
    }
    if (node.name === "same" && b !== undefined) {
      const [x, y] = [this.#status(a, possible, suppose), this.#status(b, possible, suppose)];
      if (x !== "value" || y !== "value") return x === "absent" && y === "absent";
      return this.#relation(a, b, possible) === "equal";
    }
    if (node.name === "between" && b !== undefined && c !== undefined) {
      if ([a, b, c].some((value) => this.#status(value, possible, suppose) !== "value")) return null;
      return this.#relation(a, b, possible) !== "less" && this.#relation(a, c, possible) !== "more";
    }
    return whenGiven(node.arguments);
  }

  #compare(node: Typed & { op: "compare" }, possible: Possible, suppose: Suppositions): Truth {
    const { left, right, operator } = node;
    if (left.type.kind === "boolean" || right.type.kind === "boolean") {
      const [x, y] = [this.truth(left, possible, suppose), this.truth(right, possible, suppose)];
      return x === null || y === null ? null : (x === y) === (operator === "==");
    }
    if (this.#status(left, possible, suppose) !== "value" || this.#status(right, possible, suppose) !== "value") return null;
    const relation = this.#relation(left, right, possible);
    if (operator === "==") return relation === "equal";
    if (operator === "!=") return relation !== "equal";
    if (relation === "equal") return operator === "<=" || operator === ">=";
    return operator.startsWith("<") === (relation === "less");
  }

  /** How two values that are there compare. Constants of one value are told apart, and so are a value and itself. */
  #relation(left: Typed, right: Typed, possible: Possible): "less" | "equal" | "more" {
    const [a, b] = [this.expand(left), this.expand(right)];
    if (b.op === "constant" && typeof b.value === "string" && a.op !== "constant" && this.#constants.has(keyOf(a)))
      return this.#isOneOf(a, new Set([b.value]), possible) ? "equal" : "more";
    if (a.op === "constant" && b.op !== "constant" && this.#constants.has(keyOf(b))) return this.#relation(b, a, possible) === "equal" ? "equal" : "less";
    const [x, y] = [keyOf(a), keyOf(b)];
    if (x === y) return "equal";
    const relation = possible.choose(x < y ? `compare ${x} ${y}` : `compare ${y} ${x}`, ["less", "equal", "more"]);
    if (x < y || relation === "equal") return relation;
    return relation === "less" ? "more" : "less";
  }

  /** A coded value is one of the codes that the rule tells apart, or any other. */
  #isOneOf(given: Typed, codes: ReadonlySet<string>, possible: Possible): boolean {
    const value = this.expand(given);
    const sets = this.#constants.get(keyOf(value)) ?? [];
    const isKnown = sets.some((set) => set.size === codes.size && [...codes].every((code) => set.has(code)));
    if (!isKnown) return possible.choose(`is ${keyOf(value)} in ${[...codes].join()}`, [true, false]);
    // One code stands for all that the same sets hold.
    const kinds = new Map([...new Set(sets.flatMap((set) => [...set]))].map((code) => [sets.map((set) => Number(set.has(code))).join(""), code]));
    return codes.has(possible.choose(`value ${keyOf(value)}`, [" any other", ...kinds.values()]));
  }

  #isPresent(given: Typed, possible: Possible, suppose: Suppositions): boolean {
    const value = this.expand(given);
    if (value.type.kind === "boolean" && value.op !== "item" && value.op !== "variable") return this.truth(value, possible, suppose) !== null;
    if (value.type.kind !== "record" && value.type.kind !== "list") return this.#status(value, possible, suppose) !== "absent";
    if (value.type.kind === "record" && suppose.isAbsentRecord?.(value) === true) return false;
    return possible.choose(`present ${keyOf(value)}`, [true, false]);
  }

  #status(given: Typed, possible: Possible, suppose: Suppositions): Status {
    const node = this.expand(given);
    const all = (values: readonly Typed[]): boolean => values.every((value) => this.#status(value, possible, suppose) === "value");
    switch (node.op) {
      case "constant":
        return "value";
      case "collection":
        if (node.field !== "authority") return "value";
        break;
      case "negate":
        return all([node.operand]) ? "value" : "absent";
      case "arithmetic":
        if (node.operator === "/") break;
        return all([node.left, node.right]) ? "value" : "absent";
      case "call":
        if (node.name === "first_present") {
          const found = node.arguments.map((value) => this.#status(value, possible, suppose)).find((status) => status !== "absent");
          return found === "value" ? "value" : "absent";
        }
        if (node.name === "latest" || node.name === "earliest") {
          return node.arguments.some((value) => (value.type.kind === "list" ? this.#isPresent(value, possible, suppose) : all([value]))) ? "value" : "absent";
        }
        if (!all(node.arguments)) return "absent";
        if (!MAY_BE_MISSING.has(node.name)) return "value";
        break;
      case "quantifier":
        if (node.type.kind === "integer" || node.type.kind === "decimal") return "value";
        break;
      case "size":
        return "value";
      default:
        break;
    }
    return this.#askStatus(node, possible, suppose);
  }

  #askStatus(node: Typed, possible: Possible, suppose: Suppositions): Status {
    if (node.type.kind === "record" && suppose.isAbsentRecord?.(node) === true) return "absent";
    if (node.op === "item" && suppose.isAbsentRecord !== undefined && isInAbsent(node.record, suppose.isAbsentRecord)) return "absent";
    suppose.asked?.(node);
    const supposed = suppose.status?.(node) ?? null;
    if (supposed !== null) return supposed;
    const isText = node.type.kind === "text" || node.type.kind === "code" || node.type.kind === "postcode" || node.op !== "item";
    return possible.choose(`status ${keyOf(node)}`, isText ? ["value", "absent"] : ["value", "absent", "unreadable"]);
  }

  #collectConstants(given: Typed): void {
    const node = this.expand(given);
    const add = (value: Typed, codes: ReadonlySet<string>): void => {
      const key = keyOf(this.expand(value));
      this.#constants.set(key, [...(this.#constants.get(key) ?? []), new Set(codes)]);
    };
    if (node.op === "in" && (node.set.op === "set" || node.set.op === "constants")) add(node.value, constantsOf(node.set));
    const pair =
      node.op === "compare" && (node.operator === "==" || node.operator === "!=")
        ? [node.left, node.right]
        : node.op === "call" && node.name === "same"
          ? node.arguments
          : [];
    for (const [value, other] of [pair, pair.toReversed()]) {
      if (
        value !== undefined &&
        other?.op === "constant" &&
        typeof other.value === "string" &&
        value.op !== "constant" &&
        (value.type.kind === "code" || value.type.kind === "text")
      )
        add(value, new Set([other.value]));
    }
    for (const inner of innerConditions(node)) this.#collectConstants(inner);
  }
}

function innerConditions(node: Typed): readonly Typed[] {
  if (node.op === "and" || node.op === "or" || node.op === "compare") return [node.left, node.right];
  if (node.op === "quantifier") return node.body === null ? [] : [node.body];
  return node.op === "not" ? [node.operand] : [];
}

/** Functions that can have no value though all that they are given has one. */
const MAY_BE_MISSING: ReadonlySet<string> = new Set(["date", "characters", "age", "upn_check_letter", "earliest_possible", "miles_between", "birthday"]);

function constantsOf(set: Typed): ReadonlySet<string> {
  return new Set(set.op === "set" ? set.codes : set.op === "constants" ? set.values : []);
}

function isInAbsent(record: Typed, isAbsent: (record: Typed) => boolean): boolean {
  if (isAbsent(record)) return true;
  return (record.op === "group" || record.op === "enclosing" || record.op === "neighbour") && isInAbsent(record.record, isAbsent);
}
