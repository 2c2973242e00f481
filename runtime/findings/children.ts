import { createDigest, type Digest, rulesById } from "./digest.ts";
import type { Finding } from "./finding.ts";
import { valueWords } from "./message.ts";
import { sampleOf } from "./sample.ts";
import { SEVERITY_WORDS } from "./summary-words.ts";
import { createTotals, inputLines, notRunLines, relatedLine, runFoot, runHead } from "./text.ts";
import { wrap } from "./wrap.ts";
import { MESSAGE_LENGTH, readable, VALUE_LENGTH } from "./readable.ts";
import type { ReportWriter, Run, Sink } from "./writer.ts";

/**
 * All findings, child by child, for a person who works through the cases. No finding is left out; very long values are cut. The totals and the
 * rules that were not run follow the last child.
 */
export function createChildrenWriter(sink: Sink): ReportWriter {
  let run: Run | null = null;
  let digest: Digest = createDigest(new Map());
  let child: string | null | undefined;
  let isOpen = false;
  const totals = createTotals();
  const openInput = (input: string): void => {
    if (!isOpen) sink(`\n${wrap(readable(input, MESSAGE_LENGTH))}`);
    isOpen = true;
  };
  const writeFinding = (finding: Finding): void => {
    if (finding.child !== child) {
      child = finding.child;
      sink(`\n${wrap(child === null ? "Whole return" : `Child ${readable(valueWords(child), VALUE_LENGTH)}`)}`);
    }
    const sample = sampleOf(finding);
    sink(wrap(`${finding.rule} ${SEVERITY_WORDS[finding.severity].one}${sample.place === null ? "" : `, ${sample.place}`}`, "  - "));
    sink(`${wrap(sample.message, "    ")}${relatedLine(sample)}`);
  };
  return {
    start: (started) => {
      run = started;
      digest = createDigest(rulesById(run.rules));
      sink(runHead(run));
    },
    finding: (finding) => {
      digest.add(finding);
      openInput(finding.input);
      if (finding.severity !== "not-run") writeFinding(finding);
    },
    endInput: (summary) => {
      if (run === null) return;
      const notRun = digest.groups("not-run");
      openInput(summary.input);
      isOpen = false;
      sink(`\n${inputLines(summary, digest.counts())}`);
      if (notRun.length > 0) sink(`\n${SEVERITY_WORDS["not-run"].title}\n${notRun.map(notRunLines).join("")}`);
      totals.add(digest.counts());
      digest = createDigest(rulesById(run.rules));
      child = undefined;
    },
    end: () => {
      if (run !== null) sink(`${totals.words()}${runFoot(run)}`);
    },
  };
}
