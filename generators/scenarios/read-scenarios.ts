import { neutralRecord, emptyRecord, type TextRecord } from "../rules/record-tree.ts";
import { writeDates } from "../rules/example.ts";
import { Diagnostics } from "../specification/diagnostics.ts";
import type { ScenarioFile } from "../specification/library.ts";
import type { RecordNode, Release } from "../specification/model.ts";
import type { Specification } from "../specification/specification.ts";
import { entryOf, type YamlMap, type YamlNode } from "../specification/yaml-reader.ts";
import { type CodeBook, createCodeBook } from "../synthesis/codes.ts";
import { type CollectionNames, collectionNames } from "../synthesis/names.ts";
import { AUTHORITY, type ReleaseScenario, type ReleaseScenarios, type ScenarioChild } from "./scenario.ts";
import { buildRecord, countChildren, isTold, type RecordContext } from "./scenario-records.ts";
import { addReason } from "./scenario-values.ts";

/** What all releases of a collection share. */
interface Collection {
  readonly names: CollectionNames;
  readonly codes: CodeBook;
  readonly files: readonly ScenarioFile[];
}

/**
 * The scenarios of a release, with the texts that it has for them.
 * @returns with everything that is wrong; the scenarios are then not to be used
 */
export function readScenarios(specification: Specification, release: Release): { readonly found: ReleaseScenarios; readonly diagnostics: Diagnostics } {
  const diagnostics = new Diagnostics();
  const { names, codes, files } = collectionOf(specification, release.collection);
  const told = files.filter(({ map }) => isTold(map, release.period));
  const defaults = new Map(files.flatMap(({ map }) => mapEntries(entryOf(map, "defaults")?.value)));
  const parts = new Map(files.flatMap(({ map }) => mapEntries(entryOf(map, "parts")?.value)));
  const context = { release, codes, names, defaults, parts, diagnostics };
  const scenarios = told.map((file) => readScenario(context, file));
  const whole = told.findIndex(({ map }) => entryOf(map, "return") !== undefined);
  const root = wholeReturn(context, told[whole]?.map ?? null);
  const leftOpen = new Map(files.flatMap(({ map }) => textEntries(entryOf(map, "left-open")?.value)));
  const holder = holderOfChildren(root, release);
  const children = scenarios.flatMap((scenario) => scenario.children.flatMap(({ returned }) => returned ?? []));
  if (release.child !== null && children.length > 0) holder.groups.set(release.child.record.path, children);
  return {
    found: { scenarios: scenarios.filter((_, index) => index !== whole), whole: scenarios[whole] ?? null, root, leftOpen, authority: AUTHORITY },
    diagnostics,
  };
}

const collections = new WeakMap<Specification, Map<string, Collection>>();

function collectionOf(specification: Specification, name: string): Collection {
  const known = collections.get(specification) ?? new Map<string, Collection>();
  collections.set(specification, known);
  const releases = specification.names.filter((one) => one.startsWith(`${name}/`)).flatMap((one) => specification.release(one).release ?? []);
  const found = known.get(name) ?? {
    names: collectionNames(releases),
    codes: createCodeBook(releases),
    files: specification.library.scenarios.get(name) ?? [],
  };
  known.set(name, found);
  return found;
}

type Shared = Pick<RecordContext, "release" | "codes" | "names" | "defaults" | "parts" | "diagnostics">;

function mapEntries(node: YamlNode | undefined): readonly (readonly [string, YamlMap])[] {
  return node?.kind === "map" ? node.entries.flatMap(({ key, value }) => (value.kind === "map" ? [[key.text, value] as const] : [])) : [];
}

function textEntries(node: YamlNode | undefined): readonly (readonly [string, string])[] {
  return node?.kind === "map" ? node.entries.flatMap(({ key, value }) => (value.kind === "scalar" ? [[key.text, value.text] as const] : [])) : [];
}

function readScenario(shared: Shared, { name, map }: ScenarioFile): ReleaseScenario {
  const { collection } = shared.release;
  const text = (key: string): string | null => {
    const node = entryOf(map, key)?.value;
    return node?.kind === "scalar" ? node.text : null;
  };
  return {
    id: `${collection}-${name}`,
    title: text("title") ?? "",
    purpose: text("purpose") ?? "",
    asked: text("asked"),
    story: text("story") ?? "",
    lookAt: text("look-at"),
    children: readChildren(shared, Number(name.slice(0, 3)), map),
  };
}

function readChildren(shared: Shared, scenario: number, map: YamlMap): readonly ScenarioChild[] {
  const { child, collection } = shared.release;
  const list = entryOf(map, "children")?.value;
  if (child === null || list?.kind !== "list") return [];
  const children: ScenarioChild[] = [];
  for (const item of list.items) {
    const body = item.kind === "map" ? entryOf(item, "has")?.value : undefined;
    if (item.kind !== "map" || body?.kind !== "map") continue;
    const first = { ...shared, scenario, serial: children.length, index: 0, count: 1, reasons: [] };
    const count = countChildren(first, child.record, body);
    for (let index = 0; index < count; index += 1) {
      const reasons: string[] = [];
      const key = `${collection.toUpperCase()}${String(scenario).padStart(3, "0")}${letters(children.length)}`;
      const context = { ...shared, scenario, serial: children.length, index, count, reasons };
      const { keyed, returned } = buildRecord(context, child.record, body);
      for (const record of [keyed, returned]) if (record !== null) setKey(record, shared.release, key);
      const out = entryOf(item, "not-returned")?.value;
      addReason(context, out, "");
      children.push({ key, keyed, returned: out === undefined ? returned : null, reasons });
    }
  }
  return children;
}

/** A, B … Z, AA, AB … */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${letters(Math.floor(index / 26) - 1)}${last}`;
}

function setKey(record: TextRecord, { child }: Release, key: string): void {
  if (child === null) return;
  let at = record;
  while (!at.node.contains.includes(child.key)) {
    const next = at.node.contains.find((node): node is RecordNode => node.kind === "record" && child.key.path.startsWith(`${node.path}/`));
    if (next === undefined) return;
    const inner: TextRecord = at.groups.get(next.path)?.[0] ?? emptyRecord(next);
    at.groups.set(next.path, [inner]);
    at = inner;
  }
  at.items.set(child.key.path, [key]);
}

/** The return around the children. */
function wholeReturn(shared: Shared, map: YamlMap | null): TextRecord {
  const { release } = shared;
  const root = neutralRecord(release.root, release);
  writeDates(root, release);
  holderOfChildren(root, release).groups.delete(release.child?.record.path ?? "");
  const facts = map === null ? undefined : entryOf(map, "return")?.value;
  if (facts?.kind !== "map") return root;
  const { returned } = buildRecord({ ...shared, scenario: 0, serial: 0, index: 0, count: 1, reasons: [] }, release.root, facts);
  if (returned !== null) merge(root, returned);
  return root;
}

function merge(target: TextRecord, source: TextRecord): void {
  for (const [path, texts] of source.items) target.items.set(path, texts);
  for (const [path, records] of source.groups) {
    const [own] = target.groups.get(path) ?? [];
    const [given] = records;
    if (own === undefined || given === undefined) target.groups.set(path, records);
    else merge(own, given);
  }
}

function holderOfChildren(root: TextRecord, { child }: Release): TextRecord {
  const path = child?.record.path ?? "";
  let at = root;
  for (;;) {
    const next = at.node.contains.find((node): node is RecordNode => node.kind === "record" && path.startsWith(`${node.path}/`));
    if (next === undefined) return at;
    const inner: TextRecord = at.groups.get(next.path)?.[0] ?? emptyRecord(next);
    at.groups.set(next.path, [inner]);
    at = inner;
  }
}
