import { allChanges, type Change, type ChangeReport } from "./change-report.ts";
import {
  becauseWords,
  comparisonWords,
  effectWords,
  FOLLOWED_TITLE,
  RULES_TITLE,
  subjectWords,
  summaryWords,
  whatWords,
  witnessLines,
} from "./change-words.ts";
import type { Audience } from "./effects.ts";

const MARK = { added: "+", removed: "-", renamed: "~", moved: ">", changed: "~" } as const;

/** A report for a terminal: by the change that made them, then what follows from dates, then the rules with their witnesses. */
export function formatChanges(report: ChangeReport, audiences: readonly Audience[]): string {
  const { before, after, groups, followed, rules } = report;
  if (allChanges(report).length === 0) return `${before.id} and ${after.id} do not differ.\n`;
  const lines = [`${before.id} -> ${after.id}: ${summaryWords(report)}`];
  for (const { change, isUndone, changes } of groups) {
    const { correction } = change;
    lines.push(
      "",
      `${change.title}${isUndone ? " (not in the second release)" : ""}`,
      `  ${change.why}`,
      `  (${change.release}@${change.version}, ${change.file}, ${change.basis}; sources: ${change.source.join(", ") || "none"})`,
      ...(correction === null ? [] : [`  Correction of ${correction.date}: ${correction.reason}`]),
      ...changes.flatMap((one) => changeLines(one, audiences)),
    );
  }
  if (followed.length > 0) lines.push("", FOLLOWED_TITLE, ...followed.flatMap((one) => changeLines(one, audiences)));
  if (rules.length > 0) lines.push("", RULES_TITLE);
  for (const rule of rules) {
    lines.push(`  ${rule.rule} ${rule.title} (${becauseWords(rule)})`, `      ${comparisonWords(rule.comparison)}`);
    if ("witnesses" in rule.comparison) for (const witness of rule.comparison.witnesses) lines.push(...witnessLines(witness).map((line) => `      ${line}`));
  }
  return `${lines.join("\n")}\n`;
}

function changeLines(change: Change, audiences: readonly Audience[]): readonly string[] {
  const { what, before, after } = change;
  const head = `  ${MARK[what]} ${subjectWords(change)}: ${whatWords(change)} [${effectWords(change, audiences)}]`;
  if (what !== "changed") return [head];
  return [head, ...(before === null ? [] : [`      was: ${before}`]), ...(after === null ? [] : [`      is:  ${after}`])];
}
