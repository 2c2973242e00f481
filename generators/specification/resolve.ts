import { SECTIONS, SECTION_NAMES } from "./entities.ts";
import { type Diagnostics, compareText } from "./diagnostics.ts";
import type { Touched } from "./edit-context.ts";
import { applyEdits, type Sections } from "./edits.ts";
import { type ChangeRecord, cloneEntry, type FieldValue, type Origin, type RemovedEntry } from "./entry.ts";
import { INHERITED_FACTS, LATER_FILES } from "./files.ts";
import { findFolder, type Library, type ReleaseFolder } from "./library.ts";
import { readSection } from "./read-entries.ts";
import { compareVersions, formatReleaseName, parseReleaseReference } from "./release-id.ts";
import { describePlace, type Span } from "./source.ts";
import { entryOf, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from "./yaml-reader.ts";

/** A release with all its changes applied, before its meaning is checked: what the model is built from. */
export interface ResolvedRelease {
  readonly folder: ReleaseFolder;
  readonly version: string;
  /** Fields of release.yaml, own or inherited. */
  readonly facts: ReadonlyMap<string, FieldValue>;
  readonly sections: Sections;
  readonly sources: ReadonlyMap<string, { readonly text: string; readonly origin: Origin }>;
  readonly crosswalks: ReadonlyMap<string, readonly WrittenStep[]>;
  /** The changes of this release itself, in the order in which they were applied. */
  readonly changes: readonly ChangeRecord[];
  /** The changes of all releases it stands on, its own last. */
  readonly allChanges: readonly ChangeRecord[];
  /** What the changes of this release and of those it stands on took out. */
  readonly removed: readonly RemovedEntry[];
  readonly previous: ResolvedRelease | null;
}

/** A step of a crosswalk as it was written. */
interface WrittenStep {
  readonly set: YamlScalar;
  readonly entry: YamlEntry;
  /** null for a step in crosswalks.yaml of a base. */
  readonly change: ChangeRecord | null;
}

/** Which corrections count: all, or only those that a published version was locked with. */
export type Corrections = "all" | ReadonlySet<string>;

/**
 * Resolves releases of one library, each only once.
 * Wrong edits are reported to the diagnostics given and left out, so that one mistake does not hide others.
 */
export class Resolver {
  readonly #library: Library;
  readonly #cache = new Map<string, ResolvedRelease | null>();

  constructor(library: Library) {
    this.#library = library;
  }

  /**
   * @param version null for the newest
   * @returns null when the release cannot be resolved at all (no such version, circular, its base unreadable)
   */
  resolve(
    folder: ReleaseFolder,
    version: string | null,
    diagnostics: Diagnostics,
    corrections: Corrections = "all",
    chain: readonly string[] = [],
  ): ResolvedRelease | null {
    const name = formatReleaseName(folder.name);
    const versions = versionsOf(folder);
    const wanted = version ?? versions.at(-1) ?? "";
    const key = `${name}@${wanted}#${corrections === "all" ? "all" : [...corrections].toSorted(compareText).join()}`;
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    if (chain.includes(name)) {
      const span = entryOf(folder.facts, "extends")?.value.span ?? folder.facts.span;
      diagnostics.report("RS1202", span, { circle: [...chain.slice(chain.indexOf(name)), name].join(" -> ") });
      return null;
    }
    if (!versions.includes(wanted)) {
      diagnostics.report("RS1203", entryOf(folder.facts, "versions")?.key.span ?? folder.facts.span, {
        release: name,
        version: wanted,
        versions: versions.join(", ") || "none",
      });
      return null;
    }
    const resolved = this.#apply(folder, wanted, versions, diagnostics, corrections, [...chain, name]);
    this.#cache.set(key, resolved);
    return resolved;
  }

  #apply(
    folder: ReleaseFolder,
    version: string,
    versions: readonly string[],
    diagnostics: Diagnostics,
    corrections: Corrections,
    chain: readonly string[],
  ): ResolvedRelease | null {
    const name = formatReleaseName(folder.name);
    const reference = extendedBy(folder, version);
    const perVersion = entryOf(folder.facts, "extends")?.value;
    if (reference === null && perVersion !== undefined) {
      diagnostics.report("RS1212", perVersion.span, { version });
      return null;
    }
    let previous: ResolvedRelease | null = null;
    if (reference !== null) {
      const base = findFolder(this.#library, reference.text, reference.span, diagnostics);
      if (base === null) return null;
      if (base.name.collection !== folder.name.collection) {
        diagnostics.report("RS1210", reference.span, { release: reference.text });
        return null;
      }
      const asked = parseReleaseReference(reference.text)?.version ?? null;
      if (asked !== null && !versionsOf(base).includes(asked)) {
        const versions = versionsOf(base).join(", ") || "none";
        diagnostics.report("RS1203", reference.span, { release: formatReleaseName(base.name), version: asked, versions });
        return null;
      }
      previous = this.resolve(base, parseReleaseReference(reference.text)?.version ?? null, diagnostics, corrections, chain);
      if (previous === null) return null;
    }
    const sections = sectionsOf(folder, previous, diagnostics);
    const crosswalks = new Map<string, WrittenStep[]>();
    const changes: ChangeRecord[] = [];
    const removed: RemovedEntry[] = [...(previous?.removed ?? [])];
    const written = previous === null ? folder.files.get("crosswalks.yaml") : undefined;
    collectCrosswalks(written, null, crosswalks, name, diagnostics);
    for (const step of versions.slice(0, versions.indexOf(version) + 1)) {
      const touched: Touched = new Map();
      for (const { record, edits } of changesOf(folder, step)) {
        if (record.correction !== null && corrections !== "all" && !corrections.has(record.file)) continue;
        applyEdits(sections, edits, {
          release: name,
          change: record,
          touched: record.correction === null ? touched : new Map(),
          removed,
          diagnostics,
        });
        collectCrosswalks(entryOf(edits, "crosswalks")?.value, record, crosswalks, name, diagnostics);
        changes.push(record);
      }
    }
    return {
      folder,
      version,
      facts: factsOf(folder, previous),
      sections,
      sources: sourcesOf(folder, previous),
      crosswalks,
      changes,
      allChanges: [...(previous?.allChanges ?? []), ...changes],
      removed,
      previous,
    };
  }
}

/** The versions of a release, oldest first, as release.yaml lists them. */
export function versionsOf(folder: ReleaseFolder): readonly string[] {
  const versions = entryOf(folder.facts, "versions")?.value;
  return versions?.kind === "map" ? versions.entries.map(({ key }) => key.text) : [];
}

/** What a version of a release extends: one release for all its versions, or the entry of its newest own version that is not later. */
function extendedBy(folder: ReleaseFolder, version: string): { text: string; span: Span } | null {
  const value = entryOf(folder.facts, "extends")?.value;
  if (value?.kind === "scalar") return { text: value.text, span: value.span };
  if (value?.kind !== "map") return null;
  const step = value.entries
    .filter(({ key }) => compareVersions(key.text, version) <= 0)
    .toSorted((a, b) => compareVersions(a.key.text, b.key.text))
    .at(-1);
  return step?.value.kind === "scalar" ? { text: step.value.text, span: step.value.span } : null;
}

function sectionsOf(folder: ReleaseFolder, previous: ResolvedRelease | null, diagnostics: Diagnostics): Sections {
  const sections = Object.fromEntries(SECTION_NAMES.map((name) => [name, (previous?.sections[name] ?? []).map(cloneEntry)])) as Sections;
  for (const [file, map] of folder.files) {
    if (LATER_FILES.has(file)) continue;
    if (previous !== null) {
      diagnostics.report("RS1108", map.span, {
        file: `${folder.folder}/${file}`,
        why: "A period that extends another says what changed, in changes/<name>.yaml.",
      });
      continue;
    }
    if (file.startsWith(SECTIONS.rules.file)) {
      for (const rule of readSection("rules", map, null)) {
        const other = sections.rules.find((candidate) => candidate.name === rule.name);
        if (other === undefined) sections.rules.push(rule);
        else diagnostics.report("RS1502", rule.origin.span, { rule: rule.name, other: describePlace(other.origin.span) });
      }
      continue;
    }
    for (const name of SECTION_NAMES) {
      if (SECTIONS[name].file !== file) continue;
      const section: YamlNode | undefined = file === "indicators.yaml" ? entryOf(map, name)?.value : map;
      if (section?.kind === "map") sections[name] = readSection(name, section, null);
    }
  }
  return sections;
}

function factsOf(folder: ReleaseFolder, previous: ResolvedRelease | null): Map<string, FieldValue> {
  const facts = new Map<string, FieldValue>();
  for (const name of INHERITED_FACTS) {
    const inherited = previous?.facts.get(name);
    if (inherited !== undefined) facts.set(name, inherited);
  }
  for (const { key, value } of folder.facts.entries) facts.set(key.text, { node: value, origin: { span: value.span, change: null } });
  return facts;
}

function sourcesOf(folder: ReleaseFolder, previous: ResolvedRelease | null): Map<string, { text: string; origin: Origin }> {
  const sources = new Map(previous?.sources ?? []);
  for (const { key, value } of folder.files.get("sources.yaml")?.entries ?? []) {
    if (value.kind === "scalar") sources.set(key.text, { text: value.text, origin: { span: key.span, change: null } });
  }
  return sources;
}

/** The changes of one version, by file name; corrections come after what they correct. */
function changesOf(folder: ReleaseFolder, version: string): { record: ChangeRecord; edits: YamlMap }[] {
  const found: { record: ChangeRecord; edits: YamlMap }[] = [];
  for (const { file, map } of folder.changes) {
    const edits = entryOf(map, "edits")?.value;
    const written = scalarOf(map, "in");
    if (written !== version || edits?.kind !== "map") continue;
    found.push({ record: changeRecord(folder, file, map, version), edits });
  }
  return found.toSorted((a, b) => Number(a.record.correction !== null) - Number(b.record.correction !== null) || compareText(a.record.file, b.record.file));
}

function changeRecord(folder: ReleaseFolder, file: string, map: YamlMap, version: string): ChangeRecord {
  const audience = entryOf(map, "audience")?.value;
  const correction = entryOf(map, "correction")?.value;
  const source = entryOf(map, "source")?.value;
  return {
    release: formatReleaseName(folder.name),
    version,
    file,
    title: scalarOf(map, "title") ?? "",
    why: scalarOf(map, "why") ?? "",
    audience: {
      supplier: audience?.kind === "map" ? (scalarOf(audience, "supplier") ?? "") : "",
      authority: audience?.kind === "map" ? (scalarOf(audience, "authority") ?? "") : "",
    },
    source:
      source?.kind === "list" ? source.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : source?.kind === "scalar" ? [source.text] : [],
    basis: scalarOf(map, "basis") === "seen" ? "seen" : "inferred",
    note: scalarOf(map, "note"),
    correction: correction?.kind === "map" ? { reason: scalarOf(correction, "reason") ?? "", date: scalarOf(correction, "date") ?? "" } : null,
    span: map.entries[0]?.key.span ?? map.span,
  };
}

function scalarOf(map: YamlMap, key: string): string | null {
  const value = entryOf(map, key)?.value;
  return value?.kind === "scalar" ? value.text : null;
}

function collectCrosswalks(
  map: YamlNode | undefined,
  change: ChangeRecord | null,
  crosswalks: Map<string, WrittenStep[]>,
  release: string,
  diagnostics: Diagnostics,
): void {
  if (map?.kind !== "map") return;
  for (const { key, value } of map.entries) {
    const steps = crosswalks.get(key.text) ?? [];
    crosswalks.set(key.text, steps);
    for (const entry of value.kind === "map" ? value.entries : []) {
      if (steps.some((step) => step.entry.key.text === entry.key.text)) {
        diagnostics.report("RS1302", entry.key.span, { name: `the crosswalk of ${entry.key.text} in ${key.text}`, release });
      } else steps.push({ set: key, entry, change });
    }
  }
}
