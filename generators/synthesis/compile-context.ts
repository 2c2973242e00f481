import { spanOfRange } from "../rules/expression-span.ts";
import { allNodes } from "../specification/build-items.ts";
import { type Diagnostics, suggestName } from "../specification/diagnostics.ts";
import type { ItemNode, Release } from "../specification/model.ts";
import type { Span } from "../specification/source.ts";
import { misreading, type YamlMap, type YamlNode, type YamlScalar } from "../specification/yaml-reader.ts";
import type { CodeBook } from "./codes.ts";
import type { CollectionNames } from "./names.ts";
import type { Scope } from "./scope.ts";
import { compileStoryExpression, type Compute } from "./story-expression.ts";

/** What compiling a story file needs to know, and where its mistakes go. */
export interface CompileContext {
  readonly names: CollectionNames;
  readonly codes: CodeBook;
  /** The releases that returns are made for. */
  readonly involved: readonly Release[];
  readonly diagnostics: Diagnostics;
  /** Names that stories give themselves: in `let`, as columns of pools. */
  readonly given: ReadonlySet<string>;
  /** Rows of the pools, as they become known. */
  readonly pools: Map<string, readonly Scope[]>;
}

/** Names that every expression knows. */
export const BUILT_IN = ["number", "authority", "start", "end", "period", "index", "previous", "next", "this_one"] as const;

export function reportStory(context: CompileContext, span: Span, message: string): void {
  context.diagnostics.report("RS1601", span, { message });
}

/** The expression of a scalar; one that is always missing after a mistake has been reported. */
export function compileScalar(context: CompileContext, node: YamlNode): Compute {
  if (node.kind !== "scalar") {
    reportStory(context, node.span, "An expression is expected here.");
    return () => null;
  }
  const { names, given } = context;
  const compiled = compileStoryExpression(node.text, {
    has: (name) => given.has(name) || names.items.has(name) || names.records.has(name) || (BUILT_IN as readonly string[]).includes(name),
    names: () => [...given, ...BUILT_IN, ...names.items.keys(), ...names.records],
  });
  if ("compute" in compiled) return compiled.compute;
  reportStory(context, spanOfRange({ text: node.text, scalar: node }, compiled.problem.range), compiled.problem.message);
  return () => null;
}

/** The text of a scalar that stands for itself; one that YAML tools read as something else is reported. */
export function literalText(context: CompileContext, node: YamlNode): string {
  if (node.kind !== "scalar") {
    reportStory(context, node.span, "A single value is expected here.");
    return "";
  }
  const reading = misreading(node);
  if (reading !== null) context.diagnostics.report("RS1009", node.span, { text: node.text, reading }, `Write "${node.text}", in quotes.`);
  return node.text;
}

/** The items of a name that have codes; empty for items of other types and for names that are no items. */
export function codedItems(context: CompileContext, name: string | null): readonly ItemNode[] {
  return (name === null ? [] : (context.names.items.get(name) ?? [])).filter(({ type }) => type.kind === "code" || type.kind === "one-of");
}

/**
 * Whether all returns that are made can hold a code in an item, as far as they have the item; a code that no release knows is reported.
 * A life goes on from one return to the next, so a code must have something in each.
 */
export function isAvailable(context: CompileContext, name: string | null, code: string, span: Span): boolean {
  const items = codedItems(context, name);
  if (items.length === 0) return true;
  if (items.every((item) => item.type.kind === "code" && !context.codes.isKnown(item, code))) {
    reportStory(context, span, `No release knows ${code} as a code of ${name}.`);
    return false;
  }
  return context.involved.every((release) => {
    const own = itemsOf(release).get(name ?? "") ?? [];
    return own.length === 0 || own.some((item) => context.codes.codeIn(release, item, code) !== null);
  });
}

const itemsByRelease = new WeakMap<Release, ReadonlyMap<string, readonly ItemNode[]>>();

/** The items of a release by name. */
function itemsOf(release: Release): ReadonlyMap<string, readonly ItemNode[]> {
  const known = itemsByRelease.get(release);
  if (known !== undefined) return known;
  const items = new Map<string, ItemNode[]>();
  for (const node of allNodes(release.root)) if (node.kind === "item") items.set(node.name, [...(items.get(node.name) ?? []), node]);
  itemsByRelease.set(release, items);
  return items;
}

/** A map, or nothing after a report. */
export function requireMap(context: CompileContext, node: YamlNode, what: string): YamlMap | null {
  if (node.kind === "map") return node;
  reportStory(context, node.span, `${what} is a map of names and values.`);
  return null;
}

/** Reports a key that means nothing, with what may have been meant. */
export function reportUnknown(context: CompileContext, key: YamlScalar, known: Iterable<string>, what: string): void {
  reportStory(context, key.span, `${key.text} is ${what}. ${suggestName(key.text, known) ?? ""}`.trim());
}

/** A weight, a count or a percentage written as a number. */
export function readNumber(context: CompileContext, node: YamlNode | undefined, what: string): number {
  if (node === undefined) return 0;
  if (node.kind === "scalar" && typeof node.value === "number" && node.value >= 0) return node.value;
  reportStory(context, node.span, `${what} is a number.`);
  return 0;
}
