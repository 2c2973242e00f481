import { transformSync } from "esbuild";
import { toJavaScript } from "../../typescript/emit.ts";
import { linkModules } from "../../typescript/link.ts";
import type { Release } from "../../specification/model.ts";
import type { LibraryFile, OutputFile, Target, TargetContext } from "../target.ts";
import { pageStyle } from "../page-style.ts";
import { type Forward, forwardsOf } from "./addresses.ts";
import { changePages } from "./change-pages.ts";
import { codeSetPages } from "./code-set-page.ts";
import { generalPages } from "./general-pages.ts";
import { itemPages } from "./item-page.ts";
import { listPages } from "./list-pages.ts";
import { pressOf } from "./render.ts";
import { rulePages } from "./rule-page.ts";
import { searchEntries } from "./search-data.ts";
import { type Page, type PageSource, type Site, siteOf } from "./site.ts";
import { tablePages } from "./table-pages.ts";
import { termPages } from "./term-pages.ts";

/** Where the modules of the search script stand. */
const SEARCH = "search.js";
export const STYLE = "assets/guidance.css";
export const SEARCH_PATH = "assets/search.js";
const FRONTEND = ["govuk-frontend", "dist/govuk/govuk-frontend.min.css"] as const;
const MINISEARCH = ["minisearch", "dist/cjs/index.cjs"] as const;
const BROWSERS = ["chrome111", "edge111", "firefox115", "safari16.4"];

/** The guidance: pages that can be read from a folder, without a network and, but for the search, without script. */
export const guidanceTarget = {
  name: "guidance",
  about: "the guidance as a site of static pages",
  build: (release, context) => {
    const site = siteOf(context.rules());
    const press = pressOf(release, context.templates());
    const pages = sitePages(site, licencesOf(context));
    const files = [
      ...pages.map(({ path, make }) => output(path, press.set(make()))),
      output(STYLE, styleSheet(context)),
      output(SEARCH_PATH, searchScript(context, release, site)),
    ];
    return { files, absent: [] };
  },
} satisfies Target;

function output(path: string, content: string): OutputFile {
  return { path: `guidance/${path}`, content, committed: false };
}

/** The software of others that the site carries with it. */
export function licencesOf(context: TargetContext): readonly LibraryFile[] {
  return [context.libraryFile(...FRONTEND), context.libraryFile(...MINISEARCH)];
}

export function styleSheet(context: Pick<TargetContext, "templates" | "libraryFile">): string {
  return pageStyle(context.libraryFile(...FRONTEND), textsOf(context, ".hbs"), template(context, "guidance.css"));
}

/** All pages of a site, those that only lead on to others last. */
export function sitePages(site: Site, licences: Parameters<typeof generalPages>[1]): readonly PageSource[] {
  const pages = [
    ...generalPages(site, licences),
    ...changePages(site),
    ...listPages(site),
    ...itemPages(site),
    ...codeSetPages(site),
    ...rulePages(site),
    ...termPages(site),
    ...tablePages(site),
  ];
  const forwards = forwardsOf(site.release, site.addresses, new Set(pages.map(({ path }) => path)));
  return [...pages, ...forwards.map((forward) => ({ path: forward.path, make: () => forwardPage(forward) }))];
}

function forwardPage({ path, name, to }: Forward): Page {
  return { path, template: "forward", title: name, section: null, crumbs: [], data: { name, to, only: to.length === 1 ? (to[0] ?? null) : null } };
}

export function template(context: Pick<TargetContext, "templates">, name: string): string {
  const text = context.templates().get(`guidance/${name}`);
  if (text === undefined) throw new Error(`There is no template guidance/${name}.`);
  return text;
}

function textsOf(context: Pick<TargetContext, "templates">, ending: string): readonly string[] {
  return [...context.templates()].flatMap(([path, text]) => (path.startsWith("guidance/") && path.endsWith(ending) ? [text] : []));
}

/** The search page's script with what it searches: pages that were opened from a folder may read no other file. */
export function searchScript(context: TargetContext, release: Release, site: Site): string {
  const modules = new Map([
    ["guidance/search.js", toJavaScript(template(context, "search.ts"))],
    [SEARCH, `import { start } from "./guidance/search.js";\nstart(${JSON.stringify(searchEntries(site))});\n`],
  ]);
  const linked = linkModules(modules, SEARCH, new Map([["minisearch", context.libraryFile(...MINISEARCH).text]]));
  const script = transformSync(linked, { minify: true, target: BROWSERS, legalComments: "none", charset: "ascii" }).code;
  return `/* Search of the guidance of ${release.id}. Holds MiniSearch (c) Luca Ongaro, MIT licence. */\n${script}`;
}
