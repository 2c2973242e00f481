import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { lintSchema } from "../../generators/xsd-reader/lint-schema.ts";
import { readSchema } from "../../generators/xsd-reader/read-schema.ts";
import { type Loaded, loadSchemas } from "../../generators/xsd-reader/schema-documents.ts";
import type { TypesPackage } from "../../generators/xsd-types/types-package.ts";
import { JUDGE } from "../support/returnspec.ts";
import { canonicalXml } from "./canonical.ts";
import { messagesOf } from "./judge-case.ts";
import { literalText, loadPackage, packageOf, typecheck, type TypesModule } from "./packages.ts";
import { REAL_SCHEMAS, type RealSchema } from "./real-schemas.ts";

const installed = REAL_SCHEMAS.filter(({ file }) => existsSync(file));

function load({ file, others }: RealSchema, mend: (text: string) => string = (text) => text): Loaded {
  const folder = dirname(file);
  const read = (path: string): Uint8Array => {
    const bytes = readFileSync(join(folder, path));
    const text = bytes.toString("utf8");
    return mend(text) === text ? bytes : new TextEncoder().encode(mend(text));
  };
  return loadSchemas(basename(file), (path) => (existsSync(join(folder, path)) ? read(path) : null), others);
}

/** As it is shown to xmllint. */
function loadMended(schema: RealSchema): Loaded {
  return load(schema, schema.mend);
}

const packages = new Map<string, TypesPackage>(installed.map((schema) => [schema.name, packageOf(readSchema(load(schema)).schema)]));

function packageFor(name: string): TypesPackage {
  const made = packages.get(name);
  if (made === undefined) throw new Error(`no package for ${name}`);
  return made;
}

/** The documents that are looked at: all in `npm run judge`, else the first three and every seventh. */
function chosenDocuments({ documents }: RealSchema): ReturnType<RealSchema["documents"]> {
  return documents().filter((_, index) => JUDGE || index < 3 || index % 7 === 0);
}

/** Those of them that can be read at all, and what keeps the others from it. */
function tryAll({ parse }: TypesModule, schema: RealSchema): readonly { readonly name: string; readonly xml: string; readonly problem: string | null }[] {
  return chosenDocuments(schema).map(({ name, xml }) => {
    try {
      parse(xml);
      return { name, xml, problem: null };
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "DocumentProblem") throw error;
      return { name, xml, problem: error.message };
    }
  });
}

for (const schema of REAL_SCHEMAS) {
  describe(`${schema.name}, as Debian has it`, () => {
    if (!installed.includes(schema)) {
      test.skip(`skipped: ${schema.file} is not there (Debian: ${schema.packages.join(", ")})`);
      return;
    }

    it("is accepted by xmllint, but for mistakes that are known", async () => {
      const loaded = load(schema);
      expect(await lintSchema(loaded, readSchema(loaded).unread)).toHaveLength(schema.objections);
      const mended = loadMended(schema);
      if (schema.objections > 0) expect(await lintSchema(mended, readSchema(mended).unread)).toEqual([]);
    });

    it("has types that read every valid document, and write each again as it was", async () => {
      const types = await loadPackage(packageFor(schema.name));
      const tried = tryAll(types, schema);
      const messages = await messagesOf(
        loadMended(schema),
        tried.map(({ xml }) => xml),
      );
      let count = 0;
      for (const [index, { name, xml, problem }] of tried.entries()) {
        if (messages[index]?.length === 0) {
          expect(problem, name).toBeNull();
          count += 1;
        }
        if (problem !== null) continue;
        const document = types.parse(xml);
        expect(canonicalXml(types.serialise(document)), name).toBe(canonicalXml(xml));
        const again = types.parse(types.serialise(structuredClone(document)));
        expect(again.value, name).toEqual(document.value);
      }
      // A package with documents may be missing though the one with the schema is there.
      if (tried.length > 0) expect(count).toBeGreaterThanOrEqual(JUDGE ? schema.valid : Math.min(1, schema.valid));
    });

    it("has types that are the same from run to run, with no two names alike", () => {
      const again = packageOf(readSchema(load(schema)).schema);
      expect(again.files.get("types.ts") === packageFor(schema.name).files.get("types.ts")).toBe(true);
      expect(again.files.get("schema.ts") === packageFor(schema.name).files.get("schema.ts")).toBe(true);
      const names = [...(again.files.get("types.ts") ?? "").matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name = ""]) => name.toLowerCase());
      expect(new Set(names).size).toBe(names.length);
    });
  });
}

it("compiles the types of all of them in one program, with the documents that were read as literals", async () => {
  if (installed.length === 0) return;
  const named = new Map([...packages].map(([name, made]) => [name.replaceAll(/\W+/g, "-").toLowerCase(), made]));
  const modules = new Map<string, string>();
  for (const schema of installed) {
    const types = await loadPackage(packageFor(schema.name));
    // More, and longer ones, say little more and make the compiler work long.
    const read = tryAll(types, schema)
      .filter(({ problem, xml }) => problem === null && xml.length < (JUDGE ? 30_000 : 10_000))
      .slice(0, JUDGE ? 4 : 2);
    const lines = read.map(({ xml }, index) => `export const document${index}: Document = ${literalText(types.parse(xml))};`);
    modules.set(
      `${schema.name.replaceAll(/\W+/g, "-").toLowerCase()}/values.ts`,
      [`import type { Document } from "./types.js";`, ...lines, "export type Again = Document;", ""].join("\n"),
    );
  }
  expect(typecheck(named, modules)).toBe("");
});
