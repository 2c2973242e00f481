import Handlebars from "handlebars";
import { EFFECT_WORDS, FOLLOWED_TITLE, RULES_TITLE } from "../../changes/change-words.ts";
import { sha256 } from "../../specification/canonical.ts";
import { pageStyle } from "../page-style.ts";
import type { TargetContext } from "../target.ts";
import type { Notes, NotesLine } from "./notes.ts";

const TAGS = { breaking: "govuk-tag--red", attention: "govuk-tag--yellow", wording: "govuk-tag--grey" } as const;

type Template = (data: object) => string;

/** What pages are made from. */
type Material = Pick<TargetContext, "templates" | "libraryFile">;

/** Kept as long as the texts are the same: a run sets pages of many releases. */
const compiled = new WeakMap<ReadonlyMap<string, string>, { readonly page: Template; readonly style: string; readonly styleHash: string }>();

/** Release notes as one page that needs no other file. Every text goes through the escaping of the templates. */
export function notesPage(notes: Notes, material: Material): string {
  const texts = material.templates();
  const made = compiled.get(texts) ?? make(texts, material);
  compiled.set(texts, made);
  const { page, style, styleHash } = made;
  const shown = {
    ...notes,
    groups: notes.groups.map((group) => ({
      ...group,
      lines: group.lines.map(lineView),
      authority: group.authority || "not said",
      supplier: group.supplier || "not said",
    })),
    followed: notes.followed.map(lineView),
  };
  return `${page({ notes: shown, style, styleHash, rulesTitle: RULES_TITLE, followedTitle: FOLLOWED_TITLE }).trim()}\n`;
}

function make(texts: ReadonlyMap<string, string>, material: Material): { page: Template; style: string; styleHash: string } {
  const text = (name: string): string => {
    const found = texts.get(`changes/${name}`);
    if (found === undefined) throw new Error(`There is no template changes/${name}.`);
    return found;
  };
  const handlebars = Handlebars.create();
  handlebars.registerPartial("line", handlebars.compile(text("line.hbs"), { strict: true }));
  const library = material.libraryFile("govuk-frontend", "dist/govuk/govuk-frontend.min.css");
  const names = [text("notes.hbs"), text("line.hbs"), ...Object.values(TAGS)];
  const style = pageStyle(library, names, text("changes.css"));
  const styleHash = `sha256-${Buffer.from(sha256(style), "hex").toString("base64")}`;
  return { page: handlebars.compile(text("notes.hbs"), { strict: true }), style, styleHash };
}

function lineView(line: NotesLine) {
  return { ...line, tag: TAGS[line.effect], effectWords: EFFECT_WORDS[line.effect], hasValues: line.was !== null || line.is !== null };
}
