import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, SKIPPED } from "../checker/browser.ts";
import { PROJECT, returnspec } from "../support/returnspec.ts";

/** Milliseconds from a saved edit until it is shown; the bar is 500 on a machine that does nothing else (bench/preview.js). */
const LIMIT = 10_000;
const RULE = "rules/8925.html";

/** Asks the preview for a path. */
async function ask(
  address: string,
  path: string,
  options: { readonly method?: string; readonly host?: string } = {},
): Promise<{ status: number; text: string; type: string }> {
  const { port, host } = new URL(address);
  const asked = request({ host: "127.0.0.1", port, path, method: options.method ?? "GET", headers: { host: options.host ?? host } }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  let text = "";
  for await (const part of response.setEncoding("utf8")) text += String(part);
  return { status: response.statusCode ?? 0, text, type: response.headers["content-type"] ?? "" };
}

/** The versions that the preview tells of, one at a time. */
async function listen(address: string): Promise<{ readonly next: () => Promise<string>; readonly end: () => void }> {
  const { port, host } = new URL(address);
  const asked = request({ host: "127.0.0.1", port, path: "/events", headers: { host } }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  asked.on("error", () => undefined);
  response.on("error", () => undefined);
  const next = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error("The preview tells no more.");
      if (value.startsWith("data: ")) return value.slice(6);
    }
  };
  return { next, end: () => void asked.destroy() };
}

describe("watch", () => {
  let folder = "";
  let preview: ChildProcess;
  let address = "";
  let said = "";
  const fileOf = (path: string): string => join(folder, "specs", ...path.split("/"));
  const edit = (path: string, from: string | RegExp, to: string): void => {
    const before = readFileSync(fileOf(path), "utf8");
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${String(from)} is not in ${path}.`);
    writeFileSync(fileOf(path), after);
  };
  const PLANS = "cin/2013-14/rules/protection-plans.yaml";
  const OCCURS = /(?<=^ *CPPendDate:\n *)occurs: 0\.\.1/m;
  const REMEDY = /(?<=^"8925":\n(?: {2}.*\n)*? {2}remedy: ).*/m;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "returnspec-watch-"));
    for (const part of ["specs/cin", "specs/common", "specs/published.lock"]) cpSync(join(PROJECT, part), join(folder, part), { recursive: true });
    const lock = fileOf("published.lock");
    writeFileSync(lock, readFileSync(lock, "utf8").replaceAll(/^(?!cin\/)[a-z]+\/.*\n(?: .*\n)*/gm, ""));
    preview = spawn(process.execPath, [join(PROJECT, "bin", "returnspec.js"), "watch", "cin/2026-27", "--root", folder, "--port", "0"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    preview.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    while (!/http:\S+\n/.test(said)) await once(preview.stderr ?? preview, "data");
    address = /http:\S+/.exec(said)?.[0] ?? "";
  });
  afterAll(() => {
    preview.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  test("shows the guidance of this computer to this computer only", async () => {
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const start = await ask(address, "/");
    expect(start).toMatchObject({ status: 200, type: "text/html; charset=utf-8" });
    expect(start.text).toContain('href="/cin/2026-27/index.html"');
    expect((await ask(address, "/cin/2026-27/")).text).toContain("Children in need census");
    expect((await ask(address, `/cin/2026-27/${RULE}`)).text).toContain("Check both dates");
    expect(await ask(address, "/cin/2026-27/assets/guidance.css")).toMatchObject({ status: 200, type: "text/css; charset=utf-8" });
    expect((await ask(address, "/cin/2026-27/assets/search.js")).text).toContain("8925");
    for (const host of ["evil.example", `evil.example:${new URL(address).port}`, "127.0.0.1", "localhost.evil.example"])
      expect(await ask(address, "/", { host }), host).toMatchObject({ status: 403, type: "text/plain; charset=utf-8" });
    expect(await ask(address, "/", { host: `localhost:${new URL(address).port}` })).toMatchObject({ status: 200 });
    expect(await ask(address, "/", { method: "POST" })).toMatchObject({ status: 405 });
    for (const path of [
      "/nothing.html",
      "/cin/2026-27/nothing.html",
      "/cin/2025-26/index.html",
      "/%zz",
      "/../package.json",
      "/cin/2026-27/../../../etc/passwd",
    ])
      expect(await ask(address, path), path).toMatchObject({ status: 404 });
  });

  test("an edit is told of and shown, and mistakes are shown with their places until they are put right", async () => {
    const events = await listen(address);
    const first = await events.next();
    const start = performance.now();
    edit(PLANS, REMEDY, "Look at the plan again.");
    expect(await events.next()).not.toBe(first);
    const shown = await ask(address, `/cin/2026-27/${RULE}`);
    expect(performance.now() - start).toBeLessThan(LIMIT);
    expect(shown.text).toContain("Look at the plan again.");

    edit(PLANS, "check: CPPendDate >= CPPstartDate", "check: CPPendDate >= CPPstartDat");
    const broken = await events.next();
    const stale = await ask(address, `/cin/2026-27/${RULE}`);
    expect(stale.text).toContain(`data-version="${broken}"`);
    expect(stale.text).toContain("Look at the plan again.");
    expect(stale.text).toContain("The specification has mistakes: the pages are as they were before.");
    expect(stale.text).toMatch(/specs\/cin\/2013-14\/rules\/protection-plans\.yaml:\d+:\d+: RS1501: .*CPPstartDat/);

    edit(PLANS, "check: CPPendDate >= CPPstartDat\n", "check: CPPendDate >= CPPstartDate\n");
    await events.next();
    expect((await ask(address, `/cin/2026-27/${RULE}`)).text).toContain("This page changes when the specification does.");
    events.end();
  });

  test("what only the whole check finds is told later", async () => {
    const events = await listen(address);
    await events.next();
    edit("cin/2013-14/items.yaml", OCCURS, 'occurs: "1"');
    const version = await events.next();
    const before = await ask(address, "/cin/2026-27/items/cppenddate.html");
    expect(before.text).toContain(`data-version="${version}"`);
    expect(await events.next()).not.toBe(version);
    const after = await ask(address, "/cin/2026-27/items/cppenddate.html");
    expect(after.text).toContain("but it is refused as it stands");
    expect(after.text).toMatch(/specs\/published\.lock:\d+:\d+: RS\d+/);
    edit("cin/2013-14/items.yaml", /(?<=^ *CPPendDate:\n *)occurs: "1"/m, "occurs: 0..1");
    await events.next();
    events.end();
  });

  test.skipIf(SKIPPED)("a page in a browser loads itself again (needs Chromium)", async () => {
    const browser = await launch();
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => void (message.type() === "error" && complaints.push(message.text())));
    await page.goto(`${address}cin/2026-27/${RULE}`);
    edit(PLANS, REMEDY, "Ask the chair of the conference.");
    await page.getByText("Ask the chair of the conference.").waitFor({ timeout: 30_000 });
    expect(complaints).toEqual([]);
    await browser.close();
  });

  test("ends with Ctrl-C, also while pages are open", async () => {
    const events = await listen(address);
    preview.kill("SIGINT");
    const [code] = (await once(preview, "exit")) as [number | null];
    expect(code).toBe(0);
    expect(said).toMatch(/The preview has ended\.\n$/);
    events.end();
  });
});

test("wrong use is told", async () => {
  expect(returnspec(["watch", "cin/2026-28"])).toMatchObject({ code: 2, err: expect.stringContaining("There is no release cin/2026-28.") as string });
  expect(returnspec(["watch", "--port", "x"])).toMatchObject({ code: 2, err: expect.stringContaining("Use a number from 0 to 65535.") as string });
});
