import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rebaseRelease } from "../../specification/rebase.ts";
import type { Specification } from "../../specification/specification.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { requireName, requireRelease } from "../open-specification.ts";

/** `rebase RELEASE`: writes a release out in full, so that it stands on no other. Its model stays the same. */
export function runRebase(specification: Specification, root: string, text: string, out: string | undefined, console: Console): ExitCode {
  const name = requireName(specification, text);
  if (name.includes("@")) throw new UsageError("A release is rebased with all its versions as one base: name it without a version.");
  const release = requireRelease(specification, name, console);
  if (release === null) return EXIT.failed;
  if (release.extends === null && out === undefined) throw new UsageError(`${name} is a base already.`);
  const folder = out ?? join(root, "specs", ...name.split("/"));
  if (out !== undefined && existsSync(out) && readdirSync(out).length > 0) throw new UsageError(`${out} is not empty. Name a new or empty folder.`);
  const files = rebaseRelease(release);
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of files) writeFileSync(join(folder, file), content);
  if (out === undefined) rmSync(join(folder, "changes"), { recursive: true, force: true });
  console.say(`${name} is written in full to ${folder}: ${[...files.keys()].join(", ")}.\n`);
  return EXIT.passed;
}
