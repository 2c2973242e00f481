import { countWords } from "../findings/message.ts";
import type { Reject } from "./reject.ts";

/** What a conversion has to say: what did not come along, and what is worth knowing. */
export interface ConvertReport {
  readonly reject: (reject: Reject) => void;
  /** Something that happens often is said once, with how often. */
  readonly note: (sentence: string) => void;
  readonly rejects: () => readonly Reject[];
  /** Rejects beyond the cap, which are counted and not kept. */
  readonly beyond: () => number;
  readonly notes: () => readonly string[];
}

/** Rejects that are kept: a file with more is the wrong file. */
const REJECT_CAP = 100_000;

export function createReport(): ConvertReport {
  const rejects: Reject[] = [];
  const notes = new Map<string, number>();
  let beyond = 0;
  return {
    reject: (reject) => {
      if (rejects.length < REJECT_CAP) rejects.push(reject);
      else beyond += 1;
    },
    note: (sentence) => void notes.set(sentence, (notes.get(sentence) ?? 0) + 1),
    rejects: () => rejects,
    beyond: () => beyond,
    notes: () => [...notes].map(([sentence, count]) => (count === 1 ? sentence : `${sentence} (${countWords(count, "time")})`)),
  };
}
