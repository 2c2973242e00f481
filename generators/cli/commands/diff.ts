import { changesJson } from "../../changes/change-json.ts";
import { allChanges, type ChangeReport, reportChanges, reportFor } from "../../changes/change-report.ts";
import { formatChanges } from "../../changes/change-text.ts";
import { effectWords, subjectWords, whatWords } from "../../changes/change-words.ts";
import { AUDIENCES } from "../../changes/effects.ts";
import { checkReleaseRules, type ReleaseRules } from "../../rules/release-rules.ts";
import { Diagnostics } from "../../specification/diagnostics.ts";
import type { Specification } from "../../specification/specification.ts";
import { entryOf } from "../../specification/yaml-reader.ts";
import { markdownNotes } from "../../targets/changes/markdown.ts";
import { notesOf } from "../../targets/changes/notes.ts";
import { notesPage } from "../../targets/changes/notes-page.ts";
import type { TargetContext } from "../../targets/target.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import type { DiffOptions } from "../diff-options.ts";
import { printDiagnostics, requireName, requireRelease } from "../open-specification.ts";
import { targetContext } from "../target-context.ts";

/**
 * `diff A B`: every difference between two releases, classified, with the change that made it. Exit 0: none, 1: some; with --require-approval
 * 0: every breaking change is approved, 1: some are not.
 */
export function runDiff(specification: Specification, names: readonly [string, string], options: DiffOptions, console: Console): ExitCode {
  const [a, b] = names.map((text) => requireName(specification, text));
  if (a === undefined || b === undefined) return EXIT.misuse;
  const before = requireRules(specification, a, console);
  // The same mistakes would be told twice.
  const after = before === null ? null : requireRules(specification, b, console);
  if (before === null || after === null) return EXIT.failed;
  if (before.release.collection !== after.release.collection)
    throw new UsageError(`${before.release.id} and ${after.release.id} are releases of different collections; nothing can be compared.`);
  const full = reportChanges(before, after);
  const report = options.audience.length === 0 ? full : reportFor(full, options.audience);
  console.data(print(report, options, targetContext(specification, after.release)));
  if (options.requireApproval) return requireApproval(specification, full, console);
  return allChanges(report).length === 0 ? EXIT.passed : EXIT.failed;
}

/** Names the breaking changes that approvals.yaml of the second release does not approve. What was never published may change without asking. */
function requireApproval(specification: Specification, report: ChangeReport, console: Console): ExitCode {
  const { before, after } = report;
  const { lock, releases } = specification.library;
  if (lock === null || entryOf(lock, before.id) === undefined) {
    console.say(`${before.id} is not published: nothing has to be approved.\n`);
    return EXIT.passed;
  }
  const approvals = releases.get(after.name)?.files.get("approvals.yaml");
  const missing = allChanges(report).filter(
    ({ effect, fingerprint }) => effect === "breaking" && (approvals === undefined || entryOf(approvals, fingerprint) === undefined),
  );
  for (const change of missing) console.say(`${change.fingerprint}: ${subjectWords(change)} ${whatWords(change)} is not approved [${effectWords(change)}].\n`);
  if (missing.length > 0)
    console.say(
      `${missing.length} breaking ${missing.length === 1 ? "change" : "changes"} to approve: add the fingerprint with change, reason and date to specs/${after.name}/approvals.yaml.\n`,
    );
  return missing.length === 0 ? EXIT.passed : EXIT.failed;
}

/** The checked rules of a release; null after its diagnostics have been printed. */
function requireRules(specification: Specification, name: string, console: Console): ReleaseRules | null {
  const release = requireRelease(specification, name, console);
  if (release === null) return null;
  const diagnostics = new Diagnostics();
  const rules = checkReleaseRules(specification, release, diagnostics);
  if (diagnostics.isEmpty) return rules;
  printDiagnostics(diagnostics.sorted, console);
  return null;
}

function print(report: ChangeReport, { format, audience }: DiffOptions, context: TargetContext): string {
  if (format === "md") return markdownNotes(notesOf(report));
  if (format === "html") return notesPage(notesOf(report), context);
  if (format === "json") return `${JSON.stringify(changesJson(report), null, 2)}\n`;
  return formatChanges(report, audience.length === 0 ? AUDIENCES : audience);
}
