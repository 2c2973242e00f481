import type { Diagnostics } from "../specification/diagnostics.ts";
import type { ScenarioFile } from "../specification/library.ts";
import type { Release } from "../specification/model.ts";
import type { Specification } from "../specification/specification.ts";
import { entryOf, type YamlMap, type YamlNode } from "../specification/yaml-reader.ts";
import { type CodeBook, createCodeBook } from "../synthesis/codes.ts";
import { type CollectionNames, collectionNames } from "../synthesis/names.ts";
import { isTold, type RecordContext } from "./scenario-records.ts";

/** What all releases of a collection share. */
interface Collection {
  readonly names: CollectionNames;
  readonly codes: CodeBook;
  readonly files: readonly ScenarioFile[];
}

/** What reading any child of a release needs to know. */
export type Shared = Pick<RecordContext, "release" | "told" | "codes" | "names" | "defaults" | "parts" | "diagnostics">;

/** The scenarios that a release is told, and how to read them. */
export interface Telling {
  readonly shared: Shared;
  readonly files: readonly ScenarioFile[];
}

/**
 * Opens the scenarios of a release.
 * @param told the release whose period says what is told
 * @param release the one whose items, codes and forms of dates the records have
 */
export function openTelling(specification: Specification, told: Release, release: Release, diagnostics: Diagnostics): Telling {
  const { names, codes, files } = collectionOf(specification, told.collection);
  const defaults = new Map(files.flatMap(({ map }) => mapEntries(entryOf(map, "defaults")?.value)));
  const parts = new Map(files.flatMap(({ map }) => mapEntries(entryOf(map, "parts")?.value)));
  return { shared: { release, told, codes, names, defaults, parts, diagnostics }, files: files.filter(({ map }) => isTold(map, told.period)) };
}

const collections = new WeakMap<Specification, Map<string, Collection>>();

function collectionOf(specification: Specification, name: string): Collection {
  const known = collections.get(specification) ?? new Map<string, Collection>();
  collections.set(specification, known);
  const found = known.get(name);
  if (found !== undefined) return found;
  const releases = specification.names.filter((one) => one.startsWith(`${name}/`)).flatMap((one) => specification.release(one).release ?? []);
  const collection = { names: collectionNames(releases), codes: createCodeBook(releases), files: specification.library.scenarios.get(name) ?? [] };
  known.set(name, collection);
  return collection;
}

function mapEntries(node: YamlNode | undefined): readonly (readonly [string, YamlMap])[] {
  return node?.kind === "map" ? node.entries.flatMap(({ key, value }) => (value.kind === "map" ? [[key.text, value] as const] : [])) : [];
}
