import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VIEWPORTS, violationsOf } from "./accessibility.ts";
import { check, dropFromDisk, launch, makeChecker, openChecker, runCheck, save, SKIPPED } from "./browser.ts";
import { type Files, largeTables, returnsOfExamples, writeFiles } from "./table-returns.ts";
import { JUDGE } from "../support/returnspec.ts";

const RELEASE = "cla/2025-26";
const DOLO = "CHILD,DOB,DOLO_START,DOLO_END\r\nX00001,01/04/2015,01/05/2025,\r\n";

describe.skipIf(SKIPPED)("using the checker with tables (needs Chromium)", () => {
  let folder = "";
  let path = "";
  let browser: Browser;
  const { now, last } = returnsOfExamples(RELEASE, 60);
  const missing = new Map([...now.csv].filter(([name]) => !["Reviews.csv", "UASC.csv"].includes(name)));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "returnspec-checker-"));
    path = makeChecker(RELEASE, join(folder, "out"));
    writeFiles(missing, join(folder, "now"));
    writeFiles(last.csv, join(folder, "last"));
    writeFileSync(join(folder, "now.xml"), now.xml);
    writeFileSync(join(folder, "last.xml"), last.xml);
    writeFileSync(join(folder, "return.zip"), "PK\u0003\u0004");
    writeFileSync(join(folder, "tables.xlsx"), "PK\u0003\u0004");
    writeFileSync(join(folder, "odd<b>.csv"), "A,B\r\n1,2\r\n");
    writeFileSync(join(folder, "DoLo.csv"), DOLO);
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const pathsOf = (files: Files, name: string): readonly string[] => [...files.keys()].map((file) => join(folder, name, file));

  const problemOf = async (page: Page, field: string): Promise<string | null> => {
    await page.click("#check");
    await page.locator(`#${field}-problem`).waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe(field);
    return page.locator(`#${field}-problem`).textContent();
  };

  test.each(JUDGE ? VIEWPORTS : VIEWPORTS.slice(-1))("axe finds nothing, and nothing is cut off, on %s", async (_, viewport) => {
    const { page } = await openChecker(browser, path, { viewport });
    const look = async (what: string): Promise<void> => {
      expect(await violationsOf(page), what).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth"), what).toBeLessThanOrEqual(viewport.width);
    };
    await look("empty");
    expect(await problemOf(page, "file")).toBe("Choose the files of the return.");
    await look("nothing chosen");
    await page.setInputFiles("#file", pathsOf(missing, "now"));
    await page.setInputFiles("#last", [join(folder, "return.zip")]);
    await problemOf(page, "last");
    await look("chosen, and a zip");
    await check(page, pathsOf(missing, "now"), pathsOf(last.csv, "last"));
    await page.evaluate("document.querySelectorAll('#results details').forEach((part, index) => { part.open = index < 4; })");
    await page.waitForSelector("#findings details[open] table");
    await look("findings");
    await page.check("#view-child");
    await page.waitForSelector("#child-search");
    await page.evaluate("document.querySelectorAll('#findings details').forEach((part, index) => { part.open = index < 3; })");
    await page.waitForSelector("#findings details[open] table");
    await look("children");
    await check(page, [join(folder, "odd<b>.csv"), join(folder, "DoLo.csv")]);
    await page.evaluate("document.querySelectorAll('#findings details').forEach((part) => { part.open = true; })");
    await page.waitForSelector("#findings details[open] table");
    await look("no table");
    await page.evaluate("document.getElementById('progress').hidden = false");
    await look("progress");
    await page.context().close();
  });

  test("what is not one return is refused at its field, with what to do", async () => {
    const { page } = await openChecker(browser, path);
    const refusal = async (field: string, files: readonly string[]): Promise<string | null> => {
      await page.setInputFiles(
        `#${field}`,
        files.map((name) => join(folder, name)),
      );
      return problemOf(page, field);
    };
    expect(await refusal("file", ["now.xml", "DoLo.csv"])).toBe(
      "XML (now.xml) and CSV (DoLo.csv) are not one return. Choose either the XML file or the CSV files.",
    );
    expect(await refusal("file", ["now.xml", "last.xml"])).toBe(
      "These are 2 XML files (now.xml, last.xml), and a return is one. Choose the one that is meant.",
    );
    expect(await refusal("file", ["return.zip", "DoLo.csv"])).toBe("return.zip is a zip file. Unpack it first, then choose the files that were in it.");
    expect(await refusal("file", ["tables.xlsx"])).toBe(
      "tables.xlsx is a workbook, which is not read. Save each of its tables as CSV (comma delimited), then choose the CSV files.",
    );
    await page.setInputFiles("#file", join(folder, "now.xml"));
    expect(await refusal("last", ["DoLo.csv"])).toMatch(
      /^DoLo\.csv: Its columns are those of the table DoLo of cla\/2026-27, .* Check it with the page of cla\/2024-25 first\./,
    );
    expect(await page.locator("#results").isHidden()).toBe(true);
    await page.getByRole("button", { name: "Remove what was chosen for: Last year" }).click();
    expect(await page.evaluate("document.activeElement.id")).toBe("last");
    await runCheck(page);
    await page.context().close();
  });

  test("works with the keyboard alone", async () => {
    const { page } = await openChecker(browser, path);
    const focused = (): Promise<unknown> => page.evaluate("document.activeElement.id || document.activeElement.textContent");
    const order: unknown[] = [];
    for (let count = 0; count < 8; count += 1) {
      await page.keyboard.press("Tab");
      order.push(await focused());
    }
    expect(order).toEqual(["Skip to main content", "file", "last", "before-last", "authority", "reference-postcodes", "reference-providers", "check"]);
    await page.setInputFiles("#last", join(folder, "last.xml"));
    await page.setInputFiles("#file", pathsOf(missing, "now"));
    await page.focus("#last");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Remove");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("last");
    expect(await page.evaluate("document.getElementById('last').files.length")).toBe(0);
    await page.focus("#check");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#results:not([hidden])");
    expect(await focused()).toBe("results-heading");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Which file was read as which table").waitFor();
    await page.context().close();
  });

  test("a file of another year is said to be one", async () => {
    const { page } = await openChecker(browser, path);
    await check(page, [...pathsOf(missing, "now"), join(folder, "DoLo.csv")]);
    await page.click("#findings summary:has-text('structure.other-release')");
    await page.getByText("DoLo.csv: Its columns are those of the table DoLo of cla/2026-27, not of a table of cla/2025-26.").waitFor();
    await page.context().close();
  });

  test("shows which file was read as which table, and in findings table and row", async () => {
    const { page } = await openChecker(browser, path);
    await check(page, pathsOf(missing, "now"));
    const text = (await page.locator("#results").textContent()) ?? "";
    expect(text).toContain(`Findings in ${[...missing.keys()].toSorted()[0]} and ${missing.size - 1} others`);
    expect(text).toMatch(/No file was given for UASC, Reviews,? .*SWEpisodes\./);
    await page.click("summary:has-text('tables were read')");
    expect(await page.locator(".files-read tr", { hasText: "Episodes.csv" }).textContent()).toMatch(/^EpisodesEpisodes\.csv\d+$/);
    await page.check("#view-child");
    await page.click("#findings summary >> nth=0");
    await page
      .getByText(/^Episodes, row \d+ \(EPISODE\)$|^Header, row \d+ \(HEADER\)$/)
      .first()
      .waitFor();
    await page.context().close();
  });

  test("takes a folder that is dropped, under its name, and says what it left out", async () => {
    const name = "return <of> 2026";
    writeFiles(missing, join(folder, name));
    mkdirSync(join(folder, name, "old"));
    writeFileSync(join(folder, name, ".hidden"), "");
    writeFileSync(join(folder, name, "notes.docx"), "");
    const { page } = await openChecker(browser, path);
    await dropFromDisk(page, "h1", [join(folder, name)]);
    await page.locator("#file-chosen").getByText(`From the folder ${name}: .hidden, `).waitFor();
    await runCheck(page);
    const text = await page.locator("#results").textContent();
    expect(text).toContain(`Findings in ${name}`);
    expect(text).toContain("Not read, because it is neither CSV nor XML: notes.docx.");
    expect(text).toContain("A folder inside the folder not looked into: old.");
    expect(await save(page, "JSON Lines")).toContain(`{"input":${JSON.stringify(name)},`);
    // What is chosen with the button counts from then on.
    await page.setInputFiles("#file", join(folder, "DoLo.csv"));
    expect(await page.locator("#file-chosen").textContent()).toBe("");
    await dropFromDisk(page, "#last-hint", [join(folder, "last"), join(folder, "last.xml")]);
    await page.locator("#last-problem").getByText("These are a folder and more.").waitFor();
    await dropFromDisk(page, "#last-hint", [join(folder, "last.xml")]);
    await page.locator("#last-problem").waitFor({ state: "hidden" });
    expect(await page.evaluate("document.getElementById('last').files[0].name")).toBe("last.xml");
    await page.context().close();
  });

  test("a folder that the browser does not open is refused with what to do", async () => {
    const { page } = await openChecker(browser, path, {}, "delete DataTransferItem.prototype.getAsFileSystemHandle");
    await dropFromDisk(page, "h1", [join(folder, "now")]);
    await page.locator("#file-problem").getByText("Open the folder and drop the files in it, or choose them.").waitFor();
    await page.context().close();
  });

  test("a check of tables can be stopped while it reads and while it checks", async () => {
    const files = largeTables(20_000_000);
    writeFiles(files, join(folder, "large"));
    const { page } = await openChecker(browser, path);
    await page.setInputFiles("#file", pathsOf(files, "large"));
    for (const step of [/ MB read, /, / children checked, /]) {
      await page.click("#check");
      await page.locator("#progress-counts").getByText(step).waitFor();
      await page.click("#stop");
      await page.getByText("The check was stopped.").waitFor();
      expect(await page.locator("#results").isHidden()).toBe(true);
    }
    await check(page, join(folder, "now.xml"));
    await page.context().close();
  });
});
