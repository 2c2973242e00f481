import { type Finding, findingLine } from "./finding.ts";
import { createTally, type Tally } from "./tally.ts";
import type { ReportWriter, Sink } from "./writer.ts";

/**
 * One JSON document, each finding in a line of its own. In an input `findings` comes before `sha256`, `counts`, `notRun` and `notes`, which are known only
 * after it: so the document needs no more memory than a finding.
 */
export function createJsonWriter(sink: Sink): ReportWriter {
  let inputs = 0;
  let findings = 0;
  let isOpen = false;
  let tally: Tally = createTally();
  /** By rule and reason: at most one for each rule, as the contract has it. */
  let notRun = new Map<string, Pick<Finding, "rule" | "message">>();

  const openInput = (input: string): void => {
    if (isOpen) return;
    sink(`${inputs === 0 ? "" : ","}\n{"input":${JSON.stringify(input)},"findings":[`);
    isOpen = true;
    inputs += 1;
    findings = 0;
    tally = createTally();
    notRun = new Map();
  };
  return {
    start: ({ tool, release, specification }) => {
      const { name, version } = tool;
      const head = JSON.stringify({ tool: { name, version }, release, specification });
      sink(`${head.slice(0, -1)},"inputs":[`);
    },
    finding: (finding) => {
      openInput(finding.input);
      tally.add(finding);
      const { rule, message } = finding;
      if (finding.severity === "not-run") {
        notRun.set(JSON.stringify([rule, message]), { rule, message });
        return;
      }
      sink(`${findings === 0 ? "" : ","}\n${findingLine(finding)}`);
      findings += 1;
    },
    endInput: ({ input, sha256, notes }) => {
      openInput(input);
      isOpen = false;
      const rest = JSON.stringify({ sha256, counts: tally.counts(), notRun: [...notRun.values()], notes });
      sink(`${findings === 0 ? "" : "\n"}],${rest.slice(1)}`);
    },
    end: () => sink(`${inputs === 0 ? "" : "\n"}]}\n`),
  };
}
