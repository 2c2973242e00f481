import type { CheckerCase, Expected } from "../../../conformance/checker/case-file.ts";

/** A case of one document in XML. */
export function documentCase(id: string, title: string, expected: readonly Expected[]): CheckerCase {
  return { id, title, document: null, expected, previous: null, beforePrevious: null, tables: null, reference: {}, authority: null };
}
