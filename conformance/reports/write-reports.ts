import { mkdirSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { RunVerdict } from "../verdict.ts";
import { badge } from "./badge.ts";
import { htmlReport } from "./html.ts";
import { jsonReport, reportSchema } from "./json.ts";
import { junitReport } from "./junit.ts";
import { statement } from "./statement.ts";
import { textReport } from "./text.ts";

/** Where a page leads from: a relative address, so that report and guidance can be moved together. */
function linkBase(folder: string, guidance: string): string {
  if (/^https?:\/\//.test(guidance)) return guidance.replace(/\/+$/, "");
  const way = relative(resolve(folder), resolve(guidance));
  // On another drive of Windows there is no way.
  if (isAbsolute(way)) return pathToFileURL(way).href.replace(/\/+$/, "");
  return way
    .split(/[\\/]/)
    .map((part) => encodeURIComponent(part))
    .join("/");
}

/** The only report with times: all others are the same bytes for the same input. */
function times({ cases, suite }: RunVerdict, started: string, milliseconds: number): string {
  const each = cases.map(({ id, half, milliseconds: own }) => ({ id, half, milliseconds: Math.round(own * 10) / 10 }));
  return `${JSON.stringify({ release: suite.release, started, milliseconds: Math.round(milliseconds), cases: each }, null, 2)}\n`;
}

/**
 * Writes all reports of a run into a folder, which is made if need be; what else is in it stays.
 * @param guidance the folder or the web address of the guidance of the release; null: it is not there
 */
export function writeReports(folder: string, verdict: RunVerdict, guidance: string | null, started: string, milliseconds: number): void {
  mkdirSync(folder, { recursive: true });
  const files = {
    "report.txt": textReport(verdict),
    "report.json": jsonReport(verdict),
    "report.schema.json": reportSchema(),
    "junit.xml": junitReport(verdict),
    "report.html": htmlReport(verdict, guidance === null ? null : linkBase(folder, guidance)),
    "badge.svg": badge(verdict),
    "statement.txt": statement(verdict),
    "times.json": times(verdict, started, milliseconds),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}
