import { type BuildContext, checkCase, checkOccurs, factOf, flagOf, parseOccurs, reportAbsent, typeOf, writtenOf } from "./build-context.ts";
import { type Entry, plainText, spanOfField, textOf, textsOf } from "./entry.ts";
import type { ItemType } from "./item-type.ts";
import type { Fact, ItemNode, Occurs, PublishedBinding, RecordNode, TreeNode } from "./model.ts";
import { entryOf, type YamlMap } from "./yaml-reader.ts";

/** Builds the tree of records and items, and checks what XML asks of it. */
export function buildTree(context: BuildContext): RecordNode | null {
  const roots = context.resolved.sections.items;
  const [root] = roots;
  if (root === undefined || roots.length !== 1) {
    const span = roots[1]?.origin.span ?? context.resolved.folder.facts.span;
    context.diagnostics.report("RS1422", span, { count: roots.length });
    return null;
  }
  const node = buildNode(root, "", null, context);
  if (node.kind === "item") {
    context.diagnostics.report("RS1422", root.origin.span, { count: 0 });
    return null;
  }
  return node;
}

function buildNode(entry: Entry, prefix: string, enclosing: Fact | null, context: BuildContext): TreeNode {
  const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
  const fact = factOf(entry, enclosing, context);
  const occurs = parseOccurs(textOf(entry, "occurs"));
  checkOccurs(occurs, textOf(entry, "occurs") ?? "", spanOfField(entry, "occurs"), context);
  const contains = entry.parts.get("contains");
  const derived = textOf(entry, "derived");
  const common = {
    name: entry.name,
    path,
    occurs,
    label: textOf(entry, "label") ?? entry.name,
    definition: textOf(entry, "definition") ?? "",
    guidance: textOf(entry, "guidance"),
    module: textOf(entry, "module"),
    xml: derived === null ? xmlBinding(entry, context) : ({ kind: "none" } as const),
    notInTables: textOf(entry, "not-in-tables"),
    ...fact,
    ...writtenOf(entry),
  };
  if (contains === undefined) {
    const typeText = textOf(entry, "type");
    if (typeText === null) context.diagnostics.report("RS1102", entry.origin.span, { key: "type", why: "An item has a type; a record has contains." });
    const type = typeOf(typeText ?? "text", spanOfField(entry, "type"), context);
    const published = publishedBinding(entry, occurs, type, context);
    return {
      kind: "item",
      ...common,
      type,
      cbds: textOf(entry, "cbds"),
      emptyAllowed: flagOf(entry, "empty"),
      neutral: textOf(entry, "neutral"),
      derived,
      published,
    } satisfies ItemNode;
  }
  if (entry.history.some(({ what, field }) => what === "set" && field === "type"))
    context.diagnostics.report("RS1107", spanOfField(entry, "type"), { one: "contains", other: "type", why: "contains makes a record, type an item." });
  if (common.xml.kind === "inline" && occurs.maximum !== 1) {
    context.diagnostics.report("RS1414", spanOfField(entry, "xml"), {
      why: "A record that is xml: inline occurs once at most: its items have no element that could repeat.",
    });
  }
  const nodes = contains.map((child) => buildNode(child, path, fact, context));
  const node: RecordNode = {
    kind: "record",
    ...common,
    contains: nodes,
    orderedBy: textsOf(entry, "ordered-by") ?? [],
    lasts: lastsOf(entry),
    published: publishedBinding(entry, occurs, null, context),
  };
  checkRecord(node, entry, contains, context);
  return node;
}

function lastsOf(entry: Entry): RecordNode["lasts"] {
  const node = entry.fields.get("lasts")?.node;
  if (node?.kind !== "map") return null;
  const [from, to] = [entryOf(node, "from")?.value, entryOf(node, "to")?.value];
  if (from?.kind !== "scalar") return null;
  return { from: from.text, to: to?.kind === "list" ? to.items.map(plainText) : to?.kind === "scalar" ? [to.text] : [] };
}

function xmlBinding(entry: Entry, context: BuildContext): RecordNode["xml"] {
  const xml = textOf(entry, "xml") ?? entry.name;
  if (xml === "inline" || xml === "none") return { kind: xml };
  if (!/^[A-Za-z_][\w.-]*$/.test(xml))
    context.diagnostics.report("RS1420", spanOfField(entry, "xml"), { name: xml, why: "a tag starts with a letter or _ and holds letters, digits, . - and _" });
  else if (/^xml/i.test(xml)) context.diagnostics.report("RS1420", spanOfField(entry, "xml"), { name: xml, why: "names that start with xml are reserved" });
  return { kind: "element", tag: xml };
}

function publishedBinding(entry: Entry, occurs: Occurs, type: ItemType | null, context: BuildContext): PublishedBinding {
  const field = entry.fields.get("published");
  const map: YamlMap | null = field?.node.kind === "map" ? field.node : null;
  const scalar = (key: string): { text: string; span: YamlMap["span"] } | null => {
    const value = map === null ? undefined : entryOf(map, key)?.value;
    return value?.kind === "scalar" ? { text: value.text, span: value.span } : null;
  };
  const ownOccurs = scalar("occurs");
  const ownType = scalar("type");
  const codes = map === null ? undefined : entryOf(map, "codes")?.value;
  return {
    absent: scalar("absent")?.text === "true",
    occurs: ownOccurs === null ? occurs : parseOccurs(ownOccurs.text),
    type: ownType === null ? type : typeOf(ownType.text, ownType.span, context),
    codes: codes?.kind === "list" ? codes.items.map(plainText) : null,
  };
}

function checkRecord(node: RecordNode, entry: Entry, contains: readonly Entry[], context: BuildContext): void {
  checkCase(
    contains.map((child) => ({ name: child.name, span: child.origin.span })),
    context,
  );
  for (const key of node.orderedBy) {
    const isName = /^\w+$/.test(key);
    if (isName && !node.contains.some((child) => child.name === key)) {
      const known = node.contains.map((child) => child.name);
      reportAbsent(
        "RS1415",
        { kind: "item", owner: null, name: key, span: spanOfField(entry, "ordered-by") },
        { key: "ordered-by", name: key },
        known,
        context,
      );
    }
  }
  for (const name of node.lasts === null ? [] : [node.lasts.from, ...node.lasts.to]) {
    if (node.contains.some((child) => child.name === name && child.kind === "item")) continue;
    const known = node.contains.map((child) => child.name);
    reportAbsent("RS1415", { kind: "item", owner: null, name, span: spanOfField(entry, "lasts") }, { key: "lasts", name }, known, context);
  }
  if (node.xml.kind !== "element") return;
  const tags = new Map<string, string>();
  for (const child of xmlChildren(node)) {
    if (child.xml.kind !== "element") continue;
    const folded = child.xml.tag.toLowerCase();
    const other = tags.get(folded);
    // Names that differ only by case have been reported as such.
    if (other !== undefined && !node.contains.some((sibling) => sibling !== child && sibling.name.toLowerCase() === child.name.toLowerCase())) {
      context.diagnostics.report("RS1414", child.origin.span, {
        why: `The tags ${other} and ${child.xml.tag} in ${node.name} cannot be told apart. Tags inside one element must differ by more than letter case.`,
      });
    }
    tags.set(folded, child.xml.tag);
  }
}

/** The nodes that have an element inside the element of a record: those of inline records count as its own. */
export function xmlChildren(record: RecordNode): readonly TreeNode[] {
  return record.contains.flatMap((child) => {
    if (child.xml.kind === "none") return [];
    if (child.kind === "record" && child.xml.kind === "inline") return xmlChildren(child);
    return [child];
  });
}

/** All nodes of a tree, parents before children. */
export function allNodes(node: TreeNode): readonly TreeNode[] {
  return node.kind === "item" ? [node] : [node, ...node.contains.flatMap(allNodes)];
}

/** Finds a node by name or by the end of its path; null when there is none or several. */
export function findNode(root: RecordNode, name: string): TreeNode | null {
  const found = allNodes(root).filter((node) => node.path === name || node.path.endsWith(`/${name}`));
  return found.length === 1 ? (found[0] ?? null) : null;
}
