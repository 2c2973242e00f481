import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { checkReleaseRules, type ReleaseRules } from "../rules/release-rules.ts";
import { compareText, Diagnostics } from "../specification/diagnostics.ts";
import type { Release } from "../specification/model.ts";
import type { Specification } from "../specification/specification.ts";
import type { Library, TargetContext } from "../targets/target.ts";
import { collectionTables } from "./collection-tables.ts";
import { PACKAGE_FOLDER } from "./package-folder.ts";
import { validatorModules } from "../targets/validator/validator-target.ts";
import { toJavaScript } from "../typescript/emit.ts";

let runtime: ReadonlyMap<string, string> | null = null;
let templates: ReadonlyMap<string, string> | null = null;
let libraries: ReadonlyMap<string, Library> | null = null;

/** The libraries that the runtime imports; `package.json` names each with one version. */
const LIBRARIES = ["papaparse"];

/** What targets may ask for besides the release: its checked rules, and what packages and pages are assembled from. */
export function targetContext(specification: Specification, release: Release): TargetContext {
  let rules: ReleaseRules | null = null;
  let validator: ReadonlyMap<string, string> | null = null;
  const context: TargetContext = {
    rules: () => {
      rules ??= checkReleaseRules(specification, release, new Diagnostics());
      return rules;
    },
    runtime: () => {
      runtime ??= readTexts("dist/runtime/", /\.(js|d\.ts)$/);
      return runtime;
    },
    validator: () => {
      validator ??= new Map([...validatorModules(context.rules())].map(([name, text]) => [`${name}.js`, toJavaScript(text)]));
      return validator;
    },
    templates: () => {
      templates ??= readTexts("templates/", /\.(ts|hbs|css)$/);
      return templates;
    },
    libraries: () => {
      libraries ??= new Map(LIBRARIES.map((name) => [name, readLibrary(name)]));
      return libraries;
    },
    collectionTables: () => collectionTables(specification, release.collection),
  };
  return context;
}

function readLibrary(name: string): Library {
  const main = createRequire(import.meta.url).resolve(name);
  const read = (file: string): string => readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  const { version } = JSON.parse(read(join(dirname(main), "package.json"))) as { readonly version: string };
  return { name, version, script: read(main), licence: read(join(dirname(main), "LICENSE")).trim() };
}

/** The texts in a folder of the package, with the line ends that every output has. */
function readTexts(below: string, wanted: RegExp): ReadonlyMap<string, string> {
  const folder = `${PACKAGE_FOLDER.replaceAll("\\", "/")}/${below}`;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && wanted.test(entry.name));
  const paths = files.map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/").slice(folder.length).replace(/^\//, "")).toSorted(compareText);
  return new Map(paths.map((path) => [path, readFileSync(`${folder}${path}`, "utf8").replaceAll("\r\n", "\n")]));
}
