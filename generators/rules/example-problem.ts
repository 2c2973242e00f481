import type { Span } from "../specification/source.ts";

/** Why an example cannot be built, and where that is written. */
export interface ExampleProblem {
  readonly message: string;
  readonly span: Span;
}

/** Thrown while an example is built, and turned into a problem at the border. */
export class ExampleError extends Error {
  readonly problem: ExampleProblem;
  constructor(message: string, span: Span) {
    super(message);
    this.problem = { message, span };
  }
}
