import type { TextRecord } from "../rules/record-tree.ts";
import { allNodes } from "../specification/build-items.ts";
import type { ItemNode, Release } from "../specification/model.ts";
import type { ReleaseScenarios } from "./scenario.ts";
import { codesOf } from "./scenario-values.ts";

/** An item of the release, or one of its codes, and the scenarios whose return holds it. */
export interface Coverage {
  readonly item: ItemNode;
  /** Null: the item, whatever its value. */
  readonly code: string | null;
  readonly scenarios: readonly string[];
  /** Why no scenario needs to hold it; null where one must. */
  readonly exempt: string | null;
}

/** Sets of more codes than this are lists of places or bodies, which a product takes over as a table. */
const LARGEST_SET = 100;

/** What the returns of the scenarios use of a release: every item that is submitted, and every code. */
export function coverageOf(release: Release, { scenarios, whole, root, leftOpen, neverReturned }: ReleaseScenarios): readonly Coverage[] {
  const uses = new Map<string, Set<string>>();
  const take = (record: TextRecord, scenario: string): void => {
    for (const [path, texts] of record.items) {
      for (const text of texts) {
        if (text.trim() === "") continue;
        for (const key of [path, `${path} ${text}`]) uses.set(key, (uses.get(key) ?? new Set()).add(scenario));
      }
    }
    for (const inner of [...record.groups.values()].flat()) if (inner.node.path !== release.child?.record.path) take(inner, scenario);
  };
  if (whole !== null) take(root, whole.id);
  for (const { id, children } of scenarios) for (const { returned } of children) if (returned !== null) take(returned, id);
  const items = allNodes(release.root).filter((node): node is ItemNode => node.kind === "item" && node.derived === null);
  return items.flatMap((item) => {
    const codes = codesOf(release, item);
    const row = (code: string | null): Coverage => {
      const exempt =
        leftOpen.get(item.name) ??
        (code === null
          ? null
          : codes.length > LARGEST_SET
            ? `one of ${codes.length} codes of a list that products take over as a table`
            : (neverReturned.get(`${item.name} ${code}`) ?? null));
      return { item, code, scenarios: [...(uses.get(code === null ? item.path : `${item.path} ${code}`) ?? [])], exempt };
    };
    return [row(null), ...codes.map(row)];
  });
}

/** What no scenario holds although one must. */
export function uncovered(coverage: readonly Coverage[]): readonly Coverage[] {
  return coverage.filter(({ scenarios, exempt }) => scenarios.length === 0 && exempt === null);
}
