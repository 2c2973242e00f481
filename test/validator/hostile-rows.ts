import { altered, OTHER_COLLECTION, SMALL_RETURN } from "./small-return.ts";

/** An input, and what the command does with it. */
export interface HostileRow {
  readonly what: string;
  readonly input: string | Uint8Array;
  readonly code: 0 | 1 | 2;
  /** `rule line:column` of all errors, in order. */
  readonly errors: readonly string[];
  /** What standard error says behind the name of the input; nothing when it is to be silent. */
  readonly said: RegExp | null;
}

/** The small return up to a text, which is left out. */
export const until = (text: string): string => SMALL_RETURN.slice(0, SMALL_RETURN.lastIndexOf(text));
const bomb = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, index) => `<!ENTITY ${"bcdefghij"[index]} "${`&${"abcdefghi"[index]};`.repeat(10)}">`).join("")}]>`;
const withId = (id: string): string => altered("X0000001", id);
const undeclared = SMALL_RETURN.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "");

function utf16(text: string, isBigEndian: boolean, isMarked: boolean): Uint8Array {
  const bytes = Buffer.from(`${isMarked ? "\uFEFF" : ""}${text}`, "utf16le");
  return isBigEndian ? bytes.swap16() : bytes;
}

/** Hostile and broken inputs, and what `validate --release cin/2025-26` does with them. */
export const HOSTILE_ROWS: readonly HostileRow[] = [
  { what: "a return without errors", input: SMALL_RETURN, code: 0, errors: [], said: null },

  {
    what: "an element too early: one finding, not one for each that it stands before",
    input: altered("<Collection>CIN</Collection>", "<ReferenceDate>2026-03-31</ReferenceDate><Collection>CIN</Collection>").replace(
      "      <ReferenceDate>2026-03-31</ReferenceDate>\n",
      "",
    ),
    code: 1,
    errors: ["structure.order 5:48"],
    said: null,
  },

  // Nothing could be read as a return.
  {
    what: "an empty file",
    input: "",
    code: 2,
    errors: ["structure.unreadable 1:1"],
    said: /^:1:1: The file has no content: no element was found in it\. Nothing was checked\.$/,
  },
  { what: "blanks only", input: " \n\n", code: 2, errors: ["structure.unreadable 3:1"], said: /^:3:1: The file has no content/ },
  {
    what: "zero bytes",
    input: new Uint8Array(1000),
    code: 2,
    errors: ["structure.unreadable 1:1"],
    said: /^:1:1: The character U\+0000 is not allowed in XML/,
  },
  {
    what: "a picture",
    input: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
    code: 2,
    errors: ["structure.unreadable 1:1"],
    said: /^:1:1: The byte 0x89 here is not valid UTF-8/,
  },
  {
    what: "a packed file that is not whole",
    input: "PK\u0003\u0004",
    code: 2,
    errors: ["structure.unreadable"],
    said: /^: The zip file cannot be read: it is damaged or not complete/,
  },
  { what: "a table", input: "CHILD,SEX\n1,M\n", code: 2, errors: ["structure.unreadable 1:1"], said: /^:1:1: “C” is not allowed before the root element/ },
  {
    what: "a document type",
    input: altered("<Message>", '<!DOCTYPE Message SYSTEM "file:///etc/passwd">\n<Message>'),
    code: 2,
    errors: ["structure.unreadable 2:1"],
    said: /^:2:1: The file has a document type declaration .* Remove it\. Nothing was checked\.$/,
  },
  {
    what: "an entity bomb",
    input: `${bomb}${undeclared.replace("X0000001", "&j;")}`,
    code: 2,
    errors: ["structure.unreadable 1:1"],
    said: /^:1:1: The file has a document type declaration/,
  },
  {
    what: "a file of the other collection",
    input: OTHER_COLLECTION,
    code: 2,
    errors: ["structure.unreadable 2:1"],
    said: /^:2:1: The root element is EXPSSDA903, not Message, so this is no return of cin\/2025-26 .* It looks like a file of another collection \(Children looked after.*\): name its release, such as --release cla\/\d{4}-\d\d\.$/,
  },
  {
    what: "another root",
    input: "<html><body/></html>",
    code: 2,
    errors: ["structure.unreadable 1:1"],
    said: /^:1:1: The root element is html, not Message, .* Check that this is the right file, and the whole of it\.$/,
  },
  {
    what: "a part of a return",
    input: until("</Children>").slice(SMALL_RETURN.indexOf("<Children>")).concat("</Children>"),
    code: 2,
    errors: ["structure.unreadable 1:1"],
    said: /^:1:1: The root element is Children, not Message/,
  },
  {
    what: "a root in small letters",
    input: SMALL_RETURN.replaceAll("Message>", "message>"),
    code: 2,
    errors: ["structure.unreadable 2:1"],
    said: /Capital and small letters count\.$/,
  },
  {
    what: "namespace prefixes",
    input: SMALL_RETURN.replaceAll(/<(\/?)(?=[A-Z])/g, "<$1cin:").replace("<cin:Message", '<cin:Message xmlns:cin="urn:cin"'),
    code: 2,
    errors: ["structure.unreadable 2:1"],
    said: /Write the elements without a namespace prefix\.$/,
  },
  {
    what: "UTF-32",
    input: Uint8Array.of(0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0),
    code: 2,
    errors: ["structure.unreadable 1:1"],
    said: /^:1:1: The encoding UTF-32 is not read\. Save the file as UTF-8/,
  },
  {
    what: "an encoding nobody knows",
    input: altered("UTF-8", "klingon"),
    code: 2,
    errors: ["structure.unreadable 1:1"],
    said: /^:1:1: The encoding “klingon” is not read/,
  },
  {
    what: "UTF-16 without a mark or a declaration",
    input: utf16(undeclared, false, false),
    code: 2,
    errors: ["structure.unreadable 1:1"],
    said: /^:1:1: The file looks like UTF-16, .* Save it as UTF-8\./,
  },

  // The file breaks off: the findings so far stand.
  {
    what: "nothing but a declaration",
    input: SMALL_RETURN.slice(0, 39),
    code: 2,
    errors: ["structure.unreadable 2:1"],
    said: /^:2:1: The file has no content/,
  },
  {
    what: "cut in the declaration",
    input: SMALL_RETURN.slice(0, 20),
    code: 2,
    errors: ["structure.unreadable 1:21"],
    said: /^:1:21: The file ends in the middle of a tag/,
  },
  {
    what: "cut in the first tag",
    input: SMALL_RETURN.slice(0, 44),
    code: 2,
    errors: ["structure.unreadable 2:6"],
    said: /^:2:6: The file ends in the middle of a tag/,
  },
  {
    what: "cut in the header",
    input: until("<Source>"),
    code: 2,
    errors: ["structure.unreadable 9:5"],
    said: /^:9:5: The file ends before <Header>, opened on line 3, is closed\. Part of the file is missing\. Nothing behind this place was checked\.$/,
  },
  {
    what: "cut in a value of the second child",
    input: until("</Sex>").replace("<Sex>M<", "<Sex>Q<"),
    code: 2,
    errors: ["4180 15:5", "structure.unreadable 34:15"],
    said: /^:34:15: The file ends before <Sex>, opened on line 34, is closed/,
  },
  {
    what: "cut behind the last child",
    input: until("</Message>"),
    code: 2,
    errors: ["structure.unreadable 46:1"],
    said: /^:46:1: The file ends before <Message>/,
  },
  {
    what: "cut in the last tag",
    input: SMALL_RETURN.slice(0, -3),
    code: 2,
    errors: ["structure.unreadable 46:9"],
    said: /^:46:9: The file ends before <Message>/,
  },
  {
    what: "two roots",
    input: `${SMALL_RETURN}<Message/>`,
    code: 2,
    errors: ["structure.unreadable 47:1"],
    said: /^:47:1: The root element has ended: a second one is not allowed after it/,
  },
  {
    what: "text behind the root",
    input: `${SMALL_RETURN}END`,
    code: 2,
    errors: ["structure.unreadable 47:1"],
    said: /^:47:1: “E” is not allowed after the root element has ended/,
  },
  {
    what: "a wrong end tag",
    input: altered("</Sex>", "</Gender>"),
    code: 2,
    errors: ["structure.unreadable 19:15"],
    said: /^:19:15: The end tag <\/Gender> stands where <\/Sex> is expected, for the element opened on line 19/,
  },
  { what: "a bare ampersand", input: withId("A&B"), code: 2, errors: ["structure.unreadable 17:21"], said: /write “&amp;”/ },
  {
    what: "an entity that is not defined",
    input: withId("&eacute;"),
    code: 2,
    errors: ["structure.unreadable 17:20"],
    said: /^:17:20: The entity &eacute; is not defined/,
  },
  {
    what: "a control character",
    input: withId("X\u0007"),
    code: 2,
    errors: ["structure.unreadable 17:21"],
    said: /^:17:21: The character U\+0007 is not allowed in XML/,
  },
  {
    what: "bytes that are no UTF-8",
    input: Buffer.from(withId("Zoë"), "latin1"),
    code: 2,
    errors: ["structure.unreadable 17:22"],
    said: /^:17:22: The byte 0xEB here is not valid UTF-8, .* save the file as UTF-8, or declare the encoding/,
  },
  {
    what: "Windows-1252 that is not declared",
    input: Buffer.from(undeclared.replace("X0000001", "Zoë"), "latin1"),
    code: 2,
    errors: ["structure.unreadable 16:22"],
    said: /which is what XML is when it does not say otherwise/,
  },
  {
    what: "elements 10,000 deep",
    input: altered("<Header>", `<Header>${"<a>".repeat(10_000)}`),
    code: 2,
    errors: ["structure.unexpected-element 3:11", "structure.unreadable 3:605"],
    said: /^:3:605: The elements are more than 200 deep/,
  },
  {
    what: "a text of 50 MB",
    input: withId("x".repeat(50_000_000)),
    code: 2,
    errors: ["structure.unreadable 17:20"],
    said: /^:17:20: This text is longer than 1,048,576 bytes/,
  },

  // Other ways of writing the same.
  { what: "a byte order mark", input: `\uFEFF${SMALL_RETURN}`, code: 0, errors: [], said: null },
  { what: "UTF-16, little end first, marked", input: utf16(withId("Zoë"), false, true), code: 1, errors: ["1580 15:5"], said: null },
  { what: "UTF-16, big end first, marked", input: utf16(withId("Zoë"), true, true), code: 1, errors: ["1580 15:5"], said: null },
  { what: "UTF-16, little end first, declared", input: utf16(SMALL_RETURN.replace("UTF-8", "UTF-16"), false, false), code: 0, errors: [], said: null },
  { what: "UTF-16, big end first, declared", input: utf16(SMALL_RETURN.replace("UTF-8", "UTF-16"), true, false), code: 0, errors: [], said: null },
  {
    what: "Windows-1252 that is declared",
    input: Buffer.from(withId("Zoë").replace("UTF-8", "windows-1252"), "latin1"),
    code: 1,
    errors: ["1580 15:5"],
    said: null,
  },
  { what: "line ends of Windows", input: altered("<Sex>M<", "<Sex>Q<").replaceAll("\n", "\r\n"), code: 1, errors: ["4180 15:5"], said: null },
  { what: "a comment in a value", input: withId("X00<!-- no part of it -->00001"), code: 0, errors: [], said: null },
  { what: "an instruction in a value", input: withId("X00<?no part?>00001"), code: 0, errors: [], said: null },
  { what: "a CDATA section in a value", input: withId("X00<![CDATA[000]]>01"), code: 0, errors: [], said: null },
  {
    what: "a value that is read through all of these",
    input: altered("<Sex>M<", "<Sex><!-- --><![CDATA[Q]]><?p?><"),
    code: 1,
    errors: ["4180 15:5"],
    said: null,
  },
  {
    what: "a schema hint",
    input: altered("<Message>", '<Message xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="cin.xsd">'),
    code: 0,
    errors: [],
    said: null,
  },

  // Returns with something wrong in their form are read to the end.
  {
    what: "a default namespace",
    input: altered("<Message>", '<Message xmlns="urn:cin">'),
    code: 1,
    errors: ["structure.unexpected-attribute 2:1"],
    said: null,
  },
  { what: "an attribute", input: altered("<Sex>", '<Sex code="1">'), code: 1, errors: ["structure.unexpected-attribute 19:9"], said: null },
  { what: "the header twice", input: altered(/<Header>[^]*<\/Header>/, "$&$&"), code: 1, errors: ["structure.occurs 13:12"], said: null },
  {
    what: "the header at the end",
    input: altered(/( *<Header>[^]*<\/Header>\n)([^]*<\/Children>\n)/, "$2$1"),
    code: 1,
    errors: ["structure.order 35:3"],
    said: null,
  },
  { what: "no header", input: altered(/ *<Header>[^]*<\/Header>\n/, ""), code: 1, errors: ["100 2:1", "structure.missing 2:1"], said: null },
  {
    what: "a return of another year",
    input: SMALL_RETURN.replaceAll("2026-03-31", "2025-03-31").replace("<Year>2026", "<Year>2025"),
    code: 1,
    errors: ["100 2:1"],
    said: null,
  },
  { what: "text between elements", input: altered("<Children>", "<Children>and"), code: 1, errors: ["structure.unexpected-text 14:3"], said: null },
  {
    what: "an element nobody knows, with a child in it",
    input: altered("<Child>", "<Kid><Child><Sex/></Child></Kid><Child>"),
    code: 1,
    errors: ["structure.unexpected-element 15:5"],
    said: null,
  },
];
