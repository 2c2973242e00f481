import { writeDates } from "../rules/example.ts";
import { emptyRecord, neutralRecord, type TextRecord } from "../rules/record-tree.ts";
import type { RecordNode } from "../specification/model.ts";
import { entryOf, type YamlMap } from "../specification/yaml-reader.ts";
import { buildRecord } from "./scenario-records.ts";
import type { Shared } from "./telling.ts";

/**
 * The return around its children.
 * @param map the scenario that says what is in it; null: the neutral values alone
 */
export function wholeReturn(shared: Shared, map: YamlMap | null, children: readonly TextRecord[]): TextRecord {
  const { release } = shared;
  const root = neutralRecord(release.root, release);
  writeDates(root, release);
  const facts = map === null ? undefined : entryOf(map, "return")?.value;
  if (facts?.kind === "map") {
    const { returned } = buildRecord({ ...shared, scenario: 0, serial: 0, index: 0, count: 1, reasons: [] }, release.root, facts);
    if (returned !== null) merge(root, returned);
  }
  const path = release.child?.record.path ?? "";
  const holder = holderOfChildren(root, path);
  holder.groups.delete(path);
  if (children.length > 0) holder.groups.set(path, [...children]);
  return root;
}

function merge(target: TextRecord, source: TextRecord): void {
  for (const [path, texts] of source.items) target.items.set(path, texts);
  for (const [path, records] of source.groups) {
    const [own] = target.groups.get(path) ?? [];
    const [given] = records;
    if (own === undefined || given === undefined) target.groups.set(path, records);
    else merge(own, given);
  }
}

function holderOfChildren(root: TextRecord, path: string): TextRecord {
  let at = root;
  for (;;) {
    const next = at.node.contains.find((node): node is RecordNode => node.kind === "record" && path.startsWith(`${node.path}/`));
    if (next === undefined) return at;
    const inner: TextRecord = at.groups.get(next.path)?.[0] ?? emptyRecord(next);
    at.groups.set(next.path, [inner]);
    at = inner;
  }
}
