import { formatIsoDate, formatUkDate, parseIsoDate } from "../../../runtime/dates.ts";
import { codeSetsOf } from "../../specification/item-type.ts";
import type { ItemNode, Question, RecordNode, TreeNode } from "../../specification/model.ts";
import { codeViews, goneCodes, hasManyCodes } from "./code-views.ts";
import { formatView } from "./format-view.ts";
import { evidenceOf, historyOf } from "./history.ts";
import { isDistinctive } from "./prose.ts";
import { type Crumb, differencesOf, itemEntry, moduleOf, ownerOf, type Page, type PageSource, ruleEntry, rulesThat, type Site } from "./site.ts";

/** Pages of items and of the records that hold them. */
export function itemPages(site: Site): readonly PageSource[] {
  return [...site.nodes.values()].map((node) => ({ path: site.addresses.item(node.path), make: () => itemPage(site, node) }));
}

function itemPage(site: Site, node: TreeNode): Page {
  const { release, addresses, marks } = site;
  const path = addresses.item(node.path);
  const owner = ownerOf(site, node.path);
  const module = moduleOf(site, node);
  const differences = differencesOf(site, "item", node.path);
  return {
    path,
    template: "item",
    title: node.label,
    section: "items",
    crumbs: crumbsOf(site, node),
    data: {
      name: node.name,
      label: node.label,
      isRecord: node.kind === "record",
      mark: marks.of("item", node.path),
      definition: site.prose(node.definition, path),
      guidance: node.guidance === null ? [] : site.prose(node.guidance, path),
      module: module === null ? null : { label: moduleName(module), href: addresses.module(module) },
      owner: owner === null ? null : itemEntry(site, owner.path),
      occurs: occursView(node),
      item: node.kind === "item" ? itemView(site, node, path) : NO_ITEM,
      record: node.kind === "record" ? recordView(site, node) : NO_RECORD,
      xml: xmlView(site, node),
      notInTables: notInTablesView(site, node),
      rules: rulesOn(site, node),
      questions: questionsOn(site, node),
      differences,
      codesChanged: marks.of("item", node.path) === "changed" && differences.length === 0,
      previous: site.previous?.period ?? null,
      published: publishedView(site, node),
      history: historyOf(node, addresses),
      evidence: evidenceOf(node, site),
      formats: { xml: release.formats.includes("xml"), csv: release.formats.includes("csv") },
    },
  };
}

/** "3 children in need details" is called "Children in need details". */
export function moduleName(module: string): string {
  const plain = module.replace(/^\d+\s+/, "");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

function crumbsOf(site: Site, node: TreeNode): readonly Crumb[] {
  const items: Crumb = { label: "Items", href: "items.html" };
  const module = moduleOf(site, node);
  return module === null ? [items] : [items, { label: moduleName(module), href: site.addresses.module(module) }];
}

export function occursView(node: TreeNode) {
  const { minimum, maximum } = node.occurs;
  return {
    mayBeEmpty: node.kind === "item" && node.emptyAllowed,
    isRequired: minimum > 0,
    isSingle: maximum === 1,
    minimum: String(minimum),
    maximum: maximum === null ? null : String(maximum),
  };
}

function itemView(site: Site, node: ItemNode, page: string) {
  const { release, addresses } = site;
  const sets = codeSetsOf(node.type).flatMap((name) => release.codeSets.get(name) ?? []);
  return {
    format: formatView(node.type, release, addresses),
    cbds: node.cbds,
    emptyAllowed: node.emptyAllowed,
    derived: node.derived,
    columns: release.tables.flatMap((table) =>
      table.columns.flatMap((column) =>
        column.item?.path === node.path || column.copies?.path === node.path
          ? [
              {
                table: table.name,
                label: table.label,
                href: addresses.table(table.name),
                column: column.name,
                required: column.required,
                isCopy: column.copies !== null,
              },
            ]
          : [],
      ),
    ),
    implied: release.tables.flatMap((table) =>
      table.implied.flatMap(({ item, value }) =>
        item.path === node.path ? [{ table: table.name, label: table.label, href: addresses.table(table.name), value }] : [],
      ),
    ),
    codeSets: sets.map((set) => ({
      name: set.name,
      label: set.label,
      href: addresses.codeSet(set.name),
      count: set.codes.length,
      isMany: hasManyCodes(set),
      inColumns: false,
      codes: hasManyCodes(set) ? [] : codeViews(site, set, page),
      gone: goneCodes(site, set),
    })),
  };
}

/** What a record has not: templates ask both alike. */
const NO_ITEM = { format: null, cbds: null, emptyAllowed: false, derived: null, columns: [], implied: [], codeSets: [] };
const NO_RECORD = { contains: [], orderedBy: [], tables: [] };

function recordView(site: Site, node: RecordNode) {
  const { release, addresses } = site;
  return {
    contains: node.contains.map((child) => ({ ...itemEntry(site, child.path), isRecord: child.kind === "record", occurs: occursView(child) })),
    orderedBy: node.orderedBy,
    tables: release.tables.flatMap((table) =>
      table.record.path === node.path ? [{ name: table.name, label: table.label, href: addresses.table(table.name) }] : [],
    ),
  };
}

/** Where the element stands: the elements around it, and itself with an example of what it may hold. */
function xmlView(site: Site, node: TreeNode) {
  if (!site.release.formats.includes("xml")) return null;
  const around: string[] = [];
  for (let at = ownerOf(site, node.path); at !== null; at = ownerOf(site, at.path)) if (at.xml.kind === "element") around.unshift(at.xml.tag);
  const lines = around.map((tag, depth) => `${"  ".repeat(depth)}<${tag}>`);
  const indent = "  ".repeat(around.length);
  if (node.xml.kind === "element") {
    const { tag } = node.xml;
    lines.push(
      ...(node.kind === "record" ? [`${indent}<${tag}>`, `${indent}  …`, `${indent}</${tag}>`] : [`${indent}<${tag}>${sampleOf(site, node)}</${tag}>`]),
    );
  }
  return { kind: node.xml.kind, isInside: insideNone(site, node), snippet: lines.join("\n") };
}

/** Why the tables have no column for it, and the record around it that says so, if it is not said of itself. */
function notInTablesView(site: Site, node: TreeNode) {
  for (let at: TreeNode | null = node; at !== null; at = ownerOf(site, at.path))
    if (at.notInTables !== null)
      return { why: site.prose(at.notInTables, site.addresses.item(node.path)), record: at === node ? null : itemEntry(site, at.path) };
  return null;
}

/** Whether a record around it has no place in XML, so that nothing in it has. */
function insideNone(site: Site, node: TreeNode): boolean {
  for (let at: TreeNode | null = node; at !== null; at = ownerOf(site, at.path)) if (at.kind === "record" && at.xml.kind === "none") return true;
  return false;
}

function sampleOf({ release }: Site, { type, neutral }: ItemNode): string {
  const set = release.codeSets.get(codeSetsOf(type)[0] ?? "");
  const code = set?.codes.find(({ inSpecification, tolerated, label }) => inSpecification && tolerated === null && label !== null)?.code;
  if (code !== undefined) return code;
  const day = parseIsoDate(release.start) ?? 0;
  switch (type.kind) {
    case "date":
    case "partial-date":
      return release.lexical.date === "yyyy-mm-dd" ? formatIsoDate(day) : formatUkDate(day);
    case "boolean":
      return "true";
    case "integer":
    case "decimal":
      return type.minimum === null ? "1" : String(type.minimum);
    case "year":
      return release.end.slice(0, 4);
    case "datetime":
      return `${release.end}T12:00:00`;
    default:
      return neutral !== null && /^[A-Z0-9]/.test(neutral) ? neutral : "…";
  }
}

/** Rules that read an item, or that stand on a record. */
function rulesOn(site: Site, node: TreeNode) {
  const isRead = (id: string): boolean => site.reads.get(id)?.items.has(node.path) === true;
  const found = rulesThat(site, ({ rule }, { records }) => (node.kind === "item" ? isRead(rule.id) : records.has(node.path)));
  return found.map(({ rule }) => ruleEntry(site, rule, site.reads.get(rule.id)?.items.get(node.path) ?? []));
}

function questionsOn(site: Site, node: TreeNode) {
  return site.release.questions
    .filter((question) => isAbout(question, node))
    .map(({ name, question, answer }) => ({ question, href: site.addresses.question(name), isOpen: answer === null }));
}

/** Whether a question names an item: by its name, where that can be no ordinary word, or by its whole label of at least two words. */
export function isAbout({ question, answer, example }: Question, { name, label }: TreeNode): boolean {
  const text = [question, answer, example].filter((part) => part !== null).join(" ");
  if (isDistinctive(name) && new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`).test(text)) return true;
  return label.includes(" ") && text.toLowerCase().includes(label.toLowerCase());
}

/** How the public schema differs from the specification, where one is followed. */
function publishedView({ release }: Site, { published, occurs, kind }: TreeNode) {
  const schema = release.publishedSchema;
  if (schema.kind !== "follows") return null;
  const isOtherNumber = published.occurs.minimum !== occurs.minimum || published.occurs.maximum !== occurs.maximum;
  return published.absent || (kind === "item" && isOtherNumber)
    ? { schema: schema.name, absent: published.absent, isOptional: published.occurs.minimum === 0 }
    : null;
}
