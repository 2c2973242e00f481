import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatDiagnostic, type Diagnostic } from "../specification/diagnostics.ts";
import { readSpecificationFiles } from "../specification/disk.ts";
import { checkScenarios } from "../scenarios/check-scenarios.ts";
import { checkRules } from "../rules/release-rules.ts";
import type { Release } from "../specification/model.ts";
import { Specification } from "../specification/specification.ts";
import { checkStories } from "../synthesis/check-stories.ts";
import { type Console, UsageError } from "./console.ts";
import { PACKAGE_FOLDER } from "./package-folder.ts";

/** The folder that holds `specs/`: the one named by --root, else that of this package. */
export function rootFolder(root: string | undefined): string {
  const folder = root === undefined ? PACKAGE_FOLDER : resolve(root);
  if (!existsSync(join(folder, "specs"))) throw new UsageError(`${folder} holds no folder specs. Name the folder that holds it with --root.`);
  return folder;
}

export function openSpecification(root: string | undefined): Specification {
  return new Specification(readSpecificationFiles(rootFolder(root)));
}

/** Everything wrong with releases, their structure first: rules are checked against a sound structure only. */
export function checkEverything(specification: Specification, names: readonly string[]): readonly Diagnostic[] {
  const structure = specification.check(names);
  if (structure.length > 0) return structure;
  // Stories belong to no release: they are looked at when everything is.
  const stories = names.length === 0 ? checkStories(specification) : [];
  return [...checkRules(specification, names).sorted, ...checkScenarios(specification, names), ...stories];
}

/** A release by the name a user gives it. @throws {UsageError} when there is none */
export function requireName(specification: Specification, text: string): string {
  const found = specification.find(text);
  if ("problem" in found) throw new UsageError(found.problem);
  const { collection, period, version } = found.reference;
  return version === null ? `${collection}/${period}` : `${collection}/${period}@${version}`;
}

/** The model of a release; null after its diagnostics have been printed. */
export function requireRelease(specification: Specification, name: string, console: Console): Release | null {
  const { release, diagnostics } = specification.release(name);
  const all = [...specification.library.diagnostics.sorted, ...diagnostics];
  if (all.length === 0 && release !== null) return release;
  printDiagnostics(all, console);
  return null;
}

/** Prints diagnostics with code frames, and their number. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], console: Console, what: "problem" | "warning" = "problem"): void {
  for (const diagnostic of diagnostics) console.say(`${formatDiagnostic(diagnostic)}\n\n`);
  const files = new Set(diagnostics.map((diagnostic) => diagnostic.span.file.path)).size;
  console.say(`${counted(diagnostics.length, what)} in ${counted(files, "file")}.\n`);
}

/** "1 file", "2 files". */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
