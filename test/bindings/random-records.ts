import fc from "fast-check";
import { sampleCount, sampleValue } from "../../generators/samples/sample-values.ts";
import type { ItemNode, RecordNode, Release, TreeNode } from "../../generators/specification/model.ts";
import { isBound } from "../../generators/targets/typescript/binding-schema.ts";
import type { Values } from "./bound-releases.ts";

/** Characters that are written as themselves, as references, in several bytes, or as two units. */
const CHARACTERS = [..."abcXYZ019&<>\"'-;]é€𝒳 "];

/** Typed returns of a release, valid in structure; blank elements that must be there are always given, and no list is empty. */
export function randomReturns(release: Release): fc.Arbitrary<Values> {
  return records(release, release.root);
}

function records(release: Release, record: RecordNode): fc.Arbitrary<Values> {
  const nodes = record.contains.filter(isBound);
  const model = Object.fromEntries(nodes.map((node) => [node.name, content(release, node)]));
  const requiredKeys = nodes.filter(({ occurs }) => occurs.minimum > 0).map(({ name }) => name);
  const values = fc.record(model, { requiredKeys, noNullPrototype: true }) as fc.Arbitrary<Values>;
  // An inline record is there when one of its items is.
  return record.xml.kind === "inline" && requiredKeys.length === 0 ? values.filter((one) => Object.keys(one).length > 0) : values;
}

function content(release: Release, node: TreeNode): fc.Arbitrary<unknown> {
  const one = node.kind === "record" ? records(release, node) : scalars(release, node);
  const { minimum, maximum } = node.occurs;
  // An empty list is written as nothing, and what is not there is no list when it is read.
  const fewest = Math.max(minimum, 1);
  return maximum === 1 ? one : fc.array(one, { minLength: fewest, maxLength: Math.min(maximum ?? fewest + 1, fewest + 1) });
}

function scalars(release: Release, item: ItemNode): fc.Arbitrary<unknown> {
  const { type, emptyAllowed } = item;
  const count = sampleCount(release, item, "strict");
  const samples = fc.nat(Math.max(count, 6) - 1).map((number) => typed(sampleValue(release, item, number, "strict"), type.kind));
  const values = type.kind === "text" ? fc.oneof(samples, texts(type.minimum, type.maximum ?? 40)) : samples;
  return emptyAllowed ? fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: fc.constant("") }) : values;
}

function texts(minimum: number, maximum: number): fc.Arbitrary<string> {
  const isCollapsed = (text: string): boolean => text === text.trim() && !text.includes("  ");
  return fc
    .array(fc.constantFrom(...CHARACTERS), { minLength: Math.max(minimum, 1), maxLength: maximum })
    .map((characters) => characters.join(""))
    .filter(isCollapsed);
}

function typed(text: string, kind: ItemNode["type"]["kind"]): unknown {
  if (kind === "boolean") return text === "true" || text === "1";
  return kind === "integer" || kind === "decimal" ? Number(text) : text;
}

/** The same records with one value, object or list in them replaced. */
export function replaceSomewhere(value: unknown, choose: (limit: number) => number, replacement: unknown): unknown {
  if (typeof value !== "object" || value === null) return replacement;
  const entries = Object.entries(value);
  const chosen = choose(entries.length + 1);
  // Mostly something further inside: there are few places near the root.
  if (entries.length === 0 || (chosen === entries.length && choose(4) === 0)) return replacement;
  const index = chosen % entries.length;
  const changed = entries.map(([key, inner], at) => [key, at === index ? replaceSomewhere(inner, choose, replacement) : inner] as const);
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}
