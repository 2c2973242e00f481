import type { ItemNode, RecordNode, Release, TreeNode } from "../specification/model.ts";

/** A return as plain text, record by record: what examples are built of, and what documents are written from. */
export interface TextRecord {
  readonly node: RecordNode;
  /** Texts by path of the item, one per entry. An empty text is an element given empty; no entry: not there. */
  readonly items: Map<string, string[]>;
  /** Records by path, in file order. */
  readonly groups: Map<string, TextRecord[]>;
}

export function emptyRecord(node: RecordNode): TextRecord {
  return { node, items: new Map(), groups: new Map() };
}

/** What stands directly inside a record, by what the specification says it is; kept, because it is asked for again and again. */
const inside = new WeakMap<RecordNode, { readonly records: readonly RecordNode[]; readonly items: readonly ItemNode[] }>();

function partsOf(node: RecordNode): { readonly records: readonly RecordNode[]; readonly items: readonly ItemNode[] } {
  const known = inside.get(node);
  if (known !== undefined) return known;
  const parts = {
    records: node.contains.filter((child) => child.kind === "record"),
    items: node.contains.filter((child): child is ItemNode => child.kind === "item" && child.derived === null),
  };
  inside.set(node, parts);
  return parts;
}

/** The records directly inside a record, by what the specification says they are. */
export function recordsInside(node: RecordNode): readonly RecordNode[] {
  return partsOf(node).records;
}

/** The items directly inside a record that are submitted. */
export function itemsInside(node: RecordNode): readonly ItemNode[] {
  return partsOf(node).items;
}

/** The neutral carrier of examples: one of each record and item that must be there, and what the specification gives a neutral value. */
export function neutralRecord(node: RecordNode, release: Release): TextRecord {
  const record = emptyRecord(node);
  for (const child of node.contains) addNeutral(record, child, release);
  return record;
}

function addNeutral(record: TextRecord, child: TreeNode, release: Release): void {
  if (child.kind === "item") {
    if (child.derived === null && (child.occurs.minimum > 0 || child.neutral !== null))
      record.items.set(child.path, [child.neutral ?? (child.emptyAllowed ? "" : neutralText(child, release))]);
  } else if (child.occurs.minimum > 0 || isWrapper(child)) record.groups.set(child.path, [neutralRecord(child, release)]);
}

/** An optional record that occurs once and holds an item with a neutral value is there wherever it may be: the value has no other place. */
function isWrapper(record: RecordNode): boolean {
  return record.occurs.maximum === 1 && record.contains.some((child) => child.kind === "item" && child.neutral !== null);
}

/** A value that the type of an item allows. Dates are words, turned into dates when the period is known. */
export function neutralText(item: ItemNode, release: Release): string {
  const { type } = item;
  switch (type.kind) {
    case "date":
    case "partial-date":
      return "start";
    case "datetime":
      return `${release.end}T12:00:00`;
    case "year":
      return release.end.slice(0, 4);
    case "boolean":
      return "false";
    case "postcode":
      return "ZZ99 9ZZ";
    case "integer":
      return String(type.minimum ?? 0);
    case "decimal":
      return type.minimum ?? "0";
    case "code":
      return release.codeSets.get(type.set)?.codes.find((code) => code.tolerated === null && code.inSpecification)?.code ?? "";
    case "text":
      return "X".repeat(Math.max(1, type.minimum));
    case "pattern":
      return "";
    case "one-of": {
      const first = type.options.find((option) => option.kind === "code");
      return first?.kind === "code" ? (release.codeSets.get(first.set)?.codes[0]?.code ?? "") : "";
    }
  }
}
