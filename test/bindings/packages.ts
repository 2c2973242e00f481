import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { targetContext } from "../../generators/cli/target-context.ts";
import type { Release } from "../../generators/specification/model.ts";
import type { OutputFile } from "../../generators/targets/target.ts";
import { typescriptTarget } from "../../generators/targets/typescript/typescript-target.ts";
import { PROJECT } from "../support/returnspec.ts";
import { specification } from "../support/specification.ts";

/** The files of the package of a release; its runtime is the compiled one in `dist/`. */
export async function packageFiles(release: Release): Promise<readonly OutputFile[]> {
  const { files } = await typescriptTarget.build(release, targetContext(specification, release));
  return files;
}

/** Writes texts by path into a folder. */
export function writeFiles(folder: string, files: Iterable<readonly [string, string]>): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Packs the package in a folder as npm does. @returns the file */
export function pack(folder: string, destination: string): string {
  run("npm", ["pack", "--silent", "--pack-destination", destination], folder);
  const name = readdirSync(destination).find((entry) => entry.endsWith(".tgz"));
  if (name === undefined) throw new Error("npm packed nothing");
  return join(destination, name);
}

/** Runs a program; throws with what it said when it fails. */
export function run(program: string, words: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")}: ${error?.message ?? `${stdout}${stderr}`}`);
  return stdout;
}

/** What the compiler says of the project in a folder, a line for each error: `wrong.ts(3,14): error TS2322: …`. */
export function compile(folder: string, words: readonly string[] = []): readonly string[] {
  const { stdout, stderr } = spawnSync(process.execPath, [join(PROJECT, "node_modules/typescript/bin/tsc"), "-p", folder, "--pretty", "false", ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  return `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
}

/** Settings under which bindings must compile; declarations of packages are checked too. */
export function strictSettings(options: Readonly<Record<string, unknown>> = {}): string {
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2023", "DOM"],
    module: "NodeNext",
    moduleResolution: "NodeNext",
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    skipLibCheck: false,
    ...options,
  };
  return JSON.stringify({ compilerOptions });
}
