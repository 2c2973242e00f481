import { decodeAscii, decodeUtf8 } from "./decode.ts";
import { INCOMPLETE, isXmlCharacter, nameClass, specialClass, textClass } from "./characters.ts";
import { formatNumber, passCharacter, refuse, refuseLength, type Source, shortName } from "./source.ts";

const predefined = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Reads text from an offset to the `<` that ends it; answers where that is, or INCOMPLETE. `allowed` is how many bytes it may have. */
export function scanText(source: Source, start: number, allowed: number): number {
  const { bytes, limit } = source;
  let at = start;
  for (;;) {
    while (textClass[bytes[at] as number] === 0) at++;
    if (at - start > allowed) return refuseLength(source, start, "This text is");
    if (at >= limit) return INCOMPLETE;
    const byte = bytes[at] as number;
    if (byte === 0x3c) return at;
    if (byte === 0x26) at = scanReference(source, at);
    else if (byte === 0x0a || byte === 0x0d) at++;
    else if (byte === 0x5d) {
      if (bytes[at + 1] === 0x5d && bytes[at + 2] === 0x3e) return refuse(source, at, "not-well-formed", "“]]>” is not allowed in text: write “]]&gt;”.");
      at++;
    } else at = passCharacter(source, at);
    if (at === INCOMPLETE) return INCOMPLETE;
  }
}

/** Reads an attribute's value from the offset after its quote to the quote that ends it; answers where that is, or INCOMPLETE. */
export function scanAttributeValue(source: Source, start: number, quote: number, tagStart: number): number {
  const { bytes, limit } = source;
  const last = tagStart + source.limits.valueBytes;
  let at = start;
  for (;;) {
    while (specialClass[bytes[at] as number] === 0) at++;
    if (at > last) return refuseLength(source, tagStart, "This tag is");
    if (at >= limit) return INCOMPLETE;
    const byte = bytes[at] as number;
    if (byte === quote) return at;
    if (byte === 0x26) at = scanReference(source, at);
    else if (byte === 0x3c) {
      return refuse(source, at, "not-well-formed", "“<” is not allowed in the value of an attribute: write “&lt;”, or close the value with a quotation mark.");
    } else at = passCharacter(source, at);
    if (at === INCOMPLETE) return INCOMPLETE;
  }
}

/** text: references are resolved and line ends made `\n`; cdata: only the latter; attribute: references are resolved and white space made blanks. */
export type ValueForm = "text" | "cdata" | "attribute";

/** The value of bytes that were read as text, CDATA section or attribute value. */
export function decodeValue(source: Source, start: number, end: number, form: ValueForm): string {
  const { bytes } = source;
  let at = start;
  while (at < end && specialClass[bytes[at] as number] === 0 && bytes[at] !== 0x09) at++;
  if (at === end) return decodeAscii(bytes, start, end);
  let value = "";
  let copied = start;
  const replace = (next: number, by: string): void => {
    if (at > copied) value += decodeUtf8(bytes, copied, at);
    value += by;
    at = copied = next;
  };
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte === 0x26 && form !== "cdata") {
      const next = bytes.indexOf(0x3b, at) + 1;
      replace(next, resolveReference(decodeAscii(bytes, at + 1, next - 1)));
    } else if (byte === 0x0d) replace(bytes[at + 1] === 0x0a ? at + 2 : at + 1, form === "attribute" ? " " : "\n");
    else if (form === "attribute" && (byte === 0x0a || byte === 0x09)) replace(at + 1, " ");
    else at++;
  }
  if (at > copied) value += decodeUtf8(bytes, copied, at);
  return value;
}

/** Reads the reference whose `&` is at an offset; answers the offset after its `;`, or INCOMPLETE. */
function scanReference(source: Source, start: number): number {
  const { bytes, limit } = source;
  if (start + 1 >= limit) return INCOMPLETE;
  const isNumber = bytes[start + 1] === 0x23;
  let at = start + (isNumber ? 2 : 1);
  while (at < limit) {
    const byte = bytes[at] as number;
    if (byte >= 0x80) {
      const next = passCharacter(source, at);
      if (next === INCOMPLETE) return INCOMPLETE;
      at = next;
    } else if (nameClass[byte] !== 0) at++;
    else break;
    if (at - start > source.limits.nameBytes) {
      return refuse(source, start, "too-large", `This reference is longer than ${formatNumber(source.limits.nameBytes)} bytes, which is more than is read.`);
    }
  }
  if (at >= limit) return INCOMPLETE;
  const body = decodeUtf8(bytes, start + 1, at);
  if (body === "") return refuse(source, start, "not-well-formed", "“&” is not allowed by itself: write “&amp;”.");
  if (bytes[at] !== 0x3b) {
    return refuse(source, start, "not-well-formed", `No “;” follows “&${shortName(body)}”. Where “&” itself is meant, write “&amp;”.`);
  }
  if (isNumber) checkNumber(source, start, body);
  else if (!predefined.has(body)) {
    return refuse(
      source,
      start,
      "not-well-formed",
      `The entity &${shortName(body)}; is not defined. Without a document type there are only &lt; &gt; &amp; &quot; &apos; and numbers such as &#233;.`,
    );
  }
  return at + 1;
}

function checkNumber(source: Source, start: number, body: string): void {
  if (!/^#(?:\d+|x[\dA-Fa-f]+)$/.test(body)) {
    refuse(source, start, "not-well-formed", `&${shortName(body)}; is not a character reference: write a number such as &#233; or &#xE9;.`);
  }
  if (!isXmlCharacter(referenceNumber(body))) {
    refuse(source, start, "not-well-formed", `The character reference &${shortName(body)}; is for a character that is not allowed in XML.`);
  }
}

function referenceNumber(body: string): number {
  return body[1] === "x" ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
}

function resolveReference(body: string): string {
  return predefined.get(body) ?? String.fromCodePoint(referenceNumber(body));
}
