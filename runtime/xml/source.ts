import { byteLength, INCOMPLETE, INVALID, isXmlCharacter, readCodePoint } from "./characters.ts";
import type { XmlLimits } from "./handler.ts";
import type { NameTable } from "./names.ts";
import { XmlProblem, type XmlProblemKind } from "./problem.ts";

/**
 * The bytes in hand. A token that is not complete in them is read again from its start when more have come, so every function here that reads a
 * token goes from left to right, refuses the first thing that is wrong, and answers INCOMPLETE when it meets the end: then the events and the
 * problem are the same however the document is cut into chunks.
 */
export interface Source {
  /** From `limit` on there are at least eight zeros, at which every inner loop stops without comparing offsets. */
  bytes: Uint8Array;
  /** The same bytes, for reading four at a time. */
  view: DataView;
  limit: number;
  /** An offset, and the number of its line. */
  anchor: number;
  line: number;
  /** The offset at which that line begins; negative when its bytes are gone. */
  lineStart: number;
  /** How many bytes from there to the anchor are not the first of their character. */
  continuations: number;
  readonly limits: XmlLimits;
  readonly names: NameTable;
  /** For messages: what the file's encoding was taken to be, and why. */
  readonly encoding: { readonly label: string; readonly isDeclared: boolean };
}

/** Moves the anchor forward to an offset. */
export function moveTo(source: Source, offset: number): void {
  const { bytes } = source;
  for (let at = source.anchor; at < offset; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x0a || (byte === 0x0d && bytes[at + 1] !== 0x0a)) {
      source.line++;
      source.lineStart = at + 1;
      source.continuations = 0;
    } else if ((byte & 0xc0) === 0x80) source.continuations++;
  }
  source.anchor = offset;
}

/** Puts the anchor at an offset whose line is known. */
export function setAnchor(source: Source, anchor: number, line: number, lineStart: number, continuations: number): void {
  source.anchor = anchor;
  source.line = line;
  source.lineStart = lineStart;
  source.continuations = continuations;
}

/** Throws the problem at an offset at or after the anchor. */
export function refuse(source: Source, offset: number, kind: XmlProblemKind, message: string): never {
  moveTo(source, offset);
  throw new XmlProblem(kind, message, source.line, offset - source.lineStart - source.continuations + 1);
}

/** The offset after the character at an offset below the limit, or INCOMPLETE; refuses bytes that are no character, and characters XML does not allow. */
export function passCharacter(source: Source, offset: number): number {
  const codePoint = readCodePoint(source.bytes, offset, source.limit);
  if (codePoint === INCOMPLETE) return INCOMPLETE;
  if (codePoint === INVALID) return refuse(source, offset, "encoding", describeBadByte(source, offset));
  if (!isXmlCharacter(codePoint)) {
    return refuse(source, offset, "not-well-formed", `The character ${codePointName(codePoint)} is not allowed in XML. Remove it.`);
  }
  return offset + byteLength(codePoint);
}

/** Refuses the character at an offset below the limit with a message about it; INCOMPLETE when it is not all there. */
export function refuseCharacter(source: Source, offset: number, message: (character: string) => string): typeof INCOMPLETE {
  if (passCharacter(source, offset) === INCOMPLETE) return INCOMPLETE;
  const codePoint = readCodePoint(source.bytes, offset, source.limit);
  const text = message(codePoint === 0xfeff ? "a byte order mark" : characterName(codePoint));
  return refuse(source, offset, "not-well-formed", text.charAt(0).toUpperCase() + text.slice(1));
}

function characterName(codePoint: number): string {
  if (codePoint === 0x20) return "a blank";
  if (codePoint === 0x09) return "a tab";
  if (codePoint === 0x0a || codePoint === 0x0d) return "a line end";
  // Controls and other characters that print nothing, or print over the quotation marks.
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(String.fromCodePoint(codePoint)) ? `“${String.fromCodePoint(codePoint)}”` : codePointName(codePoint);
}

/** 1 when the ASCII word stands at the offset, 0 when it does not, INCOMPLETE when the bytes end before that is known. */
export function matchesAt(source: Source, offset: number, word: string): number {
  for (let index = 0; index < word.length; index++) {
    if (offset + index >= source.limit) return INCOMPLETE;
    if (source.bytes[offset + index] !== word.charCodeAt(index)) return 0;
  }
  return 1;
}

/** Refuses what is longer than a value may be. */
export function refuseLength(source: Source, offset: number, what: string): never {
  return refuse(source, offset, "too-large", `${what} longer than ${formatNumber(source.limits.valueBytes)} bytes, which is more than is read.`);
}

/** A name for a message, cut when it is long. */
export function shortName(name: string): string {
  return name.length > 60 ? `${Array.from(name).slice(0, 60).join("")}…` : name;
}

/** With commas between thousands. */
export function formatNumber(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

function codePointName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}

function describeBadByte(source: Source, offset: number): string {
  const { label, isDeclared } = source.encoding;
  if (label !== "UTF-8") return `The bytes here are not valid ${label}, which is the encoding of this file.`;
  const byte = `0x${(source.bytes[offset] as number).toString(16).toUpperCase().padStart(2, "0")}`;
  const remedy = `save the file as UTF-8, or declare the encoding that it has: <?xml version="1.0" encoding="windows-1252"?>`;
  return `The byte ${byte} here is not valid UTF-8, which ${isDeclared ? "is what the file says it is" : "is what XML is when it does not say otherwise"}. Please ${remedy}.`;
}
