import type { Location } from "../findings/finding.ts";
import { PAIR_CAP } from "../rules/logic.ts";
import type { CapReason } from "./cap-notes.ts";
import type { CompiledPart, CompiledRule, RuleContext } from "./compiled-rule.ts";
import { fillEntry, fillMessage, locateEntry } from "./locate.ts";
import type { Shelves } from "./shelves.ts";
import type { DataRecord } from "./tables.ts";
import { createTrace } from "./trace.ts";

/** One failing record, or set of records. */
export interface Failure {
  readonly message: string;
  readonly locations: readonly Location[];
  readonly more: number;
}

/** Findings of one rule on pairs for one child, beyond which the rest is not looked for: all of them are kept until they are sorted. */
const FAILURE_CAP = 10_000;

/**
 * The failures of a rule: one per checked record (or set of variables), of its first failing part.
 * @param skip told when a rule that compares records with each other is not run, or given up, because of how many there are
 */
export function failuresOf(rule: CompiledRule, shelves: Shelves, context: RuleContext, skip: (why: CapReason) => void): readonly Failure[] {
  const failures: Failure[] = [];
  const isFirst = createFailed();
  for (const part of rule.parts) {
    const { fails } = part;
    if (fails === null) continue;
    const largest = part.scans.length === 0 ? 0 : Math.max(...[part.path, ...part.scans].map((path) => shelves.at(path).length));
    if (largest > PAIR_CAP) {
      skip({ records: largest });
      continue;
    }
    for (const record of shelves.at(part.path)) {
      if (part.lists !== null) checkCombinations(part, record, context, isFirst, failures, skip);
      else if (part.entries !== null) checkEntries(part, record, context, isFirst, failures);
      else if (fails(record as never, context) && isFirst([record], null)) failures.push(describeFailure(part, record, [record], [], context, null));
    }
  }
  return failures;
}

/** Says of records (and the entry of one) whether they fail for the first time: in another part, or the other way round, they count no more. */
type IsFirst = (records: readonly DataRecord[], entry: number | null) => boolean;

function createFailed(): IsFirst {
  const failed = new Set<string>();
  const numbers = new Map<DataRecord, number>();
  const numberOf = (record: DataRecord): number => {
    const known = numbers.get(record) ?? numbers.size + 1;
    numbers.set(record, known);
    return known;
  };
  return (records, entry) => {
    const numbered = records.map(numberOf).toSorted((a, b) => a - b);
    const before = failed.size;
    failed.add(`${numbered.join()}${entry === null ? "" : `[${entry}]`}`);
    return failed.size > before;
  };
}

function checkEntries(part: CompiledPart, record: DataRecord, context: RuleContext, isFirst: IsFirst, failures: Failure[]): void {
  const values = record[part.entries ?? ""];
  if (!Array.isArray(values)) return;
  values.forEach((value, index) => {
    const given = [value as never, index as never];
    if (part.fails?.(record as never, context, ...given) === true && isFirst([record], index))
      failures.push(describeFailure(part, record, [record], given, context, index));
  });
}

/** Every combination of different records, both ways round; the same set of records is reported once. */
function checkCombinations(
  part: CompiledPart,
  within: DataRecord,
  context: RuleContext,
  isFirst: IsFirst,
  failures: Failure[],
  skip: (why: CapReason) => void,
): void {
  const lists = part.lists?.(within as never, context) ?? [];
  const largest = Math.max(0, ...lists.map((list) => list.length));
  if (largest > PAIR_CAP) {
    skip({ records: largest });
    return;
  }
  const visit = (chosen: readonly (DataRecord | readonly DataRecord[])[]): void => {
    if (failures.length >= FAILURE_CAP) return;
    const list = lists[chosen.length];
    if (list !== undefined) {
      for (const record of list) if (!chosen.includes(record)) visit([...chosen, record]);
      return;
    }
    const records = chosen.flat();
    if (part.fails?.(within as never, context, ...(chosen as never[])) === true && isFirst(records, null))
      failures.push(describeFailure(part, within, records, chosen as never[], context, null));
  };
  visit([]);
  if (failures.length >= FAILURE_CAP) skip({ failures: failures.length });
}

function describeFailure(
  part: CompiledPart,
  record: DataRecord,
  primary: readonly DataRecord[],
  values: readonly never[],
  context: RuleContext,
  entry: number | null,
): Failure {
  const named = (part.report?.(record as never, context, ...values) ?? []).filter((one) => one !== null && one !== undefined);
  const trace = createTrace(named.length > 0 ? [...new Set(named)] : primary, part.entries);
  part.explain?.(record as never, context, trace, ...values);
  const { locations, more } = trace.locations();
  const [first] = locations;
  if (entry !== null && first !== undefined && part.entries !== null) {
    const own = locateEntry(first, record, part.entries, entry);
    return { message: fillEntry(part.message, part.entries, record, own), locations: [own, ...locations.slice(1)], more };
  }
  const variables = Object.fromEntries(part.variables.map((name, index) => [name, values[index]]).filter(([, value]) => value !== undefined)) as Readonly<
    Record<string, DataRecord>
  >;
  const computed = part.values?.(record as never, context, ...values) ?? {};
  return { message: fillMessage(part.message, primary[0] ?? record, variables, computed), locations, more };
}
