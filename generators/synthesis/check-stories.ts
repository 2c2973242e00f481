import { type Diagnostic, Diagnostics } from "../specification/diagnostics.ts";
import type { Specification } from "../specification/specification.ts";
import { compileStories } from "./compile-stories.ts";

/** What is wrong with the stories of all collections: names and codes that no release has, expressions that cannot be read. */
export function checkStories(specification: Specification): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  for (const [collection, map] of specification.library.stories) {
    const names = specification.names.filter((name) => name.startsWith(`${collection}/`));
    const releases = names.flatMap((name) => specification.release(name).release ?? []);
    if (releases.length === names.length) diagnostics.addAll(compileStories(map, releases, releases.slice(-1), "").diagnostics.sorted);
  }
  return diagnostics.sorted;
}
