import { INCOMPLETE, isNameStart, readCodePoint } from "./characters.ts";
import { createContentScanner } from "./content.ts";
import { defaultLimits, type XmlHandler, type XmlOptions, type XmlReader } from "./handler.ts";
import { scanDeclaration, scanMarkup } from "./markup.ts";
import { createNameTable } from "./names.ts";
import { formatNumber, moveTo, refuse, refuseCharacter, type Source, shortName } from "./source.ts";
import { nameOf, skipSpace } from "./tags.ts";

export interface ScannerOptions extends XmlOptions {
  /** What the bytes were before they were UTF-8, for messages; when not given, UTF-8 that was not declared. */
  readonly encoding?: Source["encoding"];
}

/** The bytes worked on at a time: more do not make it faster, and these stay in the processor's cache. */
const BUFFER_BYTES = 64 * 1024;
const SENTINEL_BYTES = 8;

/** A token longer than this is tried again only when as many bytes more have come, or small chunks would make its cost quadratic. */
const PATIENCE_BYTES = 4096;

/**
 * A push scanner for XML 1.0 in UTF-8 without a byte order mark (createXmlReader takes other encodings). It refuses whatever is not well-formed,
 * document type declarations, and what exceeds the limits; its memory is bounded by these.
 */
export function createXmlScanner(handler: XmlHandler, options: ScannerOptions = {}): XmlReader {
  const limits = { ...defaultLimits, ...options.limits };
  const buffer = new Uint8Array(BUFFER_BYTES + SENTINEL_BYTES);
  const source: Source = {
    bytes: buffer,
    view: new DataView(buffer.buffer),
    limit: 0,
    anchor: 0,
    line: 1,
    lineStart: 0,
    continuations: 0,
    limits,
    names: createNameTable(options.names ?? [], limits.names),
    encoding: options.encoding ?? { label: "UTF-8", isDeclared: false },
  };
  const content = createContentScanner(source, handler, options.blanks ?? false);
  let place: "start" | "before" | "inside" | "after" = "start";
  let isEnd = false;
  let isStopped = false;
  let wanted = 0;

  /** Reads outside the root element; answers the offset of the root's `<`, or of a token that is not complete. */
  const scanOutside = (from: number): number => {
    const { bytes, limit } = source;
    let at = from;
    for (;;) {
      at = skipSpace(source, at);
      // Whether a carriage return is a line end of its own shows only when the next byte has come.
      if (at === limit && at > from && bytes[at - 1] === 0x0d && !isEnd) at--;
      moveTo(source, at);
      if (at >= limit || bytes[at] === 0x0d) return at;
      if (bytes[at] !== 0x3c) {
        const where = place === "before" ? "before the root element: the file must begin with “<”" : "after the root element has ended";
        refuseCharacter(source, at, (found) => `${found} is not allowed ${where}.`);
        return at;
      }
      if (at + 1 >= limit) return at;
      if (bytes[at + 1] === 0x21 || bytes[at + 1] === 0x3f) {
        const end = scanMarkup(source, at, false);
        if (end === INCOMPLETE) return at;
        moveTo(source, end);
        at = end;
        continue;
      }
      const codePoint = readCodePoint(bytes, at + 1, limit);
      if (codePoint === INCOMPLETE) return at;
      if (place === "after") {
        if (isNameStart(codePoint)) refuse(source, at, "not-well-formed", "The root element has ended: a second one is not allowed after it.");
        if (codePoint === 0x2f) refuse(source, at, "not-well-formed", "The root element has ended: there is nothing for this end tag to close.");
      } else if (codePoint === 0x2f) refuse(source, at, "not-well-formed", "This end tag has no start tag.");
      else if (isNameStart(codePoint)) place = "inside";
      if (place !== "inside") refuseCharacter(source, at + 1, (found) => `“<” must begin a tag, not be followed by ${found}.`);
      return at;
    }
  };

  /** Reads what is in hand; answers the offset of what must be kept. */
  const scan = (): number => {
    let at = 0;
    if (place === "start") {
      at = scanDeclaration(source);
      if (at === INCOMPLETE) return 0;
      moveTo(source, at);
      place = "before";
    }
    if (place === "before") at = scanOutside(at);
    if (place === "inside") {
      at = content.scan(at);
      if (content.isDone()) place = "after";
    }
    return place === "after" ? scanOutside(at) : at;
  };

  const scanAndKeepRest = (): void => {
    source.bytes.fill(0, source.limit, source.limit + SENTINEL_BYTES);
    const kept = scan();
    source.bytes.copyWithin(0, kept, source.limit);
    source.limit -= kept;
    source.anchor -= kept;
    source.lineStart -= kept;
    wanted = source.limit > PATIENCE_BYTES ? source.limit * 2 : 0;
  };

  const append = (chunk: Uint8Array): void => {
    for (let taken = 0; taken < chunk.length; ) {
      const capacity = source.bytes.length - SENTINEL_BYTES;
      if (source.limit === capacity) {
        const grown = new Uint8Array(capacity * 2 + SENTINEL_BYTES);
        grown.set(source.bytes);
        source.bytes = grown;
        source.view = new DataView(grown.buffer);
        continue;
      }
      const count = Math.min(capacity - source.limit, chunk.length - taken);
      source.bytes.set(chunk.subarray(taken, taken + count), source.limit);
      source.limit += count;
      taken += count;
      if (source.limit >= wanted) scanAndKeepRest();
    }
  };

  const finish = (): void => {
    isEnd = true;
    scanAndKeepRest();
    const { limit } = source;
    if (place === "after" && limit === 0) return;
    if (content.depth() > 0) {
      const { name, line } = content.innermost();
      const shown = shortName(nameOf(source, name));
      refuse(source, limit, "truncated", `The file ends before <${shown}>, opened on line ${formatNumber(line)}, is closed. Part of the file is missing.`);
    }
    if (limit > 0)
      refuse(source, limit, "truncated", "The file ends in the middle of a tag, a comment or a processing instruction. Part of the file is missing.");
    refuse(source, limit, "empty", "The file has no content: no element was found in it.");
  };

  /** Runs a step; a scanner that has thrown stays stopped, for its state is then in the middle of something. */
  const run = (step: () => void): void => {
    if (isStopped) throw new Error("the scanner has stopped: it met a problem, or the end");
    isStopped = true;
    step();
    isStopped = false;
  };

  return {
    write: (chunk) => run(() => append(chunk)),
    end: () => {
      run(finish);
      isStopped = true;
    },
    nameOf: (index) => nameOf(source, index),
  };
}
