import { createFinding, type Finding, type Location } from "../findings/finding.ts";
import type { AsAtCounts } from "./as-at.ts";
import { createChecks } from "./checks.ts";
import { idOfChild } from "./context.ts";
import type { GeneratedValidator, ValidationOptions } from "./generated-validator.ts";
import { nameColumns } from "./name-columns.ts";
import { checkReturnRows, createRowChecker, type RowFailure, rowUnplaced, rowWithoutChild } from "./row-checks.ts";
import type { UnplacedRow } from "./table-records.ts";
import { createTableStore } from "./table-store.ts";

/** What was wrong with a file of a table before its rows could be looked at, or with one of its rows. */
export interface TableFileProblem {
  /** End of the id of the structural finding. */
  readonly kind: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The table, when it was recognised. */
  readonly table: string | null;
  readonly row: number | null;
  readonly items: Readonly<Record<string, string | null>>;
  /** The column, named as in the file, whose name is what is wrong; null where it is something else. */
  readonly heading: string | null;
}

/**
 * A validation of a return that is given as tables: open each with its header and hand over its rows, in any order; `end` checks them child by child.
 * A generated validator knows nothing of files: whoever reads them (quotes, encodings, spreadsheets) hands over cells.
 */
export interface TablesValidation {
  /**
   * @param table name of a table of the release
   * @param header the column of each cell, by its name in the specification; null for one that is none
   * @throws {Error} when the release has no such table
   */
  readonly open: (table: string, header: readonly (string | null)[]) => (cells: readonly string[], row: number) => void;
  /** Reports a problem of a file as a finding about the whole return. */
  readonly problem: (problem: TableFileProblem) => void;
  readonly end: () => void;
  /** What `end` does, a child at a time, for a program that has to see to other things in between. */
  readonly endInSteps: () => Generator<CheckedChildren, void>;
  readonly children: () => number;
  readonly asAt: () => AsAtCounts;
}

/** How far a check has come. */
export interface CheckedChildren {
  readonly checked: number;
  readonly all: number;
}

/** Memory grows with the rows, of which all are kept until `end`, because those of a child may stand anywhere. */
export function createTablesValidation(validator: GeneratedValidator, options: ValidationOptions, give: (finding: Finding) => void): TablesValidation {
  const store = createTableStore(validator);
  const headers = new Map<string, ReadonlySet<string>>();
  const problems: RowFailure[] = [];
  let children = 0;
  let asAt: AsAtCounts = { dropped: 0, reopened: 0 };
  const keyName = validator.child.key.at(-1) ?? "";
  const findingOf = ({ rule, severity, message, locations }: RowFailure, child: string | null): Finding =>
    createFinding({ input: options.input, release: validator.release, rule, severity, child, message, locations });
  const endInSteps = function* (): Generator<CheckedChildren, void> {
    const given = store.given();
    const checks = createChecks(validator, options, { format: "csv", tables: given }, store.root, nameColumns(validator, headers, give));
    const checkRows = createRowChecker(validator, given);
    for (const failure of problems) checks.add(findingOf(failure, null), true);
    let unplaced: UnplacedRow[] = [];
    const faults = { fault: checks.problem, unplaced: (row: UnplacedRow) => void unplaced.push(row) };
    for (const failure of checkReturnRows(validator, store.buildRoot(faults))) checks.add(findingOf(failure, null), true);
    const all = store.size();
    for (const { record, rows } of store.children(faults)) {
      for (const row of unplaced)
        if (row.kind !== "repeated") checks.add(findingOf(rowUnplaced(row, validator.root), idOfChild(record, validator.child.key)), false);
      unplaced = [];
      for (const failure of checkRows(rows)) checks.add(findingOf(failure, idOfChild(record, validator.child.key)), false);
      checks.child(record, rows.count());
      children += 1;
      yield { checked: children, all };
    }
    checks.end(true);
    children = checks.children();
    asAt = checks.asAt();
  };
  return {
    open: (name, header) => {
      const table = validator.tables.find((one) => one.name === name);
      if (table === undefined) throw new Error(`${validator.release} has no table ${name}`);
      const take = store.open(table, header);
      headers.set(name, new Set([...(headers.get(name) ?? []), ...header.filter((column) => column !== null)]));
      return (cells, row) => {
        if (!take(cells, row)) problems.push(rowWithoutChild(table, validator.root, row, keyName));
      };
    },
    problem: ({ kind, severity, message, table, row, items, heading }) => {
      const cells = heading === null || table === null ? null : { [heading]: null };
      const location: Location = { record: "", path: null, table, row, line: null, column: null, in: null, items, cells };
      problems.push({ rule: `structure.${kind}`, severity, message, locations: [location] });
    },
    end: () => {
      for (const _ of endInSteps());
    },
    endInSteps,
    children: () => children,
    asAt: () => asAt,
  };
}
