import { countWords } from "../../../runtime/findings/message.ts";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { createReferenceReader } from "../../../runtime/reference/csv-columns.ts";
import { createReferenceLoader, type ReferenceFacts } from "../../../runtime/reference/reference-table.ts";
import type { ReferenceTable } from "../../../runtime/validator/context.ts";
import { UsageError } from "../console.ts";
import { InputProblem } from "../inputs/input.ts";
import { baseName } from "../../../runtime/inputs/input-name.ts";
import { openInputs } from "../inputs/open-inputs.ts";
import type { ReleaseFacts } from "../validator-module.ts";

/** The reference tables of a run by name, and what the report says about each. */
export interface ReferenceInputs {
  readonly tables: ReadonlyMap<string, ReferenceTable>;
  readonly notes: readonly string[];
}

/**
 * Reads the reference tables that `--reference NAME=FILE[@yyyy-mm-dd]` names.
 * @throws {UsageError} for a name that the release does not have, and for a file that cannot be read
 */
export async function readReferenceTables(given: readonly string[], { name: release, reference }: ReleaseFacts): Promise<ReferenceInputs> {
  const tables = new Map<string, ReferenceTable>();
  const notes: string[] = [];
  for (const text of given) {
    const [, name = "", path = "", date] = /^([^=]+)=(.+?)(?:@(\d{4}-\d{2}-\d{2}))?$/.exec(text) ?? [];
    const shape = reference.find((one) => one.name === name);
    if (name === "") throw new UsageError(`--reference ${nameUnseen(text)}: write the name of the table, = and the file, such as postcodes=directory.csv.`);
    if (shape === undefined) {
      const known = reference.length === 0 ? "It has none." : `It has ${reference.map((one) => one.name).join(", ")}.`;
      throw new UsageError(`--reference ${nameUnseen(text)}: ${release} has no reference table ${nameUnseen(name)}. ${known}`);
    }
    if (tables.has(name)) throw new UsageError(`--reference ${nameUnseen(text)}: the table ${name} is given twice.`);
    const loader = createReferenceLoader(shape);
    const sha256 = await readWhole(path, createReferenceReader(loader));
    const loaded = loader.end();
    if ("problem" in loaded) throw new UsageError(`${nameUnseen(path)}: ${nameUnseen(loaded.problem)}`);
    tables.set(name, loaded.table);
    notes.push(noteOf(shape.label, loaded.facts({ file: baseName(path), date: date ?? null, sha256 })));
  }
  return { tables, notes };
}

/** @returns the hash of the bytes */
async function readWhole(path: string, sink: ReturnType<typeof createReferenceReader>): Promise<string> {
  const [input] = await openInputs([path]);
  if (input === undefined || input.kind === "refused") throw new UsageError(`${nameUnseen(path)}: ${input?.message ?? "There is nothing to read."}`);
  const files = input.kind === "xml" ? [] : input.files;
  const [file] = files;
  if (file === undefined || files.length > 1) throw new UsageError(`${nameUnseen(path)}: A reference table is one CSV file.`);
  try {
    await file.read((chunk) => sink.write(chunk));
  } catch (error) {
    if (error instanceof InputProblem) throw new UsageError(`${nameUnseen(path)}: ${error.message}`);
    throw error;
  }
  sink.end();
  return input.sha256() ?? "";
}

function noteOf(label: string, { table, file, date, sha256, rows, problems }: ReferenceFacts): string {
  const day = date === null ? "" : ` of ${date}`;
  const wrong = problems.map(({ message, count, rows: where }) => `${message} (${countWords(count, "row")}, first ${where.join(", ")})`);
  const rest = wrong.length === 0 ? "" : ` ${wrong.join(". ")}.`;
  return `Reference table ${table} (${label}): ${file}${day}, ${countWords(rows, "row")}, SHA-256 ${sha256}.${rest}`;
}
