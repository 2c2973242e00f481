import { XmlProblem } from "./problem.ts";

/** How the characters of a file are written as bytes. */
export interface XmlEncoding {
  readonly form: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "ascii";
  /** For messages: the name in the declaration, or UTF-8 or UTF-16. */
  readonly label: string;
  /** Whether the file says so, by its declaration or a byte order mark. */
  readonly isDeclared: boolean;
  /** Bytes of the byte order mark, which are not part of the document. */
  readonly markBytes: number;
}

/** The forms behind the names that are understood, in small letters. Browsers too read ISO-8859-1 as Windows-1252: it is what is meant. */
const forms = new Map<string, XmlEncoding["form"]>([
  ["utf-8", "utf-8"],
  ["utf8", "utf-8"],
  ["us-ascii", "ascii"],
  ["ascii", "ascii"],
  ["iso-8859-1", "windows-1252"],
  ["latin1", "windows-1252"],
  ["windows-1252", "windows-1252"],
  ["cp1252", "windows-1252"],
]);

/** An XML declaration that names an encoding is never longer than this; what follows is not looked at. */
const DECLARATION_BYTES = 1024;

/**
 * Finds a file's encoding from its first bytes: a byte order mark, else the pattern of an XML declaration in UTF-16, else the encoding that the
 * declaration names, else UTF-8. Nothing is guessed from the content.
 * @param isAll whether these are all bytes of the file
 * @returns undefined when more bytes are needed, at most 1,024
 * @throws XmlProblem of kind encoding, for an encoding that is not understood
 */
export function detectEncoding(bytes: Uint8Array, isAll: boolean): XmlEncoding | undefined {
  if (bytes.length < 4 && !isAll) return undefined;
  const begins = (...expected: readonly number[]): boolean => expected.every((byte, index) => bytes[index] === byte);
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff) || begins(0x3c, 0, 0, 0) || begins(0, 0, 0, 0x3c)) throw unsupported("UTF-32");
  if (begins(0xff, 0xfe)) return { form: "utf-16le", label: "UTF-16", isDeclared: true, markBytes: 2 };
  if (begins(0xfe, 0xff)) return { form: "utf-16be", label: "UTF-16", isDeclared: true, markBytes: 2 };
  if (begins(0x3c, 0, 0x3f, 0)) return { form: "utf-16le", label: "UTF-16", isDeclared: true, markBytes: 0 };
  if (begins(0, 0x3c, 0, 0x3f)) return { form: "utf-16be", label: "UTF-16", isDeclared: true, markBytes: 0 };
  if (begins(0x3c, 0) || begins(0, 0x3c)) {
    throw new XmlProblem("encoding", "The file looks like UTF-16, but has neither a byte order mark nor an XML declaration. Save it as UTF-8.", 1, 1);
  }
  if (begins(0x4c, 0x6f, 0xa7, 0x94)) throw unsupported("EBCDIC");
  if (begins(0xef, 0xbb, 0xbf)) {
    const declared = findDeclared(bytes.subarray(3), isAll);
    if (declared === undefined) return undefined;
    if (declared !== "" && forms.get(declared.toLowerCase()) !== "utf-8") throw contradiction(declared);
    return { form: "utf-8", label: "UTF-8", isDeclared: true, markBytes: 3 };
  }
  const declared = findDeclared(bytes, isAll);
  if (declared === undefined) return undefined;
  if (declared === "") return { form: "utf-8", label: "UTF-8", isDeclared: false, markBytes: 0 };
  if (/^(?:utf-?16|ucs-?2|iso-10646-ucs-2)/i.test(declared)) throw contradiction(declared);
  const form = forms.get(declared.toLowerCase());
  if (form === undefined) throw unsupported(`“${declared}”`);
  return { form, label: form === "utf-8" ? "UTF-8" : declared, isDeclared: true, markBytes: 0 };
}

/** The encoding that the declaration names, empty when none does, undefined when more bytes are needed. */
function findDeclared(bytes: Uint8Array, isAll: boolean): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, DECLARATION_BYTES));
  const opening = "<?xml";
  if (!(text.length < opening.length ? opening.startsWith(text) : text.startsWith(opening))) return "";
  const end = text.search(/[>]/);
  if (end < 0 && !isAll && bytes.length < DECLARATION_BYTES) return undefined;
  const declaration = end < 0 ? text : text.slice(0, end);
  return /^<\?xml[ \t\r\n][^<]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][A-Za-z0-9._-]{0,39})["']/.exec(declaration)?.[1] ?? "";
}

function unsupported(name: string): XmlProblem {
  return new XmlProblem(
    "encoding",
    `The encoding ${name} is not read. Save the file as UTF-8. (Read are UTF-8, UTF-16, Windows-1252, ISO-8859-1 and US-ASCII.)`,
    1,
    1,
  );
}

function contradiction(declared: string): XmlProblem {
  const message = `The XML declaration says that the file is ${declared}, but its bytes are not. Save it as UTF-8 and declare encoding="UTF-8".`;
  return new XmlProblem("encoding", message, 1, 1);
}
