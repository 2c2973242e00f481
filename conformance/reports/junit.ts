import { MESSAGE_LENGTH, readable } from "../../runtime/findings/readable.ts";
import { escapeAttribute, escapeText } from "../../runtime/xml/escape.ts";
import type { JudgedCase, RunVerdict } from "../verdict.ts";
import { OUTCOME_WORDS, productName } from "./words.ts";

/** JUnit XML for build servers: a test suite for each half, a test case for each case. Times stand in `times.json`. */
export function junitReport(verdict: RunVerdict): string {
  const { suite, halves, cases } = verdict;
  const suites = halves.map(({ half }) => {
    const own = cases.filter((one) => one.half === half).map((one) => testCase(suite.release, one));
    const count = (element: Element): number => own.filter((one) => one.element === element).length;
    const totals = `tests="${own.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
    return `  <testsuite name="${half}" ${totals}>\n${own.map(({ text }) => text).join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name=${quoted(`${productName(verdict)}: ${suite.release}`)}>\n${suites.join("")}</testsuites>\n`;
}

type Element = "failure" | "error" | "skipped" | null;

function testCase(release: string, one: JudgedCase): { readonly element: Element; readonly text: string } {
  const head = `    <testcase classname=${quoted(`${release} ${one.half}`)} name=${quoted(`${one.id} ${one.title}`)}`;
  const element = elementOf(one);
  if (element === null) return { element, text: `${head}/>\n` };
  const lines = one.faults.map(({ message, child, at }) =>
    `${[child, at].filter((part) => part !== null).join(", ")}: ${readable(message, MESSAGE_LENGTH)}`.replace(/^: /, ""),
  );
  const message = messageOf(one);
  if (element === "skipped") return { element, text: `${head}>\n      <skipped message=${quoted(message)}/>\n    </testcase>\n` };
  const look = one.lookAt === null ? [] : [`Look at: ${one.lookAt}`];
  return { element, text: `${head}>\n      <${element} message=${quoted(message)}>${safe([...lines, ...look].join("\n"))}</${element}>\n    </testcase>\n` };
}

/** The verdict is that of the exit code: an expected failure is skipped, one that passes fails. */
function elementOf({ outcome, expectedFailure }: JudgedCase): Element {
  if (expectedFailure !== null) return outcome === "passed" ? "failure" : "skipped";
  if (outcome === "passed") return null;
  return outcome === "skipped" ? "skipped" : outcome === "error" ? "error" : "failure";
}

function messageOf({ outcome, expectedFailure, reason, faults }: JudgedCase): string {
  if (expectedFailure !== null && outcome === "passed") return "It passes, but is listed as failing: take it off the list of expected failures.";
  const what = reason ?? `${faults.length} ${faults.length === 1 ? "fault" : "faults"}. ${faults[0]?.message ?? ""}`;
  return `${OUTCOME_WORDS[outcome]}${expectedFailure === null ? "" : ` (expected: ${expectedFailure})`}: ${what}`;
}

function quoted(text: string): string {
  return `"${escapeAttribute(readable(text, MESSAGE_LENGTH))}"`;
}

function safe(text: string): string {
  return text
    .split("\n")
    .map((line) => escapeText(readable(line, MESSAGE_LENGTH)))
    .join("\n");
}
