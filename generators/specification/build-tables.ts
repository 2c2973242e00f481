import { type BuildContext, checkCase, factOf, flagOf, mapOf, parseOccurs, reportAbsent, writtenOf } from "./build-context.ts";
import { allNodes, findNode } from "./build-items.ts";
import { type Entry, spanOfField, textOf } from "./entry.ts";
import type { Column, ItemNode, RecordNode, Release, Table } from "./model.ts";
import type { Span } from "./source.ts";
import { entryOf } from "./yaml-reader.ts";

/** Builds the CSV tables and checks that every submitted item is in exactly one column. */
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
  if (formats.includes("csv") && context.diagnostics.sorted.length === before) checkCoverage(root, tables, context);
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
    if (item === null && copies === null)
      context.diagnostics.report("RS1102", column.origin.span, { key: "item", why: "A column holds an item, or copies one." });
    return {
      name: column.name,
      item: item === null ? null : itemFor(item, record, root, spanOfField(column, "item"), context),
      copies: copies === null ? null : itemFor(copies, record, root, spanOfField(column, "copies"), context),
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

/** An item by name: inside the table's record first, then anywhere. */
function itemFor(name: string, record: RecordNode, root: RecordNode, span: Span, context: BuildContext): ItemNode | null {
  const own = record.contains.find((node) => node.name === name);
  const node = own ?? findNode(root, name);
  if (node?.kind === "item") return node;
  const known = allNodes(root).flatMap((candidate) => (candidate.kind === "item" ? [candidate.name] : []));
  reportAbsent("RS1412", { kind: "item", owner: null, name, span }, { name }, known, context);
  return null;
}

/** The child's key stands in every table; every other submitted item in one column of one table, or is implied by one. */
function checkCoverage(root: RecordNode, tables: readonly Table[], context: BuildContext): void {
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
  const key = textKey(context);
  for (const node of allNodes(root)) {
    if (node.kind !== "item" || node.derived !== null) continue;
    const seen = count.get(node.path) ?? { columns: 0, tables: new Set(), last: null };
    const isKey = node.name === key && seen.columns === seen.tables.size && seen.columns > 0;
    if (seen.columns !== 1 && !isKey) {
      const columns = seen.columns === 0 ? "no column" : `${seen.columns} columns`;
      context.diagnostics.report("RS1413", seen.last ?? node.origin.span, { name: node.path, columns });
    }
  }
}

function textKey(context: BuildContext): string {
  const child = context.resolved.facts.get("child")?.node;
  const entry = child?.kind === "map" ? child.entries.find(({ key }) => key.text === "key") : undefined;
  return entry?.value.kind === "scalar" ? entry.value.text : "";
}
