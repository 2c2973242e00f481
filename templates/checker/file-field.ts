import { listNames } from "../../runtime/inputs/choose-files.ts";
import { byId, button, data } from "./dom.ts";
import type { Chosen, FieldName } from "./protocol.ts";

/** A field for files: what was chosen with its button, or dropped on it, whichever came last. */
export interface FileField {
  readonly name: FieldName;
  /** Where files can be dropped for it. */
  readonly zone: HTMLElement;
  /** Null when there is nothing. */
  readonly chosen: () => Chosen | null;
  readonly put: (chosen: Chosen) => void;
  readonly showProblem: (message: string) => void;
  readonly clearProblem: () => void;
}

/** The field of a name, which the page has as an element with that id in a group of its own. */
export function createFileField(name: FieldName): FileField {
  const input = byId(name, HTMLInputElement);
  const problem = byId(`${name}-problem`, HTMLElement);
  const words = byId(`${name}-chosen`, HTMLElement);
  const isOneFile = name.startsWith("reference-");
  let folder: Chosen | null = null;

  const chosen = (): Chosen | null => {
    if (folder !== null) return folder;
    const files = [...(input.files ?? [])];
    return files.length === 0 ? null : { folder: null, files, inner: [] };
  };
  const clearProblem = (): void => {
    problem.hidden = true;
    input.removeAttribute("aria-invalid");
  };
  const showProblem = (message: string): void => {
    problem.textContent = message;
    problem.hidden = false;
    input.setAttribute("aria-invalid", "true");
    input.focus();
  };
  const remove = button("Remove", "secondary remove", () => {
    folder = null;
    input.value = "";
    clearProblem();
    tell();
    input.focus();
  });
  /** The browser itself names no more than one file. */
  const tell = (): void => {
    const now = chosen();
    remove.hidden = now === null;
    if (now === null) words.replaceChildren();
    else if (now.folder !== null) words.replaceChildren("From the folder ", data(now.folder), ": ", data(listNames(now.files)));
    else words.replaceChildren(...(now.files.length > 1 ? ["Chosen: ", data(listNames(now.files))] : []));
  };
  // There is one in each field.
  remove.setAttribute("aria-label", `Remove what was chosen for: ${input.labels?.[0]?.textContent ?? name}`);
  words.after(remove);
  // Browsers keep what was chosen when a page is loaded again.
  tell();
  input.addEventListener("change", () => {
    folder = null;
    clearProblem();
    tell();
  });
  return {
    name,
    zone: byId(`${name}-group`, HTMLElement),
    chosen,
    put: (given) => {
      clearProblem();
      if (isOneFile && (given.folder !== null || given.files.length !== 1)) {
        showProblem("This is one file. Drop that file alone.");
        return;
      }
      folder = given.folder === null ? null : given;
      input.files = fileList(given.files);
      tell();
      input.focus();
    },
    showProblem,
    clearProblem,
  };
}

/** There is no other way to make what an input takes. */
function fileList(files: readonly File[]): FileList {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer.files;
}
