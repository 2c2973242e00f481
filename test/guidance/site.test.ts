import { HtmlValidate } from "html-validate";
import { beforeAll, describe, expect, test } from "vitest";
import { targetContext } from "../../generators/cli/target-context.ts";
import { allNodes } from "../../generators/specification/build-items.ts";
import { guidanceTarget } from "../../generators/targets/guidance/guidance-target.ts";
import { Specification } from "../../generators/specification/specification.ts";
import type { Site } from "../../generators/targets/guidance/site.ts";
import { outputPathProblem } from "../../generators/writer/output-path.ts";
import { JUDGE } from "../support/returnspec.ts";
import { toyFiles } from "../wrong-input/toy.ts";
import { buildGuidance, chosenPages, deadLinks, releaseOf, siteOfRelease } from "./build-guidance.ts";
import { specification } from "../support/specification.ts";

const RELEASES = JUDGE ? specification.names : ["cin/2013-14", "cin/2026-27", "cla/2025-26"];
/** Milliseconds of work that the site of a release may take, with its rules. The clock would also count what else the machine does (bench/guidance.js). */
const BUDGET = 10_000;

/** Titles name the page, the collection and the year, so that they are told apart among bookmarks: they are longer than this check wants. */
const VALIDATOR = new HtmlValidate({ extends: ["html-validate:recommended"], rules: { "long-title": "off" } });

describe.each(RELEASES)("the guidance of %s", (name) => {
  const release = releaseOf(name);
  let site: Site;
  let files: ReadonlyMap<string, string>;
  let pages: readonly string[];

  beforeAll(() => {
    const start = process.cpuUsage();
    files = buildGuidance(release);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(BUDGET);
    site = siteOfRelease(release);
    pages = [...files.keys()].filter((path) => path.endsWith(".html"));
  });

  test("is the same each time it is built, and in files that every system can hold", () => {
    expect([...buildGuidance(release)]).toEqual([...files]);
    const paths = [...files.keys()].map((path) => `guidance/${path}`);
    expect(paths.flatMap((path) => outputPathProblem(path) ?? [])).toEqual([]);
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
  });

  test("has no dead link and no dead anchor, and asks for nothing but its own files", () => {
    expect(deadLinks(files)).toEqual([]);
    for (const path of pages) {
      const text = files.get(path) ?? "";
      expect(text, path).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none'; `);
      expect(text, path).not.toMatch(/<(img|iframe|object|embed|base|form action)\b|\sstyle=|\son[a-z]+="/);
      expect([...text.matchAll(/<(?:link|script)[^>]*(?:href|src)="([^"]*)"/g)].map((found) => found[1]?.replace(/^(\.\.\/)*/, ""))).toEqual(
        path === "search.html" ? ["assets/guidance.css", "assets/search.js"] : ["assets/guidance.css"],
      );
    }
    const style = files.get("assets/guidance.css") ?? "";
    expect(style).not.toMatch(/url\(|@import|@font-face|GDS Transport|crest/);
    expect(files.get("assets/search.js")).toMatch(/^[\n -~]*$/);
  });

  test("says on every page what it is, and how far it can be relied on", () => {
    const isPreliminary = release.status === "candidate" || release.status === "draft";
    for (const path of pages) {
      const text = files.get(path) ?? "";
      expect(text, path).toContain("This is not an official publication of the Department for Education.");
      expect(text.includes(`<strong>This release is a ${release.status}.</strong>`), path).toBe(isPreliminary);
      expect(text.includes("Parts of this release are reconstructed."), path).toBe(release.evidence?.basis === "inferred");
    }
  });

  test("has a page or an anchor for everything that has a name", () => {
    const { addresses } = site;
    const expected = [
      ...allNodes(release.root).map(({ path }) => addresses.item(path)),
      ...[...release.codeSets.values()].flatMap((set) => [
        addresses.codeSet(set.name),
        ...set.codes.flatMap(({ code, label }) => (label === null ? [] : [addresses.code(set.name, code)])),
      ]),
      ...[...release.rules, ...site.checks].map(({ id }) => addresses.rule(id)),
      ...release.definitions.map((definition) => addresses.definition(definition)),
      ...release.tables.map((table) => addresses.table(table.name)),
      ...release.referenceTables.map((table) => addresses.referenceTable(table.name)),
      ...release.cohorts.map((cohort) => addresses.cohort(cohort.name)),
      ...release.indicators.map((indicator) => addresses.indicator(indicator.name)),
      ...release.questions.map((question) => addresses.question(question.name)),
      ...release.changes.flatMap((change) => addresses.change(change) ?? []),
    ];
    expect(new Set(expected).size).toBe(expected.length);
    const missing = expected.filter((address) => {
      const [path = "", anchor] = address.split("#");
      return !files.has(path) || (anchor !== undefined && !files.get(path)?.includes(` id="${anchor}"`));
    });
    expect(missing).toEqual([]);
  });

  test("is valid HTML", async () => {
    const wrong: string[] = [];
    for (const { path } of chosenPages(site, files, JUDGE && release.live)) {
      const { results } = await VALIDATOR.validateString(files.get(path) ?? "", path);
      wrong.push(...results.flatMap(({ messages }) => messages.map(({ line, column, ruleId, message }) => `${path}:${line}:${column} ${ruleId}: ${message}`)));
    }
    expect(wrong).toEqual([]);
  });
});

test("everything from the specification is escaped", () => {
  const release = releaseOf("cin/2025-26");
  const evil = `<script>alert("x")</script>&'`;
  const rules = release.rules.map((rule, index) => (index === 0 ? { ...rule, title: evil, message: evil, remedy: evil, reading: evil, note: evil } : rule));
  const spoilt = {
    ...release,
    title: evil,
    rules,
    notes: [evil],
    cohorts: release.cohorts.map((cohort) => ({ ...cohort, label: evil, definition: evil })),
    sources: new Map([["x", evil]]),
  };
  const context = targetContext(specification, release);
  const { files } = guidanceTarget.build(spoilt, {
    ...context,
    rules: () => ({ ...context.rules(), release: spoilt, rules: context.rules().rules.map((one, index) => ({ ...one, rule: rules[index] ?? one.rule })) }),
  });
  for (const { path, content } of files) if (path.endsWith(".html")) expect(content, path).not.toContain("<script>alert");
  expect(files.find(({ path }) => path === "guidance/index.html")?.content).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#x27;");
});

test.each(["toy/2014-15", "toy/2015-16", "quarter/2014-15-q1", "quarter/2014-15-q2"])(
  "a collection that no line of TypeScript knows has guidance too: %s",
  (name) => {
    const toys = new Specification(toyFiles());
    const { release } = toys.release(name);
    if (release === null) throw new Error(name);
    const { files } = guidanceTarget.build(release, targetContext(toys, release));
    const site = new Map(files.map(({ path, content }) => [path.replace(/^guidance\//, ""), content]));
    expect(deadLinks(site)).toEqual([]);
    expect(site.get("index.html")).toContain(release.period);
    expect(site.has("questions.html")).toBe(release.questions.length > 0);
    expect(site.has("tables.html")).toBe(release.tables.length > 0);
  },
);

test("a release without one before it has no marks and says so", () => {
  const files = buildGuidance(releaseOf("cin/2013-14"));
  expect(files.get("changes.html")).toContain("This is the first year that is covered");
  for (const [path, text] of files) if (path.endsWith(".html")) expect(text, path).not.toMatch(/govuk-tag--(green|yellow)">(New|Changed)/);
});
