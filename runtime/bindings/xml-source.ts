/** A return in XML: the bytes of a file, or its text. */
export type XmlSource = string | Uint8Array;

const DECLARED_ENCODING = /^(<\?xml[^<>]*?)([ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[^"<>]*"|'[^'<>]*'))/;

/** The bytes to read. Of a text they are UTF-8, so what its XML declaration says of the encoding of some file is blanked out: columns stay the same. */
export function bytesOf(document: XmlSource): Uint8Array {
  if (typeof document !== "string") return document;
  const text = document.replace(/^\uFEFF/, "").replace(DECLARED_ENCODING, (_, start: string, encoding: string) => start + " ".repeat(encoding.length));
  return new TextEncoder().encode(text);
}
