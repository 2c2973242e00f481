import { type BuildContext, checkSources, factOf, factOfMap, mapOf, reportAbsent, writtenOf } from "./build-context.ts";
import { buildCodeSets, buildCrosswalks, buildTypes } from "./build-codes.ts";
import { allNodes, buildTree, findNode } from "./build-items.ts";
import { buildReferenceTables } from "./build-reference-tables.ts";
import { buildRules, expressionOf, meantOf } from "./build-rules.ts";
import { buildTables } from "./build-tables.ts";
import { Diagnostics } from "./diagnostics.ts";
import { type Entry, textOf, textsOf } from "./entry.ts";
import type { Library } from "./library.ts";
import type { BankHoliday, Definition, DocumentedEntry, ItemNode, PublishedSchema, Question, RecordNode, Release } from "./model.ts";
import { readSection } from "./read-entries.ts";
import { compareVersions, formatReleaseName } from "./release-id.ts";
import type { ResolvedRelease } from "./resolve.ts";
import { entryOf, type YamlMap } from "./yaml-reader.ts";

/**
 * Builds the immutable model of a resolved release and checks its meaning.
 * @returns null when there is no tree to build on; everything wrong is in `diagnostics`
 */
export function buildModel(library: Library, resolved: ResolvedRelease, diagnostics: Diagnostics): Release | null {
  const name = formatReleaseName(resolved.folder.name);
  const text = (field: string): string | null => {
    const node = resolved.facts.get(field)?.node;
    return node?.kind === "scalar" ? node.text : null;
  };
  const context: BuildContext = {
    library,
    resolved,
    name,
    period: resolved.folder.name.period,
    referenceDate: text("reference-date") ?? "",
    codeSets: new Map(),
    types: new Map(),
    diagnostics,
  };
  checkFacts(context, text);
  buildCodeSets(context);
  buildTypes(context, library.commonTypes === null ? [] : readSection("types", library.commonTypes, null));
  const root = buildTree(context);
  if (root === null) return null;
  const formats = formatsOf(resolved);
  const release: Release = {
    name,
    id: `${name}@${resolved.version}`,
    collection: resolved.folder.name.collection,
    period: resolved.folder.name.period,
    version: resolved.version,
    versions: versionFacts(resolved),
    title: text("title") ?? name,
    status: statusOf(text("status")),
    live: text("live") === "true",
    start: text("start") ?? "",
    end: text("end") ?? "",
    referenceDate: context.referenceDate,
    window: windowOf(resolved, context),
    publications: publicationsOf(resolved, context),
    evidence: evidenceOf(resolved, context),
    notes: notesOf(resolved),
    formats,
    lexical: { date: lexicalDate(resolved) },
    child: childOf(root, resolved, context),
    xml: xmlOf(resolved, context),
    publishedSchema: publishedSchemaOf(resolved, context),
    root,
    codeSets: context.codeSets,
    types: context.types,
    tables: buildTables(root, formats, context),
    referenceTables: buildReferenceTables(context),
    definitions: resolved.sections.definitions.flatMap((entry) => definitionOf(entry, context)),
    cohorts: resolved.sections.cohorts.map((entry) => documentedOf(entry, context)),
    indicators: resolved.sections.indicators.map((entry) => documentedOf(entry, context)),
    questions: resolved.sections.questions.map((entry) => questionOf(entry, context)),
    rules: buildRules(context),
    crosswalks: buildCrosswalks(context, resolved.previous, (set) => codesBefore(library, resolved, set)),
    sources: new Map([...resolved.sources].map(([key, { text: what }]) => [key, what])),
    bankHolidays: bankHolidaysOf(library),
    changes: resolved.changes,
    allChanges: resolved.allChanges,
    removed: resolved.removed,
    extends: resolved.previous === null ? null : `${formatReleaseName(resolved.previous.folder.name)}@${resolved.previous.version}`,
  };
  return deepFreeze(release);
}

/** The codes that a set had in the period before; for a set that is new under its name, those that its old name had are not guessed: null. */
function codesBefore(library: Library, resolved: ResolvedRelease, set: string): ReadonlySet<string> | null {
  const { previous } = resolved;
  if (previous === null || !previous.sections.codesets.some((entry) => entry.name === set)) return null;
  const quiet: BuildContext = {
    library,
    resolved: previous,
    name: "",
    period: previous.folder.name.period,
    referenceDate: scalarFact(previous, "reference-date"),
    codeSets: new Map(),
    types: new Map(),
    diagnostics: new Diagnostics(),
  };
  buildCodeSets(quiet);
  return new Set(quiet.codeSets.get(set)?.codes.map(({ code }) => code) ?? []);
}

function scalarFact(resolved: ResolvedRelease, field: string): string {
  const node = resolved.facts.get(field)?.node;
  return node?.kind === "scalar" ? node.text : "";
}

function checkFacts(context: BuildContext, text: (field: string) => string | null): void {
  const { folder, facts } = context.resolved;
  const says = `${text("collection")}/${text("period")}`;
  const span = (field: string): YamlMap["span"] => facts.get(field)?.origin.span ?? folder.facts.span;
  if (says !== context.name) context.diagnostics.report("RS1204", span("collection"), { folder: folder.folder, says });
  if ((text("start") ?? "") > (text("end") ?? "")) context.diagnostics.report("RS1205", span("start"), { earlier: "start", later: "end" });
  else if ((text("reference-date") ?? "") > (text("end") ?? ""))
    context.diagnostics.report("RS1205", span("reference-date"), { earlier: "reference-date", later: "end" });
  const versions = entryOf(folder.facts, "versions")?.value;
  let before: string | null = null;
  for (const { key } of versions?.kind === "map" ? versions.entries : []) {
    if (before !== null && compareVersions(before, key.text) >= 0) context.diagnostics.report("RS1207", key.span, { version: key.text, previous: before });
    before = key.text;
  }
  const listed = versions?.kind === "map" ? versions.entries.map(({ key }) => key.text) : [];
  const extended = entryOf(folder.facts, "extends")?.value;
  for (const { key } of extended?.kind === "map" ? extended.entries : []) {
    if (!listed.includes(key.text)) context.diagnostics.report("RS1203", key.span, { release: context.name, version: key.text, versions: listed.join(", ") });
  }
  for (const { map } of folder.changes) {
    const written = entryOf(map, "in")?.value;
    if (written?.kind === "scalar" && !listed.includes(written.text))
      context.diagnostics.report("RS1206", written.span, { version: written.text, versions: listed.join(", ") });
    const source = entryOf(map, "source")?.value;
    if (source !== undefined) checkSources(source, context);
  }
}

function versionFacts(resolved: ResolvedRelease): Release["versions"] {
  const versions = entryOf(resolved.folder.facts, "versions")?.value;
  const all = versions?.kind === "map" ? versions.entries : [];
  return all
    .filter(({ key }) => compareVersions(key.text, resolved.version) <= 0)
    .map(({ key, value }) => ({
      version: key.text,
      date: value.kind === "map" ? (scalarAt(value, "date") ?? "") : "",
      what: value.kind === "map" ? (scalarAt(value, "what") ?? "") : "",
    }));
}

function scalarAt(map: YamlMap, key: string): string | null {
  const value = entryOf(map, key)?.value;
  return value?.kind === "scalar" ? value.text : null;
}

function statusOf(text: string | null): Release["status"] {
  return text === "candidate" || text === "final" || text === "superseded" ? text : "draft";
}

function windowOf(resolved: ResolvedRelease, context: BuildContext): Release["window"] {
  const map = mapOf(resolved.facts.get("window"));
  return map === null
    ? null
    : { opens: scalarAt(map, "opens"), loadBy: scalarAt(map, "load-by"), submitBy: scalarAt(map, "submit-by"), ...factOfMap(map, context) };
}

function publicationsOf(resolved: ResolvedRelease, context: BuildContext): Release["publications"] {
  const node = resolved.facts.get("publications")?.node;
  const maps = node?.kind === "list" ? node.items.filter((item) => item.kind === "map") : [];
  return maps.map((map) => ({ date: scalarAt(map, "date"), what: scalarAt(map, "what") ?? "", ...factOfMap(map, context) }));
}

function evidenceOf(resolved: ResolvedRelease, context: BuildContext): Release["evidence"] {
  const map = mapOf(resolved.facts.get("evidence"));
  return map === null ? null : { text: scalarAt(map, "text") ?? "", ...factOfMap(map, context) };
}

function notesOf(resolved: ResolvedRelease): readonly string[] {
  const node = resolved.facts.get("notes")?.node;
  return node?.kind === "list" ? node.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : [];
}

function formatsOf(resolved: ResolvedRelease): Release["formats"] {
  const node = resolved.facts.get("formats")?.node;
  const texts = node?.kind === "list" ? node.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : ["xml"];
  return texts.flatMap((format) => (format === "xml" || format === "csv" ? [format] : []));
}

function lexicalDate(resolved: ResolvedRelease): Release["lexical"]["date"] {
  const map = mapOf(resolved.facts.get("lexical"));
  return map !== null && scalarAt(map, "date") === "dd/mm/yyyy" ? "dd/mm/yyyy" : "yyyy-mm-dd";
}

function xmlOf(resolved: ResolvedRelease, context: BuildContext): Release["xml"] {
  const map = mapOf(resolved.facts.get("xml"));
  return map === null ? null : { encoding: scalarAt(map, "encoding"), ...factOfMap(map, context) };
}

function publishedSchemaOf(resolved: ResolvedRelease, context: BuildContext): PublishedSchema {
  const map = mapOf(resolved.facts.get("published-schema"));
  const follows = map === null ? null : scalarAt(map, "follows");
  if (map === null || follows === null)
    return { kind: "none", why: (map === null ? null : scalarAt(map, "none")) ?? "No public schema of this period is known." };
  return { kind: "follows", name: follows, publisher: scalarAt(map, "publisher") ?? "", ...factOfMap(map, context) };
}

function childOf(root: RecordNode, resolved: ResolvedRelease, context: BuildContext): { record: RecordNode; key: ItemNode } | null {
  const map = mapOf(resolved.facts.get("child"));
  if (map === null) return null;
  const record = findNode(root, scalarAt(map, "record") ?? "");
  const key = findNode(root, scalarAt(map, "key") ?? "");
  const known = (kind: string): string[] => allNodes(root).flatMap((node) => (node.kind === kind ? [node.name] : []));
  if (record?.kind !== "record") {
    const name = scalarAt(map, "record") ?? "";
    const span = entryOf(map, "record")?.value.span ?? map.span;
    reportAbsent("RS1416", { kind: "item", owner: null, name, span }, { what: "record", name }, known("record"), context);
    return null;
  }
  if (key?.kind !== "item") {
    const name = scalarAt(map, "key") ?? "";
    const span = entryOf(map, "key")?.value.span ?? map.span;
    reportAbsent("RS1416", { kind: "item", owner: null, name, span }, { what: "key", name }, known("item"), context);
    return null;
  }
  return { record, key };
}

function definitionOf(entry: Entry, context: BuildContext): readonly Definition[] {
  const expression = expressionOf(entry.fields.get("is")?.node);
  if (expression === null) return [];
  const parameters = mapOf(entry.fields.get("with"))?.entries ?? [];
  const definition: Definition = {
    name: entry.name,
    label: textOf(entry, "label") ?? entry.name,
    definition: textOf(entry, "definition"),
    for: textOf(entry, "for"),
    parameters: new Map(parameters.flatMap(({ key, value }) => (value.kind === "scalar" ? [[key.text, value.text]] : []))),
    is: expression.text,
    expression,
    optional: textsOf(entry, "optional") ?? [],
    meant: meantOf(entry),
    ...factOf(entry, null, context),
    ...writtenOf(entry),
  };
  return [definition];
}

function documentedOf(entry: Entry, context: BuildContext): DocumentedEntry {
  return {
    name: entry.name,
    label: textOf(entry, "label") ?? entry.name,
    definition: textOf(entry, "definition") ?? "",
    ...factOf(entry, null, context),
    ...writtenOf(entry),
  };
}

function questionOf(entry: Entry, context: BuildContext): Question {
  return {
    name: entry.name,
    question: textOf(entry, "question") ?? "",
    answer: textOf(entry, "answer"),
    example: textOf(entry, "example"),
    ...factOf(entry, null, context),
    ...writtenOf(entry),
  };
}

function bankHolidaysOf(library: Library): readonly BankHoliday[] {
  const entries = library.bankHolidays === null ? undefined : entryOf(library.bankHolidays, "entries")?.value;
  const maps = entries?.kind === "list" ? entries.items.filter((item) => item.kind === "map") : [];
  return maps.map((map) => ({ date: scalarAt(map, "date") ?? "", name: scalarAt(map, "name") ?? "" }));
}

/** Nothing that a target is given can be changed by it. Source files and their line tables are shared and left as they are. */
function deepFreeze<T>(value: T): T {
  // What is frozen was frozen as a whole, with an earlier release that shares it.
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || "lines" in value) return value;
  Object.freeze(value);
  for (const inner of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(inner);
  return value;
}
