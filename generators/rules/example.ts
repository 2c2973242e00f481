import { enclosingRecords, findInRecord } from "../language/resolve-name.ts";
import type { LanguageSchema, RecordSchema } from "../language/schema.ts";
import type { Year } from "../language/types.ts";
import { allNodes } from "../specification/build-items.ts";
import type { ItemNode, RecordNode, Release } from "../specification/model.ts";
import type { Span } from "../specification/source.ts";
import type { YamlEntry, YamlMap, YamlNode } from "../specification/yaml-reader.ts";
import type { CheckedRule, Target } from "./checked-rule.ts";
import { isDerivedItem } from "./derived-items.ts";
import { AUTHORITY, type DerivedWish, grantWishes, type OpenExample } from "./derived-wishes.ts";
import { exampleDate } from "./example-date.ts";
import { ExampleError, type ExampleProblem } from "./example-problem.ts";
import { readExampleReference } from "./example-reference.ts";
import { emptyRecord, itemsInside, neutralRecord, recordsInside, type TextRecord } from "./record-tree.ts";
import type { ReferenceRows } from "./reference-rows.ts";
import type { ReleaseRules } from "./release-rules.ts";
import { outsideNeeds } from "./rule-needs.ts";

/** An example turned into returns. */
export interface ExampleReturns {
  readonly root: TextRecord;
  readonly last: TextRecord | null;
  readonly beforeLast: TextRecord | null;
  readonly authority: string | null;
  /** Paths of the items and records that the example itself gives, by the record they stand in; all else is the neutral carrier's. */
  readonly given: ReadonlyMap<TextRecord, ReadonlySet<string>>;
  /** The reference tables of the release, with the rows that the example gives or needs. */
  readonly reference: ReferenceRows;
}

/** Builds the returns of an example: what it says, on the neutral carrier. */
export function buildExample(
  rules: ReleaseRules,
  rule: CheckedRule,
  value: YamlNode,
): { readonly returns: ExampleReturns } | { readonly problem: ExampleProblem } {
  try {
    return { returns: new ExampleBuilder(rules, rule).build(value) };
  } catch (error) {
    if (error instanceof ExampleError) return { problem: error.problem };
    throw error;
  }
}

const SPECIAL = new Set(["last_return", "return_before_last", "return", "authority", "at", "reference"]);

class ExampleBuilder {
  readonly #rules: ReleaseRules;
  readonly #rule: CheckedRule;

  constructor(rules: ReleaseRules, rule: CheckedRule) {
    this.#rules = rules;
    this.#rule = rule;
  }

  build(value: YamlNode): ExampleReturns {
    if (value.kind !== "map") throw new ExampleError("An example is a map of names and values.", value.span);
    const target = this.#rule.parts[0]?.target;
    if (target === undefined) throw new ExampleError("A rule that cannot be tested has no examples.", value.span);
    const { release, schema } = this.#rules;
    const root = neutralRecord(release.root, release);
    const writer = new TreeWriter(release, schema, root, 0);
    const entries = value.entries.filter(({ key }) => !SPECIAL.has(key.text));
    const whole = value.entries.find(({ key }) => key.text === "return")?.value;
    if (whole?.kind === "map") writer.fill(writer.rootPlace(), whole.entries);
    if (whole === undefined || entries.length > 0) writeTarget(writer, target, entries);
    writer.finish();
    const authority = value.entries.find(({ key }) => key.text === "authority")?.value;
    const [last, beforeLast] = [this.#earlier(value, "last_return", 1, target), this.#earlier(value, "return_before_last", 2, target)];
    const writers = [writer, last, beforeLast].filter((one) => one !== null);
    const needs = outsideNeeds(this.#rules, this.#rule);
    const returns: OpenExample = {
      root,
      last: last?.root ?? (needs.includes("last_return") ? this.#nobody(1, target) : null),
      beforeLast: beforeLast?.root ?? (needs.includes("return_before_last") ? this.#nobody(2, target) : null),
      authority: authority?.kind === "scalar" ? authority.text : needs.includes("authority") ? AUTHORITY : null,
      given: new Map(writers.flatMap(({ given }) => [...given])),
      reference: readExampleReference(value.entries.find(({ key }) => key.text === "reference")?.value, this.#rules.release),
    };
    const problem = grantWishes(
      this.#rules,
      returns,
      writers.flatMap(({ wishes }) => wishes),
    );
    if (problem !== null) throw new ExampleError(problem.message, problem.span);
    return returns;
  }

  /** A return without children: that the child is not in it can only be said of a return that is there. A rule on the root is not run without one. */
  #nobody(year: 1 | 2, target: Target): TextRecord | null {
    const release = this.#rules.earlier[year];
    const path = release?.child?.record.path ?? "";
    const at = target.kind === "variables" ? target.within : target.record;
    if (release === null || (at !== this.#rules.schema.child && !at.startsWith(`${this.#rules.schema.child}/`))) return null;
    const root = neutralRecord(release.root, release);
    const removeChildren = (record: TextRecord): void => {
      record.groups.delete(path);
      for (const inner of [...record.groups.values()].flat()) removeChildren(inner);
    };
    removeChildren(root);
    writeDates(root, release);
    return root;
  }

  /** The same child, or the whole return for a rule on the root, as it was returned before. */
  #earlier(value: YamlMap, key: string, year: 1 | 2, target: Target): TreeWriter | null {
    const entry = value.entries.find((candidate) => candidate.key.text === key);
    if (entry === undefined) return null;
    const release = this.#rules.earlier[year];
    const schema = this.#rules.schema.earlier[year];
    if (release === null || schema === null || entry.value.kind !== "map")
      throw new ExampleError(`There is no ${key} for ${this.#rules.release.name}.`, entry.key.span);
    const writer = new TreeWriter(release, schema, neutralRecord(release.root, release), year);
    const isRoot = target.kind === "record" && target.record === this.#rules.schema.root;
    writer.fill(isRoot ? writer.rootPlace() : writer.place(schema.child, entry.key.span), entry.value.entries);
    writer.finish();
    return writer;
  }
}

function writeTarget(writer: TreeWriter, target: Target, entries: readonly YamlEntry[]): void {
  if (target.kind !== "variables") {
    const place = writer.place(target.record, entries[0]?.key.span ?? null);
    writer.fill(place, entries);
    return;
  }
  const within = writer.place(target.within, entries[0]?.key.span ?? null);
  const names = new Set(target.variables.map(({ name }) => name));
  for (const { name, list } of target.variables) {
    const entry = entries.find(({ key }) => key.text === name);
    if (entry === undefined || list.type.kind !== "list" || list.type.of.kind !== "record") continue;
    if (entry.value.kind !== "map") throw new ExampleError(`${name} is a record: give a map.`, entry.value.span);
    writer.fill(writer.newPlace(within, list.type.of.record, entry.key.span), entry.value.entries);
  }
  writer.fill(
    within,
    entries.filter(({ key }) => !names.has(key.text)),
  );
}

/** A record of the tree with the records around it, outermost first. */
type Place = readonly TextRecord[];

class TreeWriter {
  readonly #release: Release;
  readonly #schema: LanguageSchema;
  readonly #year: Year;
  readonly #nodes: ReadonlyMap<string, RecordNode>;
  readonly root: TextRecord;
  readonly given = new Map<TextRecord, Set<string>>();
  /** Values that the example gives to derived items. */
  readonly wishes: DerivedWish[] = [];

  constructor(release: Release, schema: LanguageSchema, root: TextRecord, year: Year) {
    this.#release = release;
    this.#schema = schema;
    this.#year = year;
    this.root = root;
    this.#nodes = new Map(allNodes(release.root).flatMap((node) => (node.kind === "record" ? [[node.path, node]] : [])));
  }

  rootPlace(): Place {
    return [this.root];
  }

  /** The first record of a path, made with all that must enclose it when it is not there. */
  place(path: string, span: Span | null): Place {
    const steps = enclosingRecords(this.#schema, path).toReversed().slice(1);
    let place: Place = [this.root];
    for (const step of steps) place = this.#inside(place, step.path, span);
    return place;
  }

  #inside(place: Place, path: string, span: Span | null): Place {
    const record = lastOf(place);
    const found = record.groups.get(path)?.[0];
    return found === undefined ? this.newPlace(place, path, span) : [...place, found];
  }

  /** A further record of a path below a place; the records between are the first ones. */
  newPlace(place: Place, path: string, span: Span | null): Place {
    const node = this.#nodes.get(path);
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (node === undefined) throw new ExampleError(`There is no record ${path}.`, span ?? this.#release.root.origin.span);
    let owner = place;
    if (lastOf(place).node.path !== parent) {
      const missing = enclosingRecords(this.#schema, parent)
        .toReversed()
        .map((record) => record.path);
      for (const step of missing.slice(missing.indexOf(lastOf(place).node.path) + 1)) owner = this.#inside(owner, step, span);
    }
    const record = neutralRecord(node, this.#release);
    const siblings = lastOf(owner).groups.get(path) ?? [];
    lastOf(owner).groups.set(path, [...siblings, record]);
    return [...owner, record];
  }

  /** Writes named values into a record, or into what the names mean from there. */
  fill(place: Place, entries: readonly YamlEntry[]): void {
    for (const entry of entries) if (entry.key.text !== "times") this.#write(place, entry);
  }

  #write(place: Place, { key, value }: YamlEntry): void {
    const names = key.text.split(".");
    let at = place;
    for (const name of names.slice(0, -1)) at = this.#step(at, name, key.span);
    const name = names.at(-1) ?? "";
    const hit = this.#find(at, name);
    if (hit === null) throw new ExampleError(`There is no ${key.text} that this example could set.`, key.span);
    if (hit.kind === "item") this.#writeItem(hit.place, hit.path, value);
    else if (hit.kind === "derived") this.#wish(hit.place, hit.path, value);
    else this.#writeRecords(hit.place, hit.path, value);
  }

  #step(place: Place, name: string, span: Span): Place {
    const index = place.findIndex((record) => record.node.name === name);
    if (index !== -1) return place.slice(0, index + 1);
    const hit = this.#find(place, name);
    if (hit?.kind !== "record") throw new ExampleError(`There is no record ${name} here.`, span);
    return this.#inside(hit.place, hit.path, span);
  }

  /** Where a name leads from a place: the innermost record outwards, as in rules; definitions that are aliases are followed. */
  #find(place: Place, name: string): { kind: "item" | "derived" | "record"; place: Place; path: string } | null {
    for (let depth = place.length; depth > 0; depth -= 1) {
      const at = place.slice(0, depth);
      const schema = this.#schema.records.get(lastOf(at).node.path);
      if (schema === undefined) continue;
      const [hit] = findInRecord(this.#schema, schema, this.#alias(schema, name)).filter(
        (found) => found.kind !== "definition" || isDerivedItem(this.#schema.definitions.get(found.name)),
      );
      if (hit === undefined) continue;
      let owner: Place = at;
      for (const path of hit.via) owner = this.#inside(owner, path, null);
      if (hit.kind === "definition") return { kind: "derived", place: owner, path: hit.name };
      return hit.kind === "item" ? { kind: "item", place: owner, path: hit.item.path } : { kind: "record", place: owner, path: hit.group.path };
    }
    return null;
  }

  #alias(record: RecordSchema, name: string): string {
    const text = this.#schema.definitions.get(`${record.path}#${name}`)?.text;
    return text !== undefined && /^\w+$/.test(text) ? text : name;
  }

  #writeItem(place: Place, path: string, value: YamlNode): void {
    const record = lastOf(place);
    const item = itemsInside(record.node).find((candidate) => candidate.path === path);
    if (item === undefined) throw new ExampleError(`${path} is not submitted, so an example cannot set it.`, value.span);
    const values = value.kind === "list" ? value.items : [value];
    const texts = values.flatMap((one) => this.#text(item, one));
    this.#mark(record, path);
    if (texts.length === 0) record.items.delete(path);
    else record.items.set(path, texts);
  }

  /** A derived item is not in the return: what it is derived from is filled in when all else is there. */
  #wish(place: Place, key: string, value: YamlNode): void {
    const definition = this.#schema.definitions.get(key);
    if (!isDerivedItem(definition)) return;
    const [text] = this.#text(definition.item, value);
    this.wishes.push({ record: lastOf(place), year: this.#year, key, item: definition.item, text: text?.trim() || null, span: value.span });
  }

  #mark(record: TextRecord, path: string): void {
    const known = this.given.get(record);
    if (known === undefined) this.given.set(record, new Set([path]));
    else known.add(path);
  }

  #text(item: ItemNode, value: YamlNode): string[] {
    if (value.kind !== "scalar") throw new ExampleError(`${item.name} is an item: give a value.`, value.span);
    if (value.text === "absent" && value.style === "plain") return [];
    if (value.text === "empty" && value.style === "plain") return [""];
    const isDate = item.type.kind === "date" || item.type.kind === "partial-date";
    return [(isDate ? exampleDate(value.text, this.#release) : null) ?? value.text];
  }

  #writeRecords(place: Place, path: string, value: YamlNode): void {
    const record = lastOf(place);
    this.#mark(record, path);
    if (value.kind === "scalar") {
      record.groups.delete(path);
      const node = this.#nodes.get(path);
      if (value.text === "empty" && node !== undefined) record.groups.set(path, [emptyRecord(node)]);
      return;
    }
    record.groups.delete(path);
    for (const one of value.kind === "list" ? value.items : [value]) {
      if (one.kind !== "map") throw new ExampleError("A record is a map of names and values.", one.span);
      const times = one.entries.find(({ key }) => key.text === "times")?.value;
      for (let count = times?.kind === "scalar" ? Number(times.text) : 1; count > 0; count -= 1) this.fill(this.newPlace(place, path, one.span), one.entries);
    }
  }

  /** Turns words for dates into dates, and gives each child an id of its own. */
  finish(): void {
    writeDates(this.root, this.#release);
    let child = 0;
    const visit = (record: TextRecord): void => {
      for (const item of itemsInside(record.node)) {
        const texts = record.items.get(item.path);
        if (texts === undefined) continue;
        const isKey = this.#release.child?.key.path === item.path;
        if (isKey && texts[0] === NEUTRAL_KEY) {
          child += 1;
          record.items.set(item.path, [`X${String(child).padStart(7, "0")}`]);
        }
      }
      for (const inner of recordsInside(record.node)) for (const one of record.groups.get(inner.path) ?? []) visit(one);
    };
    visit(this.root);
  }
}

/** Turns words for dates into dates, everywhere in a record. */
export function writeDates(record: TextRecord, release: Release): void {
  for (const item of itemsInside(record.node)) {
    const texts = record.items.get(item.path);
    if (texts !== undefined && (item.type.kind === "date" || item.type.kind === "partial-date"))
      record.items.set(
        item.path,
        texts.map((text) => exampleDate(text, release) ?? text),
      );
  }
  for (const inner of [...record.groups.values()].flat()) writeDates(inner, release);
}

/** What the carrier puts into the id of a child, until each gets its own. */
const NEUTRAL_KEY = "X";

function lastOf(place: Place): TextRecord {
  const record = place.at(-1);
  if (record === undefined) throw new Error("a place has at least the root");
  return record;
}
