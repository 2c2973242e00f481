import { allNodes } from "./build-items.ts";
import { codeSetsOf } from "./item-type.ts";
import type { ItemNode, Release, TreeNode } from "./model.ts";

/** How the data of one release become those of a later one. */
export interface UpgradePlan {
  /** By path in the older release: the path in the newer one. What is not in it has no place there. */
  readonly paths: ReadonlyMap<string, string>;
  /** By path in the older release: the release that took the item or record out. */
  readonly removed: ReadonlyMap<string, string>;
  /** By path in the older release and code: what became of the code. */
  readonly codes: ReadonlyMap<string, ReadonlyMap<string, CodeStep>>;
  /** Items of the newer release that must be given, and nothing of the older one leads to. */
  readonly fresh: readonly { readonly path: string; readonly label: string }[];
}

export interface CodeStep {
  /** The new code; null when none follows, or several and none of them by default. */
  readonly to: string | null;
  /** All codes that may follow. */
  readonly options: readonly string[];
  /** What a person has to know of it; null when nothing is left to decide. */
  readonly why: string | null;
}

/** @param releases the release that the data are of, those between, and the one they are to be of, in order */
export function planUpgrade(releases: readonly Release[]): UpgradePlan {
  const [first] = releases;
  const last = releases.at(-1);
  if (first === undefined || last === undefined) throw new Error("there is no release to upgrade");
  let places = new Map<string, string>(allNodes(first.root).map(({ path }) => [path, path]));
  const removed = new Map<string, string>();
  const codes = new Map<string, Map<string, CodeStep>>();
  for (let index = 1; index < releases.length; index += 1) {
    const [older, newer] = [releases[index - 1], releases[index]];
    if (older === undefined || newer === undefined) continue;
    const step = stepBetween(older, newer);
    const next = new Map<string, string>();
    for (const [from, path] of places) {
      const to = step.get(path);
      if (to === undefined) {
        removed.set(from, newer.name);
        continue;
      }
      next.set(from, to.path);
      if (to.kind === "item") codes.set(from, followCodes(codes.get(from) ?? new Map(), to, nodeAt(older, path), newer));
    }
    places = next;
  }
  const reached = new Set(places.values());
  const fresh = allNodes(last.root).flatMap((node) =>
    node.kind === "item" && node.derived === null && node.occurs.minimum > 0 && !reached.has(node.path) && isAround(node, last, reached)
      ? [{ path: node.path, label: node.label }]
      : [],
  );
  return { paths: places, removed, codes: new Map([...codes].filter(([, steps]) => steps.size > 0)), fresh };
}

/** What each node of a release is in the next one. */
function stepBetween(older: Release, newer: Release): ReadonlyMap<string, TreeNode> {
  const byIdentity = new Map(allNodes(newer.root).map((node) => [node.identity, node]));
  const found = new Map<string, TreeNode>();
  for (const node of allNodes(older.root)) {
    const same = byIdentity.get(node.identity) ?? (node.kind === "item" ? successorOf(node, older, newer) : null);
    if (same !== null) found.set(node.path, same);
  }
  return found;
}

/** A new item in place of one that is gone: beside it, and a crosswalk leads from the codes of the one to those of the other. */
function successorOf(gone: ItemNode, older: Release, newer: Release): ItemNode | null {
  const own = new Set(codeSetsOf(gone.type).flatMap((set) => older.codeSets.get(set)?.codes.map(({ code }) => code) ?? []));
  const known = new Set(allNodes(older.root).map(({ identity }) => identity));
  const found = allNodes(newer.root).filter(
    (node): node is ItemNode =>
      node.kind === "item" &&
      !known.has(node.identity) &&
      parentOf(node.path) === parentOf(gone.path) &&
      codeSetsOf(node.type).some((set) => {
        const steps = newer.crosswalks.get(set)?.steps ?? [];
        return !older.codeSets.has(set) && steps.length > 0 && steps.every(({ from }) => own.has(from));
      }),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** What became of the codes of an item until now, and in one more step. */
function followCodes(before: ReadonlyMap<string, CodeStep>, item: ItemNode, older: TreeNode | null, newer: Release): Map<string, CodeStep> {
  const now = new Map(before);
  const steps = codeSetsOf(item.type).flatMap((set) => (newer.crosswalks.get(set)?.steps ?? []).map((step) => ({ ...step, set })));
  const olderSets = older?.kind === "item" ? codeSetsOf(older.type) : [];
  if (steps.length === 0 || olderSets.length + codeSetsOf(item.type).length === 0) return now;
  for (const { from, to, default: byDefault, note, set } of steps) {
    const target = to.length === 1 ? (to[0] ?? null) : byDefault;
    const why = to.length === 1 ? note : decisionWords(to, byDefault, newer, set);
    const step: CodeStep = { to: target, options: to, why };
    for (const [first, earlier] of before) if (earlier.to === from) now.set(first, { ...step, why: earlier.why ?? step.why });
    if (!before.has(from)) now.set(from, step);
  }
  return now;
}

/** What a person has to decide, with what the codes mean. */
function decisionWords(to: readonly string[], byDefault: string | null, newer: Release, set: string): string {
  if (to.length === 0) return `no code follows it in ${newer.name}, and it was left as it is`;
  const labels = new Map(newer.codeSets.get(set)?.codes.map(({ code, label }) => [code, label]));
  const options = to.map((code) => `${code} (${labels.get(code) ?? "no label"})`);
  const done = byDefault === null ? "it was left as it is" : `${byDefault} was taken`;
  return `in ${newer.name} it may be ${options.slice(0, -1).join(", ")} or ${options.at(-1)}: choose one, ${done}`;
}

function nodeAt(release: Release, path: string): TreeNode | null {
  return allNodes(release.root).find((node) => node.path === path) ?? null;
}

/** Whether the record of an item is one that older data have. */
function isAround(item: ItemNode, release: Release, reached: ReadonlySet<string>): boolean {
  return reached.has(parentOf(item.path)) || parentOf(item.path) === release.root.path;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
