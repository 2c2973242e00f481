import { describe, expect, it } from "vitest";
import { formatPlace } from "../../generators/xsd-reader/model.ts";
import type { TypesPackage } from "../../generators/xsd-types/types-package.ts";
import { canonicalXml } from "./canonical.ts";
import { type Case, readCases, writeExpected } from "./cases.ts";
import { validateCase } from "./judge-case.ts";
import { literalText, loadPackage, packageOf, schemaOf, typecheck, type TypesModule } from "./packages.ts";

const UPDATE = process.env["UPDATE_XSD_TYPES"] === "1";

const cases = readCases();
const packages = new Map<string, TypesPackage>(cases.map(({ name, schemas }) => [name, packageOf(schemaOf(schemas).schema)]));

const loaded = new Map<string, Promise<TypesModule>>();

/** The module of a case, loaded once. */
function moduleOf(one: Case): Promise<TypesModule> {
  const module = loaded.get(one.name) ?? loadPackage(packageFor(one));
  loaded.set(one.name, module);
  return module;
}

/** A value without the prefixes of names in it: where one is not declared any more, another is written. */
function withoutPrefixes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "prefix" ? undefined : typeof inner === "number" ? String(inner) : inner)));
}

function packageFor({ name }: Case): TypesPackage {
  const made = packages.get(name);
  if (made === undefined) throw new Error(`no package for ${name}`);
  return made;
}

/** The declarations of the types, without what every module begins and ends with. */
function declarations(made: TypesPackage): string {
  const text = made.files.get("types.ts") ?? "";
  const start = text.indexOf("export type { WriteOptions }");
  return text.slice(text.indexOf("\n", start), text.indexOf("/** A document: the name of its root")).trim();
}

function outcome({ parse }: TypesModule, xml: string): string {
  try {
    return JSON.stringify(parse(xml), null, 2);
  } catch (error) {
    return error instanceof Error && error.name === "DocumentProblem" ? error.message : String(error);
  }
}

async function described(one: Case): Promise<string> {
  const made = packageFor(one);
  const types = await moduleOf(one);
  return [
    ...made.notes.map(({ place, text }) => `${formatPlace(place)}: ${text}`),
    declarations(made),
    ...one.documents.flatMap(({ name, xml }) => [`--- ${name}`, outcome(types, xml)]),
  ].join("\n");
}

describe.each(cases)("$name", (one) => {
  it("has the types and values that it must have", async () => {
    const actual = await described(one);
    if (UPDATE) writeExpected(one, actual);
    else expect(actual).toBe(one.expected);
  });

  it("is judged by xmllint as the case says, and so is what is written of copies of its values", async () => {
    const { parse, serialise } = await moduleOf(one);
    const copies = one.documents.flatMap((document) => {
      if (!document.isRead || document.isValid !== true) return [];
      const copy = structuredClone(parse(document.xml));
      return (["as-read", "compact"] as const).map((layout) => ({ ...document, name: `${document.name}, ${layout}`, xml: serialise(copy, { layout }) }));
    });
    const documents = [...one.documents, ...copies];
    for (const [index, { name, isValid }] of (await validateCase({ ...one, documents })).entries())
      expect([name, isValid], documents[index]?.xml).toEqual([name, documents[index]?.isValid ?? isValid]);
  });

  it("reads what it must read, and nothing else", async () => {
    const { parse } = await moduleOf(one);
    for (const { name, xml, isRead } of one.documents) {
      if (isRead) expect(() => parse(xml), name).not.toThrow();
      else expect(() => parse(xml), name).toThrow(expect.objectContaining({ name: "DocumentProblem", line: expect.any(Number), column: expect.any(Number) }));
    }
  });

  it("writes each document again as it was, and copies of its values so that they are read as the same", async () => {
    const { parse, serialise } = await moduleOf(one);
    for (const { name, xml, isRead } of one.documents) {
      if (!isRead) continue;
      const document = parse(xml);
      expect(canonicalXml(serialise(document)), name).toBe(canonicalXml(xml));
      const copy = structuredClone(document);
      for (const layout of ["as-read", "compact"] as const)
        expect(withoutPrefixes(parse(serialise(copy, { layout })).value), name).toEqual(withoutPrefixes(document.value));
    }
  });

  it("is the same from run to run", () => {
    expect(packageOf(schemaOf(one.schemas).schema)).toEqual(packageFor(one));
  });
});

it("compiles all of it in one program, with the values that were read as literals and the uses that the cases give", async () => {
  const modules = new Map<string, string>();
  for (const one of cases) {
    const { parse } = await moduleOf(one);
    const values = one.documents.filter(({ isRead }) => isRead).map(({ xml }) => literalText(parse(xml)));
    const lines = values.map((value, index) => `export const document${index}: Document = ${value};`);
    modules.set(`${one.name}/values.ts`, [`import type { Document } from "./types.js";`, ...lines, "export type Again = Document;", ""].join("\n"));
    if (one.use !== null) modules.set(`${one.name}/use.ts`, one.use);
  }
  expect(typecheck(packages, modules)).toBe("");
  // Nor does a consumer need the sources: the declarations beside the JavaScript say the same.
  const compiled = new Map(
    [...packages].map(([name, made]) => [name, { ...made, files: new Map([...made.files].filter(([path]) => !/(?<!\.d)\.ts$/.test(path))) }]),
  );
  expect(typecheck(compiled, modules)).toBe("");
});

it("has no two names in a module that differ only by case, and none with a number that the schema does not have", () => {
  for (const one of cases) {
    const names = [...declarations(packageFor(one)).matchAll(/^export (?:interface|type) (\S+)/gm)].map(([, name = ""]) => name);
    expect(new Set(names.map((name) => name.toLowerCase())).size, one.name).toBe(names.length);
    const schema = [...one.schemas.values()].join("\n");
    for (const name of names) for (const [number] of name.matchAll(/\d+/g)) expect(schema, `${one.name}: ${name}`).toContain(number);
  }
});
