import { createDigest, type Digest, type RuleGroup, rulesById } from "./digest.ts";
import type { Severity } from "./finding.ts";
import { countWords } from "./message.ts";
import { MESSAGE_LENGTH, readable } from "./readable.ts";
import type { Sample } from "./sample.ts";
import { leftOutWords, resultWords, SEVERITY_WORDS, totalWords } from "./summary-words.ts";
import { type Counts, SEVERITIES } from "./tally.ts";
import { wrap } from "./wrap.ts";
import type { InputSummary, ReportWriter, Run, Sink } from "./writer.ts";

/** A report for a person: for each input the totals, then the findings by rule with examples and what to do. */
export function createTextWriter(sink: Sink): ReportWriter {
  let run: Run | null = null;
  let digest: Digest = createDigest(new Map());
  const totals = createTotals();
  return {
    start: (started) => {
      run = started;
      digest = createDigest(rulesById(run.rules));
      sink(runHead(run));
    },
    finding: (finding) => digest.add(finding),
    endInput: (summary) => {
      if (run === null) return;
      sink(inputHead(summary, digest.counts()));
      for (const severity of SEVERITIES) sink(severitySection(severity, digest.groups(severity)));
      totals.add(digest.counts());
      digest = createDigest(rulesById(run.rules));
    },
    end: () => {
      if (run !== null) sink(`${totals.words()}${runFoot(run)}`);
    },
  };
}

/** What all inputs have together, said at the end when there are several. */
export function createTotals(): { readonly add: (counts: Counts) => void; readonly words: () => string } {
  const sum: Record<Severity, number> = { error: 0, query: 0, warning: 0, "not-run": 0 };
  let inputs = 0;
  return {
    add: (counts) => {
      inputs += 1;
      for (const severity of SEVERITIES) sum[severity] += counts[severity];
    },
    // A rule that was not run for two inputs is one rule; so it is left out here.
    words: () => (inputs < 2 ? "" : `\n${wrap(`All ${countWords(inputs, "input")}: ${totalWords({ ...sum, "not-run": 0 })}`)}`),
  };
}

export function runHead(run: Run): string {
  return wrap(`${run.title} (${run.release})`);
}

export function runFoot(run: Run): string {
  const lines = [...run.notices, `${run.tool.name} ${run.tool.version}, specification ${run.specification}.`];
  return `\n${lines.map((line) => wrap(line)).join("")}`;
}

/** The name of an input, what was read, the totals. */
function inputHead(summary: InputSummary, counts: Counts): string {
  return `\n${wrap(readable(summary.input, MESSAGE_LENGTH))}${inputLines(summary, counts)}`;
}

/** What was read of an input, and the totals. */
export function inputLines(summary: InputSummary, counts: Counts): string {
  const { children, notes } = summary;
  const read = children === null ? [] : [`${countWords(children, "child was", "children were")} read.`];
  return [...read, ...notes, resultWords(summary, counts)].map((line) => wrap(line, "  ")).join("");
}

function severitySection(severity: Severity, groups: readonly RuleGroup[]): string {
  if (groups.length === 0) return "";
  const { title, meaning } = SEVERITY_WORDS[severity];
  const head = `\n${title.toUpperCase()}\n${wrap(meaning)}`;
  return `${head}${groups.map(severity === "not-run" ? notRunLines : ruleBlock).join("")}`;
}

/** A rule that could not be checked, and why. */
export function notRunLines({ rule, info, samples }: Pick<RuleGroup, "rule" | "info" | "samples">): string {
  const reasons = [...new Set(samples.map(({ message }) => message))].join("; ");
  return wrap(`${rule}${info === null ? "" : ` ${info.title}`}: ${reasons}`, "  ", "    ");
}

function ruleBlock({ rule, info, count, samples }: RuleGroup): string {
  const [first] = samples;
  // Where all findings say the same, it is said once.
  const isSame = samples.length > 1 && samples.every(({ message }) => message === first?.message);
  const leftOut = leftOutWords(samples.length, count);
  return [
    `\n${wrap(`${rule}  ${info === null ? "" : `${info.title} `}(${countWords(count, "finding")})`)}`,
    isSame && first !== undefined ? wrap(first.message, "  ") : "",
    info === null || info.remedy === "" ? "" : wrap(info.remedy, "  What to do: ", "    "),
    ...samples.map((sample) => sampleLines(sample, !isSame)),
    leftOut === null ? "" : wrap(leftOut, "    "),
  ].join("");
}

function sampleLines(sample: Sample, withMessage: boolean): string {
  const who = sample.child === null ? "Whole return" : `Child ${sample.child}`;
  const where = wrap(sample.place === null ? who : `${who}, ${sample.place}`, "  - ");
  return `${where}${withMessage ? wrap(sample.message, "    ") : ""}${relatedLine(sample)}`;
}

/** The other places that a finding is about. */
export function relatedLine({ related, moreRelated }: Sample): string {
  if (related.length === 0) return "";
  return wrap(`See also ${related.join("; ")}${moreRelated === 0 ? "" : `; and ${countWords(moreRelated, "more place")}`}`, "    ");
}
