import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunVerdict } from "../verdict.ts";
import { badge } from "./badge.ts";
import { htmlReport } from "./html.ts";
import { jsonReport, reportSchema } from "./json.ts";
import { junitReport } from "./junit.ts";
import { statement } from "./statement.ts";
import { textReport } from "./text.ts";

/** The only report with times: all others are the same bytes for the same input. */
function times({ cases, suite }: RunVerdict, started: string, milliseconds: number): string {
  const each = cases.map(({ id, half, milliseconds: own }) => ({ id, half, milliseconds: Math.round(own * 10) / 10 }));
  return `${JSON.stringify({ release: suite.release, started, milliseconds: Math.round(milliseconds), cases: each }, null, 2)}\n`;
}

/** Writes all reports of a run into a folder, which is made if need be; what else is in it stays. */
export function writeReports(folder: string, verdict: RunVerdict, started: string, milliseconds: number): void {
  mkdirSync(folder, { recursive: true });
  const files = {
    "report.txt": textReport(verdict),
    "report.json": jsonReport(verdict),
    "report.schema.json": reportSchema(),
    "junit.xml": junitReport(verdict),
    "report.html": htmlReport(verdict),
    "badge.svg": badge(verdict),
    "statement.txt": statement(verdict),
    "times.json": times(verdict, started, milliseconds),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}
