import { createNotRun, type Finding } from "../findings/finding.ts";
import { UNREADABLE_RULE } from "../findings/tally.ts";
import { XmlProblem } from "../xml/problem.ts";
import type { Validation } from "./engine.ts";

/** Reads one return to its end, or to the place at which it breaks off. */
export interface ReturnReader {
  /** Takes the next bytes; what follows a problem is ignored. */
  readonly write: (chunk: Uint8Array) => void;
  /** To be called once, after the last bytes. */
  readonly end: () => ReadOutcome;
}

export interface ReadOutcome {
  /** Why nothing behind a place was read; null when all was. */
  readonly problem: XmlProblem | null;
  /** Whether the root of a return was met. */
  readonly isReturn: boolean;
  readonly children: number;
}

/**
 * A reader that hands bytes to a validation. When the file breaks off, what was found until then stands, and a last finding says where and why.
 * @param start begins the validation; `give` gets the findings of the validation and of the break
 */
export function createReturnReader(
  facts: { readonly input: string; readonly release: string },
  start: (give: (finding: Finding) => void) => Validation,
  give: (finding: Finding) => void,
): ReturnReader {
  const validation = start(give);
  let problem: XmlProblem | null = null;
  const attempt = (step: () => void): void => {
    if (problem !== null) return;
    try {
      step();
    } catch (error) {
      problem = asProblem(error);
    }
  };
  return {
    write: (chunk) => attempt(() => validation.write(chunk)),
    end: () => {
      attempt(() => validation.end());
      if (problem !== null) {
        validation.finish(false);
        give(unreadable(facts, problem));
      }
      return { problem, isReturn: validation.isReturn(), children: validation.children() };
    },
  };
}

/**
 * The problem of a file that cannot be read as XML.
 * @throws the error itself when it is another one: a fault of ours
 */
export function asProblem(error: unknown): XmlProblem {
  // A generated validator carries its own copy of the runtime, so the class of the error may be another one: its name decides.
  if (error instanceof Error && error.name === "XmlProblem" && "kind" in error && "line" in error && "column" in error) {
    return new XmlProblem(error.kind as XmlProblem["kind"], error.message, Number(error.line), Number(error.column));
  }
  throw error;
}

function unreadable({ input, release }: { readonly input: string; readonly release: string }, { message, line, column }: XmlProblem): Finding {
  const place = { record: "", path: null, table: null, row: null, line, column, in: null, items: {} };
  return { ...createNotRun(input, release, UNREADABLE_RULE, message), severity: "error", locations: [place] };
}
