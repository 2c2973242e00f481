import { SaxesParser } from "saxes";

interface OpenElement {
  /** Namespaces that the canonical form has declared so far, by prefix. */
  readonly declared: ReadonlyMap<string, string>;
  readonly endTag: string;
}

/**
 * The canonical form of a document (Canonical XML 1.0, inclusive) without comments and processing instructions. Written on saxes, apart from the
 * reader that it judges: prefixes, declarations, white space and all text must be the same for two forms to be equal.
 */
export function canonicalXml(text: string): string {
  const parts: string[] = [];
  const open: OpenElement[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    const outer = open.at(-1)?.declared ?? new Map([["", ""]]);
    const declared = new Map(outer);
    const namespaces: string[] = [];
    for (const [prefix, uri] of Object.entries(tag.ns).toSorted(([a], [b]) => compare(a, b))) {
      if (prefix === "xml" || prefix === "xmlns" || outer.get(prefix) === uri) continue;
      declared.set(prefix, uri);
      namespaces.push(` ${prefix === "" ? "xmlns" : `xmlns:${prefix}`}="${escapeValue(uri)}"`);
    }
    const attributes = Object.values(tag.attributes)
      .filter(({ prefix, name }) => prefix !== "xmlns" && name !== "xmlns")
      .toSorted((a, b) => compare(a.uri, b.uri) || compare(a.local, b.local))
      .map(({ name, value }) => ` ${name}="${escapeValue(value)}"`);
    parts.push(`<${tag.name}${namespaces.join("")}${attributes.join("")}>`);
    open.push({ declared, endTag: `</${tag.name}>` });
  });
  parser.on("closetag", () => void parts.push(open.pop()?.endTag ?? ""));
  const addText = (value: string): void => void (open.length > 0 && parts.push(escapeContent(value)));
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.write(text.replace(/^\uFEFF/, "")).close();
  return parts.join("");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function escapeContent(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#xD;");
}

function escapeValue(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\t", "&#x9;")
    .replaceAll("\n", "&#xA;")
    .replaceAll("\r", "&#xD;");
}

/** A document without its document type declaration, which is never read. */
export function withoutDeclaration(text: string): string {
  return text.replace(/<!DOCTYPE[^>[]*(?:\[[^]*?\]\s*)?>/, "");
}
