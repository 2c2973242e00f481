import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { compareText } from "../../specification/diagnostics.ts";
import { lintSchema, type Objection } from "../../xsd-reader/lint-schema.ts";
import { formatPlace, type Note, type SchemaSet } from "../../xsd-reader/model.ts";
import { readSchema } from "../../xsd-reader/read-schema.ts";
import { loadSchemas, SchemaProblem } from "../../xsd-reader/schema-documents.ts";
import type { NumberStyle } from "../../xsd-types/simple-tables.ts";
import { typesPackage } from "../../xsd-types/types-package.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { PACKAGE_FOLDER } from "../package-folder.ts";

export interface SchemaOptions {
  /** Further schema files, for imports that do not say where theirs lies. */
  readonly with?: readonly string[];
  /** Goes on when xmllint objects. */
  readonly anyway: boolean;
}

export interface TypesOptions extends SchemaOptions {
  readonly out?: string;
  readonly numbers: NumberStyle;
}

/** `types FILE.xsd`: TypeScript types for the documents of a schema, with the code that reads and writes them. */
export async function runTypes(file: string, options: TypesOptions, console: Console): Promise<ExitCode> {
  const out = options.out ?? `${basename(file).replace(/\.xsd$/i, "")}-types`;
  refuseForeignFolder(out);
  const read = await openSchema(file, options, console);
  if (typeof read === "number") return read;
  const { files, notes } = typesPackage(read.schema, readRuntime(), { numbers: options.numbers, objections: read.objections });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
  sayNotes(notes, file, console);
  console.say(`The types of ${file} are in ${out}: README.md says how to use them.\n`);
  return EXIT.passed;
}

/**
 * Reads a schema, and has xmllint judge it.
 * @returns the exit code, after it has been said why the schema cannot be used
 */
export async function openSchema(
  file: string,
  options: SchemaOptions,
  console: Console,
): Promise<{ readonly schema: SchemaSet; readonly objections: readonly string[] } | ExitCode> {
  const folder = dirname(file);
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const readFile = (path: string): Uint8Array | null => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : null);
  const others = (options.with ?? []).map((path) => relative(folder, path).replaceAll("\\", "/"));
  const missing = others.find((path) => readFile(path) === null);
  if (missing !== undefined) throw new UsageError(`There is no file ${join(folder, missing)}.`);
  try {
    const loaded = loadSchemas(basename(file), readFile, others);
    const { schema, unread } = readSchema(loaded);
    const objections = await lintSchema(loaded, unread);
    const say = ({ file: path, line, message }: Objection, below: string): string => `${join(below, path)}${line === null ? "" : `:${line}`}: ${message}`;
    if (objections.length > 0) {
      console.say(`${file} is not a valid XML Schema:\n${objections.map((one) => `${say(one, folder)}\n`).join("")}`);
      if (!options.anyway) {
        console.say("Nothing was written. Use --anyway to go on all the same.\n");
        return EXIT.failed;
      }
    }
    return { schema, objections: objections.map((one) => say(one, "")) };
  } catch (error) {
    if (!(error instanceof SchemaProblem)) throw error;
    console.say(`${join(folder, formatPlace(error.place))}: ${error.message}\nNothing was written.\n`);
    return error.isUnreadable && error.place.file === basename(file) ? EXIT.misuse : EXIT.failed;
  }
}

/** What is not expressed, and where. */
export function sayNotes(notes: readonly Note[], file: string, console: Console): void {
  for (const { place, text } of notes) console.say(`${join(dirname(file), formatPlace(place))}: ${text}\n`);
}

/** Only a folder that holds types already may be written over. */
function refuseForeignFolder(out: string): void {
  if (!existsSync(out)) return;
  const names = readdirSync(out);
  if (names.length > 0 && !(names.includes("types.ts") && names.includes("schema.ts")))
    throw new UsageError(`${out} is not empty. Name a new or empty folder.`);
}

/** The compiled runtime with its declarations, by path below `runtime/`. */
function readRuntime(): ReadonlyMap<string, string> {
  const folder = join(PACKAGE_FOLDER, "dist", "runtime");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(js|d\.ts)$/.test(entry.name));
  const paths = files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/")).toSorted(compareText);
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8").replaceAll("\r\n", "\n")]));
}
