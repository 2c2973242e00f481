import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeAttribute, escapeText } from "../../../runtime/xml/escape.ts";
import { readEvents } from "./read-events.ts";

describe("escaping", () => {
  it("writes what markup would be as references", () => {
    expect(escapeText(`<a b="c">&amp; 'd' ]]>\t\r\n`)).toBe(`&lt;a b="c"&gt;&amp;amp; 'd' ]]&gt;\t&#13;\n`);
    expect(escapeAttribute(`<a b="c">&'\t\r\n`)).toBe(`&lt;a b=&quot;c&quot;&gt;&amp;'&#9;&#13;&#10;`);
    expect(escapeText("Zoë 😀")).toBe("Zoë 😀");
  });

  it.each([
    ["a\u0000", "U+0000, which is at position 2"],
    ["\u001F", "U+001F, which is at position 1"],
    ["\uFFFE", "U+FFFE, which is at position 1"],
    ["😀\uD83D", "U+D83D, which is at position 3"],
    ["\uDE00", "U+DE00, which is at position 1"],
  ])("refuses what XML cannot hold: %j", (text, message) => {
    expect(() => escapeText(text)).toThrow(RangeError);
    expect(() => escapeText(text)).toThrow(message);
    expect(() => escapeAttribute(text)).toThrow(message);
  });

  it("is undone by reading", () => {
    assert(
      property(string({ unit: "binary" }), (text) => {
        let document: string;
        try {
          document = `<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`;
        } catch (error) {
          // What cannot be written, the reader would not read.
          expect(error).toBeInstanceOf(RangeError);
          expect(readEvents(`<a>${text.replaceAll(/[&<>]/g, "")}</a>`).problem).toBeDefined();
          return;
        }
        const { events, problem } = readEvents(document, undefined, false);
        expect(problem).toBeUndefined();
        expect(events).toEqual(["<a", `@b=${JSON.stringify(text)}`, ...(text === "" ? [] : [JSON.stringify(text)]), "/a"]);
      }),
      { numRuns: 2000, seed: 20260331 },
    );
  });
});
