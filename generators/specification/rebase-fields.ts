import type { Fact, MeantLint } from "./model.ts";
import type { YamlFields, YamlText, YamlValue } from "./print-yaml.ts";

/** A field that may be missing: null and an empty list are left out. */
export type MaybeField = readonly [key: string, value: YamlValue | null];

export function entries(fields: readonly MaybeField[]): YamlFields {
  return { short: false, fields: given(fields) };
}

/** The same, on one line where it fits. */
export function short(fields: readonly MaybeField[]): YamlFields {
  return { short: true, fields: given(fields) };
}

export function given(fields: readonly MaybeField[]): YamlFields["fields"] {
  return fields.flatMap(([key, value]) => (value === null || (Array.isArray(value) && value.length === 0) ? [] : [[key, value] as const]));
}

export function named<T extends { readonly name: string }>(list: readonly T[], print: (entry: T) => YamlValue): YamlFields {
  return entries(list.map((entry) => [entry.name, print(entry)]));
}

/** A field that is left out when nothing stands below it. */
export function section(name: string, fields: YamlFields): MaybeField[] {
  return fields.fields.length === 0 ? [] : [[name, fields]];
}

export function flag(name: string, value: boolean): MaybeField {
  return [name, value ? true : null];
}

export function meantField(meant: readonly MeantLint[]): MaybeField[] {
  return section("meant", entries(meant.map(({ kind, why }) => [kind, why])));
}

export function expression(text: string): YamlText {
  return { text, as: "expression" };
}

/** Source and basis where they are not those of what encloses it; all of them where nothing does. */
export function factFields(fact: Fact, enclosing: Fact | null): MaybeField[] {
  const sameSource = enclosing !== null && fact.source.join("\n") === enclosing.source.join("\n");
  const sameBasis = enclosing !== null && fact.basis === enclosing.basis && fact.seenFrom === enclosing.seenFrom;
  const basis: MaybeField = fact.seenFrom === null ? ["basis", fact.basis] : ["seen-from", fact.seenFrom];
  return [["source", sameSource ? null : fact.source], sameBasis ? ["basis", null] : basis];
}

export function noteAndFacts(fact: Fact, enclosing: Fact | null = null): MaybeField[] {
  return [["note", fact.note], ...factFields(fact, enclosing)];
}
