import { upnCheckLetter } from "../../runtime/rules/upn.ts";
import { exampleDate } from "../rules/example-date.ts";
import { acceptsText } from "../samples/value-verdict.ts";
import { type Diagnostics, suggestName } from "../specification/diagnostics.ts";
import { allNodes } from "../specification/build-items.ts";
import { codeSetsOf } from "../specification/item-type.ts";
import type { ItemNode, Release } from "../specification/model.ts";
import type { Span } from "../specification/source.ts";
import { entryOf, misreading, type YamlMap, type YamlNode, type YamlScalar } from "../specification/yaml-reader.ts";
import type { CodeBook } from "../synthesis/codes.ts";

/** What reading the values of a child needs to know. */
export interface ValueContext {
  /** Whose items, codes and forms of dates the values have. */
  readonly release: Release;
  /** The release that the scenario is told of: the same, or the one after it when the return of the year before is told. */
  readonly told: Release;
  readonly codes: CodeBook;
  readonly diagnostics: Diagnostics;
  readonly scenario: number;
  /** The number of the child in the scenario, from 0. */
  readonly serial: number;
  /** Its number among those that are told alike, from 0, and how many these are. */
  readonly index: number;
  readonly count: number;
  readonly reasons: string[];
}

/** Texts as they are keyed in and as the return must have them. */
export interface BothTexts {
  readonly keyed: readonly string[];
  readonly returned: readonly string[];
}

const NOTHING: BothTexts = { keyed: [], returned: [] };
const PAIR = ["keyed", "returned", "why"];
const KEYS = [...PAIR, "in", "each", "each-but", "spread", "spread-but", "upn"];

export function reportScenario(diagnostics: Diagnostics, span: Span, message: string, suggestion: string | null = null): void {
  diagnostics.report("RS1602", span, { message }, suggestion);
}

/** The texts of an item: one value, several, or what is keyed in and what is returned apart. */
export function textsOf(context: ValueContext, item: ItemNode, node: YamlNode): BothTexts {
  if (node.kind === "scalar") return same(single(context, item, node));
  if (node.kind === "list") {
    const all = node.items.map((one) => textsOf(context, item, one));
    return { keyed: all.flatMap(({ keyed }) => keyed), returned: all.flatMap(({ returned }) => returned) };
  }
  const { diagnostics } = context;
  for (const { key } of node.entries)
    if (!KEYS.includes(key.text)) reportScenario(diagnostics, key.span, `${key.text} is no way to give a value.`, suggestName(key.text, KEYS));
  const [first] = node.entries;
  if (first === undefined) return NOTHING;
  if (node.entries.some(({ key }) => PAIR.includes(key.text))) return pairOf(context, item, node);
  const { key, value } = first;
  if (key.text === "in") return inPeriod(context, item, value);
  if (key.text === "upn") return same([upnOf(context, value)]);
  const codes = chosenCodes(context, item, key.text.endsWith("-but") ? value : null, value);
  const chosen = key.text.startsWith("each") ? codes.slice(context.index % codes.length, (context.index % codes.length) + 1) : shareOf(context, codes);
  // Where the year before is told, several codes may have been one.
  return same([...new Set(chosen.flatMap((code) => context.codes.codeIn(context.release, item, code) ?? []))]);
}

function same(texts: readonly string[]): BothTexts {
  return { keyed: texts, returned: texts };
}

function pairOf(context: ValueContext, item: ItemNode, map: YamlMap): BothTexts {
  const side = (name: "keyed" | "returned"): readonly string[] => {
    const node = entryOf(map, name)?.value;
    return node === undefined ? [] : textsOf(context, item, node)[name];
  };
  addReason(context, entryOf(map, "why")?.value, `${item.label}: `);
  return { keyed: side("keyed"), returned: side("returned") };
}

export function addReason({ reasons }: ValueContext, node: YamlNode | undefined, before: string): void {
  if (node?.kind === "scalar" && !reasons.includes(`${before}${node.text}`)) reasons.push(`${before}${node.text}`);
}

/** `in: {"2013-14": P, "2015-16": T}`: each from its period on. */
function inPeriod(context: ValueContext, item: ItemNode, node: YamlNode): BothTexts {
  if (node.kind !== "map") {
    reportScenario(context.diagnostics, node.span, "in is a map of periods and the value from each on.");
    return NOTHING;
  }
  const last = node.entries.filter(({ key }) => key.text <= context.release.period).at(-1);
  return last === undefined ? NOTHING : textsOf(context, item, last.value);
}

/** A unique pupil number of the child; the letter in front is its check. */
function upnOf({ scenario, serial }: ValueContext, node: YamlNode): string {
  const variant = node.kind === "scalar" ? node.text.slice(-1) : "0";
  const digits = `201${String(scenario).padStart(3, "0")}${String(serial).padStart(3, "0")}${variant}00`;
  return `${upnCheckLetter(`A${digits}`) ?? "A"}${digits}`;
}

/** The codes of an item in the release that is told of: those listed, or all but those listed. */
function chosenCodes(context: ValueContext, item: ItemNode, without: YamlNode | null, node: YamlNode): readonly string[] {
  const listed = (node.kind === "list" ? node.items : [node]).flatMap((one) => (one.kind === "scalar" ? [one.text] : []));
  const all = codesOf(context.told, context.told === context.release ? item : itemIn(context.told, item));
  const chosen = without !== null ? all.filter((code) => !listed.includes(code)) : listed.includes("all") ? all : all.filter((code) => listed.includes(code));
  if (chosen.length === 0) reportScenario(context.diagnostics, node.span, `${context.told.name} has none of these codes for ${item.name}.`);
  return chosen;
}

/** The item of the same name in another release; itself where that has none. */
function itemIn({ root }: Release, item: ItemNode): ItemNode {
  const found = allNodes(root).find((node): node is ItemNode => node.kind === "item" && node.name === item.name);
  return found ?? item;
}

/** The codes that can be submitted, in the order of the set. */
export function codesOf(release: Release, item: ItemNode): readonly string[] {
  const codes = codeSetsOf(item.type).flatMap((set) => release.codeSets.get(set)?.codes ?? []);
  return codes.filter(({ inSpecification, tolerated }) => inSpecification && tolerated === null).map(({ code }) => code);
}

/** All codes shared out to the children of the scenario, each at least one. */
function shareOf({ index, count }: ValueContext, codes: readonly string[]): readonly string[] {
  const size = Math.ceil(codes.length / count);
  const share = codes.slice(index * size, (index + 1) * size);
  return share.length > 0 ? share : codes.slice(index % codes.length, (index % codes.length) + 1);
}

/** How many children the codes of an item ask for. */
export function countOf(context: ValueContext, item: ItemNode, node: YamlNode): number {
  if (node.kind !== "map") return 1;
  const entry = entryOf(node, "each") ?? entryOf(node, "each-but");
  return entry === undefined ? 1 : chosenCodes(context, item, entry.key.text === "each-but" ? entry.value : null, entry.value).length;
}

function single(context: ValueContext, item: ItemNode, node: YamlScalar): readonly string[] {
  const { release, diagnostics, codes } = context;
  if (node.text === "absent" && node.style === "plain") return [];
  const reading = misreading(node);
  if (reading !== null && !(reading === "a date" && item.type.kind === "date")) {
    diagnostics.report("RS1009", node.span, { text: node.text, reading }, `Write "${node.text}", in quotes.`);
    return [];
  }
  const text = textIn(release, item, node.text, codes);
  if (text === null) {
    const hint = "Limit the scenario or the record with from and to, or say with in which code each period has.";
    reportScenario(diagnostics, node.span, `${release.name} has no code for ${node.text} of ${item.name}.`, hint);
    return [];
  }
  if (!acceptsText(release, item, text, "strict")) {
    reportScenario(diagnostics, node.span, `${text} is no value that ${item.name} may have in ${release.name}.`, suggestName(text, codesOf(release, item)));
    return [];
  }
  return [text];
}

function textIn(release: Release, item: ItemNode, text: string, codes: CodeBook): string | null {
  switch (item.type.kind) {
    case "date":
    case "partial-date":
      return exampleDate(text, release) ?? text;
    case "year":
      return /^\d{4}$/.test(text) ? text : (exampleDate(text, { ...release, lexical: { date: "yyyy-mm-dd" } })?.slice(0, 4) ?? text);
    case "code":
    case "one-of":
      return codes.codeIn(release, item, text);
    default:
      return text;
  }
}
