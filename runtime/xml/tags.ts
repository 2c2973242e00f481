import { decodeUtf8 } from "./decode.ts";
import { INCOMPLETE, INVALID, isNamePart, isNameStart, byteLength, isWhiteSpace, nameClass, readCodePoint } from "./characters.ts";
import { hashBytes } from "./names.ts";
import { formatNumber, passCharacter, refuse, refuseCharacter, refuseLength, type Source, shortName } from "./source.ts";
import { decodeValue, scanAttributeValue } from "./text.ts";

/** A start tag as read; one object is used for all. */
export interface StartTag {
  name: number;
  isEmpty: boolean;
  readonly attributeNames: number[];
  readonly attributeValues: string[];
}

/** Reads any start tag from its `<`; answers the offset after its `>`, or INCOMPLETE. */
export function scanStartTag(source: Source, start: number, tag: StartTag): number {
  const { bytes, limit } = source;
  let at = scanName(source, start + 1);
  if (at === INCOMPLETE) return INCOMPLETE;
  tag.name = internName(source, start + 1, at);
  tag.attributeNames.length = tag.attributeValues.length = 0;
  for (;;) {
    const afterItem = at;
    at = skipSpace(source, at);
    if (at - start > source.limits.valueBytes) return refuseLength(source, start, "This tag is");
    if (at >= limit) return INCOMPLETE;
    const byte = bytes[at] as number;
    tag.isEmpty = byte === 0x2f;
    if (byte === 0x3e) return at + 1;
    if (byte === 0x2f) {
      if (at + 1 >= limit) return INCOMPLETE;
      if (bytes[at + 1] === 0x3e) return at + 2;
      return refuseCharacter(source, at + 1, (found) => `“/” in a start tag must be followed by “>”, not by ${found}.`);
    }
    if (at === afterItem) {
      const what = `the start tag of <${shortName(nameOf(source, tag.name))}>`;
      return refuseCharacter(source, at, (found) => `${found} is not allowed here in ${what}: a blank, “>” or “/>” must follow.`);
    }
    at = scanAttribute(source, start, at, tag);
    if (at === INCOMPLETE) return INCOMPLETE;
  }
}

/** Reads any end tag from its `<`; answers the offset after its `>`, or INCOMPLETE. Refuses one that is not of the open element. */
export function scanEndTag(source: Source, start: number, open: number, openLine: number): number {
  const end = scanName(source, start + 2);
  if (end === INCOMPLETE) return INCOMPLETE;
  const name = decodeUtf8(source.bytes, start + 2, end);
  if (name !== nameOf(source, open)) {
    const expected = shortName(nameOf(source, open));
    refuse(
      source,
      start,
      "not-well-formed",
      `The end tag </${shortName(name)}> stands where </${expected}> is expected, for the element opened on line ${formatNumber(openLine)}.`,
    );
  }
  const at = skipSpace(source, end);
  if (at - start > source.limits.valueBytes) return refuseLength(source, start, "This tag is");
  if (at >= source.limit) return INCOMPLETE;
  if (source.bytes[at] === 0x3e) return at + 1;
  return refuseCharacter(source, at, (found) => `${found} is not allowed in the end tag </${shortName(name)}>: “>” must follow the name.`);
}

/** Reads a name; answers the offset after it, or INCOMPLETE when the bytes end before something that is not of the name. */
export function scanName(source: Source, start: number): number {
  const { bytes, limit } = source;
  let at = start;
  for (;;) {
    while (at > start && nameClass[bytes[at] as number] !== 0) at++;
    if (at - start > source.limits.nameBytes) {
      return refuse(source, start, "too-large", `This name is longer than ${formatNumber(source.limits.nameBytes)} bytes, which is more than is read.`);
    }
    if (at >= limit) return INCOMPLETE;
    const codePoint = readCodePoint(bytes, at, limit);
    if (codePoint === INCOMPLETE) return INCOMPLETE;
    if (codePoint === INVALID) return passCharacter(source, at);
    if (at === start ? !isNameStart(codePoint) : !isNamePart(codePoint)) break;
    at += byteLength(codePoint);
  }
  if (at > start) return at;
  return refuseCharacter(source, at, (found) => `${found} is not allowed here: a name must follow, and begin with a letter, “_” or “:”.`);
}

/** The offset of the first byte from an offset on that is not white space. */
export function skipSpace(source: Source, start: number): number {
  let at = start;
  while (isWhiteSpace(source.bytes[at] as number)) at++;
  return at;
}

/** The name with an index. */
export function nameOf(source: Source, index: number): string {
  return source.names.strings[index] as string;
}

/** The index of the name in these bytes; refuses one too many. */
export function internName(source: Source, start: number, end: number): number {
  const index = source.names.intern(source.bytes, start, end, hashBytes(source.bytes, start, end));
  return index < 0 ? refuseManyNames(source, start) : index;
}

export function refuseManyNames(source: Source, offset: number): never {
  return refuse(source, offset, "too-large", `The file uses more than ${formatNumber(source.limits.names)} unknown names, which is more than is read.`);
}

function scanAttribute(source: Source, tagStart: number, start: number, tag: StartTag): number {
  const { bytes, limit } = source;
  const nameEnd = scanName(source, start);
  if (nameEnd === INCOMPLETE) return INCOMPLETE;
  const shown = (): string => `the attribute “${shortName(decodeUtf8(bytes, start, nameEnd))}”`;
  let at = skipSpace(source, nameEnd);
  if (at >= limit) return INCOMPLETE;
  if (bytes[at] !== 0x3d) return refuseCharacter(source, at, (found) => `“=” and a value must follow ${shown()}, not ${found}.`);
  at = skipSpace(source, at + 1);
  if (at >= limit) return INCOMPLETE;
  const quote = bytes[at] as number;
  if (quote !== 0x22 && quote !== 0x27)
    return refuseCharacter(source, at, (found) => `The value of ${shown()} must stand in quotation marks, not begin with ${found}.`);
  const end = scanAttributeValue(source, at + 1, quote, tagStart);
  if (end === INCOMPLETE) return INCOMPLETE;
  const name = internName(source, start, nameEnd);
  if (tag.attributeNames.includes(name)) return refuse(source, start, "not-well-formed", `This tag has ${shown()} twice.`);
  if (tag.attributeNames.length >= source.limits.attributes) {
    return refuse(source, start, "too-large", `This tag has more than ${formatNumber(source.limits.attributes)} attributes, which is more than is read.`);
  }
  tag.attributeNames.push(name);
  tag.attributeValues.push(decodeValue(source, at + 1, end, "attribute"));
  return end + 1;
}
