import { closeSync, openSync, readSync, statSync } from "node:fs";
import { CONTENT_BYTES } from "../../../runtime/tables/content.ts";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { type InputFile, InputProblem } from "./input.ts";

const CHUNK_BYTES = 1 << 20;

/** A file on disk, under the name that reports are to give it. */
export function diskFile(path: string, name: string): InputFile {
  return { name, read: async (take) => readDisk(path, take) };
}

/**
 * Hands on the bytes of a file in chunks that are only good until the next one.
 * @throws {InputProblem} when the file cannot be read
 */
export function readDisk(path: string, take: (chunk: Uint8Array) => void): void {
  // To open a pipe is to wait for whoever writes into it.
  if (!reading(() => statSync(path)).isFile()) throw new InputProblem("This is no file.");
  const file = reading(() => openSync(path, "r"));
  const buffer = new Uint8Array(CHUNK_BYTES);
  try {
    for (;;) {
      const count = reading(() => readSync(file, buffer));
      if (count === 0) return;
      take(buffer.subarray(0, count));
    }
  } finally {
    closeSync(file);
  }
}

/** The first bytes of a file, by which its content is told. @throws {InputProblem} when the file cannot be read */
export function readStart(path: string): Uint8Array {
  const file = reading(() => openSync(path, "r"));
  const buffer = new Uint8Array(CONTENT_BYTES);
  try {
    return buffer.subarray(
      0,
      reading(() => readSync(file, buffer)),
    );
  } finally {
    closeSync(file);
  }
}

/** What is wrong with the disk is no fault of ours. */
function reading<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof Error && "syscall" in error)
      throw new InputProblem(`The file cannot be read (${nameUnseen(error.message)}). Check that you may read it.`);
    throw error;
  }
}
