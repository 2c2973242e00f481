import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readSync, realpathSync, statSync, writeSync } from "node:fs";
import type { Finding } from "../../../runtime/findings/finding.ts";
import { createReportWriter, type ReportFormat } from "../../../runtime/findings/formats.ts";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { STRUCTURE_RULES } from "../../../runtime/findings/structure-rules.ts";
import type { ReportWriter } from "../../../runtime/findings/writer.ts";
import { UNREADABLE_RULE } from "../../../runtime/findings/tally.ts";
import type { ReadingProblem } from "../../../runtime/validator/engine.ts";
import { asProblem } from "../../../runtime/xml/problem.ts";
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
  refuseOverwriting(inputs, options);
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

/** A report written over the file it is about would be the end of that file. */
function refuseOverwriting(inputs: readonly string[], { output, previous }: ValidateOptions): void {
  if (output === undefined || !existsSync(output)) return;
  const target = realpathSync(output);
  for (const input of [...inputs, previous])
    if (input !== undefined && existsSync(input) && realpathSync(input) === target)
      throw new UsageError(`${nameUnseen(output)}: this file is an input. Name another file for the report.`);
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
  let errors = 0;
  const give = (finding: Finding): void => {
    if (finding.severity === "error") errors += 1;
    writer.finding(finding);
  };
  const validation = module.validate({ input, authority: options.authority ?? null, last }, give);
  const hash = createHash("sha256");
  const obstacle = readInput(input, (chunk) => {
    hash.update(chunk);
    validation.write(chunk);
  });
  if (obstacle !== null) {
    // A report without a finding would look as if all were well.
    give({ input, release: facts.name, rule: UNREADABLE_RULE, severity: "error", child: null, message: obstacle, locations: [], more: 0 });
    writer.endInput({ input, sha256: null, children: null, notes: [] });
    console.say(`${nameUnseen(input)}: ${obstacle}\n`);
    return EXIT.misuse;
  }
  validation.end();
  const problem = validation.problem();
  writer.endInput({ input, sha256: hash.digest("hex"), children: problem === null || problem.isBegun ? validation.children() : null, notes: [] });
  if (problem === null) return errors > 0 ? EXIT.failed : EXIT.passed;
  const said = `${nameUnseen(input)}:${problem.line}:${problem.column}: ${nameUnseen(problem.message)} ${remedyFor(problem, facts)}`;
  console.say(`${said.trimEnd()}\n`);
  return EXIT.misuse;
}

/** What a user can do about a file that could not be read to its end. */
function remedyFor({ root, isBegun }: ReadingProblem, { roots, name }: ReleaseFacts): string {
  if (root === null) return isBegun ? "Nothing behind this place was checked." : "Nothing was checked.";
  const isOwn = (release: string): boolean => release.startsWith(name.slice(0, name.indexOf("/") + 1));
  const other = roots.find(({ tag, release }) => tag === root && !isOwn(release));
  return other === undefined ? "" : `It looks like a file of another collection (${other.title}): name its release, such as --release ${other.release}.`;
}

/** Hands the bytes of an input on; answers why it cannot be read, for a person, or null. */
function readInput(input: string, take: (chunk: Uint8Array) => void): string | null {
  if (!existsSync(input)) return "There is no such file. Name the XML file of the return.";
  if (!statSync(input).isFile()) return "This is no file. Name the XML file of the return.";
  try {
    readChunks(input, take);
    return null;
  } catch (error) {
    if (error instanceof Error && "syscall" in error) return `The file cannot be read (${error.message}). Check that you may read it.`;
    throw error;
  }
}

function readPrevious(module: ValidatorModule, path: string): Readonly<Record<string, number | boolean>> {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new UsageError(
      `${nameUnseen(path)}: ${existsSync(path) ? "this is no file" : "there is no such file"}. --previous names the return of the period before.`,
    );
  const reader = module.readLast();
  try {
    readChunks(path, (chunk) => reader.write(chunk));
    return reader.end();
  } catch (error) {
    const { message, line, column } = asProblem(error);
    throw new UsageError(
      `${nameUnseen(path)}:${line}:${column}: ${nameUnseen(message)} Without it the comparisons with last year cannot be made; leave out --previous to check the rest.`,
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
