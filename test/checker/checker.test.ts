import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { JUDGE, returnspec } from "../support/returnspec.ts";
import { check, type CheckerPage, launch, makeChecker, openChecker, save, SKIPPED } from "./browser.ts";
import { writeLargeReturn, writeReturns } from "./documents.ts";

const RELEASE = "cin/2025-26";
/** What is checked with the command line beside the page, and with how many files at least. */
const COMPARED: readonly (readonly [release: string, files: number])[] = [
  [RELEASE, JUDGE ? 60 : 12],
  ["cla/2025-26", 8],
  ...(JUDGE
    ? ([
        ["cin/2013-14", 20],
        ["cin/2026-27", 20],
      ] as const)
    : []),
];
const LARGE_BYTES = JUDGE ? 75_000_000 : 5_000_000;
/** Milliseconds for which the page may be deaf. */
const DEAF = 500;

describe.skipIf(SKIPPED)("the checker in a browser (needs Chromium)", () => {
  let folder = "";
  let path = "";
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "returnspec-checker-"));
    path = makeChecker(RELEASE, join(folder, "out"));
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the command line gives for files of the folder, called by the same names. */
  const commandLine = (release: string, files: readonly string[], last: string | null, format: string): string => {
    const output = join(folder, "command-line");
    const run = returnspec(
      ["validate", ...files, "--release", release, "--format", format, "--output", output, ...(last === null ? [] : ["--previous", last])],
      {
        cwd: folder,
      },
    );
    if (run.code === 3) throw new Error(run.err);
    return readFileSync(output, "utf8");
  };

  const clean = ({ requests, complaints }: CheckerPage): void => {
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
  };

  test.each(COMPARED)("%s gives what the command line gives, byte for byte", async (release, count) => {
    const files = writeReturns(release, folder, count);
    const opened = await openChecker(browser, release === RELEASE ? path : makeChecker(release, join(folder, "out")));
    // One run for the files without last year's return: most of the time of a run is its start.
    const alone = files.filter(({ last }) => last === null).map(({ file }) => file);
    const lines = commandLine(release, alone, null, "jsonl").split("\n");
    const linesOf = (file: string): string =>
      lines
        .filter((line) => line.startsWith(`{"input":${JSON.stringify(file)},`))
        .map((line) => `${line}\n`)
        .join("");
    const tables = [...alone.slice(0, 3), ...files.filter(({ last }) => last !== null).map(({ file }) => file)];
    for (const { file, last } of files) {
      await check(opened.page, join(folder, file), last === null ? [] : join(folder, last));
      expect(await save(opened.page, "JSON Lines"), file).toBe(last === null ? linesOf(file) : commandLine(release, [file], last, "jsonl"));
      if (tables.includes(file)) expect(await save(opened.page, "CSV"), file).toBe(commandLine(release, [file], last, "csv"));
    }
    expect(files.length).toBeGreaterThanOrEqual(Math.min(count, 8));
    if (release === RELEASE) expect(files.some(({ last }) => last !== null)).toBe(true);
    expect(await opened.page.locator("img").count()).toBe(0);
    clean(opened);
    await opened.page.context().close();
  });

  test.each(["worker", "page"])("reads a large file in the %s without freezing the page", async (place) => {
    const file = `large-${place}.xml`;
    writeLargeReturn(RELEASE, join(folder, file), place === "worker" ? LARGE_BYTES : 5_000_000);
    const opened = await openChecker(browser, path, {}, place === "worker" ? undefined : "delete window.Worker");
    const { page } = opened;
    await page.evaluate(
      "let at = performance.now(); window.longest = 0; setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - at); at = now; }, 20)",
    );
    await check(page, join(folder, file));
    expect(await page.evaluate("longest")).toBeLessThan(DEAF);
    expect(await save(page, "JSON Lines")).toBe(commandLine(RELEASE, [file], null, "jsonl"));
    await page.check("#view-child");
    await page.waitForSelector("#child-search");
    expect(await page.evaluate("longest")).toBeLessThan(DEAF);
    clean(opened);
    await page.context().close();
  });

  test("a check can be stopped, and another one started", async () => {
    writeLargeReturn(RELEASE, join(folder, "stop.xml"), 30_000_000);
    const opened = await openChecker(browser, path);
    const { page } = opened;
    await page.setInputFiles("#file", join(folder, "stop.xml"));
    await page.click("#check");
    await page.click("#stop");
    await page.getByText("The check was stopped.").waitFor();
    expect(await page.locator("#results").isHidden()).toBe(true);
    writeReturns(RELEASE, folder, 1);
    await check(page, join(folder, "minimal.xml"));
    clean(opened);
    await page.context().close();
  });

  test("nothing can leave the page", async () => {
    const { page, complaints } = await openChecker(browser, path);
    const attempts = [
      "fetch('https://example.invalid/')",
      "new Promise((_, no) => { const image = new Image(); image.onerror = no; image.onload = _; image.src = 'https://example.invalid/x.png'; })",
      "new Promise((_, no) => { const socket = new WebSocket('wss://example.invalid/'); socket.onerror = no; })",
    ];
    for (const attempt of attempts) expect(await page.evaluate(`${attempt}.then(() => "went", () => "refused")`)).toBe("refused");
    expect(complaints.filter((text) => text.includes("Content Security Policy")).length).toBeGreaterThanOrEqual(attempts.length);
    await page.context().close();
  });
});
