import { createFinding, type Finding, type Location, RELATED_LOCATIONS } from "../findings/finding.ts";
import { findingOrder } from "../findings/order.ts";
import type { Condition, Value } from "../rules/logic.ts";
import { createXmlReader } from "../xml/reader.ts";
import type { XmlReader } from "../xml/handler.ts";
import { XmlProblem } from "../xml/problem.ts";
import type { CollectionFacts, CompiledPart, CompiledRule, Figure, RuleContext } from "./compiled-rule.ts";
import { fillFromItems, fillMessage, locate, pathOf, textOf } from "./locate.ts";
import { createStructureReader, type StructureProblem, tagsOf } from "./structure-reader.ts";
import { columnOf, type DataRecord, lineOf, type RecordTable } from "./tables.ts";
import { createTrace } from "./trace.ts";

/** What a generated validator is made of. */
export interface GeneratedValidator {
  readonly release: string;
  readonly root: RecordTable;
  /** Path of the record of a child, and the way from it to the item with its id. */
  readonly child: { readonly path: string; readonly key: readonly string[] };
  readonly rules: readonly CompiledRule[];
  readonly figures: readonly Figure[];
  readonly collection: readonly [CollectionFacts, CollectionFacts, CollectionFacts];
  readonly holidays: ReadonlySet<number>;
  /** Tables of the return before, when a rule asks for it. */
  readonly last: { readonly root: RecordTable; readonly childPath: string } | null;
  /** Structural checks that a rule states: `<path of item> <fault>` -> id; only the rule's finding is given. */
  readonly enforced: ReadonlyMap<string, string>;
}

export interface ValidationOptions {
  /** How the input is called in findings. */
  readonly input: string;
  readonly authority: string | null;
  /** Figures of the return before, from `readFigures`; null when it was not given. */
  readonly last: Readonly<Record<string, number | boolean>> | null;
}

/** Why a file, or the rest of it, could not be read, and where. */
export interface ReadingProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** The root of a file that is XML, but no return of the collection; null otherwise. */
  readonly root: string | null;
  /** Whether a return had begun, so that what stands before the place was checked. */
  readonly isBegun: boolean;
}

/**
 * A validation of one return. A file that breaks off, or is no return, is no error here: `end` gives what was found until then and, last, a
 * `structure.unreadable` that says where and why, which `problem` repeats.
 */
export interface Validation {
  /** Takes the next bytes; after a problem they are passed over. */
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => void;
  readonly children: () => number;
  readonly problem: () => ReadingProblem | null;
}

/** Findings about the header and the like are kept until the end; beyond this many, those of a rule become one that counts them in `more`. */
const RETURN_CAP = 1000;
/** Pairs are quadratic: beyond this many records of a group a rule on pairs is not run for the child. */
const PAIR_CAP = 2000;

/** Checks structure and rules of a return in one pass; memory is bounded by one child and the keys of rules on the whole return. */
export function createValidation(validator: GeneratedValidator, options: ValidationOptions, give: (finding: Finding) => void): Validation {
  const context = createContext(validator, options);
  const figures = new FigureSums(validator.figures, 0);
  const active = validator.rules.filter((rule) => missingNeeds(rule, options).length === 0);
  const perChild = active.filter((rule) => !rule.isOfReturn);
  const duplicates = new Map<string, { rule: CompiledRule; part: CompiledPart; locations: Location[] }>();
  const ofReturn: Finding[] = [];
  const beyond = new Map<string, Finding>();
  const capped: Capped = new Map();
  let pending: { problem: StructureProblem; child: DataRecord }[] = [];
  let root: DataRecord | null = null;
  let children = 0;
  let stopped: ReadingProblem | null = null;

  const finding = (rule: string, severity: Finding["severity"], child: string | null, message: string, locations: readonly Location[], more = 0): Finding => {
    const made = createFinding({ input: options.input, release: validator.release, rule, severity, child, message, locations });
    return more === 0 ? made : { ...made, more: made.more + more };
  };

  const structural = ({ fault, message, record, item, text, line, column }: StructureProblem, child: string | null): Finding => {
    const table = record?.table();
    const location: Location = {
      record: table?.name ?? validator.root.name,
      path: record === null ? `/${validator.root.tag}` : pathOf(record),
      table: null,
      row: null,
      line,
      column,
      in: null,
      items: item === null ? {} : { [item.name]: text },
    };
    return finding(`structure.${fault}`, "error", child, message, [location]);
  };

  const keepForEnd = (one: Finding): void => {
    if (ofReturn.length < RETURN_CAP) {
      ofReturn.push(one);
      return;
    }
    const known = beyond.get(one.rule);
    beyond.set(one.rule, known === undefined ? one : { ...known, more: known.more + 1 + one.more });
  };

  /** What was found in a child until now, structural findings that a rule states left to the rule. */
  const structureOf = (id: string | null, byRules: readonly Finding[]): readonly Finding[] => {
    const found = pending.flatMap(({ problem }) => {
      const made = structural(problem, id);
      const stating = problem.item === null ? undefined : validator.enforced.get(`${problem.item.path} ${problem.fault}`);
      return stating !== undefined && byRules.some((one) => one.rule === stating && pointsAt(one, made.locations[0])) ? [] : [made];
    });
    pending = [];
    return found;
  };

  const checkChild = (child: DataRecord): void => {
    children += 1;
    const id = idOf(child, validator.child.key);
    const found: Finding[] = [];
    const byPath = recordsByPath(child);
    for (const rule of perChild)
      for (const failure of failuresOf(rule, byPath, context, (size) => noteCapped(capped, rule, id, size)))
        found.push(finding(rule.id, rule.severity, id, failure.message, failure.locations, failure.more));
    for (const rule of active)
      for (const part of rule.parts)
        if (part.key !== null)
          collectKeys(rule, part, byPath, context, duplicates, found, (message, locations, more) =>
            finding(rule.id, rule.severity, id, message, locations, more),
          );
    if (root !== null) figures.add(child, root, context);
    found.push(...structureOf(id, found));
    for (const one of found.length > 1 ? found.toSorted(inOrder) : found) give(one);
  };

  const sink = {
    problem: (problem: StructureProblem) => {
      const child = problem.record === null ? null : enclosingChild(problem.record, validator.child.path);
      if (child === null) keepForEnd(structural(problem, null));
      else pending.push({ problem, child });
    },
    otherRoot: (tag: string, line: number, column: number) => {
      stopped = { message: otherRootMessage(tag, validator), line, column, root: tag, isBegun: false };
    },
    closed: (record: DataRecord) => {
      root ??= rootOf(record);
      if (record.table().path !== validator.child.path) return;
      checkChild(record);
      // A checked child is forgotten: the list of its parent stays empty.
      const siblings = record.parent?.[record.table().name];
      if (Array.isArray(siblings)) siblings.length = 0;
    },
  };
  let reader: XmlReader | null = null;
  const handler = createStructureReader(validator.root, sink, (index) => reader?.nameOf(index) ?? "");
  reader = createXmlReader(handler, { names: tagsOf(validator.root) });

  const giveRest = (): void => {
    // A child that the file breaks off in is not checked; what is wrong with its form up to there is known.
    const open = pending[0]?.child;
    if (open !== undefined) for (const one of structureOf(idOf(open, validator.child.key), []).toSorted(inOrder)) give(one);
    if (stopped === null && root !== null) {
      Object.assign(context.figures, figures.sums, options.last ?? {});
      const byPath = recordsByPath(root);
      for (const rule of active)
        if (rule.isOfReturn)
          for (const failure of failuresOf(rule, byPath, context, (size) => noteCapped(capped, rule, null, size)))
            keepForEnd(finding(rule.id, rule.severity, null, failure.message, failure.locations, failure.more));
    }
    for (const one of ofReturn.toSorted(inOrder)) give(one);
    for (const one of [...beyond.values()].toSorted(inOrder)) give(one);
    for (const { rule, part, locations } of duplicates.values()) {
      const [first] = locations;
      if (first !== undefined && locations.length > 1) give(finding(rule.id, rule.severity, null, fillFromItems(part.message, first), locations));
    }
    for (const rule of validator.rules) {
      const missing = missingNeeds(rule, options);
      const reason = missing.length > 0 ? missing.join("; ") : cappedReason(capped.get(rule.id));
      if (reason !== null) give(finding(rule.id, "not-run", null, reason, []));
    }
  };

  const giveProblem = ({ message, line, column }: ReadingProblem): void =>
    give(finding("structure.unreadable", "error", null, message, [{ record: "", path: null, table: null, row: null, line, column, in: null, items: {} }]));

  const attempt = (step: () => void): void => {
    if (stopped !== null) return;
    try {
      step();
    } catch (error) {
      if (!(error instanceof XmlProblem)) throw error;
      stopped ??= { message: error.message, line: error.line, column: error.column, root: null, isBegun: handler.isBegun() };
    }
  };

  return {
    write: (chunk) => attempt(() => reader.write(chunk)),
    end: () => {
      attempt(() => reader.end());
      // Of a file in which no return began there is nothing to say but that.
      if (handler.isBegun()) giveRest();
      if (stopped !== null) giveProblem(stopped);
    },
    children: () => children,
    problem: () => stopped,
  };
}

function otherRootMessage(tag: string, { root, release }: GeneratedValidator): string {
  const shown = tag.length > 60 ? `${tag.slice(0, 60)}…` : tag;
  const start = `The root element is ${shown}, not ${root.tag}, so this is no return of ${release} and nothing in it was checked.`;
  if (tag.endsWith(`:${root.tag}`)) return `${start} Write the elements without a namespace prefix.`;
  if (tag.toLowerCase() === root.tag.toLowerCase()) return `${start} Capital and small letters count.`;
  return `${start} Check that this is the right file, and the whole of it.`;
}

/** Whether a finding is about an item of a record. */
function pointsAt({ locations }: Finding, at: Location | undefined): boolean {
  const item = Object.keys(at?.items ?? {})[0];
  return at !== undefined && item !== undefined && locations.some(({ path, items }) => path === at.path && item in items);
}

/** Rules that had too many records of a child to compare: the number of children, and the first of them. */
type Capped = Map<string, { children: number; readonly first: string | null; readonly size: number }>;

function noteCapped(capped: Capped, rule: CompiledRule, child: string | null, size: number): void {
  const known = capped.get(rule.id);
  if (known === undefined) capped.set(rule.id, { children: 1, first: child, size });
  else known.children += 1;
}

function cappedReason(capped: { readonly children: number; readonly first: string | null; readonly size: number } | undefined): string | null {
  if (capped === undefined) return null;
  const { children, first, size } = capped;
  const others = children === 1 ? "" : ` and ${children - 1} other ${children === 2 ? "child" : "children"}`;
  return `not run for ${first === null ? "a child without an identifier" : `child ${first}`}${others}: ${size} records to compare in pairs, which are at most ${PAIR_CAP}`;
}

/** Figures of a return of the period before, for the rules that compare with it. */
export function createFigureReader(validator: GeneratedValidator): {
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => Readonly<Record<string, number | boolean>>;
} {
  const { last } = validator;
  if (last === null) return { write: () => undefined, end: () => ({}) };
  const figures = new FigureSums(validator.figures, 1);
  const context = createContext(validator, { input: "", authority: null, last: null });
  const sink = {
    problem: () => undefined,
    otherRoot: (tag: string, line: number, column: number): never => {
      throw new XmlProblem("not-well-formed", `The root element is ${tag}, not ${last.root.tag}, so this is no return of the period before.`, line, column);
    },
    closed: (record: DataRecord) => {
      if (record.table().path !== last.childPath) return;
      figures.add(record, rootOf(record), context);
      const siblings = record.parent?.[record.table().name];
      if (Array.isArray(siblings)) siblings.length = 0;
    },
  };
  let reader: XmlReader | null = null;
  const handler = createStructureReader(last.root, sink, (index) => reader?.nameOf(index) ?? "");
  reader = createXmlReader(handler, { names: tagsOf(last.root) });
  return {
    write: (chunk) => reader.write(chunk),
    end: () => {
      reader.end();
      return figures.sums;
    },
  };
}

/** Why a rule cannot run, in the words of the contract. */
function missingNeeds(rule: CompiledRule, options: ValidationOptions): readonly string[] {
  return rule.needs.flatMap((need) => {
    if (need === "last_return") return options.last === null ? ["no last year's return"] : [];
    if (need === "return_before_last") return ["no return of two years ago"];
    if (need === "authority") return options.authority === null ? ["no authority"] : [];
    return [`no ${need}`];
  });
}

function createContext(validator: GeneratedValidator, options: ValidationOptions): RuleContext & { figures: Record<string, number | boolean> } {
  const [now, before, beforeThat] = validator.collection;
  return {
    collection: [{ ...now, authority: options.authority }, before, beforeThat],
    holidays: validator.holidays,
    figures: {},
    rows: () => [],
    inTable: (): Condition => null,
    isSameCode: (a: Value, b: Value): Condition => (typeof a === "string" && typeof b === "string" ? a === b : null),
  };
}

class FigureSums {
  readonly #figures: readonly Figure[];
  readonly #distinct = new Map<string, Set<Value>>();
  readonly #sums: Record<string, number | boolean> = {};

  constructor(figures: readonly Figure[], year: number) {
    this.#figures = figures.filter((figure) => figure.year === year);
    for (const { name, combine } of this.#figures) {
      this.#sums[name] = combine === "sum" || combine === "distinct" ? 0 : combine === "all";
      if (combine === "distinct") this.#distinct.set(name, new Set());
    }
  }

  add(child: DataRecord, root: DataRecord, context: RuleContext): void {
    for (const { name, combine, add } of this.#figures) {
      const value = add(child as never, root as never, context);
      if (combine === "sum") this.#sums[name] = Number(this.#sums[name]) + Number(value);
      else if (combine === "any") this.#sums[name] = this.#sums[name] === true || value === true;
      else if (combine === "all") this.#sums[name] = this.#sums[name] === true && value === true;
      else for (const one of value as readonly Value[]) if (one !== null && one !== undefined && typeof one !== "symbol") this.#distinct.get(name)?.add(one);
    }
  }

  get sums(): Readonly<Record<string, number | boolean>> {
    for (const [name, values] of this.#distinct) this.#sums[name] = values.size;
    return this.#sums;
  }
}

interface Failure {
  readonly message: string;
  readonly locations: readonly Location[];
  readonly more: number;
}

/** The failures of a rule: one per checked record (or set of variables), of its first failing part. */
function failuresOf(
  rule: CompiledRule,
  byPath: ReadonlyMap<string, readonly DataRecord[]>,
  context: RuleContext,
  skip: (size: number) => void,
): readonly Failure[] {
  const failures: Failure[] = [];
  const failed = rule.parts.length > 1 ? new Set<DataRecord>() : null;
  for (const part of rule.parts) {
    const { fails } = part;
    if (fails === null) continue;
    for (const record of byPath.get(part.path) ?? []) {
      if (failed?.has(record) === true) continue;
      const before = failures.length;
      if (part.lists !== null) checkCombinations(part, record, context, failures, skip);
      else if (part.entries !== null) checkEntries(part, record, context, failures);
      else if (fails(record as never, context)) failures.push(describeFailure(part, record, [record], [], context, null));
      if (failures.length > before) failed?.add(record);
    }
  }
  return failures;
}

function checkEntries(part: CompiledPart, record: DataRecord, context: RuleContext, failures: Failure[]): void {
  const values = record[part.entries ?? ""];
  if (!Array.isArray(values)) return;
  values.forEach((value, index) => {
    if (part.fails?.(record as never, context, value as never) === true)
      failures.push(describeFailure(part, record, [record], [value as never], context, index));
  });
}

/** Every combination of different records, both ways round; the same set of records is reported once. */
function checkCombinations(part: CompiledPart, within: DataRecord, context: RuleContext, failures: Failure[], skip: (size: number) => void): void {
  const lists = part.lists?.(within as never, context) ?? [];
  const largest = Math.max(0, ...lists.map((list) => list.length));
  if (largest > PAIR_CAP) {
    skip(largest);
    return;
  }
  const seen = new Set<string>();
  const numbers = new Map<DataRecord, number>();
  const numberOf = (record: DataRecord): number => {
    const known = numbers.get(record) ?? numbers.size + 1;
    numbers.set(record, known);
    return known;
  };
  const visit = (chosen: readonly DataRecord[]): void => {
    const list = lists[chosen.length];
    if (list !== undefined) {
      for (const record of list) if (!chosen.includes(record)) visit([...chosen, record]);
      return;
    }
    if (part.fails?.(within as never, context, ...(chosen as never[])) !== true) return;
    const key = chosen
      .map(numberOf)
      .toSorted((a, b) => a - b)
      .join();
    if (seen.has(key)) return;
    seen.add(key);
    failures.push(describeFailure(part, within, chosen.flat(), chosen as never[], context, null));
  };
  visit([]);
}

function describeFailure(
  part: CompiledPart,
  record: DataRecord,
  primary: readonly DataRecord[],
  values: readonly never[],
  context: RuleContext,
  entry: number | null,
): Failure {
  const trace = createTrace(primary, part.entries);
  part.explain?.(record as never, context, trace, ...values);
  const { locations, more } = trace.locations();
  const [first] = locations;
  if (entry !== null && first !== undefined && part.entries !== null) {
    const own = locateEntry(first, record, part.entries, entry);
    return { message: fillEntry(part, record, own), locations: [own, ...locations.slice(1)], more };
  }
  const variables = Object.fromEntries(part.variables.map((name, index) => [name, values[index]]).filter(([, value]) => value !== undefined)) as Readonly<
    Record<string, DataRecord>
  >;
  return { message: fillMessage(part.message, primary[0] ?? record, variables), locations, more };
}

function fillEntry(part: CompiledPart, record: DataRecord, location: Location): string {
  const text = location.items[part.entries ?? ""] ?? "";
  return fillMessage(part.message.replaceAll(`{${part.entries}}`, text.trim() === "" ? "(empty)" : text.trim()), record, {});
}

/** Records of `unique` with equal keys: inside one record they are found at once, over the whole return one index is kept. */
function collectKeys(
  rule: CompiledRule,
  part: CompiledPart,
  byPath: ReadonlyMap<string, readonly DataRecord[]>,
  context: RuleContext,
  duplicates: Map<string, { rule: CompiledRule; part: CompiledPart; locations: Location[] }>,
  found: Finding[],
  make: (message: string, locations: readonly Location[], more: number) => Finding,
): void {
  const local = new Map<string, { readonly record: DataRecord; readonly entry: number | null }[]>();
  const items = part.keyItems.map((path) => path.slice(path.lastIndexOf("/") + 1));
  for (const record of byPath.get(part.path) ?? []) {
    const values = part.entries === null ? [part.key?.(record as never, context) ?? null] : entryKeys(record, part.entries);
    for (const [index, value] of values.entries()) {
      if (value === null || value.some((one) => one === null || one === undefined || typeof one === "symbol")) continue;
      const key = value.map(String).join("|");
      if (part.uniqueWithin === null) {
        const known = duplicates.get(`${rule.id}|${key}`) ?? { rule, part, locations: [] };
        known.locations.push(locate(record, items));
        duplicates.set(`${rule.id}|${key}`, known);
      } else {
        let scope: DataRecord | null = record;
        while (scope !== null && scope.table().path !== part.uniqueWithin) scope = scope.parent;
        const scoped = `${scope === null ? "" : pathOf(scope)}|${key}`;
        const same = local.get(scoped);
        const one = { record, entry: part.entries === null ? null : index };
        if (same === undefined) local.set(scoped, [one]);
        else same.push(one);
      }
    }
  }
  for (const same of local.values()) {
    if (same.length < 2) continue;
    const shown = same.slice(0, RELATED_LOCATIONS + 1);
    const locations = shown.map(({ record, entry }) =>
      entry === null || part.entries === null ? locate(record, items) : locateEntry(locate(record, []), record, part.entries, entry),
    );
    const [first] = same;
    const [location] = locations;
    if (first === undefined || location === undefined) continue;
    const message = first.entry === null ? fillMessage(part.message, first.record, {}) : fillEntry(part, first.record, location);
    found.push(make(message, locations, same.length - shown.length));
  }
}

/** A location with the place and the text of one entry of a repeating item. */
function locateEntry(location: Location, record: DataRecord, item: string, entry: number): Location {
  const texts = record[`${item}$text`];
  const places = record[`${item}$place`];
  const place = Array.isArray(places) ? (places[entry] as number) : 0;
  const text = Array.isArray(texts) ? (texts[entry] as string) : null;
  return { ...location, line: lineOf(place), column: columnOf(place), items: { ...location.items, [item]: text } };
}

function entryKeys(record: DataRecord, item: string): readonly (readonly Value[])[] {
  const values = record[item];
  return Array.isArray(values) ? values.map((value) => [value as Value]) : [];
}

const inOrder = findingOrder();

function enclosingChild(record: DataRecord, path: string): DataRecord | null {
  for (let at: DataRecord | null = record; at !== null; at = at.parent) if (at.table().path === path) return at;
  return null;
}

function rootOf(record: DataRecord): DataRecord {
  let at = record;
  while (at.parent !== null) at = at.parent;
  return at;
}

/** The id of a child as given, trimmed; null when it has none. */
function idOf(child: DataRecord, way: readonly string[]): string | null {
  let at: DataRecord = child;
  for (const step of way.slice(0, -1)) {
    const inner = at[step];
    if (typeof inner !== "object" || inner === null) return null;
    at = inner as DataRecord;
  }
  return textOf(at, way.at(-1) ?? "")?.trim() ?? null;
}

function recordsByPath(record: DataRecord): Map<string, DataRecord[]> {
  const found = new Map<string, DataRecord[]>();
  collectRecords(record, found);
  return found;
}

function collectRecords(record: DataRecord, found: Map<string, DataRecord[]>): void {
  const table = record.table();
  const list = found.get(table.path);
  if (list === undefined) found.set(table.path, [record]);
  else list.push(record);
  for (const child of table.children) {
    if (child.kind === "item") continue;
    const inner = record[child.name];
    if (Array.isArray(inner)) for (const one of inner as DataRecord[]) collectRecords(one, found);
    else if (inner !== null && inner !== undefined) collectRecords(inner as DataRecord, found);
  }
}
