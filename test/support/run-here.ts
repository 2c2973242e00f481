import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { type Console, EXIT, type ExitCode, UsageError } from "../../generators/cli/console.ts";
import type { Run } from "./returnspec.ts";

/**
 * Runs a command in this process, which takes a fraction of the time of one of its own.
 * @param use gets a new folder, which is removed afterwards
 * @returns what the command said, without the path of the folder
 */
export async function runHere<Result>(
  command: (folder: string, console: Console) => Promise<ExitCode>,
  use: (run: Run, folder: string) => Result,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "returnspec-test-"));
  const printed = { out: "", err: "" };
  const console: Console = {
    data: (text) => void (printed.out += text),
    say: (text) => void (printed.err += text),
    interactive: false,
  };
  const relative = (text: string): string => text.replaceAll(`${folder}${sep}`, "");
  try {
    const code = await command(folder, console).catch((error: unknown): ExitCode => {
      if (!(error instanceof UsageError)) throw error;
      console.say(`${error.message}\n`);
      return EXIT.misuse;
    });
    return use({ code, out: relative(printed.out), err: relative(printed.err) }, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
