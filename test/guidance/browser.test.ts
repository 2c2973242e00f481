import axe from "axe-core";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, SKIPPED } from "../checker/browser.ts";
import { JUDGE } from "../support/returnspec.ts";
import { buildGuidance, chosenPages, releaseOf, siteOfRelease, writeFiles } from "./build-guidance.ts";
import { specification } from "../support/specification.ts";

const RELEASES = JUDGE ? specification.liveNames : ["cin/2026-27", "cla/2025-26"];
/** Shapes of pages that have been looked at: each once, unless all pages are. */
const seen = new Set<string>();
const DESKTOP = { width: 1280, height: 900 };
/** Milliseconds for looking at all pages, or at one of each shape on a busy machine. */
const TIMEOUT = JUDGE ? 1_800_000 : 300_000;
/** A desktop of 1280 CSS pixels at 400%. */
const ZOOMED = { width: 320, height: 256 };

/** The rules of WCAG 2.0 to 2.2 at levels A and AA, and what axe holds for good practice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong with a page as it stands. It must not load style sheets itself: the policy of the pages forbids that. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const run = `axe.run(document, { preload: false, runOnly: { type: "tag", values: ${JSON.stringify(RULES)} } })`;
  const { violations } = (await page.evaluate(run)) as { violations: { id: string; nodes: { html: string }[] }[] };
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe.skipIf(SKIPPED).each(RELEASES)("the guidance of %s in a browser (needs Chromium)", (name) => {
  let folder = "";
  let browser: Browser;
  let pages: readonly string[];
  const addressOf = (path: string): string => pathToFileURL(join(folder, path)).href;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "returnspec-guidance-"));
    const release = releaseOf(name);
    const files = buildGuidance(release);
    writeFiles(files, folder);
    // Pages that only lead on are gone before they can be looked at.
    const chosen = chosenPages(siteOfRelease(release), files, JUDGE)
      .filter(({ path }) => !files.get(path)?.includes('http-equiv="refresh"'))
      .filter(({ template }) => JUDGE || !seen.has(template));
    for (const { template } of chosen) seen.add(template);
    pages = chosen.map(({ path }) => path);
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page of the site, and collects what it asks for outside its folder and what the browser complains of. */
  const open = async (options: BrowserContextOptions): Promise<{ readonly page: Page; readonly complaints: string[] }> => {
    const context = await browser.newContext({ ...options, locale: "en-GB" });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(pathToFileURL(folder).href)) complaints.push(`asks for ${request.url()}`);
    });
    page.on("requestfailed", (request) => complaints.push(`cannot have ${request.url()}`));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    return { page, complaints };
  };

  test(`axe finds nothing, nothing is cut off at 400%, and nothing is asked for, on ${JUDGE ? "every page" : "one page of each shape"}`, {
    timeout: TIMEOUT,
  }, async () => {
    const { page, complaints } = await open({ viewport: DESKTOP });
    const wrong: string[] = [];
    for (const path of pages) {
      await page.setViewportSize(DESKTOP);
      await page.goto(addressOf(path));
      await page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })");
      wrong.push(...(await violationsOf(page)).map((violation) => `${path}: ${violation}`));
      await page.setViewportSize(ZOOMED);
      const width = Number(await page.evaluate("document.documentElement.scrollWidth"));
      if (width > ZOOMED.width) wrong.push(`${path}: ${width} pixels wide`);
    }
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("axe finds nothing on a phone, and on results of the search", async () => {
    const { page, complaints } = await open({ viewport: { width: 390, height: 844 } });
    for (const path of ["index.html", "search.html#plan", "changes.html", "rules.html"]) {
      await page.goto(addressOf("index.html"));
      await page.goto(`${pathToFileURL(folder).href}/${path}`);
      expect(await violationsOf(page), path).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("works with script off: links lead on, details open, the search names other ways", async () => {
    const { page, complaints } = await open({ javaScriptEnabled: false, viewport: DESKTOP });
    await page.goto(addressOf("index.html"));
    await page.getByRole("link", { name: "Rules", exact: true }).first().click();
    await page.locator("main table a").first().click();
    await page.locator("h1").waitFor();
    const details = page.locator("details").first();
    await details.locator("summary").click();
    expect(await details.getAttribute("open")).not.toBeNull();
    await page.getByRole("navigation", { name: "Guidance" }).getByRole("link", { name: "Search" }).click();
    await page.getByText("The search is not running").waitFor();
    expect(await page.locator("#search-form").isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("finds things by number, name and words, and what was searched for is in the address", async () => {
    const { page, complaints } = await open({ viewport: DESKTOP });
    const results = page.locator("#search-results li");
    const rule = releaseOf(name).rules[5];
    const item = name.startsWith("cin") ? ["cppend", "Child protection plan end date"] : ["decom", "Date episode commenced"];
    await page.goto(addressOf("search.html"));
    await page.fill("#search-for", rule?.id ?? "");
    expect(await results.first().textContent()).toContain(`Rule ${rule?.id}`);
    await page.fill("#search-for", item[0] ?? "");
    expect(await results.first().textContent()).toContain(item[1]);
    await page.fill("#search-for", "zzzzzz");
    expect(await page.locator("#search-count").textContent()).toBe("Nothing found. Try fewer or shorter words.");
    await page.fill("#search-for", "birth");
    await page.waitForURL(/search\.html#birth$/);
    expect(await page.locator("#search-off").count()).toBe(0);
    await page.keyboard.press("Enter");
    await page.goto(addressOf("index.html"));
    await page.goBack();
    await results.first().waitFor();
    await results.getByRole("link").first().click();
    await page.locator("h1").waitFor();
    expect(page.url()).not.toContain("search.html");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("an old address leads to the new one, also with script off", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    const [from, to] = name.startsWith("cin") ? ["rules/4009.html", "rules/4009q.html"] : ["rules/sw01astg1.html", "removed.html#rule-SW01aSTG1"];
    await page.goto(addressOf(from), { waitUntil: "commit" });
    await page.waitForURL((address) => address.href.endsWith(`/${to}`));
    await page.context().close();
  });
});
