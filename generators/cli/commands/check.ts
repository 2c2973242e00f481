import { lintReleases } from "../../rules/lint-releases.ts";
import type { Specification } from "../../specification/specification.ts";
import { checkDocumentation } from "../../targets/guidance/documentation.ts";
import { type Console, EXIT, type ExitCode } from "../console.ts";
import { checkEverything, counted, printDiagnostics, requireName } from "../open-specification.ts";

/**
 * `check [RELEASE…]`: reads and checks specifications, every version of each. Where nothing is wrong, what is probably not meant is shown as
 * warnings, which fail nothing.
 */
export function runCheck(specification: Specification, releases: readonly string[], console: Console): ExitCode {
  const names = releases.map((text) => requireName(specification, text));
  const wrong = checkEverything(specification, names);
  const diagnostics = wrong.length > 0 ? wrong : checkDocumentation(specification, names);
  if (diagnostics.length > 0) {
    printDiagnostics(diagnostics, console);
    return EXIT.failed;
  }
  const warnings = lintReleases(specification, names);
  if (warnings.length > 0) printDiagnostics(warnings, console, "warning");
  const count = names.length === 0 ? specification.names.length : names.length;
  if (console.interactive) console.say(`${counted(count, "release")} checked: no problems.\n`);
  return EXIT.passed;
}
