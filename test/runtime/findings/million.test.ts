import { describe, expect, it } from "vitest";
import { CHILD_SAMPLES, createDigest, SAMPLES_PER_RULE } from "../../../runtime/findings/digest.ts";
import type { Finding } from "../../../runtime/findings/finding.ts";
import { createReportWriter, REPORT_FORMATS } from "../../../runtime/findings/formats.ts";
import { exampleRun, exampleSummary, exampleFinding } from "./example-run.ts";

const COUNT = 1_000_000;
const RULES = 130;
const rules = Array.from({ length: RULES }, (_, index) => ({
  id: String(8000 + index),
  title: `Rule ${index}`,
  severity: "error" as const,
  message: "",
  remedy: "",
  sentence: null,
}));
const template = exampleFinding();
const findingAt = (number: number): Finding => ({
  ...template,
  rule: String(8000 + (number % RULES)),
  child: `C${Math.floor(number / 3)}`,
  message: `Finding ${number}.`,
});

describe("one million findings", () => {
  it("are counted exactly, and a few of each rule kept", () => {
    const digest = createDigest(new Map(), CHILD_SAMPLES);
    for (let number = 0; number < COUNT; number += 1) digest.add(findingAt(number));
    const groups = digest.groups("error");
    expect(digest.counts()).toEqual({ error: COUNT, query: 0, warning: 0, "not-run": 0 });
    expect(groups.length).toBe(RULES);
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(COUNT);
    for (const { samples } of groups) expect(samples.length).toBe(SAMPLES_PER_RULE);
    expect(digest.inOrder.length).toBe(CHILD_SAMPLES);
  });

  it.each(
    REPORT_FORMATS.flatMap((format) => [false, true].map((children) => ({ format, children }))).filter(
      ({ format, children }) => !children || format === "text" || format === "html",
    ),
  )("are written as $format, by child: $children", ({ format, children }) => {
    let length = 0;
    let longest = 0;
    let lines = 0;
    let tail = "";
    let head = "";
    const writer = createReportWriter(
      format,
      (piece) => {
        length += piece.length;
        longest = Math.max(longest, piece.length);
        if (head.length < 2000) head += piece.slice(0, 2000);
        tail = piece.slice(-2000);
        for (let at = piece.indexOf("\n"); at !== -1; at = piece.indexOf("\n", at + 1)) lines += 1;
      },
      { children },
    );
    writer.start({ ...exampleRun, rules });
    for (let number = 0; number < COUNT; number += 1) writer.finding(findingAt(number));
    writer.endInput(exampleSummary);
    writer.end();
    if (format === "jsonl") expect(lines).toBe(COUNT);
    if (format === "csv") expect(lines).toBe(COUNT + 1);
    if (format === "json") expect(tail).toContain('"counts":{"error":1000000,"query":0,"warning":0,"not-run":0}');
    const isWhole = format === "jsonl" || format === "csv" || format === "json" || (format === "text" && children);
    if (format === "text") expect(children ? tail : head).toContain("1,000,000 errors, no queries and no warnings.");
    if (format === "html") expect(head + tail).toContain("</html>");
    // What was held back is written at the end: little, where it is not everything that is asked for.
    expect(isWhole ? longest : length).toBeLessThan(isWhole ? 200_000 : children ? 6_000_000 : 1_000_000);
  });
});
