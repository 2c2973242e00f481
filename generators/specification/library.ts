import { type Diagnostic, Diagnostics, suggestName } from "./diagnostics.ts";
import { expandAddedFamilies, expandFamilies } from "./families.ts";
import { BANK_HOLIDAYS_FILE, BASE_FILES, CHANGE_FILE, DATED_TABLE_FILE, LOCK_FILE, RULES_FILE } from "./files.ts";
import { compareReleaseNames, formatReleaseName, parseReleaseReference, type ReleaseName } from "./release-id.ts";
import { checkShape, type Shape } from "./shapes.ts";
import { SCENARIO_FILE, SCENARIO_REGISTRY_FILE } from "./scenario-file.ts";
import { createSourceFile, type Span } from "./source.ts";
import { STORIES_FILE } from "./stories-file.ts";
import { entryOf, readYaml, type YamlMap } from "./yaml-reader.ts";

/** The files of a specification folder: path relative to the folder that holds `specs/` (forward slashes), and bytes. */
export type FileTree = ReadonlyMap<string, Uint8Array>;

/** What a file was read as. */
interface FileReading {
  readonly bytes: Uint8Array;
  readonly map: YamlMap | null;
  readonly isDamaged: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Files by path as they were read before: those with the same bytes need not be read again. What is read now is kept in it. */
export type KnownFiles = Map<string, FileReading>;

/** One folder `specs/<collection>/<period>`, read but not resolved. */
export interface ReleaseFolder {
  readonly name: ReleaseName;
  readonly folder: string;
  /** release.yaml */
  readonly facts: YamlMap;
  /** The other files by name, without those that could not be read. */
  readonly files: ReadonlyMap<string, YamlMap>;
  /** Change files in order of file name. */
  readonly changes: readonly { readonly file: string; readonly map: YamlMap }[];
}

/** A scenario of the conformance suite: `conformance/scenarios/<collection>/<name>.yaml`. */
export interface ScenarioFile {
  /** `012-referred-twice`, for ever. */
  readonly name: string;
  readonly map: YamlMap;
}

/** Everything under `specs/`, and the scenarios, read and checked file by file. */
export interface Library {
  readonly releases: ReadonlyMap<string, ReleaseFolder>;
  /** Dated common tables by name, such as `local-authorities`. */
  readonly datedTables: ReadonlyMap<string, YamlMap>;
  /** Types that several collections use. */
  readonly commonTypes: YamlMap | null;
  readonly bankHolidays: YamlMap | null;
  readonly lock: YamlMap | null;
  /** Life stories of invented children by collection: `specs/<collection>/stories.yaml`. */
  readonly stories: ReadonlyMap<string, YamlMap>;
  /** By collection, in order of their names. */
  readonly scenarios: ReadonlyMap<string, readonly ScenarioFile[]>;
  /** All scenarios that there ever were. */
  readonly scenarioRegistry: YamlMap | null;
  /** Paths of files that could not be read, or only in part: what stands on them is not resolved, so that one mistake is not reported many times. */
  readonly damaged: ReadonlySet<string>;
  /** What was wrong with single files. */
  readonly diagnostics: Diagnostics;
}

const LOCK_PATH = "specs/published.lock";
const COMMON = "specs/common/";
const RELEASE_FILE_PATH = /^specs\/([a-z][a-z0-9-]*)\/(\d{4}-\d{2}(?:-q[1-4])?)\/(.+)$/;
const SCENARIO_PATH = /^conformance\/scenarios\/([a-z][a-z0-9-]*)\/(\d{3}-[a-z0-9-]+)\.yaml$/;
const SCENARIO_REGISTRY_PATH = "conformance/scenarios/registry.yaml";
const STORIES_PATH = /^specs\/([a-z][a-z0-9-]*)\/stories\.yaml$/;

/** Reads all files; what cannot be read or has the wrong shape is reported and left out. */
export function readLibrary(tree: FileTree, known: KnownFiles = new Map()): Library {
  const diagnostics = new Diagnostics();
  const reader: Reader = { diagnostics, damaged: new Set(), known };
  const folders = new Map<string, { name: ReleaseName; files: Map<string, Uint8Array> }>();
  const datedTables = new Map<string, YamlMap>();
  const stories = new Map<string, YamlMap>();
  const scenarios = new Map<string, ScenarioFile[]>();
  let scenarioRegistry: YamlMap | null = null;
  let commonTypes: YamlMap | null = null;
  let bankHolidays: YamlMap | null = null;
  let lock: YamlMap | null = null;
  for (const [path, bytes] of [...tree].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const [, collection, period, file] = RELEASE_FILE_PATH.exec(path) ?? [];
    if (collection !== undefined && period !== undefined && file !== undefined) {
      const name = { collection, period };
      const folder = folders.get(formatReleaseName(name)) ?? { name, files: new Map() };
      folder.files.set(file, bytes);
      folders.set(formatReleaseName(name), folder);
    } else if (path === LOCK_PATH) lock = readMap(path, bytes, LOCK_FILE, reader);
    else if (path === `${COMMON}types.yaml`) commonTypes = readMap(path, bytes, BASE_FILES["types.yaml"] as Shape, reader);
    else if (path === `${COMMON}bank-holidays.yaml`) bankHolidays = readMap(path, bytes, BANK_HOLIDAYS_FILE, reader);
    else if (path.startsWith(COMMON) && path.endsWith(".yaml")) {
      const map = readMap(path, bytes, DATED_TABLE_FILE, reader);
      if (map !== null) checkDates(map, diagnostics);
      if (map !== null) datedTables.set(path.slice(COMMON.length, -".yaml".length), map);
    } else if (STORIES_PATH.test(path)) {
      const map = readMap(path, bytes, STORIES_FILE, reader);
      if (map !== null) stories.set(STORIES_PATH.exec(path)?.[1] ?? "", map);
    } else if (path === SCENARIO_REGISTRY_PATH) scenarioRegistry = readMap(path, bytes, SCENARIO_REGISTRY_FILE, reader);
    else if (path.startsWith("conformance/")) readScenario(path, bytes, scenarios, reader);
    else if (path.startsWith("specs/")) {
      const why = "Below specs/ stand common/, published.lock, <collection>/stories.yaml and <collection>/<period>/.";
      diagnostics.report("RS1108", whole(path), { file: path, why });
    }
  }
  const releases = new Map<string, ReleaseFolder>();
  for (const { name, files } of [...folders.values()].toSorted((a, b) => compareReleaseNames(a.name, b.name))) {
    const folder = readFolder(name, files, reader);
    if (folder !== null) releases.set(formatReleaseName(name), folder);
  }
  return { releases, datedTables, commonTypes, bankHolidays, lock, stories, scenarios, scenarioRegistry, damaged: reader.damaged, diagnostics };
}

function readScenario(path: string, bytes: Uint8Array, scenarios: Map<string, ScenarioFile[]>, reader: Reader): void {
  const [, collection, name] = SCENARIO_PATH.exec(path) ?? [];
  if (collection === undefined || name === undefined) {
    const why = "Below conformance/scenarios/ stand registry.yaml and <collection>/<number>-<name>.yaml, such as cin/012-referred-twice.yaml.";
    reader.diagnostics.report("RS1108", whole(path), { file: path, why });
    return;
  }
  const map = readMap(path, bytes, SCENARIO_FILE, reader);
  if (map !== null) scenarios.set(collection, [...(scenarios.get(collection) ?? []), { name, map }]);
}

/** An entry of a dated table that ends before it begins would never be in force. */
function checkDates(table: YamlMap, diagnostics: Diagnostics): void {
  const entries = entryOf(table, "entries")?.value;
  for (const { value } of entries?.kind === "map" ? entries.entries : []) {
    const from = value.kind === "map" ? entryOf(value, "from")?.value : undefined;
    const to = value.kind === "map" ? entryOf(value, "to")?.value : undefined;
    if (from?.kind === "scalar" && to?.kind === "scalar" && from.text > to.text) diagnostics.report("RS1205", from.span, { earlier: "from", later: "to" });
  }
}

function whole(path: string): Span {
  return { file: createSourceFile(path, ""), start: 0, end: 0 };
}

interface Reader {
  readonly diagnostics: Diagnostics;
  readonly damaged: Set<string>;
  readonly known: KnownFiles;
}

/** The shape of a file follows from its path, so that path and bytes are all that what is read depends on. */
function readMap(path: string, bytes: Uint8Array, shape: Shape, { diagnostics, damaged, known }: Reader): YamlMap | null {
  const before = known.get(path);
  const reading = before?.bytes === bytes ? before : readFile(path, bytes, shape);
  known.set(path, reading);
  diagnostics.addAll(reading.diagnostics);
  if (reading.isDamaged) damaged.add(path);
  return reading.map;
}

function readFile(path: string, bytes: Uint8Array, shape: Shape): FileReading {
  const diagnostics = new Diagnostics();
  const node = readYaml(path, bytes, diagnostics);
  const isUnread = !diagnostics.isEmpty || node?.kind !== "map";
  if (node === null) return { bytes, map: null, isDamaged: true, diagnostics: diagnostics.sorted };
  const read = diagnostics.sorted.length;
  const written = node.kind === "map" ? withoutFamilies(node, shape, diagnostics) : node;
  checkShape(written, shape, diagnostics);
  const isDamaged = isUnread || (diagnostics.sorted.length > read && diagnostics.has(["RS1103", "RS1106"], path));
  return { bytes, map: written.kind === "map" ? written : null, isDamaged, diagnostics: diagnostics.sorted };
}

function withoutFamilies(map: YamlMap, shape: Shape, diagnostics: Diagnostics): YamlMap {
  if (shape === RULES_FILE) return expandFamilies(map, diagnostics);
  return shape === CHANGE_FILE ? expandAddedFamilies(map, diagnostics) : map;
}

function shapeOfFile(file: string): Shape | undefined {
  const [, folder] = /^(changes|rules)\/[a-z0-9-]+\.yaml$/.exec(file) ?? [];
  return folder === "changes" ? CHANGE_FILE : folder === "rules" ? RULES_FILE : BASE_FILES[file];
}

function readFolder(name: ReleaseName, files: ReadonlyMap<string, Uint8Array>, reader: Reader): ReleaseFolder | null {
  const folder = `specs/${formatReleaseName(name)}`;
  const read = new Map<string, YamlMap>();
  const changes: { file: string; map: YamlMap }[] = [];
  for (const [file, bytes] of files) {
    const path = `${folder}/${file}`;
    const shape = shapeOfFile(file);
    if (shape === undefined) {
      reader.diagnostics.report(
        "RS1108",
        whole(path),
        { file: path, why: `A release has ${Object.keys(BASE_FILES).join(", ")}, rules/<name>.yaml and changes/<name>.yaml with a name in small letters.` },
        suggestName(file, Object.keys(BASE_FILES)),
      );
      continue;
    }
    const map = readMap(path, bytes, shape, reader);
    if (map === null) continue;
    if (shape === CHANGE_FILE) changes.push({ file: path, map });
    else read.set(file, map);
  }
  const facts = read.get("release.yaml");
  if (facts === undefined) {
    if (!files.has("release.yaml"))
      reader.diagnostics.report("RS1102", whole(`${folder}/release.yaml`), { key: "release.yaml", why: "It gives the facts of the release." });
    return null;
  }
  if (entryOf(facts, "extends") === undefined && !files.has("items.yaml")) {
    const path = `${folder}/items.yaml`;
    reader.diagnostics.report("RS1102", whole(path), { key: "items.yaml", why: "A base has items.yaml; a later period says in release.yaml what it extends." });
    reader.damaged.add(path);
  }
  read.delete("release.yaml");
  return { name, folder, facts, files: read, changes };
}

/** The names of all releases of the library, in order. */
export function releaseNames(library: Library): readonly string[] {
  return [...library.releases.keys()];
}

/** The folder that a user or another release names; reports when there is none. */
export function findFolder(library: Library, text: string, span: Span, diagnostics: Diagnostics): ReleaseFolder | null {
  const reference = parseReleaseReference(text);
  const folder = reference === null ? undefined : library.releases.get(formatReleaseName(reference));
  if (folder === undefined) diagnostics.report("RS1201", span, { release: text }, suggestName(text.replace(/@.*$/, ""), releaseNames(library)));
  return folder ?? null;
}
