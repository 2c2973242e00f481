import type { RunOptions } from "../../../conformance/command-line.ts";
import { type Console, EXIT, type ExitCode } from "../console.ts";
import { loadPack } from "../make-pack.ts";

/** `conformance run --release R …`: runs the pack of a release, as a supplier runs it from a copied folder. */
export async function runConformanceCommand(root: string, release: string, options: RunOptions, console: Console): Promise<ExitCode> {
  const pack = await loadPack(root, release, console);
  if (pack === null) return EXIT.failed;
  return (await pack.run(options, { data: console.data, say: console.say })) as ExitCode;
}
