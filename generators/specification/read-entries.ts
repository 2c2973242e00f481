import type { SectionName } from "./entities.ts";
import type { ChangeRecord, Entry, Origin } from "./entry.ts";
import type { YamlEntry, YamlMap, YamlNode } from "./yaml-reader.ts";

/** Fields whose named entries are edited one by one, per kind of entry. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  items: ["contains"],
  codesets: ["codes"],
  tables: ["columns"],
  "reference-tables": ["columns"],
  rules: ["passes", "fails"],
};
const PLACEMENT_FIELDS: ReadonlySet<string> = new Set(["after", "before", "in"]);

/** Makes entries of the map of a section, in the order of the file. */
export function readSection(section: SectionName, map: YamlMap, change: ChangeRecord | null): Entry[] {
  return map.entries.map((entry) => readEntry(section, entry, change, section));
}

/**
 * Makes an entry of one named map. Placement words (`after`, `before`, `in`) are the edit's, not the entry's.
 * @param parent identity of what it stands in
 */
export function readEntry(section: SectionName, { key, value }: YamlEntry, change: ChangeRecord | null, parent: string): Entry {
  const origin: Origin = { span: key.span, change };
  const identity = `${parent}/${key.text}${change === null ? "" : `@${change.release}@${change.version}`}`;
  const entry: Entry = { identity, name: key.text, origin, fields: new Map(), parts: new Map(), lists: new Map(), history: [] };
  entry.history.push({ change, span: key.span, what: change === null ? "written" : "added", field: null, before: null, after: key.text });
  if (value.kind === "map") for (const field of value.entries) readField(section, entry, field, change);
  else if (value.kind === "scalar") entry.fields.set("label", { node: value, origin: { span: value.span, change } });
  if (change !== null) adoptFacts(entry, change);
  return entry;
}

/** An example of a rule is one value, kept as it was written. */
export function readExample({ key, value }: YamlEntry, change: ChangeRecord | null, parent: string): Entry {
  const origin: Origin = { span: key.span, change };
  return {
    identity: `${parent}/${key.text}`,
    name: key.text,
    origin,
    fields: new Map([["value", { node: value, origin }]]),
    parts: new Map(),
    lists: new Map(),
    history: [{ change, span: key.span, what: change === null ? "written" : "added", field: null, before: null, after: key.text }],
  };
}

function readField(section: SectionName, entry: Entry, { key, value }: YamlEntry, change: ChangeRecord | null): void {
  if (PLACEMENT_FIELDS.has(key.text) && change !== null) return;
  if (section === "rules" && (PARTS["rules"] ?? []).includes(key.text) && value.kind === "map") {
    entry.parts.set(
      key.text,
      value.entries.map((example) => readExample(example, change, `${entry.identity}/${key.text}`)),
    );
  } else if ((PARTS[section] ?? []).includes(key.text) && value.kind === "map") {
    entry.parts.set(
      key.text,
      value.entries.map((part) => readEntry(section === "items" ? "items" : section, part, change, entry.identity)),
    );
  } else if (section === "codesets" && key.text === "groups" && value.kind === "map") {
    entry.parts.set(
      "groups",
      value.entries.map((group) => readGroup(group, change, entry.identity)),
    );
  } else if (section === "codesets" && key.text === "ranges" && value.kind === "list") {
    entry.lists.set("ranges", membersOf(value, change));
  } else {
    entry.fields.set(key.text, { node: value, origin: { span: value.span.start === value.span.end ? key.span : value.span, change } });
  }
}

/** A group of codes is an entry with one list, `codes`. */
export function readGroup({ key, value }: YamlEntry, change: ChangeRecord | null, parent: string): Entry {
  const origin: Origin = { span: key.span, change };
  return {
    identity: `${parent}/groups/${key.text}`,
    name: key.text,
    origin,
    fields: new Map(),
    parts: new Map(),
    lists: new Map([["codes", membersOf(value, change)]]),
    history: [{ change, span: key.span, what: change === null ? "written" : "added", field: null, before: null, after: key.text }],
  };
}

function membersOf(node: YamlNode, change: ChangeRecord | null): { text: string; origin: Origin }[] {
  if (node.kind !== "list") return [];
  return node.items.flatMap((item) => (item.kind === "scalar" ? [{ text: item.text, origin: { span: item.span, change } }] : []));
}

/** What a change adds has the change's source and basis unless it states its own. */
function adoptFacts(entry: Entry, change: ChangeRecord): void {
  const origin: Origin = { span: change.span, change };
  if (!entry.fields.has("basis") && !entry.fields.has("seen-from")) {
    entry.fields.set("basis", { node: scalar(change.basis, change), origin });
  }
  if (!entry.fields.has("source") && change.source.length > 0) {
    const items = change.source.map((text) => scalar(text, change));
    entry.fields.set("source", { node: { kind: "list", items, span: change.span }, origin });
  }
}

function scalar(text: string, change: ChangeRecord): YamlNode & { kind: "scalar" } {
  return { kind: "scalar", text, style: "plain", value: text, commented: false, span: change.span };
}
