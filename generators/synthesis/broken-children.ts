import type { TextRecord } from "../rules/record-tree.ts";
import { keyText } from "../rules/reference-rows.ts";
import type { Release } from "../specification/model.ts";
import { type BrokenContext, type BrokenExample, textsIn } from "./broken-example.ts";

/** The release of a return: 0 for this year's. */
export function releaseOf({ rules }: BrokenContext, year: number): Release | null {
  return [rules.release, rules.earlier[1], rules.earlier[2]][year] ?? null;
}

/**
 * Adds copies of the children of an example under ids that name the rule; the same child gets the same id in each return.
 * @param children the lists to add to, by return
 * @returns the ids
 */
export function addChildren(context: BrokenContext, example: BrokenExample, children: readonly TextRecord[][]): readonly string[] {
  const ids = new Set<string>();
  const renamed = new Map<string, string>();
  for (const [year, originals] of example.children.entries()) {
    for (const original of originals) {
      const { child, id } = copyChild(context, example, original, renamed, year);
      if (id !== null) ids.add(id);
      children[year]?.push(child);
    }
  }
  return [...ids];
}

/**
 * A copy of a child of an example.
 * @param renamed ids of the example and those that they became
 */
export function copyChild(
  context: BrokenContext,
  example: BrokenExample,
  original: TextRecord,
  renamed: Map<string, string>,
  year: number,
): { readonly child: TextRecord; readonly id: string | null } {
  const child = copyRecord(original);
  const id = renameChild(context, example, child, original, renamed, year);
  context.keys.use(textsIn(child));
  return { child, id };
}

function copyRecord(record: TextRecord): TextRecord {
  return {
    node: record.node,
    items: new Map([...record.items].map(([path, texts]) => [path, [...texts]])),
    groups: new Map([...record.groups].map(([path, inner]) => [path, inner.map(copyRecord)])),
  };
}

/** Gives a child an id that shows the rule, unless the example itself gives one. */
function renameChild(
  context: BrokenContext,
  example: BrokenExample,
  child: TextRecord,
  original: TextRecord,
  renamed: Map<string, string>,
  year: number,
): string | null {
  const key = releaseOf(context, year)?.child?.key;
  if (key === undefined) return null;
  const [holder, source] = [holderOf(child, key.path), holderOf(original, key.path)];
  const text = holder?.items.get(key.path)?.[0];
  if (holder === null || source === null || text === undefined) return null;
  if (example.returns.given.get(source)?.has(key.path) === true) return text;
  const known = renamed.get(text);
  const id = known ?? freshId(context, example.rule.rule.id, key.type.kind === "text" ? key.type.maximum : null);
  renamed.set(text, id);
  holder.items.set(key.path, [id]);
  return id;
}

/** `B8925`, then `B8925x2` …; ids differ without regard to letter case. */
function freshId(context: BrokenContext, rule: string, longest: number | null): string {
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? "" : `x${number}`;
    const id = `${`B${rule}`.slice(0, (longest ?? 20) - ending.length)}${ending}`;
    if (context.keys.isUsed(keyText(id))) continue;
    context.keys.use([id]);
    return id;
  }
}

function holderOf(record: TextRecord, path: string): TextRecord | null {
  if (path.slice(0, path.lastIndexOf("/")) === record.node.path) return record;
  for (const inner of [...record.groups.values()].flat()) {
    const found = path.startsWith(`${inner.node.path}/`) ? holderOf(inner, path) : null;
    if (found !== null) return found;
  }
  return null;
}
