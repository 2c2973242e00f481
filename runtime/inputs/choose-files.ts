import { countWords } from "../findings/message.ts";
import { compareTexts } from "../findings/order.ts";
import { readable } from "../findings/readable.ts";
import type { ContentKind } from "../tables/content.ts";

const SHOWN_NAME = 120;
/** Names in a sentence. */
const SHOWN_NAMES = 5;

/** What is read of a folder or zip. */
export type Choice<T> =
  | { readonly kind: "xml"; readonly files: readonly [T]; readonly notes: readonly string[] }
  | { readonly kind: "tables"; readonly files: readonly T[]; readonly notes: readonly string[] }
  | { readonly kind: "refused"; readonly message: string };

/**
 * Chooses by the ends of the names: all CSV files, or the only XML file. Others and folders are left out with a note; hidden files and what systems and
 * spreadsheets leave behind, without.
 * @param container how a person calls what the files are in: folder, zip file
 * @param verb what a person does to give other files
 */
export function chooseFiles<T extends { readonly name: string }>(
  all: readonly T[],
  folders: readonly string[],
  container: string,
  verb: "Choose" | "Name",
): Choice<T> {
  const files = all.filter(({ name }) => !isHidden(name)).toSorted((a, b) => compareTexts(a.name, b.name));
  const tables = files.filter(({ name }) => /\.csv$/i.test(name));
  const documents = files.filter(({ name }) => /\.xml$/i.test(name));
  const [document] = documents;
  if (document !== undefined && tables.length > 0) {
    const message = `The ${container} holds XML (${listNames(documents)}) as well as CSV (${listNames(tables)}). ${verb} the files of the return itself.`;
    return { kind: "refused", message };
  }
  if (documents.length > 1)
    return { kind: "refused", message: `The ${container} holds ${documents.length} XML files (${listNames(documents)}). ${verb} the one that is meant.` };
  const others = files.filter((file) => !tables.includes(file) && file !== document);
  const left = folders.filter((name) => !isHidden(name)).map((name) => ({ name }));
  if (document === undefined && tables.length === 0) {
    const there = [...others, ...left];
    return {
      kind: "refused",
      message: `The ${container} holds no CSV file and no XML file${there.length === 0 ? "" : `, only ${listNames(there)}`}. ${verb} the one with the files of the return.`,
    };
  }
  const notes = [
    ...(others.length === 0 ? [] : [`Not read, because ${others.length === 1 ? "it is" : "they are"} neither CSV nor XML: ${listNames(others)}.`]),
    ...(left.length === 0 ? [] : [`${left.length === 1 ? "A folder" : "Folders"} inside the ${container} not looked into: ${listNames(left)}.`]),
  ];
  return document === undefined ? { kind: "tables", files: tables, notes } : { kind: "xml", files: [document], notes };
}

/** Hidden files, what macOS and Windows put beside the user's files, and the locks of open spreadsheets. */
export function isHidden(name: string): boolean {
  return /^(?:\.|~\$|__MACOSX$|thumbs\.db$|desktop\.ini$)/i.test(name);
}

/** Names for a person, escaped. */
export function listNames(files: readonly { readonly name: string }[]): string {
  const shown = files.slice(0, SHOWN_NAMES).map(({ name }) => readable(name, SHOWN_NAME));
  return files.length > shown.length ? `${shown.join(", ")} and ${countWords(files.length - shown.length, "other")}` : shown.join(", ");
}

/**
 * Whether a file that is no zip is to be read as CSV rather than as XML; both readers say what is wrong with a file that is neither.
 * @param start the first bytes, of which `content` was told
 */
export function isTableFile(name: string, content: ContentKind, start: Uint8Array): boolean {
  if (content === "markup" || /\.xml$/i.test(name)) return false;
  if (/\.(?:csv|tsv|txt|xls)$/i.test(name)) return true;
  return content === "text" && /^[^\n\r]*[,;\t|]/.test(new TextDecoder("latin1").decode(start));
}
