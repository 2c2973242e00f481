import { readable } from "../../runtime/findings/readable.ts";
import { createEarlierFiles } from "../../runtime/inputs/read-tables.ts";
import type { EarlierReturn } from "../../runtime/validator/context.ts";
import { asProblem } from "../../runtime/xml/problem.ts";
import type { ChosenReturn } from "./open-chosen.ts";
import { CheckProblem, type ReleaseFacts, type ValidatorModule } from "./protocol.ts";
import type { Meter } from "./read-files.ts";

/** The fields of earlier returns. */
export const EARLIER_FIELDS = { 1: "last", 2: "before-last" } as const;
const WITHOUT = "Without it the comparisons with that year cannot be made; remove it here to check the rest.";
const SHOWN_NAME = 120;

/**
 * Reads the return of an earlier period, in XML or tables, under the release of that period.
 * @param year 1: the period before, 2: the one before that
 * @throws CheckProblem when it cannot be read, or not whole
 */
export async function readEarlierReturn(
  module: ValidatorModule,
  facts: ReleaseFacts,
  year: 1 | 2,
  input: ChosenReturn | null,
  meter: Meter,
): Promise<EarlierReturn | null> {
  if (input === null) return null;
  const field = EARLIER_FIELDS[year];
  const name = readable(input.name, SHOWN_NAME);
  if (input.kind === "xml") {
    const reader = module.readEarlier(year);
    try {
      for (const file of input.files) await meter.read(file, field, reader.write);
      return reader.end();
    } catch (error) {
      if (error instanceof CheckProblem) throw error;
      const { message, line, column } = asProblem(error);
      throw new CheckProblem(`${name}, line ${line}, column ${column}: ${message} ${WITHOUT}`, field);
    }
  }
  const { reader, end } = createEarlierFiles(module, year, facts.tables);
  for (const file of input.files) {
    const sink = reader?.open(file.name);
    await meter.read(file, field, (chunk) => sink?.write(chunk));
    sink?.end();
  }
  const found = end();
  if ("earlier" in found) return found.earlier;
  const more = found.problems.length === 1 ? "" : ` (and ${found.problems.length - 1} more)`;
  throw new CheckProblem(`${found.problems[0] ?? ""}${more} Check it with the page of ${found.release} first. ${WITHOUT}`, field);
}
