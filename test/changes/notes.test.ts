import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import { beforeAll, describe, expect, test } from "vitest";
import { reportChanges } from "../../generators/changes/change-report.ts";
import { targetContext } from "../../generators/cli/target-context.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { coverEmail, publisherNote } from "../../generators/targets/changes/announcement.ts";
import { calendarOf } from "../../generators/targets/changes/calendar.ts";
import { changesTarget } from "../../generators/targets/changes/changes-target.ts";
import { markdownNotes } from "../../generators/targets/changes/markdown.ts";
import { notesOf } from "../../generators/targets/changes/notes.ts";
import { notesPage } from "../../generators/targets/changes/notes-page.ts";
import { violationsOf, VIEWPORTS } from "../checker/accessibility.ts";
import { launch, SKIPPED } from "../checker/browser.ts";
import { JUDGE } from "../support/returnspec.ts";
import { changeWith, toyWith } from "../wrong-input/toy.ts";
import { specification } from "../support/specification.ts";

const RELEASES = JUDGE ? specification.liveNames : ["cin/2026-27"];
const VALIDATOR = new HtmlValidate({ extends: ["html-validate:recommended"], rules: { "long-title": "off", "no-inline-style": "off", "require-sri": "off" } });

describe.each(RELEASES)("the notes of %s", (name) => {
  const texts = new Map<string, string>();

  beforeAll(() => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    for (const { path, content } of changesTarget.build(release, targetContext(specification, release)).files)
      texts.set(path, typeof content === "string" ? content : new TextDecoder().decode(content));
  });

  test("are there in every form, and the same again", () => {
    const names = [...texts.keys()].filter((path) => /^changes\/[^/]+$/.test(path)).map((path) => path.replace("changes/", ""));
    expect(names.toSorted()).toEqual(
      [
        "calendar.ics",
        "changes.json",
        "cover-email.txt",
        "index.html",
        "notes.md",
        "publisher-note.txt",
        "supplier-tasks.json",
        "supplier-tasks.md",
      ].toSorted(),
    );
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    const again = changesTarget.build(release, targetContext(specification, release)).files.find(({ path }) => path === "changes/changes.json");
    expect(again?.content).toBe(texts.get("changes/changes.json"));
  });

  test("are valid HTML", async () => {
    const { results } = await VALIDATOR.validateString(texts.get("changes/index.html") ?? "");
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`))).toEqual([]);
  });

  test("say that they are no official publication, in every form for people", () => {
    for (const [path, text] of texts) if (!path.endsWith(".json")) expect(text.replaceAll(/\s+/g, " "), path).toMatch(/not an official publication/);
  });

  test("have an e-mail of short lines", () => {
    const long = (texts.get("changes/cover-email.txt") ?? "").split("\n").filter((line) => line.length > 72 && !line.startsWith("Subject: "));
    expect(long).toEqual([]);
  });

  test("have a calendar as RFC 5545 says", () => {
    expect(problemsOfCalendar(texts.get("changes/calendar.ics") ?? "")).toEqual([]);
  });

  test.skipIf(SKIPPED)("pass axe at every width and ask for nothing (needs Chromium)", { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "returnspec-notes-"));
    const browser = await launch();
    try {
      const path = join(folder, "index.html");
      writeFileSync(path, texts.get("changes/index.html") ?? "");
      for (const [words, viewport] of VIEWPORTS) {
        const page = await browser.newPage({ viewport, bypassCSP: true });
        const requests: string[] = [];
        page.on("request", (request) => requests.push(request.url()));
        await page.goto(pathToFileURL(path).href);
        expect(await violationsOf(page), words).toEqual([]);
        expect(requests.filter((address) => !address.endsWith("/index.html"))).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), words).toBe(true);
        await page.close();
      }
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("what specifications say", () => {
  const HOSTILE = '<script>alert(1)</script> [a](javascript:b) `c`; d, e\\f & "g"';
  const change = changeWith(`items: {Number: {set: {label: ${JSON.stringify(HOSTILE)}}}}`, "correction: {reason: It was wrong., date: 2026-11-20}\n")
    .replace("A trial", HOSTILE)
    .replace("basis: seen", "basis: inferred");
  const [before, after] = [{}, { "specs/toy/2015-16/changes/trial.yaml": change.replace(`title: ${HOSTILE}`, `title: ${JSON.stringify(HOSTILE)}`) }].map(
    (files) => {
      const toys = new Specification(toyWith(files));
      const { release } = toys.release("toy/2015-16@1.0");
      if (release === null) throw new Error("the toy is wrong");
      return checkReleaseRules(toys, release, new Diagnostics());
    },
  );
  if (before === undefined || after === undefined) throw new Error("two releases were read");
  const report = reportChanges(before, after);
  const { release } = specification.release("cin/2026-27");
  if (release === null) throw new Error("cin/2026-27");

  test("is text and nothing else, in every form", () => {
    const page = notesPage(notesOf(report), targetContext(specification, release));
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;");
    const markdown = markdownNotes(notesOf(report));
    expect(markdown).not.toContain("<script");
    expect(markdown).not.toMatch(/[^\\]\[a\]\(/);
    expect(problemsOfCalendar(calendarOf(report))).toEqual([]);
  });

  test("is marked as inferred, and as a correction with its reason", () => {
    const notes = notesOf(report);
    expect(notes.groups[0]).toMatchObject({ isInferred: true, correction: { reason: "It was wrong.", date: "2026-11-20" } });
    expect(markdownNotes(notes)).toContain("**Inferred**");
    expect(markdownNotes(notes)).toContain("**Correction** of 2026-11-20: It was wrong.");
    expect(publisherNote(report)).toMatch(/Corrected: .*1 of the changes is inferred/s);
    expect(coverEmail(report)).toMatch(/^Subject: Toy census 2015-16/);
  });
});

test("the calendar of a year names what is recorded from its first day", () => {
  const [before, after] = ["cla/2023-24", "cla/2024-25"].map((name) => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    return checkReleaseRules(specification, { ...release, rules: [] }, new Diagnostics());
  });
  if (before === undefined || after === undefined) throw new Error("two releases were read");
  const text = calendarOf(reportChanges(before, after)).replaceAll("\r\n ", "");
  const [first = ""] = text.split("END:VEVENT");
  expect(first).toContain("DTSTART;VALUE=DATE:20240401");
  expect(first).toContain("DTSTAMP:20261122T000000Z");
  expect(first).toContain(String.raw`code SEX/M (Male) added`);
  expect(text).toContain("DTSTART;VALUE=DATE:20250531");
});

/** What is wrong with the form of a calendar: line ends, lengths, nesting, properties that must be there, ids. */
function problemsOfCalendar(text: string): readonly string[] {
  const problems: string[] = [];
  if (!text.endsWith("\r\n")) problems.push("the last line does not end");
  if (/[^\r]\n|\r[^\n]/.test(text)) problems.push("a line ends otherwise than with CRLF");
  const raw = text.split("\r\n").slice(0, -1);
  for (const line of raw) if (Buffer.byteLength(line) > 75) problems.push(`longer than 75 octets: ${line}`);
  const lines = text.replaceAll("\r\n ", "").split("\r\n").slice(0, -1);
  const open: string[] = [];
  const ids = new Set<string>();
  let own = new Set<string>();
  for (const line of lines) {
    const [, name = "", value = ""] = /^([A-Z-]+)(?:;[A-Z]+=[A-Z]+)?:(.*)$/.exec(line) ?? [];
    if (name === "") problems.push(`not a property: ${line}`);
    if (name === "BEGIN") {
      open.push(value);
      own = new Set();
    } else if (name === "END") {
      if (open.pop() !== value) problems.push(`${value} ends where it is not open`);
      if (value === "VEVENT") for (const wanted of ["UID", "DTSTAMP", "DTSTART", "SUMMARY"]) if (!own.has(wanted)) problems.push(`an event without ${wanted}`);
    } else {
      if (own.has(name)) problems.push(`${name} twice`);
      own.add(name);
      // Commas and semicolons of texts are escaped, and so is every backslash.
      if ((name === "SUMMARY" || name === "DESCRIPTION") && /(?<!\\)(?:\\\\)*[;,]|\\(?![\\;,n])(?<!\\\\)/.test(value.replaceAll(String.raw`\\`, "")))
        problems.push(`not escaped: ${line}`);
    }
    if (name === "UID") {
      if (ids.has(value)) problems.push(`${value} twice`);
      ids.add(value);
    }
  }
  if (open.length > 0) problems.push(`${open.join()} does not end`);
  if (lines[0] !== "BEGIN:VCALENDAR" || lines[1] !== "VERSION:2.0") problems.push("not a calendar of version 2.0");
  return problems;
}
