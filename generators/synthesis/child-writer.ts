import type { TextRecord } from "../rules/record-tree.ts";

/** Where text goes. */
export type Sink = (text: string) => void;

/** Writes the children of a return one after the other. */
export interface ChildWriter {
  readonly write: (child: TextRecord) => void;
  readonly end: () => void;
}
