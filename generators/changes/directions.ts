import { type ItemType, parseItemType } from "../specification/item-type.ts";
import type { Release } from "../specification/model.ts";

/** Whether less or more is allowed than before; `different`: neither is part of the other, or it cannot be told. */
export type Direction = "narrower" | "wider" | "different" | "same";

/** Compares `0..1`, `1..*`, `1` … */
export function compareOccurs(before: string, after: string): Direction {
  return compareRanges(rangeOf(before), rangeOf(after));
}

type Range = readonly [low: number, high: number];

function rangeOf(text: string): Range {
  const [low = "1", high = low] = text.split("..");
  return [Number(low), high === "*" ? Number.POSITIVE_INFINITY : Number(high)];
}

function compareRanges([low, high]: Range, [newLow, newHigh]: Range): Direction {
  if (low === newLow && high === newHigh) return "same";
  if (newLow >= low && newHigh <= high) return "narrower";
  return newLow <= low && newHigh >= high ? "wider" : "different";
}

/** Compares types of items as specifications write them, by the values that they allow. */
export function compareTypes(before: string, after: string, was: Release, is: Release): Direction {
  const [old, now] = [typeOf(before, was), typeOf(after, is)];
  return old === null || now === null ? "different" : compare(old, now, was, is);
}

function typeOf(text: string, release: Release): ItemType | null {
  const parsed = parseItemType(text, {
    pattern: (name) => release.types.get(name)?.pattern ?? null,
    named: (name) => release.types.get(name)?.is ?? null,
    hasCodeSet: (name) => release.codeSets.has(name),
  });
  return "type" in parsed ? parsed.type : null;
}

function compare(old: ItemType, now: ItemType, was: Release, is: Release): Direction {
  if (old.kind === "text" && now.kind === "text") return compareRanges(limits(old), limits(now));
  if (old.kind === "integer" && now.kind === "integer") return compareRanges(limits(old), limits(now));
  if (old.kind === "decimal" && now.kind === "decimal") {
    const places = compareRanges([0, old.places ?? Number.POSITIVE_INFINITY], [0, now.places ?? Number.POSITIVE_INFINITY]);
    return both(compareRanges(numbers(old), numbers(now)), places);
  }
  if (old.kind === "code" && now.kind === "code") return compareSets(codesOf(old.set, was), codesOf(now.set, is));
  if (old.kind === "pattern" && now.kind === "pattern") return old.pattern === now.pattern ? "same" : "different";
  if (old.kind === now.kind && old.kind !== "one-of") return "same";
  // A type that becomes one of several is still allowed, and the other way round.
  if (now.kind === "one-of" && old.kind !== "one-of")
    return now.options.some((option) => ["same", "wider"].includes(compare(old, option, was, is))) ? "wider" : "different";
  if (old.kind === "one-of" && now.kind !== "one-of")
    return old.options.some((option) => ["same", "narrower"].includes(compare(option, now, was, is))) ? "narrower" : "different";
  return JSON.stringify(old) === JSON.stringify(now) ? "same" : "different";
}

function limits({ minimum, maximum }: { readonly minimum: number | null; readonly maximum: number | null }): Range {
  return [minimum ?? Number.NEGATIVE_INFINITY, maximum ?? Number.POSITIVE_INFINITY];
}

function numbers({ minimum, maximum }: { readonly minimum: string | null; readonly maximum: string | null }): Range {
  return [minimum === null ? Number.NEGATIVE_INFINITY : Number(minimum), maximum === null ? Number.POSITIVE_INFINITY : Number(maximum)];
}

function codesOf(set: string, release: Release): ReadonlySet<string> {
  return new Set((release.codeSets.get(set)?.codes ?? []).filter(({ inSpecification }) => inSpecification).map(({ code }) => code));
}

function compareSets(old: ReadonlySet<string>, now: ReadonlySet<string>): Direction {
  const goes = [...old].some((one) => !now.has(one));
  const comes = [...now].some((one) => !old.has(one));
  if (goes) return comes ? "different" : "narrower";
  return comes ? "wider" : "same";
}

function both(one: Direction, other: Direction): Direction {
  if (one === "same") return other;
  return other === "same" || other === one ? one : "different";
}
