import { MESSAGE_LENGTH, readable } from "../../runtime/findings/readable.ts";
import { failsRun, type JudgedCase, type RunVerdict } from "../verdict.ts";
import { countWords, levelWords, origins, OUTCOME_WORDS, productName } from "./words.ts";

/** Faults that are shown of a case; the other reports have all. */
const SHOWN_FAULTS = 8;

/** The report for a terminal. */
export function textReport(verdict: RunVerdict): string {
  const { suite, cases, levels, isPassed, halves } = verdict;
  const lines = [
    `Conformance with the ${suite.title} (${suite.release})`,
    "",
    `${shown(productName(verdict))}: ${isPassed ? "passed" : "failed"}, ${levelWords(verdict)}`,
    countWords(verdict),
    "",
  ];
  for (const { level, name, outcome, cases: count, failed } of levels)
    lines.push(`  level ${level}  ${name.padEnd(10)} ${outcome}${count === 0 ? "" : ` (${count - failed} of ${count} cases)`}`);
  for (const one of cases.filter((candidate) => candidate.outcome !== "passed" || failsRun(candidate))) lines.push("", ...caseLines(one));
  for (const { half, notRun, notes } of halves) {
    for (const note of notes) lines.push("", `${half}: ${shown(note)}`);
    if (notRun.length > 0)
      lines.push(
        "",
        `${half}: ${notRun.length} rules could not be checked, because something that they need is not in a return (reference tables, the year before).`,
      );
  }
  lines.push("", ...origins(verdict).map(([name, value]) => `${name}: ${value}`), ...suite.notices, "");
  return lines.join("\n");
}

function caseLines(one: JudgedCase): readonly string[] {
  const expected = one.expectedFailure === null ? "" : one.outcome === "passed" ? " - but it is listed as failing; take it off the list" : " (expected)";
  const lines = [`${one.id}: ${OUTCOME_WORDS[one.outcome]}${expected}`, `  ${shown(one.title)}`];
  if (one.reason !== null) lines.push(`  ${shown(one.reason)}`);
  for (const fault of one.faults.slice(0, SHOWN_FAULTS)) {
    const where = [fault.child === null ? null : `child ${fault.child}`, fault.at].filter((part) => part !== null).join(", ");
    const rule = fault.rule === null || fault.message.includes(fault.rule) ? "" : `${fault.rule}: `;
    lines.push(`  - ${shown(`${rule}${fault.message}`)}${where === "" ? "" : `\n    at ${shown(where)}`}`);
    if (fault.remedy !== null) lines.push(`    ${shown(fault.remedy)}`);
  }
  if (one.faults.length > SHOWN_FAULTS) lines.push(`  and ${one.faults.length - SHOWN_FAULTS} more`);
  if (one.faults.length > 0 && one.lookAt !== null) lines.push(`  Look at: ${shown(one.lookAt)}`);
  return lines;
}

function shown(text: string): string {
  return readable(text, MESSAGE_LENGTH);
}
