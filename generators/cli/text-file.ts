import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** A file that is being written, in large pieces. */
export interface TextFile {
  readonly write: (text: string) => void;
  readonly close: () => void;
}

const BUFFER = 256 * 1024;

/** Opens a file for text, and makes the folders on the way to it. */
export function openTextFile(path: string): TextFile {
  mkdirSync(dirname(path), { recursive: true });
  const descriptor = openSync(path, "w");
  let waiting: string[] = [];
  let size = 0;
  const flush = (): void => {
    const bytes = Buffer.from(waiting.join(""));
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    waiting = [];
    size = 0;
  };
  return {
    write: (text) => {
      waiting.push(text);
      size += text.length;
      if (size > BUFFER) flush();
    },
    close: () => {
      flush();
      closeSync(descriptor);
    },
  };
}
