import { decodeAscii } from "./ascii.ts";
import { INCOMPLETE, isWhiteSpace, NAME_START, nameClass, textClass } from "./characters.ts";
import { defaultLimits, type XmlHandler, type XmlOptions, type XmlScanner } from "./handler.ts";
import { CDATA_CLOSE, CDATA_OPEN, scanDeclaration, scanMarkup } from "./markup.ts";
import { createNameTable, hashStep } from "./names.ts";
import { formatNumber, moveTo, refuse, refuseCharacter, refuseLength, type Source, shortName } from "./source.ts";
import { nameOf, refuseManyNames, type StartTag, scanEndTag, scanStartTag, skipSpace } from "./tags.ts";
import { decodeValue, scanText } from "./text.ts";

/** What the scanner asks for besides what a reader does. */
export interface ScannerOptions extends XmlOptions {
  /** What the bytes were before they were UTF-8, for messages; UTF-8 that was not declared when not given. */
  readonly encoding?: Source["encoding"];
}

/** The bytes worked on at a time: more do not make it faster, and these stay in the processor's cache. */
const BUFFER_BYTES = 64 * 1024;
const SENTINEL_BYTES = 8;

/** A token longer than this is not tried again before as many bytes more have come, or many small chunks would make its cost quadratic. */
const PATIENCE_BYTES = 4096;

/**
 * A push scanner for XML 1.0 in UTF-8 without a byte order mark. It refuses whatever is not well-formed, and document type declarations.
 *
 * The inner loop, `scanContent`, knows the shapes that make up nearly all of a return (`<name>`, plain text, `</name>`, white space) and leaves
 * everything else to the functions beside it.
 */
export function createXmlScanner(handler: XmlHandler, options: ScannerOptions = {}): XmlScanner {
  const limits = { ...defaultLimits, ...options.limits };
  const names = createNameTable(options.names ?? [], limits.names);
  const source: Source = {
    bytes: new Uint8Array(BUFFER_BYTES + SENTINEL_BYTES),
    limit: 0,
    anchor: 0,
    line: 1,
    lineStart: 0,
    continuations: 0,
    limits,
    names,
    encoding: options.encoding ?? { label: "UTF-8", isDeclared: false },
  };
  const tag: StartTag = { name: 0, isEmpty: false, attributeNames: [], attributeValues: [] };
  /** For each name the one opened after it the last time: nearly always the next one again. */
  const followers = new Int32Array(names.starts.length);
  const openNames = new Int32Array(limits.depth + 1);
  const openLines = new Int32Array(limits.depth + 1);
  let depth = 0;
  let lastOpened = 0;
  /** Whether nothing but text has come since a start tag. */
  let isLeaf = false;
  /** Text before a comment, an instruction or a CDATA section, and the text of such sections; its length in bytes as written. */
  let pending = "";
  let pendingBytes = 0;
  let place: "start" | "before" | "inside" | "after" = "start";
  let isStopped = false;
  /** How many bytes must be in hand before it is worth trying again. */
  let wanted = 0;

  /** Reports the text before a tag, all pieces together. */
  function reportText(last: string, isWhole: boolean): void {
    const value = pending === "" ? last : pending + last;
    pending = "";
    pendingBytes = 0;
    if (value !== "" && (isWhole || /[^ \t\r\n]/.test(value))) handler.text(value);
  }

  /** Opens an element that has passed all checks but that of depth. */
  function refuseDepth(at: number): never {
    return refuse(source, at, "too-deep", `The elements are more than ${formatNumber(limits.depth)} deep inside one another, which is more than is read.`);
  }

  /** Reads from an offset in the root element, or at its `<`, until the root is closed or the bytes end; answers the offset it came to. */
  function scanContent(from: number): number {
    const { bytes } = source;
    let { line, lineStart, continuations } = source;
    let at = from;
    for (;;) {
      const start = at;
      const startLine = line;
      const startLineStart = lineStart;
      const startContinuations = continuations;
      let value = "";
      let byte = bytes[at] as number;
      if (byte !== 0x3c) {
        for (;;) {
          if (byte === 0x0a || (byte === 0x0d && bytes[at + 1] !== 0x0a)) {
            line++;
            lineStart = at + 1;
            continuations = 0;
          } else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) break;
          byte = bytes[++at] as number;
        }
        const isBlank = byte === 0x3c;
        if (!isBlank) {
          // Line ends in text are left to scanText, and counted again.
          line = startLine;
          lineStart = startLineStart;
          continuations = startContinuations;
          at = start;
          while (textClass[(byte = bytes[at] as number)] === 0) at++;
        }
        if (byte !== 0x3c || at - start > limits.valueBytes - pendingBytes) {
          Object.assign(source, { anchor: start, line: startLine, lineStart: startLineStart, continuations: startContinuations });
          at = scanText(source, start, limits.valueBytes - pendingBytes);
          if (at === INCOMPLETE) return start;
          value = decodeValue(source, start, at, "text");
          moveTo(source, at);
          ({ line, lineStart, continuations } = source);
        } else if (!isBlank) value = decodeAscii(bytes, start, at);
        else if (isLeaf || pending !== "") value = decodeValue(source, start, at, "text");
      }
      const next = bytes[at + 1] as number;

      if (next === 0x2f) {
        if (pending !== "") reportText(value, isLeaf);
        else if (value !== "" && (isLeaf || /[^ \t\r\n]/.test(value))) handler.text(value);
        isLeaf = false;
        const name = openNames[depth] as number;
        const nameBytes = names.bytes;
        let nameAt = names.starts[name] as number;
        const nameEnd = nameAt + (names.lengths[name] as number);
        let end = at + 2;
        while (nameAt < nameEnd && nameBytes[nameAt] === bytes[end]) {
          nameAt++;
          end++;
        }
        if (nameAt === nameEnd && bytes[end] === 0x3e) at = end + 1;
        else {
          Object.assign(source, { anchor: at, line, lineStart, continuations });
          end = scanEndTag(source, at, name, openLines[depth] as number);
          if (end === INCOMPLETE) return at;
          moveTo(source, end);
          ({ line, lineStart, continuations } = source);
          at = end;
        }
        depth--;
        handler.close(name);
        if (depth === 0) {
          place = "after";
          Object.assign(source, { anchor: at, line, lineStart, continuations });
          return at;
        }
        continue;
      }
    }
  }
  return { write, end, nameOf: (index) => nameOf(source, index) };
}
