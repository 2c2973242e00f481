import type { Target } from "../target.ts";
import { rulesTable } from "./rules-table.ts";

/** The rules of a release as a table, with their sentences: what people sort and suppliers import. */
export const rulesTableTarget = {
  name: "rules-table",
  about: "the rules as a table",
  build: (release, context) => {
    if (release.rules.length === 0) return { files: [], absent: [{ path: "rules.csv", why: "The rules of this release are not written yet." }] };
    return { files: [{ path: "rules.csv", content: rulesTable(context.rules()), committed: true }], absent: [] };
  },
} satisfies Target;
