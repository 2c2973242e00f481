import { sha256 } from "../specification/canonical.ts";
import { compareText } from "../specification/diagnostics.ts";
import type { Release } from "../specification/model.ts";
import { noticeLines } from "../targets/notice.ts";
import type { AbsentArtefact, Target, TargetContext } from "../targets/target.ts";
import { outputPathProblem } from "./output-path.ts";

/** A file ready to be written, with what the manifest says of it. */
export interface BuiltFile {
  readonly path: string;
  readonly target: string;
  readonly committed: boolean;
  readonly content: Uint8Array;
  /** SHA-256 of the content. */
  readonly hash: string;
}

/** All that is generated of a release. */
export interface BuiltRelease {
  readonly name: string;
  /** By path. */
  readonly files: readonly BuiltFile[];
  readonly absent: readonly AbsentArtefact[];
  readonly manifest: string;
}

export interface ManifestFile {
  readonly path: string;
  readonly target: string;
  readonly committed: boolean;
  readonly bytes: number;
  readonly sha256: string;
}

/** The file whose hash is the hash of the specification: the whole resolved release as JSON. */
export const SPECIFICATION_PATH = "specification/specification.json";

/**
 * Builds the artefacts of a release in memory.
 * @param targets what to build; `report` is told of each with the milliseconds it took
 * @throws when two targets give the same path or one gives a path that not every system can hold: a fault of ours
 */
export async function buildRelease(
  release: Release,
  targets: readonly Target[],
  context: TargetContext,
  report: (target: string, milliseconds: number) => void,
): Promise<Omit<BuiltRelease, "manifest">> {
  const files = new Map<string, BuiltFile>();
  const absent: AbsentArtefact[] = [];
  for (const target of targets) {
    const start = performance.now();
    const output = await target.build(release, context);
    for (const { path, content, committed } of output.files) {
      const problem = outputPathProblem(path);
      if (problem !== null) throw new Error(`The target ${target.name} gives the path ${path} for ${release.id}, but ${problem}.`);
      if (files.has(path)) throw new Error(`Two targets give the path ${path} for ${release.id}.`);
      const bytes = typeof content === "string" ? new TextEncoder().encode(content.replaceAll("\r\n", "\n")) : content;
      files.set(path, { path, target: target.name, committed, content: bytes, hash: sha256(bytes) });
    }
    absent.push(...output.absent);
    report(target.name, performance.now() - start);
  }
  return { name: release.name, files: [...files.values()].toSorted((a, b) => compareText(a.path, b.path)), absent };
}

/**
 * The manifest: every file with its hash, and what the release does not have and why.
 * @param files of all targets, also those that were kept from an earlier run
 * @param specification hash of the resolved specification
 */
export function writeManifest(release: Release, specification: string, files: readonly ManifestFile[], absent: readonly AbsentArtefact[]): string {
  const manifest = {
    release: release.id,
    title: release.title,
    status: release.status,
    specification,
    notice: noticeLines(release),
    files: files
      .toSorted((a, b) => compareText(a.path, b.path))
      .map(({ path, target, committed, bytes, sha256: hash }) => ({ path, target, committed, bytes, sha256: hash })),
    absent: absent.toSorted((a, b) => compareText(a.path, b.path)).map(({ path, why }) => ({ path, why })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

export function manifestFile(file: BuiltFile): ManifestFile {
  return { path: file.path, target: file.target, committed: file.committed, bytes: file.content.length, sha256: file.hash };
}
