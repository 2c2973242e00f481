import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { chooseFiles, isTableFile, listNames } from "../../../runtime/inputs/choose-files.ts";
import { compareFiles, nameOfTables } from "../../../runtime/inputs/input-name.ts";
import { contentOf } from "../../../runtime/tables/content.ts";
import { compareTexts } from "../../../runtime/findings/order.ts";
import { diskFile, readStart } from "./disk-file.ts";
import { hashWhileReading } from "./hash.ts";
import { type DateForm, type Input, InputProblem, ZIP_LIMITS, type ZipLimits } from "./input.ts";
import { openZip } from "./zip.ts";

/** What a path is: a return of its own, a CSV file, which is a part of one, or nothing that can be read. */
type Part = { readonly kind: "whole"; readonly input: Input } | { readonly kind: "table" } | { readonly kind: "lost"; readonly message: string };

/**
 * The returns that paths name: an XML file, a folder, a zip file and a workbook are one each; all CSV files form one together, in the place of the first. What a
 * file is, its content says; only where that leaves it open, the end of its name. What cannot be read is an input that says so: one CSV file that is
 * not there spoils the return that it is a part of, because the others would be checked as if its table were empty.
 * @param dates how the release writes dates, for workbooks that hold them as numbers
 */
export async function openInputs(paths: readonly string[], dates: DateForm = "yyyy-mm-dd", limits: ZipLimits = ZIP_LIMITS): Promise<readonly Input[]> {
  const parts: { readonly path: string; readonly part: Part }[] = [];
  for (const path of paths) parts.push({ path, part: await partOf(path, limits, dates) });
  const isTable = (path: string, { kind }: Part): boolean => kind === "table" || (kind === "lost" && /\.csv$/i.test(path));
  const tables = parts.filter(({ path, part }) => isTable(path, part));
  const inputs: Input[] = [];
  for (const one of parts) {
    const { path, part } = one;
    if (tables.includes(one)) {
      if (one === tables[0]) inputs.push(joinTables(tables));
    } else if (part.kind === "whole") inputs.push(part.input);
    else if (part.kind === "lost") inputs.push(refused(path, part.message));
  }
  return inputs;
}

function refused(name: string, message: string): Input {
  return { name, notes: [], sha256: () => null, kind: "refused", message };
}

async function partOf(path: string, limits: ZipLimits, dates: DateForm): Promise<Part> {
  if (!existsSync(path))
    return { kind: "lost", message: "There is no such file or folder. Name the return: an XML file, CSV files, or the folder or zip file that holds them." };
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return { kind: "whole", input: openFolder(path) };
    if (!stat.isFile()) return { kind: "lost", message: "This is neither a file nor a folder." };
    const start = readStart(path);
    const content = contentOf(start);
    if (content === "zip") return { kind: "whole", input: await openZip(path, limits, dates) };
    if (isTableFile(path, content, start)) return { kind: "table" };
    const { files, fileHash } = hashWhileReading([diskFile(path, path)]);
    const [file = diskFile(path, path)] = files;
    return { kind: "whole", input: { name: path, notes: [], sha256: fileHash, kind: "xml", file } };
  } catch (error) {
    if (error instanceof InputProblem) return { kind: "lost", message: error.message };
    if (error instanceof Error && "syscall" in error)
      return { kind: "lost", message: `It cannot be read (${nameUnseen(error.message)}). Check that you may read it.` };
    throw error;
  }
}

function openFolder(path: string): Input {
  const entries = readdirSync(path, { withFileTypes: true });
  // A link counts as what it leads to; one that leads nowhere is reported like a file of another kind.
  const isFolder = (name: string): boolean => statSync(join(path, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
  const folders = entries.filter(({ name }) => isFolder(name)).map(({ name }) => name);
  const files = entries.filter(({ name }) => !folders.includes(name));
  const choice = chooseFiles(files, folders.toSorted(compareTexts), "folder", "Name");
  if (choice.kind === "refused") return refused(path, choice.message);
  const hashed = hashWhileReading(choice.files.map(({ name }) => diskFile(join(path, name), name)));
  const facts = { name: path, notes: choice.notes, sha256: hashed.listHash };
  const [file] = hashed.files;
  return choice.kind === "xml" && file !== undefined ? { ...facts, kind: "xml", file } : { ...facts, kind: "tables", files: hashed.files };
}

function joinTables(tables: readonly { readonly path: string; readonly part: Part }[]): Input {
  const name = nameOfTables(tables.map(({ path }) => path));
  const lost = tables.flatMap(({ path, part }) => (part.kind === "lost" ? [{ name: path, message: part.message }] : []));
  const [missing] = lost;
  if (missing !== undefined) return refused(name, tables.length === 1 ? missing.message : `${listNames(lost)}: ${missing.message}`);
  const paths = tables.map(({ path }) => path).toSorted(compareFiles);
  const { files, listHash, fileHash } = hashWhileReading(paths.map((path) => diskFile(path, path)));
  return { name, notes: [], sha256: tables.length === 1 ? fileHash : listHash, kind: "tables", files };
}
