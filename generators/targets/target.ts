import type { ReleaseTables } from "../../runtime/tables/row-source.ts";
import type { ReleaseRules } from "../rules/release-rules.ts";
import type { LastYear, ReleaseScenarios } from "../scenarios/scenario.ts";
import type { Release } from "../specification/model.ts";

/** A file of an artefact: path relative to the folder of the release, forward slashes, `[a-z0-9._-]`, at most 120 characters. */
export interface OutputFile<Content extends string | Uint8Array = string> {
  readonly path: string;
  /** Text with `\n` line ends, or bytes that are written as they are. */
  readonly content: Content;
  /** Whether the file is committed to the repository for live releases (design, section 5). */
  readonly committed: boolean;
}

/** An artefact that a release does not have, and why: the manifest says so. */
export interface AbsentArtefact {
  readonly path: string;
  readonly why: string;
}

export interface TargetOutput<Content extends string | Uint8Array = string> {
  readonly files: readonly OutputFile<Content>[];
  readonly absent: readonly AbsentArtefact[];
}

/** What a target may need beyond the release; made only when asked for. */
export interface TargetContext {
  /** The rules with names and types resolved, against this release and those before. */
  readonly rules: () => ReleaseRules;
  /** The compiled modules of the runtime, by path below `runtime/`: generated packages carry their own copy. */
  readonly runtime: () => ReadonlyMap<string, string>;
  /** The modules of the validator of the release as JavaScript, by path; they import the runtime from `./runtime/`. */
  readonly validator: () => ReadonlyMap<string, string>;
  /** The JSON Schema of the return. */
  readonly schema: () => string;
  /** The hash of the resolved specification, as the manifest has it. */
  readonly specificationHash: () => string;
  /** The files of `templates/`, by path below it. */
  readonly templates: () => ReadonlyMap<string, string>;
  /** The libraries that the runtime imports, by name. */
  readonly libraries: () => ReadonlyMap<string, Library>;
  /** A file of somebody else's software that a page carries with it; `package.json` names the library with one version. */
  readonly libraryFile: (library: string, file: string) => LibraryFile;
  /** The scenarios of the conformance suite. @throws when something is wrong with them: `check` says what */
  readonly scenarios: () => ReleaseScenarios;
  /** The return of the year before that goes with them; null where there is none. */
  readonly lastYear: () => LastYear | null;
  /** The test vectors of the rules, as JSON Lines. */
  readonly vectors: () => string;
  /** The release before and the one after, where there are any. */
  readonly neighbours: () => readonly Release[];
  /** Where the guidance has the pages of rules, by id, and of items and records, by path: addresses below its folder. */
  readonly guidancePages: () => GuidancePages;
  /** The compiled modules of the conformance runner and of what opens files for it, by path below the folder of the program. */
  readonly runner: () => ReadonlyMap<string, string>;
  /** The folder from which libraries that the runner carries with it are found. */
  readonly libraryFolder: () => string;
  /** The example adapters for suppliers, by the name of the file. */
  readonly adapters: () => ReadonlyMap<string, string>;
  /** What notes of changes compare: the release before with this one, then each version of this one with the version before. */
  readonly comparisons: () => readonly { readonly before: ReleaseRules; readonly after: ReleaseRules }[];
  /** The tables of all releases of the collection, the newest first, by which a file of another year is recognised. */
  readonly collectionTables: () => readonly ReleaseTables[];
}

export interface GuidancePages {
  readonly rules: Readonly<Record<string, string>>;
  readonly nodes: Readonly<Record<string, string>>;
}

/** Somebody else's software that a page carries with it. */
export interface Library {
  readonly name: string;
  readonly version: string;
  /** A CommonJS module that imports nothing. */
  readonly script: string;
  readonly licence: string;
}

/** A file of a library, path below the folder of its package. */
export interface LibraryFile {
  readonly name: string;
  readonly version: string;
  readonly text: string;
  /** The text of its licence; null when the package holds none. */
  readonly licence: string | null;
}

/** One kind of artefact: a pure function from a release to files. It touches no disk, clock or environment. */
export interface Target {
  /** The name for `--target`. */
  readonly name: string;
  /** What it makes, in a few words. */
  readonly about: string;
  readonly build: (release: Release, context: TargetContext) => TargetOutput<string | Uint8Array> | Promise<TargetOutput<string | Uint8Array>>;
}
