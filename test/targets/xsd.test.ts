import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Release } from "../../generators/specification/model.ts";
import { xsdTarget } from "../../generators/targets/xsd/xsd-target.ts";
import { compileSchemas } from "../support/xmllint.ts";
import { specification } from "../support/specification.ts";

const native = "xmllint";
const hasNativeXmllint = spawnSync(native, ["--version"]).status === 0;

function releases(): readonly Release[] {
  return specification.names.map((name) => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(`${name} does not resolve`);
    return release;
  });
}

const all = releases();
const schemas = all.flatMap((release) => xsdTarget.build(release).files.map(({ path, content }) => ({ name: `${release.name}/${path}`, xsd: content })));

function textOf(name: string): string {
  return schemas.find((schema) => schema.name === name)?.xsd ?? "";
}

describe("the schemas of all releases", () => {
  test("a strict one each, a public one where it is known", () => {
    const known = all.filter(({ publishedSchema }) => publishedSchema.kind === "follows");
    expect(schemas.length).toBe(all.length + known.length);
    expect(known.map(({ name }) => name)).toEqual([
      ...["2016-17", "2017-18", "2018-19", "2019-20", "2020-21", "2021-22", "2022-23", "2023-24", "2024-25", "2025-26"].map((period) => `cin/${period}`),
      ...["2020-21", "2021-22", "2022-23"].map((period) => `cla/${period}`),
    ]);
  });

  test("are accepted by xmllint as WebAssembly", async () => {
    const results = await compileSchemas(schemas);
    expect([...results].filter(([, { valid }]) => !valid)).toEqual([]);
    expect(results.size).toBe(schemas.length);
  });

  test.skipIf(!hasNativeXmllint)("are accepted by the xmllint of the machine", () => {
    const folder = mkdtempSync(join(tmpdir(), "returnspec-xsd-"));
    try {
      writeFileSync(join(folder, "probe.xml"), "<probe/>");
      const refused = schemas.filter(({ xsd }) => {
        writeFileSync(join(folder, "schema.xsd"), xsd);
        // 3: the probe is no document of the schema, so the schema was read; 5: the schema cannot be read.
        return spawnSync(native, ["--noout", "--schema", "schema.xsd", "probe.xml"], { cwd: folder }).status !== 3;
      });
      expect(refused.map(({ name }) => name)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("name every type, and no two alike without regard to case", () => {
    for (const { name, xsd } of schemas) {
      const names = [...xsd.matchAll(/<xs:(?:complexType|simpleType)( name="(\w+)")?/g)].map((match) => match[2] ?? "anonymous");
      expect(new Set(names.map((type) => type.toLowerCase())).size, name).toBe(names.length);
      expect(names, name).not.toContain("anonymous");
      const used = new Set([...xsd.matchAll(/ (?:type|memberTypes)="([^"]+)"/g)].flatMap((match) => (match[1] ?? "").split(" ")));
      expect(
        names.filter((type) => !used.has(type)),
        name,
      ).toEqual([]);
    }
  });

  test("have one global element, and say what every element is", () => {
    for (const { name, xsd } of schemas) {
      expect([...xsd.matchAll(/^ {2}<xs:element /gm)].length, name).toBe(1);
      expect(xsd, name).not.toMatch(/<xs:element [^>]*\/>|<xs:element [^>]*>\s*(?!<xs:annotation>)</);
    }
  });

  test("say whose schema they follow, and what XML cannot carry", () => {
    expect(textOf("cin/2016-17/xsd/published.xsd")).toContain("Reconstruction of the public schema CIN_schema_2017.xsd");
    expect(textOf("cin/2016-17/xsd/published.xsd")).toContain("not the Department's own file.");
    expect(textOf("cla/2026-27/xsd/strict.xsd")).toMatch(/Not in XML: SW_EPISODE \(.*\), DOLO \(.*\)\. No XML form is established\./);
    expect(textOf("cla/2022-23/xsd/strict.xsd")).not.toContain("Not in XML");
  });

  test("are the same from a specification read anew", () => {
    const again = releases().flatMap((release) => xsdTarget.build(release).files.map(({ content }) => content));
    expect(again).toEqual(schemas.map(({ xsd }) => xsd));
  });
});
