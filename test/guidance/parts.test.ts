import { describe, expect, test } from "vitest";
import { linkPhrases } from "../../generators/targets/guidance/prose.ts";
import { compareNames } from "../../generators/targets/guidance/site.ts";
import { anchorOf, slugOf, slugsOf } from "../../generators/targets/guidance/slug.ts";
import { pageStyle } from "../../generators/targets/page-style.ts";
import { outputPathProblem } from "../../generators/writer/output-path.ts";
import { releaseOf, siteOfRelease } from "./build-guidance.ts";

describe("addresses", () => {
  test.each([
    ["CPPstartDate", "cppstartdate"],
    ["CON", "con-"],
    ["com1.x", "com1-.x"],
    ["3 children in need", "3-children-in-need"],
    ["…", "unnamed"],
    [".hidden.", "hidden"],
  ])("%s is %s", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
    expect(outputPathProblem(`codes/${slug}.html`)).toBeNull();
  });

  test("no two names share one", () => {
    expect([...slugsOf(["b", "A b", "a-b", "A B"])]).toEqual([
      ["A B", "a-b"],
      ["A b", "a-b-2"],
      ["a-b", "a-b-3"],
      ["b", "b"],
    ]);
  });

  test("anchors keep the case of codes and hold nothing that an anchor may not", () => {
    expect([anchorOf("code", "18A"), anchorOf("code", "18a"), anchorOf("code", "a/b c")]).toEqual(["code-18A", "code-18a", "code-a-2f-b-20-c"]);
  });

  test("names are ordered by their numbers", () => {
    expect(["1000", "8525Q", "101", "INT3", "8525", "INT21"].toSorted(compareNames)).toEqual(["101", "1000", "8525", "8525Q", "INT3", "INT21"]);
  });
});

describe("running text", () => {
  const { prose } = siteOfRelease(releaseOf("cla/2025-26"));
  const shown = (text: string, page = "index.html"): string =>
    prose(text, page)
      .map((paragraph) => paragraph.map(({ text: words, href }) => (href === null ? words : `[${words}](${href})`)).join(""))
      .join("\n");

  test("links rules, items with names that are no words, and cohorts, each once", () => {
    expect(shown("Rules 187 and 190 read PL_POST; see rule 187.")).toBe(
      "Rules [187](rules/187.html) and [190](rules/190.html) read [PL_POST](items/pl_post.html); see rule 187.",
    );
    expect(shown("The child (cohort oc3) has no SEX.")).toBe("The child (cohort [oc3](cohorts/oc3.html)) has no SEX.");
    expect(shown("Rule 99999 and 300 days.")).toBe("Rule 99999 and 300 days.");
  });

  test("a page does not lead to itself, and blank lines part paragraphs", () => {
    expect(shown("About PL_POST.\n\nMore.", "items/pl_post.html")).toBe("About PL_POST.\nMore.");
  });

  test("of phrases that overlap the longest is linked, as a whole word", () => {
    const phrases = [
      { words: "end date", href: "a" },
      { words: "plan end date", href: "b" },
      { words: "plan", href: "c" },
    ];
    expect(linkPhrases("The plan end date of the plans; the end date.", phrases, "x")).toEqual([
      { text: "The ", href: null },
      { text: "plan end date", href: "b" },
      { text: " of the plans; the end date.", href: null },
    ]);
  });
});

describe("the style sheet", () => {
  const library = (text: string) => ({ name: "govuk-frontend", version: "1", text, licence: null });

  test("keeps the rules of classes that are used, without typeface and images", () => {
    const text =
      '@charset "UTF-8";@font-face{font-family:GDS Transport;src:url(/a.woff)}.govuk-a,.govuk-b{font-family:GDS Transport,arial,sans-serif}.govuk-a:not(.\\:focus){color:red}@media print{.govuk-b{color:blue}.govuk-a{color:"}"}}.govuk-a{background:url(/crest.svg)}a{top:0}';
    const style = pageStyle(library(text), ['<p class="govuk-a">'], "x{y:z}");
    expect(style.split("\n").slice(1)).toEqual([
      '.govuk-a{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}.govuk-a:not(.\\:focus){color:red}@media print{.govuk-a{color:"}"}}a{top:0}',
      "x{y:z}",
    ]);
  });

  test("a typeface that is left over is a fault", () => {
    expect(() => pageStyle(library(".govuk-a{font:GDS Transport}"), ["govuk-a"], "")).toThrow("typeface");
  });
});
