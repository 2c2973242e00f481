import { rulesById } from "./digest.ts";
import type { Finding, Location, RuleInfo } from "./finding.ts";
import { valueWords } from "./message.ts";
import type { ReportWriter, Sink } from "./writer.ts";

const COLUMNS = [
  "input",
  "release",
  "finding",
  "rule",
  "severity",
  "title",
  "child",
  "message",
  "remedy",
  "location",
  "record",
  "path",
  "table",
  "row",
  "line",
  "column",
  "in",
  "items",
  "cells",
  "more",
];

/**
 * A table (RFC 4180, with a byte order mark, as spreadsheets expect): one line for each finding and location; `finding` numbers the findings and
 * `location` the locations of each. Values are whole; one that a spreadsheet could take for a formula has an apostrophe before it.
 */
export function createCsvWriter(sink: Sink): ReportWriter {
  let rules: ReadonlyMap<string, RuleInfo> = new Map();
  let number = 0;
  return {
    start: (run) => {
      rules = rulesById(run.rules);
      sink(`\uFEFF${csvLine(COLUMNS)}`);
    },
    finding: (finding) => {
      number += 1;
      const info = rules.get(finding.rule);
      const { locations } = finding;
      for (let index = 0; index < Math.max(1, locations.length); index += 1) sink(locationLine(finding, info, number, index));
    },
    endInput: () => undefined,
    end: () => undefined,
  };
}

function locationLine(finding: Finding, info: RuleInfo | undefined, number: number, index: number): string {
  const { input, release, rule, severity, child, message, locations, more } = finding;
  const location = locations[index];
  return csvLine([
    input,
    release,
    number,
    rule,
    severity,
    info?.title ?? null,
    child,
    message,
    severity === "not-run" ? null : (info?.remedy ?? null),
    ...(location === undefined ? [null, null, null, null, null, null, null, null, null, null] : locationCells(location, index + 1)),
    more,
  ]);
}

function locationCells(location: Location, number: number): readonly (string | number | null)[] {
  const { record, path, table, row, line, column, items, cells } = location;
  const texts = Object.entries(items).map(([item, value]) => `${item}: ${valueWords(value)}`);
  return [number, record, path, table, row, line, column, location.in, texts.join("; "), cellsText(cells)];
}

/** `CPPendDate (ChildProtectionPlans!F12)`; without the cell where it is no workbook. */
function cellsText(cells: Location["cells"]): string | null {
  if (cells === null) return null;
  return Object.entries(cells)
    .map(([column, cell]) => (cell === null ? column : `${column} (${cell})`.trimStart()))
    .join("; ");
}

function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => (typeof cell === "string" ? csvCell(defuse(cell)) : cell === null ? "" : String(cell))).join(",")}\r\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Spreadsheets run what begins with `=`, `+`, `-` or `@`, some also behind blanks or in full width, and what a tab or a line end leads. A plain negative number
 * is left as it is.
 */
function defuse(text: string): string {
  const isFormula = /^[\s\p{Control}\p{Format}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) && !/^-\d+(\.\d+)?$/.test(text);
  return isFormula ? `'${text}` : text;
}
