import { emptyRecord, type TextRecord } from "../../rules/record-tree.ts";
import type { RecordNode } from "../../specification/model.ts";

/** A return that holds one child and nothing else. */
export function aroundChild(node: RecordNode, child: TextRecord): TextRecord {
  if (node.path === child.node.path) return child;
  const record = emptyRecord(node);
  const next = node.contains.find(
    (one): one is RecordNode => one.kind === "record" && (child.node.path === one.path || child.node.path.startsWith(`${one.path}/`)),
  );
  if (next !== undefined) record.groups.set(next.path, [aroundChild(next, child)]);
  return record;
}

/** The records of children in a return. */
export function childrenIn(record: TextRecord, path: string): readonly TextRecord[] {
  if (record.node.path === path) return [record];
  return [...record.groups.values()].flat().flatMap((inner) => childrenIn(inner, path));
}

export function findRecord(record: TextRecord, path: string): TextRecord | null {
  if (record.node.path === path) return record;
  for (const inner of [...record.groups.values()].flat()) {
    const found = findRecord(inner, path);
    if (found !== null) return found;
  }
  return null;
}
