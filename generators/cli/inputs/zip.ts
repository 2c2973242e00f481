import { statSync } from "node:fs";
import { crc32 } from "node:zlib";
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from "yauzl";
import { groupDigits } from "../../../runtime/findings/message.ts";
import { readable } from "../../../runtime/findings/readable.ts";
import { chooseFiles, isHidden, listNames } from "../../../runtime/inputs/choose-files.ts";
import { hashOfDisk } from "./hash.ts";
import { type DateForm, type Input, type InputFile, InputProblem, type ZipLimits } from "./input.ts";
import { openWorkbook } from "./workbook.ts";

const SHOWN_NAME = 120;
const SHOWN_REASON = 200;

/** A file in a zip. */
interface PackedFile {
  /** Without the folders it is in. */
  readonly name: string;
  readonly entry: Entry;
}

/**
 * What is read of a zip: what would be of a folder with the same files. Folders around all files do not count. Nothing is unpacked before it is read,
 * and the limits hold while it is, whatever the zip says of itself.
 */
export async function openZip(path: string, limits: ZipLimits, dates: DateForm): Promise<Input> {
  const facts = { name: path, sha256: () => hashOfDisk(path) };
  const refused = (message: string): Input => ({ ...facts, notes: [], kind: "refused", message });
  try {
    const entries = await listEntries(path, limits);
    const office = officeWords(entries.map(({ name }) => name));
    if (office === "workbook") {
      const reason = refusalOf(entries, limits);
      const unpacked = unpackWithin(path, limits);
      return reason === null ? await openWorkbook(facts, new Map(entries.map((file) => [file.name, unpacked(file)])), dates) : refused(reason);
    }
    if (office !== null) return refused(office);
    const { files, folders } = withoutOuterFolders(entries);
    const choice = chooseFiles(files, folders, "zip file", "Name");
    if (choice.kind === "refused") return refused(choice.message);
    const reason = refusalOf(choice.files, limits);
    if (reason !== null) return refused(reason);
    const unpacked = unpackWithin(path, limits);
    const { notes } = choice;
    if (choice.kind === "xml") return { ...facts, notes, kind: "xml", file: unpacked(choice.files[0]) };
    return { ...facts, notes, kind: "tables", files: choice.files.map(unpacked) };
  } catch (error) {
    if (error instanceof InputProblem) return refused(error.message);
    throw error;
  }
}

async function listEntries(path: string, limits: ZipLimits): Promise<readonly PackedFile[]> {
  const zip = await openArchive(path);
  try {
    if (zip.entryCount > limits.entries)
      throw new InputProblem(`The zip file holds ${groupDigits(zip.entryCount)} files; at most ${groupDigits(limits.entries)} are read.`);
    const files: PackedFile[] = [];
    const entries = zip.eachEntry();
    for (;;) {
      const { done, value: entry } = await unzipping(entries.next());
      if (done) return files;
      files.push({ name: getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false), entry });
    }
  } finally {
    zip.close();
  }
}

/** Names are decoded here, because a strange one is no reason to refuse the rest: nothing is written under it. */
async function openArchive(path: string): Promise<ZipFile> {
  return unzipping(openPromise(path, { autoClose: false, decodeStrings: false }));
}

/** What goes wrong while a zip is read lies in the zip. */
async function unzipping<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason.includes("encryption")) throw new InputProblem(ENCRYPTED);
    throw new InputProblem(`The zip file cannot be read: it is damaged or not complete (${readable(reason, SHOWN_REASON)}). Copy it again, or make it anew.`);
  }
}

const ENCRYPTED = "The zip file is protected with a password. Unpack it, and name the folder with its files.";
const TOO_LARGE = "No return is that large. Unpack it with care, and name the files that are meant.";

/** Workbooks and documents of office programs are zips too: `workbook` for one that is read, what to do with any other, null for no such file. */
function officeWords(names: readonly string[]): string | null {
  const isOpenDocument = names.includes("mimetype") && names.includes("content.xml");
  if (!isOpenDocument && !names.includes("[Content_Types].xml")) return null;
  if (names.includes("xl/workbook.xml")) return "workbook";
  return isOpenDocument || names.some((name) => name.startsWith("xl/"))
    ? "This is a workbook of a kind that is not read. Save it as an Excel workbook (.xlsx), or each of its tables as CSV (comma delimited)."
    : "This is a document of an office program, not a return.";
}

/** The files in the outermost folder that holds more than a folder, and the folders in it. */
function withoutOuterFolders(entries: readonly PackedFile[]): { readonly files: readonly PackedFile[]; readonly folders: readonly string[] } {
  const all = entries
    .filter(({ name }) => !name.endsWith("/"))
    .map(({ name, entry }) => ({ way: name.split("/").filter((part) => !["", ".", ".."].includes(part)), entry }))
    .filter(({ way }) => !way.some(isHidden));
  const [first] = all;
  const depth = Math.max(0, first?.way.findIndex((part, index) => !all.every(({ way }) => way.length > index + 1 && way[index] === part)) ?? 0);
  const files = all.map(({ way, entry }) => ({ way: way.slice(depth), entry }));
  return {
    files: files.flatMap(({ way, entry }) => (way.length === 1 ? [{ name: way[0] ?? "", entry }] : [])),
    folders: [...new Set(files.flatMap(({ way }) => (way.length > 1 ? [way[0] ?? ""] : [])))],
  };
}

/** What the zip says of itself is enough to refuse it, not to trust it. */
function refusalOf(files: readonly PackedFile[], limits: ZipLimits): string | null {
  if (files.some(({ entry }) => entry.isEncrypted())) return ENCRYPTED;
  const other = files.find(({ entry }) => !entry.canDecodeFileData());
  if (other !== undefined)
    return `${listNames([other])} is packed in a way that is not read (method ${other.entry.compressionMethod}). Make the zip file anew, with the usual compression.`;
  const large = files.find(({ entry }) => entry.uncompressedSize > limits.fileBytes);
  if (large !== undefined)
    return `${listNames([large])} has ${groupDigits(large.entry.uncompressedSize)} bytes when it is unpacked; at most ${groupDigits(limits.fileBytes)} are read. ${TOO_LARGE}`;
  return null;
}

/** Files that are unpacked while they are read, within limits that they share. */
function unpackWithin(path: string, limits: ZipLimits): (file: PackedFile) => InputFile {
  const packedBytes = statSync(path).size;
  let total = 0;
  return ({ name, entry }) => ({
    name,
    read: async (take) => {
      const zip = await openArchive(path);
      let size = 0;
      let sum = 0;
      try {
        const stream = await unzipping(zip.openReadStreamPromise(entry));
        const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
        try {
          for (;;) {
            const { done, value: chunk } = await unzipping(chunks.next());
            if (done === true) break;
            size += chunk.length;
            total += chunk.length;
            refuseBurst(name, size, entry.compressedSize, limits.fileBytes, limits);
            refuseBurst(name, total, packedBytes, limits.totalBytes, limits);
            sum = crc32(chunk, sum);
            take(chunk);
          }
        } finally {
          stream.destroy();
        }
      } finally {
        zip.close();
      }
      if (sum !== entry.crc32)
        throw new InputProblem(`${readable(name, SHOWN_NAME)} is damaged in the zip file: its check sum is another one. Copy it again, or make it anew.`);
    },
  });
}

function refuseBurst(name: string, size: number, packed: number, most: number, { ratio, freeBytes }: ZipLimits): void {
  if (size > most) throw new InputProblem(`${readable(name, SHOWN_NAME)}: more than ${groupDigits(most)} bytes come out of the zip file. ${TOO_LARGE}`);
  if (size > freeBytes && size > ratio * packed)
    throw new InputProblem(`${readable(name, SHOWN_NAME)}: what comes out of the zip file is more than ${ratio} times larger than it is. ${TOO_LARGE}`);
}
