import { type DefinitionLookup, itemsRead, type Needs, needsOf, type PathRead } from "../language/reads.ts";
import type { Typed } from "../language/typed.ts";
import { allNodes } from "../specification/build-items.ts";
import { absentItems } from "../specification/build-tables.ts";
import { compareText } from "../specification/diagnostics.ts";
import type { Release } from "../specification/model.ts";
import type { CheckedRule } from "./checked-rule.ts";
import type { ReleaseRules } from "./release-rules.ts";
import { tableOfRecord } from "./table-layout.ts";

/** What a rule needs beside the return itself, through its definitions: `last_return`, `authority`, `reference postcodes` … */
export function outsideNeeds(rules: ReleaseRules, rule: CheckedRule): readonly string[] {
  const known = needsOfRules.get(rule) ?? findNeeds(rules, rule);
  needsOfRules.set(rule, known);
  return known;
}

/** Rules do not change, so their needs are worked out once. */
const needsOfRules = new WeakMap<CheckedRule, readonly string[]>();

function findNeeds(rules: ReleaseRules, rule: CheckedRule): readonly string[] {
  const { lastReturn, returnBeforeLast, authority, ...reads } = readsOf(rules, rule);
  const ofPlaces = rules.release.referenceTables.filter(({ coordinates }) => coordinates !== null).map(({ name }) => name);
  const isOptional = (table: string): boolean => rule.rule.optional.includes(table);
  const tables = [...new Set([...reads.tables, ...(reads.places ? ofPlaces.filter((table) => !isOptional(table)) : [])])].toSorted(compareText);
  return [
    ...(authority ? ["authority"] : []),
    ...(lastReturn ? ["last_return"] : []),
    ...tables.map((table) => `reference ${table}`),
    ...(returnBeforeLast ? ["return_before_last"] : []),
  ];
}

/** Definitions by name, as far as needs are worked out from them. */
export function definitionLookup({ definitions }: ReleaseRules): DefinitionLookup {
  return (name, year) => {
    const found = definitions[year].get(name);
    return found === null ? null : { body: found.body, optional: found.schema.optional };
  };
}

function readsOf(rules: ReleaseRules, rule: CheckedRule): Needs {
  return needsOf(expressionsOf(rule), rule.rule.optional, definitionLookup(rules));
}

/** Where a rule can run. */
export interface RunsWhere {
  readonly formats: readonly ("xml" | "csv")[];
  /** Whether tables have all that it looks at. */
  readonly isInTables: boolean;
  /** The tables that it cannot do without: of this return and the two before. */
  readonly tables: readonly (readonly string[])[];
}

const places = new WeakMap<CheckedRule, RunsWhere>();

/**
 * The forms in which a rule is checked: those in which the Department has it, and the tables of this toolkit of a return that the Department takes as
 * XML only, unless the rule says in which form it exists.
 */
export function formatsChecked(rules: ReleaseRules, rule: CheckedRule): readonly ("xml" | "csv")[] {
  const { formats, isInTables } = whereItRuns(rules, rule);
  const isOwnForm = rule.rule.formats.length === 0 && rules.release.tables.length > 0 && !rules.release.formats.includes("csv");
  return isOwnForm && isInTables ? [...formats, "csv"] : formats;
}

/** The forms of a return in which a rule can run, and the tables that it cannot do without. */
export function whereItRuns(rules: ReleaseRules, rule: CheckedRule): RunsWhere {
  const known = places.get(rule) ?? findWhere(rules, rule);
  places.set(rule, known);
  return known;
}

function findWhere(rules: ReleaseRules, rule: CheckedRule): RunsWhere {
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
  const isIn = {
    xml: records.every(({ path, year }) => year !== 0 || isRecordInXml(release, path)),
    csv: !readsAbsent(rules, rule, records),
  };
  const declared = rule.rule.formats.length > 0 ? rule.rule.formats : release.formats;
  return { formats: declared.filter((format) => isIn[format]), isInTables: isIn.csv, tables };
}

/** Whether a rule looks at something of this return that its tables are declared not to have: there it would always seem to be missing. */
function readsAbsent(rules: ReleaseRules, rule: CheckedRule, records: readonly PathRead[]): boolean {
  const absent = absentItems(rules.release.root);
  if (absent.size === 0) return false;
  const isAbsent = (path: string): boolean => absent.has(path) || [...absent.values()].some(({ declared }) => `${path}/`.startsWith(`${declared.path}/`));
  return [...records, ...itemsRead(expressionsOf(rule), definitionLookup(rules))].some(({ path, year }) => year === 0 && isAbsent(path));
}

function tablesOf(release: Release | null, paths: readonly string[]): readonly string[] {
  if (release === null) return [];
  const names = new Set(paths.flatMap((path) => tableOfRecord(path, release)?.name ?? []));
  return release.tables.flatMap(({ name }) => (names.has(name) ? [name] : []));
}

/** Whether XML has a place for a record; those that only tables hold have none, nor has what is in them. */
function isRecordInXml(release: Release, path: string): boolean {
  return allNodes(release.root).every((node) => node.kind === "item" || node.xml.kind !== "none" || (path !== node.path && !path.startsWith(`${node.path}/`)));
}

/** The expressions of a rule: conditions, what `let` names stand for, keys and the lists of its variables. */
export function expressionsOf({ parts }: CheckedRule): readonly Typed[] {
  return parts.flatMap((part) => {
    const lists = part.target.kind === "variables" ? part.target.variables.map(({ list }) => list) : [];
    const conditions = [part.when, part.check].filter((node) => node !== null);
    return [...lists, ...part.let.map(({ is }) => is), ...conditions, ...part.unique];
  });
}
