import { parseIsoDate } from "../../runtime/dates.ts";
import type { TextRecord } from "../rules/record-tree.ts";
import { previousRelease } from "../rules/release-rules.ts";
import { Diagnostics, suggestName } from "../specification/diagnostics.ts";
import type { Release } from "../specification/model.ts";
import type { Specification } from "../specification/specification.ts";
import { entryOf, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from "../specification/yaml-reader.ts";
import { locate } from "../synthesis/names.ts";
import { complete, holderOf } from "../synthesis/year-tree.ts";
import { asItStood, type YearBefore } from "./as-it-stood.ts";
import { readScenarios } from "./read-scenarios.ts";
import type { LastYear } from "./scenario.ts";
import { addEntry, buildRecord, usedParts } from "./scenario-records.ts";
import { reportScenario } from "./scenario-values.ts";
import { openTelling, type Shared, type Telling } from "./telling.ts";
import { setKey, type ToldChild, toldChildren } from "./told-children.ts";
import { wholeReturn } from "./whole-return.ts";

/**
 * The return of the year before, which the return that the scenarios ask for is compared with: the children who were known then, as they stood on
 * its last day, with the items and codes of that year. It is made of what is keyed in; what does not follow from that, scenarios say under `last-year`.
 * @returns null for the first release, and where scenarios do not say how it follows; with everything that is wrong
 */
export function readLastYear(specification: Specification, release: Release): { readonly found: LastYear | null; readonly diagnostics: Diagnostics } {
  const diagnostics = new Diagnostics();
  const before = previousRelease(specification, release);
  if (before === null) return { found: null, diagnostics };
  // Dates are relative to the year that is told of, all else is of the year before.
  const moved = { ...before, start: release.start, end: release.end, bankHolidays: release.bankHolidays };
  const telling = openTelling(specification, release, moved, diagnostics);
  const facts = telling.files.flatMap(({ map }) => mapOf(entryOf(map, "last-year")?.value) ?? [])[0];
  if (facts === undefined) return { found: null, diagnostics };
  const year = yearBefore(before, release, facts);
  checkNames(telling.shared, facts);
  const needed = textOf(facts, "child-has");
  const known = new Map<string, TextRecord>();
  for (const { name, map } of telling.files) {
    for (const child of toldChildren(telling.shared, Number(name.slice(0, 3)), map)) {
      const record = lastYearOf(telling, child, year);
      if (record === null || !holds(record, needed)) continue;
      setKey(record, before, child.key);
      known.set(child.key, record);
    }
  }
  const others = entryOf(facts, "others") === undefined ? [] : otherChildren(specification, before, known);
  const whole = telling.files.find(({ map }) => entryOf(map, "return") !== undefined)?.map ?? null;
  const { shared } = openTelling(specification, before, before, diagnostics);
  return { found: { release: before, root: wholeReturn(shared, whole, [...known.values(), ...others]) }, diagnostics };
}

/** Every name must be one of some release: a slip would leave out nothing, and say nothing. */
function checkNames({ names, diagnostics }: Shared, facts: YamlMap): void {
  const scalars = (node: YamlNode | undefined): readonly YamlScalar[] =>
    node?.kind === "scalar"
      ? [node]
      : node?.kind === "list"
        ? node.items.flatMap(scalars)
        : node?.kind === "map"
          ? node.entries.flatMap(({ key, value }) => [key, ...scalars(value)])
          : [];
  const check = (node: YamlNode | undefined, known: readonly string[], what: string): void => {
    for (const { text, span } of scalars(node))
      if (!known.includes(text)) reportScenario(diagnostics, span, `${text} is no ${what} of any release.`, suggestName(text, known));
  };
  for (const key of ["child-has", "of-the-year"]) check(entryOf(facts, key)?.value, [...names.records], "record");
  for (const key of ["foreseen", "known-with"]) check(entryOf(facts, key)?.value, [...names.items.keys()], "item");
}

function yearBefore(before: Release, release: Release, facts: YamlMap): YearBefore {
  const names = (key: string): ReadonlySet<string> => {
    const list = entryOf(facts, key)?.value;
    return new Set(list?.kind === "list" ? list.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : []);
  };
  const known = mapOf(entryOf(facts, "known-with")?.value);
  return {
    first: parseIsoDate(before.start) ?? Number.NaN,
    after: parseIsoDate(release.start) ?? Number.NaN,
    ofTheYear: names("of-the-year"),
    foreseen: names("foreseen"),
    knownWith: new Map(known?.entries.flatMap(({ key, value }) => (value.kind === "scalar" ? [[key.text, value.text] as const] : []))),
  };
}

/** A child as that return had it; null when it did not. */
function lastYearOf({ shared }: Telling, { item, body, record: node, context }: ToldChild, year: YearBefore): TextRecord | null {
  const own = mapOf(entryOf(item, "last-year")?.value);
  if (own !== null && entryOf(own, "not-returned") !== undefined) return null;
  // What is keyed in was checked for its own year; what that year has no code for is seldom of the year before, and if it is the return has a gap.
  const { keyed } = buildRecord({ ...context, diagnostics: new Diagnostics() }, node, body);
  const record = asItStood(keyed, year) ?? { node, items: new Map(), groups: new Map() };
  const others = usedParts(context, body).map((part) => mapOf(entryOf(part, "last-year")?.value));
  const told = new Set<string>();
  for (const entry of [own, ...others].flatMap((map): readonly YamlEntry[] => map?.entries ?? [])) {
    if (told.has(entry.key.text)) continue;
    told.add(entry.key.text);
    const place = locate(node, entry.key.text);
    if (place?.node.kind === "item") holderOf(record, place).items.delete(place.node.path);
    if (place?.node.kind === "record") holderOf(record, place).groups.delete(place.node.path);
    addEntry({ ...context, diagnostics: shared.diagnostics }, entry, record, { node, items: new Map(), groups: new Map() });
  }
  complete(record);
  return record;
}

function holds(record: TextRecord, name: string): boolean {
  return record.node.name === name || [...record.groups.values()].flat().some((inner) => holds(inner, name));
}

/** The children of that year's own scenarios who are not among those known, under other ids. */
function otherChildren(specification: Specification, before: Release, known: ReadonlyMap<string, TextRecord>): readonly TextRecord[] {
  const { scenarios } = readScenarios(specification, before).found;
  return scenarios.flatMap(({ children }) =>
    children.flatMap(({ key, returned }) => {
      if (returned === null || known.has(key)) return [];
      setKey(returned, before, key.replace(/^[A-Z]+/, "LAST"));
      return [returned];
    }),
  );
}

function mapOf(node: YamlNode | undefined): YamlMap | null {
  return node?.kind === "map" ? node : null;
}

function textOf(map: YamlMap, key: string): string {
  const node = entryOf(map, key)?.value;
  return node?.kind === "scalar" ? node.text : "";
}
