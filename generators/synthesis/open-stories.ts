import type { Diagnostic } from "../specification/diagnostics.ts";
import type { Release, Table } from "../specification/model.ts";
import type { Specification } from "../specification/specification.ts";
import { entryOf } from "../specification/yaml-reader.ts";
import { compileStories } from "./compile-stories.ts";
import type { SynthesisPlan } from "./tell.ts";

export interface StoryWishes {
  readonly seed: number;
  readonly authority: string;
  /** How many returns, this year's first: 1 to 3, as far as there are releases. */
  readonly years: number;
}

/** The stories of a collection, ready to be told. */
export interface OpenStories {
  readonly plan: SynthesisPlan;
  readonly tableFile: (release: Release, table: Table) => string;
}

/**
 * Opens the stories for a release.
 * @param name an existing release, with or without a version
 */
export function openStories(
  specification: Specification,
  name: string,
  wishes: StoryWishes,
): OpenStories | { readonly problem: string } | { readonly diagnostics: readonly Diagnostic[] } {
  const collection = name.slice(0, name.indexOf("/"));
  const map = specification.library.stories.get(collection);
  if (map === undefined) return { problem: `There are no stories for ${collection}: specs/${collection}/stories.yaml is missing or cannot be read.` };
  const names = specification.names.filter((one) => one.startsWith(`${collection}/`));
  const results = names.map((one) => specification.release(one));
  const diagnostics = [...specification.library.diagnostics.sorted, ...results.flatMap((result) => result.diagnostics)];
  const releases = results.flatMap(({ release }) => release ?? []);
  const newest = specification.release(name).release;
  if (diagnostics.length > 0 || releases.length < names.length || newest === null) return { diagnostics };
  const at = names.indexOf(newest.name);
  const earlier = releases.slice(Math.max(0, at - wishes.years + 1), at).toReversed();
  const involved = [newest, ...earlier];
  const compiled = compileStories(map, releases, involved, wishes.authority);
  if (!compiled.diagnostics.isEmpty) return { diagnostics: compiled.diagnostics.sorted };
  const files = entryOf(map, "files")?.value;
  const pattern = files?.kind === "scalar" ? files.text : `${collection}_{year}_{table}.csv`;
  return {
    plan: { book: compiled.book, releases: involved, seed: wishes.seed, authority: wishes.authority },
    tableFile: (release, table) => pattern.replace("{year}", release.end.slice(0, 4)).replace("{table}", table.name),
  };
}
