import { entryOf, type YamlEntry, type YamlMap, type YamlNode } from "../specification/yaml-reader.ts";
import { codedItems, type CompileContext, compileScalar, isAvailable, literalText, readNumber, reportStory, reportUnknown } from "./compile-context.ts";
import { isList, Scope, timesOf, type Value } from "./scope.ts";
import type { Compute } from "./story-expression.ts";

const KINDS = ["is", "choose", "first", "pick", "some", "all"] as const;
const KEYS: readonly string[] = [...KINDS, "when", "chance", "else", "unless", "count", "repeat", "of"];

/**
 * How a value comes about.
 * @param item the item it is for; null for a name that a story gives
 * @param plain what a single text is: a text that stands for itself, or an expression
 */
export function compileValue(context: CompileContext, node: YamlNode, item: string | null, plain: "text" | "expression"): Compute {
  if (node.kind === "list") return compileChoice(context, node, item);
  if (node.kind === "map") return compileMap(context, node, item, plain);
  if (node.text === "absent" && node.style === "plain") return () => null;
  if (plain === "expression") return compileScalar(context, node);
  const text = literalText(context, node);
  return isAvailable(context, item, text, node.span) ? () => text : () => null;
}

/** What a single text is for an item: a date is computed, everything else stands for itself. */
export function plainKind(context: CompileContext, item: string): "text" | "expression" {
  const type = context.names.items.get(item)?.[0]?.type.kind;
  return type === "date" || type === "partial-date" ? "expression" : "text";
}

function compileMap(context: CompileContext, map: YamlMap, item: string | null, plain: "text" | "expression"): Compute {
  for (const { key } of map.entries) if (!KEYS.includes(key.text)) reportUnknown(context, key, KEYS, "no way to give a value");
  const kinds = map.entries.filter(({ key }) => (KINDS as readonly string[]).includes(key.text));
  const [kind, second] = kinds;
  if (kind === undefined || second !== undefined) {
    reportStory(context, (second ?? map.entries[0])?.key.span ?? map.span, `A value is given by one of ${KINDS.join(", ")}.`);
    return () => null;
  }
  return guarded(context, map, item, plain, compileKind(context, map, kind, codesFor(context, map) ?? item));
}

/** The item whose codes are meant, where a name is given a code that an item gets later. */
function codesFor(context: CompileContext, map: YamlMap): string | null {
  const of = entryOf(map, "of")?.value;
  if (of === undefined) return null;
  const name = literalText(context, of);
  if (codedItems(context, name).length === 0) reportStory(context, of.span, `${name} is no item with codes.`);
  return name;
}

function compileKind(context: CompileContext, map: YamlMap, { key, value }: YamlEntry, item: string | null): Compute {
  switch (key.text) {
    case "is":
      return repeated(context, map, compileScalar(context, value));
    case "choose":
      return compileChoice(context, value, item);
    case "first": {
      const [code] = codesOf(context, value, item);
      return () => code?.code ?? null;
    }
    case "some":
      return compileSome(context, map, value, item);
    case "all": {
      const codes = codesOf(context, value, item).map(({ code }) => code);
      return () => codes;
    }
    default:
      return compilePick(context, map, value);
  }
}

/** `when`, `chance` and `else` around a value. */
function guarded(context: CompileContext, map: YamlMap, item: string | null, plain: "text" | "expression", compute: Compute): Compute {
  const [when, chance, otherwise] = ["when", "chance", "else"].map((key) => entryOf(map, key)?.value);
  const other = otherwise === undefined ? (): Value => null : compileValue(context, otherwise, item, plain);
  const condition = when === undefined ? null : compileScalar(context, when);
  const percent = chance === undefined ? null : readNumber(context, chance, "chance");
  if (condition === null && percent === null) return compute;
  return (scope) => {
    const applies = (condition === null || condition(scope) === true) && (percent === null || scope.random.fraction() * 100 < percent);
    return applies ? compute(scope) : other(scope);
  };
}

/** An entry of an item that repeats: as many values as `repeat` says, each knowing its `index` and the one before (`previous`). */
function repeated(context: CompileContext, map: YamlMap, compute: Compute): Compute {
  const times = entryOf(map, "repeat")?.value;
  if (times === undefined) return compute;
  const count = compileScalar(context, times);
  return (scope) => {
    const number = timesOf(count(scope));
    const values: Value[] = [];
    for (let index = 0; index < number; index += 1) {
      const inner = new Scope(scope, scope.random);
      inner.set("index", index);
      inner.set("previous", values.at(-1) ?? null);
      const value = compute(inner);
      if (value !== null) values.push(value);
    }
    return values.length === 0 ? null : values;
  };
}

interface WeightedCode {
  readonly code: string;
  readonly weight: number;
}

/** Codes of a list, equally likely, or of a map with their weights; without those that one of the returns could not hold. */
function codesOf(context: CompileContext, node: YamlNode, item: string | null): readonly WeightedCode[] {
  if (node.kind === "list") {
    return node.items.flatMap((one) => {
      const code = literalText(context, one);
      return isAvailable(context, item, code, one.span) ? [{ code, weight: 1 }] : [];
    });
  }
  if (node.kind === "map") {
    return node.entries.flatMap(({ key, value }) => {
      const code = literalText(context, key);
      const weight = readNumber(context, value, "A weight");
      return isAvailable(context, item, code, key.span) ? [{ code, weight }] : [];
    });
  }
  if (node.text === "any" && item !== null) {
    const sets = codedItems(context, item).flatMap(({ type }) => (type.kind === "code" ? [type.set] : []));
    const codes = context.involved[0]?.codeSets.get(sets[0] ?? "")?.codes ?? [];
    return codes
      .filter(({ code, inSpecification, tolerated }) => inSpecification && tolerated === null && isAvailable(context, item, code, node.span))
      .map(({ code }) => ({ code, weight: 1 }));
  }
  reportStory(context, node.span, "Codes are a list, or a map with their weights; `any` stands for all of an item.");
  return [];
}

function compileChoice(context: CompileContext, node: YamlNode, item: string | null): Compute {
  const choose = weightedChoice(codesOf(context, node, item));
  return (scope) => choose(scope)?.code ?? null;
}

/** Chooses one of several by weight; nothing when there is none. */
export function weightedChoice<T extends { readonly weight: number }>(options: readonly T[]): (scope: Scope) => T | null {
  const total = options.reduce((sum, { weight }) => sum + weight, 0);
  return (scope) => {
    let rest = scope.random.fraction() * total;
    for (const option of options) {
      rest -= option.weight;
      if (rest < 0) return option;
    }
    return options.at(-1) ?? null;
  };
}

/** Several different codes, in the order in which they are listed. */
function compileSome(context: CompileContext, map: YamlMap, node: YamlNode, item: string | null): Compute {
  const codes = codesOf(context, node, item);
  const wanted = entryOf(map, "count")?.value;
  const count = wanted === undefined ? (): Value => 1 : compileScalar(context, wanted);
  return (scope) => {
    const number = timesOf(count(scope));
    const left = [...codes];
    const chosen = new Set<string>();
    while (chosen.size < number && left.length > 0) {
      const one = weightedChoice(left)(scope);
      if (one === null) break;
      chosen.add(one.code);
      left.splice(left.indexOf(one), 1);
    }
    return chosen.size === 0 ? null : codes.flatMap(({ code }) => (chosen.has(code) ? [code] : []));
  };
}

/** A row of a pool; the next ones are tried where `unless` is true of it (the row is then called `this_one`). */
function compilePick(context: CompileContext, map: YamlMap, node: YamlNode): Compute {
  const pool = literalText(context, node);
  const unless = entryOf(map, "unless")?.value;
  const excluded = unless === undefined ? null : compileScalar(context, unless);
  if (!context.pools.has(pool)) reportUnknown(context, node.kind === "scalar" ? node : emptyKey(map), context.pools.keys(), "not the name of a pool");
  return (scope) => {
    const rows = context.pools.get(pool) ?? [];
    const first = scope.random.whole(0, rows.length - 1) ?? 0;
    for (let step = 0; step < rows.length; step += 1) {
      const row = rows[(first + step) % rows.length] ?? null;
      if (excluded === null || row === null) return row;
      const inner = new Scope(scope, scope.random);
      inner.set("this_one", row);
      if (excluded(inner) !== true) return row;
    }
    return null;
  };
}

function emptyKey(map: YamlMap): YamlEntry["key"] {
  const [first] = map.entries;
  if (first === undefined) throw new Error("a value has at least one key");
  return first.key;
}

/** The value of an item that repeats is a list; one of an item that does not is its only entry. */
export function asList(value: Value): readonly Value[] {
  return value === null ? [] : isList(value) ? value : [value];
}
