import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ImportOptions, runImport } from "../../generators/cli/commands/import.ts";
import { runHere } from "../support/run-here.ts";
import { type Run, returnspec, withFolder } from "../support/returnspec.ts";
import { validateDocuments } from "../support/xmllint.ts";

const SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="Census">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="Year" type="xs:gYear"/>
        <xs:element name="Person" maxOccurs="unbounded">
          <xs:complexType><xs:sequence><xs:element name="Sex"><xs:simpleType><xs:restriction base="xs:token"><xs:enumeration value="M"/><xs:enumeration value="F"/></xs:restriction></xs:simpleType></xs:element></xs:sequence></xs:complexType>
        </xs:element>
      </xs:sequence>
      <xs:attribute name="by" type="xs:string"/>
    </xs:complexType>
  </xs:element>
</xs:schema>
`;
const DOCUMENT = "<Census><Year>2026</Year><Person><Sex>M</Sex></Person><Person><Sex>F</Sex></Person></Census>";

/** Writes a schema into a new folder and imports it, as the command does. */
function importOf<Result>(name: string, xsd: string, options: Partial<ImportOptions>, use: (run: Run, folder: string) => Result): Promise<Result> {
  return runHere((folder, console) => {
    writeFileSync(join(folder, name), xsd);
    return runImport(join(folder, name), { anyway: false, ...options, out: join(folder, "mine") }, console);
  }, use);
}

/** A schema of one element with this content. */
function censusOf(content: string): string {
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="Census"><xs:complexType>${content}</xs:complexType></xs:element></xs:schema>`;
}

describe("import FILE.xsd", () => {
  it("writes a specification that passes the check and generates a schema which accepts the same documents", async () => {
    const xsd = withFolder((folder) => {
      writeFileSync(join(folder, "census_2026.xsd"), SCHEMA);
      const run = returnspec(["import", "census_2026.xsd", "--out", "mine"], { cwd: folder });
      expect(run).toEqual({
        code: 0,
        out: "",
        err: `census_2026.xsd:10:7: Census: the attribute by is left out.
census_2026.xsd:5:9: Year: time zones are not accepted.
census-2026/2025-26 is in ${join("mine", "specs", "census-2026", "2025-26")}. Check it with: returnspec --root mine check
`,
      });
      expect(readFileSync(join(folder, "mine/specs/census-2026/2025-26/items.yaml"), "utf8")).toContain(
        'note: "Other than in the schema: the attribute by is left out."',
      );
      expect(returnspec(["--root", "mine", "check"], { cwd: folder }).code).toBe(0);
      expect(returnspec(["--root", "mine", "generate", "census-2026/2025-26", "--target", "xsd", "--out", "out"], { cwd: folder }).code).toBe(0);
      return readFileSync(join(folder, "out/census-2026/2025-26/xsd/strict.xsd"), "utf8");
    });
    const documents = [
      { name: "good", xml: DOCUMENT },
      { name: "bad", xml: DOCUMENT.replace("M", "X") },
    ];
    for (const schema of [SCHEMA, xsd]) {
      const verdicts = await validateDocuments(schema, documents);
      expect([...verdicts].map(([name, { valid }]) => [name, valid])).toEqual([
        ["good", true],
        ["bad", false],
      ]);
    }
  });

  it("takes collection and period from the command line, and writes over nothing", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "census.xsd"), SCHEMA);
      const args = ["import", "census.xsd", "--out", ".", "--collection", "people", "--period", "2024-25-q2"];
      expect(returnspec(args, { cwd: folder }).code).toBe(0);
      expect(readFileSync(join(folder, "specs/people/2024-25-q2/release.yaml"), "utf8")).toContain("start: 2024-07-01\nend: 2024-09-30\n");
      const again = returnspec(args, { cwd: folder });
      expect(again.code).toBe(2);
      expect(again.err).toMatch(/is not empty\. Name another folder, collection or period\.\n$/);
      const wrong = returnspec(["import", "census.xsd", "--out", "mine", "--period", "2026"], { cwd: folder });
      expect([wrong.code, wrong.err]).toEqual([
        2,
        "error: option '--period <period>' argument '2026' is invalid. Use a period such as 2014-15 or 2014-15-q1.\n",
      ]);
    });
  });

  it.each([
    ["a file without a year, and no period", SCHEMA, {}, 2, "Say with --period which period the schema is of, such as 2025-26.\n"],
    [
      "several roots",
      SCHEMA.replace(
        "</xs:schema>",
        `<xs:element name="Other"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType></xs:element></xs:schema>`,
      ),
      { period: "2025-26" },
      2,
      "Say with --element which is the root of a return: Census, Other.\n",
    ],
    ["a root that is not there", SCHEMA, { period: "2025-26", element: "Cansus" }, 2, "The schema has no global element Cansus. It has Census.\n"],
    [
      "a schema without an element that holds others",
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="e" type="xs:int"/></xs:schema>`,
      { period: "2025-26" },
      2,
      "Say with --element which is the root of a return: e.\n",
    ],
    [
      "a root of a value",
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="e" type="xs:int"/></xs:schema>`,
      { period: "2025-26", element: "e" },
      2,
      "e is no root of a return: it holds no elements that the language has words for.\n",
    ],
    [
      "a root that holds only itself",
      censusOf(`<xs:sequence><xs:element ref="Census" minOccurs="0"/></xs:sequence>`),
      { period: "2025-26" },
      2,
      "Census is no root of a return: it holds no elements that the language has words for.\n",
    ],
    [
      "a root with a name that the language does not have",
      SCHEMA.replace('"Census"', '"Zählung"'),
      { period: "2025-26" },
      2,
      "Zählung is no root of a return: names in the language are of ASCII letters, digits, - _ and .\n",
    ],
    [
      "elements too deep in one another",
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${Array.from(
        { length: 150 },
        (_, number) =>
          `<xs:element name="e${number}"><xs:complexType><xs:sequence><xs:element ref="e${number + 1}"/></xs:sequence></xs:complexType></xs:element>`,
      ).join("")}<xs:element name="e150" type="xs:int"/></xs:schema>`,
      { period: "2025-26" },
      2,
      "e0 holds elements more than 100 deep in one another: this is no schema of a return.\n",
    ],
    [
      "a schema with a mistake",
      SCHEMA.replace("xs:gYear", "xs:year"),
      { period: "2025-26" },
      1,
      /^census\.xsd is not a valid XML Schema:\ncensus\.xsd:5: .*year' does not resolve.*\nNothing was written\. Use --anyway to go on all the same\.\n$/s,
    ],
    ["a file that is no schema", DOCUMENT, { period: "2025-26" }, 2, /^census\.xsd:1:1: This is not an XML Schema: the root is <Census>/],
  ] as const)("refuses %s, in words, and writes nothing", (_, xsd, options, code, message) =>
    importOf("census.xsd", xsd, options, (run, folder) => {
      if (typeof message === "string") expect(run.err).toBe(message);
      else expect(run.err).toMatch(message);
      expect(run.code).toBe(code);
      expect(existsSync(join(folder, "mine"))).toBe(false);
    }),
  );
});
