import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LintResult } from "../support/xmllint.ts";

/** The path of a program, null when it is not installed. */
export function findTool(name: string): string | null {
  try {
    return execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}

/** Those of the programs that are not installed. */
export function missingTools(names: readonly string[]): readonly string[] {
  return names.filter((name) => findTool(name) === null);
}

/** Does something in a new folder and removes the folder afterwards. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "returnspec-judge-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a program to its end.
 * @returns what it wrote, standard output first
 * @throws Error with what it wrote when it fails
 */
export function runTool(command: string, parameters: readonly string[], folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, parameters, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, output, messages) => {
      if (error === null) resolve(output + messages);
      else reject(new Error(`${command} ${parameters.slice(0, 6).join(" ")}\n${output}${messages}`, { cause: error }));
    });
  });
}

/**
 * Validates documents with the xmllint of the system.
 * @param documents names must differ
 * @returns by name, in the order of the documents
 */
export function validateNatively(
  schema: string,
  documents: readonly { readonly name: string; readonly xml: string }[],
): Promise<ReadonlyMap<string, LintResult>> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, "schema.xsd"), schema);
    const files = documents.map((_, index) => `document-${index}.xml`);
    for (const [index, { xml }] of documents.entries()) writeFileSync(join(folder, files[index] ?? ""), xml);
    const output = await runTool("xmllint", ["--noout", "--nonet", "--schema", "schema.xsd", ...files], folder).catch((error: Error) => error.message);
    const byFile = new Map<string, string[]>(files.map((file) => [file, []]));
    for (const line of output.split("\n")) byFile.get(/^document-\d+\.xml/.exec(line)?.[0] ?? "")?.push(line);
    return new Map(
      documents.map(({ name }, index) => {
        const messages = byFile.get(files[index] ?? "") ?? [];
        return [name, { valid: messages.length === 1 && messages[0] === `${files[index]} validates`, messages }];
      }),
    );
  });
}
