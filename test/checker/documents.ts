import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { targetContext } from "../../generators/cli/target-context.ts";
import { buildExample } from "../../generators/rules/example.ts";
import { writeXml } from "../../generators/rules/write-xml.ts";
import { completeDocuments, minimalDocument } from "../../generators/samples/documents.ts";
import type { Release } from "../../generators/specification/model.ts";
import type { Specification } from "../../generators/specification/specification.ts";
import { specification } from "../support/specification.ts";

/** A return in a folder, and that of the year before where there is one. */
export interface ReturnFile {
  readonly file: string;
  readonly last: string | null;
}

/**
 * Writes returns into a folder: valid ones, ones that break rules, with last year's beside them, and ones that can hardly be read.
 * @param count how many at least; those that are of a kind of their own come first
 */
export function writeReturns(releaseName: string, folder: string, count: number): readonly ReturnFile[] {
  const { release } = specification.release(releaseName);
  if (release === null) throw new Error(releaseName);
  const files: ReturnFile[] = [];
  const add = (name: string, content: string | Uint8Array, last: string | null = null): void => {
    if (last !== null) writeFileSync(join(folder, `last-${name}`), last);
    writeFileSync(join(folder, name), content);
    files.push({ file: name, last: last === null ? null : `last-${name}` });
  };
  for (const [name, content] of strange(release)) add(name, content);
  const documents = completeDocuments(release);
  for (const { name, xml } of documents.slice(0, 2)) add(`${name}.xml`, xml);
  for (const { name, xml, last } of examples(specification, release)) {
    if (files.length >= count) break;
    add(name, xml, last);
  }
  return files;
}

/** What a hand, another program or another year makes of a file. */
function strange(release: Release): readonly (readonly [string, string | Uint8Array])[] {
  const { xml } = minimalDocument(release);
  const markup = '&lt;img src=x onerror="alert(1)"&gt;';
  return [
    ["minimal.xml", xml],
    ["a <b> & é'.xml", xml.replace(/<Sex>[^<]*</, `<Sex>${markup}<`).replace(/<LAchildID>[^<]*</, `<LAchildID>${markup}<`)],
    ["breaks-off.xml", xml.slice(0, Math.floor(xml.length * 0.8))],
    ["other-root.xml", "<Letter><To>them</To></Letter>\n"],
    ["empty.xml", ""],
    ["utf-16.xml", Buffer.from(`\uFEFF${xml.replace('"UTF-8"', '"UTF-16"')}`, "utf16le")],
    ["windows-1252.xml", Buffer.from(xml.replace('"UTF-8"', '"windows-1252"').replace(/<LAchildID>[^<]*</, "<LAchildID>José<"), "latin1")],
  ];
}

/** Examples of rules as returns: the first failing and the first passing one of each, those that look at last year before the others. */
function* examples(specification: Specification, release: Release): Generator<{ readonly name: string; readonly xml: string; readonly last: string | null }> {
  const rules = targetContext(specification, release).rules();
  const ordered = rules.rules.toSorted((a, b) => Number(b.rule.id.startsWith("YonY")) - Number(a.rule.id.startsWith("YonY")));
  for (const rule of ordered) {
    for (const example of [rule.rule.fails[0], rule.rule.passes[0]]) {
      if (example === undefined) continue;
      const built = buildExample(rules, rule, example.value);
      if ("problem" in built) throw new Error(built.problem.message);
      const { root, last } = built.returns;
      yield { name: `${rule.rule.id}-${example.name}.xml`.toLowerCase(), xml: writeXml(root, []), last: last === null ? null : writeXml(last, []) };
    }
  }
}

/**
 * A return of many children, all alike but for their identifier, each with two faults.
 * @param bytes how large it is, nearly
 */
export function writeLargeReturn(releaseName: string, path: string, bytes: number): void {
  const { release } = specification.release(releaseName);
  if (release === null) throw new Error(releaseName);
  const { xml } = minimalDocument(release);
  const [child = ""] = /<Child>[\s\S]*?<\/Child>/.exec(xml) ?? [];
  const before = xml.slice(0, xml.indexOf(child));
  const after = xml.slice(xml.lastIndexOf("</Child>") + "</Child>".length);
  const faulty = child.replace(/<Sex>[^<]*</, "<Sex>Q<").replace("</Child>", "<Surplus/></Child>");
  const file = openSync(path, "w");
  writeSync(file, before);
  for (let number = 0, written = 0; written < bytes; ) {
    let piece = "";
    for (; piece.length < 1 << 20 && written + piece.length < bytes; number += 1)
      piece += `${faulty.replace(/<LAchildID>[^<]*</, `<LAchildID>X${String(number).padStart(7, "0")}<`)}\n`;
    written += writeSync(file, piece);
  }
  writeSync(file, after);
  closeSync(file);
}
