import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createCsvReader } from "../runtime/tables/csv-reader.ts";
import { nameUnseen } from "../runtime/findings/readable.ts";
import { textReport } from "./reports/text.ts";
import { writeReports } from "./reports/write-reports.ts";
import { type Pack, runConformance, RunProblem, type RunWishes } from "./run.ts";

/** The options as texts, as they are given on a command line. */
export interface RunOptions {
  readonly outputs?: string | undefined;
  readonly exec?: string | undefined;
  readonly previous?: string | undefined;
  readonly ids?: string | undefined;
  readonly half?: string | undefined;
  readonly level?: string | undefined;
  readonly only?: readonly string[] | undefined;
  readonly expectedFailures?: string | undefined;
  readonly product?: string | undefined;
  readonly productVersion?: string | undefined;
  readonly form?: string | undefined;
  readonly timeout?: string | undefined;
  readonly report?: string | undefined;
  readonly guidance?: string | undefined;
}

/** What the runner is told and where it prints. */
export interface RunnerConsole {
  readonly data: (text: string) => void;
  readonly say: (text: string) => void;
}

const USAGE = `Checks what a product returns, and what it finds, against the cases of this folder. Nothing leaves the computer.

  node conformance.mjs --outputs PATH --report FOLDER    judge a return that your system made from the case records
  node conformance.mjs --exec COMMAND --report FOLDER    ask a program of yours, one JSON object a line (see readme.md)

  --outputs PATH            one return with all scenarios (XML file, folder or zip of CSV), or a folder with <scenario>.xml or <scenario>/
  --exec COMMAND            a checker (or, with --half producer, an exporter) that answers questions
  --report FOLDER           where the reports are written (default: none, only the text is shown)
  --previous PATH           your own return of the year before, of the same children (default: that of this folder)
  --guidance PLACE          folder or web address of the guidance, to which the report links (default: the folder guidance beside this one)
  --ids FILE                CSV of two columns: id in the scenarios, id in your return
  --half producer|validator only this half
  --level 1-5               up to this level (default: 5)
  --only CASE               only this case; may be repeated
  --expected-failures FILE  cases that are known to fail, one a line, a reason behind #; one that passes fails the run
  --product NAME            for the reports; --product-version VERSION
  --form xml|csv            the form that a program is asked about (default: xml where there is one)
  --timeout SECONDS         for one answer of a program (default: 20)

Exit codes: 0 passed, 1 something failed, 2 wrong use, 3 a fault of the runner.
`;

/** Runs a pack from the words of a command line. @returns the exit code */
export async function runCommandLine(args: readonly string[], pack: Pack, console: RunnerConsole): Promise<number> {
  const text = { type: "string" } as const;
  let values: Omit<RunOptions, "expectedFailures" | "productVersion"> & { readonly [key: string]: unknown };
  try {
    const options = {
      outputs: text,
      exec: text,
      previous: text,
      ids: text,
      half: text,
      level: text,
      only: { type: "string", multiple: true },
      "expected-failures": text,
      product: text,
      "product-version": text,
      form: text,
      timeout: text,
      report: text,
      guidance: text,
      help: { type: "boolean", short: "h" },
    } as const;
    values = parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    console.say(`${error instanceof Error ? error.message : String(error)}\nnode conformance.mjs --help lists the options.\n`);
    return 2;
  }
  if (values["help"] === true) {
    console.data(USAGE);
    return 0;
  }
  const given = (name: string): string | undefined => (typeof values[name] === "string" ? values[name] : undefined);
  return runPack(pack, { ...values, expectedFailures: given("expected-failures"), productVersion: given("product-version") }, console);
}

/** Runs a pack and writes its reports. @returns the exit code */
export async function runPack(pack: Pack, options: RunOptions, console: RunnerConsole): Promise<number> {
  try {
    const guidance = guidanceOf(pack, options.guidance);
    const started = new Date().toISOString();
    const before = performance.now();
    const verdict = await runConformance(pack, wishesOf(options), () => performance.now());
    if (options.report !== undefined) writeReports(options.report, verdict, guidance, started, performance.now() - before);
    console.data(textReport(verdict));
    return verdict.isPassed ? 0 : 1;
  } catch (error) {
    if (error instanceof RunProblem) {
      console.say(`${nameUnseen(error.message)}\n`);
      return 2;
    }
    if (error instanceof Error && "syscall" in error) {
      console.say(`A file or folder cannot be used: ${nameUnseen(error.message)}.\n`);
      return 2;
    }
    throw error;
  }
}

/** Where the guidance is: as named, else beside the pack, where it is delivered. */
function guidanceOf({ folder }: Pack, named: string | undefined): string | null {
  if (named !== undefined && !/^https?:\/\//.test(named) && !existsSync(join(named, "index.html")))
    throw new RunProblem(`--guidance ${named}: there is no index.html in it. Name the folder guidance of the release, or a web address.`);
  if (named !== undefined) return named;
  const beside = join(folder, "..", "guidance");
  return existsSync(join(beside, "index.html")) ? beside : null;
}

function wishesOf(options: RunOptions): RunWishes {
  const { outputs, exec, previous, ids, only, expectedFailures, product, productVersion } = options;
  if (outputs === undefined && exec === undefined) throw new RunProblem("Say what to judge: --outputs PATH, or --exec COMMAND.");
  const half = oneOf("--half", options.half, ["producer", "validator"] as const);
  if (half === "validator" && exec === undefined) throw new RunProblem("The validator half asks a program: name it with --exec.");
  return {
    outputs: outputs ?? null,
    exec: exec ?? null,
    previous: previous ?? null,
    ids: ids === undefined ? new Map() : readIds(ids),
    half,
    level: Number(oneOf("--level", options.level ?? "5", ["1", "2", "3", "4", "5"] as const)) as RunWishes["level"],
    only: new Set(only),
    expectedFailures: expectedFailures === undefined ? new Map() : readExpectedFailures(expectedFailures),
    product: product === undefined ? null : { name: product, version: productVersion ?? null },
    form: oneOf("--form", options.form, ["xml", "csv"] as const),
    timeout: secondsOf(options.timeout) * 1000,
  };
}

function oneOf<T extends string>(name: string, text: string | undefined, allowed: readonly T[]): T | null {
  if (text === undefined) return null;
  const found = allowed.find((one) => one === text);
  if (found === undefined) throw new RunProblem(`${name} ${text}: use ${allowed.join(" or ")}.`);
  return found;
}

function secondsOf(text: string | undefined): number {
  if (text === undefined) return 20;
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || seconds === 0 || seconds > 3600) throw new RunProblem(`--timeout ${text}: use a number of seconds up to 3600.`);
  return seconds;
}

/** Two columns: the child's id in the scenarios, and in the return. */
function readIds(path: string): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const takeLine = (cells: readonly string[], line: number): void => {
    const [key = "", id = ""] = cells.map((cell) => cell.trim());
    if (key === "" && id === "") return;
    if (key === "" || id === "") throw new RunProblem(`${path}, line ${line}: each line has the id of a child in the scenarios and the one in your return.`);
    if (ids.has(key)) throw new RunProblem(`${path}, line ${line}: the child ${key} stands there twice.`);
    ids.set(key, id);
  };
  let isHeading = false;
  const reader = createCsvReader({
    onHeader: (cells) => {
      // A first line without a digit is a heading.
      isHeading = !cells.some((cell) => /\d/.test(cell));
      if (!isHeading) takeLine(cells, 1);
      return true;
    },
    onRow: (cells, row) => takeLine(cells, row + 1),
    onProblem: ({ message }) => {
      throw new RunProblem(`${path}: ${message}`);
    },
  });
  reader.write(readFileSync(path));
  reader.end();
  return ids;
}

/** One id a line, a reason behind `#`. */
function readExpectedFailures(path: string): ReadonlyMap<string, string> {
  const listed = new Map<string, string>();
  for (const line of readFileSync(path, "utf8").split(/\r?\n/)) {
    const [, id = "", reason = ""] = /^\uFEFF?\s*([^\s#]*)\s*#?\s*(.*)$/.exec(line) ?? [];
    if (id !== "") listed.set(id, reason.trim() === "" ? "no reason was given" : reason.trim());
  }
  return listed;
}
