import type { LibraryFile } from "./target.ts";

/** The typeface of the device: that of GOV.UK is for GOV.UK alone. */
const FONT = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif';
const FOREIGN_FONT = /GDS Transport,arial,sans-serif/g;

/** A rule of a style sheet: its selectors or its condition, and what stands between the braces. */
interface Block {
  readonly head: string;
  readonly body: string;
}

/**
 * The style sheet of pages for people: of GOV.UK Frontend what the templates use, without its typeface and its images, then our own.
 * @param library the compiled style sheet of GOV.UK Frontend
 * @param templates the texts in which its classes are named
 */
export function pageStyle(library: LibraryFile, templates: Iterable<string>, own: string): string {
  const used = new Set([...templates].flatMap((text) => text.match(/govuk-[\w!-]+/g) ?? []));
  const kept = prune(library.text.replaceAll(/\/\*.*?\*\//gs, "").replace(/^@charset[^;]*;/, ""), used);
  const style = `/* Parts of ${library.name} ${library.version}, MIT licence, Crown copyright (Government Digital Service). */\n${kept}\n${own}`.replaceAll(
    FOREIGN_FONT,
    FONT,
  );
  if (/GDS Transport|url\(|crest|crown\b(?! copyright)/i.test(style)) throw new Error("The style sheet names a typeface or an image of GOV.UK.");
  return style;
}

/** Leaves out the rules of classes that are not used. */
function prune(style: string, used: ReadonlySet<string>): string {
  return blocksOf(style)
    .map(({ head, body }) => {
      if (head.startsWith("@font-face") || head.startsWith("@-moz-document")) return "";
      if (head.startsWith("@")) {
        const inner = prune(body, used);
        return inner === "" ? "" : `${head}{${inner}}`;
      }
      const selectors = splitSelectors(head).filter((selector) => classesOf(selector).every((name) => used.has(name)));
      return selectors.length === 0 || /url\(/.test(body) ? "" : `${selectors.join(",")}{${body}}`;
    })
    .join("");
}

/** The classes that an element must have; that a class which nobody uses is not there says nothing. */
function classesOf(selector: string): readonly string[] {
  return (selector.replaceAll(/:not\([^)]*\)/g, "").match(/\.[\w\\!-]+/g) ?? []).map((name) => name.slice(1).replaceAll("\\", ""));
}

/** The blocks of a style sheet in order; texts in quotes may hold braces. */
function blocksOf(style: string): readonly Block[] {
  const blocks: Block[] = [];
  let depth = 0;
  let start = 0;
  let open = 0;
  for (let at = 0; at < style.length; at += 1) {
    const character = style[at];
    if (character === '"' || character === "'") {
      at = style.indexOf(character, at + 1);
      if (at === -1) throw new Error("A text in the style sheet does not end.");
    } else if (character === "{") {
      if (depth === 0) open = at;
      depth += 1;
    } else if (character === "}") {
      depth -= 1;
      if (depth > 0) continue;
      blocks.push({ head: style.slice(start, open).trim(), body: style.slice(open + 1, at) });
      start = at + 1;
    }
  }
  return blocks;
}

/** Selectors are separated by commas outside brackets. */
function splitSelectors(head: string): readonly string[] {
  const selectors: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= head.length; at += 1) {
    const character = head[at];
    if (character === "(" || character === "[") depth += 1;
    else if (character === ")" || character === "]") depth -= 1;
    else if ((character === "," && depth === 0) || character === undefined) {
      selectors.push(head.slice(start, at).trim());
      start = at + 1;
    }
  }
  return selectors.filter((selector) => selector !== "");
}
