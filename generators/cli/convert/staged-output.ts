import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { type Console, UsageError } from "../console.ts";
import { readDisk } from "../inputs/disk-file.ts";
import { openTextFile } from "../text-file.ts";
import { packFolder } from "./pack-folder.ts";

/** An output that is made beside its place and put there when it is whole, so that nobody ever finds half of one. */
export interface StagedOutput {
  /** Opens a file of the output. @param name in a folder; ignored where the output is one file */
  readonly open: (name: string) => (text: string) => void;
  /** Opens an output that is one file by its path while it is made; it is closed before the output is put in its place, or taken away. */
  readonly openFile: <T extends { readonly close: () => void }>(openAt: (path: string) => T) => T;
  /** Writes an output that is one file as a whole. */
  readonly writeBytes: (bytes: Uint8Array) => void;
  readonly commit: () => void;
  readonly discard: () => void;
}

/** Tables go into a folder, or into one zip file; every other form is a file. */
export type OutputKind = "file" | "folder" | "zip";

/** What tables are written into: the name of a zip file says that it is one. */
export function kindOfTables(output: string | undefined): OutputKind {
  return output?.toLowerCase().endsWith(".zip") === true ? "zip" : "folder";
}

/**
 * @param output where it is to be; undefined: standard output, of one file only
 * @throws {UsageError} when something is there that must not be written over
 */
export function stageOutput(output: string | undefined, kind: OutputKind, inputs: readonly string[], console: Console): StagedOutput {
  const target = output === undefined ? null : resolve(output);
  if (target !== null) refuseTarget(target, output ?? "", kind, inputs);
  const parent = target === null ? tmpdir() : dirname(target);
  mkdirSync(parent, { recursive: true });
  const stage = mkdtempSync(join(parent, ".returnspec-"));
  const closes: (() => void)[] = [];
  const made = join(stage, "output");
  const pathOf = (name: string): string => (kind === "file" ? made : join(made, name));
  const close = (): void => {
    for (const one of closes.splice(0)) one();
  };
  return {
    openFile: (openAt) => {
      const opened = openAt(pathOf(""));
      closes.push(opened.close);
      return opened;
    },
    writeBytes: (bytes) => writeFileSync(pathOf(""), bytes),
    open: (name) => {
      const file = openTextFile(pathOf(name));
      closes.push(file.close);
      return file.write;
    },
    commit: () => {
      close();
      if (target === null) readDisk(pathOf(""), createTextPrinter(console));
      else {
        if (kind === "folder" && existsSync(target)) rmdirSync(target);
        if (kind === "zip") packFolder(made, join(stage, "packed"));
        renameSync(kind === "zip" ? join(stage, "packed") : made, target);
      }
      rmSync(stage, { recursive: true, force: true });
    },
    discard: () => {
      close();
      rmSync(stage, { recursive: true, force: true });
    },
  };
}

function createTextPrinter(console: Console): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return (chunk) => console.data(decoder.decode(chunk, { stream: true }));
}

function refuseTarget(target: string, named: string, kind: OutputKind, inputs: readonly string[]): void {
  if (!existsSync(target)) return;
  const isInput = inputs.some((input) => existsSync(input) && realpathSync(input) === realpathSync(target));
  if (isInput) throw new UsageError(`${nameUnseen(named)}: this is the input. Name another place for the output.`);
  const isFolder = statSync(target).isDirectory();
  if (kind !== "folder" && isFolder)
    throw new UsageError(`${nameUnseen(named)} is a folder. Name a file, such as ${join(named, kind === "zip" ? "return.zip" : "return.xml")}.`);
  if (kind === "folder" && !isFolder) throw new UsageError(`${nameUnseen(named)} is a file. Name a new or empty folder for the tables.`);
  if (kind === "folder" && readdirSync(target).length > 0) throw new UsageError(`${nameUnseen(basename(named))} is not empty. Name a new or empty folder.`);
}
