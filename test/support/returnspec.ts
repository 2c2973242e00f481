import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds the project. */
export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** True when everything is to be tested at full size (`npm run judge`). */
export const JUDGE = process.env["JUDGE"] === "1";

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the compiled command line as a user would, in a folder and environment of the test's choice. */
export function returnspec(args: readonly string[], options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(PROJECT, "bin", "returnspec.js"), ...args], {
    cwd: options.cwd ?? PROJECT,
    env: { ...process.env, ...options.env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

/** Gives a new empty folder to `use`, and removes it afterwards. */
export function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "returnspec-test-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same with a copy of the project's specs/ in it, free to be spoilt. */
export function withSpecs<T>(use: (folder: string) => T): T {
  return withFolder((folder) => {
    cpSync(join(PROJECT, "specs"), join(folder, "specs"), { recursive: true });
    return use(folder);
  });
}
