import { expect, test } from "vitest";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { tableChecks } from "../../generators/rules/table-checks.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { csvText } from "../../generators/targets/rules-table/csv.ts";
import { rulesTable } from "../../generators/targets/rules-table/rules-table.ts";
import { PROJECT } from "../support/returnspec.ts";

test("cells are quoted as RFC 4180 asks, behind a byte order mark", () => {
  expect(csvText([["a", "b,c", 'd"e', "f\ng", ""]])).toBe('\uFEFFa,"b,c","d""e","f\ng",\n');
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])("%j is not taken for a formula", (text) => {
  expect(csvText([[text]])).toMatch(/^\uFEFF"?'/);
});

/** Reads CSV back, apart from the code that writes it. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

const specification = new Specification(readSpecificationFiles(PROJECT));
const names = specification.names.filter((name) => (specification.release(name).release?.rules.length ?? 0) > 0);

test.each(names)("%s: one whole row for each rule and each check of a table", (name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const rules = checkReleaseRules(specification, release, new Diagnostics());
  const [head, ...rows] = readCsv(rulesTable(rules));
  expect(head).toEqual(["id", "title", "severity", "record", "items", "sentence", "message", "remedy", "since", "change", "basis"]);
  expect(rows.map(([id]) => id)).toEqual([...rules.rules.map(({ rule }) => rule.id), ...tableChecks(release).map(({ id }) => id)]);
  for (const row of rows) {
    expect(row).toHaveLength(11);
    expect(row[5]).toMatch(/^(For|Cannot|Every|A child) .+/);
    expect(row[8]).toMatch(/^\d{4}-\d{2}$/);
  }
});
