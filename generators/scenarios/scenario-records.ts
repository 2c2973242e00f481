import { emptyRecord, type TextRecord } from "../rules/record-tree.ts";
import { suggestName } from "../specification/diagnostics.ts";
import type { RecordNode } from "../specification/model.ts";
import { entryOf, type YamlEntry, type YamlMap, type YamlNode } from "../specification/yaml-reader.ts";
import { type CollectionNames, locate } from "../synthesis/names.ts";
import { complete, holderOf } from "../synthesis/year-tree.ts";
import { addReason, countOf, reportScenario, textsOf, type ValueContext } from "./scenario-values.ts";

/** What reading the records of a child needs to know. */
export interface RecordContext extends ValueContext {
  readonly names: CollectionNames;
  /** What records of a name hold unless they say otherwise. */
  readonly defaults: ReadonlyMap<string, YamlMap>;
  /** What several scenarios have alike, by name. */
  readonly parts: ReadonlyMap<string, YamlMap>;
}

/** A record as it is keyed in and as the return must have it. */
export interface BothRecords {
  readonly keyed: TextRecord;
  /** Null: the return must not have it. */
  readonly returned: TextRecord | null;
}

const SPECIAL = new Set(["not-returned", "from", "to", "use"]);

export function buildRecord(context: RecordContext, node: RecordNode, map: YamlMap): BothRecords {
  const keyed = emptyRecord(node);
  const returned = emptyRecord(node);
  for (const entry of withDefaults(context, node, map)) addEntry(context, entry, keyed, returned);
  complete(keyed);
  complete(returned);
  const out = entryOf(map, "not-returned")?.value;
  addReason(context, out, `${node.label}: `);
  return { keyed, returned: out === undefined ? returned : null };
}

/** The record's own entries, then those of the parts that it uses, then those that all records of its name have. */
function withDefaults(context: RecordContext, node: RecordNode, map: YamlMap): readonly YamlEntry[] {
  const entries: YamlEntry[] = [];
  const add = (more: readonly YamlEntry[]): void => {
    const known = new Set(entries.map(({ key }) => key.text));
    entries.push(...more.filter(({ key }) => !SPECIAL.has(key.text) && !known.has(key.text)));
  };
  add(map.entries);
  // What a part says of last year is for the child that uses it.
  const isChild = node.path === context.release.child?.record.path;
  for (const part of usedParts(context, map)) add(part.entries.filter(({ key }) => !isChild || key.text !== "last-year"));
  add(context.defaults.get(node.name)?.entries ?? []);
  return entries;
}

/** The parts that a body uses, in their order. */
export function usedParts({ parts, diagnostics }: RecordContext, map: YamlMap): readonly YamlMap[] {
  const use = entryOf(map, "use")?.value;
  const names = use === undefined ? [] : use.kind === "list" ? use.items : [use];
  return names.flatMap((name) => {
    const part = name.kind === "scalar" ? parts.get(name.text) : undefined;
    if (part === undefined)
      reportScenario(diagnostics, name.span, "There is no part of this name.", name.kind === "scalar" ? suggestName(name.text, parts.keys()) : null);
    return part ?? [];
  });
}

/** Adds what an item or a record of a name says to both sides. */
export function addEntry(context: RecordContext, { key, value }: YamlEntry, keyed: TextRecord, returned: TextRecord): void {
  const place = locate(keyed.node, key.text);
  const { names, diagnostics, told } = context;
  if (place === null) {
    if (key.text === "last-year") {
      reportScenario(diagnostics, key.span, "last-year stands beside has, or in a part that a child uses.");
      return;
    }
    // Another year has it.
    if (names.items.has(key.text) || names.records.has(key.text)) return;
    reportScenario(diagnostics, key.span, `${key.text} is no item or record of any release.`, suggestName(key.text, [...names.items.keys(), ...names.records]));
    return;
  }
  if (place.node.kind === "item") {
    if (place.node.derived !== null) return;
    const texts = textsOf(context, place.node, value);
    if (texts.keyed.length > 0) holderOf(keyed, place).items.set(place.node.path, [...texts.keyed]);
    if (texts.returned.length > 0) holderOf(returned, place).items.set(place.node.path, [...texts.returned]);
    return;
  }
  for (const one of value.kind === "list" ? value.items : [value]) {
    if (one.kind !== "map") {
      reportScenario(diagnostics, one.span, `${key.text} is a record: a map of its items.`);
      continue;
    }
    if (!isTold(one, told.period)) continue;
    const inner = buildRecord(context, place.node, one);
    put(holderOf(keyed, place), inner.keyed);
    if (inner.returned !== null) put(holderOf(returned, place), inner.returned);
  }
}

/** A record that holds nothing in this release is none. */
function put(holder: TextRecord, record: TextRecord): void {
  if (record.items.size === 0 && record.groups.size === 0) return;
  const { path } = record.node;
  holder.groups.set(path, [...(holder.groups.get(path) ?? []), record]);
}

/** Whether something with `from` and `to` is told of a period. */
export function isTold(map: YamlMap, period: string): boolean {
  const [from, to] = [entryOf(map, "from")?.value, entryOf(map, "to")?.value];
  return (from?.kind !== "scalar" || from.text <= period) && (to?.kind !== "scalar" || to.text >= period);
}

/** How many children a body stands for: as many as the longest `each` in it has codes. */
export function countChildren(context: RecordContext, node: RecordNode, map: YamlMap): number {
  const counts = map.entries.flatMap(({ key, value }) => {
    const place = locate(node, key.text);
    if (place === null || (place.node.kind === "item" && place.node.derived !== null)) return [];
    const inner = place.node;
    if (inner.kind === "item") return [countOf(context, inner, value)];
    return recordsOf(value).map((one) => (isTold(one, context.told.period) ? countChildren(context, inner, one) : 1));
  });
  return Math.max(1, ...counts);
}

function recordsOf(value: YamlNode): readonly YamlMap[] {
  return (value.kind === "list" ? value.items : [value]).filter((one): one is YamlMap => one.kind === "map");
}
