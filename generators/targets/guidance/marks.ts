import { diffReleases, type Difference, type DifferenceKind } from "../../specification/diff.ts";
import { codeSetsOf } from "../../specification/item-type.ts";
import { allNodes } from "../../specification/build-items.ts";
import type { Release } from "../../specification/model.ts";

/** How something stands against the release before: null when it is as it was, or when there is no release before. */
export type Mark = "new" | "changed" | null;

/** What is new and what has changed since the release before. */
export interface Marks {
  readonly of: (kind: DifferenceKind, name: string) => Mark;
  readonly differences: (kind: DifferenceKind, name: string) => readonly Difference[];
  /** All differences, as `diff` lists them. */
  readonly all: readonly Difference[];
}

/** The kinds of entries that are part of another: a code set has changed when a code of it has. */
const OWNERS: ReadonlyMap<DifferenceKind, DifferenceKind> = new Map([
  ["code", "code set"],
  ["group", "code set"],
  ["crosswalk", "code set"],
  ["column", "table"],
  ["reference column", "reference table"],
]);

export function marksOf(previous: Release | null, release: Release): Marks {
  const all = previous === null ? [] : diffReleases(previous, release);
  const own = new Map<string, Difference[]>();
  const touched = new Set<string>();
  const keyOf = (kind: DifferenceKind, name: string): string => `${kind} ${name}`;
  for (const difference of all) {
    const key = keyOf(difference.kind, difference.name);
    own.set(key, [...(own.get(key) ?? []), difference]);
    const owner = OWNERS.get(difference.kind);
    if (owner !== undefined) touched.add(keyOf(owner, difference.name.split("/")[0] ?? ""));
  }
  const isChanged = (kind: DifferenceKind, name: string): boolean => own.has(keyOf(kind, name)) || touched.has(keyOf(kind, name));
  // An item whose codes have changed is recorded differently, although its own entry is as it was.
  const byCodes = new Set(
    allNodes(release.root).flatMap((node) => (node.kind === "item" && codeSetsOf(node.type).some((set) => isChanged("code set", set)) ? [node.path] : [])),
  );
  return {
    of: (kind, name) => {
      if (own.get(keyOf(kind, name))?.some(({ what }) => what === "added") === true) return "new";
      return isChanged(kind, name) || (kind === "item" && byCodes.has(name)) ? "changed" : null;
    },
    differences: (kind, name) => own.get(keyOf(kind, name)) ?? [],
    all,
  };
}
