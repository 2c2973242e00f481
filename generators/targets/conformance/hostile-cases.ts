import type { CheckerCase } from "../../../conformance/checker/case-file.ts";
import type { Release } from "../../specification/model.ts";
import { documentCase } from "./document-case.ts";

/** A document in bytes that a reader must not fall over, and whether it is a return. */
interface Hostile {
  readonly name: string;
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly isFine?: true;
}

const UTF_8 = new TextEncoder();
const DEPTH = 20_000;

/** Documents that are broken, malicious or only unusual, made of a return in which nothing is wrong. */
export function hostileCases(release: Release, document: string): readonly CheckerCase[] {
  return hostileDocuments(release, document).map(({ name, title, bytes, isFine }) => {
    const expected = isFine === true ? [] : [{ rule: "structure", count: 1 }];
    return { ...documentCase(`hostile/${name}`, title, expected), formOnly: true, bytes: Buffer.from(bytes).toString("base64") };
  });
}

function hostileDocuments({ root }: Release, document: string): readonly Hostile[] {
  const tag = root.xml.kind === "element" ? root.xml.tag : root.name;
  const body = document.slice(document.indexOf(`<${tag}`));
  const text = (name: string, title: string, words: string): Hostile => ({ name, title, bytes: UTF_8.encode(words) });
  const fine = (name: string, title: string, words: string): Hostile => ({ ...text(name, title, words), isFine: true });
  const withValue = (inside: string, change: (value: string) => string): string =>
    inside.replace(/<([A-Za-z0-9]+)>([A-Za-z0-9]+)<\/\1>/, (_, name: string, value: string) => `<${name}>${change(value)}</${name}>`);
  const half = document.slice(0, Math.floor(document.length / 2));
  const withDoctype = (subset: string, rest: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE ${tag} [${subset}]>\n${rest}`;
  return [
    text("empty", "An empty file", ""),
    text("blank", "A file of blanks", "  \n \n"),
    text("not-xml", "A text that is no XML", "Children,2026\n1,2\n"),
    text(
      "html",
      "A page of a web site in place of a return",
      "<!doctype html>\n<html><head><title>Sign in</title></head><body><p>Your session has ended</body></html>\n",
    ),
    text("truncated", "A document that breaks off in the middle", half),
    text("truncated-in-a-tag", "A document that breaks off in a tag", document.slice(0, document.lastIndexOf("</") + 3)),
    text("twice", "A document that holds two returns", `${document}${body}`),
    text("trailing-text", "Text behind the return", `${document}end of file`),
    text("other-root", "Another root element", `<?xml version="1.0" encoding="UTF-8"?>\n<Return>${body}</Return>\n`),
    text(
      "root-in-small-letters",
      "The root element in small letters",
      document.replaceAll(`<${tag}`, `<${tag.toLowerCase()}`).replaceAll(`</${tag}>`, `</${tag.toLowerCase()}>`),
    ),
    text("prefix", "The root element with a prefix", document.replace(`<${tag}`, `<x:${tag} xmlns:x="urn:example"`).replace(`</${tag}>`, `</x:${tag}>`)),
    text("crossed-tags", "Tags that cross each other", document.replace(/<\/([A-Za-z0-9]+)>\n(\s*)<\/([A-Za-z0-9]+)>/, "</$3>\n$2</$1>")),
    text("doctype", "A document type declaration", withDoctype("", body)),
    text(
      "entity",
      "An entity of the document's own",
      withDoctype(
        '<!ENTITY x "998">',
        withValue(body, () => "&x;"),
      ),
    ),
    text(
      "outside-entity",
      "An entity that points to a file",
      withDoctype(
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        withValue(body, () => "&x;"),
      ),
    ),
    text(
      "entities-of-entities",
      "Entities that multiply each other",
      withDoctype(
        nestedEntities(),
        withValue(body, () => "&e9;"),
      ),
    ),
    text(
      "unknown-reference",
      "A reference that means nothing",
      withValue(document, (value) => `&nbsp;${value}`),
    ),
    text(
      "forbidden-character",
      "A reference to a character that XML cannot hold",
      withValue(document, (value) => `&#1;${value}`),
    ),
    text(
      "bare-ampersand",
      "An ampersand that stands alone",
      withValue(document, (value) => `${value} & ${value}`),
    ),
    text("deep", "Elements inside elements, twenty thousand deep", `${"<a>".repeat(DEPTH)}${"</a>".repeat(DEPTH)}`),
    { name: "zero-bytes", title: "Bytes of zero between the characters", bytes: UTF_8.encode(document.replace("<", "<\0")) },
    { name: "wrong-bytes", title: "Bytes that are not UTF-8 in a document that says it is", bytes: withWrongBytes(document) },
    { name: "half-a-character", title: "A document that ends inside a character", bytes: Uint8Array.from([...UTF_8.encode(document), 0xe2, 0x82]) },
    fine("byte-order-mark", "A byte order mark in front", `\uFEFF${document}`),
    fine("line-ends", "Line ends as Windows writes them", document.replaceAll("\n", "\r\n")),
    fine("one-line", "The whole document on one line", document.replaceAll(/>\s+</g, "><")),
    fine("comments", "Comments and processing instructions", document.replaceAll("\n  <", "\n  <!-- a comment --><?note for nobody?>\n  <")),
    fine(
      "character-data",
      "A value in a section of character data",
      withValue(document, (value) => `<![CDATA[${value}]]>`),
    ),
    fine(
      "references",
      "A value written with references",
      withValue(document, (value) => `&#${value.charCodeAt(0)};${value.slice(1)}`),
    ),
    fine("no-declaration", "No XML declaration", body),
    fine("empty-tags", "Blanks inside tags", document.replaceAll(/<\/([A-Za-z0-9]+)>/g, "</$1 >")),
  ];
}

function nestedEntities(): string {
  const inner = Array.from({ length: 9 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`);
  return `<!ENTITY e0 "9">${inner.join("")}`;
}

function withWrongBytes(document: string): Uint8Array {
  const bytes = UTF_8.encode(document);
  const at = document.indexOf("<", document.length / 2);
  return Uint8Array.from([...bytes.subarray(0, at), 0xff, 0xfe, ...bytes.subarray(at)]);
}
