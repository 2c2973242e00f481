import { createHash } from "node:crypto";
import { baseName } from "../../../runtime/inputs/input-name.ts";
import { compareTexts } from "../../../runtime/findings/order.ts";
import { readDisk } from "./disk-file.ts";
import { type InputFile, InputProblem } from "./input.ts";

/** Files that are hashed while they are read. */
export interface HashedFiles {
  readonly files: readonly InputFile[];
  /** As `Input.sha256` has it for a list of files. */
  readonly listHash: () => string | null;
  /** Of the first file itself. */
  readonly fileHash: () => string | null;
}

export function hashWhileReading(files: readonly InputFile[]): HashedFiles {
  const hashes: (string | null)[] = files.map(() => null);
  return {
    files: files.map(({ name, read }, index) => ({
      name,
      read: async (take) => {
        const hash = createHash("sha256");
        await read((chunk) => {
          hash.update(chunk);
          take(chunk);
        });
        hashes[index] = hash.digest("hex");
      },
    })),
    listHash: () => {
      const lines = hashes.flatMap((hash, index) => (hash === null ? [] : [{ hash, name: baseName(files[index]?.name ?? "") }]));
      if (lines.length < files.length) return null;
      const list = lines.toSorted((a, b) => compareTexts(a.name, b.name) || compareTexts(a.hash, b.hash)).map(({ hash, name }) => `${hash}  ${name}\n`);
      return createHash("sha256").update(list.join("")).digest("hex");
    },
    fileHash: () => hashes[0] ?? null,
  };
}

/** Of a file that was there a moment ago; null when it is gone. */
export function hashOfDisk(path: string): string | null {
  const hash = createHash("sha256");
  try {
    readDisk(path, (chunk) => void hash.update(chunk));
  } catch (error) {
    if (error instanceof InputProblem) return null;
    throw error;
  }
  return hash.digest("hex");
}
