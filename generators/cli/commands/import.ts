import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseReleaseReference } from "../../specification/release-id.ts";
import { Specification } from "../../specification/specification.ts";
import { possibleRoots } from "../../xsd-import/choose-root.ts";
import { type ImportedSpecification, ImportProblem, importSchema } from "../../xsd-import/import-schema.ts";
import type { ElementDeclaration, SchemaSet } from "../../xsd-reader/model.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { checkEverything, printDiagnostics } from "../open-specification.ts";
import { openSchema, sayNotes, type SchemaOptions } from "./types.ts";

export interface ImportOptions extends SchemaOptions {
  readonly collection?: string;
  readonly period?: string;
  /** The element that a return has as its root. */
  readonly element?: string;
  readonly out: string;
}

/** `import FILE.xsd`: a starter specification from somebody else's schema. */
export async function runImport(file: string, options: ImportOptions, console: Console): Promise<ExitCode> {
  const read = await openSchema(file, options, console);
  if (typeof read === "number") return read;
  const own = parseReleaseReference(read.schema.version ?? "");
  const collection = options.collection ?? own?.collection ?? collectionFrom(file);
  const period = options.period ?? own?.period ?? periodFrom(file);
  const folder = join(options.out, "specs", collection, period);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new UsageError(`${folder} is not empty. Name another folder, collection or period.`);
  const { files, notes } = importOrSay(() => importSchema(read.schema, rootOf(read.schema, options.element), { collection, period }));
  const diagnostics = checkEverything(new Specification(new Map([...files].map(([path, text]) => [path, new TextEncoder().encode(text)]))), []);
  if (diagnostics.length > 0) {
    printDiagnostics(diagnostics, console);
    throw new Error("the specification that was made of the schema has mistakes");
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(join(options.out, path)), { recursive: true });
    writeFileSync(join(options.out, path), text);
  }
  sayNotes(notes, file, console);
  console.say(`${collection}/${period} is in ${folder}. Check it with: returnspec --root ${options.out} check\n`);
  return EXIT.passed;
}

function importOrSay(work: () => ImportedSpecification): ImportedSpecification {
  try {
    return work();
  } catch (error) {
    throw error instanceof ImportProblem ? new UsageError(error.message) : error;
  }
}

function rootOf(schema: SchemaSet, wanted: string | undefined): ElementDeclaration {
  const roots = possibleRoots(schema);
  const named = wanted === undefined ? roots : [...schema.elements.values()].filter(({ name }) => name.local === wanted);
  const [root, other] = named;
  if (root !== undefined && (other === undefined || wanted !== undefined)) return root;
  const names = (roots.length > 0 ? roots : [...schema.elements.values()]).map(({ name }) => name.local);
  if (names.length === 0) throw new UsageError("The schema declares no element that could be the root of a return.");
  const list = names.length > 20 ? `${names.slice(0, 20).join(", ")} …` : names.join(", ");
  throw new UsageError(
    wanted === undefined ? `Say with --element which is the root of a return: ${list}.` : `The schema has no global element ${wanted}. It has ${list}.`,
  );
}

/** The name of the file as the short name of a collection. */
function collectionFrom(file: string): string {
  const name = basename(file)
    .replace(/\.xsd$/i, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "");
  return name === "" ? "imported" : name;
}

/** A file with a year in its name is of the period that ends in it. */
function periodFrom(file: string): string {
  const year = /(?<!\d)(20\d\d)(?!\d)/.exec(basename(file))?.[1];
  if (year === undefined) throw new UsageError("Say with --period which period the schema is of, such as 2025-26.");
  return `${Number(year) - 1}-${year.slice(2)}`;
}
