import { parseIsoDate } from "../../../runtime/dates.ts";
import type { TableCheck } from "../../../runtime/validator/table-layout.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { tableChecks } from "../../rules/table-checks.ts";
import { allNodes } from "../../specification/build-items.ts";
import { tableLayout } from "../../rules/table-layout.ts";
import type { Release } from "../../specification/model.ts";
import type { Statement } from "../../typescript/emit.ts";
import type { ValidatorNames } from "./names.ts";

/** An earlier return that rules ask for: its names in the validator and the module of its records. */
export interface EarlierModule {
  readonly release: Release;
  readonly names: ValidatorNames;
  readonly module: string;
  readonly asksForChildren: boolean;
}

/**
 * The main module of a validator: everything it stands on, and how it is started.
 * @param crosswalks code of the crosswalks that rules need
 */
export function mainStatements(
  rules: ReleaseRules,
  names: ValidatorNames,
  earlier: readonly [EarlierModule | null, EarlierModule | null],
  crosswalks: string,
): readonly Statement[] {
  const { release, schema } = rules;
  const holidays = release.bankHolidays.flatMap(({ date }) => parseIsoDate(date) ?? []);
  const enforced = release.rules.flatMap((rule) => rule.enforces.flatMap((one) => enforcedChecks(release, one)).map((check) => [check, rule.id]));
  return [
    'import { createValidation } from "./runtime/validator/engine.js";',
    'import { createEarlierReader, createEarlierTablesReader, type EarlierReader, type EarlierTablesReader } from "./runtime/validator/earlier.js";',
    'import type { GeneratedValidator, Validation, ValidationOptions } from "./runtime/validator/generated-validator.js";',
    'import { createTablesValidation, type TablesValidation } from "./runtime/validator/tables-validation.js";',
    'import type { Finding } from "./runtime/findings/finding.js";',
    `import { ${tableName(names, release.root.path)} } from "./records.js";`,
    ...earlier.flatMap((one) => (one === null ? [] : [`import { ${tableName(one.names, one.release.root.path)} } from "./${one.module}.js";`])),
    `import { figures, rules, test${names.className(schema.child)} } from "./rules.js";`,
    `/** ${release.title} ${release.period}: everything the validator stands on. */
export const validator: GeneratedValidator = {
  release: ${JSON.stringify(release.name)},
  root: ${tableName(names, release.root.path)},
  child: ${childFacts(release)},
  tables: ${tablesOf(release)},
  tableChecks: ${JSON.stringify(tableChecks(release).map(plainCheck))},
  rules,
  test: (child, context, found) => test${names.className(schema.child)}(child as never, context, found),
  figures,
  collection: [${[release, rules.earlier[1], rules.earlier[2]].map(collectionFacts).join(", ")}],
  holidays: new Set([${holidays.join(", ")}]),
  earlier: [${earlier.map(earlierLayout).join(", ")}],
  crosswalks: ${crosswalks},
  enforced: new Map(${JSON.stringify(enforced)}),
};`,
    `/** Starts the validation of one return in XML: hand it the bytes of the file with write, then call end. */
export function validate(options: ValidationOptions, give: (finding: Finding) => void): Validation {
  return createValidation(validator, options, give);
}`,
    `/** Starts the validation of one return in tables: open each table, hand over its rows, then call end. */
export function validateTables(options: ValidationOptions, give: (finding: Finding) => void): TablesValidation {
  return createTablesValidation(validator, options, give);
}`,
    `/** Reads the return of the period before (1) or of the one before that (2) for the rules that compare with it. */
export function readEarlier(year: 1 | 2): EarlierReader {
  return createEarlierReader(validator, year);
}`,
    `/** The same for a return in tables; null when nothing asks for that period or it has no tables. */
export function readEarlierTables(year: 1 | 2): EarlierTablesReader | null {
  return createEarlierTablesReader(validator, year);
}`,
  ];
}

/** What the runtime needs of a check: not where it is declared. */
function plainCheck({ id, kind, table, column, severity, title, message, remedy }: TableCheck): TableCheck {
  return { id, kind, table, column, severity, title, message, remedy };
}

function tableName(names: ValidatorNames, path: string): string {
  const name = names.className(path);
  return `${name.slice(0, 1).toLowerCase()}${name.slice(1)}Table`;
}

function childFacts({ child }: Release): string {
  const path = child?.record.path ?? "";
  return `{ path: ${JSON.stringify(path)}, key: ${JSON.stringify(child?.key.path.slice(path.length + 1).split("/") ?? [])} }`;
}

function earlierLayout(earlier: EarlierModule | null): string {
  if (earlier === null) return "null";
  const { release, names, asksForChildren } = earlier;
  return `{ release: ${JSON.stringify(release.name)}, root: ${tableName(names, release.root.path)}, child: ${childFacts(release)}, tables: ${tablesOf(release)}, asksForChildren: ${asksForChildren} }`;
}

/** Tables of the release as the runtime needs them. */
function tablesOf(release: Release): string {
  const tables = release.tables.map((table) => tableLayout(table, release));
  return JSON.stringify(tables).replaceAll('"maximum":null', '"maximum":Infinity');
}

/** `Sex code` as `<path of the item> <fault>`, for each item of that name. */
function enforcedChecks(release: Release, enforces: string): readonly string[] {
  const [name, fault] = enforces.split(" ");
  return allNodes(release.root).flatMap((node) => (node.kind === "item" && node.name === name ? [`${node.path} ${fault}`] : []));
}

function collectionFacts(release: Release | null): string {
  const day = (text: string | undefined): string => String(text === undefined ? Number.NaN : parseIsoDate(text));
  return `{ start: ${day(release?.start)}, end: ${day(release?.end)}, reference_date: ${day(release?.referenceDate)}, authority: null }`;
}
