import { chooseFiles, isTableFile, listNames } from "../../runtime/inputs/choose-files.ts";
import { compareFiles, nameOfTables } from "../../runtime/inputs/input-name.ts";
import { CONTENT_BYTES, contentOf } from "../../runtime/tables/content.ts";
import { type Chosen, CheckProblem, type FieldName } from "./protocol.ts";
import { readBytes } from "./read-files.ts";

/** One return, as the command line would call it. */
export interface ChosenReturn {
  /** For findings. Of CSV files the first by name, and how many more; a folder's is that of the folder. */
  readonly name: string;
  /** What was left out, in sentences. */
  readonly notes: readonly string[];
  readonly kind: "tables" | "xml";
  /** The files that are to be read; of XML one. */
  readonly files: readonly File[];
}

/**
 * What was chosen, as one return: what a file is, its content says; of a folder, as on the command line, the ends of the names.
 * @param takesTables whether a return can be given as CSV at all
 * @throws CheckProblem when it is not one return
 */
export async function openChosen({ folder, files, inner }: Chosen, field: FieldName, takesTables: boolean): Promise<ChosenReturn> {
  const refuse = (message: string): never => {
    throw new CheckProblem(message, field);
  };
  if (folder !== null) {
    const choice = chooseFiles(files, inner, "folder", "Choose");
    if (choice.kind === "refused") return refuse(choice.message);
    if (choice.kind === "tables" && !takesTables) return refuse(notXml(choice.files));
    return { name: folder, ...choice };
  }
  const tables: File[] = [];
  const others: File[] = [];
  for (const file of files) {
    const start = await readBytes(file, field, 0, CONTENT_BYTES);
    const content = contentOf(start);
    if (content === "zip") refuse(`${listNames([file])} is ${packedWords(file.name, takesTables)}`);
    (isTableFile(file.name, content, start) ? tables : others).push(file);
  }
  const [document] = others;
  if (document !== undefined && tables.length > 0)
    refuse(
      takesTables
        ? `XML (${listNames(others)}) and CSV (${listNames(tables)}) are not one return. Choose either the XML file or the CSV files.`
        : notXml(tables),
    );
  if (others.length > 1) refuse(`These are ${others.length} XML files (${listNames(others)}), and a return is one. Choose the one that is meant.`);
  if (document !== undefined) return { name: document.name, notes: [], kind: "xml", files: others };
  if (!takesTables) refuse(notXml(tables));
  // Browsers hand files over in the order of clicks, or in none that a person would see.
  const sorted = tables.toSorted((a, b) => compareFiles(a.name, b.name));
  return { name: nameOfTables(sorted.map(({ name }) => name)), notes: [], kind: "tables", files: sorted };
}

function notXml(files: readonly File[]): string {
  return `${listNames(files)} ${files.length === 1 ? "looks" : "look"} like CSV. This return is given as one XML file.`;
}

/** What a packed file is, by its name, and what to do. */
function packedWords(name: string, takesTables: boolean): string {
  if (/\.(?:xls[xmb]|ods)$/i.test(name)) {
    const remedy = takesTables ? "Save each of its tables as CSV (comma delimited), then choose the CSV files." : "Choose the XML file of the return.";
    return `a workbook, which is not read. ${remedy}`;
  }
  if (/\.(?:doc[xm]|odt)$/i.test(name)) return "a document, not a return.";
  return "a zip file. Unpack it first, then choose the files that were in it.";
}
