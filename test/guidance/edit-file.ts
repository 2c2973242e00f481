import { readFileSync, writeFileSync } from "node:fs";

/** Replaces text in a file; it must be there. */
export function editFile(path: string, from: string | RegExp, to: string): void {
  const before = readFileSync(path, "utf8");
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${String(from)} is not in ${path}.`);
  writeFileSync(path, after);
}
