import { createHash } from "node:crypto";
import { array, assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../../runtime/findings/finding.ts";
import { REPORT_STYLE, REPORT_STYLE_HASH } from "../../../runtime/findings/html-style.ts";
import { readable } from "../../../runtime/findings/readable.ts";
import { WIDTH, wrap } from "../../../runtime/findings/wrap.ts";
import { readEvents } from "../xml/read-events.ts";
import { exampleFinding, exampleFindings, exampleRun, exampleSummary, hostileFindings, hostileValue, longValue, report, xmlPlace } from "./example-run.ts";
import { readCsv } from "./read-csv.ts";

/** Texts of every kind of character, whole and broken. */
const anyText = string({ unit: "binary", maxLength: 40 });

function findingOf(text: string): Finding {
  return exampleFinding({ child: text, message: text, locations: [xmlPlace(1, 1, { [`${text}A`]: text }, `${text}R`), xmlPlace(2, 1, {}, `${text}R`)] });
}

/** The tags of the body of a page. */
function tags(page: string): readonly string[] {
  return page.slice(page.indexOf("<body>")).match(/<[^>]*>/g) ?? [];
}

/** A page with a text in every place where data or words of a specification can stand. */
function pageOf(text: string): string {
  return report("html", [findingOf(text), { ...findingOf(text), rule: `9${text}` }], {
    children: true,
    run: {
      ...exampleRun,
      title: text,
      notices: [text],
      rules: exampleRun.rules.map((rule) => ({ ...rule, title: text, remedy: `x${text}`, sentence: `x${text}` })),
    },
    summary: { ...exampleSummary, input: text, notes: [text] },
  });
}

describe("a page", () => {
  it("holds no markup but its own, whatever the data", () => {
    const own = tags(pageOf("harmless"));
    expect(own.length).toBeGreaterThan(100);
    assert(
      property(anyText, (text) => {
        expect(tags(pageOf(text))).toEqual(own);
      }),
      {
        numRuns: 300,
        seed: 20260331,
        examples: [[hostileValue], ['"><img src=x onerror=alert(1)>'], ["</style><script>alert(1)</script>"], ["<!--"], ["&lt;script&gt;"], ["'"]],
      },
    );
  });

  it("may load nothing and run nothing", () => {
    const page = report("html", hostileFindings, { children: true });
    expect(createHash("sha256").update(REPORT_STYLE).digest("base64")).toBe(REPORT_STYLE_HASH);
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${REPORT_STYLE_HASH}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
    expect(page).toContain(`<style>${REPORT_STYLE}</style>`);
    expect(page).not.toMatch(/<(script|link|img|iframe|object|form|base)\b|\son\w+=|\bstyle=|javascript:|<[^>]*https?:/i);
  });

  it("has each id once, and each link goes to one", () => {
    const page = report("html", [...exampleFindings, ...hostileFindings], { children: true });
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    const links = [...page.matchAll(/ (?:href="#|aria-labelledby=")([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) expect(ids).toContain(link);
  });
});

describe("text for people", () => {
  it.each(["text", "html", "junit"] as const)("in %s has no control, direction mark or half character", (format) => {
    const whole = report(format, hostileFindings, { children: true });
    // oxlint-disable-next-line no-control-regex
    expect(whole).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u200E\u200F\uFEFF]|\p{Surrogate}/u);
    expect(whole).toContain("[U+202E]evil[U+0000][U+0007][U+001B][31m[U+D800]");
  });

  it.each(["text", "html", "junit"] as const)("in %s is short, however long the values", (format) => {
    const whole = report(format, hostileFindings, { children: true });
    expect(whole.length).toBeLessThan(20_000);
    expect(whole).toContain("…");
  });

  it("is cut by characters, never through one", () => {
    expect(readable("😀".repeat(5), 5)).toBe("😀😀😀😀😀");
    expect(readable("😀".repeat(6), 5)).toBe("😀😀😀😀…");
    expect(readable("a\r\n\tb\u00A0c", 10)).toBe("a b\u00A0c");
    expect(readable("שלום عربى", 20)).toBe("שלום عربى");
  });

  it("keeps to its columns and loses nothing", () => {
    assert(
      property(array(string({ unit: "grapheme-ascii", minLength: 1, maxLength: 250 }), { maxLength: 30 }), (words) => {
        const text = words.join(" ");
        const wrapped = wrap(text, "  - ");
        for (const line of wrapped.split("\n")) expect(Array.from(line).length).toBeLessThanOrEqual(WIDTH);
        expect(wrapped.replaceAll(/\s/g, "")).toBe(`-${text}`.replaceAll(/\s/g, ""));
      }),
      { numRuns: 500, seed: 20260331 },
    );
  });
});

describe("JUnit XML", () => {
  it("is well-formed, whatever the data", () => {
    assert(
      property(anyText, (text) => {
        const document = report(
          "junit",
          [findingOf(text), { ...findingOf(text), rule: `${text}rule`, severity: "query" }, { ...findingOf(text), rule: `${text}2`, severity: "not-run" }],
          {
            summary: { ...exampleSummary, input: text },
          },
        );
        expect(readEvents(document).problem).toBeUndefined();
      }),
      { numRuns: 300, seed: 20260331, examples: [[hostileValue], ["]]>"]] },
    );
  });
});

describe("CSV", () => {
  it("can be read back whole", () => {
    const rows = readCsv(report("csv", hostileFindings));
    expect(rows.map((row) => row["child"])).toEqual([`'${hostileValue}`, longValue, "'\t=1+1"]);
    expect(rows.map((row) => row["message"])).toEqual([`“${hostileValue}”`, longValue, "'@SUM(1)"]);
    expect(rows[1]?.["items"]).toBe(`LS: ${longValue}; =RNE: +44`);
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["+44 20", "'+44 20"],
    ["-cmd", "'-cmd"],
    ["-1", "-1"],
    ["-1.5", "-1.5"],
    ["-1+1", "'-1+1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", "'\r=1"],
    ["\n1", "'\n1"],
    ["  =1", "'  =1"],
    ["\u200E=1", "'\u200E=1"],
    ["＝1", "'＝1"],
    ['="a"', `'="a"`],
    ["a=1", "a=1"],
    ["'=1", "'=1"],
  ])("a spreadsheet takes %j for no formula", (given, written) => {
    expect(readCsv(report("csv", [exampleFinding({ child: given })]))[0]?.["child"]).toBe(written);
  });

  it("has as many cells in every line, whatever the data", () => {
    assert(
      property(anyText, (text) => {
        const [row] = readCsv(report("csv", [findingOf(text)]));
        expect([text, `'${text}`]).toContain(row?.["message"]);
        expect(row?.["more"]).toBe("0");
      }),
      { numRuns: 500, seed: 20260331 },
    );
  });
});
