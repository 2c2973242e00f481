import { type BuildContext, checkCase, NO_FACT, factOf, reportAbsent, factOfMap, typeOf, writtenOf } from "./build-context.ts";
import { suggestName } from "./diagnostics.ts";
import { type ChangeRecord, type Entry, spanOfField, textOf } from "./entry.ts";
import type { Code, CodeSet, Crosswalk, Fact, Written } from "./model.ts";
import { patternProblem } from "./pattern.ts";
import type { ResolvedRelease } from "./resolve.ts";
import type { Span } from "./source.ts";
import { entryOf, type YamlNode } from "./yaml-reader.ts";

/** Builds the code sets: their own codes, those of ranges, and those of dated tables in force on the reference date. */
export function buildCodeSets(context: BuildContext): void {
  const entries = context.resolved.sections.codesets;
  checkCase(
    entries.map((entry) => ({ name: entry.name, span: entry.origin.span })),
    context,
  );
  for (const entry of entries) context.codeSets.set(entry.name, buildCodeSet(entry, context));
}

function buildCodeSet(entry: Entry, context: BuildContext): CodeSet {
  const fact = factOf(entry, null, context);
  const written = writtenOf(entry);
  const ranges = entry.lists.get("ranges") ?? [];
  const fromTable = textOf(entry, "from-table");
  const found = [
    ...(fromTable === null ? [] : codesInForce(fromTable, entry, fact, context)),
    ...ranges.flatMap(({ text, origin }) =>
      expandRange(text, origin.span, context).map((code) =>
        blankCode(code, null, fact, { ...written, origin, history: written.history.filter(({ field, after }) => field === "ranges" && after === text) }),
      ),
    ),
    ...(entry.parts.get("codes") ?? []).map((code) => buildCode(code, fact, context)),
  ];
  const codes = new Map<string, Code>();
  for (const code of found) {
    if (codes.has(code.code)) context.diagnostics.report("RS1424", code.origin.span, { code: code.code });
    codes.set(code.code, code);
  }
  if (found.length === 0 && ranges.length === 0 && fromTable === null) context.diagnostics.report("RS1431", entry.origin.span, { name: entry.name });
  const groups = new Map<string, readonly string[]>();
  for (const group of entry.parts.get("groups") ?? []) {
    const members = group.lists.get("codes") ?? [];
    for (const { text, origin } of members) {
      if (!codes.has(text))
        reportAbsent("RS1410", { kind: "code", owner: entry.name, name: text, span: origin.span }, { group: group.name, code: text }, codes.keys(), context);
    }
    groups.set(
      group.name,
      members.map(({ text }) => text),
    );
  }
  const last = [
    written.lastChange,
    ...[...(entry.parts.get("codes") ?? []), ...(entry.parts.get("groups") ?? [])].map((part) => writtenOf(part).lastChange),
  ].filter((change) => change !== null);
  const newest = last.toSorted((a, b) => (a.release < b.release ? -1 : a.release > b.release ? 1 : 0)).at(-1) ?? null;
  return {
    name: entry.name,
    label: textOf(entry, "label") ?? entry.name,
    definition: textOf(entry, "definition"),
    fromTable,
    ranges: ranges.map(({ text }) => text),
    codes: [...codes.values()],
    groups,
    groupHistory: new Map((entry.parts.get("groups") ?? []).map((group) => [group.name, writtenOf(group).history])),
    ...fact,
    ...written,
    lastChange: newest,
  };
}

function buildCode(entry: Entry, set: Fact, context: BuildContext): Code {
  const published = textOf(entry, "published");
  return {
    code: entry.name,
    label: textOf(entry, "label"),
    officialLabel: textOf(entry, "official-label"),
    labelIsInferred: textOf(entry, "label-basis") === "inferred",
    useWhen: textOf(entry, "use-when"),
    doNotUseWhen: textOf(entry, "do-not-use-when"),
    publishAs: textOf(entry, "publish-as"),
    fromDate: textOf(entry, "from-date"),
    toDate: textOf(entry, "to-date"),
    tolerated: textOf(entry, "tolerated"),
    inSpecification: published !== "only",
    inPublishedSchema: published !== "absent",
    ...factOf(entry, set, context),
    ...writtenOf(entry),
  };
}

function blankCode(code: string, label: string | null, fact: Fact, written: Written): Code {
  const none = {
    officialLabel: null,
    labelIsInferred: false,
    useWhen: null,
    doNotUseWhen: null,
    publishAs: null,
    fromDate: null,
    toDate: null,
    tolerated: null,
  };
  return { code, label, ...none, inSpecification: true, inPublishedSchema: true, ...fact, note: null, ...written, identity: `${written.identity}/${code}` };
}

/** More codes than any set has: a slip of the keyboard must not fill the memory. */
const LONGEST_RANGE = 10_000;

function expandRange(text: string, span: Span, context: BuildContext): string[] {
  const [first = "", last] = text.split("-");
  if (last === undefined) return [first];
  const count = Number(last) - Number(first) + 1;
  if (count < 1) context.diagnostics.report("RS1404", span, { range: text });
  if (count > LONGEST_RANGE) context.diagnostics.report("RS1430", span, { range: text, count, limit: LONGEST_RANGE });
  if (count < 1 || count > LONGEST_RANGE) return [];
  const codes: string[] = [];
  for (let code = Number(first); code <= Number(last); code += 1) codes.push(String(code).padStart(first.length, "0"));
  return codes;
}

/** The codes of a dated table on the reference date: first and last day included, as the table's own note says. */
function codesInForce(table: string, entry: Entry, fact: Fact, context: BuildContext): Code[] {
  const map = context.library.datedTables.get(table);
  const entries = map === undefined ? undefined : entryOf(map, "entries")?.value;
  if (entries?.kind !== "map") {
    context.diagnostics.report("RS1417", spanOfField(entry, "from-table"), { name: table }, suggestName(table, context.library.datedTables.keys()));
    return [];
  }
  const written = writtenOf(entry);
  return entries.entries.flatMap(({ key, value }) => {
    const from = textAt(value, "from");
    const to = textAt(value, "to");
    const inForce = (from === null || from <= context.referenceDate) && (to === null || context.referenceDate <= to);
    const code = blankCode(key.text, textAt(value, "name"), fact, { ...written, origin: { span: key.span, change: null }, history: [] });
    return inForce ? [{ ...code, fromDate: from, toDate: to }] : [];
  });
}

function textAt(node: YamlNode, key: string): string | null {
  const value = node.kind === "map" ? entryOf(node, key)?.value : undefined;
  return value?.kind === "scalar" ? value.text : null;
}

/** Builds named types and patterns; a type may use those that stand before it. Common types come first. */
export function buildTypes(context: BuildContext, common: readonly Entry[]): void {
  for (const entry of [...common, ...context.resolved.sections.types]) {
    const pattern = textOf(entry, "pattern");
    if (pattern !== null) {
      const why = patternProblem(pattern);
      if (why !== null) context.diagnostics.report("RS1405", spanOfField(entry, "pattern"), { why });
    }
    const is = textOf(entry, "is");
    if (pattern === null && is === null)
      context.diagnostics.report("RS1102", entry.origin.span, { key: "pattern or is", why: "A type is a pattern or made of other types." });
    context.types.set(entry.name, {
      name: entry.name,
      label: textOf(entry, "label") ?? entry.name,
      definition: textOf(entry, "definition"),
      pattern,
      is: pattern === null ? typeOf(is ?? "text", spanOfField(entry, "is"), context) : { kind: "pattern", name: entry.name, pattern },
      ...factOf(entry, null, context),
      ...writtenOf(entry),
    });
  }
}

/** Builds the crosswalks from the period before, and checks both ends. */
export function buildCrosswalks(
  context: BuildContext,
  previous: ResolvedRelease | null,
  previousCodes: (set: string) => ReadonlySet<string> | null,
): ReadonlyMap<string, Crosswalk> {
  const crosswalks = new Map<string, Crosswalk>();
  for (const [set, steps] of context.resolved.crosswalks) {
    const own = context.codeSets.get(set);
    const first = steps[0];
    if (own === undefined) {
      if (first !== undefined)
        context.diagnostics.report("RS1409", first.set.span, { name: set, release: context.name }, suggestName(set, context.codeSets.keys()));
      continue;
    }
    const known = new Set(own.codes.map(({ code }) => code));
    const before = previousCodes(set);
    const release = previous === null ? "the period before" : `${previous.folder.name.collection}/${previous.folder.name.period}`;
    crosswalks.set(set, {
      set,
      steps: steps.map(({ entry, change }) => {
        if (before !== null && !before.has(entry.key.text)) {
          context.diagnostics.report("RS1407", entry.key.span, { code: entry.key.text, set, release }, suggestName(entry.key.text, before));
        }
        const target = crosswalkTarget(entry.value);
        for (const code of target.default === null ? target.to : [...target.to, target.default]) {
          if (!known.has(code)) context.diagnostics.report("RS1408", entry.value.span, { code, set, release: context.name }, suggestName(code, known));
        }
        return { from: entry.key.text, ...target, change, ...factOfStep(entry.value, change, context) };
      }),
    });
  }
  return crosswalks;
}

/** A step has the source and basis of its change, if it stands in one, unless it states its own. */
function factOfStep(node: YamlNode, change: ChangeRecord | null, context: BuildContext): Fact {
  const inherited: Fact = change === null ? NO_FACT : { source: change.source, basis: change.basis, seenFrom: null, note: null };
  if (node.kind !== "map") return inherited;
  const own = factOfMap(node, context);
  const states = (key: string): boolean => entryOf(node, key) !== undefined;
  const { basis, seenFrom } = states("basis") || states("seen-from") ? own : inherited;
  return { source: states("source") ? own.source : inherited.source, basis, seenFrom, note: own.note };
}

function crosswalkTarget(node: YamlNode): { to: readonly string[]; default: string | null } {
  if (node.kind === "scalar") return { to: [node.text], default: null };
  if (node.kind === "list") return { to: textsOfList(node), default: null };
  const to = entryOf(node, "to")?.value;
  return { to: to === undefined ? [] : textsOfList(to), default: textAt(node, "default") };
}

function textsOfList(node: YamlNode): string[] {
  return node.kind === "list" ? node.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : [];
}
