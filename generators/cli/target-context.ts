import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { tableChecks } from "../rules/table-checks.ts";
import { readLastYear } from "../scenarios/last-year.ts";
import { readScenarios } from "../scenarios/read-scenarios.ts";
import { checkReleaseRules, type ReleaseRules } from "../rules/release-rules.ts";
import { sha256 } from "../specification/canonical.ts";
import { allNodes } from "../specification/build-items.ts";
import { compareText, Diagnostics, formatDiagnostic } from "../specification/diagnostics.ts";
import type { Release } from "../specification/model.ts";
import type { Specification } from "../specification/specification.ts";
import type { Library, LibraryFile, TargetContext } from "../targets/target.ts";
import { collectionTables } from "./collection-tables.ts";
import { PACKAGE_FOLDER } from "./package-folder.ts";
import { addressesOf } from "../targets/guidance/addresses.ts";
import { jsonSchemaTarget } from "../targets/json-schema/json-schema-target.ts";
import { specificationTarget } from "../targets/specification/specification-target.ts";
import { SPECIFICATION_PATH } from "../writer/build-release.ts";
import { vectorLines } from "../targets/vectors/vectors-target.ts";
import { validatorModules } from "../targets/validator/validator-target.ts";
import { toJavaScript } from "../typescript/emit.ts";

let runtime: ReadonlyMap<string, string> | null = null;
let templates: ReadonlyMap<string, string> | null = null;
let runner: ReadonlyMap<string, string> | null = null;
let libraries: ReadonlyMap<string, Library> | null = null;

/** The libraries that the runtime imports; `package.json` names each with one version. */
const LIBRARIES = ["papaparse"];

/** What packages and pages are assembled from: the same for every release. */
export const PACKAGE_FILES: Pick<TargetContext, "runtime" | "templates" | "libraries" | "libraryFile"> = {
  runtime: () => {
    runtime ??= readTexts("dist/runtime/", /\.(js|d\.ts)$/);
    return runtime;
  },
  templates: () => {
    templates ??= readTexts("templates/", /\.(ts|hbs|css)$/);
    return templates;
  },
  libraries: () => {
    libraries ??= new Map(LIBRARIES.map((name) => [name, readLibrary(name)]));
    return libraries;
  },
  libraryFile: readLibraryFile,
};

/** What targets may ask for besides the release: its checked rules, and what packages and pages are assembled from. */
export function targetContext(specification: Specification, release: Release): TargetContext {
  let rules: ReleaseRules | null = null;
  let validator: ReadonlyMap<string, string> | null = null;
  let vectors: string | null = null;
  const context: TargetContext = {
    rules: () => {
      rules ??= checkReleaseRules(specification, release, new Diagnostics());
      return rules;
    },
    ...PACKAGE_FILES,
    validator: () => {
      validator ??= new Map([...validatorModules(context.rules())].map(([name, text]) => [`${name}.js`, toJavaScript(text)]));
      return validator;
    },
    schema: () => jsonSchemaTarget.build(release).files[0]?.content ?? "",
    specificationHash: () => sha256(specificationTarget.build(release).files.find(({ path }) => path === SPECIFICATION_PATH)?.content ?? ""),
    scenarios: () => soundly(readScenarios(specification, release)),
    lastYear: () => soundly(readLastYear(specification, release)),
    vectors: () => {
      vectors ??= vectorLines(context.rules());
      return vectors;
    },
    neighbours: () => neighboursOf(specification, release),
    guidancePages: () => {
      const checks = tableChecks(release);
      const { rule, item } = addressesOf(release, checks);
      return {
        rules: Object.fromEntries([...release.rules, ...checks].map(({ id }) => [id, rule(id)])),
        nodes: Object.fromEntries(allNodes(release.root).map(({ path }) => [path, item(path)])),
      };
    },
    runner: () => {
      runner ??= readRunner();
      return runner;
    },
    libraryFolder: () => PACKAGE_FOLDER,
    adapters: () => readTexts("conformance/adapters/", /./),
    comparisons: () => comparisonsOf(specification, release),
    collectionTables: () => collectionTables(specification, release.collection),
  };
  return context;
}

function soundly<T>({ found, diagnostics }: { readonly found: T; readonly diagnostics: Diagnostics }): T {
  const [first] = diagnostics.sorted;
  if (first !== undefined) throw new Error(formatDiagnostic(first));
  return found;
}

function comparisonsOf(specification: Specification, release: Release): ReturnType<TargetContext["comparisons"]> {
  const rulesOf = (name: string | null | undefined): ReleaseRules | null => {
    const found = name === null || name === undefined ? null : specification.release(name).release;
    return found === null ? null : checkReleaseRules(specification, found, new Diagnostics());
  };
  const versions = release.versions.map(({ version }) => (version === release.version ? release.id : `${release.name}@${version}`));
  const pairs = [[release.extends, release.id] as const, ...versions.slice(1).map((version, index) => [versions[index], version] as const)];
  return pairs.flatMap(([one, other]) => {
    const [before, after] = [rulesOf(one), rulesOf(other)];
    return before === null || after === null ? [] : [{ before, after }];
  });
}

function neighboursOf(specification: Specification, { name }: Release): readonly Release[] {
  const at = specification.names.indexOf(name);
  const near = [specification.names[at - 1], specification.names[at + 1]];
  const isSibling = (other: string | undefined): other is string => other?.startsWith(name.slice(0, name.indexOf("/") + 1)) === true;
  return near.filter(isSibling).flatMap((other) => specification.release(other).release ?? []);
}

/** The runner imports the files of inputs from where they stand; both are put into one file with the runtime. */
function readRunner(): ReadonlyMap<string, string> {
  const below = (folder: string): readonly (readonly [string, string])[] =>
    [...readTexts(`dist/${folder}/`, /\.js$/)].map(([path, text]) => [`${folder}/${path}`, text] as const);
  return new Map([...below("conformance"), ...below("generators/cli/inputs")]);
}

function readLibrary(name: string): Library {
  const main = createRequire(import.meta.url).resolve(name);
  const read = (file: string): string => readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  const { version } = JSON.parse(read(join(dirname(main), "package.json"))) as { readonly version: string };
  return { name, version, script: read(main), licence: read(join(dirname(main), "LICENSE")).trim() };
}

/** Libraries say where their main module is, not where their other files are: the folder of the package is above it. */
function readLibraryFile(library: string, file: string): LibraryFile {
  const read = (path: string): string => readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  const isFolder = (folder: string): boolean => {
    const manifest = join(folder, "package.json");
    return existsSync(manifest) && (JSON.parse(read(manifest)) as { readonly name?: string }).name === library;
  };
  let folder = dirname(createRequire(import.meta.url).resolve(library));
  while (!isFolder(folder) && folder !== dirname(folder)) folder = dirname(folder);
  const { version } = JSON.parse(read(join(folder, "package.json"))) as { readonly version: string };
  const licence = readdirSync(folder)
    .toSorted(compareText)
    .find((name) => /^licen[cs]e(\.(txt|md))?$/i.test(name));
  return { name: library, version, text: read(join(folder, file)), licence: licence === undefined ? null : read(join(folder, licence)).trim() };
}

/** The texts in a folder of the package, with the line ends that every output has. */
function readTexts(below: string, wanted: RegExp): ReadonlyMap<string, string> {
  const folder = `${PACKAGE_FOLDER.replaceAll("\\", "/")}/${below}`;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && wanted.test(entry.name));
  const paths = files.map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/").slice(folder.length).replace(/^\//, "")).toSorted(compareText);
  return new Map(paths.map((path) => [path, readFileSync(`${folder}${path}`, "utf8").replaceAll("\r\n", "\n")]));
}
