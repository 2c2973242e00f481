import { CommanderError } from "commander";
import { EXIT, type ExitCode, processConsole, UsageError } from "./console.ts";
import { createProgram } from "./program.ts";

/**
 * Runs the command line.
 * @param args the arguments behind the name of the program
 * @returns the exit code: 0 passed, 1 something is wrong with what was looked at, 2 wrong use, 3 a fault of ours
 */
export async function main(args: readonly string[]): Promise<ExitCode> {
  process.stdout.on("error", endWhenNobodyReads);
  let code: ExitCode = EXIT.passed;
  const program = createProgram(processConsole, (result) => {
    code = result;
  });
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) command.exitOverride();
  try {
    if (args.length === 0) {
      program.outputHelp({ error: true });
      return EXIT.misuse;
    }
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.misuse;
    if (error instanceof UsageError) {
      processConsole.say(`${error.message}\n`);
      return EXIT.misuse;
    }
    const detail = error instanceof Error ? error.message : String(error);
    if (isFileProblem(error)) {
      processConsole.say(`A file or folder cannot be used: ${detail}.\n`);
      return EXIT.misuse;
    }
    processConsole.say(`returnspec has a fault: ${detail}\nPlease report it with the command you ran. Nothing was written that is not complete.\n`);
    if (process.env["RETURNSPEC_DEBUG"] !== undefined && error instanceof Error) processConsole.say(`${error.stack}\n`);
    return EXIT.fault;
  }
}

/** Whoever closes the pipe (`| head`) has seen enough: no fault, but no complete report either. */
function endWhenNobodyReads(error: Error): void {
  if (!("code" in error && error.code === "EPIPE")) throw error;
  process.exit(EXIT.misuse);
}

/** Missing folders, missing rights, a full disk: not faults of ours, and the system's message says what it is about. */
function isFileProblem(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error;
}
