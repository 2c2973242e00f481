import type { Finding, RuleInfo, Severity } from "../../runtime/findings/finding.ts";
import type { Counts } from "../../runtime/findings/tally.ts";
import type { ReferenceProblem } from "../../runtime/reference/reference-table.ts";
import type { ReferenceShape } from "../../runtime/reference/shape.ts";
import type { ReleaseTables } from "../../runtime/tables/row-source.ts";
import type { EarlierReader, EarlierTablesReader } from "../../runtime/validator/earlier.ts";
import type { GeneratedValidator, ReadingProblem, Validation, ValidationOptions } from "../../runtime/validator/generated-validator.ts";
import type { TablesValidation } from "../../runtime/validator/tables-validation.ts";

/** The validator of a release, as the generator emits it. */
export interface ValidatorModule {
  readonly validator: GeneratedValidator;
  readonly validate: (options: ValidationOptions, give: (finding: Finding) => void) => Validation;
  readonly validateTables: (options: ValidationOptions, give: (finding: Finding) => void) => TablesValidation;
  readonly readEarlier: (year: 1 | 2) => EarlierReader;
  readonly readEarlierTables: (year: 1 | 2) => EarlierTablesReader | null;
}

/** What the page knows of the release besides its validator. */
export interface ReleaseFacts {
  /** `cin/2025-26`. */
  readonly name: string;
  /** `Children in need census 2025-26`. */
  readonly title: string;
  readonly rules: readonly RuleInfo[];
  /** The tables of all releases of the collection, by which a file of another year is recognised. */
  readonly tables: readonly ReleaseTables[];
  /** The reference tables that its rules look things up in. */
  readonly reference: readonly ReferenceShape[];
}

/** What a person chose or dropped as one return. */
export interface Chosen {
  /** The folder that was dropped; null for files. */
  readonly folder: string | null;
  readonly files: readonly File[];
  /** The folders inside that folder, which are not looked into. */
  readonly inner: readonly string[];
}

/** A field for files; those of reference tables are called by the table. */
export type FieldName = "file" | "last" | "before-last" | `reference-${string}`;

export interface CheckRequest {
  readonly return: Chosen;
  /** The returns of the period before and of the one before that. */
  readonly earlier: readonly [Chosen | null, Chosen | null];
  /** Files of reference tables, by the name of the table. */
  readonly reference: ReadonlyMap<string, File>;
  readonly authority: string | null;
}

export interface Progress {
  readonly at:
    | { readonly step: "reading"; readonly name: string; readonly bytes: number; readonly of: number }
    | { readonly step: "checking"; readonly children: number; readonly of: number };
  readonly counts: Counts;
}

/** All findings of a rule with one severity. */
export interface RuleTotal {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
  /** For rules that were not run, why. */
  readonly reason: string | null;
}

/** A table of the release, and what was read as it. */
export interface TableRead {
  readonly table: string;
  /** Null when no file is this table. */
  readonly file: { readonly name: string; readonly rows: number } | null;
  /** Where it has no file, the table whose file has columns that say the same, such as a list in one cell. */
  readonly inColumnsOf: string | null;
}

/** A reference table that was read. */
export interface ReferenceRead {
  readonly label: string;
  readonly file: string;
  readonly rows: number;
  readonly problems: readonly ReferenceProblem[];
}

/** What is known when the return has been read. */
export interface Outcome {
  readonly input: string;
  readonly counts: Counts;
  /** Children read. */
  readonly children: number;
  /** Why the XML file, or the rest of it, was not checked. */
  readonly problem: ReadingProblem | null;
  /** For a return of CSV files all tables of the release; null for XML. */
  readonly tables: readonly TableRead[] | null;
  readonly reference: readonly ReferenceRead[];
  /** What was left out, in sentences. */
  readonly notes: readonly string[];
  /** In the order in which they first came. */
  readonly rules: readonly RuleTotal[];
}

/** Which findings are wanted, and which part of them. */
export interface FindingsQuery {
  readonly severities: readonly Severity[];
  /** null: of every rule. */
  readonly rule: string | null;
  /** A number of `ChildTotal`; null: of every child. */
  readonly child: number | null;
  readonly from: number;
  readonly size: number;
}

export interface ChildrenQuery {
  readonly severities: readonly Severity[];
  /** Part of the identifier, capitals or not; empty: all. */
  readonly search: string;
  readonly from: number;
  readonly size: number;
}

/** A child with findings; `id` is null for findings about the whole return. */
export interface ChildTotal {
  readonly number: number;
  readonly id: string | null;
  readonly counts: Counts;
}

/** A part of a list, and the exact length of all of it. */
export interface Part<T> {
  readonly total: number;
  readonly entries: readonly T[];
}

export type SaveFormat = "csv" | "jsonl";

/** Checks one file after another; questions are about the last one that was checked to its end. */
export interface Checker {
  /** @throws CheckProblem for files that cannot be opened or are no return, and for an earlier return or reference table that cannot be read */
  readonly check: (request: CheckRequest, tell: (progress: Progress) => void) => Promise<Outcome>;
  readonly findings: (query: FindingsQuery) => Promise<Part<Finding>>;
  readonly children: (query: ChildrenQuery) => Promise<Part<ChildTotal>>;
  /** The report in the form of the command line. */
  readonly save: (format: SaveFormat) => Promise<Blob>;
}

/** Something the person at the page can put right. `field` is the one that it is about. */
export class CheckProblem extends Error {
  readonly field: FieldName;
  constructor(message: string, field: FieldName) {
    super(message);
    this.name = "CheckProblem";
    this.field = field;
  }
}

/** The person at the page stopped the check. */
export class CheckStopped extends Error {}
