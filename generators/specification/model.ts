import type { ChangeRecord, HistoryStep, Origin, RemovedEntry } from "./entry.ts";
import type { ItemType } from "./item-type.ts";
import type { LintKind } from "./lint-kinds.ts";
import type { Span } from "./source.ts";
import type { YamlNode, YamlScalar } from "./yaml-reader.ts";

/**
 * The resolved release: everything that is true of one version of one period of a collection, immutable. Every node knows where it was written
 * and which change last touched it. Targets read nothing but this.
 */
export interface Release {
  /** `cin/2022-23` */
  readonly name: string;
  /** `cin/2022-23@1.0` */
  readonly id: string;
  readonly collection: string;
  readonly period: string;
  readonly version: string;
  readonly versions: readonly { readonly version: string; readonly date: string; readonly what: string }[];
  /** `Children in need census` */
  readonly title: string;
  readonly status: "draft" | "candidate" | "final" | "superseded";
  readonly live: boolean;
  /** Dates are ISO text, `2014-03-31`. */
  readonly start: string;
  readonly end: string;
  readonly referenceDate: string;
  readonly window: ({ readonly opens: string | null; readonly loadBy: string | null; readonly submitBy: string | null } & Fact) | null;
  readonly publications: readonly ({ readonly date: string | null; readonly what: string } & Fact)[];
  readonly evidence: ({ readonly text: string } & Fact) | null;
  readonly notes: readonly string[];
  readonly formats: readonly ("xml" | "csv")[];
  readonly lexical: { readonly date: DateForm };
  readonly child: { readonly record: RecordNode; readonly key: ItemNode } | null;
  readonly xml: ({ readonly encoding: string | null } & Fact) | null;
  readonly publishedSchema: PublishedSchema;
  readonly root: RecordNode;
  readonly codeSets: ReadonlyMap<string, CodeSet>;
  readonly types: ReadonlyMap<string, NamedType>;
  readonly tables: readonly Table[];
  readonly referenceTables: readonly ReferenceTable[];
  readonly definitions: readonly Definition[];
  readonly cohorts: readonly DocumentedEntry[];
  readonly indicators: readonly DocumentedEntry[];
  readonly questions: readonly Question[];
  readonly rules: readonly Rule[];
  readonly crosswalks: ReadonlyMap<string, Crosswalk>;
  readonly sources: ReadonlyMap<string, string>;
  readonly bankHolidays: readonly BankHoliday[];
  /** The changes that this release itself makes, in order. */
  readonly changes: readonly ChangeRecord[];
  /** The changes of all releases that it stands on, its own last. */
  readonly allChanges: readonly ChangeRecord[];
  /** What this release no longer has: taken out by its changes or by those of a release it stands on. */
  readonly removed: readonly RemovedEntry[];
  /** Name and version of the release that this one extends; null for a base. */
  readonly extends: string | null;
}

export type DateForm = "yyyy-mm-dd" | "dd/mm/yyyy";

/** Where a fact comes from. `basis` is resolved for the period: `seen-from` has been applied. */
export interface Fact {
  readonly source: readonly string[];
  readonly basis: "seen" | "inferred";
  readonly seenFrom: string | null;
  readonly note: string | null;
}

/** A node that was written somewhere and may have been changed since. */
export interface Written {
  /** Stays the same through renames, over all releases of a collection. */
  readonly identity: string;
  /** Where it was first written or last renamed. */
  readonly origin: Origin;
  /** The change that last touched it; null when it stands as in the base. */
  readonly lastChange: ChangeRecord | null;
  readonly history: readonly HistoryStep[];
}

export type PublishedSchema =
  | ({ readonly kind: "follows"; readonly name: string; readonly publisher: string } & Fact)
  | { readonly kind: "none"; readonly why: string };

export interface Occurs {
  readonly minimum: number;
  /** null: any number. */
  readonly maximum: number | null;
}

interface NodeBase extends Fact, Written {
  readonly name: string;
  /** From the root, `Message/Children/Child`; unique. */
  readonly path: string;
  readonly occurs: Occurs;
  readonly label: string;
  readonly definition: string;
  readonly guidance: string | null;
  readonly module: string | null;
  readonly xml: { readonly kind: "element"; readonly tag: string } | { readonly kind: "inline" | "none" };
  /** Why no table has it, where it, not a record around it, is declared absent from the tables; null otherwise. */
  readonly notInTables: string | null;
  readonly published: PublishedBinding;
}

/** The same node in the public schema, where one is followed. */
export interface PublishedBinding {
  readonly absent: boolean;
  readonly occurs: Occurs;
  /** null for records. */
  readonly type: ItemType | null;
  /** The codes of the public schema when they are not those of the type. */
  readonly codes: readonly string[] | null;
}

/** A group of items: an element with elements inside, or (`inline`) items that stand loose in the enclosing element. */
export interface RecordNode extends NodeBase {
  readonly kind: "record";
  readonly contains: readonly TreeNode[];
  readonly orderedBy: readonly string[];
  /** Names of the item with its first day, and of those that say that it ended, the last day first; null for a record without a time of its own. */
  readonly lasts: { readonly from: string; readonly to: readonly string[] } | null;
}

/** A single value. */
export interface ItemNode extends NodeBase {
  readonly kind: "item";
  readonly type: ItemType;
  readonly cbds: string | null;
  /** The element may be given empty, which counts as not entered. */
  readonly emptyAllowed: boolean;
  /** The value it has in the neutral carrier of examples, where that is not simply left out or the first that the type allows. */
  readonly neutral: string | null;
  /** The expression that computes it; a derived item is never submitted. */
  readonly derived: string | null;
}

export type TreeNode = RecordNode | ItemNode;

export interface Code extends Fact, Written {
  readonly code: string;
  /** null for codes that come from a range. */
  readonly label: string | null;
  readonly officialLabel: string | null;
  readonly labelIsInferred: boolean;
  readonly useWhen: string | null;
  readonly doNotUseWhen: string | null;
  readonly publishAs: string | null;
  readonly fromDate: string | null;
  readonly toDate: string | null;
  /** Why the schemas accept a code that is no longer official. */
  readonly tolerated: string | null;
  /** In the specification and, where one is followed, in the public schema. */
  readonly inSpecification: boolean;
  readonly inPublishedSchema: boolean;
}

export interface CodeSet extends Fact, Written {
  readonly name: string;
  readonly label: string;
  readonly definition: string | null;
  readonly fromTable: string | null;
  readonly ranges: readonly string[];
  readonly codes: readonly Code[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** What changes did to each group, by its name. */
  readonly groupHistory: ReadonlyMap<string, readonly HistoryStep[]>;
}

export interface NamedType extends Fact, Written {
  readonly name: string;
  readonly label: string;
  readonly definition: string | null;
  readonly pattern: string | null;
  readonly is: ItemType;
}

export interface Column extends Fact, Written {
  readonly name: string;
  readonly item: ItemNode | null;
  /** The item that the column repeats as a check. */
  readonly copies: ItemNode | null;
  /** The record that its text tells from others under the same parent; it is made up for the tables and no item of the return. */
  readonly identifies: RecordNode | null;
  readonly required: boolean;
  /** The id under which a copy that differs from what it copies is reported. */
  readonly differs: string | null;
}

export interface Table extends Fact, Written {
  readonly name: string;
  readonly label: string;
  readonly definition: string | null;
  readonly record: RecordNode;
  readonly rows: Occurs;
  readonly columns: readonly Column[];
  /** Values that the presence of a row gives to items without a column. */
  readonly implied: readonly { readonly item: ItemNode; readonly value: string }[];
  /**
   * The other layouts of a table whose rows are the entries of a repeating item: columns of the table of the record around it. `cell` holds all
   * entries; `columns` begins the names of columns of which each stands for a code (null: there are none).
   */
  readonly instead: { readonly table: string; readonly cell: string; readonly columns: string | null } | null;
  /** The ids under which are reported: a row whose child the table with the key does not have; more rows for a child than there may be. */
  readonly findings: { readonly orphan: string | null; readonly repeated: string | null };
}

/** What a cell of a reference table holds. */
export interface CellType {
  readonly item: ItemType;
  /** A cell holds several values, separated by commas. */
  readonly isList: boolean;
}

export interface ReferenceColumn extends Fact, Written {
  readonly name: string;
  readonly label: string;
  readonly definition: string | null;
  readonly type: CellType;
  /** A file may do without it: its cells are then blank. */
  readonly isOptional: boolean;
  /** Its value in the row that the neutral carrier of examples has; a table whose key has none has no such row. */
  readonly neutral: string | null;
  /** Other headings under which files have it, best first; `#` stands for any digit. */
  readonly headings: readonly string[];
  /** Other values of files and the code that each stands for, null for none; `#` stands for any digit. */
  readonly values: readonly { readonly value: string; readonly code: string | null }[];
  /** Names and ONS codes of what the codes of a dated table stand for on the reference date, in capitals, each with its code. */
  readonly namesOfCodes: ReadonlyMap<string, string>;
}

/** A table that the user supplies and rules look things up in. */
export interface ReferenceTable extends Fact, Written {
  readonly name: string;
  readonly label: string;
  readonly definition: string;
  readonly guidance: string | null;
  readonly key: ReferenceColumn;
  /** The columns with metres to the east and to the north; null when rows are no places. */
  readonly coordinates: { readonly east: ReferenceColumn; readonly north: ReferenceColumn } | null;
  readonly columns: readonly ReferenceColumn[];
}

/** An expression as it was written, with the scalar it stands in. */
export interface ExpressionText {
  readonly text: string;
  readonly scalar: YamlScalar;
}

/** What a rule is checked on: records (or entries of a repeating item) by name, or every combination of variables. */
export type RuleFor =
  | { readonly kind: "records"; readonly names: readonly { readonly name: string; readonly span: Span }[] }
  | { readonly kind: "variables"; readonly variables: readonly { readonly name: string; readonly list: ExpressionText }[] };

export interface RulePart {
  readonly for: RuleFor | null;
  readonly when: ExpressionText | null;
  readonly check: ExpressionText;
  readonly message: string | null;
  readonly remedy: string | null;
  readonly report: readonly ExpressionText[];
  readonly wordsAt: WordsAt;
}

/** The words of a rule or part where they are written; null where it has none of its own. */
export interface WordsAt {
  readonly message: ExpressionText | null;
  readonly remedy: ExpressionText | null;
}

/** A likely mistake that is stated to be none, with the reason. */
export interface MeantLint {
  readonly kind: LintKind;
  readonly why: string;
  /** Where its name stands. */
  readonly span: Span;
}

/** A named example of a rule, as written. */
export interface RuleExample {
  readonly name: string;
  readonly value: YamlNode;
}

export interface Rule extends Fact, Written {
  readonly id: string;
  /** The id it had when it was first written: part of the permanent ids of its cases. */
  readonly firstId: string;
  readonly title: string;
  readonly severity: "error" | "query" | "warning";
  readonly for: RuleFor;
  readonly within: string | null;
  readonly let: readonly { readonly name: string; readonly is: ExpressionText }[];
  readonly when: ExpressionText | null;
  /** null when it has `unique`, parts, or cannot be tested. */
  readonly check: ExpressionText | null;
  readonly unique: readonly string[];
  readonly parts: readonly RulePart[];
  readonly report: readonly ExpressionText[];
  readonly optional: readonly string[];
  readonly formats: readonly ("xml" | "csv")[];
  readonly stage: string | null;
  readonly bypass: boolean;
  /** Where the rule comes from, when it is not a rule of the Department. */
  readonly ruleOrigin: string | null;
  readonly automaticOk: boolean;
  readonly enforces: readonly string[];
  readonly message: string;
  readonly remedy: string;
  /** Where names and words stand that mistakes may be in. */
  readonly withinAt: ExpressionText | null;
  readonly uniqueAt: readonly ExpressionText[];
  readonly wordsAt: WordsAt;
  readonly reading: string | null;
  readonly meant: readonly MeantLint[];
  readonly passes: readonly RuleExample[];
  readonly fails: readonly RuleExample[];
  readonly notTestable: string | null;
}

export interface Definition extends Fact, Written {
  readonly name: string;
  readonly label: string;
  readonly definition: string | null;
  readonly for: string | null;
  readonly parameters: ReadonlyMap<string, string>;
  readonly is: string;
  readonly expression: ExpressionText;
  readonly optional: readonly string[];
  readonly meant: readonly MeantLint[];
}

export interface DocumentedEntry extends Fact, Written {
  readonly name: string;
  readonly label: string;
  readonly definition: string;
}

export interface Question extends Fact, Written {
  readonly name: string;
  readonly question: string;
  readonly answer: string | null;
  readonly example: string | null;
}

export interface CrosswalkStep extends Fact {
  readonly from: string;
  readonly to: readonly string[];
  readonly default: string | null;
  /** The change that says so; null for what crosswalks.yaml of a base says. */
  readonly change: ChangeRecord | null;
}

/** How the codes of the period before become those of this one. */
export interface Crosswalk {
  readonly set: string;
  readonly steps: readonly CrosswalkStep[];
}

export interface BankHoliday {
  readonly date: string;
  readonly name: string;
}
