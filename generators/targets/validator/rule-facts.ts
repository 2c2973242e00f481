import { type DefinitionLookup, itemsRead, type Needs, needsOf } from "../../language/reads.ts";
import type { Typed } from "../../language/typed.ts";
import type { CheckedRule } from "../../rules/checked-rule.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { allNodes } from "../../specification/build-items.ts";
import type { Release } from "../../specification/model.ts";

/** What a rule needs beside the return itself, through its definitions: `last_return`, `authority`, `reference postcodes` … */
export function outsideNeeds(rules: ReleaseRules, rule: CheckedRule): readonly string[] {
  const { lastReturn, returnBeforeLast, tables, authority } = readsOf(rules, rule);
  return [
    ...(authority ? ["authority"] : []),
    ...(lastReturn ? ["last_return"] : []),
    ...tables.map((table) => `reference ${table}`),
    ...(returnBeforeLast ? ["return_before_last"] : []),
  ];
}

/** The fields of a compiled rule that say where it can run: stage, needs, formats, and the tables that it cannot do without. */
export function runFields(rules: ReleaseRules, rule: CheckedRule): string {
  const { formats, tables } = whereItRuns(rules, rule);
  const needs = outsideNeeds(rules, rule);
  return `needs: ${JSON.stringify(needs)}, stage: ${JSON.stringify(rule.rule.stage)}, formats: ${JSON.stringify(formats)}, tables: ${JSON.stringify(tables)}`;
}

/** Which earlier returns the rules of a release look into, and whether they ask for single children there. */
export function earlierReads(rules: ReleaseRules, year: 1 | 2): { readonly isAsked: boolean; readonly asksForChildren: boolean } {
  const asking = rules.rules.filter(
    (rule) => itemsRead(expressionsOf(rule), definitionLookup(rules)).some((item) => item.year === year) || reads(rules, rule, year),
  );
  const { child } = rules.schema;
  const isInChild = ({ parts }: CheckedRule): boolean =>
    parts.some(({ target }) => (target.kind === "variables" ? target.within : target.record).startsWith(child));
  return { isAsked: asking.length > 0, asksForChildren: asking.some(isInChild) };
}

function reads(rules: ReleaseRules, rule: CheckedRule, year: 1 | 2): boolean {
  const needs = needsOf(expressionsOf(rule), [], definitionLookup(rules));
  return year === 1 ? needs.lastReturn : needs.returnBeforeLast;
}

function definitionLookup({ definitions }: ReleaseRules): DefinitionLookup {
  return (name, year) => {
    const found = definitions[year].get(name);
    return found === null ? null : { body: found.body, optional: found.schema.optional };
  };
}

function readsOf(rules: ReleaseRules, rule: CheckedRule): Needs {
  return needsOf(expressionsOf(rule), rule.rule.optional, definitionLookup(rules));
}

function whereItRuns(rules: ReleaseRules, rule: CheckedRule): { readonly formats: readonly string[]; readonly tables: readonly (readonly string[])[] } {
  const { release, earlier } = rules;
  const reads = readsOf(rules, rule);
  const own = rule.parts.map(({ target }) => ({ path: target.kind === "variables" ? target.within : target.record, year: 0 as const }));
  const records = [...own, ...reads.records];
  const releases = [release, earlier[1], earlier[2]] as const;
  const tables = releases.map((of, year) =>
    tablesOf(
      of,
      records.filter((record) => record.year === year).map(({ path }) => path),
    ),
  );
  const isInXml = records.every(({ path, year }) => year !== 0 || isRecordInXml(release, path));
  const declared = rule.rule.formats.length > 0 ? rule.rule.formats : release.formats;
  return { formats: declared.filter((format) => format !== "xml" || isInXml), tables };
}

function tablesOf(release: Release | null, paths: readonly string[]): readonly string[] {
  return release === null ? [] : release.tables.filter(({ record }) => paths.includes(record.path)).map(({ name }) => name);
}

/** Whether XML has a place for a record; those that only tables hold have none, nor has what is in them. */
function isRecordInXml(release: Release, path: string): boolean {
  return allNodes(release.root).every((node) => node.kind === "item" || node.xml.kind !== "none" || (path !== node.path && !path.startsWith(`${node.path}/`)));
}

function expressionsOf({ parts }: CheckedRule): readonly Typed[] {
  return parts.flatMap((part) => {
    const lists = part.target.kind === "variables" ? part.target.variables.map(({ list }) => list) : [];
    const conditions = [part.when, part.check].filter((node) => node !== null);
    return [...lists, ...part.let.map(({ is }) => is), ...conditions, ...part.unique];
  });
}
