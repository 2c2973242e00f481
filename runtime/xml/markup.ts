import { decodeUtf8 } from "./decode.ts";
import { INCOMPLETE, isWhiteSpace, specialClass } from "./characters.ts";
import { matchesAt, passCharacter, refuse, refuseCharacter, refuseLength, type Source } from "./source.ts";
import { scanName } from "./tags.ts";

export const CDATA_OPEN = "<![CDATA[";
export const CDATA_CLOSE = "]]>";

/**
 * Reads what begins with `<!` or `<?` other than the XML declaration: a comment, a processing instruction or, in content, a CDATA section.
 * Answers the offset after it, or INCOMPLETE. Refuses a document type declaration wherever it stands.
 */
export function scanMarkup(source: Source, start: number, isContent: boolean): number {
  if (start + 1 >= source.limit) return INCOMPLETE;
  if (source.bytes[start + 1] === 0x3f) return scanInstruction(source, start);
  const isComment = matchesAt(source, start, "<!--");
  if (isComment === 1) return scanComment(source, start);
  const isSection = matchesAt(source, start, CDATA_OPEN);
  if (isSection === 1 && isContent) return scanUntil(source, start, start + CDATA_OPEN.length, CDATA_CLOSE, "This CDATA section is");
  if (isSection === 1) return refuse(source, start, "not-well-formed", "Text is not allowed outside the root element, nor is a CDATA section.");
  const isDoctype = matchesDoctype(source, start);
  if (isDoctype === 1) {
    return refuse(
      source,
      start,
      "doctype",
      "The file has a document type declaration (<!DOCTYPE …>). It is never read, because it can make a small file expand without end. Remove it.",
    );
  }
  if (isComment === INCOMPLETE || isSection === INCOMPLETE || isDoctype === INCOMPLETE) return INCOMPLETE;
  return refuse(source, start, "not-well-formed", "“<!” must begin a comment, <!-- … -->, or a CDATA section.");
}

/**
 * Reads the XML declaration that may begin a document; answers the offset after it, 0 when there is none, or INCOMPLETE. What encoding it names
 * was looked at before the bytes came here. Versions 1.x are read as 1.0, as the standard says.
 */
export function scanDeclaration(source: Source): number {
  const { bytes, limit } = source;
  const isDeclaration = matchesAt(source, 0, "<?xml");
  if (isDeclaration !== 1) return isDeclaration;
  if (limit <= 5) return INCOMPLETE;
  if (!isWhiteSpace(bytes[5] as number)) return 0;
  let end = 6;
  while (end < limit && bytes[end] !== 0x3c && bytes[end] !== 0x3e) {
    end = passCharacter(source, end);
    if (end === INCOMPLETE) return INCOMPLETE;
    if (end > source.limits.valueBytes) return refuseLength(source, 0, "The XML declaration is");
  }
  if (end >= limit) return INCOMPLETE;
  if (bytes[end] !== 0x3e || !declarationPattern.test(decodeUtf8(bytes, 0, end + 1))) {
    return refuse(source, 0, "not-well-formed", 'The XML declaration is not written as it must be: <?xml version="1.0" encoding="UTF-8"?>.');
  }
  return end + 1;
}

const declarationPattern =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.\d+"|'1\.\d+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>$/;

function matchesDoctype(source: Source, start: number): number {
  const word = "<!DOCTYPE";
  for (let index = 0; index < word.length; index++) {
    if (start + index >= source.limit) return INCOMPLETE;
    // Small letters are not right either, but it is plain what is meant.
    const byte = source.bytes[start + index] as number;
    if (byte !== word.charCodeAt(index) && (index < 2 || byte !== word.charCodeAt(index) + 0x20)) return 0;
  }
  return 1;
}

function scanComment(source: Source, start: number): number {
  const end = scanUntil(source, start, start + 4, "--", "This comment is");
  if (end === INCOMPLETE || end >= source.limit) return INCOMPLETE;
  if (source.bytes[end] === 0x3e) return end + 1;
  return refuse(source, end - 2, "not-well-formed", "“--” is not allowed inside a comment.");
}

function scanInstruction(source: Source, start: number): number {
  const { bytes } = source;
  const end = scanName(source, start + 2);
  if (end === INCOMPLETE) return INCOMPLETE;
  const target = decodeUtf8(bytes, start + 2, end);
  if (target === "xml") {
    return refuse(
      source,
      start,
      "not-well-formed",
      "The XML declaration (<?xml … ?>) must be complete, and the very first thing in the file, without even a blank before it.",
    );
  }
  if (target.toLowerCase() === "xml") return refuse(source, start, "not-well-formed", `A processing instruction must not be called “${target}”.`);
  if (!isWhiteSpace(bytes[end] as number)) {
    const isClosed = matchesAt(source, end, "?>");
    if (isClosed === 1) return end + 2;
    if (isClosed === INCOMPLETE) return INCOMPLETE;
    return refuseCharacter(source, end, (found) => `${found} is not allowed in the name of a processing instruction.`);
  }
  return scanUntil(source, start, end, "?>", "This processing instruction is");
}

/** Reads characters up to and with a word of special characters; answers the offset after it, or INCOMPLETE. */
function scanUntil(source: Source, start: number, from: number, word: string, what: string): number {
  const { bytes, limit } = source;
  const first = word.charCodeAt(0);
  let at = from;
  for (;;) {
    while (specialClass[bytes[at] as number] === 0) at++;
    if (at - start > source.limits.valueBytes) return refuseLength(source, start, what);
    if (at >= limit) return INCOMPLETE;
    if (bytes[at] === first) {
      const isEnd = matchesAt(source, at, word);
      if (isEnd === INCOMPLETE) return INCOMPLETE;
      if (isEnd === 1) return at + word.length;
    }
    at = passCharacter(source, at);
    if (at === INCOMPLETE) return INCOMPLETE;
  }
}
