import type { ValidatorModule } from "../../generators/cli/validator-module.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import type { TextRow } from "../../generators/rules/reference-rows.ts";
import type { Rows, Vector } from "../../generators/targets/vectors/vector.ts";
import type { Finding } from "../../runtime/findings/finding.ts";
import { earlierInTables, earlierInXml, findingsInTables, findingsInXml, type Form, optionsOf, type RowsByTable } from "./run-returns.ts";

/** All findings about a vector in one form, from nothing but what stands in it. */
export function runVector(module: ValidatorModule, rules: ReleaseRules, vector: Vector, form: Form): readonly Finding[] {
  const { authority, document, previous, beforePrevious, tables } = vector;
  const options = optionsOf(rules, { authority, reference: referenceOf(vector.reference) });
  if (form === "xml") return document === null ? [] : findingsInXml(module, document, { ...options, earlier: earlierInXml(module, previous, beforePrevious) });
  if (tables === null) return [];
  const earlier = [earlierInTables(module, rowsOf(tables.previous), 1), earlierInTables(module, rowsOf(tables.beforePrevious), 2)] as const;
  return findingsInTables(module, rowsOf(tables.rows) ?? new Map(), { ...options, earlier });
}

function rowsOf(rows: Rows | null): RowsByTable | undefined {
  return rows === null ? undefined : new Map(Object.entries(rows));
}

function referenceOf(rows: Rows): ReadonlyMap<string, readonly TextRow[]> {
  return new Map(
    Object.entries(rows).map(([table, own]) => [table, own.map((row): TextRow => new Map(Object.entries(row).map(([column, text]) => [column, [text]])))]),
  );
}
