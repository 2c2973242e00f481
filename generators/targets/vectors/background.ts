import { buildExample, writeDates } from "../../rules/example.ts";
import { neutralRecord, type TextRecord } from "../../rules/record-tree.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import type { Release } from "../../specification/model.ts";
import { countOthers, judge, type Verdict } from "./verdict.ts";

/**
 * Children that stand behind those of an example. Some rules look at the whole return and ask for something that no single neutral child has - a
 * second kind of disability, say - so a return of one child breaks them. What they ask for is taken from their own passing examples.
 */
export function backgroundChildren(rules: ReleaseRules): readonly TextRecord[] {
  const root = neutralRecord(rules.release.root, rules.release);
  writeDates(root, rules.release);
  const children: TextRecord[] = [];
  let verdict = judge(rules, { root, last: null, beforeLast: null, authority: null });
  for (const [rule] of verdict) {
    for (const example of rule.rule.passes) {
      const built = buildExample(rules, rule, example.value);
      if ("problem" in built || built.returns.last !== null) continue;
      const more = childrenOf(rules, built.returns.root).map((child, index) => renamed(rules.release, child, children.length + index + 1));
      const next = judgeWith(rules, root, [...children, ...more]);
      if (countOthers(next, null) >= countOthers(verdict, null)) continue;
      children.push(...more);
      verdict = next;
      break;
    }
  }
  return children;
}

/** As many neutral children as there are in the background, for the return of the period before: it should not look smaller by them. */
export function neutralChildren(release: Release, count: number): readonly TextRecord[] {
  const { child } = release;
  if (child === null) return [];
  return Array.from({ length: count }, (_, index) => {
    const record = neutralRecord(child.record, release);
    writeDates(record, release);
    return renamed(release, record, index + 1);
  });
}

/** Judges a return with further children behind its own, and takes them away again. */
function judgeWith(rules: ReleaseRules, root: TextRecord, more: readonly TextRecord[]): Verdict {
  const remove = addChildren(rules.release, root, more);
  const verdict = judge(rules, { root, last: null, beforeLast: null, authority: null });
  remove();
  return verdict;
}

/**
 * Puts children behind those of a return; a return without any place for children is left as it is.
 * @returns takes them away again
 */
export function addChildren(release: Release, root: TextRecord, more: readonly TextRecord[]): () => void {
  const child = release.child?.record.path ?? "";
  const owner = findRecord(root, child.slice(0, child.lastIndexOf("/")));
  if (owner === null || more.length === 0) return () => undefined;
  const before = owner.groups.get(child);
  owner.groups.set(child, [...(before ?? []), ...more]);
  return () => {
    if (before === undefined) owner.groups.delete(child);
    else owner.groups.set(child, before);
  };
}

function childrenOf(rules: ReleaseRules, root: TextRecord): readonly TextRecord[] {
  const { child } = rules.schema;
  return findRecord(root, child.slice(0, child.lastIndexOf("/")))?.groups.get(child) ?? [];
}

function findRecord(record: TextRecord, path: string): TextRecord | null {
  if (record.node.path === path) return record;
  for (const inner of [...record.groups.values()].flat()) {
    const found = findRecord(inner, path);
    if (found !== null) return found;
  }
  return null;
}

/** The child with an id that no child of an example has. */
function renamed(release: Release, child: TextRecord, position: number): TextRecord {
  const key = release.child?.key.path ?? "";
  const holder = findRecord(child, key.slice(0, key.lastIndexOf("/")));
  holder?.items.set(key, [`B${String(position).padStart(7, "0")}`]);
  return child;
}
