import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { createNotRun, type Finding } from "../../../runtime/findings/finding.ts";
import { createReportWriter, type ReportFormat } from "../../../runtime/findings/formats.ts";
import { STRUCTURE_RULES } from "../../../runtime/findings/structure-rules.ts";
import type { ReportWriter } from "../../../runtime/findings/writer.ts";
import { XmlProblem } from "../../../runtime/xml/problem.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { loadValidator, type ReleaseFacts, type ValidatorModule } from "../validator-module.ts";

export interface ValidateOptions {
  readonly release: string;
  readonly authority: string | undefined;
  readonly previous: string | undefined;
  readonly children: boolean;
  readonly format: ReportFormat;
  readonly output: string | undefined;
}

const CHUNK_BYTES = 1 << 20;
const VERSION = "0.1.0";

/** `validate INPUT… --release R`: checks structure and rules of returns. All inputs are processed; the highest exit code wins. */
export async function runValidate(root: string, inputs: readonly string[], options: ValidateOptions, console: Console): Promise<ExitCode> {
  const loaded = await loadValidator(root, options.release, console);
  if (loaded === null) return EXIT.failed;
  const { module, facts } = loaded;
  const last = options.previous === undefined ? null : readPrevious(module, options.previous);
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
  let code: ExitCode = EXIT.passed;
  for (const input of inputs) code = Math.max(code, validateInput(input, module, facts, options, last, writer, console)) as ExitCode;
  writer.end();
  if (output !== null) closeSync(output);
  return code;
}

function validateInput(
  input: string,
  module: ValidatorModule,
  facts: ReleaseFacts,
  options: ValidateOptions,
  last: Readonly<Record<string, number | boolean>> | null,
  writer: ReportWriter,
  console: Console,
): ExitCode {
  if (!existsSync(input) || !statSync(input).isFile()) {
    console.say(`${input}: ${existsSync(input) ? "this is no file" : "there is no such file"}. Name the XML file of the return.\n`);
    writer.endInput({ input, sha256: null, children: null, notes: [] });
    return EXIT.misuse;
  }
  let errors = 0;
  const give = (finding: Finding): void => {
    if (finding.severity === "error") errors += 1;
    writer.finding(finding);
  };
  const validation = module.validate({ input, authority: options.authority ?? null, last }, give);
  const hash = createHash("sha256");
  let problem: XmlProblem | null = null;
  try {
    readChunks(input, (chunk) => {
      hash.update(chunk);
      if (problem !== null) return;
      try {
        validation.write(chunk);
      } catch (error) {
        problem = asProblem(error);
      }
    });
    if (problem === null) validation.end();
  } catch (error) {
    problem = asProblem(error);
  }
  if (problem !== null) breakOff(problem, input, facts, validation, give, console);
  writer.endInput({ input, sha256: hash.digest("hex"), children: validation.children(), notes: [] });
  if (problem !== null || !validation.isReturn()) return EXIT.misuse;
  return errors > 0 ? EXIT.failed : EXIT.passed;
}

function asProblem(error: unknown): XmlProblem {
  // The validator carries its own copy of the runtime, so the class of the error is another one: its name decides.
  if (error instanceof Error && error.name === "XmlProblem" && "kind" in error && "line" in error && "column" in error) {
    return new XmlProblem(error.kind as XmlProblem["kind"], error.message, Number(error.line), Number(error.column));
  }
  throw error;
}

/** What was found until the file broke off stands; a last finding says where and why it did. */
function breakOff(
  { message, line, column }: XmlProblem,
  input: string,
  facts: ReleaseFacts,
  validation: ReturnType<ValidatorModule["validate"]>,
  give: (finding: Finding) => void,
  console: Console,
): void {
  validation.finish(false);
  const place = { record: "", path: null, table: null, row: null, line, column, in: null, items: {} };
  give({ ...createNotRun(input, facts.name, "structure.unreadable", message), severity: "error", locations: [place] });
  console.say(`${input}:${line}:${column}: ${message} Nothing behind this place was read.\n`);
}

function readPrevious(module: ValidatorModule, path: string): Readonly<Record<string, number | boolean>> {
  if (!existsSync(path)) throw new UsageError(`${path}: there is no such file. --previous names the return of the period before.`);
  const reader = module.readLast();
  try {
    readChunks(path, (chunk) => reader.write(chunk));
    return reader.end();
  } catch (error) {
    const { message, line, column } = asProblem(error);
    throw new UsageError(
      `${path}:${line}:${column}: ${message} Without it the comparisons with last year cannot be made; leave out --previous to check the rest.`,
    );
  }
}

function readChunks(path: string, take: (chunk: Uint8Array) => void): void {
  const file = openSync(path, "r");
  const buffer = new Uint8Array(CHUNK_BYTES);
  try {
    for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer)) take(buffer.subarray(0, count));
  } finally {
    closeSync(file);
  }
}
