import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { FileTree } from "../../generators/specification/library.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { textOfFile, toyFiles } from "./toy.ts";

/**
 * A wrong input and what must be said about it, as a text file in `cases/`:
 *
 *     What is wrong, in a sentence.
 *     === specs/toy/2014-15/types.yaml
 *     the whole file
 *     === specs/toy/2014-15/items.yaml (changed)
 *     - a line (or lines) of the toy's own file
 *     + what stands there instead
 *     === specs/toy/2014-15/codesets.yaml (removed)
 *     === specs/toy/2014-15/questions.yaml (bytes)
 *     ff fe 00
 *     === expected
 *     the diagnostics, as a person sees them
 */
export interface WrongInput {
  readonly name: string;
  readonly about: string;
  readonly tree: FileTree;
  /** The files that the case itself gives, other than the toy's. */
  readonly paths: readonly string[];
  readonly expected: string;
}

const CASES = new URL("cases/", import.meta.url);

/** Reads all cases, in order of name. */
export function readCases(): readonly WrongInput[] {
  const hash = new Specification(toyFiles()).publishedHash("toy/2014-15@1.0", new Set()) ?? "";
  return readdirSync(CASES)
    .toSorted()
    .map((file) => readCase(file.replace(/\.txt$/, ""), readFileSync(new URL(file, CASES), "utf8"), hash));
}

function readCase(name: string, text: string, hash: string): WrongInput {
  const [about = "", ...sections] = text.split(/^=== /m);
  const tree = toyFiles();
  const paths: string[] = [];
  let expected = "";
  for (const section of sections) {
    const [, path = "", how, content = ""] = /^(.+?)(?: \((changed|removed|bytes)\))?\n([\s\S]*)$/.exec(section) ?? [];
    if (path === "expected") {
      expected = content.trimEnd();
      continue;
    }
    paths.push(path);
    if (how === "removed") tree.delete(path);
    else if (how === "bytes")
      tree.set(
        path,
        Uint8Array.from(content.trim().split(/\s+/), (pair) => Number.parseInt(pair, 16)),
      );
    else if (how === "changed") tree.set(path, encode(applyHunks(name, textOfFile(tree, path), content)));
    else tree.set(path, encode(content.replaceAll("{hash of toy/2014-15@1.0}", hash)));
  }
  return { name, about: about.trim(), tree, paths, expected };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Replaces runs of `- ` lines by the `+ ` lines behind them; a case that does not fit the toy is a mistake of the case. */
function applyHunks(name: string, text: string, hunks: string): string {
  let result = text;
  for (const hunk of hunks.matchAll(/((?:^- .*\n)+)((?:^\+ .*\n|^\+\n)*)/gm)) {
    const [, old = "", fresh = ""] = hunk;
    const before = old.replaceAll(/^- /gm, "");
    if (result.split(before).length !== 2) throw new Error(`${name}: the toy does not hold exactly once:\n${before}`);
    result = result.replace(before, () => fresh.replaceAll(/^\+ ?/gm, ""));
  }
  return result;
}

/** Writes what is said now into the case: to be read critically before it is kept. */
export function writeExpected(name: string, expected: string): void {
  const file = new URL(`${name}.txt`, CASES);
  const text = readFileSync(file, "utf8").replace(/^=== expected\n[\s\S]*$/m, "");
  writeFileSync(file, `${text}=== expected\n${expected}\n`);
}
