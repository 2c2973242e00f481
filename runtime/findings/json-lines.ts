import { findingLine } from "./finding.ts";
import type { ReportWriter, Sink } from "./writer.ts";

/** One finding in each line. */
export function createJsonLinesWriter(sink: Sink): ReportWriter {
  return {
    start: () => undefined,
    finding: (finding) => sink(`${findingLine(finding)}\n`),
    endInput: () => undefined,
    end: () => undefined,
  };
}
