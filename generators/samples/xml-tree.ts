/** An element of a sample document: what stands in it, in order. Samples have neither attributes nor namespaces. */
export interface XmlElement {
  readonly tag: string;
  readonly content: readonly XmlNode[];
}

export type XmlNode = XmlElement | string;

/** An element that holds a text, or (with an empty text) nothing. */
export function textElement(tag: string, text: string): XmlElement {
  return { tag, content: text === "" ? [] : [text] };
}

/** The elements inside an element, without the text beside them. */
export function childElements(element: XmlElement): readonly XmlElement[] {
  return element.content.filter((node) => typeof node !== "string");
}

/** The text that stands directly in an element. */
export function ownText(element: XmlElement): string {
  return element.content.filter((node) => typeof node === "string").join("");
}

/**
 * Writes a document: one element a line, two blanks a level, `\n` line ends. Elements with text in them are written in one line, so that
 * no blank is added to a value.
 * @param comments lines that stand before the root, each a comment of its own
 */
export function formatXml(root: XmlElement, comments: readonly string[] = []): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', ...comments.map((comment) => `<!-- ${comment.replaceAll("--", "- -")} -->`)];
  writeElement(root, "", lines);
  return `${lines.join("\n")}\n`;
}

function writeElement(element: XmlElement, indent: string, lines: string[]): void {
  const { tag, content } = element;
  if (content.length === 0) {
    lines.push(`${indent}<${tag}/>`);
  } else if (content.some((node) => typeof node === "string")) {
    lines.push(`${indent}${inlineElement(element)}`);
  } else {
    lines.push(`${indent}<${tag}>`);
    for (const child of childElements(element)) writeElement(child, `${indent}  `, lines);
    lines.push(`${indent}</${tag}>`);
  }
}

function inlineElement({ tag, content }: XmlElement): string {
  const inner = content.map((node) => (typeof node === "string" ? escapeText(node) : inlineElement(node))).join("");
  return inner === "" ? `<${tag}/>` : `<${tag}>${inner}</${tag}>`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
}

/**
 * Reads a document that `formatXml` could have written: elements, text, comments and the five named entities. White space between elements is
 * left out; an element that holds nothing but text keeps it as it is.
 * @throws Error with the offset when the text is anything else
 */
export function parseXml(text: string): XmlElement {
  const token = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z_][\w.-]*)\s*(\/?)>|[^<]+/y;
  const open: { tag: string; content: XmlNode[] }[] = [{ tag: "", content: [] }];
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const match = token.exec(text);
    const inside = open.at(-1);
    if (match === null || inside === undefined) throw new Error(`not a sample document: character ${start}`);
    const [whole, closing, tag, empty] = match;
    if (whole.startsWith("<!--") || whole.startsWith("<?")) continue;
    if (tag === undefined) inside.content.push(unescapeText(whole));
    else if (empty === "/") inside.content.push({ tag, content: [] });
    else if (closing === "") open.push({ tag, content: [] });
    else {
      if (inside.tag !== tag) throw new Error(`not a sample document: </${tag}> at character ${start} closes <${inside.tag}>`);
      open.pop();
      open.at(-1)?.content.push({ tag, content: withoutLayout(inside.content) });
    }
  }
  const [root, more] = open.length === 1 ? withoutLayout(open[0]?.content ?? []) : [];
  if (root === undefined || typeof root === "string" || more !== undefined) throw new Error("not a sample document: it breaks off or has no root");
  return root;
}

function withoutLayout(content: readonly XmlNode[]): readonly XmlNode[] {
  if (content.every((node) => typeof node === "string")) return content;
  return content.filter((node) => typeof node !== "string" || /[^ \t\r\n]/.test(node));
}

function unescapeText(text: string): string {
  const characters: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", "#13": "\r" };
  return text.replaceAll(/&([^;]*);/g, (whole, name: string) => characters[name] ?? whole);
}
