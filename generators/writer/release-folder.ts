import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sha256 } from "../specification/canonical.ts";
import { compareText } from "../specification/diagnostics.ts";
import type { AbsentArtefact } from "../targets/target.ts";
import type { BuiltRelease, ManifestFile } from "./build-release.ts";

const MANIFEST = "manifest.json";

/** `<out>/<collection>/<period>` */
export function releaseFolder(out: string, name: string): string {
  return join(out, ...name.split("/"));
}

/**
 * Writes a release as a whole: everything goes into a folder beside the old one, which then takes its place. A run that fails or is killed
 * leaves the previous output as it was (`recoverFolder` finishes a swap that was cut in the middle).
 * @param kept files of other targets, to be taken over from the present folder
 * @throws what the file system throws; the previous output is untouched then
 */
export function writeReleaseFolder(out: string, built: BuiltRelease, kept: readonly ManifestFile[]): void {
  const folder = releaseFolder(out, built.name);
  recoverFolder(folder);
  const { fresh, old } = swapNames(folder);
  try {
    for (const { path, content } of built.files) writeInto(fresh, path, content);
    for (const { path } of kept) writeInto(fresh, path, readFileSync(join(folder, path)));
    writeInto(fresh, MANIFEST, new TextEncoder().encode(built.manifest));
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(fresh, folder);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    if (!existsSync(folder) && existsSync(old)) renameSync(old, folder);
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

function writeInto(folder: string, path: string, content: Uint8Array): void {
  const file = join(folder, ...path.split("/"));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function swapNames(folder: string): { fresh: string; old: string } {
  const [base, parent] = [folder.split(/[\\/]/).at(-1) ?? "", dirname(folder)];
  return { fresh: join(parent, `.${base}.new`), old: join(parent, `.${base}.old`) };
}

/** Puts a folder right whose swap was cut off: either the old one is back in its place, or the new one stands and the old one is gone. */
export function recoverFolder(folder: string): void {
  const { fresh, old } = swapNames(folder);
  if (!existsSync(folder) && existsSync(old)) renameSync(old, folder);
  rmSync(old, { recursive: true, force: true });
  rmSync(fresh, { recursive: true, force: true });
}

/** The manifest of a folder as it stands; null when there is none or it cannot be read. */
export function readManifest(out: string, name: string): { readonly files: readonly ManifestFile[]; readonly absent: readonly AbsentArtefact[] } | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(releaseFolder(out, name), MANIFEST), "utf8"));
    return isManifest(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isManifest(value: unknown): value is { files: ManifestFile[]; absent: AbsentArtefact[] } {
  return typeof value === "object" && value !== null && "files" in value && Array.isArray(value.files) && "absent" in value && Array.isArray(value.absent);
}

/**
 * Compares a folder with what should be in it.
 * @param kept files of targets that were not built: they are not looked at
 * @returns the files that are missing, differ, or have no place there; empty when the folder is fresh. Files that are not committed may be
 * missing (they are built, and the manifest guards them), but not differ.
 */
export function staleFiles(out: string, built: BuiltRelease, kept: readonly ManifestFile[]): readonly string[] {
  const folder = releaseFolder(out, built.name);
  const others = new Set(kept.map(({ path }) => path));
  const expected = new Map(built.files.map((file) => [file.path, file]));
  const stale: string[] = [];
  const present = new Set(listFiles(folder, ""));
  const manifest = readOrNull(join(folder, MANIFEST));
  if (manifest === null) stale.push(`${MANIFEST} is missing`);
  else if (new TextDecoder().decode(manifest) !== built.manifest) stale.push(`${MANIFEST} differs`);
  for (const [path, file] of expected) {
    const bytes = present.has(path) ? readOrNull(join(folder, path)) : null;
    if (bytes === null && file.committed) stale.push(`${path} is missing`);
    else if (bytes !== null && sha256(bytes) !== file.hash) stale.push(`${path} differs`);
  }
  for (const path of present) if (path !== MANIFEST && !expected.has(path) && !others.has(path)) stale.push(`${path} is not generated`);
  return stale.toSorted(compareText);
}

function readOrNull(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function listFiles(folder: string, prefix: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    return entry.isDirectory() ? listFiles(join(folder, entry.name), path) : [path];
  });
}
