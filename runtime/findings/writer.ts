import type { Finding, RuleInfo } from "./finding.ts";

/** Takes a piece of a report. */
export type Sink = (text: string) => void;

/** What a report says about the run, before anything was read. */
export interface Run {
  readonly tool: { readonly name: string; readonly version: string };
  /** `cin/2025-26`. */
  readonly release: string;
  /** `Children in need census 2025-26`. */
  readonly title: string;
  /** SHA-256 of the specification, in hexadecimal. */
  readonly specification: string;
  /** All rules that are checked, `structure.…` ones too; a finding of another rule is shown by its id. */
  readonly rules: readonly RuleInfo[];
  /** Sentences about the release and the tool: that it is not an official publication, what is inferred. */
  readonly notices: readonly string[];
}

/** What is known of an input once it has been read. */
export interface InputSummary {
  readonly input: string;
  /** Of its bytes, in hexadecimal; null when it could not be opened (then `children` is null too). */
  readonly sha256: string | null;
  /** How many children were read; null when that makes no sense. */
  readonly children: number | null;
  /** Sentences for a person: how many records `--as-at` left out, which earlier return was used. */
  readonly notes: readonly string[];
}

/**
 * Writes a report in one format as findings come. The findings of an input come together, in the order of the contract, and `endInput` follows
 * them, also when there are none. Memory does not grow with the number of findings.
 */
export interface ReportWriter {
  readonly start: (run: Run) => void;
  readonly finding: (finding: Finding) => void;
  readonly endInput: (summary: InputSummary) => void;
  readonly end: () => void;
}

export interface ReportOptions {
  /** In the formats for people, list the findings of each child. */
  readonly children: boolean;
}

/** Text that a sink takes at a time: few large writes are faster than a million small ones. */
const PIECE_LENGTH = 1 << 16;

/** The same writer with its pieces collected into larger ones; all is passed on at the latest by `end`. */
export function collectPieces(sink: Sink, create: (sink: Sink) => ReportWriter): ReportWriter {
  let piece = "";
  const flush = (): void => {
    if (piece !== "") sink(piece);
    piece = "";
  };
  const writer = create((text) => {
    piece += text;
    if (piece.length >= PIECE_LENGTH) flush();
  });
  return {
    ...writer,
    end: () => {
      writer.end();
      flush();
    },
  };
}
