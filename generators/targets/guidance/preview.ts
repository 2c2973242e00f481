import type { Release } from "../../specification/model.ts";
import { toJavaScript } from "../../typescript/emit.ts";
import type { TargetContext } from "../target.ts";
import { licencesOf, SEARCH_PATH, searchScript, sitePages, STYLE, styleSheet, template } from "./guidance-target.ts";
import { type PreviewState, pressOf } from "./render.ts";
import { siteOf } from "./site.ts";

/** The text of a file of the guidance, made when it is asked for; null when there is none of that path. */
export type PreviewFiles = (path: string, state: PreviewState) => string | null;

/** The guidance of a release as `guidanceTarget` writes it, a file at a time, with what a preview says above each page. */
export function previewFiles(release: Release, context: TargetContext): PreviewFiles {
  const site = siteOf(context.rules());
  const pages = new Map(sitePages(site, licencesOf(context)).map(({ path, make }) => [path, make]));
  return (path, state) => {
    if (path === STYLE) return previewStyle(context);
    if (path === SEARCH_PATH) return searchScript(context, release, site);
    const make = pages.get(path);
    return make === undefined ? null : pressOf(release, context.templates(), state).set(make());
  };
}

const styles = new WeakMap<ReadonlyMap<string, string>, string>();

/** The style sheet follows from the templates, and those do not change while a preview runs. */
export function previewStyle(context: Pick<TargetContext, "templates" | "libraryFile">): string {
  const templates = context.templates();
  const style = styles.get(templates) ?? styleSheet(context);
  styles.set(templates, style);
  return style;
}

/** The script that loads a page again. */
export function previewScript(context: Pick<TargetContext, "templates">): string {
  return toJavaScript(template(context, "preview.ts"));
}
