import type { AsAtCounts } from "./as-at.ts";
import type { CollectionFacts, CompiledRule, Figure, RuleContext } from "./compiled-rule.ts";
import type { EarlierReturn, ReferenceTable } from "./context.ts";
import type { TableCheck, TableLayout } from "./table-layout.ts";
import type { DataRecord, RecordTable } from "./tables.ts";

/** What a generated validator is made of. */
export interface GeneratedValidator {
  readonly release: string;
  readonly root: RecordTable;
  /** Path of the record of a child, and the way from it to the item with its id. */
  readonly child: { readonly path: string; readonly key: readonly string[] };
  /** The tables in which the return may be given instead of XML; none where there are none. */
  readonly tables: readonly TableLayout[];
  /** Checks of single rows of tables that stand under ids of their own. */
  readonly tableChecks: readonly TableCheck[];
  readonly rules: readonly CompiledRule[];
  /** Puts the indexes of rules that may fail for a child behind those found; rules that need more than the return itself are left out. */
  readonly test: (child: DataRecord, context: RuleContext, found: number[]) => void;
  readonly figures: readonly Figure[];
  readonly collection: readonly [CollectionFacts, CollectionFacts, CollectionFacts];
  readonly holidays: ReadonlySet<number>;
  /** The returns of the two periods before, when a rule asks for them. */
  readonly earlier: readonly [EarlierLayout | null, EarlierLayout | null];
  /** For each code set that rules compare across years: the codes of one year and those that they became. */
  readonly crosswalks: Crosswalks;
  /** Structural checks that a rule states: `<path of item> <fault>` -> id; only the rule's finding is given. */
  readonly enforced: ReadonlyMap<string, string>;
}

/** `<set> <older year> <newer year>` -> old code -> new codes; years as in rules, 0 is the period checked. */
export type Crosswalks = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** How the return of an earlier period is built. */
export interface EarlierLayout {
  readonly release: string;
  readonly root: RecordTable;
  readonly child: { readonly path: string; readonly key: readonly string[] };
  readonly tables: readonly TableLayout[];
  /** Whether a rule looks at single children; else only figures of the whole return are asked for. */
  readonly asksForChildren: boolean;
}

export interface ValidationOptions {
  /** How the input is called in findings. */
  readonly input: string;
  readonly authority: string | null;
  /** The returns of the period before and of the one before that; null when they were not given. */
  readonly earlier: readonly [EarlierReturn | null, EarlierReturn | null];
  /** Reference tables by name. */
  readonly reference: ReadonlyMap<string, ReferenceTable>;
  /** `as-collected`: a child with an error of stage 1 gets no findings of stage 2, as in the system of the collection. */
  readonly stage: "all" | "as-collected";
  /** Number of the day as at which the return is looked at; null: the whole period. */
  readonly asAt: number | null;
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
  readonly asAt: () => AsAtCounts;
  readonly problem: () => ReadingProblem | null;
}
