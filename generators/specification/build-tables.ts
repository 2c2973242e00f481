import { type BuildContext, checkCase, factOf, flagOf, mapOf, parseOccurs, reportAbsent, writtenOf } from "./build-context.ts";
import { allNodes, findNode } from "./build-items.ts";
import { type Entry, spanOfField, textOf } from "./entry.ts";
import type { Column, ItemNode, RecordNode, Release, Table, TreeNode } from "./model.ts";
import type { Span } from "./source.ts";
import { entryOf } from "./yaml-reader.ts";

/** Builds the CSV tables and checks that every submitted item is in exactly one column, and that every row can be placed. */
export function buildTables(root: RecordNode, formats: Release["formats"], context: BuildContext): readonly Table[] {
  const entries = context.resolved.sections.tables;
  checkCase(
    entries.map((entry) => ({ name: entry.name, span: entry.origin.span })),
    context,
  );
  const before = context.diagnostics.sorted.length;
  const tables = entries.flatMap((entry) => {
    const table = buildTable(entry, root, context);
    return table === null ? [] : [table];
  });
  // A column or table that is wrong leaves items uncovered: that has been said.
  if (context.diagnostics.sorted.length > before || (tables.length === 0 && !formats.includes("csv"))) return tables;
  checkCoverage(root, formats, tables, context);
  checkPlaces(root, tables, context);
  return tables;
}

function buildTable(entry: Entry, root: RecordNode, context: BuildContext): Table | null {
  const record = findNode(root, textOf(entry, "record") ?? "");
  if (record?.kind !== "record") {
    const known = allNodes(root).flatMap((node) => (node.kind === "record" ? [node.name] : []));
    const name = textOf(entry, "record") ?? "";
    reportAbsent("RS1425", { kind: "item", owner: null, name, span: spanOfField(entry, "record") }, { name }, known, context);
    return null;
  }
  const fact = factOf(entry, null, context);
  const columns = (entry.parts.get("columns") ?? []).map((column): Column => {
    const item = textOf(column, "item");
    const copies = textOf(column, "copies");
    const identifies = textOf(column, "identifies");
    if (item === null && copies === null && identifies === null)
      context.diagnostics.report("RS1102", column.origin.span, { key: "item", why: "A column holds an item, copies one, or identifies a record." });
    return {
      name: column.name,
      item: item === null ? null : itemFor(item, record, root, spanOfField(column, "item"), context),
      copies: copies === null ? null : itemFor(copies, record, root, spanOfField(column, "copies"), context),
      identifies: identifies === null ? null : identifiedBy(identifies, record, root, spanOfField(column, "identifies"), entry.name, context),
      required: flagOf(column, "required"),
      differs: textOf(column, "differs"),
      ...factOf(column, fact, context),
      ...writtenOf(column),
    };
  });
  checkCase(
    (entry.parts.get("columns") ?? []).map((column) => ({ name: column.name, span: column.origin.span })),
    context,
  );
  const implied = (mapOf(entry.fields.get("implied"))?.entries ?? []).flatMap(({ key, value }) => {
    const item = itemFor(key.text, record, root, key.span, context);
    return item !== null && value.kind === "scalar" ? [{ item, value: value.text }] : [];
  });
  return {
    name: entry.name,
    label: textOf(entry, "label") ?? entry.name,
    definition: textOf(entry, "definition"),
    record,
    rows: parseOccurs(textOf(entry, "rows")),
    columns,
    implied,
    instead: insteadOf(entry),
    findings: { orphan: findingId(entry, "orphan"), repeated: findingId(entry, "repeated") },
    ...fact,
    ...writtenOf(entry),
  };
}

function findingId(entry: Entry, kind: "orphan" | "repeated"): string | null {
  const map = mapOf(entry.fields.get("findings"));
  const value = map === null ? undefined : entryOf(map, kind)?.value;
  return value?.kind === "scalar" ? value.text : null;
}

function insteadOf(entry: Entry): Table["instead"] {
  const map = mapOf(entry.fields.get("instead"));
  const text = (field: string): string | null => {
    const value = map === null ? undefined : entryOf(map, field)?.value;
    return value?.kind === "scalar" ? value.text : null;
  };
  return map === null ? null : { table: text("table") ?? "", cell: text("cell") ?? "", columns: text("columns") };
}

/** A record by name that occurs several times: that of the table, or one around it. */
function identifiedBy(name: string, record: RecordNode, root: RecordNode, span: Span, table: string, context: BuildContext): RecordNode | null {
  const child = childPath(root, context);
  const around = recordsAround(record, root).filter(({ occurs, path }) => occurs.maximum !== 1 && path.startsWith(`${child}/`));
  const found = around.find((one) => one.name === name);
  if (found !== undefined) return found;
  const known = around.map((one) => one.name);
  reportAbsent("RS1426", { kind: "item", owner: null, name, span }, { name, table }, known, context);
  return null;
}

/** The records from the root down to a record, that one included. */
function recordsAround(record: RecordNode, root: RecordNode): readonly RecordNode[] {
  return allNodes(root).filter((node): node is RecordNode => node.kind === "record" && `${record.path}/`.startsWith(`${node.path}/`));
}

/**
 * A row stands inside a record of which a child may have several: a column of its table says which, and one of that record's own table what it is called.
 * The other layout of a table is in the table of the record around it, and its names are no others.
 */
function checkPlaces(root: RecordNode, tables: readonly Table[], context: BuildContext): void {
  const child = childPath(root, context);
  for (const table of tables) {
    const around = recordsAround(table.record, root).filter((one) => one !== table.record && one.path.startsWith(`${child}/`) && one.occurs.maximum !== 1);
    for (const one of around) {
      const own = tables.find(({ record }) => record === one);
      const lacking = [table, ...(own === undefined ? [] : [own])].find(({ columns }) => !columns.some(({ identifies }) => identifies === one));
      if (lacking !== undefined) context.diagnostics.report("RS1427", table.origin.span, { table: table.name, where: lacking.name, name: one.name });
    }
    if (table.instead === null) continue;
    const why = insteadFault(table, table.instead, tables, root);
    if (why !== null) context.diagnostics.report("RS1428", table.origin.span, { why });
  }
}

function insteadFault(table: Table, { table: name, cell, columns }: NonNullable<Table["instead"]>, tables: readonly Table[], root: RecordNode): string | null {
  const host = tables.find((one) => one.name === name);
  if (host === undefined) return `instead names ${name}, which is no table.`;
  const entries = entriesOf(table);
  if (entries === null) return `${table.name} has another layout, so its rows must be the entries of one repeating item in a record that occurs once.`;
  const around = recordsAround(table.record, root);
  if (!around.includes(host.record) || around.slice(around.indexOf(host.record) + 1).some(({ occurs }) => occurs.maximum !== 1))
    return `instead names ${name}, whose rows are not the record around ${table.record.name} that occurs several times.`;
  if (columns !== null && entries.type.kind !== "code") return `instead gives columns for the codes of ${entries.name}, which holds no codes.`;
  const taken = tables.flatMap((one) => one.columns.map((column) => column.name.toLowerCase()));
  return taken.includes(cell.toLowerCase()) ? `instead calls a column ${cell}, which is the name of another column.` : null;
}

/** The item of which each row of a table is an entry; null when its rows are records. */
export function entriesOf({ record, columns }: Table): ItemNode | null {
  const entries = columns.flatMap(({ item }) => (item !== null && item.occurs.maximum !== 1 && record.contains.includes(item) ? [item] : []));
  return record.occurs.maximum === 1 && entries.length === 1 ? (entries[0] ?? null) : null;
}

function childPath(root: RecordNode, context: BuildContext): string {
  return findNode(root, factText(context, "record"))?.path ?? "";
}

/** An item by name: inside the table's record first, then anywhere. */
function itemFor(name: string, record: RecordNode, root: RecordNode, span: Span, context: BuildContext): ItemNode | null {
  const own = record.contains.find((node) => node.name === name);
  const node = own ?? findNode(root, name);
  if (node?.kind === "item") return node;
  const known = allNodes(root).flatMap((candidate) => (candidate.kind === "item" ? [candidate.name] : []));
  reportAbsent("RS1412", { kind: "item", owner: null, name, span }, { name }, known, context);
  return null;
}

/** The items that are declared to be in no table, or are in a record that is, by their paths. */
export function absentItems(root: RecordNode): ReadonlyMap<string, { readonly item: ItemNode; readonly declared: TreeNode; readonly why: string }> {
  const nodes = allNodes(root);
  const declared = nodes.filter(({ notInTables }) => notInTables !== null);
  return new Map(
    declared.flatMap((node) =>
      nodes.flatMap((item) =>
        item.kind === "item" && item.derived === null && `${item.path}/`.startsWith(`${node.path}/`)
          ? [[item.path, { item, declared: node, why: node.notInTables ?? "" }] as const]
          : [],
      ),
    ),
  );
}

/**
 * The child's key stands in every table; every other submitted item in one column of one table, or is implied by one, or is declared to be in none: then
 * XML has it, since what no form carries is no part of a return.
 */
function checkCoverage(root: RecordNode, formats: Release["formats"], tables: readonly Table[], context: BuildContext): void {
  const count = new Map<string, { columns: number; tables: Set<string>; last: Span | null }>();
  for (const table of tables) {
    const holders = table.columns.map(({ item, origin }) => ({ item, span: origin.span }));
    for (const { item, span } of [...holders, ...table.implied.map((value) => ({ item: value.item, span: table.origin.span }))]) {
      if (item === null) continue;
      const seen = count.get(item.path) ?? { columns: 0, tables: new Set(), last: null };
      seen.columns += 1;
      seen.last = span;
      seen.tables.add(table.name);
      count.set(item.path, seen);
    }
  }
  const key = factText(context, "key");
  const absent = absentItems(root);
  for (const node of allNodes(root)) {
    if (node.kind !== "item" || node.derived !== null) continue;
    const seen = count.get(node.path) ?? { columns: 0, tables: new Set(), last: null };
    const declared = absent.get(node.path)?.declared;
    if (declared !== undefined) {
      const isInXml = formats.includes("xml") && allNodes(root).every(({ path, xml }) => xml.kind !== "none" || !`${node.path}/`.startsWith(`${path}/`));
      const why = seen.columns > 0 ? `${[...seen.tables].join(" and ")} holds it` : isInXml ? null : "XML does not have it either, so no return could hold it";
      if (why !== null) context.diagnostics.report("RS1429", seen.last ?? declared.origin.span, { name: node.path, why });
      continue;
    }
    const isKey = node.name === key && seen.columns === seen.tables.size && seen.columns > 0;
    if (seen.columns !== 1 && !isKey) {
      const columns = seen.columns === 0 ? "no column" : `${seen.columns} columns`;
      context.diagnostics.report("RS1413", seen.last ?? node.origin.span, { name: node.path, columns });
    }
  }
}

/** What the fact on the child says. */
function factText(context: BuildContext, field: "key" | "record"): string {
  const child = context.resolved.facts.get("child")?.node;
  const entry = child?.kind === "map" ? child.entries.find(({ key }) => key.text === field) : undefined;
  return entry?.value.kind === "scalar" ? entry.value.text : "";
}
