import { escapeAttribute, escapeText } from "../xml/escape.ts";
import { createDigest, type Digest, type RuleGroup, rulesById } from "./digest.ts";
import { countWords } from "./message.ts";
import { MESSAGE_LENGTH, readable } from "./readable.ts";
import { isUnopened, leftOutWords, NOT_OPENED } from "./summary-words.ts";
import type { Sample } from "./sample.ts";
import { UNREADABLE_RULE } from "./tally.ts";
import type { ReportWriter, Run, Sink } from "./writer.ts";

/**
 * JUnit XML, for the reports of build servers: a test suite for each input, a test case for each rule. Only errors fail; queries and warnings are
 * output of a test that passes, so that the verdict is that of the exit code.
 */
export function createJunitWriter(sink: Sink): ReportWriter {
  let run: Run | null = null;
  let digest: Digest = createDigest(new Map());
  return {
    start: (started) => {
      run = started;
      digest = createDigest(rulesById(run.rules));
      sink(`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name=${quoted(`${run.tool.name} ${run.release}`)}>\n`);
    },
    finding: (finding) => digest.add(finding),
    endInput: (summary) => {
      if (run === null) return;
      sink(isUnopened(summary, digest.counts()) ? unopenedSuite(run, summary.input) : suite(run, summary.input, digest));
      digest = createDigest(rulesById(run.rules));
    },
    end: () => sink("</testsuites>\n"),
  };
}

interface Case {
  readonly outcome: "passed" | "failure" | "error" | "skipped";
  readonly text: string;
}

function suite(run: Run, input: string, digest: Digest): string {
  const groups = new Map<string, RuleGroup[]>(run.rules.map(({ id }) => [id, []]));
  for (const severity of ["error", "query", "warning", "not-run"] as const) {
    for (const group of digest.groups(severity)) groups.set(group.rule, [...(groups.get(group.rule) ?? []), group]);
  }
  const titles = rulesById(run.rules);
  const cases = [...groups].map(([rule, found]) => testCase(run.release, rule, titles.get(rule)?.title ?? null, found));
  const count = (outcome: Case["outcome"]): number => cases.filter((one) => one.outcome === outcome).length;
  const totals = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
  return `  <testsuite name=${quoted(input)} ${totals}>\n${cases.map(({ text }) => text).join("")}  </testsuite>\n`;
}

function unopenedSuite(run: Run, input: string): string {
  const testCase = `<testcase classname=${quoted(run.release)} name="input"><error message=${quoted(NOT_OPENED)}/></testcase>`;
  return `  <testsuite name=${quoted(input)} tests="1" failures="0" errors="1" skipped="0">\n    ${testCase}\n  </testsuite>\n`;
}

function testCase(release: string, rule: string, title: string | null, groups: readonly RuleGroup[]): Case {
  const head = `    <testcase classname=${quoted(release)} name=${quoted(title === null ? rule : `${rule} ${title}`)}`;
  const [first] = groups;
  if (first === undefined) return { outcome: "passed", text: `${head}/>\n` };
  const outcome = outcomeOf(rule, first);
  const others = groups.slice(outcome === "passed" ? 0 : 1);
  const result = outcome === "passed" ? "" : `      ${resultElement(outcome, first)}\n`;
  const output =
    others.length === 0 ? "" : `      <system-out>${escapeText(others.map((group) => `${headline(group)}\n${sampleLines(group)}`).join("\n"))}</system-out>\n`;
  return { outcome, text: `${head}>\n${result}${output}    </testcase>\n` };
}

function outcomeOf(rule: string, { severity }: RuleGroup): Case["outcome"] {
  if (severity === "not-run") return "skipped";
  if (severity !== "error") return "passed";
  return rule === UNREADABLE_RULE ? "error" : "failure";
}

function resultElement(outcome: "failure" | "error" | "skipped", group: RuleGroup): string {
  if (outcome === "skipped") return `<skipped message=${quoted(group.samples.map(({ message }) => message).join("; "))}/>`;
  return `<${outcome} type=${quoted(group.severity)} message=${quoted(headline(group))}>${escapeText(sampleLines(group))}</${outcome}>`;
}

function headline({ severity, count, info }: RuleGroup): string {
  const found = countWords(count, "finding");
  if (severity === "not-run") return "not run";
  return info === null ? `${severity}: ${found}` : `${severity}: ${found}. ${info.remedy}`;
}

function sampleLines({ samples, count }: RuleGroup): string {
  const leftOut = leftOutWords(samples.length, count);
  return [...samples.map(sampleLine), ...(leftOut === null ? [] : [leftOut])].join("\n");
}

function sampleLine({ child, place, message }: Sample): string {
  const where = [child === null ? "" : `Child ${child}`, place ?? ""].filter((part) => part !== "").join(", ");
  return where === "" ? message : `${where}: ${message}`;
}

function quoted(text: string): string {
  return `"${escapeAttribute(readable(text, MESSAGE_LENGTH))}"`;
}
