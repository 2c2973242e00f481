import { childrenOf, type Typed } from "../../language/typed.ts";
import type { Type, Year } from "../../language/types.ts";
import type { CheckedRule } from "../../rules/checked-rule.ts";
import { orderItems } from "../../rules/data-record.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { expressionsOf } from "../../rules/rule-needs.ts";

/** Paths of the items and records that a rule reads, itself or through definitions. */
export interface RuleReads {
  readonly paths: ReadonlySet<string>;
  /** The same of earlier returns. */
  readonly earlier: ReadonlySet<string>;
  /** Paths of the records that it is checked on. */
  readonly targets: readonly string[];
}

const known = new WeakMap<CheckedRule, RuleReads>();

/** Worked out once for each rule. */
export function readsOf(rules: ReleaseRules, rule: CheckedRule): RuleReads {
  const reads = known.get(rule) ?? findReads(rules, rule);
  known.set(rule, reads);
  return reads;
}

function findReads(rules: ReleaseRules, rule: CheckedRule): RuleReads {
  const [paths, earlier, seen] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const visit = (node: Typed): void => {
    if (node.op === "item" || node.op === "entries") (yearOf(node.record) === 0 ? paths : earlier).add(node.item);
    if (node.op === "group" || node.op === "groups") (yearOf(node.record) === 0 ? paths : earlier).add(node.group);
    // What comes before or after, first or last, changes with the items by which records are ordered.
    if (node.op === "neighbour" || node.op === "groups")
      for (const path of orderPaths(rules, node.type)) (yearOf(node.record) === 0 ? paths : earlier).add(path);
    if (node.op === "rows") paths.add(referencePath(node.table));
    if (node.op === "in" && node.set.type.kind === "row") paths.add(referencePath(node.set.type.table));
    if (node.op === "call" && node.name === "miles_between") for (const { name } of rules.release.referenceTables) paths.add(referencePath(name));
    for (const child of childrenOf(node)) visit(child);
    if (node.op !== "definition" || seen.has(`${node.name} ${node.year}`)) return;
    seen.add(`${node.name} ${node.year}`);
    const definition = rules.definitions[node.year].get(node.name);
    if (definition !== null) visit(definition.body);
  };
  for (const node of expressionsOf(rule)) visit(node);
  for (const { target } of rule.parts) if (target.kind === "entry") paths.add(target.item);
  return { paths, earlier, targets: rule.parts.map(({ target }) => (target.kind === "variables" ? target.within : target.record)) };
}

function orderPaths({ schema }: ReleaseRules, type: Type): readonly string[] {
  const record = type.kind === "list" ? type.of : type;
  if (record.kind !== "record") return [];
  const found = (record.year === 0 ? schema : schema.earlier[record.year])?.records.get(record.record);
  return found === undefined ? [] : found.orderedBy.flatMap((key) => orderItems(key).map((name) => `${found.path}/${name}`));
}

function yearOf({ type }: Typed): Year {
  return type.kind === "record" ? type.year : 0;
}

/** How the rows of a reference table stand among the paths that a rule reads. */
export function referencePath(table: string): string {
  return `reference ${table}`;
}

const touched = new WeakMap<ReleaseRules, Map<string, readonly CheckedRule[]>>();

/** The rules that may come to another result when items and records of these paths, in whatever return, are others. */
export function touchedRules(rules: ReleaseRules, changed: ReadonlySet<string>): readonly CheckedRule[] {
  const known = touched.get(rules) ?? new Map<string, readonly CheckedRule[]>();
  touched.set(rules, known);
  const key = [...changed].toSorted().join();
  const found = known.get(key) ?? rules.rules.filter((rule) => isTouched(readsOf(rules, rule), changed));
  known.set(key, found);
  return found;
}

function isTouched({ paths, earlier, targets }: RuleReads, changed: ReadonlySet<string>): boolean {
  for (const path of changed) {
    if (targets.some((target) => target === path || target.startsWith(`${path}/`))) return true;
    for (const read of [paths, earlier]) for (const one of read) if (one === path || one.startsWith(`${path}/`) || path.startsWith(`${one}/`)) return true;
  }
  return false;
}
