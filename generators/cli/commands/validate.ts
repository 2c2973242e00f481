import { closeSync, existsSync, openSync, realpathSync, writeSync } from "node:fs";
import { formatIsoDate, parseIsoDate } from "../../../runtime/dates.ts";
import { createReportWriter, type ReportFormat } from "../../../runtime/findings/formats.ts";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { STRUCTURE_RULES } from "../../../runtime/findings/structure-rules.ts";
import type { GeneratedValidator } from "../../../runtime/validator/generated-validator.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { dateFormOf } from "../../../runtime/validator/tables.ts";
import { openInputs } from "../inputs/open-inputs.ts";
import { checkInput } from "../validate/check-input.ts";
import { readEarlierReturn } from "../validate/earlier-input.ts";
import { readReferenceTables } from "../validate/reference-input.ts";
import { loadValidator } from "../validator-module.ts";

export interface ValidateOptions {
  readonly release: string;
  readonly authority: string | undefined;
  readonly previous: string | undefined;
  readonly beforePrevious: string | undefined;
  /** Each `NAME=FILE`, or `NAME=FILE@yyyy-mm-dd`. */
  readonly reference: readonly string[];
  readonly stage: "all" | "as-collected";
  /** A day as yyyy-mm-dd: the return is looked at as it was at its end. */
  readonly asAt: string | undefined;
  readonly children: boolean;
  readonly format: ReportFormat;
  readonly output: string | undefined;
}

const VERSION = "0.1.0";

/** `validate INPUT… --release R`: checks structure and rules of returns. All inputs are processed; the highest exit code wins. */
export async function runValidate(root: string, paths: readonly string[], options: ValidateOptions, console: Console): Promise<ExitCode> {
  refuseOverwriting(paths, options);
  const loaded = await loadValidator(root, options.release, console);
  if (loaded === null) return EXIT.failed;
  const { module, facts } = loaded;
  const asAt = dayOf(options.asAt, module.validator);
  const reference = await readReferenceTables(options.reference, facts);
  const last = await readEarlierReturn(options.previous, 1, module, facts);
  const beforeLast = await readEarlierReturn(options.beforePrevious, 2, module, facts);
  const output = options.output === undefined ? null : openSync(options.output, "w");
  const writer = createReportWriter(options.format, output === null ? console.data : (text) => void writeSync(output, text), { children: options.children });
  writer.start({
    tool: { name: "returnspec", version: VERSION },
    release: facts.name,
    title: facts.title,
    specification: facts.specification,
    rules: [...facts.rules, ...STRUCTURE_RULES],
    notices: facts.notices,
  });
  const run = {
    module,
    facts,
    options: { authority: options.authority ?? null, earlier: [last, beforeLast], reference: reference.tables, stage: options.stage, asAt },
    writer,
    console,
    notes: reference.notes,
  } as const;
  let code: ExitCode = EXIT.passed;
  for (const input of await openInputs(paths, dateFormOf(module.validator.root))) code = Math.max(code, await checkInput(input, run)) as ExitCode;
  writer.end();
  if (output !== null) closeSync(output);
  return code;
}

/** The number of the day of `--as-at`, which lies in the period of the release. */
function dayOf(text: string | undefined, { release, collection: [{ start, end }] }: GeneratedValidator): number | null {
  if (text === undefined) return null;
  const day = parseIsoDate(text);
  if (day === null) throw new UsageError(`--as-at ${nameUnseen(text)}: write the date as ${formatIsoDate(end)}.`);
  if (day < start || day > end) throw new UsageError(`--as-at ${text} is not in the period of ${release}, ${formatIsoDate(start)} to ${formatIsoDate(end)}.`);
  return day;
}

/** A report written over the file it is about would be the end of that file. */
function refuseOverwriting(inputs: readonly string[], { output, previous, beforePrevious }: ValidateOptions): void {
  if (output === undefined || !existsSync(output)) return;
  const target = realpathSync(output);
  for (const input of [...inputs, previous, beforePrevious])
    if (input !== undefined && existsSync(input) && realpathSync(input) === target)
      throw new UsageError(`${nameUnseen(output)}: this file is an input. Name another file for the report.`);
}
