import { describe, expect, it } from "vitest";
import { detectEncoding } from "../../../runtime/xml/encoding.ts";
import { toUtf16 } from "./mutate.ts";
import { describeProblem, readEvents } from "./read-events.ts";

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const unreadable = (name: string): string =>
  `encoding 1:1 The encoding ${name} is not read. Save the file as UTF-8. (Read are UTF-8, UTF-16, Windows-1252, ISO-8859-1 and US-ASCII.)`;
const contradicted = (name: string): string =>
  `encoding 1:1 The XML declaration says that the file is ${name}, but its bytes are not. Save it as UTF-8 and declare encoding="UTF-8".`;
const remedy = 'Please save the file as UTF-8, or declare the encoding that it has: <?xml version="1.0" encoding="windows-1252"?>.';
const undeclared = `is not valid UTF-8, which is what XML is when it does not say otherwise. ${remedy}`;

const body = "<a b='é'>\n😀é<c>ü</c></a>";
const events = ["<a", '@b="é"', '"\\n😀é"', "<c", '"ü"', "/c", "/a"];

const readable: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ["UTF-8", utf8(body)],
  ["UTF-8 with a byte order mark", utf8(`\uFEFF${body}`)],
  ["UTF-8 with both", utf8(`\uFEFF<?xml version="1.0" encoding="utf-8"?>${body}`)],
  ["UTF-8 declared", utf8(`<?xml version='1.0' encoding='Utf-8'?>${body}`)],
  ["UTF-16, little end first, with a mark", toUtf16(`\uFEFF${body}`)],
  ["UTF-16, big end first, with a mark", toUtf16(`\uFEFF${body}`, true)],
  ["UTF-16, little end first, declared only", toUtf16(`<?xml version="1.0" encoding="UTF-16"?>${body}`)],
  ["UTF-16, big end first, declared only", toUtf16(`<?xml version="1.0" encoding="UTF-16BE"?>${body}`, true)],
  ["UTF-16 with a mark, declared as something else", toUtf16(`\uFEFF<?xml version="1.0" encoding="UTF-8"?>${body}`)],
];

describe("an encoding that is read", () => {
  it.each(readable)("%s", (_name, bytes) => {
    for (const size of [1, 3, 2 ** 20]) {
      const { events: read, problem } = readEvents(bytes, [size], false);
      expect(problem).toBeUndefined();
      expect(read).toEqual(events);
    }
  });

  it("gives lines and columns in characters", () => {
    expect(readable.map(([, bytes]) => readEvents(bytes).events.find((event) => event.startsWith("<c")))).toEqual(readable.map(() => "<c 2:3"));
  });

  it.each(["windows-1252", "Windows-1252", "ISO-8859-1", "latin1"])("%s, with the characters of Windows from 0x80 to 0x9F", (name) => {
    const declaration = `<?xml version="1.0" encoding="${name}"?>`;
    const { events: read } = readEvents(latin(`${declaration}<a>\u0080 \u0092\u0099\u009F é\u00FF<b/></a>`));
    expect(read).toEqual([`<a 1:${declaration.length + 1}`, '"€ ’™Ÿ éÿ"', `<b 1:${declaration.length + 12}`, "/b", "/a"]);
  });

  it("has all 256 characters as the encoding standard has them", () => {
    const high = Array.from({ length: 128 }, (_, index) => String.fromCharCode(0x80 + index)).join("");
    const { events: read } = readEvents(latin(`<?xml version="1.0" encoding="cp1252"?><a>${high}</a>`), undefined, false);
    expect(read[1]).toBe(JSON.stringify(new TextDecoder("windows-1252").decode(latin(high), { stream: true })));
  });

  it("US-ASCII", () => {
    expect(readEvents(latin(`<?xml version="1.0" encoding="US-ASCII"?><a>x</a>`), undefined, false).events).toEqual(["<a", '"x"', "/a"]);
  });
});

const refused: readonly (readonly [name: string, bytes: Uint8Array, problem: string])[] = [
  ["Windows-1252 that is not declared", latin("<a>\n<b>Zo\u00EB</b></a>"), `encoding 2:6 The byte 0xEB here ${undeclared}`],
  [
    "Windows-1252 that is declared as UTF-8",
    latin('<?xml version="1.0" encoding="UTF-8"?><a>\u0092</a>'),
    `encoding 1:42 The byte 0x92 here is not valid UTF-8, which is what the file says it is. ${remedy}`,
  ],
  ["an overlong form", latin("<a>é\u00C0\u0080</a>".replace("é", "\u00C3\u00A9")), `encoding 1:5 The byte 0xC0 here ${undeclared}`],
  ["an overlong form of three bytes", latin("<a>\u00E0\u0080\u00AF</a>"), `encoding 1:4 The byte 0xE0 here ${undeclared}`],
  ["half a surrogate pair", latin("<a>\u00ED\u00A0\u0080</a>"), `encoding 1:4 The byte 0xED here ${undeclared}`],
  ["a number above U+10FFFF", latin("<a>\u00F4\u0090\u0080\u0080</a>"), `encoding 1:4 The byte 0xF4 here ${undeclared}`],
  ["a byte that begins nothing", latin("<a b='\u0080'/>"), `encoding 1:7 The byte 0x80 here ${undeclared}`],
  ["a character cut off by markup", latin("<a>\u00E2\u0082</a>"), `encoding 1:4 The byte 0xE2 here ${undeclared}`],
  [
    "a character cut off by the end",
    latin("<a>\u00E2\u0082"),
    "truncated 1:5 The file ends before <a>, opened on line 1, is closed. Part of the file is missing.",
  ],
  ["bad bytes in a name", latin("<a\u00FF/>"), `encoding 1:3 The byte 0xFF here ${undeclared}`],
  ["bad bytes in a comment", latin("<!-- \u00FF --><a/>"), `encoding 1:6 The byte 0xFF here ${undeclared}`],
  ["bad bytes before the root", latin("\u00FF<a/>"), `encoding 1:1 The byte 0xFF here ${undeclared}`],
  [
    "a byte above 0x7F in US-ASCII",
    latin('<?xml version="1.0" encoding="us-ascii"?><a>\u00E9</a>'),
    "encoding 1:45 The bytes here are not valid us-ascii, which is the encoding of this file.",
  ],
  [
    "half a surrogate pair in UTF-16",
    toUtf16("\uFEFF<a>\n é\uD83D</a>"),
    "encoding 2:3 The bytes here are not valid UTF-16, which is the encoding of this file.",
  ],
  ["the other half", toUtf16("\uFEFF<a>\uDE00</a>", true), "encoding 1:4 The bytes here are not valid UTF-16, which is the encoding of this file."],
  [
    "UTF-16 cut in the middle of a unit",
    toUtf16("\uFEFF<a/>").slice(0, -1),
    "truncated 1:5 The file ends in the middle of a tag, a comment or a processing instruction. Part of the file is missing.",
  ],
  [
    "UTF-16 with neither mark nor declaration",
    toUtf16("<a/>"),
    "encoding 1:1 The file looks like UTF-16, but has neither a byte order mark nor an XML declaration. Save it as UTF-8.",
  ],
  ["UTF-8 that says it is UTF-16", utf8('<?xml version="1.0" encoding="utf-16"?><a/>'), contradicted("utf-16")],
  ["a mark of UTF-8 on what says it is something else", utf8('\uFEFF<?xml version="1.0" encoding="windows-1252"?><a/>'), contradicted("windows-1252")],
  ["UTF-32", latin("\u00FF\u00FE\u0000\u0000<\u0000\u0000\u0000"), unreadable("UTF-32")],
  ["EBCDIC", latin("\u004C\u006F\u00A7\u0094\u0093"), unreadable("EBCDIC")],
  ["an encoding nobody knows", utf8('<?xml version="1.0" encoding="x-mine"?><a/>'), unreadable("“x-mine”")],
  ["another one that is not read", utf8('<?xml version="1.0" encoding="Shift_JIS"?><a/>'), unreadable("“Shift_JIS”")],
];

describe("an encoding that is not", () => {
  it.each(refused)("%s", (_name, bytes, problem) => {
    for (const size of [1, 2, 5, 2 ** 20]) expect(describeProblem(readEvents(bytes, [size]))).toBe(problem);
  });
});

describe("detectEncoding", () => {
  it("asks for more until it knows, and never for more than a kilobyte", () => {
    const start = utf8('<?xml version="1.0" encoding="UTF-8"?>');
    expect(detectEncoding(start.subarray(0, 3), false)).toBeUndefined();
    expect(detectEncoding(start.subarray(0, 20), false)).toBeUndefined();
    expect(detectEncoding(start.subarray(0, 20), true)?.form).toBe("utf-8");
    expect(detectEncoding(start, false)).toEqual({ form: "utf-8", label: "UTF-8", isDeclared: true, markBytes: 0 });
    expect(detectEncoding(utf8("<a b"), false)).toEqual({ form: "utf-8", label: "UTF-8", isDeclared: false, markBytes: 0 });
    expect(detectEncoding(utf8(`<?xml version="1.0"${" ".repeat(1100)}`), false)?.isDeclared).toBe(false);
  });
});
