import type { RuleInfo } from "../runtime/findings/finding.ts";
import type { ReleaseTables } from "../runtime/tables/row-source.ts";

/** The form of `suite.json`; another number is another form. */
export const SUITE_FORMAT = "returnspec-conformance-suite/1";

/** A record of a return as plain texts: what stands in XML or tables, without the marks around it. Blank items and empty records are left out. */
export interface Content {
  readonly record: string;
  /** Texts by item; several for an item that repeats. */
  readonly items: Readonly<Record<string, readonly string[]>>;
  readonly records: readonly Content[];
}

/** What a return must hold, as each form can carry it. */
export interface ExpectedContent {
  readonly xml: Content | null;
  readonly csv: Content | null;
}

export interface SuiteChild {
  /** The id of the child in a system that takes it over. */
  readonly key: string;
  readonly keyed: Content;
  /** Both null: the return must not have the child. */
  readonly returned: ExpectedContent;
  /** Why something that is keyed in is not in the return, or in another form. */
  readonly reasons: readonly string[];
  /** Rules that a right return raises for this child: queries that the story answers. */
  readonly accepted: readonly string[];
}

export interface SuiteScenario {
  /** For ever. */
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly asked: string | null;
  readonly story: string;
  readonly lookAt: string | null;
  readonly children: readonly SuiteChild[];
}

/** Everything in a pack about a release but the cases of the validator half. */
export interface Suite {
  readonly format: string;
  /** `cin/2025-26` */
  readonly release: string;
  readonly version: string;
  readonly status: string;
  readonly title: string;
  /** SHA-256 of the specification. */
  readonly specification: string;
  readonly notices: readonly string[];
  /** The returning authority in all cases; no real one has it. */
  readonly authority: string;
  readonly forms: readonly Form[];
  /** The scenario that stands for the return around the children. */
  readonly whole: SuiteScenario & {
    readonly returned: ExpectedContent;
    /** Rules on the return as a whole that a right return raises. */
    readonly accepted: readonly string[];
  };
  /** The release of the return of the year before in the pack; null where there is none. */
  readonly lastYear: string | null;
  /** Items that a return may give as it likes. */
  readonly leftOpen: readonly string[];
  readonly scenarios: readonly SuiteScenario[];
  readonly rules: readonly RuleInfo[];
  /** Pages of the guidance, addresses below its folder: of rules by id, of items and records by path. */
  readonly pages: { readonly rules: Readonly<Record<string, string>>; readonly nodes: Readonly<Record<string, string>> };
  /** Ids of the rules that compare with the return of the year before. */
  readonly twoYearRules: readonly string[];
  /** The tables of all releases of the collection, by which a file of another year is recognised. */
  readonly tables: readonly ReleaseTables[];
}

export type Form = "xml" | "csv";
