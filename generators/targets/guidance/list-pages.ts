import type { CodeSet, TreeNode } from "../../specification/model.ts";
import { formatView } from "./format-view.ts";
import { moduleName, occursView } from "./item-page.ts";
import { recordOfTarget } from "./reads.ts";
import { definitionEntry } from "./rule-page.ts";
import { checkEntry, compareNames, type Entry, itemEntry, moduleOf, type Page, type PageSource, ruleEntry, type RuleEntry, type Site } from "./site.ts";

/** A record of a module with the items directly inside. */
export interface RecordGroup extends Entry {
  readonly anchor: string;
  readonly definition: string;
  readonly occurs: ReturnType<typeof occursView>;
  readonly items: readonly ItemRow[];
}

export interface ItemRow extends Entry {
  readonly definition: string;
  readonly occurs: ReturnType<typeof occursView>;
  readonly isDerived: boolean;
  readonly format: ReturnType<typeof formatView>;
}

export interface ModuleView {
  readonly name: string;
  readonly href: string;
  readonly records: readonly RecordGroup[];
  readonly rules: readonly RuleEntry[];
}

/** The modules of the return in the order in which they first occur; records without one are not in any. */
export function modulesOf(site: Site): readonly ModuleView[] {
  return moduleNames(site).map((name) => moduleView(site, name));
}

function moduleNames(site: Site): readonly string[] {
  return [...new Set([...site.nodes.values()].flatMap(({ module }) => module ?? []))];
}

function moduleView(site: Site, name: string): ModuleView {
  const nodes = [...site.nodes.values()].filter((node) => moduleOf(site, node) === name);
  const groups = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    const owner = node.kind === "record" ? node.path : node.path.slice(0, node.path.lastIndexOf("/"));
    groups.set(owner, [...(groups.get(owner) ?? []), ...(node.kind === "record" ? [] : [node])]);
  }
  const rules = site.rules.rules.filter(({ parts, rule }) => {
    const [target] = parts.map((part) => recordOfTarget(part.target));
    return target === undefined ? isForOne(rule.for, nodes) : nodes.some(({ path }) => path === target);
  });
  return {
    name: moduleName(name),
    href: site.addresses.module(name),
    records: [...groups].map(([path, items]) => recordGroup(site, path, items)),
    rules: rules.map(({ rule }) => ruleEntry(site, rule)).toSorted((a, b) => compareNames(a.name, b.name)),
  };
}

/** A rule that cannot be tested has no parts, but says what it is about. */
function isForOne(target: Site["release"]["rules"][number]["for"], nodes: readonly TreeNode[]): boolean {
  return target.kind === "records" && nodes.some((node) => target.names.some(({ name }) => name === node.name));
}

function recordGroup(site: Site, path: string, items: readonly TreeNode[]): RecordGroup {
  const record = site.nodes.get(path);
  if (record === undefined) throw new Error(`There is no record ${path} in ${site.release.id}.`);
  const entry = itemEntry(site, path);
  return {
    ...entry,
    anchor: entry.href.replace(/^items\/(.*)\.html$/, "record-$1"),
    definition: record.definition,
    occurs: occursView(record),
    items: items.flatMap((item) => (item.kind === "item" ? [itemRow(site, item)] : [])),
  };
}

function itemRow(site: Site, item: TreeNode & { kind: "item" }): ItemRow {
  return {
    ...itemEntry(site, item.path),
    definition: item.definition,
    occurs: occursView(item),
    isDerived: item.derived !== null,
    format: formatView(item.type, site.release, site.addresses),
  };
}

/** All rules by number, the checks of rows of tables among them. */
export function allRuleEntries(site: Site): readonly RuleEntry[] {
  return [...site.rules.rules.map(({ rule }) => ruleEntry(site, rule)), ...site.checks.map((check) => checkEntry(site, check))].toSorted((a, b) =>
    compareNames(a.name, b.name),
  );
}

/** Lists of everything that has pages, and a page for each module. */
export function listPages(site: Site): readonly PageSource[] {
  const { release } = site;
  return [
    page("items", "Items", "items", () => ({
      modules: modulesOf(site),
      withoutModule: [...site.nodes.values()].filter((node) => moduleOf(site, node) === null).map(({ path }) => itemEntry(site, path)),
    })),
    ...moduleNames(site).map((name) => ({ path: site.addresses.module(name), make: () => modulePage(moduleView(site, name)) })),
    page("rules", "Rules", "rules", () => rulesView(site)),
    page("codes", "Codes", "codes", () => ({ sets: [...release.codeSets.values()].map((set) => setEntry(site, set)) })),
    page("terms", "Terms", "terms", () => ({
      definitions: release.definitions.map((definition) => ({ ...definitionEntry(site, definition), definition: definition.definition ?? "" })),
      cohorts: documented(site, "cohort"),
      indicators: documented(site, "indicator"),
    })),
    ...(release.tables.length === 0 && release.referenceTables.length === 0 ? [] : [page("tables", "Tables", "tables", () => tablesView(site))]),
  ];
}

function page(name: string, title: string, section: string, data: () => object): PageSource {
  const path = `${name}.html`;
  return { path, make: () => ({ path, template: name, title, section, crumbs: [], data: data() }) };
}

function modulePage(module: ModuleView): Page {
  const crumbs = [{ label: "Items", href: "items.html" }];
  return { path: module.href, template: "module", title: module.name, section: "items", crumbs, data: module };
}

function rulesView(site: Site) {
  const rules = allRuleEntries(site);
  return { rules, counts: countsOf(rules), hasTables: site.release.tables.length > 0, changed: rules.filter(({ mark }) => mark !== null) };
}

function setEntry({ addresses, marks }: Site, set: CodeSet) {
  return {
    name: set.name,
    label: set.label,
    href: addresses.codeSet(set.name),
    mark: marks.of("code set", set.name),
    isInferred: set.basis === "inferred",
    count: set.codes.length,
  };
}

function tablesView({ release, addresses, marks }: Site) {
  return {
    tables: release.tables.map((table) => ({
      name: table.name,
      label: table.label,
      href: addresses.table(table.name),
      mark: marks.of("table", table.name),
      isInferred: table.basis === "inferred",
      definition: table.definition ?? "",
      count: table.columns.length,
    })),
    references: release.referenceTables.map((table) => ({
      name: table.name,
      label: table.label,
      href: addresses.referenceTable(table.name),
      mark: marks.of("reference table", table.name),
      isInferred: table.basis === "inferred",
      definition: table.definition,
    })),
  };
}

export function countsOf(rules: readonly RuleEntry[]) {
  const count = (severity: RuleEntry["severity"]): number => rules.filter((rule) => rule.severity === severity).length;
  return { all: rules.length, errors: count("error"), queries: count("query"), warnings: count("warning") };
}

function documented(site: Site, kind: "cohort" | "indicator"): readonly (Entry & { readonly definition: string })[] {
  const { release, addresses, marks } = site;
  return (kind === "cohort" ? release.cohorts : release.indicators).map(({ name, label, definition, basis }) => ({
    name,
    label,
    href: kind === "cohort" ? addresses.cohort(name) : addresses.indicator(name),
    mark: marks.of(kind, name),
    isInferred: basis === "inferred",
    definition,
  }));
}
