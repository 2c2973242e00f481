import { describe, expect, test } from "vitest";
import { samplePattern } from "../../generators/samples/pattern-sample.ts";
import { faultOf } from "../../generators/samples/tree-verdict.ts";
import { formatXml, parseXml } from "../../generators/samples/xml-tree.ts";
import { everyElementOnce, minimalDocument } from "../../generators/samples/documents.ts";
import { xmlReleases } from "./sample-schemas.ts";

describe("the XML of samples", () => {
  test("is written with markup escaped and values untouched", () => {
    const tree = {
      tag: "a",
      content: [
        { tag: "b", content: ["1 < 2 & 3 > 2"] },
        { tag: "c", content: [] },
        { tag: "d", content: ["\n\t x "] },
      ],
    };
    const text = formatXml(tree, ["one -- two"]);
    expect(text).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<!-- one - - two -->\n<a>\n  <b>1 &lt; 2 &amp; 3 &gt; 2</b>\n  <c/>\n  <d>\n\t x </d>\n</a>\n');
    expect(parseXml(text)).toEqual(tree);
  });

  test.each(["", "text", "<a>", "<a></b>", "<a><b></a></b>", '<a x="1"/>', "<a/><b/>", "<1/>"])("%j is refused", (text) => {
    expect(() => parseXml(text)).toThrow(/not a sample document/);
  });
});

describe("samples of patterns", () => {
  test.each([
    ["\\d{3}", 0, "001"],
    ["\\d{3}", 41, "042"],
    ["\\d{3}\\d*", 0, "001"],
    ["[A-Za-z]\\d{11}(\\d|[A-Za-z])", 0, "X000000000001"],
    ["[A-Za-z]\\d{11}(\\d|[A-Za-z])", 1, "X00000000002X"],
    ["(ab|cd)+e?", 1, "cd"],
    ["[^A-Z]\\.[.]\\w", 0, "1..X"],
    ["[+-]?.{2}[0-3]", 0, "XX0"],
  ])("%s, number %i: %s", (pattern, number, text) => {
    expect(samplePattern(pattern, number)).toBe(text);
    expect(text).toMatch(new RegExp(`^(?:${pattern})$`));
  });
});

/** Verdicts known by hand: without them a judge that accepts everything could agree with a schema that does. */
describe("the judge that reads the model", () => {
  const cin = xmlReleases.find(({ name }) => name === "cin/2025-26");
  const cla = xmlReleases.find(({ name }) => name === "cla/2025-26");
  if (cin === undefined || cla === undefined) throw new Error("cin/2025-26 and cla/2025-26 are needed");
  const documents = { cin: everyElementOnce(cin), cla: everyElementOnce(cla) };

  test.each([
    ["cin", "<PersonBirthDate>2025-04-14<", "<PersonBirthDate>2025-02-29<", true],
    ["cin", "<PersonBirthDate>2025-04-14<", "<PersonBirthDate>2024-02-29<", false],
    ["cin", "<PersonBirthDate>2025-04-14<", "<PersonBirthDate>2025-04-14Z<", true],
    ["cin", "<PersonBirthDate>2025-04-14<", "<PersonBirthDate> 2025-04-14 <", false],
    ["cin", "<PersonBirthDate>2025-04-14<", "<PersonBirthDate>14/04/2025<", true],
    ["cin", "<Sex>M<", "<Sex>m<", true],
    ["cin", "<Sex>M<", "<Sex>1<", true],
    ["cin", "<Sex>M<", "<Sex> F <", false],
    ["cin", "<NumberOfPreviousCPP>0<", "<NumberOfPreviousCPP>-1<", true],
    ["cin", "<ReferralNFA>true<", "<ReferralNFA>1<", false],
    ["cin", "<ReferralNFA>true<", "<ReferralNFA>TRUE<", true],
    ["cin", "<LEA>998<", "<LEA>999<", true],
    ["cin", "<LAchildID>X0000001</LAchildID>", "", true],
    ["cin", "<AssessmentFactors>", "<AssessmentFactors>18A</AssessmentFactors><AssessmentFactors>", false],
    ["cla", "<DOB>14/04/2025<", "<DOB>2025-04-14<", true],
    ["cla", "<DOB>14/04/2025<", "<DOB><", true],
    ["cla", "<DEC>14/04/2025<", "<DEC><", false],
    ["cla", "<DEC>14/04/2025<", "<DEC>31/04/2025<", true],
    ["cla", "<SDQ_SCORE>0<", "<SDQ_SCORE>41<", true],
    ["cla", "<DATE_PERM>14/04/2025<", "<DATE_PERM>zz/04/2025<", false],
    ["cla", "<DATE_PERM>14/04/2025<", "<DATE_PERM>14/zz/2025<", true],
    ["cla", "<CHILDID>X0000001<", "<CHILDID>X0000000001<", true],
  ] as const)("%s: %s becomes %s: refused %s", (collection, from, to, isRefused) => {
    const release = collection === "cin" ? cin : cla;
    const before = formatXml(documents[collection]);
    expect(before).toContain(from);
    const after = parseXml(before.replace(from, to));
    expect(faultOf(release, after, "strict") !== null).toBe(isRefused);
  });

  test("a document with only what is mandatory has no optional element", () => {
    const { xml } = minimalDocument(cin);
    expect(xml).not.toContain("<UPN>");
    expect(xml).toContain("<CINreferralDate>");
  });
});
