import { type DiagnosticCode, type Diagnostics, suggestName } from "./diagnostics.ts";
import { type Entry, type FieldValue, textOf, textsOf } from "./entry.ts";
import { type ItemType, parseItemType } from "./item-type.ts";
import type { Library } from "./library.ts";
import type { CodeSet, Fact, NamedType, Occurs, Written } from "./model.ts";
import type { ResolvedRelease } from "./resolve.ts";
import { describePlace, type Span } from "./source.ts";
import { entryOf, type YamlMap, type YamlNode } from "./yaml-reader.ts";

/** What the builders of the model share. */
export interface BuildContext {
  readonly library: Library;
  readonly resolved: ResolvedRelease;
  readonly name: string;
  readonly period: string;
  readonly referenceDate: string;
  readonly codeSets: Map<string, CodeSet>;
  readonly types: Map<string, NamedType>;
  readonly diagnostics: Diagnostics;
}

/** What holds where nothing is said. */
export const NO_FACT: Fact = { source: [], basis: "inferred", seenFrom: null, note: null };

/** Source and basis of an entry; what it does not state is that of what encloses it. */
export function factOf(entry: Entry, enclosing: Fact | null, context: BuildContext): Fact {
  const outer = enclosing ?? NO_FACT;
  const source = textsOf(entry, "source");
  const field = entry.fields.get("source");
  // What an entry has from its change is checked with the change.
  if (field !== undefined && field.origin.span !== field.origin.change?.span) checkSources(field.node, context);
  const stated = textOf(entry, "basis");
  const seenFrom = textOf(entry, "seen-from");
  return { source: source ?? outer.source, ...basisOf(stated, seenFrom, outer, context), note: textOf(entry, "note") };
}

/** The same for a map inside release.yaml. */
export function factOfMap(map: YamlMap, context: BuildContext): Fact {
  const scalar = (key: string): string | null => {
    const value = entryOf(map, key)?.value;
    return value?.kind === "scalar" ? value.text : null;
  };
  const source = entryOf(map, "source")?.value;
  const sources =
    source?.kind === "list" ? source.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : source?.kind === "scalar" ? [source.text] : [];
  if (source !== undefined) checkSources(source, context);
  return { source: sources, ...basisOf(scalar("basis"), scalar("seen-from"), NO_FACT, context), note: scalar("note") };
}

/** `seen-from` resolves to seen from that period on, to inferred before. */
function basisOf(stated: string | null, seenFrom: string | null, outer: Fact, context: BuildContext): { basis: "seen" | "inferred"; seenFrom: string | null } {
  if (stated !== null) return { basis: stated === "seen" ? "seen" : "inferred", seenFrom: null };
  if (seenFrom !== null) return { basis: context.period >= seenFrom ? "seen" : "inferred", seenFrom };
  return { basis: outer.basis, seenFrom: outer.seenFrom };
}

export function checkSources(node: YamlNode, context: BuildContext): void {
  for (const item of node.kind === "list" ? node.items : [node]) {
    if (item.kind === "scalar" && !context.resolved.sources.has(item.text))
      context.diagnostics.report("RS1406", item.span, { name: item.text }, suggestName(item.text, context.resolved.sources.keys()));
  }
}

/** Something that is named but not there. */
export interface Absent {
  readonly kind: "item" | "code set" | "code" | "reference column";
  /** The code set of a code, the table of a column; null for what stands on its own. */
  readonly owner: string | null;
  readonly name: string;
  /** Where it is named. */
  readonly span: Span;
}

/**
 * Reports a name that is needed but not there. Where a change took it away, that is shown, with the place that still needs it:
 * the author of the change looks there.
 */
export function reportAbsent(
  code: DiagnosticCode,
  absent: Absent,
  parts: Readonly<Record<string, string>>,
  known: Iterable<string>,
  context: BuildContext,
): void {
  const { kind, owner, name, span } = absent;
  const gone = context.resolved.removed.findLast((entry) => entry.kind === kind && entry.owner === owner && entry.name === name)?.history.at(-1)?.span;
  if (gone === undefined) context.diagnostics.report(code, span, parts, suggestName(name, known));
  else context.diagnostics.report(code, gone, parts, `It is needed at ${describePlace(span)}.`);
}

export function writtenOf(entry: Entry): Written {
  const last = entry.history.at(-1)?.change ?? null;
  return { identity: entry.identity, origin: entry.origin, lastChange: last, history: [...entry.history] };
}

/** Reads `"1"`, `0..1`, `1..*`. The shape of the file has been checked before. */
export function parseOccurs(text: string | null): Occurs {
  const [, low = "1", high] = /^(\d+)(?:\.\.(\d+|\*))?$/.exec(text ?? "1") ?? [];
  return { minimum: Number(low), maximum: high === undefined ? Number(low) : high === "*" ? null : Number(high) };
}

export function checkOccurs(occurs: Occurs, text: string, span: Span, context: BuildContext): void {
  if (occurs.maximum !== null && occurs.minimum > occurs.maximum) context.diagnostics.report("RS1404", span, { range: text });
}

/** Parses a type against the release and reports what is wrong with it. Falls back to text, so that the rest can be checked. */
export function typeOf(text: string, span: Span, context: BuildContext): ItemType {
  const parsed = parseItemType(text, {
    pattern: (name) => context.types.get(name)?.pattern ?? null,
    named: (name) => context.types.get(name)?.is ?? null,
    hasCodeSet: (name) => context.codeSets.has(name),
  });
  if ("type" in parsed) return parsed.type;
  const { problem } = parsed;
  if (problem.kind === "syntax") context.diagnostics.report("RS1403", span, { type: text, why: problem.why });
  else if (problem.kind === "range") context.diagnostics.report("RS1404", span, { range: problem.range });
  else if (problem.kind === "code set")
    reportAbsent(
      "RS1401",
      { kind: "code set", owner: null, name: problem.name, span },
      { name: problem.name, release: context.name },
      context.codeSets.keys(),
      context,
    );
  else if (context.types.has(problem.name)) context.diagnostics.report("RS1403", span, { type: text, why: `${problem.name} has no pattern` });
  else if (context.codeSets.has(problem.name)) context.diagnostics.report("RS1402", span, { name: problem.name }, `Write code(${problem.name}).`);
  else context.diagnostics.report("RS1402", span, { name: problem.name }, suggestName(problem.name, [...BUILT_IN, ...context.types.keys()]));
  return { kind: "text", minimum: 0, maximum: null };
}

const BUILT_IN = ["date", "partial-date", "datetime", "year", "boolean", "text", "integer", "decimal", "postcode", "code", "pattern", "one-of"];

/** Reports names that differ only by case: no artefact may hold both. */
export function checkCase(entries: readonly { readonly name: string; readonly span: Span }[], context: BuildContext): void {
  const seen = new Map<string, string>();
  for (const { name, span } of entries) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined && other !== name) context.diagnostics.report("RS1411", span, { one: name, other });
    seen.set(name.toLowerCase(), name);
  }
}

export function flagOf(entry: Entry, field: string): boolean {
  return textOf(entry, field) === "true";
}

/** A field's node as a map; null when it is not one. */
export function mapOf(field: FieldValue | undefined): YamlMap | null {
  return field?.node.kind === "map" ? field.node : null;
}
