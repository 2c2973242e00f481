import { describe, expect, it } from "vitest";
import type { XmlOptions } from "../../../runtime/xml/handler.ts";
import { XmlProblem } from "../../../runtime/xml/problem.ts";
import { createXmlReader } from "../../../runtime/xml/reader.ts";
import { describeProblem, readEvents } from "./read-events.ts";

const bomb = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, index) => `<!ENTITY ${"bcdefghij"[index]} "${`&${"abcdefghi"[index]};`.repeat(10)}">`).join("")}]><a>&j;</a>`;
const doctype = "The file has a document type declaration (<!DOCTYPE …>). It is never read, because it can make a small file expand without end. Remove it.";

const megabyte = "x".repeat(1024 * 1024);

/** What the input is, the input, and the problem. */
const cases: readonly (readonly [name: string, document: string, problem: string | undefined])[] = [
  ["a document type", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", `doctype 1:1 ${doctype}`],
  ["a document type after the declaration", "<?xml version='1.0'?>\n <!DOCTYPE a><a/>", `doctype 2:2 ${doctype}`],
  ["an entity bomb", bomb, `doctype 1:1 ${doctype}`],
  ["200 elements deep", `${"<a>".repeat(200)}${"</a>".repeat(200)}`, undefined],
  ["10,000 elements deep", "<a>".repeat(10_000), "too-deep 1:601 The elements are more than 200 deep inside one another, which is more than is read."],
  ["a text of 1 MiB", `<a>${megabyte}</a>`, undefined],
  ["a longer text", `<a>\n<b>${megabyte}x</b></a>`, "too-large 2:4 This text is longer than 1,048,576 bytes, which is more than is read."],
  ["a longer text in another script", `<a>${"é".repeat(600_000)}</a>`, "too-large 1:4 This text is longer than 1,048,576 bytes, which is more than is read."],
  [
    "a longer text in sections",
    `<a>${`<![CDATA[${"x".repeat(60_000)}]]>`.repeat(20)}</a>`,
    "too-large 1:1020208 The text with this part is longer than 1,048,576 bytes, which is more than is read.",
  ],
  ["longer white space", `<a>${" ".repeat(1_100_000)}<b/></a>`, "too-large 1:4 This text is longer than 1,048,576 bytes, which is more than is read."],
  ["a longer section", `<a><![CDATA[${megabyte}]]></a>`, "too-large 1:4 This CDATA section is longer than 1,048,576 bytes, which is more than is read."],
  ["a longer comment", `<a><!--${megabyte}--></a>`, "too-large 1:4 This comment is longer than 1,048,576 bytes, which is more than is read."],
  ["a longer instruction", `<?p ${megabyte}?><a/>`, "too-large 1:1 This processing instruction is longer than 1,048,576 bytes, which is more than is read."],
  ["a longer attribute", `<a b="${megabyte}"/>`, "too-large 1:1 This tag is longer than 1,048,576 bytes, which is more than is read."],
  ["a longer blank in a tag", `<a${" ".repeat(1_100_000)}/>`, "too-large 1:1 This tag is longer than 1,048,576 bytes, which is more than is read."],
  ["a longer blank in an end tag", `<a></a${" ".repeat(1_100_000)}>`, "too-large 1:4 This tag is longer than 1,048,576 bytes, which is more than is read."],
  [
    "a longer declaration",
    `<?xml version="1.0"${" ".repeat(1_100_000)}?><a/>`,
    "too-large 1:1 The XML declaration is longer than 1,048,576 bytes, which is more than is read.",
  ],
  ["a name of 1,000 bytes", `<${"n".repeat(1000)}/>`, undefined],
  ["a longer name", `<a><${"n".repeat(1001)}></a>`, "too-large 1:5 This name is longer than 1,000 bytes, which is more than is read."],
  ["a longer name of an end tag", `<a></${"n".repeat(1001)}>`, "too-large 1:6 This name is longer than 1,000 bytes, which is more than is read."],
  ["a longer name of an attribute", `<a ${"n".repeat(1001)}=''/>`, "too-large 1:4 This name is longer than 1,000 bytes, which is more than is read."],
  ["a longer reference", `<a>&#${"0".repeat(1001)}65;</a>`, "too-large 1:4 This reference is longer than 1,000 bytes, which is more than is read."],
  [
    "more than 100 attributes",
    `<a ${Array.from({ length: 101 }, (_, index) => `b${index}=""`).join(" ")}/>`,
    "too-large 1:694 This tag has more than 100 attributes, which is more than is read.",
  ],
  [
    "more than 2,000 different names",
    `<a>${Array.from({ length: 2000 }, (_, index) => `<b${index}/>`).join("")}</a>`,
    "too-large 1:14887 The file uses more than 2,000 unknown names, which is more than is read.",
  ],
];

describe("hostile input", () => {
  it.each(cases)("%s", (_name, document, problem) => {
    const whole = readEvents(document);
    expect(describeProblem(whole)).toBe(problem);
    // Where the limit lies must not depend on the chunks.
    expect(describeProblem(readEvents(document, [777]))).toBe(problem);
  });

  it.each([
    ["text", "<a>", "x"],
    ["text in another script", "<a>", "é"],
    ["white space", "<a>", "\n"],
    ["a tag", "<a ", " "],
    ["a comment", "<!--", "x"],
    ["comments", "<a>", "x<!-- -->"],
    ["a reference", "<a>&", "x"],
    ["an attribute", "<a b='", "&lt;"],
  ])("without end is refused before three megabytes are in hand: %s", (_name, start, more) => {
    const encoder = new TextEncoder();
    const reader = createXmlReader({ open() {}, attribute() {}, text() {}, close() {} });
    const chunk = encoder.encode(more.repeat(64 * 1024)).subarray(0, 60_000);
    let written = 0;
    const pour = (): void => {
      reader.write(encoder.encode(start));
      for (; written < 50_000_000; written += chunk.length) reader.write(chunk);
    };
    expect(pour).toThrow(XmlProblem);
    expect(written).toBeLessThan(3_000_000);
  });
});

const read = (document: string, options: XmlOptions): string | undefined => describeProblem(readEvents(document, undefined, true, options));

describe("limits and names", () => {
  it("can be set", () => {
    expect(read("<a><b/></a>", { limits: { depth: 1 } })).toMatch(/^too-deep 1:4 The elements are more than 1 deep/);
    expect(read("<a>12345</a>", { limits: { valueBytes: 4 } })).toMatch(/^too-large 1:4 This text is longer than 4 bytes/);
  });

  it("do not count names that are given against the limit, and give these their indexes", () => {
    const opened: number[] = [];
    const handler = { open: (name: number) => opened.push(name), attribute() {}, text() {}, close() {} };
    const reader = createXmlReader(handler, { names: ["c", "a", "é"], limits: { names: 1 } });
    reader.write(new TextEncoder().encode("<a><é/><c/><x/><x/></a>"));
    reader.end();
    expect(opened).toEqual([1, 2, 0, 3, 3]);
    expect([0, 1, 2, 3].map((index) => reader.nameOf(index))).toEqual(["c", "a", "é", "x"]);
    expect(read("<a><x/><y/></a>", { names: ["a"], limits: { names: 1 } })).toMatch(/^too-large 1:9 The file uses more than 1 unknown/);
    expect(() => readEvents("<a/>", undefined, true, { names: ["a", "a"] })).toThrow("the name “a” is given twice");
  });
});

describe("a reader that is done", () => {
  it("says so after a problem, an error of the handler, and the end", () => {
    const silent = { open() {}, attribute() {}, text() {}, close() {} };
    const bytes = new TextEncoder().encode("<a/>x");
    const broken = createXmlReader(silent);
    expect(() => broken.write(bytes)).toThrow(XmlProblem);
    expect(() => broken.write(bytes)).toThrow("the reader has stopped");
    expect(() => broken.end()).toThrow("the reader has stopped");
    const failing = createXmlReader({
      ...silent,
      open() {
        throw new Error("handler");
      },
    });
    expect(() => failing.write(bytes)).toThrow("handler");
    expect(() => failing.write(bytes)).toThrow("the reader has stopped");
    const ended = createXmlReader(silent);
    ended.write(bytes.subarray(0, 4));
    ended.end();
    expect(() => ended.write(bytes)).toThrow("the reader has stopped");
  });
});
