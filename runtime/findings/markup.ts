import { MESSAGE_LENGTH, readable } from "./readable.ts";

/** A piece of HTML that is safe to put into a page. Only `html` makes one. */
export interface Markup {
  readonly markup: string;
}

type Content = string | number | null | Markup | readonly Markup[];

const REFERENCES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** A template of HTML in which every value is escaped, unless it is markup made by another such template. Attributes stand in quotation marks. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { markup: parts.map((part, index) => `${index === 0 ? "" : contentOf(values[index - 1] ?? null)}${part}`).join("") };
}

/** Data from a return or a file name: cut when long, and kept from changing the direction of what stands around it. */
export function data(text: string): Markup {
  return html`<bdi>${readable(text, MESSAGE_LENGTH)}</bdi>`;
}

function contentOf(content: Content): string {
  if (content === null) return "";
  if (typeof content === "number") return String(content);
  if (typeof content === "string") return content.replaceAll(/[&<>"']/g, (character) => REFERENCES.get(character) ?? "");
  if ("markup" in content) return content.markup;
  return content.map(({ markup }) => markup).join("");
}
