import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { returnspec, withFolder } from "../support/returnspec.ts";
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

function withSchema<Result>(name: string, xsd: string, use: (folder: string) => Result): Result {
  return withFolder((folder) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), xsd);
    return use(folder);
  });
}

describe("import FILE.xsd", () => {
  it("writes a specification that passes the check and generates a schema which accepts the same documents", async () => {
    const xsd = withSchema("census_2026.xsd", SCHEMA, (folder) => {
      const run = returnspec(["import", "census_2026.xsd", "--out", "mine"], { cwd: folder });
      expect([run.code, run.out, run.err]).toEqual([
        0,
        "",
        `census_2026.xsd:10:7: Census: the attribute by is left out.
census_2026.xsd:5:9: Year: time zones are not accepted.
census-2026/2025-26 is in ${join("mine", "specs", "census-2026", "2025-26")}. Check it with: returnspec --root mine check
`,
      ]);
      expect(readFileSync(join(folder, "mine/specs/census-2026/2025-26/items.yaml"), "utf8")).toContain(
        'note: "Other than in the schema: the attribute by is left out."',
      );
      expect(returnspec(["--root", "mine", "check"], { cwd: folder }).code).toBe(0);
      expect(returnspec(["--root", "mine", "generate", "census-2026/2025-26", "--target", "xsd", "--out", "out"], { cwd: folder }).code).toBe(0);
      return readFileSync(join(folder, "out/census-2026/2025-26/xsd/strict.xsd"), "utf8");
    });
    const verdicts = await validateDocuments(xsd, [
      { name: "good", xml: DOCUMENT },
      { name: "bad", xml: DOCUMENT.replace("M", "X") },
    ]);
    expect([...verdicts].map(([name, { valid }]) => [name, valid])).toEqual([
      ["good", true],
      ["bad", false],
    ]);
  });

  it("takes collection and period from the command line", () => {
    withSchema("census.xsd", SCHEMA, (folder) => {
      expect(returnspec(["import", "census.xsd", "--out", ".", "--collection", "people", "--period", "2024-25-q2"], { cwd: folder }).code).toBe(0);
      expect(readFileSync(join(folder, "specs/people/2024-25-q2/release.yaml"), "utf8")).toContain("start: 2024-07-01\nend: 2024-09-30\n");
      const again = returnspec(["import", "census.xsd", "--out", ".", "--collection", "people", "--period", "2024-25-q2"], { cwd: folder });
      expect(again.code).toBe(2);
      expect(again.err).toMatch(/is not empty\. Name another folder, collection or period\.\n$/);
    });
  });

  it.each([
    ["a file without a year, and no period", SCHEMA, [], "Say with --period which period the schema is of, such as 2025-26.\n"],
    [
      "a period that is none",
      SCHEMA,
      ["--period", "2026"],
      "error: option '--period <period>' argument '2026' is invalid. Use a period such as 2014-15 or 2014-15-q1.\n",
    ],
    [
      "several roots",
      SCHEMA.replace(
        "</xs:schema>",
        `<xs:element name="Other"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType></xs:element></xs:schema>`,
      ),
      ["--period", "2025-26"],
      "Say with --element which is the root of a return: Census, Other.\n",
    ],
    ["a root that is not there", SCHEMA, ["--period", "2025-26", "--element", "Cansus"], "The schema has no global element Cansus. It has Census.\n"],
    [
      "a schema of texts",
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="e" type="xs:int"/></xs:schema>`,
      ["--period", "2025-26"],
      "Say with --element which is the root of a return: e.\n",
    ],
  ] as const)("says what is missing: %s", (_, xsd, args, message) => {
    withSchema("census.xsd", xsd, (folder) => {
      const run = returnspec(["import", "census.xsd", "--out", "mine", ...args], { cwd: folder });
      expect([run.code, run.err]).toEqual([2, message]);
      expect(existsSync(join(folder, "mine"))).toBe(false);
    });
  });

  it("refuses a schema that is not valid", () => {
    withSchema("census_2026.xsd", SCHEMA.replace("xs:gYear", "xs:year"), (folder) => {
      const run = returnspec(["import", "census_2026.xsd", "--out", "mine"], { cwd: folder });
      expect(run.code).toBe(1);
      expect(run.err).toContain("census_2026.xsd is not a valid XML Schema:");
      expect(existsSync(join(folder, "mine"))).toBe(false);
    });
  });
});
