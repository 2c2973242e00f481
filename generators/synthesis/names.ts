import { allNodes } from "../specification/build-items.ts";
import type { ItemNode, RecordNode, Release, TreeNode } from "../specification/model.ts";

/** The names that stories of a collection may use, whatever release has them. */
export interface CollectionNames {
  readonly records: ReadonlySet<string>;
  /** The items of that name, of all releases, newest first. */
  readonly items: ReadonlyMap<string, readonly ItemNode[]>;
}

/** @param releases all releases of a collection, oldest first */
export function collectionNames(releases: readonly Release[]): CollectionNames {
  const records = new Set<string>();
  const items = new Map<string, ItemNode[]>();
  for (const release of releases.toReversed()) {
    for (const node of allNodes(release.root)) {
      if (node.kind === "record") records.add(node.name);
      else items.set(node.name, [...(items.get(node.name) ?? []), node]);
    }
  }
  return { records, items };
}

/** Where a name leads from a record: the records that hold it, each occurring once, and what it is. */
export interface Location {
  readonly via: readonly RecordNode[];
  readonly node: TreeNode;
}

const located = new WeakMap<RecordNode, Map<string, Location | null>>();

/** Finds a name in a record, or in the single records inside it; the nearest wins. */
export function locate(record: RecordNode, name: string): Location | null {
  const known = located.get(record) ?? new Map<string, Location | null>();
  located.set(record, known);
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  let level: { readonly via: readonly RecordNode[]; readonly record: RecordNode }[] = [{ via: [], record }];
  let found: Location | null = null;
  while (found === null && level.length > 0) {
    for (const one of level) {
      const node = one.record.contains.find((child) => child.name === name);
      if (node !== undefined) found ??= { via: one.via, node };
    }
    level = level.flatMap(({ via, record: outer }) =>
      outer.contains.flatMap((child) => (child.kind === "record" && child.occurs.maximum === 1 ? [{ via: [...via, child], record: child }] : [])),
    );
  }
  known.set(name, found);
  return found;
}
