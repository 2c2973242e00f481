import { expressionToJson, type Json } from "../language/ast-json.ts";
import { childrenOf, type Typed } from "../language/typed.ts";
import type { Type, Year } from "../language/types.ts";
import type { CheckedPart, CheckedRule, Target } from "../rules/checked-rule.ts";
import type { ReleaseRules } from "../rules/release-rules.ts";
import { expressionsOf } from "../rules/rule-needs.ts";
import { allNodes } from "../specification/build-items.ts";
import { codeSetsOf } from "../specification/item-type.ts";
import type { ItemNode, RecordNode, ReferenceColumn, Release } from "../specification/model.ts";

/** All nodes of the expressions of a rule and of the definitions they use, each definition once. */
export function nodesOfRule(rules: ReleaseRules, rule: CheckedRule): readonly Typed[] {
  return nodesOf(rules, expressionsOf(rule)).nodes;
}

function nodesOf(rules: ReleaseRules, expressions: readonly Typed[]): { readonly nodes: readonly Typed[]; readonly definitions: ReadonlyMap<string, Typed> } {
  const nodes: Typed[] = [];
  const definitions = new Map<string, Typed>();
  const visit = (node: Typed): void => {
    nodes.push(node);
    if (node.op === "definition" && !definitions.has(`${node.year} ${node.name}`)) {
      const found = rules.definitions[node.year].get(node.name);
      if (found !== null) {
        definitions.set(`${node.year} ${node.name}`, found.body);
        visit(found.body);
      }
    }
    for (const inner of childrenOf(node)) visit(inner);
  };
  for (const node of expressions) visit(node);
  return { nodes, definitions };
}

/**
 * The same for rules that come to the same on every record, the period aside: the typed expressions, and of all that they read - definitions, types
 * and codes of items, order of groups, old codes compared with new ones - what a rule can see. Rules with other keys may still come to the same.
 */
export function ruleKey(rules: ReleaseRules, rule: CheckedRule): string {
  const { nodes, definitions } = nodesOf(rules, expressionsOf(rule));
  const parts = rule.parts.map((part) => partJson(part));
  return JSON.stringify([
    rule.rule.notTestable === null,
    parts,
    [...definitions].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, body]) => [name, expressionToJson(body)]),
    seenBy(rules, rule, nodes),
  ]);
}

function partJson({ target, let: names, when, check, unique, uniqueWithin, report }: CheckedPart): Json {
  return [
    targetJson(target),
    names.map(({ name, is }) => [name, expressionToJson(is)]),
    when === null ? null : expressionToJson(when),
    check === null ? null : expressionToJson(check),
    unique.map(expressionToJson),
    uniqueWithin,
    report.map(expressionToJson),
  ];
}

function targetJson(target: Target): Json {
  if (target.kind === "record") return ["record", target.record];
  if (target.kind === "entry") return ["entry", target.record, target.item];
  return ["variables", target.within, target.variables.map(({ name, list }) => [name, expressionToJson(list)])];
}

/** What is read, in the release of the year in which it is read: items with their types and codes, records with their order. */
function seenBy(rules: ReleaseRules, rule: CheckedRule, nodes: readonly Typed[]): Json {
  const seen = new Map<string, Json>();
  const releases: Readonly<Record<Year, Release | null>> = { 0: rules.release, 1: rules.earlier[1], 2: rules.earlier[2] };
  // Which codes there are is seen by nothing but valid(): whatever stands in an item of codes is compared as it is.
  const asked = nodes.flatMap((node) => (node.op === "call" && node.name === "valid" ? node.arguments : []));
  const isVariableAsked = asked.some(({ op }) => op === "variable");
  const tested = new Set([...asked.flatMap(itemsOf), ...nodes.flatMap((node) => (isVariableAsked && node.op === "entries" ? [node.item] : []))]);
  const addItem = (path: string, year: Year): void => {
    const node = nodeAt(releases[year], path);
    if (node?.kind === "item") seen.set(`${year} ${path}`, itemJson(node, tested.has(path) ? releases[year] : null));
  };
  const addRecord = (path: string, year: Year): void => {
    const node = nodeAt(releases[year], path);
    if (node?.kind === "record") seen.set(`${year} ${path}`, [[...node.orderedBy], ...orderJson(node)]);
  };
  for (const { target } of rule.parts) {
    addRecord(target.kind === "variables" ? target.within : target.record, 0);
    if (target.kind !== "entry") continue;
    // Its entries are a variable, of which valid() may be asked.
    tested.add(target.item);
    addItem(target.item, 0);
  }
  for (const node of nodes) {
    if (node.op === "item" || node.op === "entries") addItem(node.item, yearOf(node.record.type));
    if (node.op === "group" || node.op === "groups") addRecord(node.group, yearOf(node.record.type));
    // Codes of two years are compared through the crosswalks between them.
    if (node.op === "compare" || node.op === "in" || node.op === "contains" || (node.op === "call" && node.name === "same")) {
      for (const { type } of childrenOf(node)) {
        if (type.kind !== "code" || type.year === 0) continue;
        const steps = ([0, 1] as const).map((year) => (releases[year]?.crosswalks.get(type.set)?.steps ?? []).map(({ from, to }) => [from, [...to]]));
        seen.set(`crosswalk ${type.set}`, steps);
      }
    }
    if (node.op === "rows" || (node.op === "in" && node.set.type.kind === "row")) {
      const name = node.op === "rows" ? node.table : node.set.type.kind === "row" ? node.set.type.table : "";
      const table = rules.release.referenceTables.find((one) => one.name === name);
      seen.set(
        `table ${name}`,
        table?.columns.map((column) => [column.name, column.type.isList, typeJson(column.type.item, null), valuesJson(column)]) ?? null,
      );
    }
  }
  return [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, json]) => [name, json]);
}

/** The codes for which files of a table have other words. */
function valuesJson({ values }: ReferenceColumn): Json {
  return values.map(({ value, code }) => [value, code]);
}

const nodes = new WeakMap<Release, ReadonlyMap<string, RecordNode | ItemNode>>();

/** The record or item at a path. */
export function nodeAt(release: Release | null, path: string): RecordNode | ItemNode | undefined {
  if (release === null) return undefined;
  const known = nodes.get(release) ?? new Map(allNodes(release.root).map((node) => [node.path, node]));
  nodes.set(release, known);
  return known.get(path);
}

function orderJson(record: RecordNode): Json[] {
  const keys = record.orderedBy.flatMap((key) => key.match(/[\w-]+/g) ?? []);
  return record.contains.flatMap((node) => (node.kind === "item" && keys.includes(node.name) ? [[node.name, itemJson(node, null)]] : []));
}

/** Items in an expression, however deep. */
function itemsOf(node: Typed): readonly string[] {
  return node.op === "item" || node.op === "entries" ? [node.item] : childrenOf(node).flatMap(itemsOf);
}

/** @param release whose codes are seen; null when they are not */
function itemJson(item: ItemNode, release: Release | null): Json {
  return [typeJson(item.type, release), item.occurs.maximum, item.derived];
}

function typeJson(type: ItemNode["type"], release: Release | null): Json {
  const codes = (release === null ? [] : codeSetsOf(type)).map((set): Json => {
    const own = (release?.codeSets.get(set)?.codes ?? []).filter(({ inSpecification }) => inSpecification);
    return [set, own.map(({ code }) => code).toSorted((a, b) => (a < b ? -1 : 1))];
  });
  return [JSON.stringify(type), codes];
}

function yearOf(type: Type): Year {
  return type.kind === "record" ? type.year : 0;
}
