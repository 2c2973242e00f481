import { assert, array, constant, constantFrom, integer, oneof, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { createPicker, mutateDocument } from "./mutate.ts";
import { describeProblem, readEvents } from "./read-events.ts";

const tight = { limits: { depth: 3, valueBytes: 60, nameBytes: 8, attributes: 2, names: 6 } };

describe("the cut into chunks", () => {
  it("changes neither events nor problem", () => {
    const sizes = oneof(constant([1]), array(integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }));
    assert(
      property(integer(), sizes, constantFrom({}, tight), (seed, chunks, options) => {
        const document = mutateDocument(createPicker(seed));
        const whole = readEvents(document, undefined, true, options);
        const cut = readEvents(document, chunks, true, options);
        expect(cut.events).toEqual(whole.events);
        expect(describeProblem(cut)).toBe(describeProblem(whole));
      }),
      { numRuns: 3000, seed: 20260331 },
    );
  });

  it("changes nothing where the reader's own buffer ends", () => {
    const part =
      "<p>\r\n  <é a='1&amp;2' b=\"日本\">x😀&#233;y</é>\r\n  <leaf>plain</leaf><empty/><mixed>a<!-- c -->b<![CDATA[<]]>]]</mixed >\n  <?pi d?>\t<blank> </blank></p>";
    const expected = readEvents(part, undefined, false).events;
    const length = new TextEncoder().encode(part).length;
    for (let shift = 0; shift <= length + 4; shift++) {
      const { events, problem } = readEvents(`<r>${"\n".repeat(64 * 1024 - length - 4 + shift)}${part}</r>`, undefined, false);
      expect(problem).toBeUndefined();
      expect(events.slice(1, -1)).toEqual(expected);
    }
  });

  it.each([
    ["text", `<a>${"text ".repeat(60_000)}</a>`],
    ["text with line ends and references", `<a>${"é\r\n&lt;".repeat(40_000)}</a>`],
    ["blanks", `<a>${" \r\n".repeat(60_000)}<b/></a>`],
    ["an attribute", `<a b='${"value ".repeat(50_000)}'/>`],
    ["a comment", `<a><!--${" comment".repeat(40_000)}-->x</a>`],
    ["a CDATA section", `<a><![CDATA[${" ]] <".repeat(60_000)}]]></a>`],
    ["an instruction", `<a/><?p ${" ? >".repeat(60_000)}?>`],
  ])("costs no quadratic time in long tokens: %s", (_name, document) => {
    const whole = readEvents(document);
    expect(whole.problem).toBeUndefined();
    const begin = performance.now();
    expect(readEvents(document, [16])).toEqual(whole);
    // A third of a megabyte in 20,000 chunks, each read anew from its start, is 3 GB: half a minute.
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
