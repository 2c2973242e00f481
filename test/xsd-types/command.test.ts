import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Run, returnspec, withFolder } from "../support/returnspec.ts";

const GOOD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="Return2026"><xs:complexType><xs:sequence><xs:element name="Title" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
</xs:schema>
`;

/** Writes files into a new folder and runs a command there. */
function runWith<Result>(files: Readonly<Record<string, string | Uint8Array>>, args: readonly string[], use: (run: Run, folder: string) => Result): Result {
  return withFolder((folder) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return use(returnspec(args, { cwd: folder }), folder);
  });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
}

describe("types FILE.xsd", () => {
  it("writes a folder that stands on nothing but itself, the same from run to run", () => {
    const make = (): ReadonlyMap<string, string> =>
      runWith({ "a/return.xsd": GOOD }, ["types", "a/return.xsd", "--out", "b/out"], ({ code, out, err }, folder) => {
        expect([code, out]).toEqual([0, ""]);
        expect(err).toBe("The types of a/return.xsd are in b/out: README.md says how to use them.\n");
        const below = join(folder, "b", "out");
        return new Map(filesIn(below).flatMap((path) => (/\.\w+$/.test(path) ? [[path, readFileSync(join(below, path), "utf8")]] : [])));
      });
    const files = make();
    expect([...make()]).toEqual([...files]);
    for (const name of ["README.md", "package.json", "types.ts", "types.js", "types.d.ts", "schema.ts", "schema.js", "schema.d.ts"])
      expect(files.has(name), name).toBe(true);
    for (const [path, text] of files) {
      expect(text, path).not.toMatch(/\/tmp\/|\r/);
      if (!/\.(?:js|ts)$/.test(path)) continue;
      for (const [, from = ""] of text.matchAll(/(?:from|import) "([^"]+)"/g)) {
        expect(from, path).toMatch(/^\.{1,2}\/.*\.js$/);
        expect(files.has(join(dirname(path), from).replaceAll("\\", "/")), `${path} imports ${from}`).toBe(true);
      }
    }
  });

  it("writes beside the caller, and over its own folder only", () => {
    runWith({ "return.xsd": GOOD, "full/file.txt": "mine" }, ["types", "return.xsd"], ({ code }, folder) => {
      expect(code).toBe(0);
      expect(filesIn(join(folder, "return-types"))).toContain("types.ts");
      expect(returnspec(["types", "return.xsd"], { cwd: folder }).code).toBe(0);
      const refused = returnspec(["types", "return.xsd", "--out", "full"], { cwd: folder });
      expect([refused.code, refused.err]).toEqual([2, "full is not empty. Name a new or empty folder.\n"]);
      expect(filesIn(join(folder, "full"))).toEqual(["file.txt"]);
    });
  });

  it.each([
    ["a file that is missing", {}, 2, "There is no file return.xsd.\n"],
    ["a file that is no XML", { "return.xsd": "<xs:schema" }, 1, /^return\.xsd:1:\d+: This is not well-formed XML\. .*\nNothing was written\.\n$/s],
    [
      "a file that is no schema",
      { "return.xsd": "<html/>" },
      1,
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
      "an include of another namespace",
      {
        "return.xsd": GOOD.replace('<xs:element name="R', '<xs:include schemaLocation="b.xsd"/><xs:element name="R'),
        "b.xsd": `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:b"/>`,
      },
      1,
      "return.xsd:2:3: b.xsd has the namespace urn:b, so it cannot be included here.\nNothing was written.\n",
    ],
  ] as const)("refuses %s, in words, and writes nothing", (_, files, code, message) => {
    runWith(files, ["types", "return.xsd", "--out", "out"], (run, folder) => {
      expect(run.code).toBe(code);
      if (typeof message === "string") expect(run.err).toBe(message);
      else expect(run.err).toMatch(message);
      expect(filesIn(folder)).not.toContain("out");
    });
  });

  it("goes on with a mistake when it is told to, and says so in the README", () => {
    const files = { "return.xsd": GOOD.replace("</xs:sequence>", `<xs:element ref="Gone"/></xs:sequence>`) };
    runWith(files, ["types", "return.xsd", "--anyway", "--out", "out"], ({ code, err }, folder) => {
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
    runWith({ "a.xsd": schema }, ["types", "a.xsd", "--anyway"], ({ code, err }) => {
      expect(code).toBe(0);
      expect(err).toContain("a.xsd:3:3: This type is derived from itself; it is read as derived from nothing.\n");
      expect(err).toContain("a.xsd:4:3: This type is made of itself; it is read as any text.\n");
      expect(err).toContain("a.xsd:6:3: The group G is made of itself; it is read as empty.\n");
    });
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
    runWith(files, ["types", "s/root.xsd", "--with", "d/three.xsd", "--out", "out"], ({ code, err }, folder) => {
      expect(code).toBe(0);
      expect(err).toBe(`s/root.xsd:3:3: The schema of urn:c is left out: nothing is fetched from a network (https://example.org/schemas/c.xsd).
s/root.xsd:7:5: The element two is of the namespace urn:c, which is left out: anything may stand there.
The types of s/root.xsd are in out: README.md says how to use them.
`);
      const types = readFileSync(join(folder, "out", "types.ts"), "utf8");
      expect(types).toContain("one: number;");
      expect(types).toContain("two: AnyType;");
      expect(types).toContain("three: number;");
    });
  });

  it("reads schemas in other encodings", () => {
    const schema = `<?xml version="1.0" encoding="ISO-8859-1"?>\n${GOOD.replace("<xs:sequence>", "<xs:sequence><xs:annotation><xs:documentation>é</xs:documentation></xs:annotation>").replace("Title", "Tité")}`;
    runWith(
      { "a.xsd": Buffer.from(schema, "latin1"), "b.xsd": Buffer.from(`\uFEFF${schema.replace("ISO-8859-1", "UTF-16")}`, "utf16le") },
      ["types", "a.xsd"],
      ({ code, err }, folder) => {
        expect([code, err]).toEqual([0, "The types of a.xsd are in a-types: README.md says how to use them.\n"]);
        expect(returnspec(["types", "b.xsd"], { cwd: folder }).code).toBe(0);
        for (const name of ["a", "b"]) expect(readFileSync(join(folder, `${name}-types`, "types.ts"), "utf8")).toContain("Tité: string;");
      },
    );
  });
});
