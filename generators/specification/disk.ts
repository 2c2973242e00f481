import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "./diagnostics.ts";
import type { FileTree } from "./library.ts";

/** Beside the specifications, where there are any: the scenarios of the conformance suite. */
const SCENARIOS = "conformance/scenarios";

/**
 * Reads `specs/` and `conformance/scenarios/` of a folder. Paths in the result are relative to the folder, with forward slashes.
 * @throws when the folder has no `specs/` or a file cannot be read
 */
export function readSpecificationFiles(root: string): FileTree {
  const tree = new Map<string, Uint8Array>();
  const visit = (path: string): void => {
    const entries = readdirSync(join(root, path), { withFileTypes: true }).toSorted((a, b) => compareText(a.name, b.name));
    for (const entry of entries) {
      const inner = `${path}/${entry.name}`;
      if (entry.isDirectory()) visit(inner);
      else if (entry.isFile() && !entry.name.startsWith(".") && !entry.name.endsWith("~")) tree.set(inner, readFileSync(join(root, inner)));
    }
  };
  visit("specs");
  if (existsSync(join(root, SCENARIOS))) visit(SCENARIOS);
  return tree;
}
