import { createTranscoder, type Transcoder } from "../xml/transcode.ts";
import { contentOf, notCsvReason } from "./content.ts";

/** Bytes that are read together; the chunks in which they come do not matter. */
const BLOCK_BYTES = 1 << 20;

/** Takes the bytes of a file in chunks of any size. */
export interface ByteSink {
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

/**
 * Bytes to text, in blocks. A byte order mark says the encoding (UTF-8, UTF-16). Without one, the first bytes that are not ASCII decide for the whole
 * file: when they are a character of UTF-8, it is UTF-8, else Windows-1252, in which a character of UTF-8 would be two or three strange ones. What
 * cannot be read in the encoding becomes U+FFFD, and is for the reader of the rows to report.
 * @param take the next piece of text; the last call, and only this one, has isLast
 * @param refuse why the file is no text that is read; nothing comes after it
 */
export function createTextDecoder(take: (text: string, isLast: boolean) => void, refuse: (reason: string) => void): ByteSink {
  const block = new Uint8Array(BLOCK_BYTES);
  let filled = 0;
  let isBegun = false;
  let isRefused = false;
  /** Null while all bytes have been ASCII, which is the same in both. */
  let transcoder: Transcoder | null = null;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** Which encoding the file is in and from where it is to be read, when a byte order mark says it. */
  const begin = (bytes: Uint8Array): number => {
    isBegun = true;
    const reason = notCsvReason(contentOf(bytes));
    if (reason !== null) {
      isRefused = true;
      refuse(reason);
      return 0;
    }
    const [first, second, third] = bytes;
    if (first === 0xff && second === 0xfe) transcoder = createTranscoder("utf-16le");
    else if (first === 0xfe && second === 0xff) transcoder = createTranscoder("utf-16be");
    else if (first === 0xef && second === 0xbb && third === 0xbf) transcoder = createTranscoder("utf-8");
    return transcoder === null ? 0 : first === 0xef ? 3 : 2;
  };

  const flush = (isLast: boolean): void => {
    let from = 0;
    let to = filled;
    if (!isBegun) from = begin(block.subarray(0, filled));
    if (isRefused) return;
    if (transcoder === null) {
      const high = findHigh(block, filled);
      const length = sequenceLength(block[high] ?? 0);
      // A character that the block cuts through is looked at with the next one.
      if (high < filled && high + length > filled && !isLast) to = high;
      else if (high < filled) transcoder = createTranscoder(isCharacter(block.subarray(high, high + length)) ? "utf-8" : "windows-1252");
    }
    const bytes = block.subarray(from, to);
    take(decoder.decode(transcoder === null ? bytes : transcoder.write(bytes), { stream: true }), false);
    if (isLast) take(decoder.decode(transcoder?.end()), true);
    block.copyWithin(0, to, filled);
    filled -= to;
  };

  return {
    write: (chunk) => {
      for (let at = 0; at < chunk.length; ) {
        if (isRefused) return;
        const part = chunk.subarray(at, at + BLOCK_BYTES - filled);
        block.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === BLOCK_BYTES) flush(false);
      }
    },
    end: () => {
      if (!isRefused) flush(true);
    },
  };
}

/** Where the first byte above ASCII stands; the length when there is none. */
function findHigh(bytes: Uint8Array, length: number): number {
  let at = 0;
  while (at < length && (bytes[at] as number) < 0x80) at += 1;
  return at;
}

/** How many bytes the character of UTF-8 has that begins with a byte; 1 for a byte that begins none. */
function sequenceLength(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 2;
  if (byte >= 0xe0 && byte <= 0xef) return 3;
  return byte >= 0xf0 && byte <= 0xf4 ? 4 : 1;
}

function isCharacter(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
