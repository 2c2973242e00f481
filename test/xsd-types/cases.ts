import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/**
 * A schema, documents of it, and what must come of them, as a text file in `cases/`:
 *
 *     What the case is about, in a sentence.
 *     === schema.xsd
 *     the whole file; the first one is the one that types are made of
 *     === order.xml
 *     a document, which must be read and written again
 *     === wrong.xml (refused)
 *     a document that the schema refuses too, and so do the types
 *     === loose.xml (only here)
 *     a document that the schema accepts, but the types refuse
 *     === other.xml (unjudged)
 *     a document that the types read, of a schema that xmllint cannot read as a whole
 *     === use.ts
 *     TypeScript that imports `./types.js`; it must compile, with `@ts-expect-error` over what must not
 *     === expected
 *     notes, types, and what was read from each document
 */
export interface Case {
  readonly name: string;
  readonly schemas: ReadonlyMap<string, string>;
  readonly documents: readonly CaseDocument[];
  readonly use: string | null;
  readonly expected: string;
}

export interface CaseDocument {
  readonly name: string;
  readonly xml: string;
  /** Whether the types take it, and whether the schema does; null where nobody can say. */
  readonly isRead: boolean;
  readonly isValid: boolean | null;
}

const CASES = new URL("cases/", import.meta.url);

/** Reads all cases, in order of name. */
export function readCases(): readonly Case[] {
  return readdirSync(CASES)
    .toSorted()
    .map((file) => readCase(file.replace(/\.txt$/, ""), readFileSync(new URL(file, CASES), "utf8")));
}

function readCase(name: string, text: string): Case {
  const [, ...sections] = text.split(/^=== /m);
  const schemas = new Map<string, string>();
  const documents: CaseDocument[] = [];
  let use: string | null = null;
  let expected = "";
  for (const section of sections) {
    const [, path = "", how, content = ""] = /^(.+?)(?: \((refused|only here|unjudged)\))?\n([\s\S]*)$/.exec(section) ?? [];
    if (path === "expected") expected = content.trimEnd();
    else if (path.endsWith(".xsd")) schemas.set(path, content);
    // Without the line end that stands before the next section, so that a case can say how a document ends.
    else if (path.endsWith(".xml"))
      documents.push({
        name: path,
        xml: content.replace(/\n$/, ""),
        isRead: how === undefined || how === "unjudged",
        isValid: how === "unjudged" ? null : how !== "refused",
      });
    else if (path.endsWith(".ts")) use = content;
    else throw new Error(`${name}: a section for ${path} means nothing`);
  }
  return { name, schemas, documents, use, expected };
}

/** Puts what is said now into a case. */
export function writeExpected({ name }: Case, actual: string): void {
  const file = new URL(`${name}.txt`, CASES);
  const text = readFileSync(file, "utf8");
  const start = text.indexOf("\n=== expected\n");
  writeFileSync(file, `${(start === -1 ? text : text.slice(0, start + 1)).trimEnd()}\n=== expected\n${actual}\n`);
}
