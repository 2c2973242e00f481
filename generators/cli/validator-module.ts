import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir, platform } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EarlierReader, EarlierTablesReader } from "../../runtime/validator/earlier.ts";
import type { GeneratedValidator, Validation, ValidationOptions } from "../../runtime/validator/generated-validator.ts";
import type { TablesValidation } from "../../runtime/validator/tables-validation.ts";
import type { Finding, RuleInfo } from "../../runtime/findings/finding.ts";
import type { ReferenceShape } from "../../runtime/reference/shape.ts";
import type { ReleaseTables } from "../../runtime/tables/row-source.ts";
import { compareText } from "../specification/diagnostics.ts";
import { readSpecificationFiles } from "../specification/disk.ts";
import type { Console } from "./console.ts";
import { PACKAGE_FOLDER } from "./package-folder.ts";

/** A release's compiled validator, loaded. */
export interface ValidatorModule {
  readonly validator: GeneratedValidator;
  readonly validate: (options: ValidationOptions, give: (finding: Finding) => void) => Validation;
  readonly validateTables: (options: ValidationOptions, give: (finding: Finding) => void) => TablesValidation;
  readonly readEarlier: (year: 1 | 2) => EarlierReader;
  readonly readEarlierTables: (year: 1 | 2) => EarlierTablesReader | null;
}

/** What reports say about the release and its rules; kept beside the compiled validator, so that a check need not read the YAML. */
export interface ReleaseFacts {
  readonly name: string;
  readonly title: string;
  readonly status: string;
  readonly specification: string;
  readonly notices: readonly string[];
  readonly rules: readonly RuleInfo[];
  /** The root elements of the collections, by which a file of another one is recognised; the release is the newest that has it. */
  readonly roots: readonly { readonly tag: string; readonly release: string; readonly title: string }[];
  /** The reference tables that rules of the release ask for. */
  readonly reference: readonly ReferenceShape[];
  /** The tables of all releases of the collection, by which a file of another year is recognised. */
  readonly tables: readonly ReleaseTables[];
}

/**
 * The compiled validator of a release: from the user's cache when it was made from the same specification by the same returnspec, else made now.
 * @returns null after the diagnostics of the specification have been printed
 * @throws {UsageError} when there is no such release
 */
export async function loadValidator(root: string, releaseText: string, console: Console): Promise<{ module: ValidatorModule; facts: ReleaseFacts } | null> {
  const tree = readSpecificationFiles(root);
  const key = createHash("sha256");
  for (const [path, bytes] of tree) key.update(path).update(bytes);
  for (const file of programFiles()) key.update(file).update(readFileSync(file));
  const folder = join(cacheFolder(), "returnspec", key.digest("hex").slice(0, 32), releaseText.replaceAll(/[^A-Za-z0-9.-]/g, "_"));
  if (!existsSync(join(folder, "facts.json"))) {
    // Loaded only now: it brings the emitters along, which take longer to load than most checks take.
    const { makeValidator } = await import("./make-validator.ts");
    if (!makeValidator(tree, releaseText, folder, console)) return null;
  }
  const facts = JSON.parse(readFileSync(join(folder, "facts.json"), "utf8")) as ReleaseFacts;
  const module = (await import(pathToFileURL(join(folder, "validator.js")).href)) as ValidatorModule;
  return { module, facts };
}

/** The compiled program itself: another version of it makes other validators. */
export function programFiles(): readonly string[] {
  const folder = join(PACKAGE_FOLDER, "dist");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith(".js"));
  return files.map((entry) => join(entry.parentPath, entry.name)).toSorted(compareText);
}

export function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (platform() === "win32") return local ?? join(homedir(), "AppData", "Local");
  return xdg ?? (platform() === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache"));
}
