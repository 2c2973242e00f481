import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { REPORT_FORMATS, type ReportFormat } from "../../runtime/findings/formats.ts";
import { LIST_LAYOUTS, type ListLayout } from "../../runtime/convert/table-rows.ts";
import { AUDIENCES, type Audience } from "../changes/effects.ts";
import { TARGET_NAMES } from "../targets/target-names.ts";
import type { RunOptions } from "../../conformance/command-line.ts";
import { runCheck } from "./commands/check.ts";
import { runConformanceCommand } from "./commands/conformance.ts";
import { CONVERT_TARGETS, type ConvertOptions, type ConvertTarget, runConvert } from "./commands/convert.ts";
import type { ImportOptions } from "./commands/import.ts";
import { type ProfileOptions, runProfile } from "./commands/profile.ts";
import { runPublish } from "./commands/publish.ts";
import { runRebase } from "./commands/rebase.ts";
import { runSynthesise, type SynthesiseOptions } from "./commands/synthesise.ts";
import type { TypesOptions } from "./commands/types.ts";
import { runValidate, type ValidateOptions } from "./commands/validate.ts";
import type { UpgradeOptions } from "./commands/upgrade.ts";
import { runShow } from "./commands/show.ts";
import type { Console, ExitCode } from "./console.ts";
import { DIFF_FORMATS, type DiffFormat, type DiffOptions } from "./diff-options.ts";
import { openSpecification, rootFolder } from "./open-specification.ts";

/**
 * All commands with their options; `docs/commands.md` is made from this.
 * @param finish told the exit code of the command that ran
 */
export function createProgram(console: Console, finish: (code: ExitCode) => void): Command {
  const program = new Command("returnspec")
    .description("The yearly specification of a statutory return, written once as YAML; everything else is generated from it.")
    .option("--root <folder>", "the folder that holds specs/ (default: the one returnspec stands in)")
    .helpOption("-h, --help", "show help")
    .helpCommand(false)
    // The description of an option says what holds without it, in words where the value alone would say nothing.
    .configureHelp({ optionDescription: ({ description }) => description })
    .showSuggestionAfterError(true);
  const root = (): string | undefined => program.opts<{ root?: string }>().root;

  program
    .command("check")
    .description("reads and checks specifications: every file, every version")
    .argument("[release...]", "releases such as cin/2025-26 (default: all)")
    .action((releases: string[]) => finish(runCheck(openSpecification(root()), releases, console)));

  program
    .command("generate")
    .description("writes the artefacts of releases")
    .argument("[release...]", "releases such as cin/2025-26 (default: the live ones)")
    .option("--all", "all releases", false)
    .option("--target <name...>", `only these artefacts: ${TARGET_NAMES.join(", ")}`)
    .option("--out <folder>", "the folder to write into (default: generated/ beside specs/)")
    .option("--check", "write nothing; fail when the folder is stale, and name the files", false)
    .action(async (releases: string[], options: { all: boolean; target?: string[]; out?: string; check: boolean }) => {
      const out = options.out === undefined ? resolve(rootFolder(root()), "generated") : resolve(options.out);
      // Loaded only now: the emitters take longer to load than most other commands take.
      const { runGenerate } = await import("./commands/generate.ts");
      finish(await runGenerate(openSpecification(root()), releases, { all: options.all, targets: options.target ?? [], out, check: options.check }, console));
    });

  program
    .command("watch")
    .description("shows the guidance in a browser of this computer while it is being written: pages change when files of the specification do")
    .argument("[release...]", "releases such as cin/2026-27 (default: the live ones)")
    .option("--port <number>", "the port to serve it on, 0 for any that is free (default: 8903)", portNumber, 8903)
    .action(async (releases: string[], options: { port: number }) => {
      const folder = rootFolder(root());
      const { runWatch } = await import("./commands/watch.ts");
      finish(await runWatch(folder, releases, options.port, console));
    });

  program
    .command("show")
    .description("shows a resolved release, or one item, code set, code, table … of it")
    .argument("<release>", "a release such as cin/2025-26 or cin/2025-26@1.0")
    .argument("[name]", "a name or path; item:, codeset:, code:, type:, table:, definition:, cohort:, indicator:, question:, rule: narrow it")
    .option("--history", "each wording with the change that made it", false)
    .action((release: string, name: string | undefined, options: { history: boolean }) =>
      finish(runShow(openSpecification(root()), release, name, options.history, console)),
    );

  program
    .command("validate")
    .description("checks structure and rules of returns")
    .argument("<input...>", "returns: an XML file, a folder or zip of CSV files, an Excel workbook, or CSV files, which together are one return")
    .requiredOption("--release <release>", "the release to check against, such as cin/2025-26")
    .option("--authority <code>", "the returning authority, where the file names none")
    .option("--previous <input>", "the return of the period before")
    .option("--before-previous <input>", "the return of the period before that, for the rules that look back two years")
    .option("--reference <name=file...>", "reference tables that rules look into, such as postcodes=directory.csv or providers=list.csv@2025-03-31", [])
    .option("--stage <stage>", "all, or as-collected: no finding of stage 2 for a child with an error of stage 1 (default: all)", stage, "all" as const)
    .option("--as-at <date>", "look at the return as it was at the end of a day of the period, such as 2025-09-30")
    .option("--children", "list the findings of each child", false)
    .option("--format <format>", `one of ${REPORT_FORMATS.join(", ")} (default: text)`, reportFormat, "text")
    .option("--output <file>", "the file to write the report to (default: standard output)")
    .action(async (inputs: string[], options: Omit<ValidateOptions, "format"> & { format: ReportFormat }) =>
      finish(await runValidate(rootFolder(root()), inputs, options, console)),
    );

  program
    .command("convert")
    .description("writes a return in another form: XML, tables, a workbook, a database or JSON Lines; exit code 1: something could not be placed")
    .argument("<input...>", "a return: an XML file, a folder or zip of CSV files, an Excel workbook, or CSV files, which together are one return")
    .requiredOption("--release <release>", "the release that the return is of, such as cin/2025-26")
    .requiredOption("--to <form>", `one of ${CONVERT_TARGETS.join(", ")}`, convertTarget)
    .option("--authority <code>", "the returning authority, put where the return names none")
    .option("--output <path>", "a folder or a zip file (.zip) for csv, a file for the others (default for xml and jsonl: standard output)")
    .option("--lists <layout>", `how tables hold lists such as factors: ${LIST_LAYOUTS.join(", ")} (default: rows)`, listLayout, "rows" as const)
    .option("--partial", "write what can be placed when something cannot", false)
    .option("--rejects <file>", "the file for what could not be placed (default: the output's name and .rejects.csv, here)")
    .action(async (inputs: string[], options: Omit<ConvertOptions, "to" | "lists"> & { to: ConvertTarget; lists: ListLayout }) =>
      finish(await runConvert(rootFolder(root()), inputs, options, console)),
    );

  program
    .command("upgrade")
    .description("takes data of one year to a later one by the crosswalks, and lists what needs a person")
    .argument("<input...>", "a return: an XML file, a folder or zip of CSV files, an Excel workbook, or CSV files, which together are one return")
    .requiredOption("--from <release>", "the release that the data are of, such as cin/2024-25")
    .requiredOption("--to <release>", "the later release, such as cin/2025-26")
    .requiredOption("--output <path>", "a folder or a zip file (.zip) for tables, a file for other forms")
    .option("--form <form>", `one of ${CONVERT_TARGETS.join(", ")} (default: that of the input; csv for a workbook)`, convertTarget)
    .option("--lists <layout>", `how tables hold lists such as factors: ${LIST_LAYOUTS.join(", ")} (default: rows)`, listLayout, "rows" as const)
    .option("--partial", "write what can be placed when something cannot", false)
    .option("--rejects <file>", "the file for what could not be placed (default: the output's name and .rejects.csv, here)")
    .option("--decisions <file>", "the file for what needs a person (default: the output's name and .decisions.csv, here)")
    .action(async (inputs: string[], options: UpgradeOptions) => {
      const { runUpgrade } = await import("./commands/upgrade.ts");
      finish(await runUpgrade(rootFolder(root()), inputs, options, console));
    });

  program
    .command("profile")
    .description("says what returns hold, side by side: records, items, codes, blanks, ranges of dates; nothing is judged")
    .argument("<input...>", "returns: XML files, folders or zips of CSV files, Excel workbooks")
    .requiredOption("--release <release...>", "the release of all inputs, or one for each in their order", releaseList, [])
    .option("--format <format>", "text or json (default: text)", textOrJson, "text")
    .action(async (inputs: string[], options: ProfileOptions) => finish(await runProfile(rootFolder(root()), inputs, options, console)));

  program
    .command("synthesise")
    .description("writes returns of invented children, this year's and last year's, clean or with rules broken on purpose")
    .requiredOption("--release <release>", "the release of this year's return, such as cla/2025-26")
    .option("--children <number>", "how many children, each in at least one of the returns (default: 1000)", wholeNumber, 1000)
    .option("--seed <number>", "another seed gives other children, the same seed the same bytes (default: 1)", wholeNumber, 1)
    .option("--years <number>", "how many returns: this year's, last year's, the one's before (default: 2)", yearCount, 2)
    .option("--authority <code>", "the returning authority (default: 998, which is no real one)", "998")
    .option("--format <format...>", "xml, csv (default: all that the release has)", dataFormats, [])
    .option("--break <rule...>", "break these rules, each by children of its own", ruleIds, [])
    .option("--break-all", "break every rule once", false)
    .requiredOption("--out <folder>", "a new or empty folder to write into")
    .action((options: SynthesiseOptions) => finish(runSynthesise(openSpecification(root()), { ...options, out: resolve(options.out) }, console)));

  const conformance = program.command("conformance").description("the conformance suite that suppliers run").helpCommand(false);
  conformance
    .command("run")
    .description("judges a product by the cases of a release")
    .requiredOption("--release <release>", "the release, such as cin/2025-26")
    .option("--outputs <path>", "one return with all scenarios (XML file, folder or zip of CSV), or a folder with <scenario>.xml or <scenario>/")
    .option("--exec <command>", "a checker (or, with --half producer, an exporter) that answers one JSON object a line")
    .option("--report <folder>", "the folder for the reports (default: only the text is shown)")
    .option("--previous <path>", "your own return of the year before, of the same children (default: that of the suite)")
    .option("--guidance <place>", "folder or web address of the guidance of the release, to which the HTML report links")
    .option("--ids <file>", "CSV of two columns: id of the child in the scenarios, id in the return")
    .option("--half <half>", "producer or validator: only this half")
    .option("--level <level>", "1 structure, 2 rules, 3 content, 4 validator, 5 two years: up to this level (default: 5)")
    .option("--only <case...>", "only these cases")
    .option("--expected-failures <file>", "cases that are known to fail, one a line, a reason behind #; one that passes fails the run")
    .option("--product <name>", "the product, for the reports")
    .option("--product-version <version>", "its version")
    .option("--form <form>", "xml or csv: the form that a program is asked about (default: xml where there is one)")
    .option("--timeout <seconds>", "for one answer of a program (default: 20)")
    .action(async ({ release, ...options }: RunOptions & { readonly release: string }) =>
      finish(await runConformanceCommand(rootFolder(root()), release, options, console)),
    );

  program
    .command("diff")
    .description("lists and classifies what differs between two releases or versions; exit code 0: nothing, 1: something")
    .argument("<a>", "the older release")
    .argument("<b>", "the newer release")
    .option("--audience <audience...>", `only what concerns these: ${AUDIENCES.join(", ")} (default: all)`, audiences, [])
    .option("--format <format>", `one of ${DIFF_FORMATS.join(", ")} (default: text)`, diffFormat, "text" as const)
    .option("--require-approval", "exit code 1 only when approvals.yaml of b does not approve a breaking change of a published version; names them", false)
    .action(async (a: string, b: string, options: DiffOptions) => {
      const { runDiff } = await import("./commands/diff.ts");
      finish(runDiff(openSpecification(root()), [a, b], options, console));
    });

  program
    .command("publish")
    .description("fixes the structure of versions in specs/published.lock")
    .argument("<release@version...>", "versions such as cin/2025-26@1.0")
    .action((releases: string[]) => finish(runPublish(openSpecification(root()), rootFolder(root()), releases, console)));

  program
    .command("rebase")
    .description("writes a release out in full, so that it stands on no other")
    .argument("<release>", "a release such as cin/2025-26")
    .option("--out <folder>", "a new or empty folder to write into (default: the folder of the release, in place of its changes)")
    .action((release: string, options: { out?: string }) => {
      const out = options.out === undefined ? undefined : resolve(options.out);
      finish(runRebase(openSpecification(root()), rootFolder(root()), release, out, console));
    });

  program
    .command("types")
    .description("makes TypeScript types from an XML Schema, with the code that reads and writes its documents")
    .argument("<schema>", "a schema file; those that it includes or imports are read too, nothing is fetched from a network")
    .option("--out <folder>", "the folder to write into (default: one named after the file)")
    .option("--with <file...>", "further schema files, for imports that do not say where their schema lies")
    .option("--numbers <style>", "number, or text: numbers stay as they are written (default: number)", numberStyle, "number")
    .option("--anyway", "go on when xmllint does not accept the schema", false)
    .action(async (schema: string, options: TypesOptions) => {
      // Loaded only now: the emitters take longer to load than most other commands take.
      const { runTypes } = await import("./commands/types.ts");
      finish(await runTypes(schema, options, console));
    });

  program
    .command("import")
    .description("makes a starter specification from an XML Schema")
    .argument("<schema>", "a schema file; those that it includes or imports are read too, nothing is fetched from a network")
    .requiredOption("--out <folder>", "the folder to write specs/<collection>/<period> into")
    .option("--collection <name>", "the short name of the collection (default: from the schema or the name of its file)", collectionName)
    .option("--period <period>", "the period, such as 2025-26 (default: from the schema or the name of its file)", periodName)
    .option("--element <name>", "the root of a return, where the schema leaves a choice")
    .option("--with <file...>", "further schema files, for imports that do not say where their schema lies")
    .option("--anyway", "go on when xmllint does not accept the schema", false)
    .action(async (schema: string, options: ImportOptions) => {
      const { runImport } = await import("./commands/import.ts");
      finish(await runImport(schema, options, console));
    });
  return program;
}

function numberStyle(text: string): TypesOptions["numbers"] {
  if (text === "number" || text === "text") return text;
  throw new InvalidArgumentError("Use number or text.");
}

function collectionName(text: string): string {
  if (/^[a-z][a-z0-9-]*$/.test(text)) return text;
  throw new InvalidArgumentError("Use small letters, digits and hyphens.");
}

function periodName(text: string): string {
  if (/^\d{4}-\d{2}(-q[1-4])?$/.test(text)) return text;
  throw new InvalidArgumentError("Use a period such as 2014-15 or 2014-15-q1.");
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Use a whole number of up to nine digits.");
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new InvalidArgumentError("Use a number from 0 to 65535.");
}

function yearCount(text: string): number {
  if (/^[123]$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Use 1, 2 or 3.");
}

/** Options that take several values may be given one by one, or with commas. */
function dataFormats(text: string, before: readonly ("xml" | "csv")[]): readonly ("xml" | "csv")[] {
  const formats = text.split(",").map((name) => (name === "xml" || name === "csv" ? name : null));
  if (formats.includes(null)) throw new InvalidArgumentError("Use xml, csv or both.");
  return [...before, ...formats.filter((format) => format !== null)];
}

function releaseList(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(",")];
}

function textOrJson(text: string): ProfileOptions["format"] {
  if (text === "text" || text === "json") return text;
  throw new InvalidArgumentError("Use text or json.");
}

function ruleIds(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(",")];
}

function reportFormat(text: string): ReportFormat {
  const found = REPORT_FORMATS.find((format) => format === text);
  if (found === undefined) throw new InvalidArgumentError(`Use one of ${REPORT_FORMATS.join(", ")}.`);
  return found;
}

function convertTarget(text: string): ConvertTarget {
  const found = CONVERT_TARGETS.find((target) => target === text);
  if (found === undefined) throw new InvalidArgumentError(`Use one of ${CONVERT_TARGETS.join(", ")}.`);
  return found;
}

function listLayout(text: string): ListLayout {
  const found = LIST_LAYOUTS.find((layout) => layout === text);
  if (found === undefined) throw new InvalidArgumentError(`Use one of ${LIST_LAYOUTS.join(", ")}.`);
  return found;
}

function stage(text: string): ValidateOptions["stage"] {
  if (text === "all" || text === "as-collected") return text;
  throw new InvalidArgumentError("Use all or as-collected.");
}

function diffFormat(text: string): DiffFormat {
  const found = DIFF_FORMATS.find((format) => format === text);
  if (found === undefined) throw new InvalidArgumentError(`Use one of ${DIFF_FORMATS.join(", ")}.`);
  return found;
}

function audiences(text: string, before: readonly Audience[]): readonly Audience[] {
  const found = text.split(",").map((name) => AUDIENCES.find((audience) => audience === name));
  if (found.includes(undefined)) throw new InvalidArgumentError(`Use ${AUDIENCES.join(", ")}, or several of them.`);
  return [...before, ...found.filter((audience) => audience !== undefined)];
}
