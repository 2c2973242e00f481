import { mkdirSync } from "node:fs";
import { SingleBar } from "cli-progress";
import { sha256 } from "../../specification/canonical.ts";
import { compareText } from "../../specification/diagnostics.ts";
import type { Release } from "../../specification/model.ts";
import type { Specification } from "../../specification/specification.ts";
import { TARGETS } from "../../targets/all-targets.ts";
import { checkDocumentation } from "../../targets/guidance/documentation.ts";
import { guidanceTarget } from "../../targets/guidance/guidance-target.ts";
import { specificationTarget } from "../../targets/specification/specification-target.ts";
import type { Target } from "../../targets/target.ts";
import { type BuiltRelease, buildRelease, manifestFile, SPECIFICATION_PATH, writeManifest } from "../../writer/build-release.ts";
import { readManifest, staleFiles, writeReleaseFolder } from "../../writer/release-folder.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { targetContext } from "../target-context.ts";
import { checkEverything, printDiagnostics, requireName } from "../open-specification.ts";

export interface GenerateOptions {
  readonly all: boolean;
  /** Names of targets; all when empty. */
  readonly targets: readonly string[];
  /** The folder to write into, absolute. */
  readonly out: string;
  readonly check: boolean;
}

/** `generate [RELEASE…]`: writes artefacts, or with --check compares the folder with what would be written. */
export async function runGenerate(specification: Specification, releases: readonly string[], options: GenerateOptions, console: Console): Promise<ExitCode> {
  const names = releaseNames(specification, releases, options.all);
  const targets = chosenTargets(options.targets);
  const wrong = checkEverything(specification, names);
  const diagnostics = wrong.length > 0 || !targets.includes(guidanceTarget) ? wrong : checkDocumentation(specification, names);
  if (diagnostics.length > 0) {
    printDiagnostics(diagnostics, console);
    return EXIT.failed;
  }
  // A folder that cannot be written is told before minutes of work, not after them.
  if (!options.check) mkdirSync(options.out, { recursive: true });
  const bar = console.interactive ? new SingleBar({ format: "{bar} {value}/{total} {release}", clearOnComplete: true, stream: process.stderr }) : null;
  bar?.start(names.length, 0, { release: "" });
  const times = new Map<string, number>();
  const stale: string[] = [];
  for (const name of names) {
    bar?.update({ release: name });
    const { release } = specification.release(name);
    if (release === null) continue;
    const { built, kept } = await buildWithManifest(specification, release, targets, options.out, (target, milliseconds) =>
      times.set(target, (times.get(target) ?? 0) + milliseconds),
    );
    if (options.check) stale.push(...staleFiles(options.out, built, kept).map((line) => `${built.name}/${line}`));
    else writeReleaseFolder(options.out, built, kept);
    bar?.increment();
  }
  bar?.stop();
  if (console.interactive) for (const [target, milliseconds] of times) console.say(`${target.padEnd(16)} ${(milliseconds / 1000).toFixed(2)} s\n`);
  if (stale.length > 0) {
    console.say(
      `${stale.map((line) => `${line}\n`).join("")}${stale.length} generated ${stale.length === 1 ? "file is" : "files are"} stale. Run "returnspec generate" and commit the result.\n`,
    );
    return EXIT.failed;
  }
  return EXIT.passed;
}

/** The releases to generate: those named (without a version: their newest), all, or the live ones. */
function releaseNames(specification: Specification, releases: readonly string[], all: boolean): readonly string[] {
  if (all && releases.length > 0) throw new UsageError("Name releases, or say --all, not both.");
  if (all) return specification.names;
  return releases.length === 0 ? specification.liveNames : releases.map((text) => requireName(specification, text));
}

function chosenTargets(names: readonly string[]): readonly Target[] {
  for (const name of names) {
    if (!TARGETS.some((target) => target.name === name))
      throw new UsageError(`There is no target ${name}. Targets: ${TARGETS.map((target) => target.name).join(", ")}.`);
  }
  return names.length === 0 ? TARGETS : TARGETS.filter((target) => names.includes(target.name));
}

/** Builds the chosen targets; what the present folder has of other targets is kept and stays in the manifest. */
async function buildWithManifest(
  specification: Specification,
  release: Release,
  targets: readonly Target[],
  out: string,
  report: (target: string, milliseconds: number) => void,
) {
  const built = await buildRelease(release, targets, targetContext(specification, release), report);
  const present = targets.length === TARGETS.length ? null : readManifest(out, release.name);
  const made = new Set(targets.map((target) => target.name));
  const kept = (present?.files ?? []).filter((file) => !made.has(file.target));
  const paths = new Set([...built.files.map((file) => file.path), ...built.absent.map((artefact) => artefact.path)]);
  const absent = [...built.absent, ...(present?.absent ?? []).filter((artefact) => !paths.has(artefact.path))];
  const manifest = writeManifest(release, specificationHash(release, built), [...built.files.map(manifestFile), ...kept], absent);
  return { built: { ...built, manifest } satisfies BuiltRelease, kept: kept.toSorted((a, b) => compareText(a.path, b.path)) };
}

/** The hash of the resolved specification, also when its target is not among the chosen ones. */
function specificationHash(release: Release, built: Omit<BuiltRelease, "manifest">): string {
  const own = built.files.find((file) => file.path === SPECIFICATION_PATH);
  if (own !== undefined) return own.hash;
  const file = specificationTarget.build(release).files.find((candidate) => candidate.path === SPECIFICATION_PATH);
  return sha256(file?.content ?? "");
}
