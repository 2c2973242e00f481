import { compareTexts } from "../../runtime/findings/order.ts";
import { countWords } from "../../runtime/findings/message.ts";
import type { FileField } from "./file-field.ts";
import type { Chosen } from "./protocol.ts";

/** More files are in no folder that holds a return, and reading their names would take long. */
const MOST_FILES = 1000;

const NO_FOLDERS = "This browser does not let the page look into a folder. Open the folder and drop the files in it, or choose them.";

/** Lets files, or one folder, be dropped on the page: on the field that they are for, anywhere else for the return, which is the first. */
export function acceptDrops(fields: readonly FileField[]): void {
  const fieldOf = (target: EventTarget | null): FileField | undefined =>
    fields.find(({ zone }) => target instanceof Node && zone.contains(target) && !zone.hidden) ?? fields[0];
  const mark = (chosen: FileField | undefined): void => {
    for (const field of fields) field.zone.classList.toggle("dropping", field === chosen);
  };
  document.addEventListener("dragover", (event) => {
    // Without this the browser would leave the page and open the file.
    event.preventDefault();
    mark(fieldOf(event.target));
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) mark(undefined);
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(undefined);
    const field = fieldOf(event.target);
    if (field !== undefined && event.dataTransfer !== null) void take(event.dataTransfer, field);
  });
}

async function take(transfer: DataTransfer, field: FileField): Promise<void> {
  // What was dropped can be asked for only until the first wait.
  const files = [...transfer.files];
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const folder = items.find((item) => item.webkitGetAsEntry()?.isDirectory === true);
  if (folder === undefined) {
    if (files.length > 0) field.put({ folder: null, files, inner: [] });
    return;
  }
  if (items.length > 1) {
    field.showProblem("These are a folder and more. Drop one folder alone, or the files of the return.");
    return;
  }
  let found: Chosen | null;
  try {
    found = await readFolder(folder);
  } catch {
    field.showProblem(NO_FOLDERS);
    return;
  }
  if (found === null) field.showProblem(`The folder holds more than ${countWords(MOST_FILES, "file")}. Drop the files of the return alone.`);
  else field.put(found);
}

/** What a page may ask of a folder on disk; the types of browsers know it only in part. */
interface FolderHandle {
  readonly kind: "directory";
  readonly name: string;
  readonly values: () => AsyncIterable<FolderHandle | { readonly kind: "file"; readonly name: string; readonly getFile: () => Promise<File> }>;
}

/** The files that stand directly in a folder; null when there are too many. Fails where the browser does not allow it. */
async function readFolder(item: DataTransferItem): Promise<Chosen | null> {
  // In Chrome and Edge a page that was opened from disk may read a folder in the newer way only, Firefox and Safari know only the older one.
  if (!("getAsFileSystemHandle" in item)) return readEntries(item.webkitGetAsEntry() as FileSystemDirectoryEntry);
  const handle = await (item.getAsFileSystemHandle as () => Promise<FolderHandle>).call(item);
  const files: File[] = [];
  const inner: string[] = [];
  for await (const one of handle.values()) {
    if (files.length + inner.length === MOST_FILES) return null;
    if (one.kind === "directory") inner.push(one.name);
    else files.push(await one.getFile());
  }
  return { folder: handle.name, files: sorted(files), inner: inner.toSorted(compareTexts) };
}

async function readEntries(folder: FileSystemDirectoryEntry): Promise<Chosen | null> {
  const reader = folder.createReader();
  const files: File[] = [];
  const inner: string[] = [];
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return { folder: folder.name, files: sorted(files), inner: inner.toSorted(compareTexts) };
    for (const entry of entries) {
      if (files.length + inner.length === MOST_FILES) return null;
      if (entry.isDirectory) inner.push(entry.name);
      else files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    }
  }
}

function sorted(files: readonly File[]): readonly File[] {
  return files.toSorted((a, b) => compareTexts(a.name, b.name));
}
