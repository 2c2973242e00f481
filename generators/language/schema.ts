import type { Type, Year } from "./types.ts";

/**
 * What the language knows of a collection: records with their items and groups, code sets, definitions. Made from a resolved release; the
 * language itself knows no collection.
 */
export interface LanguageSchema {
  /** Path of the root record. */
  readonly root: string;
  /** Path of the record of a child: lists that cross it are streams. */
  readonly child: string;
  readonly records: ReadonlyMap<string, RecordSchema>;
  readonly codeSets: ReadonlyMap<string, { readonly codes: ReadonlySet<string>; readonly groups: ReadonlyMap<string, readonly string[]> }>;
  readonly definitions: ReadonlyMap<string, DefinitionSchema>;
  /** Reference tables that the user may supply, with the types of their columns. */
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, Type>>;
  /** The returns before, as they were specified; null where there is none. */
  readonly earlier: { readonly 1: LanguageSchema | null; readonly 2: LanguageSchema | null };
}

export interface RecordSchema {
  readonly path: string;
  readonly name: string;
  /** Path of the enclosing record; null for the root. */
  readonly parent: string | null;
  /** It occurs once at most in its enclosing record, so that names reach into it. */
  readonly single: boolean;
  readonly items: ReadonlyMap<string, ItemSchema>;
  /** Paths of the records directly inside. */
  readonly groups: readonly string[];
  readonly orderedBy: readonly string[];
}

export interface ItemSchema {
  readonly name: string;
  readonly path: string;
  /** Type of one entry, for year 0; `code` types get the year of the access. */
  readonly type: Type;
  readonly repeats: boolean;
}

export interface DefinitionSchema {
  readonly name: string;
  /** Path of the record it belongs to; null for a global one. `listOf`: it belongs to lists of that record. */
  readonly owner: { readonly record: string; readonly isList: boolean } | null;
  readonly parameters: readonly { readonly name: string; readonly type: Type }[];
  readonly text: string;
  readonly optional: readonly string[];
}

/** The schema of the year an expression speaks of; null when that year has none. */
export function schemaOf(schema: LanguageSchema, year: Year): LanguageSchema | null {
  return year === 0 ? schema : schema.earlier[year];
}

/** The record with a name or path; null when there is none or several. */
export function findRecord(schema: LanguageSchema, name: string): RecordSchema | null {
  const found = [...schema.records.values()].filter((record) => record.path === name || record.path.endsWith(`/${name}`));
  return found.length === 1 ? (found[0] ?? null) : null;
}
