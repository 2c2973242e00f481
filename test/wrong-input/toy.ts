import { fileURLToPath } from "node:url";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import type { FileTree } from "../../generators/specification/library.ts";
import { findNode } from "../../generators/specification/build-items.ts";
import type { Release, TreeNode } from "../../generators/specification/model.ts";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { Specification } from "../../generators/specification/specification.ts";

/** The small correct specification that wrong inputs and edits are tried on: `toy` (XML, a base and a later year) and `quarter` (tables, no XML). */
const TOY: FileTree = readSpecificationFiles(fileURLToPath(new URL("toy", import.meta.url)));

/** The files of the toy, as a tree that the caller may change. */
export function toyFiles(): Map<string, Uint8Array> {
  return new Map(TOY);
}

/** The toy with other files beside or instead of its own; null leaves a file out. */
export function toyWith(files: Readonly<Record<string, string | Uint8Array | null>>): Map<string, Uint8Array> {
  const tree = toyFiles();
  for (const [path, content] of Object.entries(files)) {
    if (content === null) tree.delete(path);
    else tree.set(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
  }
  return tree;
}

export function textOfFile(tree: FileTree, path: string): string {
  const bytes = tree.get(path);
  if (bytes === undefined) throw new Error(`the toy has no file ${path}`);
  return new TextDecoder().decode(bytes);
}

/** A change file of toy/2015-16@1.0 that makes these edits (YAML, indented by two blanks). */
export function changeWith(edits: string, head = ""): string {
  return `title: A trial
why: To see what happens.
audience: {supplier: must change, authority: must change}
in: "1.0"
source: [LETTER]
basis: seen
${head}edits:
${edits.replaceAll(/^(?=.)/gm, "  ")}
`;
}

/** The release of a tree; what is wrong with it fails the test that asked. */
export function releaseOf(tree: FileTree, name: string): Release {
  const { release, diagnostics } = new Specification(tree).release(name);
  if (release === null || diagnostics.length > 0) throw new Error(`${name} is wrong:\n${diagnostics.map(formatDiagnostic).join("\n\n")}`);
  return release;
}

/** toy/2015-16@1.0 with one more change. */
export function editedToy(edits: string): Release {
  return releaseOf(toyWith({ "specs/toy/2015-16/changes/trial.yaml": changeWith(edits) }), "toy/2015-16@1.0");
}

/** What is wrong with toy/2015-16@1.0 with one more change. */
export function problemsOf(edits: string): readonly string[] {
  const tree = toyWith({ "specs/toy/2015-16/changes/trial.yaml": changeWith(edits) });
  return new Specification(tree).release("toy/2015-16@1.0").diagnostics.map((diagnostic) => formatDiagnostic(diagnostic));
}

/** The node at the end of a path such as `Child/Sex`. */
export function nodeOf(release: Release, path: string): TreeNode {
  const node = findNode(release.root, path);
  if (node === null) throw new Error(`${release.name} has no ${path}, or several`);
  return node;
}

/** The names inside a record, in order. */
export function namesIn(release: Release, path: string): readonly string[] {
  const node = nodeOf(release, path);
  return node.kind === "record" ? node.contains.map(({ name }) => name) : [];
}

/** Codes and labels of a set, in order: `M Male`. */
export function codesOf(release: Release, set: string): readonly string[] {
  return (release.codeSets.get(set)?.codes ?? []).map(({ code, label }) => (label === null ? code : `${code} ${label}`));
}
