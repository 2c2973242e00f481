import { rebaseRelease } from "../../specification/rebase.ts";
import { noticeLines } from "../notice.ts";
import type { Target } from "../target.ts";
import { readableJson } from "../readable-json.ts";
import { releaseJson } from "./release-json.ts";

/** The resolved specification: as YAML in the form of a base, for people, and as JSON with the history of each entry, for programs. */
export const specificationTarget = {
  name: "specification",
  about: "the resolved specification as YAML and JSON",
  build: (release) => {
    const yaml = [...rebaseRelease(release, noticeLines(release))].map(([file, content]) => ({ path: `specification/${file}`, content, committed: true }));
    const json = { path: "specification/specification.json", content: readableJson(releaseJson(release)), committed: true };
    return { files: [...yaml, json], absent: [] };
  },
} satisfies Target;
