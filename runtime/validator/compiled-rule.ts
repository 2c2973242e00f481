import type { Condition, Value } from "../rules/logic.ts";
import type { DataRecord } from "./tables.ts";

/** Facts of a collection that rules may ask for; dates as day numbers. */
export interface CollectionFacts {
  readonly start: number;
  readonly end: number;
  readonly reference_date: number;
  readonly authority: string | null;
}

/** A row of a reference table. */
export type Row = Readonly<Record<string, Value | readonly Value[]>>;

/** What compiled rules may ask for besides the record they stand on. */
export interface RuleContext {
  /** This period, the one before, the one before that. */
  readonly collection: readonly [CollectionFacts, CollectionFacts, CollectionFacts];
  readonly holidays: ReadonlySet<number>;
  /** Figures of the whole return, by name; there only when the last child has been read. */
  readonly figures: Readonly<Record<string, number | boolean>>;
  readonly rows: (table: string, key: Value) => readonly Row[];
  readonly inTable: (table: string, key: Value) => Condition;
  readonly isSameCode: (a: Value, b: Value, set: string, yearOfA: number, yearOfB: number) => Condition;
  /** The same child, or the root, in the return before (1) or the one before that (2); null when it is not there. */
  readonly earlier: (record: DataRecord | null | undefined, year: 1 | 2) => DataRecord | null;
}

/** Collects what decided a finding. */
export interface Trace {
  readonly record: (record: DataRecord | null | undefined) => void;
  readonly item: (record: DataRecord | null | undefined, item: string) => void;
  /** The entry of a repeating item that is checked. */
  readonly entry: () => void;
}

/** One check of a rule. */
export interface CompiledPart {
  /** Path of the record it stands on; for variables the record inside which they range. */
  readonly path: string;
  /** The repeating item whose entries are checked one by one; null for records. */
  readonly entries: string | null;
  /** For variables: the lists of records, or of runs of records, that they range over; null otherwise. */
  readonly lists: ((record: never, context: RuleContext) => readonly (readonly (DataRecord | readonly DataRecord[])[])[]) | null;
  /** Names of the variables, for messages. */
  readonly variables: readonly string[];
  /** Whether the check fails for a record (and entry with its index, or variables). */
  readonly fails: ((record: never, context: RuleContext, ...values: never[]) => boolean) | null;
  /** Notes what decided that it fails. */
  readonly explain: ((record: never, context: RuleContext, trace: Trace, ...values: never[]) => void) | null;
  /** The records that a finding points at first, where they are not those checked; null where they are. */
  readonly report: ((record: never, context: RuleContext, ...values: never[]) => readonly (DataRecord | null | undefined)[]) | null;
  /** Paths of the groups that are gone through again for each checked record: with very many records that takes too long. */
  readonly scans: readonly string[];
  /** For `unique`: the values that must differ; null when the record (or entry) takes no part. */
  readonly key: ((record: never, context: RuleContext, ...values: never[]) => readonly Value[] | null) | null;
  /** The record inside which they must differ; null: the whole return. */
  readonly uniqueWithin: string | null;
  /** Names of the items that `key` reads. */
  readonly keyItems: readonly string[];
  readonly message: string;
  /** Texts of the `let` names and derived items that the message uses. */
  readonly values: ((record: never, context: RuleContext, ...values: never[]) => Readonly<Record<string, string | null>>) | null;
}

/** A rule of a generated validator. */
export interface CompiledRule {
  readonly id: string;
  readonly title: string;
  readonly severity: "error" | "query" | "warning";
  readonly remedy: string;
  /** What it needs that may not be there: `last_return`, `authority` … */
  readonly needs: readonly string[];
  /** The stage at which the collection runs it; null when that is not known. */
  readonly stage: string | null;
  /** The forms of a return in which the check exists. */
  readonly formats: readonly ("xml" | "csv")[];
  /** The tables that it reads, of this return and of the two before: one that was not given leaves it without an answer. */
  readonly tables: readonly [readonly string[], readonly string[], readonly string[]];
  /** Whether it is about the whole return, and so decided after the last child. */
  readonly isOfReturn: boolean;
  /** Names of the figures that it asks for; the others need not be added up. */
  readonly figures: readonly string[];
  readonly parts: readonly CompiledPart[];
}

/** A figure of the whole return: what each child adds to it. */
export interface Figure {
  readonly name: string;
  readonly year: 0 | 1 | 2;
  readonly combine: "sum" | "any" | "all" | "distinct";
  readonly add: (child: never, root: never, context: RuleContext) => number | boolean | readonly Value[];
}
