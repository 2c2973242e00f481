import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkReleaseRules } from "../../rules/release-rules.ts";
import { Diagnostics } from "../../specification/diagnostics.ts";
import type { Specification } from "../../specification/specification.ts";
import { openStories } from "../../synthesis/open-stories.ts";
import { prepareSynthesis, unknownRules } from "../../synthesis/synthesise.ts";
import { writeSynthesis } from "../../synthesis/write-synthesis.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { printDiagnostics, requireName } from "../open-specification.ts";
import { openTextFile, type TextFile } from "../text-file.ts";

export interface SynthesiseOptions {
  readonly release: string;
  readonly children: number;
  readonly seed: number;
  readonly format: readonly ("xml" | "csv")[];
  readonly out: string;
  readonly break: readonly string[];
  readonly breakAll: boolean;
  readonly years: number;
  readonly authority: string;
}

/** `synthesise --release R`: writes returns of invented children, this year's and earlier ones, clean or with rules broken on purpose. */
export function runSynthesise(specification: Specification, options: SynthesiseOptions, console: Console): ExitCode {
  const name = requireName(specification, options.release);
  const opened = openStories(specification, name, options);
  if ("problem" in opened) throw new UsageError(opened.problem);
  if ("diagnostics" in opened) {
    printDiagnostics(opened.diagnostics, console);
    return EXIT.failed;
  }
  const { plan, tableFile } = opened;
  const [release] = plan.releases;
  if (release === undefined) return EXIT.failed;
  const formats = options.format.length === 0 ? release.formats : options.format;
  const missing = formats.find((format) => !release.formats.includes(format));
  if (missing !== undefined) throw new UsageError(`${release.name} has no ${missing.toUpperCase()} form; it has ${release.formats.join(" and ")}.`);
  const rules = checkReleaseRules(specification, release, new Diagnostics());
  const [unknown] = unknownRules(rules, options.break);
  if (unknown !== undefined) throw new UsageError(`${release.name} has no rule ${unknown}. "returnspec show ${release.name}" lists its rules.`);
  refuseFullFolder(options.out);
  const synthesis = prepareSynthesis(plan, rules, { children: options.children, broken: options.breakAll ? "all" : options.break });
  const files = openFolder(options.out);
  const { children } = writeSynthesis(synthesis, formats, tableFile, files.open);
  files.close();
  for (const [year, one] of plan.releases.entries()) console.say(`${one.name}: ${children[year]} invented children\n`);
  if (plan.releases.length < options.years) console.say(`There is no release before ${plan.releases.at(-1)?.name}, so no earlier return was made.\n`);
  const left = synthesis.rules.filter(({ why }) => why !== null);
  if (synthesis.rules.length > 0) console.say(`${synthesis.rules.length - left.length} rules broken; broken.csv lists them.\n`);
  for (const { rule, why } of left) console.say(`Not broken: ${rule}, because ${why}.\n`);
  return EXIT.passed;
}

/** What is there already is never mixed with invented children. */
function refuseFullFolder(out: string): void {
  if (existsSync(out) && readdirSync(out).length > 0) throw new UsageError(`${out} is not empty. Name a new or empty folder with --out.`);
}

/** Files below a folder. */
function openFolder(out: string): { readonly open: (path: string) => (text: string) => void; readonly close: () => void } {
  const files: TextFile[] = [];
  return {
    open: (path) => {
      const file = openTextFile(join(out, path));
      files.push(file);
      return file.write;
    },
    close: () => {
      for (const file of files) file.close();
    },
  };
}
