import { childrenOf, type Typed } from "./typed.ts";
import type { Year } from "./types.ts";

/** Definitions as far as reading needs them; `optional`: sources without which it still says something. */
export type DefinitionLookup = (name: string, year: Year) => { readonly body: Typed; readonly optional: readonly string[] } | null;

/** An item or record of a return: its path, and which return it is of. */
export interface PathRead {
  readonly path: string;
  readonly year: Year;
}

/** What an expression cannot do without besides the return itself. */
export interface Needs {
  readonly lastReturn: boolean;
  readonly returnBeforeLast: boolean;
  /** Reference tables, in alphabetical order. */
  readonly tables: readonly string[];
  /** Whether it measures a way between postcodes, which needs the table that says where they are. */
  readonly places: boolean;
  readonly authority: boolean;
  /** Groups whose records it reads, in alphabetical order and this return first: without their table it must not run. */
  readonly records: readonly PathRead[];
}

/** All nodes of an expression and of the definitions it uses, each definition once; those of optional sources only when asked for. */
function nodesOf(nodes: readonly Typed[], definitionOf: DefinitionLookup, skipped: (node: Typed, optional: ReadonlySet<string>) => boolean): readonly Typed[] {
  const found: Typed[] = [];
  const seen = new Set<string>();
  const visit = (node: Typed, optional: ReadonlySet<string>): void => {
    if (!skipped(node, optional)) found.push(node);
    if (node.op === "definition") {
      const key = `${node.year} ${node.name} ${[...optional].join()}`;
      const definition = seen.has(key) ? null : definitionOf(node.name, node.year);
      seen.add(key);
      if (definition !== null) visit(definition.body, new Set([...optional, ...definition.optional]));
    }
    for (const inner of childrenOf(node)) visit(inner, optional);
  };
  for (const node of nodes) visit(node, new Set());
  return found;
}

function yearOf(record: Typed): Year {
  return record.type.kind === "record" ? record.type.year : 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function distinct(paths: readonly PathRead[]): readonly PathRead[] {
  const byKey = new Map(paths.map((one) => [`${one.year}${one.path}`, one]));
  return [...byKey].toSorted(([a], [b]) => compare(a, b)).map(([, one]) => one);
}

/** The items that expressions read, through definitions: each once, this return first, by path. */
export function itemsRead(nodes: readonly Typed[], definitionOf: DefinitionLookup): readonly PathRead[] {
  return distinct(
    nodesOf(nodes, definitionOf, () => false).flatMap((node) =>
      node.op === "item" || node.op === "entries" ? [{ path: node.item, year: yearOf(node.record) }] : [],
    ),
  );
}

/**
 * What expressions need, through definitions, to be run at all.
 * @param optional the sources without which the rule still runs: `last_return`, `return_before_last`, a reference table, a group by name
 */
export function needsOf(nodes: readonly Typed[], optional: readonly string[], definitionOf: DefinitionLookup): Needs {
  const isOptional = (node: Typed, more: ReadonlySet<string>): boolean => {
    return sourcesOf(node).some((source) => optional.includes(source) || more.has(source));
  };
  const found = nodesOf(nodes, definitionOf, isOptional);
  const tables = found.flatMap((node) => (node.op === "rows" ? [node.table] : node.op === "in" && node.set.type.kind === "row" ? [node.set.type.table] : []));
  const records = found.flatMap((node) => (node.op === "group" || node.op === "groups" ? [{ path: node.group, year: yearOf(node.record) }] : []));
  return {
    lastReturn: found.some((node) => node.op === "earlier" && node.year === 1),
    returnBeforeLast: found.some((node) => node.op === "earlier" && node.year === 2),
    tables: [...new Set(tables)].toSorted(compare),
    places: found.some((node) => node.op === "call" && node.name === "miles_between"),
    authority: found.some((node) => node.op === "collection" && node.field === "authority"),
    records: distinct(records),
  };
}

/** The names by which `optional` speaks of what a node needs; what is read in an earlier return is as optional as that return. */
function sourcesOf(node: Typed): readonly string[] {
  if (node.op === "earlier") return [returnName(node.year)];
  if (node.op === "rows") return [node.table];
  if (node.op === "in" && node.set.type.kind === "row") return [node.set.type.table];
  if (node.op !== "group" && node.op !== "groups") return [];
  const year = yearOf(node.record);
  return [node.group.split("/").at(-1) ?? node.group, ...(year === 0 ? [] : [returnName(year)])];
}

function returnName(year: Year): string {
  return year === 1 ? "last_return" : "return_before_last";
}
