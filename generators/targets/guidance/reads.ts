import { childrenOf, type Typed } from "../../language/typed.ts";
import type { Year } from "../../language/types.ts";
import type { CheckedRule, Target } from "../../rules/checked-rule.ts";
import { isDerivedItem } from "../../rules/derived-items.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { expressionsOf } from "../../rules/rule-needs.ts";
import { allNodes } from "../../specification/build-items.ts";

/** What a rule reads, itself and through definitions. */
export interface RuleReads {
  /** Items by their path in this release, with the returns they are read in: 0 this one, 1 and 2 those before. */
  readonly items: ReadonlyMap<string, ReadonlySet<Year>>;
  /** Paths of the records it stands on. */
  readonly records: ReadonlySet<string>;
  /** Keys of the definitions that it names itself. */
  readonly definitions: ReadonlySet<string>;
  /** Keys of all definitions that it rests on. */
  readonly allDefinitions: ReadonlySet<string>;
  /** Codes that it names, as `SET|CODE`. */
  readonly codes: ReadonlySet<string>;
  /** Groups of codes that it names, as `SET|GROUP`. */
  readonly groups: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
}

/** The record, or list of records, that a part of a rule stands on. */
export function recordOfTarget(target: Target): string {
  return target.kind === "variables" ? target.within : target.record;
}

/** What each rule of a release reads, by its id. */
export function readsOfRules(rules: ReleaseRules): ReadonlyMap<string, RuleReads> {
  const here = pathsHere(rules);
  return new Map(rules.rules.map((rule) => [rule.rule.id, readsOf(rules, rule, here)]));
}

type Here = (path: string, year: Year) => string | null;

/** The path in this release of an item of an earlier one: renamed and moved items keep their identity. */
function pathsHere({ release, earlier }: ReleaseRules): Here {
  const now = new Map(allNodes(release.root).map((node) => [node.identity, node.path]));
  const before = ([1, 2] as const).map((year) => {
    const old = earlier[year];
    return new Map((old === null ? [] : allNodes(old.root)).map((node) => [node.path, now.get(node.identity) ?? null]));
  });
  return (path, year) => (year === 0 ? path : (before[year - 1]?.get(path) ?? null));
}

function readsOf(rules: ReleaseRules, rule: CheckedRule, here: Here): RuleReads {
  const items = new Map<string, Set<Year>>();
  const direct = new Set<string>();
  const all = new Set<string>();
  const codes = new Set<string>();
  const groups = new Set<string>();
  const tables = new Set<string>();
  const addItem = (path: string, year: Year): void => {
    const known = here(path, year);
    if (known !== null) items.set(known, (items.get(known) ?? new Set<Year>()).add(year));
  };
  const visit = (node: Typed, isDirect: boolean): void => {
    if (node.op === "item" || node.op === "entries") addItem(node.item, node.record.type.kind === "record" ? node.record.type.year : 0);
    if (node.op === "rows") tables.add(node.table);
    if (node.op === "in" && node.set.type.kind === "row") tables.add(node.set.type.table);
    for (const name of codesNamed(node)) codes.add(name);
    if (node.op === "in" && node.value.type.kind === "code" && node.set.op === "set" && node.set.group) groups.add(`${node.value.type.set}|${node.set.name}`);
    if (node.op === "definition") {
      const found = rules.definitions[node.year].get(node.name);
      const derived = found !== null && isDerivedItem(found.schema) ? found.schema : null;
      if (derived !== null) addItem(derived.item.path, node.year);
      else {
        if (isDirect) direct.add(node.name);
        if (!all.has(node.name) && found !== null) {
          all.add(node.name);
          visit(found.body, false);
        }
      }
    }
    for (const inner of childrenOf(node)) visit(inner, isDirect);
  };
  for (const node of expressionsOf(rule)) visit(node, true);
  for (const { target } of rule.parts) if (target.kind === "entry") addItem(target.item, 0);
  const records = new Set(rule.parts.map(({ target }) => recordOfTarget(target)));
  return { items, records, definitions: direct, allDefinitions: all, codes, groups, tables };
}

/** The definitions that a definition names itself, by their keys. */
export function definitionsBehind(rules: ReleaseRules, key: string): readonly string[] {
  const found = new Set<string>();
  const visit = (node: Typed): void => {
    if (node.op === "definition" && !isDerivedItem(rules.schema.definitions.get(node.name))) found.add(node.name);
    childrenOf(node).forEach(visit);
  };
  const body = rules.definitions[0].get(key)?.body;
  if (body !== undefined) visit(body);
  found.delete(key);
  return [...found];
}

/** The codes that a comparison names: `X == "A"`, `same(X, "A")`, `X in ["A", "B"]`. */
function codesNamed(node: Typed): readonly string[] {
  const [first, second] = node.op === "call" && node.name === "same" ? node.arguments : [];
  if (first !== undefined && second !== undefined) return [...pairs(first, second), ...pairs(second, first)];
  if (node.op === "compare") return [...pairs(node.left, node.right), ...pairs(node.right, node.left)];
  return node.op === "in" ? pairs(node.value, node.set) : [];
}

function pairs(value: Typed, constant: Typed): readonly string[] {
  if (value.type.kind !== "code") return [];
  const { set } = value.type;
  if (constant.op === "constant") return typeof constant.value === "string" ? [`${set}|${constant.value}`] : [];
  if (constant.op === "constants") return constant.values.map((code) => `${set}|${code}`);
  return constant.op === "set" && !constant.group ? constant.codes.map((code) => `${set}|${code}`) : [];
}
