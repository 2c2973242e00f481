import type { Specification } from "../../specification/specification.ts";
import { type Console, EXIT, type ExitCode } from "../console.ts";
import { checkEverything, printDiagnostics, requireName } from "../open-specification.ts";

/** `check [RELEASE…]`: reads and checks specifications, every version of each. */
export function runCheck(specification: Specification, releases: readonly string[], console: Console): ExitCode {
  const names = releases.map((text) => requireName(specification, text));
  const diagnostics = checkEverything(specification, names);
  if (diagnostics.length > 0) {
    printDiagnostics(diagnostics, console);
    return EXIT.failed;
  }
  const count = names.length === 0 ? specification.names.length : names.length;
  if (console.interactive) console.say(`${count} ${count === 1 ? "release" : "releases"} checked: no problems.\n`);
  return EXIT.passed;
}
