import type { ReleaseTables, TableProblem } from "../tables/row-source.ts";
import { createTablesReader, type TablesReader } from "../tables/tables-reader.ts";
import type { EarlierReturn } from "../validator/context.ts";
import type { EarlierTablesReader } from "../validator/earlier.ts";
import type { GeneratedValidator } from "../validator/generated-validator.ts";

/** What takes the rows of a return: a validation, or what keeps the return of an earlier period. */
export interface RowTarget {
  /** @param header the column of each cell, by its name in the release; null for one that the file does not have */
  readonly open: (table: string, header: readonly (string | null)[]) => (cells: readonly string[], row: number) => unknown;
  readonly problem: (problem: TableProblem) => void;
}

/**
 * Reads the CSV files of one return into what takes its rows.
 * @param known tables of all releases of the collection, by which a file of another year is recognised
 */
export function createReturnReader(own: ReleaseTables, known: readonly ReleaseTables[], target: RowTarget): TablesReader {
  let take: ReturnType<RowTarget["open"]> | null = null;
  const others = known.filter(({ release }) => release !== own.release);
  return createTablesReader(own, others, {
    table: ({ table, positions }) => {
      take = target.open(
        table.name,
        table.columns.map(({ name }, index) => (positions[index] === -1 ? null : name)),
      );
    },
    row: (cells, row) => take?.(cells, row),
    problem: target.problem,
  });
}

/** The CSV files of the return of an earlier period. */
export interface EarlierFiles {
  /** Null when no rule asks for that period: its files need not be read. */
  readonly reader: TablesReader | null;
  /** The return, or what is wrong with its files: one that lacks rows would make findings about this year's. */
  readonly end: () => { readonly earlier: EarlierReturn } | { readonly release: string; readonly problems: readonly string[] };
}

/** What a generated validator gives for reading the tables of earlier periods. */
interface EarlierModule {
  readonly validator: GeneratedValidator;
  readonly readEarlierTables: (year: 1 | 2) => EarlierTablesReader | null;
}

/** @param year 1: the period before, 2: the one before that */
export function createEarlierFiles(module: EarlierModule, year: 1 | 2, known: readonly ReleaseTables[]): EarlierFiles {
  const layout = module.validator.earlier[year - 1];
  const earlier = module.readEarlierTables(year);
  if (layout === null || layout === undefined || earlier === null) {
    const tables = new Set(layout?.tables.map(({ name }) => name) ?? []);
    return { reader: null, end: () => ({ earlier: { figures: {}, child: () => null, root: null, tables } }) };
  }
  const problems: string[] = [];
  const reader = createReturnReader({ release: layout.release, tables: layout.tables }, known, {
    open: (name, header) => {
      const table = layout.tables.find((one) => one.name === name);
      if (table === undefined) throw new Error(`${layout.release} has no table ${name}`);
      return earlier.store.open(table, header);
    },
    problem: ({ severity, message }) => {
      if (severity === "error") problems.push(message);
    },
  });
  return { reader, end: () => (problems.length === 0 ? { earlier: earlier.end() } : { release: layout.release, problems }) };
}
