import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { compareText } from "../../specification/diagnostics.ts";
import type { Specification } from "../../specification/specification.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { checkEverything, printDiagnostics, requireName } from "../open-specification.ts";

const HEADER = `# The published versions: what each promises, as a hash. Written by "returnspec publish"; "returnspec check" fails when an edit alters one.
# structure: items, order, occurrence, types, codes, tables and their labels. corrections: those it contained when it was published.
`;

interface LockEntry {
  readonly structure: string;
  readonly corrections: readonly string[];
}

/** `publish RELEASE@VERSION…`: fixes the structure of versions in specs/published.lock. What is locked stays as it is. */
export function runPublish(specification: Specification, root: string, releases: readonly string[], console: Console): ExitCode {
  const names = releases.map((text) => requireName(specification, text));
  for (const name of names) {
    if (!name.includes("@")) throw new UsageError(`Say which version of ${name} is published, such as ${name}@1.0.`);
  }
  const diagnostics = checkEverything(specification, []);
  if (diagnostics.length > 0) {
    printDiagnostics(diagnostics, console);
    return EXIT.failed;
  }
  const path = join(root, "specs", "published.lock");
  const lock = new Map(Object.entries(existsSync(path) ? ((parse(readFileSync(path, "utf8")) ?? {}) as Record<string, LockEntry>) : {}));
  for (const name of names) {
    if (specification.release(name).release?.status === "draft")
      throw new UsageError(`${name} is a draft. Set its status to candidate or final before it is published.`);
    if (lock.has(name)) {
      console.say(`${name} is published already.\n`);
      continue;
    }
    const corrections = specification.corrections(name);
    const structure = specification.publishedHash(name, new Set(corrections));
    if (structure !== null) lock.set(name, { structure, corrections });
  }
  const ordered = Object.fromEntries([...lock].toSorted(([a], [b]) => compareText(a, b)));
  writeFileSync(path, `${HEADER}${stringify(ordered, { lineWidth: 0 })}`);
  return EXIT.passed;
}
