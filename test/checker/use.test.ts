import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VIEWPORTS, violationsOf } from "./accessibility.ts";
import { check, launch, makeChecker, openChecker, SKIPPED } from "./browser.ts";
import { writeLargeReturn, writeReturns } from "./documents.ts";

const RELEASE = "cin/2025-26";

describe.skipIf(SKIPPED)("using the checker (needs Chromium)", () => {
  let folder = "";
  let path = "";
  let faulty = "";
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "returnspec-checker-"));
    path = makeChecker(RELEASE, join(folder, "out"));
    faulty = join(folder, "faulty.xml");
    writeLargeReturn(RELEASE, faulty, 100_000);
    writeReturns(RELEASE, folder, 1);
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const openAll = async (page: Page): Promise<void> => {
    await page.evaluate("document.querySelectorAll('details').forEach((part, index) => { part.open = index < 3; })");
    await page.waitForSelector("details[open] table");
  };

  test.each(VIEWPORTS)("axe finds nothing, and nothing is cut off, on %s", async (_, viewport) => {
    const { page } = await openChecker(browser, path, { viewport });
    const width = "document.documentElement.scrollWidth";
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(width)).toBeLessThanOrEqual(viewport.width);
    await page.click("#check");
    expect(await page.locator("#file-problem").textContent()).toBe("Choose the files of the return.");
    expect(await violationsOf(page)).toEqual([]);
    await check(page, faulty);
    await openAll(page);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(width)).toBeLessThanOrEqual(viewport.width);
    await page.check("#view-child");
    await page.waitForSelector("#child-search");
    await openAll(page);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(width)).toBeLessThanOrEqual(viewport.width);
    for (const name of ["breaks-off.xml", "other-root.xml", "minimal.xml"]) {
      await check(page, join(folder, name));
      expect(await violationsOf(page), name).toEqual([]);
    }
    await page.context().close();
  });

  test("works with the keyboard alone", async () => {
    const { page } = await openChecker(browser, path);
    const focused = (): Promise<unknown> => page.evaluate("document.activeElement.id || document.activeElement.textContent");
    const order: unknown[] = [];
    for (let count = 0; count < 4; count += 1) {
      await page.keyboard.press("Tab");
      order.push(await focused());
    }
    expect(order).toEqual(["Skip to main content", "file", "last", "check"]);
    await page.setInputFiles("#file", faulty);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#results:not([hidden])");
    expect(await focused()).toBe("results-heading");
    for (let count = 0; count < 7; count += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector("details[open] table");
    const next = page.locator("details[open]").getByRole("button", { name: "Next" });
    await next.focus();
    await page.keyboard.press("Enter");
    await page.getByText(/^Showing 26 to 50 of /).waitFor();
    expect(await focused()).toBe("Next");
    await page.context().close();
  });

  test("filters by severity, and finds a child", async () => {
    const { page } = await openChecker(browser, path);
    await check(page, faulty);
    const parts = page.locator("#findings details");
    const all = await parts.count();
    await page.uncheck("#show-error");
    await expect.poll(() => parts.count()).toBeLessThan(all);
    expect(await page.locator("#findings .tag.error").count()).toBe(0);
    await page.check("#show-error");
    await page.check("#view-child");
    await page.fill("#child-search", "x0000017");
    await expect.poll(() => parts.count()).toBe(1);
    await page.click("#findings summary");
    await page.getByText("/Message/Children/Child[18]").first().waitFor();
    expect(await page.locator("#findings tbody tr").count()).toBeGreaterThanOrEqual(2);
    expect(await page.locator("#findings").textContent()).toContain("What to do:");
    await page.context().close();
  });

  test("takes a file that is dropped on it", async () => {
    const { page } = await openChecker(browser, path);
    const drop = (selector: string, name: string): Promise<unknown> =>
      page.evaluate(`(() => {
        const files = new DataTransfer();
        files.items.add(new File(["<Message/>"], "${name}"));
        document.querySelector("${selector}").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
      })()`);
    await drop("h1", "this.xml");
    await drop("#last-hint", "that.xml");
    expect(await page.evaluate("document.getElementById('file').files[0].name")).toBe("this.xml");
    expect(await page.evaluate("document.getElementById('last').files[0].name")).toBe("that.xml");
    await page.context().close();
  });

  test("says what is wrong with last year's return", async () => {
    writeFileSync(join(folder, "broken.xml"), "<Message>");
    const { page } = await openChecker(browser, path);
    await page.setInputFiles("#file", faulty);
    await page.setInputFiles("#last", join(folder, "broken.xml"));
    await page.click("#check");
    await page.locator("#last-problem").getByText("broken.xml, line 1").waitFor();
    expect(await page.locator("#results").isHidden()).toBe(true);
    await page.context().close();
  });

  test("without script it says what to do", async () => {
    const { page } = await openChecker(browser, path, { javaScriptEnabled: false });
    expect(await page.locator("#no-script").isVisible()).toBe(true);
    expect(await page.locator("#form").isVisible()).toBe(false);
    await page.context().close();
  });
});
