import { createFinding, type Finding, type Location } from "../findings/finding.ts";
import { findingOrder } from "../findings/order.ts";
import { PAIR_CAP } from "../rules/logic.ts";
import { createXmlReader } from "../xml/reader.ts";
import type { XmlReader } from "../xml/handler.ts";
import { XmlProblem } from "../xml/problem.ts";
import type { CollectionFacts, CompiledRule, Figure, RuleContext } from "./compiled-rule.ts";
import { createContext } from "./context.ts";
import { createDuplicateFinder } from "./duplicates.ts";
import { failuresOf } from "./failures.ts";
import { createFigureSums, createSumReader, type FigureReader } from "./figures.ts";
import { pathOf, textOf } from "./locate.ts";
import { createShelves } from "./shelves.ts";
import { createStructureReader, type StructureProblem, tagsOf } from "./structure-reader.ts";
import { type DataRecord, type RecordTable, rootOf, tableAt } from "./tables.ts";

/** What a generated validator is made of. */
export interface GeneratedValidator {
  readonly release: string;
  readonly root: RecordTable;
  /** Path of the record of a child, and the way from it to the item with its id. */
  readonly child: { readonly path: string; readonly key: readonly string[] };
  readonly rules: readonly CompiledRule[];
  /** Puts the indexes of rules that may fail for a child behind those found; rules that need more than the return itself are left out. */
  readonly test: (child: DataRecord, context: RuleContext, found: number[]) => void;
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

/** Checks structure and rules of a return in one pass; memory is bounded by one child and the keys of rules on the whole return. */
export function createValidation(validator: GeneratedValidator, options: ValidationOptions, give: (finding: Finding) => void): Validation {
  const context = createContext(validator, options);
  const active = validator.rules.filter((rule) => missingNeeds(rule, options).length === 0);
  // Rules that need more than the return itself are no part of the test, so each of them is looked at for each child.
  const always = active.filter((rule) => !rule.isOfReturn && rule.needs.length > 0);
  const ofReturnRules = active.filter((rule) => rule.isOfReturn);
  const asked = new Set(active.flatMap((rule) => rule.figures));
  const figures = createFigureSums(validator.figures.filter(({ name, year }) => year === 0 && asked.has(name)));
  const childTable = tableAt(validator.root, validator.child.path) ?? validator.root;
  const shelves = createShelves(childTable);
  const duplicates = createDuplicateFinder(active, shelves, validator.child.path, context);
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

  /** The rules that may have something to say about a child, each once. */
  const suspectsOf = (child: DataRecord): readonly CompiledRule[] => {
    const indexes: number[] = [];
    validator.test(child, context, indexes);
    if (indexes.length === 0) return always;
    return [...new Set(indexes)].flatMap((index) => validator.rules[index] ?? []).concat(always);
  };

  const checkChild = (child: DataRecord): void => {
    children += 1;
    duplicates.addKeys(child);
    if (root !== null) figures.add(child, root, context);
    const suspects = suspectsOf(child);
    if (suspects.length === 0 && pending.length === 0) return;
    const id = idOf(child, validator.child.key);
    const found: Finding[] = [];
    if (suspects.length > 0) {
      shelves.fill(child);
      for (const rule of suspects) {
        for (const failure of failuresOf(rule, shelves, context, (size) => noteCapped(capped, rule, id, size)))
          found.push(finding(rule.id, rule.severity, id, failure.message, failure.locations, failure.more));
        for (const { message, locations, more } of duplicates.inside(rule)) found.push(finding(rule.id, rule.severity, id, message, locations, more));
      }
    }
    if (pending.length > 0) found.push(...structureOf(id, found));
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
    closed: (record: DataRecord, table: RecordTable) => {
      root ??= rootOf(record);
      if (table !== childTable) return;
      checkChild(record);
      // A checked child is forgotten: the list of its parent stays empty.
      const siblings = record.parent?.[table.name];
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
      Object.assign(context.figures, options.last ?? {}, figures.sums());
      const ofRoot = createShelves(validator.root);
      ofRoot.fill(root);
      for (const rule of ofReturnRules)
        for (const failure of failuresOf(rule, ofRoot, context, (size) => noteCapped(capped, rule, null, size)))
          keepForEnd(finding(rule.id, rule.severity, null, failure.message, failure.locations, failure.more));
    }
    for (const one of ofReturn.toSorted(inOrder)) give(one);
    for (const one of [...beyond.values()].toSorted(inOrder)) give(one);
    for (const { rule, message, locations, more } of duplicates.ofReturn()) give(finding(rule.id, rule.severity, null, message, locations, more));
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
export function createFigureReader(validator: GeneratedValidator): FigureReader {
  const figures = validator.figures.filter(({ year }) => year === 1);
  return createSumReader(validator.last, figures, createContext(validator, { input: "", authority: null, last: null }));
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

const inOrder = findingOrder();

function enclosingChild(record: DataRecord, path: string): DataRecord | null {
  for (let at: DataRecord | null = record; at !== null; at = at.parent) if (at.table().path === path) return at;
  return null;
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
