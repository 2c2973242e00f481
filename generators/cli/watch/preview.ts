import { checkReleaseRules } from "../../rules/release-rules.ts";
import { Diagnostics, formatDiagnostic } from "../../specification/diagnostics.ts";
import { readSpecificationFiles } from "../../specification/disk.ts";
import type { FileTree, KnownFiles } from "../../specification/library.ts";
import { Specification } from "../../specification/specification.ts";
import { checkDocumentation } from "../../targets/guidance/documentation.ts";
import { type PreviewFiles, previewFiles, previewScript, previewStyle } from "../../targets/guidance/preview.ts";
import { type PreviewState, setNote } from "../../targets/guidance/render.ts";
import { PACKAGE_FILES, targetContext } from "../target-context.ts";

/** The guidance of a specification that is being edited: made page by page when a page is asked for, from the files as they are then. */
export interface Preview {
  /** Another text whenever pages may look otherwise. */
  readonly version: () => string;
  /** Reads the files again; false when none has changed. */
  readonly update: () => boolean;
  /** The releases that were looked at in this version and seem right: worth a longer check. */
  readonly unchecked: () => readonly string[];
  /** Takes what a longer check has found; false when there is nothing to tell, or the files are others by now. */
  readonly tell: (found: CheckFindings) => boolean;
  /** The text of a path of the site, such as `cin/2026-27/rules/8925.html`; null when there is nothing. */
  readonly text: (path: string) => string | null;
}

/** What a longer check found. */
export interface CheckFindings {
  readonly version: string;
  /** By release. */
  readonly problems: ReadonlyMap<string, readonly string[]>;
}

/** A release as it can be shown. */
interface Sight {
  /** null when it could never be shown. */
  readonly files: PreviewFiles | null;
  readonly problems: readonly string[];
  readonly isStale: boolean;
}

/** @param names the releases to show; when empty, the live ones, which an edit may change */
export function createPreview(root: string, names: readonly string[]): Preview {
  const known: KnownFiles = new Map();
  let tree = readSpecificationFiles(root);
  let specification = new Specification(tree, known);
  let edits = 0;
  let findings = 0;
  const sights = new Map<string, Sight>();
  const lastGood = new Map<string, PreviewFiles>();
  /** What only the long check found, by release. */
  const found = new Map<string, readonly string[]>();

  const shownNames = (): readonly string[] => (names.length > 0 ? names : specification.liveNames);
  const version = (): string => `${edits}.${findings}`;

  function sightOf(name: string): Sight {
    const seen = sights.get(name);
    if (seen !== undefined) return seen;
    const { problems, files } = look(specification, name);
    if (files !== null) lastGood.set(name, files);
    const sight = { files: files ?? lastGood.get(name) ?? null, problems, isStale: files === null };
    sights.set(name, sight);
    return sight;
  }

  function stateOf(name: string): PreviewState {
    const { problems, isStale } = sightOf(name);
    return { version: version(), problems: [...problems, ...(found.get(name) ?? [])], isStale };
  }

  return {
    version,
    update: () => {
      const fresh = readAgain(root, tree);
      if (fresh === tree) return false;
      tree = fresh;
      specification = new Specification(tree, known);
      sights.clear();
      found.clear();
      edits += 1;
      return true;
    },
    unchecked: () => [...sights].flatMap(([name, { problems }]) => (problems.length > 0 || found.has(name) ? [] : [name])),
    tell: (checked) => {
      if (checked.version !== version()) return false;
      for (const [name, problems] of checked.problems) found.set(name, problems);
      const isNews = [...checked.problems.values()].some((problems) => problems.length > 0);
      if (isNews) findings += 1;
      return isNews;
    },
    text: (path) => {
      if (path === "preview.js") return previewScript(PACKAGE_FILES);
      if (path === "assets/guidance.css") return previewStyle(PACKAGE_FILES);
      const templates = PACKAGE_FILES.templates();
      if (path === "index.html") {
        const links = shownNames().map((name) => ({ label: name, href: `/${name}/index.html` }));
        const problems = specification.library.diagnostics.sorted.map(formatDiagnostic);
        return setNote({ title: "Preview of the guidance", links, preview: { version: version(), problems, isStale: false } }, templates);
      }
      const name = shownNames().find((one) => path.startsWith(`${one}/`));
      if (name === undefined) return null;
      const { files } = sightOf(name);
      const state = stateOf(name);
      if (files === null) return setNote({ title: `${name} cannot be shown yet`, links: [], preview: state }, templates);
      return files(path.slice(name.length + 1), state);
    },
  };
}

/** Everything wrong with a release that is known without a longer check, and its pages where nothing is wrong that they stand on. */
function look(specification: Specification, name: string): { readonly problems: readonly string[]; readonly files: PreviewFiles | null } {
  if ("problem" in specification.find(name)) return { problems: [`There is no release ${name} any more.`], files: null };
  const { release, diagnostics } = specification.release(name);
  const wrong = new Diagnostics();
  wrong.addAll([...specification.library.diagnostics.sorted, ...diagnostics]);
  if (release !== null && wrong.isEmpty) checkReleaseRules(specification, release, wrong);
  if (release === null || !wrong.isEmpty) return { problems: wrong.sorted.map(formatDiagnostic), files: null };
  return { problems: checkDocumentation(specification, [name]).map(formatDiagnostic), files: previewFiles(release, targetContext(specification, release)) };
}

/** The files as they are now, with the same bytes for each that is as it was; the same tree when all are. */
function readAgain(root: string, before: FileTree): FileTree {
  const now = readSpecificationFiles(root);
  let isSame = now.size === before.size;
  const tree = new Map(
    [...now].map(([path, bytes]) => {
      const old = before.get(path);
      const isAsBefore = old !== undefined && Buffer.compare(old, bytes) === 0;
      isSame &&= isAsBefore;
      return [path, isAsBefore ? old : bytes];
    }),
  );
  return isSame ? before : tree;
}
