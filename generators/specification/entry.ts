import type { Span } from "./source.ts";
import type { YamlNode } from "./yaml-reader.ts";

/** A change file, as everything that it touched remembers it. */
export interface ChangeRecord {
  readonly release: string;
  readonly version: string;
  /** Path of the change file, relative to the folder that holds `specs/`. */
  readonly file: string;
  readonly title: string;
  readonly why: string;
  readonly audience: { readonly supplier: string; readonly authority: string };
  readonly source: readonly string[];
  readonly basis: "seen" | "inferred";
  readonly note: string | null;
  readonly correction: { readonly reason: string; readonly date: string } | null;
  readonly span: Span;
}

/** Where a value was written, and the change that wrote it (null: the base). */
export interface Origin {
  readonly span: Span;
  readonly change: ChangeRecord | null;
}

/** One step in the life of an entry: what a change did to it. */
export interface HistoryStep {
  readonly change: ChangeRecord | null;
  readonly span: Span;
  readonly what: "written" | "added" | "set" | "removed" | "renamed" | "moved" | "listed" | "unlisted";
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** Something that a change took out of the specification. */
export interface RemovedEntry {
  /** item, code set, code, column … */
  readonly kind: string;
  /** The code set or table it stood in; null for entries of a section. */
  readonly owner: string | null;
  readonly name: string;
  readonly history: readonly HistoryStep[];
}

export interface FieldValue {
  readonly node: YamlNode;
  readonly origin: Origin;
}

export interface ListMember {
  readonly text: string;
  readonly origin: Origin;
}

/**
 * A named thing of a release while it is being put together: an item, a code set, a code, a table … Only the resolver changes entries;
 * the model that everybody else sees is made from them afterwards and is immutable.
 */
export interface Entry {
  /** Stays the same through renames: the key under which two changes of one version are found to collide. */
  readonly identity: string;
  name: string;
  origin: Origin;
  readonly fields: Map<string, FieldValue>;
  /** Named entries inside: the `contains` of a record, the `codes` of a set, the `columns` of a table. */
  readonly parts: Map<string, Entry[]>;
  /** Lists that are edited by member: `ranges`, the codes of a group. */
  readonly lists: Map<string, ListMember[]>;
  readonly history: HistoryStep[];
}

/** A copy that can be edited without touching the release it was taken from. */
export function cloneEntry(entry: Entry): Entry {
  return {
    identity: entry.identity,
    name: entry.name,
    origin: entry.origin,
    fields: new Map(entry.fields),
    parts: new Map([...entry.parts].map(([name, entries]) => [name, entries.map(cloneEntry)])),
    lists: new Map([...entry.lists].map(([name, members]) => [name, [...members]])),
    history: [...entry.history],
  };
}

/** The text of a field that holds a single value; null when it is not given. */
export function textOf(entry: Entry, field: string): string | null {
  const value = entry.fields.get(field);
  return value?.node.kind === "scalar" ? value.node.text : null;
}

/** The texts of a field that holds a list or a single value; null when it is not given. */
export function textsOf(entry: Entry, field: string): readonly string[] | null {
  const node = entry.fields.get(field)?.node;
  if (node === undefined) return null;
  if (node.kind === "scalar") return [node.text];
  return node.kind === "list" ? node.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : [];
}

/** A value in one line, for comparing and for histories. */
export function plainText(node: YamlNode): string {
  if (node.kind === "scalar") return node.text;
  if (node.kind === "list") return `[${node.items.map(plainText).join(", ")}]`;
  return `{${node.entries.map(({ key, value }) => `${key.text}: ${plainText(value)}`).join(", ")}}`;
}

/** Where a field was written, or else its entry. */
export function spanOfField(entry: Entry, field: string): Span {
  return entry.fields.get(field)?.origin.span ?? entry.origin.span;
}
