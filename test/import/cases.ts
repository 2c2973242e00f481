import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Somebody else's schema, documents of it, and what must come of them, as a text file in `cases/`:
 *
 *     What the case is about, in a sentence.
 *     === schema.xsd
 *     the whole file
 *     === good.xml
 *     a document that fits the schema, and the schema made from the specification too
 *     === refused.xml (refused)
 *     a document that fits neither
 *     === loose.xml (looser)
 *     a document that only the new schema accepts: the language has no words for what is wrong with it
 *     === lost.xml (lost)
 *     a document that only the old schema accepts: what it holds is left out
 *     === expected
 *     notes and files
 */
export interface ImportCase {
  readonly name: string;
  readonly schemas: ReadonlyMap<string, string>;
  readonly documents: readonly { readonly name: string; readonly xml: string; readonly fitsOld: boolean; readonly fitsNew: boolean }[];
  readonly expected: string;
}

const CASES = new URL("cases/", import.meta.url);

/** Reads all cases, in order of name. */
export function readCases(): readonly ImportCase[] {
  return readdirSync(CASES)
    .toSorted()
    .map((file) => readCase(file.replace(/\.txt$/, ""), readFileSync(new URL(file, CASES), "utf8")));
}

function readCase(name: string, text: string): ImportCase {
  const [, ...sections] = text.split(/^=== /m);
  const schemas = new Map<string, string>();
  const documents: ImportCase["documents"][number][] = [];
  let expected = "";
  for (const section of sections) {
    const [, path = "", how, content = ""] = /^(.+?)(?: \((refused|looser|lost)\))?\n([\s\S]*)$/.exec(section) ?? [];
    if (path === "expected") expected = content.trimEnd();
    else if (path.endsWith(".xsd")) schemas.set(path, content);
    else if (path.endsWith(".xml"))
      documents.push({ name: path, xml: content.trimEnd(), fitsOld: how === undefined || how === "lost", fitsNew: how === undefined || how === "looser" });
    else throw new Error(`${name}: a section for ${path} means nothing`);
  }
  return { name, schemas, documents, expected };
}

/** Puts what is said now into a case. */
export function writeExpected({ name }: ImportCase, actual: string): void {
  const file = new URL(`${name}.txt`, CASES);
  const text = readFileSync(file, "utf8");
  const start = text.indexOf("\n=== expected\n");
  writeFileSync(file, `${(start === -1 ? text : text.slice(0, start + 1)).trimEnd()}\n=== expected\n${actual}\n`);
}
