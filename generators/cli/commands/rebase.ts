import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSpecificationFiles } from "../../specification/disk.ts";
import { rebaseRelease } from "../../specification/rebase.ts";
import { Specification } from "../../specification/specification.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { requireName, requireRelease } from "../open-specification.ts";

/** `rebase RELEASE`: writes a release out in full, so that it stands on no other. Its model, and that of every release on it, stays the same. */
export function runRebase(specification: Specification, root: string, text: string, out: string | undefined, console: Console): ExitCode {
  const name = requireName(specification, text);
  if (name.includes("@")) throw new UsageError("A release is rebased with all its versions as one base: name it without a version.");
  const release = requireRelease(specification, name, console);
  if (release === null) return EXIT.failed;
  if (release.extends === null && out === undefined) throw new UsageError(`${name} is a base already.`);
  const folder = out ?? join(root, "specs", ...name.split("/"));
  if (out !== undefined && existsSync(out) && readdirSync(out).length > 0) throw new UsageError(`${out} is not empty. Name a new or empty folder.`);
  const files = rebaseRelease(release);
  const altered = alteredReleases(specification, root, name, files);
  if (altered.length > 0) throw new UsageError(`Nothing was written: rebasing ${name} would alter ${altered.join(", ")}.`);
  if (out === undefined) rmSync(join(folder, "rules"), { recursive: true, force: true });
  for (const [file, content] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  if (out === undefined) rmSync(join(folder, "changes"), { recursive: true, force: true });
  console.say(`${name} is written in full to ${folder}: ${[...files.keys()].join(", ")}.\n`);
  return EXIT.passed;
}

/** The releases of which anything but their history would differ if the files took the place of the release's folder. */
function alteredReleases(specification: Specification, root: string, name: string, files: ReadonlyMap<string, string>): readonly string[] {
  const folder = `specs/${name}/`;
  const tree = new Map([...readSpecificationFiles(root)].filter(([path]) => !path.startsWith(folder)));
  for (const [file, content] of files) tree.set(`${folder}${file}`, new TextEncoder().encode(content));
  const rebased = new Specification(tree);
  return specification.names.filter((other) => printed(specification, other) !== printed(rebased, other));
}

function printed(specification: Specification, name: string): string {
  const { release } = specification.release(name);
  return release === null ? "" : [...rebaseRelease(release)].join("\n");
}
