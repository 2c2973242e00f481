import { RULE } from "./rule-entities.ts";
import { type Diagnostics, suggestName } from "./diagnostics.ts";
import type { Span } from "./source.ts";
import { entryOf, type Substitution, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from "./yaml-reader.ts";

/**
 * A family writes one rule for many ids: `family` holds, per id, values for the `$names` in the rest, and whatever else differs. It is a way of
 * writing only: everybody else sees its members, each a rule of its own that changes edit like any other.
 */

/** What a member gives for a `$name`. */
type Values = ReadonlyMap<string, YamlNode>;

/** Keys whose texts are expressions or names inside them: there a value is one word, not any text. */
const EXPRESSIONS: ReadonlySet<string> = new Set(["for", "within", "let", "when", "check", "unique", "report"]);
/** Maps that a member adds to rather than replaces. */
const JOINED: ReadonlySet<string> = new Set(["passes", "fails"]);

const NAME = /\$([A-Za-z_]\w*)/g;
const WORD = /^(-?\d+(\.\d+)?|true|false|[A-Za-z_]\w*(\.[A-Za-z_]\w*)*)$/;

/** The rules of a map with every family replaced by its members, in the order written. */
export function expandFamilies(rules: YamlMap, diagnostics: Diagnostics): YamlMap {
  if (rules.entries.every((rule) => familyOf(rule) === null)) return rules;
  const entries = rules.entries.flatMap((rule) => {
    const family = familyOf(rule);
    return family === null ? [rule] : membersOf(rule, family, diagnostics);
  });
  return { ...rules, entries };
}

/** The same in a change file, where rules stand under `edits: rules: add:`. */
export function expandAddedFamilies(file: YamlMap, diagnostics: Diagnostics): YamlMap {
  return within(file, ["edits", "rules", "add"], (rules) => expandFamilies(rules, diagnostics));
}

function within(map: YamlMap, [first, ...rest]: readonly string[], change: (map: YamlMap) => YamlMap): YamlMap {
  if (first === undefined) return change(map);
  const entries = map.entries.map((entry) =>
    entry.key.text === first && entry.value.kind === "map" ? { ...entry, value: within(entry.value, rest, change) } : entry,
  );
  return { ...map, entries };
}

function familyOf({ value }: YamlEntry): YamlEntry | null {
  return value.kind === "map" ? (entryOf(value, "family") ?? null) : null;
}

function membersOf(rule: YamlEntry, family: YamlEntry, diagnostics: Diagnostics): readonly YamlEntry[] {
  const shared = rule.value.kind === "map" ? rule.value.entries.filter((entry) => entry !== family) : [];
  if (family.value.kind !== "map" || family.value.entries.length === 0) {
    diagnostics.report("RS1504", family.value.span, { why: "It is a map of the ids of the rules, each with the values of the $names." });
    return [];
  }
  const used = new Set(shared.flatMap(namesIn));
  const members: YamlEntry[] = [];
  for (const { key, value } of family.value.entries) {
    if (value.kind !== "map") {
      diagnostics.report("RS1504", value.span, { why: `${key.text} is a map of the values of the $names.` });
      continue;
    }
    const own = value.entries.filter((entry) => isOfRule(entry.key.text));
    const values: Values = new Map(value.entries.filter((entry) => !own.includes(entry)).map((entry) => [entry.key.text, entry.value]));
    const usedHere = new Set([...used, ...own.flatMap(namesIn)]);
    for (const entry of value.entries)
      if (!own.includes(entry) && !usedHere.has(entry.key.text))
        diagnostics.report("RS1505", entry.key.span, { name: entry.key.text, family: rule.key.text }, suggestName(entry.key.text, [...usedHere]));
    members.push({ key, value: { ...value, entries: joined(shared, own).map((entry) => fill(entry, values, key, diagnostics)) } });
  }
  return members;
}

function isOfRule(key: string): boolean {
  return Object.hasOwn(RULE.fields, key);
}

/** What the member says itself takes the place of what the family says; examples are added to those of the family. */
function joined(shared: readonly YamlEntry[], own: readonly YamlEntry[]): readonly YamlEntry[] {
  const kept = shared.flatMap((entry) => {
    const other = own.find(({ key }) => key.text === entry.key.text);
    if (other === undefined) return [entry];
    if (!JOINED.has(entry.key.text) || entry.value.kind !== "map" || other.value.kind !== "map") return [];
    const names = new Set(other.value.entries.map(({ key }) => key.text));
    return [{ ...other, value: { ...other.value, entries: [...entry.value.entries.filter(({ key }) => !names.has(key.text)), ...other.value.entries] } }];
  });
  return [...kept, ...own.filter(({ key }) => !kept.some((entry) => entry.key.text === key.text))];
}

function namesIn({ key, value }: YamlEntry): readonly string[] {
  return [...key.text.matchAll(NAME)].flatMap(([, name]) => name ?? []).concat(namesInside(value));
}

function namesInside(node: YamlNode): string[] {
  if (node.kind === "scalar") return [...node.text.matchAll(NAME)].flatMap(([, name]) => name ?? []);
  return node.kind === "list" ? node.items.flatMap(namesInside) : node.entries.flatMap((entry) => [...namesIn(entry)]);
}

function fill(entry: YamlEntry, values: Values, member: YamlScalar, diagnostics: Diagnostics): YamlEntry {
  return { key: entry.key, value: fillNode(entry.value, EXPRESSIONS.has(entry.key.text), values, member, diagnostics) };
}

function fillNode(node: YamlNode, isExpression: boolean, values: Values, member: YamlScalar, diagnostics: Diagnostics): YamlNode {
  if (node.kind === "list") return { ...node, items: node.items.map((item) => fillNode(item, isExpression, values, member, diagnostics)) };
  if (node.kind === "map") {
    const entries = node.entries.map(({ key, value }) => ({
      key: fillScalar(key, false, values, member, diagnostics),
      value: fillNode(value, isExpression || EXPRESSIONS.has(key.text), values, member, diagnostics),
    }));
    for (const [index, { key }] of entries.entries())
      if (entries.findIndex((other) => other.key.text === key.text) < index) diagnostics.report("RS1508", key.span, { key: key.text, member: member.text });
    return { ...node, entries };
  }
  const whole = /^\$([A-Za-z_]\w*)$/.exec(node.text)?.[1];
  const given = whole === undefined ? undefined : values.get(whole);
  return given !== undefined && (!isExpression || given.kind === "map") ? given : fillScalar(node, isExpression, values, member, diagnostics);
}

/** Replaces the `$names` of a text. Where each came from is kept, so that a mistake in it is shown in the member. */
function fillScalar(scalar: YamlScalar, isExpression: boolean, values: Values, member: YamlScalar, diagnostics: Diagnostics): YamlScalar {
  let text = "";
  let at = 0;
  const substitutions: Substitution[] = [];
  for (const match of scalar.text.matchAll(NAME)) {
    const [written, name = ""] = match;
    const value = values.get(name);
    if (value === undefined) {
      diagnostics.report("RS1506", member.span, { member: member.text, name }, suggestName(name, [...values.keys()]));
      return { ...scalar, broken: true };
    }
    text += scalar.text.slice(at, match.index);
    const word = isExpression ? wordOf(value, isInQuotes(scalar.text, match.index)) : plainOf(value);
    if (word === null) {
      diagnostics.report("RS1507", value.span, { name });
      return { ...scalar, broken: true };
    }
    substitutions.push({ start: text.length, end: text.length + word.length, written: written.length, span: value.span });
    text += word;
    at = match.index + written.length;
  }
  if (substitutions.length === 0) return scalar;
  text += scalar.text.slice(at);
  return { ...scalar, text, value: text, substituted: { text: scalar.text, substitutions } };
}

function isInQuotes(text: string, at: number): boolean {
  let inside = false;
  for (let index = 0; index < at; index += 1) {
    if (inside && text[index] === "\\") index += 1;
    else if (text[index] === '"') inside = !inside;
  }
  return inside;
}

/** A value as one token of an expression; null when it is more than that. */
function wordOf(value: YamlNode, isQuoted: boolean): string | null {
  if (value.kind === "map") return null;
  if (isQuoted) return value.kind === "scalar" && !/["\\\n]/.test(value.text) ? value.text : null;
  if (value.kind === "scalar") return WORD.test(value.text) ? value.text : null;
  const constants = value.items.map((item) => (item.kind === "scalar" ? constantOf(item) : null));
  return constants.some((constant) => constant === null) ? null : `[${constants.join(", ")}]`;
}

function constantOf({ text, style, value }: YamlScalar): string | null {
  if (style === "plain" && typeof value === "number") return text;
  return /["\\\n]/.test(text) ? null : `"${text}"`;
}

function plainOf(value: YamlNode): string | null {
  if (value.kind === "scalar") return value.text;
  return value.kind === "list" ? value.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])).join(", ") : null;
}

/** The place of a range of a text with substitutions: inside what a member gave, that place; else the place in the text as it was written. */
export function writtenRange(
  substitutions: readonly Substitution[],
  start: number,
  end: number,
): { readonly span: Span } | { readonly start: number; readonly end: number } {
  const inside = substitutions.find((one) => one.start <= start && end <= one.end && start < end);
  if (inside !== undefined) return { span: inside.span };
  return { start: writtenOffset(substitutions, start, "start"), end: writtenOffset(substitutions, end, "end") };
}

function writtenOffset(substitutions: readonly Substitution[], offset: number, edge: "start" | "end"): number {
  let shift = 0;
  for (const { start, end, written } of substitutions) {
    if (offset <= start) break;
    if (offset < end) return edge === "start" ? start - shift : start - shift + written;
    shift += end - start - written;
  }
  return offset - shift;
}
