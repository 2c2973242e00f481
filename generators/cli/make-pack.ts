import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RunOptions, RunnerConsole } from "../../conformance/command-line.ts";
import { readSpecificationFiles } from "../specification/disk.ts";
import { Specification } from "../specification/specification.ts";
import { type Console, UsageError } from "./console.ts";
import { checkEverything, printDiagnostics, requireName } from "./open-specification.ts";
import { cacheFolder, programFiles } from "./validator-module.ts";

/** The runner of a pack, loaded. */
export interface PackModule {
  readonly run: (options: RunOptions, console: RunnerConsole) => Promise<number>;
}

/**
 * The pack of a release: from the user's cache when it was made from the same specification by the same returnspec, else made now.
 * @returns null after the diagnostics of the specification have been printed
 * @throws {UsageError} when there is no such release, or it has no suite
 */
export async function loadPack(root: string, releaseText: string, console: Console): Promise<PackModule | null> {
  const tree = readSpecificationFiles(root);
  const key = createHash("sha256");
  for (const [path, bytes] of tree) key.update(path).update(bytes);
  for (const file of programFiles()) key.update(file).update(readFileSync(file));
  const folder = join(cacheFolder(), "returnspec", key.digest("hex").slice(0, 32), `${releaseText.replaceAll(/[^A-Za-z0-9.-]/g, "_")}-conformance`);
  if (!existsSync(join(folder, "conformance.mjs"))) {
    const specification = new Specification(tree);
    const name = requireName(specification, releaseText);
    const diagnostics = checkEverything(specification, [name]);
    if (diagnostics.length > 0) {
      printDiagnostics(diagnostics, console);
      return null;
    }
    await makePack(specification, name, folder);
  }
  return (await import(pathToFileURL(join(folder, "conformance.mjs")).href)) as PackModule;
}

/** Makes the pack in a folder as a whole, so that two runs at once cannot see half of one. */
async function makePack(specification: Specification, name: string, folder: string): Promise<void> {
  const { release } = specification.release(name);
  if (release === null) throw new Error(`${name} was checked but cannot be resolved`);
  // Loaded only now: the emitters take longer to load than a run takes.
  const [{ conformanceTarget }, { targetContext }] = await Promise.all([import("../targets/conformance/conformance-target.ts"), import("./target-context.ts")]);
  const { files, absent } = await conformanceTarget.build(release, targetContext(specification, release));
  const [none] = absent;
  if (none !== undefined) throw new UsageError(`${name} has no conformance suite. ${none.why}`);
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  for (const { path, content } of files) {
    const file = join(fresh, path.replace(/^conformance\//, ""));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(folder, "conformance.mjs"))) throw error;
  }
}
