import type { ValueFault } from "../validator/read-value.ts";

/** Something in typed records that the structure of the return does not allow. */
export interface WritingProblem {
  /** `unexpected`: a property that the return does not have; `character`: one that XML cannot hold; `type`: also what should be an object or a list. */
  readonly kind: ValueFault | "missing" | "occurs" | "empty" | "unexpected" | "character";
  readonly message: string;
  /** Of the element that would have been written: `/Message/Children/Child[2]/CINdetails[1]/ReferralNFA`. */
  readonly path: string;
}

/** Records that cannot be written, because the document would not be valid; nothing of them was. */
export class WritingError extends Error {
  /** In the order of the document. */
  readonly problems: readonly WritingProblem[];
  /** Of the first problem. */
  readonly path: string;

  constructor(problems: readonly WritingProblem[]) {
    const [first] = problems;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    super(`${first?.path ?? ""}: ${first?.message ?? ""}${more}`);
    this.name = "WritingError";
    this.problems = problems;
    this.path = first?.path ?? "";
  }
}
