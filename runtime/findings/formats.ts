import { createChildrenWriter } from "./children.ts";
import { createCsvWriter } from "./csv.ts";
import { createHtmlWriter } from "./html.ts";
import { createJsonLinesWriter } from "./json-lines.ts";
import { createJsonWriter } from "./json.ts";
import { createJunitWriter } from "./junit.ts";
import { createTextWriter } from "./text.ts";
import { collectPieces, type ReportOptions, type ReportWriter, type Sink } from "./writer.ts";

/** The formats in which findings are reported. */
export const REPORT_FORMATS = ["text", "jsonl", "json", "csv", "junit", "html"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A writer of a format; `children` matters to text and html only. */
export function createReportWriter(format: ReportFormat, sink: Sink, options: ReportOptions): ReportWriter {
  return collectPieces(sink, (pieces) => createWriter(format, pieces, options));
}

function createWriter(format: ReportFormat, sink: Sink, options: ReportOptions): ReportWriter {
  switch (format) {
    case "text":
      return options.children ? createChildrenWriter(sink) : createTextWriter(sink);
    case "jsonl":
      return createJsonLinesWriter(sink);
    case "json":
      return createJsonWriter(sink);
    case "csv":
      return createCsvWriter(sink);
    case "junit":
      return createJunitWriter(sink);
    case "html":
      return createHtmlWriter(sink, options);
  }
}
