import { compareText, Diagnostics } from "../specification/diagnostics.ts";
import type { Release } from "../specification/model.ts";
import { entryOf, type YamlEntry, type YamlMap, type YamlNode } from "../specification/yaml-reader.ts";
import { type CodeBook, createCodeBook } from "./codes.ts";
import { type BodyContext, compileBody, compileCondition, compileNames, type Condition } from "./compile-body.ts";
import { literalText, readNumber, reportUnknown, requireMap } from "./compile-context.ts";
import { asList, compileValue, plainKind } from "./compile-value.ts";
import type { Body, ItemValue } from "./life.ts";
import { collectionNames } from "./names.ts";
import { createRandom } from "./random.ts";
import { Scope, type Value } from "./scope.ts";

/** A life that a child may have. */
export interface Story {
  readonly name: string;
  readonly weight: number;
  readonly names: Body;
  readonly body: Body;
}

/** What a return sees of the records of one name. */
export interface View {
  /** Whether a record is in a return; `start` and `end` are those of the return. */
  readonly shown: Condition | null;
  /** Items that a return only knows when something is true. */
  readonly known: ReadonlyMap<string, Condition>;
  /** Dates that are known before they come. */
  readonly foreseen: ReadonlySet<string>;
}

/** Rows of a reference table, as texts by column. */
export interface PoolTable {
  readonly table: string;
  readonly rows: readonly Scope[];
}

/** The stories of a collection, ready to be told for some of its releases. */
export interface StoryBook {
  readonly stories: readonly Story[];
  /** The year of the return that a story is told around: how many years before the newest, with weights. */
  readonly anchors: readonly { readonly years: number; readonly weight: number }[];
  /** What all children have, before and besides their story. */
  readonly child: { readonly names: Body; readonly body: Body };
  /** What each return that a child is in has besides. */
  readonly eachYear: { readonly names: Body; readonly body: Body };
  /** Facts of the return itself. */
  readonly root: Body;
  readonly views: ReadonlyMap<string, View>;
  readonly tables: readonly PoolTable[];
  readonly codes: CodeBook;
}

/**
 * Compiles a story file for the releases that returns are made for.
 * @param releases all releases of the collection, oldest first: names and codes may be those of any
 * @param involved the releases that returns are made for, newest first
 */
export function compileStories(
  map: YamlMap,
  releases: readonly Release[],
  involved: readonly Release[],
  authority: string,
): { readonly book: StoryBook; readonly diagnostics: Diagnostics } {
  const diagnostics = new Diagnostics();
  const section = (name: string): YamlNode | undefined => entryOf(map, name)?.value;
  const entries = (name: string): readonly YamlEntry[] => {
    const node = section(name);
    return node?.kind === "map" ? node.entries : [];
  };
  const given = new Set<string>();
  collectNames(map, given);
  const codes = createCodeBook(releases);
  const context: BodyContext = {
    names: collectionNames(releases),
    codes,
    involved,
    diagnostics,
    given,
    pools: new Map(),
    parts: { written: new Map(entries("parts").map((entry) => [entry.key.text, entry])), compiled: new Map() },
    follows: new Map(),
  };
  const tables = entries("pools").flatMap((entry) => buildPool(context, entry, authority));
  for (const { key, value } of entries("views")) readFollows(context, key.text, value);
  const book: StoryBook = {
    stories: entries("stories").flatMap((entry) => compileStory(context, entry)),
    anchors: entries("anchors").map(({ key, value }) => ({ years: Number(key.text), weight: readNumber(context, value, "A weight") })),
    child: compilePair(context, section("child")),
    eachYear: compilePair(context, section("each-year")),
    root: compilePair(context, section("return")).body,
    views: new Map(entries("views").map(({ key, value }) => [key.text, compileView(context, key, value)])),
    tables,
    codes,
  };
  return { book, diagnostics };
}

/** Names that stories give: keys of `let`, columns of pools. */
function collectNames(node: YamlNode, names: Set<string>): void {
  if (node.kind === "list") for (const item of node.items) collectNames(item, names);
  if (node.kind !== "map") return;
  for (const { key, value } of node.entries) {
    if ((key.text === "let" || key.text === "row") && value.kind === "map") for (const entry of value.entries) names.add(entry.key.text);
    collectNames(value, names);
  }
}

function compilePair(context: BodyContext, node: YamlNode | undefined): { readonly names: Body; readonly body: Body } {
  const map = node === undefined ? null : requireMap(context, node, "A record");
  if (map === null) return { names: () => undefined, body: () => undefined };
  return { names: compileNames(context, entryOf(map, "let")?.value), body: compileBody(context, map) };
}

/** A story that is told from a period on needs that period, or a later one, in each return. */
function compileStory(context: BodyContext, { key, value }: YamlEntry): readonly Story[] {
  const map = requireMap(context, value, "A story");
  if (map === null) return [];
  const from = entryOf(map, "from")?.value;
  const to = entryOf(map, "to")?.value;
  const periods = context.involved.map(({ period }) => period).toSorted(compareText);
  const isTold = (from?.kind !== "scalar" || from.text <= (periods[0] ?? "")) && (to?.kind !== "scalar" || to.text >= (periods.at(-1) ?? ""));
  const content = entryOf(map, "has")?.value;
  const has = content === undefined ? null : requireMap(context, content, "has");
  const story = {
    name: key.text,
    weight: readNumber(context, entryOf(map, "weight")?.value, "The weight"),
    names: compileNames(context, entryOf(map, "let")?.value),
    body: has === null ? (): void => undefined : compileBody(context, has),
  };
  return isTold ? [story] : [];
}

/** Makes the rows of a pool; they are the same for every seed, so that reference tables are. */
function buildPool(context: BodyContext, { key, value }: YamlEntry, authority: string): readonly PoolTable[] {
  const map = requireMap(context, value, "A pool");
  const row = map === null ? undefined : entryOf(map, "row")?.value;
  const columns = row === undefined ? null : requireMap(context, row, "row");
  if (map === null || columns === null) return [];
  const count = readNumber(context, entryOf(map, "count")?.value, "count");
  const compiled = columns.entries.map((column) => [column.key.text, compileValue(context, column.value, null, "text")] as const);
  const rows = Array.from({ length: count }, (_, index) => {
    const scope = new Scope(null, createRandom(index, key.span.start));
    scope.set("index", index);
    scope.set("authority", authority);
    for (const [name, compute] of compiled) scope.set(name, compute(scope));
    return scope;
  });
  context.pools.set(key.text, rows);
  const table = entryOf(map, "table")?.value;
  const tables = table === undefined ? [] : table.kind === "list" ? table.items : [table];
  return tables.map((one) => ({ table: literalText(context, one), rows }));
}

function readFollows(context: BodyContext, name: string, node: YamlNode): void {
  const follows = node.kind === "map" ? entryOf(node, "follows")?.value : undefined;
  if (follows?.kind !== "map") return;
  const text = (key: string): string => {
    const found = entryOf(follows, key)?.value;
    return found?.kind === "scalar" ? found.text : "";
  };
  const values = (key: string): readonly ItemValue[] => {
    const found = entryOf(follows, key)?.value;
    if (found?.kind !== "map") return [];
    return found.entries.map((entry) => ({
      item: entry.key.text,
      value: compileValue(context, entry.value, entry.key.text, plainKind(context, entry.key.text)),
    }));
  };
  const keeps = entryOf(follows, "keeps")?.value;
  context.follows.set(name, {
    start: text("start"),
    end: text("end"),
    set: values("set"),
    last: values("last"),
    keeps: keeps?.kind === "list" ? keeps.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : [],
  });
}

function compileView(context: BodyContext, name: YamlEntry["key"], node: YamlNode): View {
  if (!context.names.records.has(name.text)) reportUnknown(context, name, context.names.records, "no record of any release");
  const map = requireMap(context, node, "A view");
  const shown = map === null ? undefined : entryOf(map, "shown")?.value;
  const known = map === null ? undefined : entryOf(map, "known")?.value;
  const foreseen = map === null ? undefined : entryOf(map, "foreseen")?.value;
  const item = (key: YamlEntry["key"]): string => {
    if (!context.names.items.has(key.text)) reportUnknown(context, key, context.names.items.keys(), "no item of any release");
    return key.text;
  };
  return {
    shown: shown === undefined ? null : compileCondition(context, shown),
    known: new Map(known?.kind === "map" ? known.entries.map(({ key, value }) => [item(key), compileCondition(context, value)] as const) : []),
    foreseen: new Set(foreseen?.kind === "list" ? foreseen.items.flatMap((one) => (one.kind === "scalar" ? [item(one)] : [])) : []),
  };
}

/** The texts of a cell of a pool's row. */
export function cellTexts(value: Value): readonly string[] {
  return asList(value).flatMap((one) => (typeof one === "string" ? [one] : typeof one === "number" ? [String(one)] : []));
}
