import type { Finding, RuleInfo, Severity } from "../../runtime/findings/finding.ts";
import type { Counts } from "../../runtime/findings/tally.ts";
import type { EarlierReader } from "../../runtime/validator/earlier.ts";
import type { GeneratedValidator, ReadingProblem, Validation, ValidationOptions } from "../../runtime/validator/generated-validator.ts";

/** The validator of a release, as the generator emits it. */
export interface ValidatorModule {
  readonly validator: GeneratedValidator;
  readonly validate: (options: ValidationOptions, give: (finding: Finding) => void) => Validation;
  readonly readEarlier: (year: 1 | 2) => EarlierReader;
}

/** What the page knows of the release besides its validator. */
export interface ReleaseFacts {
  /** `cin/2025-26`. */
  readonly name: string;
  /** `Children in need census 2025-26`. */
  readonly title: string;
  readonly rules: readonly RuleInfo[];
}

export interface CheckRequest {
  readonly file: File;
  /** The return of the period before. */
  readonly last: File | null;
  readonly authority: string | null;
}

export interface Progress {
  /** What is being read. */
  readonly name: string;
  /** In bytes. */
  readonly read: number;
  readonly size: number;
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

/** What is known when the file has been read. */
export interface Outcome {
  readonly input: string;
  readonly counts: Counts;
  /** Children read. */
  readonly children: number;
  /** Why the file, or the rest of it, was not checked. */
  readonly problem: ReadingProblem | null;
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
  /** @throws CheckProblem for a file that cannot be opened, and for a return of last year that cannot be read */
  readonly check: (request: CheckRequest, tell: (progress: Progress) => void) => Promise<Outcome>;
  readonly findings: (query: FindingsQuery) => Promise<Part<Finding>>;
  readonly children: (query: ChildrenQuery) => Promise<Part<ChildTotal>>;
  /** The report in the form of the command line. */
  readonly save: (format: SaveFormat) => Promise<Blob>;
}

/** Something the person at the page can put right. `field` is the file that it is about. */
export class CheckProblem extends Error {
  readonly field: "file" | "last";
  constructor(message: string, field: "file" | "last") {
    super(message);
    this.name = "CheckProblem";
    this.field = field;
  }
}

/** The person at the page stopped the check. */
export class CheckStopped extends Error {}
