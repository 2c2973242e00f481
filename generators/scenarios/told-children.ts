import { emptyRecord, type TextRecord } from "../rules/record-tree.ts";
import type { RecordNode, Release } from "../specification/model.ts";
import { entryOf, type YamlMap } from "../specification/yaml-reader.ts";
import { countChildren, type RecordContext } from "./scenario-records.ts";
import type { Shared } from "./telling.ts";

/** A child of a scenario before it is read. */
export interface ToldChild {
  /** The child's id in the return. */
  readonly key: string;
  /** The child in the file. */
  readonly item: YamlMap;
  /** What it has. */
  readonly body: YamlMap;
  /** The record of a child in the release that it is read for. */
  readonly record: RecordNode;
  /** To read it with; its reasons are still empty. */
  readonly context: RecordContext;
}

/**
 * The children of a scenario: one told with `each` stands for several.
 * @param scenario its number
 */
export function toldChildren(shared: Shared, scenario: number, map: YamlMap): readonly ToldChild[] {
  const { child, collection } = shared.told;
  const { child: own } = shared.release;
  const list = entryOf(map, "children")?.value;
  if (child === null || own === null || list?.kind !== "list") return [];
  const children: ToldChild[] = [];
  for (const item of list.items) {
    const body = item.kind === "map" ? entryOf(item, "has")?.value : undefined;
    if (item.kind !== "map" || body?.kind !== "map") continue;
    const first = { ...shared, release: shared.told, scenario, serial: children.length, index: 0, count: 1, reasons: [] };
    const count = countChildren(first, child.record, body);
    for (let index = 0; index < count; index += 1) {
      const key = `${collection.toUpperCase()}${String(scenario).padStart(3, "0")}${letters(children.length)}`;
      children.push({ key, item, body, record: own.record, context: { ...shared, scenario, serial: children.length, index, count, reasons: [] } });
    }
  }
  return children;
}

/** A, B … Z, AA, AB … */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${letters(Math.floor(index / 26) - 1)}${last}`;
}

/** Gives the record of a child its id. */
export function setKey(record: TextRecord, { child }: Release, key: string): void {
  if (child === null) return;
  let at = record;
  while (!at.node.contains.includes(child.key)) {
    const next = at.node.contains.find((node): node is RecordNode => node.kind === "record" && child.key.path.startsWith(`${node.path}/`));
    if (next === undefined) return;
    const inner: TextRecord = at.groups.get(next.path)?.[0] ?? emptyRecord(next);
    at.groups.set(next.path, [inner]);
    at = inner;
  }
  at.items.set(child.key.path, [key]);
}
