import { allNodes } from "../../specification/build-items.ts";
import { compareText } from "../../specification/diagnostics.ts";
import type { ChangeRecord } from "../../specification/entry.ts";
import type { Definition, Release, TreeNode } from "../../specification/model.ts";
import type { DeclaredTableCheck } from "../../rules/table-checks.ts";
import { anchorOf, slugOf, slugsOf } from "./slug.ts";

/** Where everything of a release has its page: paths below the folder of the guidance, some with an anchor. */
export interface Addresses {
  readonly item: (path: string) => string;
  readonly module: (name: string) => string;
  readonly codeSet: (name: string) => string;
  readonly code: (set: string, code: string) => string;
  readonly rule: (id: string) => string;
  readonly definition: (definition: Pick<Definition, "name" | "for">) => string;
  readonly table: (name: string) => string;
  readonly referenceTable: (name: string) => string;
  readonly cohort: (name: string) => string;
  readonly indicator: (name: string) => string;
  readonly question: (name: string) => string;
  readonly source: (key: string) => string;
  /** Changes of other releases have no place here. */
  readonly change: (change: ChangeRecord) => string | null;
  readonly removed: (kind: string, name: string) => string;
}

/** The name of a module in an address: without the number that some begin with. */
function moduleSlug(name: string): string {
  return slugOf(name.replace(/^\d+\s+/, ""));
}

export function addressesOf(release: Release, checks: readonly DeclaredTableCheck[]): Addresses {
  const items = itemSlugs(release);
  const sets = slugsOf(release.codeSets.keys());
  const rules = slugsOf([...release.rules.map(({ id }) => id), ...checks.map(({ id }) => id)]);
  const definitions = slugsOf(release.definitions.map(definitionName(release)));
  const tables = slugsOf(release.tables.map(({ name }) => name));
  const references = slugsOf(release.referenceTables.map(({ name }) => name));
  const cohorts = slugsOf(release.cohorts.map(({ name }) => name));
  const indicators = slugsOf(release.indicators.map(({ name }) => name));
  const page = (folder: string, slugs: ReadonlyMap<string, string>, name: string): string => {
    const slug = slugs.get(name);
    if (slug === undefined) throw new Error(`${name} has no page among the ${folder} of ${release.id}.`);
    return `${folder}/${slug}.html`;
  };
  const own = new Set(release.changes.map(({ file }) => file));
  return {
    item: (path) => page("items", items, path),
    module: (name) => `modules/${moduleSlug(name)}.html`,
    codeSet: (name) => page("codes", sets, name),
    code: (set, code) => `${page("codes", sets, set)}${isSpeltOut(release, set, code) ? `#${anchorOf("code", code)}` : ""}`,
    rule: (id) => page("rules", rules, id),
    definition: (definition) => page("definitions", definitions, definitionName(release)(definition)),
    table: (name) => page("tables", tables, name),
    referenceTable: (name) => page("reference-tables", references, name),
    cohort: (name) => page("cohorts", cohorts, name),
    indicator: (name) => page("indicators", indicators, name),
    question: (name) => `questions.html#${anchorOf("question", name)}`,
    source: (key) => `sources.html#${anchorOf("source", key)}`,
    change: ({ file }) => (own.has(file) ? `changes.html#${changeAnchor(file)}` : null),
    removed: (kind, name) => `removed.html#${anchorOf(kind.replaceAll(" ", "-"), name)}`,
  };
}

/** Codes that a range stands for are not listed one by one, unless they have words of their own. */
function isSpeltOut(release: Release, set: string, code: string): boolean {
  const found = release.codeSets.get(set);
  return found?.ranges.length === 0 || found?.codes.some((one) => one.code === code && one.label !== null) === true;
}

export function changeAnchor(file: string): string {
  return anchorOf("change", (file.split("/").at(-1) ?? file).replace(/\.yaml$/, ""));
}

/** Items and records by path: by their name, or where several have one name, with that of the record around them. */
function itemSlugs(release: Release): ReadonlyMap<string, string> {
  const nodes = allNodes(release.root);
  const shared = sharedNames(nodes);
  const names = new Map(nodes.map((node) => [node.path, shared.has(node.name.toLowerCase()) ? node.path.split("/").slice(-2).join(".") : node.name]));
  const slugs = slugsOf(names.values());
  return new Map([...names].map(([path, name]) => [path, slugs.get(name) ?? slugOf(name)]));
}

/** Names that several items or records have, in small letters. */
function sharedNames(nodes: readonly TreeNode[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of nodes) (seen.has(name.toLowerCase()) ? shared : seen).add(name.toLowerCase());
  return shared;
}

/** Definitions of one name stand on different records, and are then told apart by them. */
function definitionName(release: Release): (definition: Pick<Definition, "name" | "for">) => string {
  const counts = new Map<string, number>();
  for (const { name } of release.definitions) counts.set(name, (counts.get(name) ?? 0) + 1);
  return ({ name, for: record }) => ((counts.get(name) ?? 0) > 1 && record !== null ? `${record}.${name}` : name);
}

/** An address that leads on to another: where something was under an earlier name, or where something was that is gone. */
export interface Forward {
  readonly path: string;
  readonly name: string;
  /** One address, or several where the name can mean several things. */
  readonly to: readonly { readonly href: string; readonly label: string }[];
}

/** The old addresses of what was renamed or removed, and the names that several items share; none that has a page of its own. */
export function forwardsOf(release: Release, addresses: Addresses, taken: ReadonlySet<string>): readonly Forward[] {
  const forwards = new Map<string, Forward>();
  const add = (folder: string, name: string, to: Forward["to"]): void => {
    const path = `${folder}/${slugOf(name)}.html`;
    if (!taken.has(path) && !forwards.has(path)) forwards.set(path, { path, name, to });
  };
  const nodes = allNodes(release.root);
  const entries = [
    ...nodes.map((node) => ({ folder: "items", history: node.history, href: addresses.item(node.path), label: node.name })),
    ...[...release.codeSets.values()].map((set) => ({ folder: "codes", history: set.history, href: addresses.codeSet(set.name), label: set.name })),
    ...release.rules.map((rule) => ({ folder: "rules", history: rule.history, href: addresses.rule(rule.id), label: rule.id })),
    ...release.definitions.map((definition) => ({
      folder: "definitions",
      history: definition.history,
      href: addresses.definition(definition),
      label: definition.name,
    })),
    ...release.tables.map((table) => ({ folder: "tables", history: table.history, href: addresses.table(table.name), label: table.name })),
    ...release.cohorts.map((entry) => ({ folder: "cohorts", history: entry.history, href: addresses.cohort(entry.name), label: entry.name })),
    ...release.indicators.map((entry) => ({ folder: "indicators", history: entry.history, href: addresses.indicator(entry.name), label: entry.name })),
  ];
  for (const { folder, history, href, label } of entries)
    for (const step of history) if (step.what === "renamed" && step.before !== null) add(folder, step.before, [{ href, label }]);
  for (const name of sharedNames(nodes)) {
    const bearers = nodes.filter((node) => node.name.toLowerCase() === name);
    add(
      "items",
      name,
      bearers.map(({ path }) => ({ href: addresses.item(path), label: path.split("/").slice(-2).join(" › ") })),
    );
  }
  for (const { kind, name, owner } of release.removed) {
    const folder = REMOVED_FOLDERS.get(kind);
    if (folder !== undefined && owner === null) add(folder, name, [{ href: addresses.removed(kind, name), label: name }]);
  }
  return [...forwards.values()].toSorted((a, b) => compareText(a.path, b.path));
}

/** The folders of what has pages of its own, by what removed entries call it. */
const REMOVED_FOLDERS: ReadonlyMap<string, string> = new Map([
  ["item", "items"],
  ["code set", "codes"],
  ["rule", "rules"],
  ["definition", "definitions"],
  ["table", "tables"],
  ["reference table", "reference-tables"],
  ["cohort", "cohorts"],
  ["indicator", "indicators"],
]);
