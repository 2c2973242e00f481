import { emptyRecord, neutralRecord, type TextRecord } from "../rules/record-tree.ts";
import { writeDates } from "../rules/example.ts";
import type { RecordNode, Release } from "../specification/model.ts";
import { newLifeRecord } from "./life.ts";
import { createRandom } from "./random.ts";
import { Scope } from "./scope.ts";
import type { SynthesisPlan } from "./tell.ts";
import { fillRecord, returnYear, seenBy } from "./year-tree.ts";

/**
 * A return without its children: what must be there, and what the stories say of the return itself.
 * @returns the root, and the record that holds the children
 */
export function emptyReturn(plan: SynthesisPlan, release: Release): { readonly root: TextRecord; readonly holder: TextRecord } {
  const child = release.child?.record.path ?? "";
  const root = neutralRecord(release.root, release);
  writeDates(root, release);
  const year = returnYear(release);
  const outer = new Scope(null, createRandom(plan.seed, 0));
  outer.set("authority", plan.authority);
  const facts = newLifeRecord(release.root.name, seenBy(year, outer), outer.random);
  plan.book.root(facts);
  fillRecord(plan.book, year, facts, root);
  const holder = findHolder(root, child.slice(0, child.lastIndexOf("/")));
  holder.groups.delete(child);
  return { root, holder };
}

function findHolder(record: TextRecord, path: string): TextRecord {
  if (record.node.path === path) return record;
  const next = record.node.contains.find((node): node is RecordNode => node.kind === "record" && (path === node.path || path.startsWith(`${node.path}/`)));
  if (next === undefined) throw new Error(`there is no record ${path}`);
  const [inner = emptyRecord(next)] = record.groups.get(next.path) ?? [];
  record.groups.set(next.path, [inner]);
  return findHolder(inner, path);
}
