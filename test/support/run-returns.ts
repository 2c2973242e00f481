import type { ValidatorModule } from "../../generators/cli/validator-module.ts";
import type { Returns } from "../../generators/rules/evaluate.ts";
import type { TextRecord } from "../../generators/rules/record-tree.ts";
import { referenceLines, type ReferenceRows } from "../../generators/rules/reference-rows.ts";
import { referenceShapes } from "../../generators/rules/reference-shapes.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import { type ReturnInTables, shownAt, type TableRow, writeTables } from "../../generators/rules/table-rows.ts";
import { returnInXml } from "../../generators/rules/xml-form.ts";
import type { Release } from "../../generators/specification/model.ts";
import type { Finding, Location } from "../../runtime/findings/finding.ts";
import { createReferenceLoader } from "../../runtime/reference/reference-table.ts";
import type { EarlierReturn, ReferenceTable } from "../../runtime/validator/context.ts";
import type { ValidationOptions } from "../../runtime/validator/generated-validator.ts";
import type { TableLayout } from "../../runtime/validator/table-layout.ts";

export type Form = "xml" | "csv";

/** Returns as one form carries them. */
export interface CarriedReturns extends Returns {
  readonly form: Form;
  /** What the form has no place for. */
  readonly lost: readonly string[];
  /** Where findings say that a record of this year's return stands. */
  readonly placeOf: (record: TextRecord) => string;
  /** Runs the validator on it. */
  readonly run: (module: ValidatorModule) => readonly Finding[];
}

/** The forms in which a release may be given. */
export function formsOf({ formats, tables }: Release): readonly Form[] {
  return formats.filter((format) => format === "xml" || tables.length > 0);
}

export function carryReturns(form: Form, rules: ReleaseRules, returns: Returns): CarriedReturns {
  return form === "xml" ? carryInXml(rules, returns) : carryInTables(rules, returns);
}

function carryInXml(rules: ReleaseRules, returns: Returns): CarriedReturns {
  const own = returnInXml(returns.root);
  const [last, beforeLast] = [returns.last, returns.beforeLast].map((root) => (root === null ? null : returnInXml(root)));
  return {
    ...returns,
    form: "xml",
    root: own.root,
    last: last?.root ?? null,
    beforeLast: beforeLast?.root ?? null,
    lost: [own, last, beforeLast].flatMap((one) => one?.lost ?? []),
    placeOf: (record) => own.paths.get(record) ?? "?",
    run: (module) =>
      findingsInXml(module, own.document, {
        ...optionsOf(rules, returns),
        earlier: earlierInXml(module, last?.document ?? null, beforeLast?.document ?? null),
      }),
  };
}

function carryInTables(rules: ReleaseRules, returns: Returns): CarriedReturns {
  const releases = [rules.release, rules.earlier[1], rules.earlier[2]] as const;
  const [own, last, beforeLast] = [returns.root, returns.last, returns.beforeLast].map((root, year): ReturnInTables | null => {
    const release = releases[year] ?? null;
    return root === null || release === null ? null : writeTables(root, release);
  });
  if (own === null || own === undefined) throw new Error("a return has a release");
  return {
    ...returns,
    form: "csv",
    root: own.root,
    last: last?.root ?? null,
    beforeLast: beforeLast?.root ?? null,
    lost: [own, last, beforeLast].flatMap((one) => one?.lost ?? []),
    placeOf: (record) => {
      const place = shownAt(record, own);
      return `${place?.table ?? null} ${place?.row ?? null}`;
    },
    run: (module) =>
      findingsInTables(module, own.tables, {
        ...optionsOf(rules, returns),
        earlier: [earlierInTables(module, last?.tables, 1), earlierInTables(module, beforeLast?.tables, 2)],
      }),
  };
}

/** Where a location is, as `placeOf` says it. */
export function describeLocation({ path, table, row }: Location): string {
  return path ?? `${table} ${row}`;
}

/** The options of a run without the returns of earlier periods; reference tables are read from lines, as they are from files. */
export function optionsOf(rules: ReleaseRules, { authority, reference }: Pick<Returns, "authority" | "reference">): ValidationOptions {
  return { input: "return", authority, earlier: [null, null], reference: referenceTables(rules.release, reference ?? new Map()), stage: "all", asAt: null };
}

function referenceTables(release: Release, rows: ReferenceRows): ReadonlyMap<string, ReferenceTable> {
  const tables = referenceShapes(release).map((shape): [string, ReferenceTable] => {
    const loader = createReferenceLoader(shape);
    const table = release.referenceTables.find(({ name }) => name === shape.name);
    const [head = [], ...lines] = table === undefined ? [] : referenceLines(table, rows);
    loader.header(head);
    for (const [index, line] of lines.entries()) loader.row(line, index + 1);
    const loaded = loader.end();
    if ("problem" in loaded) throw new Error(loaded.problem);
    return [shape.name, loaded.table];
  });
  return new Map(tables);
}

const encoder = new TextEncoder();

export function findingsInXml({ validate }: ValidatorModule, document: string, options: ValidationOptions): readonly Finding[] {
  const found: Finding[] = [];
  const validation = validate(options, (finding) => void found.push(finding));
  validation.write(encoder.encode(document));
  validation.end();
  return found;
}

export function earlierInXml({ readEarlier }: ValidatorModule, last: string | null, beforeLast: string | null): ValidationOptions["earlier"] {
  const read = (document: string | null, year: 1 | 2): EarlierReturn | null => {
    if (document === null) return null;
    const reader = readEarlier(year);
    reader.write(encoder.encode(document));
    return reader.end();
  };
  return [read(last, 1), read(beforeLast, 2)];
}

/** Rows of tables by name, each a text by column. */
export type RowsByTable = ReadonlyMap<string, readonly TableRow[]>;

export function findingsInTables({ validator, validateTables }: ValidatorModule, tables: RowsByTable, options: ValidationOptions): readonly Finding[] {
  const found: Finding[] = [];
  const validation = validateTables(options, (finding) => void found.push(finding));
  for (const layout of validator.tables) give(layout, tables, validation.open);
  validation.end();
  return found;
}

/** Every table is there, if only with its header. */
function give(
  layout: TableLayout,
  tables: RowsByTable,
  open: (table: string, header: readonly string[]) => (cells: readonly string[], row: number) => unknown,
): void {
  const header = layout.columns.map(({ name }) => name);
  const take = open(layout.name, header);
  for (const [index, row] of (tables.get(layout.name) ?? []).entries())
    take(
      header.map((column) => row[column] ?? ""),
      index + 1,
    );
}

export function earlierInTables({ validator, readEarlierTables }: ValidatorModule, tables: RowsByTable | undefined, year: 1 | 2): EarlierReturn | null {
  const reader = tables === undefined ? null : readEarlierTables(year);
  if (tables === undefined || reader === null) return null;
  const layouts = validator.earlier[year - 1]?.tables ?? [];
  for (const layout of layouts) give(layout, tables, (_, header) => reader.store.open(layout, header));
  return reader.end();
}
