import type { Severity } from "./finding.ts";
import type { InputSummary } from "./writer.ts";
import { countWords, groupDigits } from "./message.ts";
import type { Counts } from "./tally.ts";

/** How reports for people speak of severities. */
export const SEVERITY_WORDS: Readonly<Record<Severity, { readonly one: string; readonly title: string; readonly meaning: string }>> = {
  error: { one: "error", title: "Errors", meaning: "Errors must be put right." },
  query: { one: "query", title: "Queries", meaning: "Queries must be looked at: put the data right, or be ready to explain it." },
  warning: { one: "warning", title: "Warnings", meaning: "Warnings need no answer." },
  "not-run": { one: "not run", title: "Rules that were not run", meaning: "These rules could not be checked, so the return may still break them." },
};

/** `2 errors, 1 query and no warnings. 3 rules were not run.` */
export function totalWords(counts: Counts): string {
  const [errors, queries, warnings] = [
    counted(counts.error, "error", "errors"),
    counted(counts.query, "query", "queries"),
    counted(counts.warning, "warning", "warnings"),
  ];
  const found = counts.error + counts.query + counts.warning === 0 ? "Nothing was found." : `${capital(errors)}, ${queries} and ${warnings}.`;
  const skipped = counts["not-run"];
  return skipped === 0 ? found : `${found} ${countWords(skipped, "rule was", "rules were")} not run.`;
}

export const NOT_OPENED = "It could not be opened, so nothing was checked.";

/** Whether an input was never read: then no findings do not mean that it is in order. */
export function isUnopened({ sha256, children }: InputSummary, counts: Counts): boolean {
  return sha256 === null && children === null && Object.values(counts).every((count) => count === 0);
}

/** The totals of an input. */
export function resultWords(summary: InputSummary, counts: Counts): string {
  return isUnopened(summary, counts) ? NOT_OPENED : totalWords(counts);
}

/** What is left out of a list, and where it is; null when nothing is. */
export function leftOutWords(shown: number, count: number): string | null {
  if (shown >= count) return null;
  return `The first ${groupDigits(shown)} of ${groupDigits(count)} are shown; the report as CSV or JSON Lines (csv, jsonl) holds all.`;
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? `no ${many}` : countWords(count, one, many);
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
