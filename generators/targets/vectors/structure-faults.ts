import { emptyRecord, itemsInside, recordsInside, type TextRecord } from "../../rules/record-tree.ts";
import { acceptsText, trimBlanks } from "../../samples/value-verdict.ts";
import type { ItemType } from "../../specification/item-type.ts";
import type { ItemNode, Release, Rule, TreeNode } from "../../specification/model.ts";

/** A structural fault of a return: `structure.<kind>` in findings, or the id under which the tables report it. */
interface StructureFault {
  readonly kind: string;
  /** Path of the item or record in the specification. */
  readonly path: string;
  /** The records from the root down to the one that it is about. */
  readonly way: readonly TextRecord[];
}

/**
 * What is wrong with the form of a return that was built as a tree, judged from the model alone. Its records and items are known and in order, so
 * that only number and values can be at fault.
 */
function structureFaults(release: Release, record: TextRecord, around: readonly TextRecord[] = []): readonly StructureFault[] {
  const faults: StructureFault[] = [];
  const way = [...around, record];
  for (const item of itemsInside(record.node)) {
    if (item.xml.kind !== "element") continue;
    const texts = record.items.get(item.path) ?? [];
    faults.push(...numberFaults(item, texts.length).map((kind) => ({ kind, path: item.path, way })));
    for (const text of texts) {
      const kind = valueFault(release, item, text);
      if (kind !== null) faults.push({ kind, path: item.path, way });
    }
  }
  for (const node of recordsInside(record.node)) {
    const inner = record.groups.get(node.path) ?? [];
    if (node.xml.kind === "element") faults.push(...numberFaults(node, inner.length).map((kind) => ({ kind, path: node.path, way })));
    // A record without an element of its own is asked for in the one around it.
    if (node.xml.kind === "inline" && inner.length === 0 && node.occurs.minimum > 0) faults.push(...structureFaults(release, emptyRecord(node), way));
    faults.push(...inner.flatMap((one) => structureFaults(release, one, way)));
  }
  return faults;
}

/** The same of a return in tables: blank cells, values, and more rows of a child than there may be. */
function tableFaults(release: Release, record: TextRecord, around: readonly TextRecord[] = []): readonly StructureFault[] {
  const faults: StructureFault[] = [];
  const way = [...around, record];
  const table = release.tables.find((one) => one.record.path === record.node.path);
  for (const { item } of table?.columns ?? []) {
    if (item === null || !record.node.contains.includes(item)) continue;
    const text = record.items.get(item.path)?.[0] ?? "";
    if (trimBlanks(text) === "") {
      if (item.occurs.minimum > 0 && !item.emptyAllowed) faults.push({ kind: "missing", path: item.path, way });
    } else if (!acceptsText(release, item, text, "strict")) faults.push({ kind: kindOfFault(item.type, trimBlanks(text)), path: item.path, way });
  }
  for (const node of recordsInside(record.node)) {
    const inner = record.groups.get(node.path) ?? [];
    const { rows, findings } = release.tables.find((one) => one.record.path === node.path) ?? {};
    const maximum = rows?.maximum ?? null;
    if (maximum !== null && inner.length > maximum) faults.push({ kind: findings?.repeated ?? "occurs", path: node.path, way });
    faults.push(...inner.flatMap((one) => tableFaults(release, one, way)));
  }
  return faults;
}

/** Nothing where something must be is one fault; every one too many is one. */
function numberFaults({ occurs }: TreeNode, count: number): readonly string[] {
  if (count === 0 && occurs.minimum > 0) return ["missing"];
  const tooMany = occurs.maximum === null ? 0 : Math.max(0, count - occurs.maximum);
  return Array.from({ length: tooMany }, () => "occurs");
}

function valueFault(release: Release, item: ItemNode, text: string): string | null {
  if (acceptsText(release, item, text, "strict")) return null;
  const trimmed = trimBlanks(text);
  return trimmed === "" ? "empty" : kindOfFault(item.type, trimmed);
}

function kindOfFault(type: ItemType, text: string): string {
  switch (type.kind) {
    case "code":
    case "one-of":
      return "code";
    case "pattern":
      return "pattern";
    case "text":
    case "postcode":
      return "length";
    case "integer":
      return /^[+-]?\d+$/.test(text) ? "range" : "type";
    case "decimal":
      return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? "range" : "type";
    case "date":
    case "partial-date":
    case "datetime":
    case "year":
    case "boolean":
      return "type";
  }
}

/** A rule that fails, and the records that it fails on. */
export interface StatingRule {
  readonly rule: Rule;
  readonly records: ReadonlySet<TextRecord>;
}

/**
 * How often each fault is found, by the id under which it is reported; one that a rule states (`enforces`) which fails there - on the record itself, one
 * around it or one in it - is left to the rule.
 */
export function countFaults(release: Release, root: TextRecord, form: "xml" | "csv", failing: readonly StatingRule[]): ReadonlyMap<string, number> {
  const stating = failing.filter(({ rule }) => rule.enforces.length > 0);
  const counts = new Map<string, number>();
  for (const { kind, path, way } of form === "xml" ? structureFaults(release, root) : tableFaults(release, root)) {
    const check = `${path.slice(path.lastIndexOf("/") + 1)} ${kind}`;
    if (stating.some(({ rule, records }) => rule.enforces.includes(check) && isThere(way, records))) continue;
    const id = release.tables.some(({ findings }) => findings.repeated === kind) ? kind : `structure.${kind}`;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function isThere(way: readonly TextRecord[], records: ReadonlySet<TextRecord>): boolean {
  const last = way.at(-1);
  const isInside = (record: TextRecord): boolean => records.has(record) || [...record.groups.values()].flat().some(isInside);
  return way.some((record) => records.has(record)) || (last !== undefined && isInside(last));
}
