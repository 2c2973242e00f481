import type { CodeSet, RecordNode, Release, TreeNode } from "../../specification/model.ts";
import { pascalCase } from "../../specification/pascal-case.ts";

/** What the parts of the schema are called. */
export interface SchemaNames {
  /** Key in `$defs` by path of the record. */
  readonly records: ReadonlyMap<string, string>;
  /** Key in `$defs` by name of the code set. */
  readonly codeSets: ReadonlyMap<string, string>;
  /** Title by path of the node. */
  readonly titles: ReadonlyMap<string, string>;
}

/**
 * Names everything in the schema: no two names are equal without regard to case, as generators make types and files of them.
 * Titles are told apart too, by what encloses them: json-schema-to-typescript makes a type of each title, and numbers those that are equal.
 * @param nodes all nodes in the schema but the root
 */
export function schemaNames(release: Release, nodes: readonly TreeNode[]): SchemaNames {
  const taken = new Set<string>([foldName(release.title)]);
  const records = nodes.filter((node): node is RecordNode => node.kind === "record");
  const recordNames = distinctNames(records, (node, level) => `${pascalCase(pathEnd(node, level).join(" "))}Record`, taken);
  const setNames = distinctNames<CodeSet>([...release.codeSets.values()], (set) => `${pascalCase(set.name)}Code`, taken);
  const labels = new Map([release.root, ...nodes].map((node) => [node.path, node.label]));
  const titles = distinctNames(nodes, (node, level) => titleAt(node, level, labels), taken);
  return { records: keyed(recordNames, ({ path }) => path), codeSets: keyed(setNames, ({ name }) => name), titles: keyed(titles, ({ path }) => path) };
}

function keyed<T>(names: ReadonlyMap<T, string>, key: (thing: T) => string): ReadonlyMap<string, string> {
  return new Map([...names].map(([thing, name]) => [key(thing), name]));
}

/** The last steps of a path: one at level 0, one more at each further level. */
function pathEnd({ path }: TreeNode, level: number): readonly string[] {
  return path.split("/").slice(-1 - level);
}

/** The label; from level 1 on with the labels of what encloses it, the nearest first. */
function titleAt(node: TreeNode, level: number, labels: ReadonlyMap<string, string>): string {
  const steps = node.path.split("/");
  const enclosing: string[] = [];
  for (let up = 1; up <= level && up < steps.length; up += 1) enclosing.push(labels.get(steps.slice(0, -up).join("/")) ?? "");
  return enclosing.length === 0 ? node.label : `${node.label} (${enclosing.join(", ")})`;
}

/** What is left of a name when a generator makes an identifier of it, without regard to case. */
function foldName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")
    .replace(/^\d+/, "");
}

/**
 * A name for each thing: those that collide move to the next level together, until none does. What cannot be told apart is numbered.
 * @param taken folded names that are in use; the new ones are added
 */
function distinctNames<T>(things: readonly T[], nameAt: (thing: T, level: number) => string, taken: Set<string>): ReadonlyMap<T, string> {
  const levels = new Map(things.map((thing) => [thing, 0]));
  const nameOf = (thing: T): string => nameAt(thing, levels.get(thing) ?? 0);
  for (let collides = true; collides; ) {
    const groups = new Map<string, T[]>();
    for (const thing of things) groups.set(foldName(nameOf(thing)), [...(groups.get(foldName(nameOf(thing))) ?? []), thing]);
    collides = false;
    for (const [folded, group] of groups) {
      if (group.length === 1 && !taken.has(folded)) continue;
      for (const thing of group) {
        const level = levels.get(thing) ?? 0;
        if (nameAt(thing, level + 1) === nameAt(thing, level)) continue;
        levels.set(thing, level + 1);
        collides = true;
      }
    }
  }
  const names = new Map<T, string>();
  for (const thing of things) {
    let name = nameOf(thing);
    for (let count = 2; taken.has(foldName(name)); count += 1) name = `${nameOf(thing)} ${count}`.replace(/^(\S+) (\d+)$/, "$1$2");
    taken.add(foldName(name));
    names.set(thing, name);
  }
  return names;
}
