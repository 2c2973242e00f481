import type { Returns } from "../rules/evaluate.ts";
import type { TextRecord } from "../rules/record-tree.ts";
import type { Release } from "../specification/model.ts";
import { neutralOf } from "./candidates.ts";

/** How often the question is asked for one return at most. */
const MOST_ASKED = 400;

/**
 * Makes a return small: takes out records and items, and sets items to what the neutral carrier has, as long as it keeps what it shows. What is left
 * can be made no smaller by any single one of these.
 * @param returns is changed
 * @param isKept whether a return still shows it
 */
export function shrink(returns: Returns, releases: readonly (Release | null)[], isKept: (returns: Returns) => boolean): Returns {
  let asked = 0;
  let current = returns;
  const ask = (candidate: Returns): boolean => {
    asked += 1;
    return asked <= MOST_ASKED && isKept(candidate);
  };
  for (const without of [{ beforeLast: null }, { last: null, beforeLast: null }, { authority: null }]) {
    const candidate = { ...current, ...without };
    if (Object.entries(without).some(([key]) => current[key as keyof typeof without] !== null) && ask(candidate)) current = candidate;
  }
  for (const [table, rows] of current.reference ?? []) {
    if (rows.length === 0) continue;
    const candidate = { ...current, reference: new Map([...(current.reference ?? []), [table, []]]) };
    if (ask(candidate)) current = candidate;
  }
  const shrinkAll = (): boolean =>
    [current.root, current.last, current.beforeLast]
      .map((root, year) => {
        const release = releases[year] ?? null;
        return root !== null && release !== null && shrinkRecord(root, release, () => ask(current));
      })
      .includes(true);
  // What could not be taken out before may be when something else has gone.
  while (shrinkAll());
  return current;
}

/** @returns whether it could be made smaller */
function shrinkRecord(record: TextRecord, release: Release, isKept: () => boolean): boolean {
  let isSmaller = false;
  const neutral = neutralOf(record.node, release);
  const groups = [...record.groups];
  for (const [group, inner] of groups) {
    const minimum = inner[0]?.node.occurs.minimum ?? 0;
    let kept = inner;
    for (let at = kept.length - 1; at >= 0 && kept.length > minimum; at -= 1) {
      const fewer = kept.toSpliced(at, 1);
      setGroup(record, group, fewer);
      if (isKept()) {
        kept = fewer;
        isSmaller = true;
      } else setGroup(record, group, kept);
    }
  }
  const key = release.child?.key.path;
  for (const item of new Set([...record.items.keys(), ...neutral.items.keys()])) {
    const own = record.items.get(item);
    const wanted = neutral.items.get(item);
    if (item === key || own?.join("\n") === wanted?.join("\n")) continue;
    // A mandatory item is not left out but neutral; where that does not do, it stays.
    if (wanted === undefined) record.items.delete(item);
    else record.items.set(item, [...wanted]);
    if (isKept()) isSmaller = true;
    else if (own === undefined) record.items.delete(item);
    else record.items.set(item, own);
  }
  for (const inner of record.groups.values()) for (const one of inner) if (shrinkRecord(one, release, isKept)) isSmaller = true;
  return isSmaller;
}

function setGroup(record: TextRecord, path: string, inner: TextRecord[]): void {
  if (inner.length === 0) record.groups.delete(path);
  else record.groups.set(path, inner);
}
