import { parseIsoDate } from "../../runtime/dates.ts";
import { interpret } from "../language/interpret.ts";
import { invalidityOf } from "../language/interpret-calls.ts";
import type { Typed } from "../language/typed.ts";
import type { Year } from "../language/types.ts";
import type { DataRecord, Environment, Result, Value } from "../language/values.ts";
import type { Release } from "../specification/model.ts";
import type { CheckedPart, CheckedRule } from "./checked-rule.ts";
import { type ReadRecord, readRecords } from "./data-record.ts";
import { type Derivation, derivationsOf, derive, deriveItems, itemBody } from "./derive-items.ts";
import { isDerivedItem } from "./derived-items.ts";
import type { TextRecord } from "./record-tree.ts";
import { readReference, type ReferenceRows } from "./reference-rows.ts";
import type { ReleaseRules } from "./release-rules.ts";

/** The returns that rules are evaluated on. */
export interface Returns {
  readonly root: TextRecord;
  readonly last: TextRecord | null;
  readonly beforeLast: TextRecord | null;
  readonly authority: string | null;
  /** Reference tables; a table that is not there has no rows. */
  readonly reference?: ReferenceRows;
}

/** One failure of a rule: the records it stands on, the checked one first. */
export interface Failure {
  readonly rule: string;
  readonly records: readonly ReadRecord[];
  readonly part: CheckedPart;
}

/** Returns read once, for the evaluation of many rules. */
export interface ReadReturns {
  readonly root: ReadRecord;
  /** All records of the return by path, in file order. */
  readonly byPath: ReadonlyMap<string, readonly ReadRecord[]>;
  readonly environment: Environment;
}

export function readReturns(rules: ReleaseRules, returns: Returns): ReadReturns {
  const { years, environment } = openReturns(rules, returns);
  const [root] = years;
  const byPath = new Map<string, ReadRecord[]>();
  for (const record of allRecords(root)) {
    const known = byPath.get(record.path);
    if (known === undefined) byPath.set(record.path, [record]);
    else known.push(record);
  }
  return { root, byPath, environment };
}

/** Evaluates a rule on a return with the interpreter: the reference that compiled code is compared with. */
export function evaluateRule(rules: ReleaseRules, rule: CheckedRule, returns: Returns): readonly Failure[] {
  return failuresOf(rule, readReturns(rules, returns));
}

/** The same on returns that were read before. */
export function failuresOf(rule: CheckedRule, { byPath, environment }: ReadReturns): readonly Failure[] {
  const failures: Failure[] = [];
  const failed = new Set<string>();
  for (const part of rule.parts) {
    for (const { records, variables, entry } of candidates(part, byPath, environment)) {
      const numbered = records.map((record) => order(record)).toSorted((a, b) => a - b);
      const key = `${numbered.join()}${entry === null ? "" : `[${entry}]`}`;
      if (failed.has(key)) continue;
      if (!fails(part, variables, environment)) continue;
      failed.add(key);
      const reported = reportedBy(part, variables, environment);
      failures.push({ rule: rule.rule.id, records: reported.length > 0 ? reported : records, part });
    }
    if (part.unique.length > 0) failures.push(...duplicates(rule, part, byPath, environment));
  }
  return failures;
}

/**
 * Evaluates one expression on one record of a return: how the cases of the language are tried.
 * @param at the record that is `this`
 */
export function evaluateExpression(rules: ReleaseRules, expression: Typed, at: TextRecord, returns: Returns): Result {
  const { years, environment } = openReturns(rules, returns);
  const record = allRecords(years[0]).find((candidate) => candidate.text === at);
  if (record === undefined) throw new Error("the record is not one of the return");
  return interpret(expression, new Map([["this", record]]), environment);
}

/** The values of the derived items of all records of returns, by the path of the item. */
export function derivedValues(rules: ReleaseRules, returns: Returns): ReadonlyMap<TextRecord, ReadonlyMap<string, Value>> {
  const { years } = openReturns(rules, returns);
  const derived = new Map<TextRecord, ReadonlyMap<string, Value>>();
  for (const year of [0, 1, 2] as const) {
    const root = years[year];
    for (const record of root === null ? [] : allRecords(root)) {
      const own = derivationsOf(rules, year).filter(({ schema }) => schema.owner?.record === record.path);
      derived.set(record.text, new Map(own.map(({ schema }) => [schema.item.path, record.items.get(schema.item.path) as Value])));
    }
  }
  return derived;
}

/** What a derivation would give on a record if an item of it had another value. */
export function deriveWith(rules: ReleaseRules, returns: Returns, at: TextRecord, derivation: Derivation, item: string, value: Value): Value {
  const { years, environment } = openReturns(rules, returns);
  const record = years.flatMap((root) => (root === null ? [] : allRecords(root))).find((candidate) => candidate.text === at);
  record?.items.set(item, value);
  return record === undefined ? null : derive(derivation.body, record, environment);
}

type Variables = ReadonlyMap<string, Result>;

function fails(part: CheckedPart, given: Variables, environment: Environment): boolean {
  if (part.check === null) return false;
  const variables = new Map(given);
  for (const { name, is } of part.let) variables.set(name, interpret(is, variables, environment));
  if (part.when !== null && interpret(part.when, variables, environment) !== true) return false;
  return interpret(part.check, variables, environment) === false;
}

/** The records that `report` names, each once. */
function reportedBy(part: CheckedPart, given: Variables, environment: Environment): readonly ReadRecord[] {
  if (part.report.length === 0) return [];
  const variables = new Map(given);
  for (const { name, is } of part.let) variables.set(name, interpret(is, variables, environment));
  const found = part.report.flatMap((node) => interpret(node, variables, environment) as ReadRecord | null | readonly ReadRecord[]);
  return [...new Set(found.filter((record) => record !== null && record !== undefined))];
}

/** All records below a record, in the order of the file of specification and document. */
function allRecords(record: ReadRecord): readonly ReadRecord[] {
  const found: ReadRecord[] = [];
  const visit = (one: ReadRecord): void => {
    found.push(one);
    for (const inner of one.groups.values()) for (const each of inner) visit(each as ReadRecord);
  };
  visit(record);
  return found;
}

const numbers = new WeakMap<DataRecord, number>();
let counter = 0;
function order(record: DataRecord): number {
  const known = numbers.get(record);
  if (known !== undefined) return known;
  counter += 1;
  numbers.set(record, counter);
  return counter;
}

interface Candidate {
  readonly records: readonly ReadRecord[];
  readonly variables: Variables;
  /** Which entry, when each entry of a repeating item is checked. */
  readonly entry: number | null;
}

/** What a part is checked on: records, entries of an item, or every combination of different records. */
function candidates(part: CheckedPart, byPath: ReadReturns["byPath"], environment: Environment): readonly Candidate[] {
  const { target } = part;
  const records = byPath.get(target.kind === "variables" ? target.within : target.record) ?? [];
  if (target.kind === "record") return records.map((record) => ({ records: [record], variables: new Map<string, Result>([["this", record]]), entry: null }));
  if (target.kind === "entry") {
    return records.flatMap((record) => {
      const entries = record.items.get(target.item);
      return (Array.isArray(entries) ? entries : []).map((entry: Value, index: number) => ({
        records: [record],
        variables: new Map<string, Result>([
          ["this", record],
          ["#entry", entry],
          [invalidityOf("#entry"), record.invalid.has(`${target.item}[${index}]`)],
        ]),
        entry: index,
      }));
    });
  }
  return records.flatMap((within) => {
    const variables = new Map<string, Result>([["this", within]]);
    const lists = target.variables.map(({ name, list }) => ({ name, elements: interpret(list, variables, environment) }));
    return combinations(lists, variables).map((combination) => ({
      records: target.variables.flatMap(({ name }) => recordsOf(combination.get(name))),
      variables: combination,
      entry: null,
    }));
  });
}

function recordsOf(value: Result | undefined): readonly ReadRecord[] {
  if (Array.isArray(value)) return value.flatMap(recordsOf);
  return typeof value === "object" && value !== null && "text" in value ? [value as ReadRecord] : [];
}

/** Every combination of different elements, both ways round. */
function combinations(lists: readonly { name: string; elements: Result }[], variables: Variables): readonly Variables[] {
  const [first, ...rest] = lists;
  if (first === undefined) return [variables];
  const elements = Array.isArray(first.elements) ? first.elements : [];
  return elements.flatMap((element: Result) => {
    const isUsed = [...variables].some(([name, value]) => name !== "this" && value === element);
    return isUsed ? [] : combinations(rest, new Map([...variables, [first.name, element]]));
  });
}

/** Sets of records with equal, fully given keys, inside each record of the scope or in the whole return. */
function duplicates(rule: CheckedRule, part: CheckedPart, byPath: ReadReturns["byPath"], environment: Environment): readonly Failure[] {
  const found = new Map<string, ReadRecord[]>();
  for (const { records, variables: given } of candidates(part, byPath, environment)) {
    const [record] = records;
    const variables = new Map(given);
    for (const { name, is } of part.let) variables.set(name, interpret(is, variables, environment));
    if (record === undefined || (part.when !== null && interpret(part.when, variables, environment) !== true)) continue;
    const values = part.unique.map((item) => interpret(item, variables, environment));
    if (values.some((value) => value === null || value === undefined)) continue;
    let scope: DataRecord | null = record;
    while (scope !== null && part.uniqueWithin !== null && scope.path !== part.uniqueWithin) scope = scope.parent;
    const key = `${part.uniqueWithin === null || scope === null ? "" : order(scope)}|${JSON.stringify(values)}`;
    found.set(key, [...(found.get(key) ?? []), record]);
  }
  return [...found.values()].filter((records) => records.length > 1).map((records) => ({ rule: rule.rule.id, records, part }));
}

/** Returns as rules see them, this year's first, with their derived items. */
interface OpenReturns {
  readonly years: readonly [ReadRecord, ReadRecord | null, ReadRecord | null];
  readonly environment: Environment;
}

function openReturns(rules: ReleaseRules, returns: Returns): OpenReturns {
  const releases: Readonly<Record<Year, Release | null>> = { 0: rules.release, 1: rules.earlier[1], 2: rules.earlier[2] };
  const read = (text: TextRecord | null, release: Release | null, year: Year): ReadRecord | null =>
    text === null || release === null ? null : readRecords(text, release, year);
  const root = readRecords(returns.root, rules.release, 0);
  const earlier = { 1: read(returns.last, releases[1], 1), 2: read(returns.beforeLast, releases[2], 2) };
  const reference = readReference(returns.reference, rules.release);
  const children = new Map<Year, ReadonlyMap<Value, ReadRecord>>();
  const environment: Environment = {
    collection: (year) => {
      const release = releases[year];
      const day = (text: string | undefined): number => parseIsoDate(text ?? "") ?? Number.NaN;
      return { start: day(release?.start), end: day(release?.end), reference_date: day(release?.referenceDate), authority: returns.authority };
    },
    earlier: (record, year) => {
      const root = year === 0 ? null : earlier[year];
      if (root === null || record.parent === null) return root;
      const id = findItem(record, releases[record.year]?.child?.key.path ?? "");
      children.set(year, children.get(year) ?? childrenById(root, releases[year]));
      return (id === null ? undefined : children.get(year)?.get(id)) ?? null;
    },
    rows: reference.rows,
    miles: reference.miles,
    holidays: holidaysOf(rules.release),
    definition: (name, year) => {
      const found = rules.definitions[year].get(name);
      if (found === null) throw new Error(`The definition ${name} was used but not checked.`);
      if (isDerivedItem(found.schema)) return { body: itemBody(found.schema, found.body, year), parameters: [] };
      return { body: found.body, parameters: found.schema.parameters };
    },
    crosswalk: (set, from, to, code) => {
      let codes: readonly string[] = [code];
      for (let year = from - 1; year >= to; year -= 1) {
        const steps = releases[year as Year]?.crosswalks.get(set)?.steps ?? [];
        // Rules see codes in capitals.
        codes = codes.flatMap((old) => steps.find((step) => step.from.toUpperCase() === old)?.to.map((one) => one.toUpperCase()) ?? [old]);
      }
      return codes;
    },
  };
  for (const year of [2, 1, 0] as const) {
    const records = year === 0 ? root : earlier[year];
    if (records !== null) deriveItems(allRecords(records), derivationsOf(rules, year), environment);
  }
  return { years: [root, earlier[1], earlier[2]], environment };
}

/** The children of a return by their ids; of two with one id the first. */
function childrenById(root: ReadRecord, release: Release | null): ReadonlyMap<Value, ReadRecord> {
  const byId = new Map<Value, ReadRecord>();
  for (const record of allRecords(root)) {
    const id = record.path === release?.child?.record.path ? findItem(record, release.child.key.path) : null;
    if (id !== null && !byId.has(id)) byId.set(id, record);
  }
  return byId;
}

const holidays = new WeakMap<Release, ReadonlySet<number>>();
/** Releases do not change, so their holidays are read once. */
function holidaysOf(release: Release): ReadonlySet<number> {
  const days = holidays.get(release) ?? new Set(release.bankHolidays.flatMap(({ date }) => parseIsoDate(date) ?? []));
  holidays.set(release, days);
  return days;
}

/** The first value of an item anywhere inside a record. */
function findItem(record: DataRecord, path: string): Value {
  for (const inner of allRecords(record as ReadRecord)) {
    const value = inner.items.get(path);
    if (value !== undefined && !Array.isArray(value)) return value as Value;
  }
  return null;
}
