import type { XmlEncoding } from "./encoding.ts";

/** Turns chunks of bytes after the byte order mark into chunks of UTF-8. */
export interface Transcoder {
  write(chunk: Uint8Array): Uint8Array;
  /** What is left at the end of the bytes. */
  end(): Uint8Array;
}

const nothing = new Uint8Array(0);

/** No UTF-8 has this byte. */
const BAD_BYTE = 0xff;

/**
 * Never refuses anything: what is wrong in the encoding comes out as bytes that are wrong in UTF-8, so that the scanner, which knows line and
 * column, refuses it there. Half a surrogate pair becomes its three bytes, a byte above 0x7F in ASCII becomes 0xFF, and half a unit of UTF-16 at
 * the end becomes the first byte of a character that does not come.
 */
export function createTranscoder(form: XmlEncoding["form"]): Transcoder {
  switch (form) {
    case "utf-8":
      return { write: (chunk) => chunk, end: () => nothing };
    case "ascii":
      return { write: (chunk) => chunk.map((byte) => (byte < 0x80 ? byte : BAD_BYTE)), end: () => nothing };
    case "windows-1252":
      return createWindowsTranscoder();
    case "utf-16le":
      return createUtf16Transcoder(0, 1);
    case "utf-16be":
      return createUtf16Transcoder(1, 0);
  }
}

/** The characters of bytes 0x80 to 0x9F; written out because not every TextDecoder for windows-1252 knows them. The unused five are controls, as in browsers. */
const windowsCharacters = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

function createWindowsTranscoder(): Transcoder {
  const encoder = new TextEncoder();
  const high = Array.from({ length: 0x80 }, (_, index) => encoder.encode(windowsCharacters[index] ?? String.fromCharCode(0x80 + index)));
  const write = (chunk: Uint8Array): Uint8Array => {
    const output = new Uint8Array(chunk.length * 3);
    let length = 0;
    for (const byte of chunk) {
      if (byte < 0x80) output[length++] = byte;
      else for (const part of high[byte - 0x80] ?? []) output[length++] = part;
    }
    return output.subarray(0, length);
  };
  return { write, end: () => nothing };
}

function createUtf16Transcoder(lowByte: number, highByte: number): Transcoder {
  /** A byte, or a first half of a pair with perhaps a byte after it, kept until the rest comes. */
  let kept = nothing;
  const convert = (bytes: Uint8Array, isEnd: boolean): Uint8Array => {
    const unitAt = (at: number): number => ((bytes[at + highByte] as number) << 8) | (bytes[at + lowByte] as number);
    // Two bytes become three at most; four become four.
    const output = new Uint8Array((bytes.length >> 1) * 3 + 1);
    let length = 0;
    let at = 0;
    while (at + 1 < bytes.length) {
      let codePoint = unitAt(at);
      if (codePoint >= 0xd800 && codePoint < 0xdc00) {
        if (at + 3 >= bytes.length && !isEnd) break;
        const second = at + 3 < bytes.length ? unitAt(at + 2) : 0;
        if (second >= 0xdc00 && second < 0xe000) {
          codePoint = 0x10000 + ((codePoint - 0xd800) << 10) + (second - 0xdc00);
          at += 2;
        }
      }
      at += 2;
      if (codePoint < 0x80) output[length++] = codePoint;
      else {
        if (codePoint < 0x800) output[length++] = 0xc0 | (codePoint >> 6);
        else {
          if (codePoint < 0x10000) output[length++] = 0xe0 | (codePoint >> 12);
          else {
            output[length++] = 0xf0 | (codePoint >> 18);
            output[length++] = 0x80 | ((codePoint >> 12) & 0x3f);
          }
          output[length++] = 0x80 | ((codePoint >> 6) & 0x3f);
        }
        output[length++] = 0x80 | (codePoint & 0x3f);
      }
    }
    kept = bytes.slice(at);
    if (isEnd && kept.length > 0) output[length++] = 0xe0;
    return output.subarray(0, length);
  };
  return {
    write: (chunk) => {
      if (kept.length === 0) return convert(chunk, false);
      const joined = new Uint8Array(kept.length + chunk.length);
      joined.set(kept);
      joined.set(chunk, kept.length);
      return convert(joined, false);
    },
    end: () => convert(kept, true),
  };
}
