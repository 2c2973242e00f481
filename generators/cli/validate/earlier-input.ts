import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { createEarlierFiles } from "../../../runtime/inputs/read-tables.ts";
import type { EarlierReturn } from "../../../runtime/validator/context.ts";
import { asProblem } from "../../../runtime/xml/problem.ts";
import { UsageError } from "../console.ts";
import { type Input, InputProblem } from "../inputs/input.ts";
import { dateFormOf } from "../../../runtime/validator/tables.ts";
import { openInputs } from "../inputs/open-inputs.ts";
import type { ReleaseFacts, ValidatorModule } from "../validator-module.ts";

function without(year: 1 | 2): string {
  return `Without it the comparisons with that year cannot be made; leave out ${year === 1 ? "--previous" : "--before-previous"} to check the rest.`;
}

/**
 * Reads the return of an earlier period, in XML or tables, under the release of that period.
 * @param path what the user named; null: nothing
 * @param year 1: the period before, 2: the one before that
 * @throws {UsageError} when it cannot be read
 */
export async function readEarlierReturn(path: string | undefined, year: 1 | 2, module: ValidatorModule, facts: ReleaseFacts): Promise<EarlierReturn | null> {
  if (path === undefined) return null;
  const [input] = await openInputs([path], dateFormOf(module.validator.root));
  if (input === undefined || input.kind === "refused")
    throw new UsageError(`${nameUnseen(path)}: ${input?.message ?? "There is nothing to read."} ${without(year)}`);
  try {
    return input.kind === "xml" ? await readXml(input, year, module) : await readTables(input, year, module, facts);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof InputProblem) throw new UsageError(`${nameUnseen(path)}: ${error.message} ${without(year)}`);
    const { message, line, column } = asProblem(error);
    throw new UsageError(`${nameUnseen(path)}:${line}:${column}: ${nameUnseen(message)} ${without(year)}`);
  }
}

async function readXml(input: Input & { kind: "xml" }, year: 1 | 2, module: ValidatorModule): Promise<EarlierReturn> {
  const reader = module.readEarlier(year);
  await input.file.read((chunk) => reader.write(chunk));
  return reader.end();
}

async function readTables(input: Input & { kind: "tables" }, year: 1 | 2, module: ValidatorModule, facts: ReleaseFacts): Promise<EarlierReturn> {
  const { reader, end } = createEarlierFiles(module, year, facts.tables);
  for (const file of reader === null ? [] : input.files) {
    const sink = reader?.open(file.name);
    await file.read((chunk) => sink?.write(chunk));
    sink?.end();
  }
  const found = end();
  if ("earlier" in found) return found.earlier;
  const more = found.problems.length === 1 ? "" : ` (and ${found.problems.length - 1} more)`;
  throw new UsageError(`${nameUnseen(input.name)}: ${found.problems[0] ?? ""}${more} Check it with --release ${found.release} first. ${without(year)}`);
}
