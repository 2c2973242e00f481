import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { returnspec } from "../support/returnspec.ts";

/** Debian's Chromium, or the one that $CHROMIUM names; null when there is none. */
export const CHROMIUM = [process.env["CHROMIUM"], "/usr/bin/chromium"].find((path) => path !== undefined && existsSync(path)) ?? null;

/** Why tests in a browser are skipped; none when they run. CI sets REQUIRE_CHROMIUM, so that it cannot lose them unseen. */
export const SKIPPED = CHROMIUM === null && process.env["REQUIRE_CHROMIUM"] === undefined;

export function launch(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error("There is no Chromium. Install it, or name it with $CHROMIUM.");
  const args = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
  return chromium.launch({ executablePath: CHROMIUM, args: args.split(" ") });
}

/** Generates the checker of a release as a user does, and answers where it is. */
export function makeChecker(release: string, folder: string): string {
  const run = returnspec(["generate", release, "--target", "checker", "--out", folder]);
  if (run.code !== 0) throw new Error(run.err);
  return join(folder, release, "checker.html");
}

export interface CheckerPage {
  readonly page: Page;
  /** Addresses that the page asked for, other than its own file. */
  readonly requests: readonly string[];
  /** Errors and refusals of the content policy that the browser reported. */
  readonly complaints: readonly string[];
}

/** Opens the checker from its file, as a double click does. */
export async function openChecker(browser: Browser, path: string, options: BrowserContextOptions = {}, script?: string): Promise<CheckerPage> {
  const context = await browser.newContext({ ...options, locale: "en-GB" });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  const address = pathToFileURL(path).href;
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("blob:null/")) requests.push(request.url());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  if (script !== undefined) await page.addInitScript(script);
  await page.goto(address);
  return { page, requests, complaints };
}

/** Chooses files, checks them and waits for the findings. */
export async function check(page: Page, files: string | readonly string[], last: string | readonly string[] = []): Promise<void> {
  await page.setInputFiles("#file", files);
  await page.setInputFiles("#last", last);
  await runCheck(page);
}

/** Checks what was chosen and waits for the findings. */
export async function runCheck(page: Page): Promise<void> {
  await page.click("#check");
  await page.waitForSelector("#results:not([hidden]) #results-heading, .problem:not([hidden])", { timeout: 600_000 });
  const [problem] = await page.locator(".problem:visible").allTextContents();
  if (problem !== undefined) throw new Error(problem);
}

/** Drops files or folders from disk on an element, as a mouse does. */
export async function dropFromDisk(page: Page, selector: string, paths: readonly string[]): Promise<void> {
  const target = page.locator(selector);
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${selector} cannot be seen`);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", { type, x: box.x + box.width / 2, y: box.y + box.height / 2, data });
  await session.detach();
}

/** What the page saves in a format, as text. */
export async function save(page: Page, format: "CSV" | "JSON Lines"): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: `as ${format}` }).click()]);
  return readFileSync(await download.path(), "utf8");
}
