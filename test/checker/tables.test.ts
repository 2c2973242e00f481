import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BAD_CSV_ROWS } from "../runtime/tables/bad-csv-rows.ts";
import { JUDGE, PROJECT, returnspec } from "../support/returnspec.ts";
import { check, type CheckerPage, dropFromDisk, launch, makeChecker, openChecker, runCheck, save, SKIPPED } from "./browser.ts";
import { type BothForms, type Files, largeTables, returnsOfExamples, spoiltReturns, writeFiles } from "./table-returns.ts";

const RELEASE = "cla/2025-26";
const SPOILT = JUDGE ? 180 : 12;
/** Of the table of bad files, every so many. */
const BAD_STEP = JUDGE ? 1 : 9;
const LARGE_BYTES = JUDGE ? 75_000_000 : 5_000_000;
const REFERENCE = join(PROJECT, "test", "reference", "data");
/** Milliseconds for which the page may be deaf. */
const DEAF = 500;

describe.skipIf(SKIPPED)("returns of tables in the checker (needs Chromium)", () => {
  let folder = "";
  let path = "";
  let browser: Browser;
  const years = returnsOfExamples(RELEASE, JUDGE ? 400 : 60);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "returnspec-checker-"));
    path = makeChecker(RELEASE, join(folder, "out"));
    for (const [name, forms] of Object.entries(years) as [string, BothForms][]) {
      writeFileSync(join(folder, `${name}.xml`), forms.xml);
      writeFiles(forms.csv, join(folder, name));
    }
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the command line gives; paths from the folder of the test, or from another one. */
  const commandLine = (inputs: readonly string[], options: readonly string[] = [], cwd = folder): string => {
    const output = join(folder, "command-line");
    const run = returnspec(["validate", ...inputs, "--release", RELEASE, "--format", "jsonl", "--output", output, ...options], { cwd });
    if (run.code === 3 || run.code === null) throw new Error(run.err);
    return readFileSync(output, "utf8");
  };

  const linesOf = (input: string, lines: string): string =>
    lines
      .split("\n")
      .filter((line) => line.startsWith(`{"input":${JSON.stringify(input)},`))
      .map((line) => `${line}\n`)
      .join("");

  const clean = async ({ page, requests, complaints }: CheckerPage): Promise<void> => {
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.locator("img").count()).toBe(0);
    await page.context().close();
  };

  const pathsOf = (files: Files, name: string): readonly string[] => [...files.keys()].map((file) => join(folder, name, file));

  test("CSV files chosen together give what the command line gives for the same names, byte for byte", async () => {
    const opened = await openChecker(browser, path);
    const files = [...years.now.csv.keys()].toSorted();
    expect(files.length).toBeGreaterThanOrEqual(5);
    await check(opened.page, pathsOf(years.now.csv, "now").toReversed());
    const lines = await save(opened.page, "JSON Lines");
    expect(lines).toBe(commandLine(files, [], join(folder, "now")));
    expect(lines).toContain(`{"input":"${files[0]} and ${files.length - 1} others"`);
    expect(lines.split("\n").length).toBeGreaterThan(100);
    expect(await save(opened.page, "CSV")).toBe(commandLine(files, ["--format", "csv"], join(folder, "now")));
    await check(opened.page, join(folder, "now", "Episodes.csv"));
    expect(await save(opened.page, "JSON Lines")).toBe(commandLine(["Episodes.csv"], [], join(folder, "now")));
    await clean(opened);
  });

  test.each([
    ["XML with both years before it in XML", "now.xml", "last.xml", "beforeLast.xml"],
    ["XML with both years before it in CSV", "now.xml", "last", "beforeLast"],
    ["CSV with both years before it in CSV", "now", "last", "beforeLast"],
    ["CSV with last year in XML", "now", "last.xml", null],
    ["CSV with the year before last only", "now", null, "beforeLast"],
  ])("%s and the authority: the same as the command line", async (_, now, last, beforeLast) => {
    const opened = await openChecker(browser, path);
    const choose = async (field: string, name: string | null): Promise<void> => {
      if (name === null) return;
      if (name.endsWith(".xml")) await opened.page.setInputFiles(`#${field}`, join(folder, name));
      else await dropFolder(opened.page, field, name);
    };
    await choose("file", now);
    await choose("last", last);
    await choose("before-last", beforeLast);
    await opened.page.fill("#authority", "998");
    await runCheck(opened.page);
    const earlier = [...(last === null ? [] : ["--previous", last]), ...(beforeLast === null ? [] : ["--before-previous", beforeLast])];
    const lines = await save(opened.page, "JSON Lines");
    expect(lines).toBe(commandLine([now], ["--authority", "998", ...earlier]));
    if (last !== null) expect(lines).toContain('"in":"last_return"');
    await clean(opened);
  });

  test("reference tables: the same as the command line, also when they are kept for a second check", async () => {
    const opened = await openChecker(browser, path);
    const tables = { postcodes: "directory.csv", providers: "providers.csv" };
    for (const [table, file] of Object.entries(tables)) await opened.page.setInputFiles(`#reference-${table}`, join(REFERENCE, file));
    const options = Object.entries(tables).flatMap(([table, file]) => ["--reference", `${table}=${join(REFERENCE, file)}`]);
    for (const input of ["now.xml", "last.xml"]) {
      await check(opened.page, join(folder, input), join(folder, "last.xml"));
      const lines = await save(opened.page, "JSON Lines");
      expect(lines).toBe(commandLine([input], ["--previous", "last.xml", ...options]));
      expect(lines).not.toContain("no reference");
      expect(await opened.page.locator("#results").textContent()).toContain("Postcode directory: 4 rows of directory.csv read.");
    }
    await opened.page.setInputFiles("#reference-postcodes", join(REFERENCE, "providers.csv"));
    await opened.page.click("#check");
    await opened.page.locator("#reference-postcodes-problem").getByText("providers.csv: The file cannot be read as postcode directory").waitFor();
    await clean(opened);
  });

  const dropFolder = async (page: Page, field: string, name: string): Promise<void> => {
    await dropFromDisk(page, `#${field}`, [join(folder, name)]);
    await page.locator(`#${field}-chosen`).getByText(`From the folder ${name}:`).waitFor();
  };

  test("spoilt files and bad ones give what the command line gives", async () => {
    const bad = BAD_CSV_ROWS.flatMap((row, index) => {
      const content = index % BAD_STEP === 0 ? row.content() : "";
      const name = (row.name ?? "reviews.csv").split("/").at(-1) ?? "";
      return index % BAD_STEP === 0 && (typeof content === "string" || content instanceof Uint8Array)
        ? [[`bad-${index}`, new Map([[name, content]])] as const]
        : [];
    });
    const returns = new Map<string, Files>([...spoiltReturns(years.now.csv, SPOILT), ...bad]);
    for (const [name, files] of returns) writeFiles(files, join(folder, name));
    const lines = commandLine([...returns.keys()]);
    const opened = await openChecker(browser, path);
    for (const name of returns.keys()) {
      await dropFolder(opened.page, "file", name);
      await runCheck(opened.page);
      expect(await save(opened.page, "JSON Lines"), name).toBe(linesOf(name, lines));
    }
    await clean(opened);
  }, 600_000);

  test.each(["worker", "page"])(
    "reads and checks large files in the %s without freezing the page",
    async (place) => {
      const files = largeTables(place === "worker" ? LARGE_BYTES : 2_000_000);
      writeFiles(files, join(folder, "large"));
      const opened = await openChecker(browser, path, {}, place === "worker" ? undefined : "delete window.Worker");
      const { page } = opened;
      await page.evaluate(
        "let at = performance.now(); window.longest = 0; setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - at); at = now; }, 20)",
      );
      await check(page, pathsOf(files, "large"));
      expect(await page.evaluate("longest")).toBeLessThan(DEAF);
      expect(await save(page, "JSON Lines")).toBe(commandLine([...files.keys()], [], join(folder, "large")));
      await clean(opened);
    },
    600_000,
  );
});
