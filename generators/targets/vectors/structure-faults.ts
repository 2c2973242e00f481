import { itemsInside, recordsInside, type TextRecord } from "../../rules/record-tree.ts";
import { acceptsText, trimBlanks } from "../../samples/value-verdict.ts";
import type { ItemType } from "../../specification/item-type.ts";
import type { ItemNode, Release, Rule, TreeNode } from "../../specification/model.ts";

/** A structural fault of a return: `structure.<kind>` in findings. */
interface StructureFault {
  readonly kind: string;
  /** Path of the item or record in the specification. */
  readonly path: string;
}

/**
 * What is wrong with the form of a return that was built as a tree, judged from the model alone. Its records and items are known and in order, so
 * that only number and values can be at fault.
 */
function structureFaults(release: Release, record: TextRecord): readonly StructureFault[] {
  const faults: StructureFault[] = [];
  for (const item of itemsInside(record.node)) {
    if (item.xml.kind !== "element") continue;
    const texts = record.items.get(item.path) ?? [];
    faults.push(...numberFaults(item, texts.length));
    for (const text of texts) {
      const kind = valueFault(release, item, text);
      if (kind !== null) faults.push({ kind, path: item.path });
    }
  }
  for (const node of recordsInside(record.node)) {
    const inner = record.groups.get(node.path) ?? [];
    if (node.xml.kind === "element") faults.push(...numberFaults(node, inner.length));
    faults.push(...inner.flatMap((one) => structureFaults(release, one)));
  }
  return faults;
}

/** Nothing where something must be is one fault; every one too many is one. */
function numberFaults({ occurs, path }: TreeNode, count: number): readonly StructureFault[] {
  if (count === 0 && occurs.minimum > 0) return [{ kind: "missing", path }];
  const tooMany = occurs.maximum === null ? 0 : Math.max(0, count - occurs.maximum);
  return Array.from({ length: tooMany }, () => ({ kind: "occurs", path }));
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

/** How often each kind of fault is found; a fault that a failing rule states (`enforces`) is left to the rule. */
export function countFaults(release: Release, root: TextRecord, failing: readonly Rule[]): ReadonlyMap<string, number> {
  const stated = new Set(failing.flatMap(({ enforces }) => enforces));
  const counts = new Map<string, number>();
  for (const { kind, path } of structureFaults(release, root)) {
    if (stated.has(`${path.slice(path.lastIndexOf("/") + 1)} ${kind}`)) continue;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
