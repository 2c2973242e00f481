import { formatIsoDate } from "../../../runtime/dates.ts";
import { countWords } from "../../../runtime/findings/message.ts";
import type { AsAtCounts } from "../../../runtime/validator/as-at.ts";
import type { Finding, Location } from "../../../runtime/findings/finding.ts";
import type { ReportWriter } from "../../../runtime/findings/writer.ts";
import { UNREADABLE_RULE } from "../../../runtime/findings/tally.ts";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { createReturnReader } from "../../../runtime/inputs/read-tables.ts";
import type { ReadingProblem, ValidationOptions } from "../../../runtime/validator/generated-validator.ts";
import type { TablesValidation } from "../../../runtime/validator/tables-validation.ts";
import { type Console, EXIT, type ExitCode } from "../console.ts";
import { type Input, InputProblem } from "../inputs/input.ts";
import type { ReleaseFacts, ValidatorModule } from "../validator-module.ts";

/** What a run of `validate` works with, the same for each of its inputs. */
export interface CheckRun {
  readonly module: ValidatorModule;
  readonly facts: ReleaseFacts;
  readonly options: Omit<ValidationOptions, "input">;
  readonly writer: ReportWriter;
  readonly console: Console;
  /** Sentences about what the inputs are compared with. */
  readonly notes: readonly string[];
}

/** Checks one input and reports it. @returns the exit code that it alone would give */
export async function checkInput(input: Input, run: CheckRun): Promise<ExitCode> {
  let errors = 0;
  const give = (finding: Finding): void => {
    if (finding.severity === "error") errors += 1;
    run.writer.finding(finding);
  };
  if (input.kind === "refused") return refuse(input, input.message, run, give);
  try {
    const code = input.kind === "xml" ? await checkXml(input, run, give) : await checkTables(input, run, give);
    return code ?? (errors > 0 ? EXIT.failed : EXIT.passed);
  } catch (error) {
    if (error instanceof InputProblem) return refuse(input, error.message, run, give);
    throw error;
  }
}

/** A report without a finding would look as if all were well. */
function refuse(input: Input, message: string, { facts, writer, console, notes }: CheckRun, give: (finding: Finding) => void): ExitCode {
  give({ input: input.name, release: facts.name, rule: UNREADABLE_RULE, severity: "error", child: null, message, locations: [], more: 0 });
  writer.endInput({ input: input.name, sha256: null, children: null, notes: [...notes, ...input.notes] });
  console.say(`${nameUnseen(input.name)}: ${message}\n`);
  return EXIT.misuse;
}

async function checkXml(input: Input & { kind: "xml" }, run: CheckRun, give: (finding: Finding) => void): Promise<ExitCode | null> {
  const { module, facts, options, writer, console, notes } = run;
  const validation = module.validate({ ...options, input: input.name }, give);
  await input.file.read((chunk) => validation.write(chunk));
  validation.end();
  const problem = validation.problem();
  const children = problem === null || problem.isBegun ? validation.children() : null;
  writer.endInput({ input: input.name, sha256: input.sha256(), children, notes: [...notes, ...asAtNotes(options, validation.asAt()), ...input.notes] });
  if (problem === null) return null;
  const said = `${nameUnseen(input.name)}:${problem.line}:${problem.column}: ${nameUnseen(problem.message)} ${remedyFor(problem, facts)}`;
  console.say(`${said.trimEnd()}\n`);
  return EXIT.misuse;
}

async function checkTables(input: Input & { kind: "tables" }, run: CheckRun, give: (finding: Finding) => void): Promise<ExitCode | null> {
  const { module, facts, options, writer, console, notes } = run;
  const places = new Map<string, CellPlace>();
  const validation = module.validateTables({ ...options, input: input.name }, (finding) => give(withCells(finding, places)));
  const read = await readTables(input, run, validation, places);
  validation.end();
  const children = read === 0 ? null : validation.children();
  writer.endInput({ input: input.name, sha256: input.sha256(), children, notes: [...notes, ...asAtNotes(options, validation.asAt()), ...input.notes] });
  if (read > 0) return null;
  console.say(`${nameUnseen(input.name)}: No table of ${facts.name} was recognised, so nothing was checked. The report says for each file why.\n`);
  return EXIT.misuse;
}

/** @returns the number of tables that were recognised */
async function readTables(
  input: Input & { kind: "tables" },
  { module, facts }: CheckRun,
  validation: TablesValidation,
  places: Map<string, CellPlace>,
): Promise<number> {
  const reader = createReturnReader({ release: facts.name, tables: module.validator.tables }, facts.tables, validation);
  for (const file of input.files) {
    const sink = reader.open(file.name);
    await file.read((chunk) => sink.write(chunk));
    sink.end();
  }
  const { cellAt } = input;
  for (const { file, table, positions, header } of cellAt === undefined ? [] : reader.tables())
    places.set(table.name, (row, name) => {
      const column = table.columns.findIndex((one) => one.name === name);
      const position = name === "" ? 0 : (positions[column] ?? header.indexOf(name));
      return position === -1 ? null : (cellAt?.(file, row, position) ?? null);
    });
  return reader.tables().length;
}

/** How the cell of a row (0: the names of the columns) and a column (empty: the first) is called in a workbook; null when the sheet has no such column. */
type CellPlace = (row: number, column: string) => string | null;

/** People look for a cell in a workbook by its name. */
function withCells(finding: Finding, places: ReadonlyMap<string, CellPlace>): Finding {
  if (places.size === 0) return finding;
  const locations = finding.locations.map((location): Location => {
    const cellOf = location.in === null ? places.get(location.table ?? "") : undefined;
    if (cellOf === undefined) return location;
    const row = location.row ?? 0;
    const cells = Object.keys(location.cells ?? {}).map((column) => [column, cellOf(row, column)] as const);
    const isPlaced = cells.some(([, cell]) => cell !== null);
    // Where no cell is concerned, or there, the row is still to be found.
    return { ...location, cells: Object.fromEntries(isPlaced ? cells : [...cells, ["", cellOf(row, "")]]) };
  });
  return { ...finding, locations };
}

/** What was left out to look at an earlier day, in a sentence. */
function asAtNotes({ asAt }: CheckRun["options"], { dropped, reopened }: AsAtCounts): readonly string[] {
  if (asAt === null) return [];
  const out = `${countWords(dropped, "record")} that ${dropped === 1 ? "begins" : "begin"} later ${dropped === 1 ? "was" : "were"} left out`;
  const open = `the end of ${countWords(reopened, "record")} that ${reopened === 1 ? "ends" : "end"} later was blanked`;
  return [`Looked at as at ${formatIsoDate(asAt)}: ${out}, and ${open}.`];
}

/** What a user can do about a file that could not be read to its end. */
function remedyFor({ root, isBegun }: ReadingProblem, { roots, name }: ReleaseFacts): string {
  if (root === null) return isBegun ? "Nothing behind this place was checked." : "Nothing was checked.";
  const isOwn = (release: string): boolean => release.startsWith(name.slice(0, name.indexOf("/") + 1));
  const other = roots.find(({ tag, release }) => tag === root && !isOwn(release));
  return other === undefined ? "" : `It looks like a file of another collection (${other.title}): name its release, such as --release ${other.release}.`;
}
