import Handlebars from "handlebars";
import { longDate } from "../../language/english.ts";
import type { Release } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import type { Page } from "./site.ts";

type Template = (data: object) => string;

/** Sets pages: every text goes through the escaping of the templates. */
export interface Press {
  readonly set: (page: Page) => string;
}

/** Compiled templates, kept as long as their texts are the same: a run sets pages of many releases. */
const compiled = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<string, Template>>();

function compileAll(texts: ReadonlyMap<string, string>): ReadonlyMap<string, Template> {
  const known = compiled.get(texts);
  if (known !== undefined) return known;
  const handlebars = Handlebars.create();
  handlebars.registerHelper("is", (left: unknown, right: unknown) => left === right);
  handlebars.registerHelper("either", (left: unknown, right: unknown) => Boolean(left) || Boolean(right));
  handlebars.registerHelper("longDate", (iso: string) => longDate(iso));
  const sources = [...texts].flatMap(([path, text]) => {
    const name = /^guidance\/(.+)\.hbs$/.exec(path)?.[1];
    // The line break at the end of a partial would stand in running text.
    return name === undefined ? [] : [[name, text.trim()] as const];
  });
  const options = { strict: true, knownHelpers: { is: true, either: true, longDate: true } } as const;
  for (const [name, text] of sources) handlebars.registerPartial(name, handlebars.compile(text, options));
  const templates = new Map(sources.map(([name, text]): [string, Template] => [name, handlebars.compile(text, options)]));
  compiled.set(texts, templates);
  return templates;
}

/** What pages of the preview say of the specification they show. */
export interface PreviewState {
  /** Another one when the specification is. */
  readonly version: string;
  /** What is wrong with it, each with its place. */
  readonly problems: readonly string[];
  /** Whether the pages are of an earlier state, the last that could be shown. */
  readonly isStale: boolean;
}

/** What the frame of every page says of the release. */
function frameOf(release: Release, preview: PreviewState | null) {
  const isPreliminary = release.status === "draft" || release.status === "candidate";
  return {
    id: release.id,
    collection: release.title,
    period: release.period,
    status: release.status,
    isPreliminary,
    isReconstructed: release.evidence?.basis === "inferred",
    notices: noticeLines(release),
    hasTables: release.tables.length > 0,
    hasQuestions: release.questions.length > 0,
    preview,
  };
}

/** A page of the preview beside those of a release: that there is none, or which there are. */
export interface Note {
  readonly title: string;
  readonly links: readonly { readonly label: string; readonly href: string }[];
  readonly preview: PreviewState;
}

export function setNote(note: Note, texts: ReadonlyMap<string, string>): string {
  const run = compileAll(texts).get("preview-note");
  if (run === undefined) throw new Error("There is no template guidance/preview-note.hbs.");
  return `${run(note).trim()}\n`;
}

/** @param preview what a page of the preview says; null for a page that is published */
export function pressOf(release: Release, texts: ReadonlyMap<string, string>, preview: PreviewState | null = null): Press {
  const templates = compileAll(texts);
  const frame = frameOf(release, preview);
  return {
    set: ({ path, template, title, section, crumbs, data }) => {
      const run = templates.get(`pages/${template}`);
      if (run === undefined) throw new Error(`There is no template guidance/pages/${template}.hbs.`);
      const up = "../".repeat(path.split("/").length - 1);
      return `${run({ ...data, page: { path, up, title, section, crumbs, hasScript: template === "search", hasCodeAnchors: template === "code-set" }, frame }).trim()}\n`;
    },
  };
}
