import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { runTypes, type TypesOptions } from "../../generators/cli/commands/types.ts";
import { runHere } from "../support/run-here.ts";
import { type Run, returnspec, withFolder } from "../support/returnspec.ts";

const GOOD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="Return2026"><xs:complexType><xs:sequence><xs:element name="Title" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
</xs:schema>
`;

type Files = Readonly<Record<string, string | Uint8Array>>;

function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Writes files into a new folder and makes types of one of them, in `out` unless the options say otherwise. */
function typesOf<Result>(files: Files, file: string, options: Partial<TypesOptions>, use: (run: Run, folder: string) => Result): Promise<Result> {
  return runHere((folder, console) => {
    writeFiles(folder, files);
    const others = (options.with ?? []).map((path) => join(folder, path));
    return runTypes(join(folder, file), { numbers: "number", anyway: false, ...options, with: others, out: join(folder, options.out ?? "out") }, console);
  }, use);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
}

/** A schema of its own with this content. */
function schemaWith(content: string): string {
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n${content}\n</xs:schema>`;
}

/** Content made for each number, and that for the last. */
function chain(length: number, link: (number: number) => string, last: (number: number) => string): string {
  return [...Array.from({ length }, (_, number) => link(number)), last(length)].join("\n");
}

const UNSEEN: Readonly<Record<string, string>> = {
  groups: chain(
    40,
    (number) => `<xs:group name="g${number}"><xs:sequence><xs:group ref="g${number + 1}"/><xs:group ref="g${number + 1}"/></xs:sequence></xs:group>`,
    (number) =>
      `<xs:group name="g${number}"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:group><xs:element name="r"><xs:complexType><xs:group ref="g0"/></xs:complexType></xs:element>`,
  ),
  "attribute groups": chain(
    40,
    (number) => `<xs:attributeGroup name="g${number}"><xs:attributeGroup ref="g${number + 1}"/><xs:attributeGroup ref="g${number + 1}"/></xs:attributeGroup>`,
    (number) =>
      `<xs:attributeGroup name="g${number}"><xs:attribute name="a"/></xs:attributeGroup><xs:element name="r"><xs:complexType><xs:attributeGroup ref="g0"/></xs:complexType></xs:element>`,
  ),
  unions: chain(
    40,
    (number) => `<xs:simpleType name="u${number}"><xs:union memberTypes="u${number + 1} u${number + 1}"/></xs:simpleType>`,
    (number) => `<xs:simpleType name="u${number}"><xs:restriction base="xs:int"/></xs:simpleType><xs:element name="r" type="u0"/>`,
  ),
};

describe("types FILE.xsd", () => {
  it("writes beside the caller, the same from run to run, and over its own folder only", () => {
    withFolder((folder) => {
      writeFiles(folder, { "a/return.xsd": GOOD, "full/file.txt": "mine" });
      const run = returnspec(["types", "a/return.xsd"], { cwd: folder });
      expect(run).toEqual({ code: 0, out: "", err: "The types of a/return.xsd are in return-types: README.md says how to use them.\n" });
      const below = join(folder, "return-types");
      const read = (): readonly (readonly [string, string])[] =>
        filesIn(below).flatMap((path) => (/\.\w+$/.test(path) ? [[path, readFileSync(join(below, path), "utf8")] as const] : []));
      const first = read();
      expect(returnspec(["types", "a/return.xsd"], { cwd: folder }).code).toBe(0);
      expect(read()).toEqual(first);
      const refused = returnspec(["types", "a/return.xsd", "--out", "full"], { cwd: folder });
      expect([refused.code, refused.err]).toEqual([2, "full is not empty. Name a new or empty folder.\n"]);
      expect(filesIn(join(folder, "full"))).toEqual(["file.txt"]);
    });
  });

  it("writes a folder that stands on nothing but itself", async () => {
    const files = await typesOf({ "return.xsd": GOOD }, "return.xsd", {}, ({ code }, folder) => {
      expect(code).toBe(0);
      const below = join(folder, "out");
      return new Map(filesIn(below).flatMap((path) => (/\.\w+$/.test(path) ? [[path, readFileSync(join(below, path), "utf8")]] : [])));
    });
    for (const name of ["README.md", "package.json", "types.ts", "types.js", "types.d.ts", "schema.ts", "schema.js", "schema.d.ts"])
      expect(files.has(name), name).toBe(true);
    for (const [path, text] of files) {
      expect(text, path).not.toMatch(/returnspec-test-|\r/);
      if (!/\.(?:js|ts)$/.test(path)) continue;
      for (const [, from = ""] of text.matchAll(/(?:from|import) "([^"]+)"/g)) {
        expect(from, path).toMatch(/^\.{1,2}\/.*\.js$/);
        expect(files.has(join(dirname(path), from).replaceAll("\\", "/")), `${path} imports ${from}`).toBe(true);
      }
    }
  });

  it.each([
    ["a file that is missing", {}, 2, "There is no file return.xsd.\n"],
    ["a file that is no XML", { "return.xsd": "<xs:schema" }, 2, /^return\.xsd:1:\d+: This is not well-formed XML\. .*\nNothing was written\.\n$/s],
    [
      "a file that is no schema",
      { "return.xsd": "<html/>" },
      2,
      "return.xsd:1:1: This is not an XML Schema: the root is <html>, not <schema> of http://www.w3.org/2001/XMLSchema.\nNothing was written.\n",
    ],
    [
      "a schema with a mistake",
      { "return.xsd": GOOD.replace("xs:string", "xs:strong") },
      1,
      /^return\.xsd is not a valid XML Schema:\nreturn\.xsd:2: .*'\{http:\/\/www\.w3\.org\/2001\/XMLSchema\}strong' does not resolve.*\nNothing was written\. Use --anyway to go on all the same\.\n$/s,
    ],
    [
      "an include that is missing",
      { "return.xsd": GOOD.replace('<xs:element name="R', '<xs:include schemaLocation="gone.xsd"/><xs:element name="R') },
      1,
      "return.xsd:2:3: There is no file gone.xsd.\nNothing was written.\n",
    ],
    [
      "an include that is no XML",
      { "return.xsd": GOOD.replace('<xs:element name="R', '<xs:include schemaLocation="b.xsd"/><xs:element name="R'), "b.xsd": "none" },
      1,
      /^b\.xsd:1:1: This is not well-formed XML\. .*\nNothing was written\.\n$/s,
    ],
    [
      "an include of another namespace",
      {
        "return.xsd": GOOD.replace('<xs:element name="R', '<xs:include schemaLocation="b.xsd"/><xs:element name="R'),
        "b.xsd": `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:b"/>`,
      },
      1,
      "return.xsd:2:3: b.xsd has the namespace urn:b, so it cannot be included here.\nNothing was written.\n",
    ],
    [
      "a document type with entities of other files",
      { "return.xsd": `<!DOCTYPE xs:schema [<!ENTITY other SYSTEM "file:///etc/hostname">]>\n${GOOD.replace("Title", "&other;")}` },
      2,
      /^return\.xsd:3:\d+: This is not well-formed XML\. The entity &other; is not defined\..*\nNothing was written\.\n$/s,
    ],
    [
      "a document type with entities that make too much text",
      { "return.xsd": `<!DOCTYPE xs:schema [<!ENTITY long "${"x".repeat(10_000)}">]>\n${GOOD.replace("xs:string", "&long;".repeat(1000))}` },
      1,
      "return.xsd:1:1: The entities of the document type declaration put in more than 1,000,000 characters, which is more than is read.\nNothing was written.\n",
    ],
    [
      "types that stand too deep on one another",
      {
        "return.xsd": schemaWith(
          chain(
            1000,
            (number) => `<xs:simpleType name="u${number}"><xs:restriction base="u${number + 1}"/></xs:simpleType>`,
            (number) => `<xs:simpleType name="u${number}"><xs:restriction base="xs:int"/></xs:simpleType>`,
          ),
        ),
      },
      1,
      "return.xsd:2:1: Types and groups stand more than 200 deep on one another here, which is more than is read.\nNothing was written.\n",
    ],
    ...Object.entries(UNSEEN).map(
      ([what, content]) =>
        [
          `${what} that hold others twice, and these again`,
          { "return.xsd": schemaWith(content) },
          1,
          /^return\.xsd:\d+:\d+: Written out with all that they stand on, the types of this schema have more than 1,000,000 parts, the last of them here\. That is more than is read\.\nNothing was written\.\n$/,
        ] as const,
    ),
  ] as const)("refuses %s, in words, and writes nothing", (_, files, code, message) =>
    typesOf(files, "return.xsd", {}, (run, folder) => {
      if (typeof message === "string") expect(run.err).toBe(message);
      else expect(run.err).toMatch(message);
      expect(run.code).toBe(code);
      expect(filesIn(folder)).not.toContain("out");
    }),
  );

  it("goes on with a mistake when it is told to, and says so in the README", () => {
    const files = { "return.xsd": GOOD.replace("</xs:sequence>", `<xs:element ref="Gone"/></xs:sequence>`) };
    return typesOf(files, "return.xsd", { anyway: true }, ({ code, err }, folder) => {
      expect(code).toBe(0);
      expect(err).toContain("return.xsd is not a valid XML Schema:");
      expect(err).toContain("return.xsd:2:105: The element Gone is declared nowhere: anything may stand there.\n");
      expect(readFileSync(join(folder, "out", "README.md"), "utf8")).toContain("## Objections");
    });
  });

  it("comes to an end where types and groups are made of themselves", () => {
    const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:complexType name="A"><xs:complexContent><xs:extension base="B"/></xs:complexContent></xs:complexType>
  <xs:complexType name="B"><xs:complexContent><xs:extension base="A"/></xs:complexContent></xs:complexType>
  <xs:simpleType name="S"><xs:union memberTypes="S T"/></xs:simpleType>
  <xs:simpleType name="T"><xs:restriction base="S"/></xs:simpleType>
  <xs:group name="G"><xs:sequence><xs:element name="g" type="S"/><xs:group ref="G"/></xs:sequence></xs:group>
  <xs:element name="a" type="A"/>
  <xs:element name="b"><xs:complexType><xs:group ref="G"/></xs:complexType></xs:element>
</xs:schema>`;
    return typesOf({ "a.xsd": schema }, "a.xsd", { anyway: true }, ({ code, err }) => {
      expect(code).toBe(0);
      expect(err).toContain("a.xsd:3:3: This type is derived from itself; it is read as derived from nothing.\n");
      expect(err).toContain("a.xsd:4:3: This type is made of itself; it is read as any text.\n");
      expect(err).toContain("a.xsd:6:3: The group G is made of itself; it is read as empty.\n");
    });
  });

  it("reads files that include or import one another, and elements that hold one another thousands deep", async () => {
    const files = {
      "a.xsd": schemaWith(`<xs:include schemaLocation="b.xsd"/><xs:element name="a" type="B"/>`),
      "b.xsd": schemaWith(
        `<xs:include schemaLocation="a.xsd"/><xs:complexType name="B"><xs:sequence><xs:element ref="a" minOccurs="0"/></xs:sequence></xs:complexType>`,
      ),
      "c.xsd": `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:d="urn:d" targetNamespace="urn:c"><xs:import namespace="urn:d" schemaLocation="d.xsd"/><xs:element name="c" type="d:D"/></xs:schema>`,
      "d.xsd": `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:c="urn:c" targetNamespace="urn:d"><xs:import namespace="urn:c" schemaLocation="c.xsd"/><xs:complexType name="D"><xs:sequence><xs:element ref="c:c" minOccurs="0"/></xs:sequence></xs:complexType></xs:schema>`,
      "e.xsd": schemaWith(
        chain(
          3000,
          (number) =>
            `<xs:element name="e${number}"><xs:complexType><xs:sequence><xs:element ref="e${number + 1}" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>`,
          (number) => `<xs:element name="e${number}" type="xs:int"/>`,
        ),
      ),
    };
    for (const [file, property] of [
      ["a.xsd", "a?: B;"],
      ["c.xsd", "c?: D;"],
      ["e.xsd", "e3000?: number;"],
    ] as const) {
      await typesOf(files, file, {}, ({ code, err }, folder) => {
        expect([code, err]).toEqual([0, `The types of ${file} are in out: README.md says how to use them.\n`]);
        expect(readFileSync(join(folder, "out", "types.ts"), "utf8")).toContain(property);
      });
    }
  });

  it("reads a file that lies beside in place of one on the network, and says what it leaves out, with the place", () => {
    const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:b="urn:b" xmlns:c="urn:c" xmlns:d="urn:d">
  <xs:import namespace="urn:b" schemaLocation="https://example.org/schemas/b.xsd"/>
  <xs:import namespace="urn:c" schemaLocation="https://example.org/schemas/c.xsd"/>
  <xs:import namespace="urn:d"/>
  <xs:element name="Root"><xs:complexType><xs:sequence>
    <xs:element ref="b:one"/>
    <xs:element ref="c:two"/>
    <xs:element ref="d:three"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`;
    const other = (namespace: string, name: string): string =>
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}"><xs:element name="${name}" type="xs:int"/></xs:schema>`;
    const files = { "s/root.xsd": schema, "s/b.xsd": other("urn:b", "one"), "d/three.xsd": other("urn:d", "three") };
    return typesOf(files, "s/root.xsd", { with: ["d/three.xsd"] }, ({ code, err }, folder) => {
      expect(code).toBe(0);
      expect(err).toContain(`s/root.xsd:3:3: The schema of urn:c is left out: nothing is fetched from a network (https://example.org/schemas/c.xsd).
s/root.xsd:7:5: The element two is of the namespace urn:c, which is left out: anything may stand there.
The types of s/root.xsd are in `);
      const types = readFileSync(join(folder, "out", "types.ts"), "utf8");
      expect(types).toContain("one: number;");
      expect(types).toContain("two: AnyType;");
      expect(types).toContain("three: number;");
    });
  });

  it.each([
    ["ISO-8859-1", (schema: string) => Buffer.from(schema, "latin1")],
    ["UTF-16", (schema: string) => Buffer.from(`\uFEFF${schema}`, "utf16le")],
  ] as const)("reads schemas in %s", (encoding, encode) => {
    const documented = GOOD.replace("<xs:sequence>", "<xs:sequence><xs:annotation><xs:documentation>é</xs:documentation></xs:annotation>");
    const schema = `<?xml version="1.0" encoding="${encoding}"?>\n${documented.replace("Title", "Tité")}`;
    return typesOf({ "a.xsd": encode(schema) }, "a.xsd", {}, ({ code }, folder) => {
      expect(code).toBe(0);
      expect(readFileSync(join(folder, "out", "types.ts"), "utf8")).toContain("Tité: string;");
    });
  });
});
