import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { homedir, platform } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { createFigureReader, Validation, ValidationOptions } from "../../runtime/validator/engine.ts";
import type { GeneratedValidator } from "../../runtime/validator/engine.ts";
import type { Finding, RuleInfo } from "../../runtime/findings/finding.ts";
import { compareText } from "../specification/diagnostics.ts";
import { readSpecificationFiles } from "../specification/disk.ts";
import type { Release } from "../specification/model.ts";
import { Specification } from "../specification/specification.ts";
import { noticeLines } from "../targets/notice.ts";
import { specificationTarget } from "../targets/specification/specification-target.ts";
import { validatorTarget } from "../targets/validator/validator-target.ts";
import { sha256 } from "../specification/canonical.ts";
import { type Console, UsageError } from "./console.ts";
import { checkEverything, printDiagnostics, requireName } from "./open-specification.ts";
import { PACKAGE_FOLDER } from "./package-folder.ts";
import { targetContext } from "./target-context.ts";

/** A release's compiled validator, loaded. */
export interface ValidatorModule {
  readonly validator: GeneratedValidator;
  readonly validate: (options: ValidationOptions, give: (finding: Finding) => void) => Validation;
  readonly readLast: () => ReturnType<typeof createFigureReader>;
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
    const made = makeValidator(new Specification(tree), releaseText, folder, console);
    if (!made) return null;
  }
  const facts = JSON.parse(readFileSync(join(folder, "facts.json"), "utf8")) as ReleaseFacts;
  const module = (await import(pathToFileURL(join(folder, "validator.js")).href)) as ValidatorModule;
  return { module, facts };
}

/** The compiled program itself: another version of it makes other validators. */
function programFiles(): readonly string[] {
  const folder = join(PACKAGE_FOLDER, "dist");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith(".js"));
  return files.map((entry) => join(entry.parentPath, entry.name)).toSorted(compareText);
}

function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (platform() === "win32") return local ?? join(homedir(), "AppData", "Local");
  return xdg ?? (platform() === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache"));
}

/** Makes the folder as a whole, so that two runs at once cannot see half of one. */
function makeValidator(specification: Specification, releaseText: string, folder: string, console: Console): boolean {
  const name = requireName(specification, releaseText);
  const diagnostics = checkEverything(specification, [name]);
  if (diagnostics.length > 0) {
    printDiagnostics(diagnostics, console);
    return false;
  }
  const { release } = specification.release(name);
  if (release === null) return false;
  const files = buildValidator(specification, release);
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  for (const [path, content] of [
    ...files,
    ["package.json", '{ "type": "module" }\n'] as const,
    ["facts.json", JSON.stringify(factsOf(specification, release))] as const,
  ]) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    writeFileSync(join(fresh, path), content);
  }
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(folder, "facts.json"))) throw error;
  }
  return true;
}

function buildValidator(specification: Specification, release: Release): readonly (readonly [string, string])[] {
  const { files, absent } = validatorTarget.build(release, targetContext(specification, release));
  const [none] = absent;
  if (none !== undefined) throw new UsageError(`${release.name} has no validator yet. ${none.why}`);
  return files.filter(({ path }) => path.endsWith(".js")).map(({ path, content }) => [path.replace(/^validator\//, ""), content] as const);
}

function factsOf(specification: Specification, release: Release): ReleaseFacts {
  const resolved = specificationTarget.build(release).files.find(({ path }) => path.endsWith("specification.json"));
  return {
    name: release.name,
    title: `${release.title} ${release.period}`,
    status: release.status,
    specification: sha256(resolved?.content ?? ""),
    notices: noticeLines(release),
    rules: release.rules.map((rule) => ({
      id: rule.id,
      title: rule.title,
      severity: rule.severity,
      message: rule.message,
      remedy: rule.remedy,
      sentence: null,
    })),
    roots: rootsOf(specification),
  };
}

function rootsOf(specification: Specification): ReleaseFacts["roots"] {
  const newest = new Map(specification.names.map((name) => [name.slice(0, name.indexOf("/")), name]));
  return [...newest.values()].flatMap((name) => {
    const { release } = specification.release(name);
    return release?.root.xml.kind === "element" ? [{ tag: release.root.xml.tag, release: name, title: release.title }] : [];
  });
}
