/**
 * What the first bytes of a file say it is. `markup` begins with `<`: XML, or a web page; `text` is all that is not known to be something else.
 */
export type ContentKind = "binary" | "empty" | "gzip" | "markup" | "old-workbook" | "pdf" | "text" | "unmarked-utf-16" | "utf-32" | "zip";

/** So many bytes are enough for `contentOf`, unless a file begins with hundreds of blanks. */
export const CONTENT_BYTES = 512;

const SIGNATURES: readonly (readonly [ContentKind, readonly number[]])[] = [
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  // A zip with nothing in it.
  ["zip", [0x50, 0x4b, 0x05, 0x06]],
  ["old-workbook", [0xd0, 0xcf, 0x11, 0xe0]],
  ["pdf", [0x25, 0x50, 0x44, 0x46]],
  ["gzip", [0x1f, 0x8b]],
  ["utf-32", [0xff, 0xfe, 0, 0]],
  ["utf-32", [0, 0, 0xfe, 0xff]],
];

const BLANKS = new Set([0x09, 0x0a, 0x0d, 0x20]);

/** Looks at the bytes, never at the name. @param bytes the first ones of the file, CONTENT_BYTES or all */
export function contentOf(bytes: Uint8Array): ContentKind {
  if (bytes.length === 0) return "empty";
  for (const [kind, signature] of SIGNATURES) if (signature.every((byte, index) => bytes[index] === byte)) return kind;
  const [first = 0, second = 0] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return firstSeen(bytes.subarray(2)) === 0x3c ? "markup" : "text";
  if (firstSeen(bytes) === 0x3c) return "markup";
  if (bytes.length >= 2 && (first === 0) !== (second === 0)) return "unmarked-utf-16";
  return first === 0 ? "binary" : "text";
}

/** The first byte that is no blank, no byte order mark and no half of a character of UTF-16. */
function firstSeen(bytes: Uint8Array): number | undefined {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.subarray(start).find((byte) => byte !== 0 && !BLANKS.has(byte));
}

const SAVE = "Open it in a spreadsheet and save each table as CSV (comma delimited).";

/** Why a file of a kind cannot be read as CSV, and what to do; null when it can. */
export function notCsvReason(kind: ContentKind): string | null {
  switch (kind) {
    case "empty":
    case "text":
      return null;
    case "markup":
      return "This is XML or a web page, not CSV.";
    case "zip":
      return `This is a packed file or an Excel workbook, not CSV. ${SAVE}`;
    case "old-workbook":
      return `This is an Excel workbook, not CSV. ${SAVE}`;
    case "pdf":
      return "This is a PDF document, not CSV.";
    case "gzip":
      return "This is a packed file, not CSV. Unpack it.";
    case "utf-32":
      return "The file is in UTF-32, which is not read. Save it as CSV UTF-8.";
    case "unmarked-utf-16":
      return "The file looks like UTF-16, but has no byte order mark. Save it as CSV UTF-8.";
    case "binary":
      return "The file is not text.";
  }
}
