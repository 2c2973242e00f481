import { describe, expect, it } from "vitest";
import { loadPackage, packageOf, schemaOf, type TypesModule } from "./packages.ts";

const SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">
  <xs:element name="Return">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="Title" type="xs:token"/>
        <xs:element name="Child" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="Name" type="xs:token"/>
              <xs:element name="Age" type="xs:int" minOccurs="0"/>
              <xs:element name="Sex" minOccurs="0"><xs:simpleType><xs:restriction base="xs:token"><xs:enumeration value="M"/><xs:enumeration value="F"/></xs:restriction></xs:simpleType></xs:element>
            </xs:sequence>
            <xs:attribute name="id" type="xs:token" use="required"/>
          </xs:complexType>
        </xs:element>
        <xs:any namespace="##other" processContents="skip" minOccurs="0"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>`;

interface Child {
  id: string;
  Name: string;
  Age?: number;
  Sex?: string;
}
interface Return {
  Title: string;
  Child?: Child[];
  $any?: unknown;
}

const types: TypesModule = await loadPackage(packageOf(schemaOf(new Map([["schema.xsd", SCHEMA]])).schema));

function read(xml: string): { name: string; value: Return; namespaces?: Record<string, string> } {
  return types.parse(xml) as ReturnType<typeof read>;
}

function write(value: unknown): string {
  return types.serialise({ name: "Return", value });
}

const DOCUMENT = `<?xml version="1.0" encoding="UTF-8"?>
<t:Return xmlns:t="urn:t">
\t<t:Title> Spring </t:Title>

\t<t:Child id="1"><t:Name>Ada</t:Name><t:Age>07</t:Age></t:Child>
\t<t:Child id="2"><t:Name>Bob</t:Name><t:Sex>M</t:Sex></t:Child>
</t:Return>
`;

describe("a document that is read, changed and written", () => {
  it("differs only where it was changed", () => {
    const document = read(DOCUMENT);
    const [ada, bob] = document.value.Child ?? [];
    if (ada === undefined || bob === undefined) throw new Error("two children");
    expect(types.serialise(document)).toBe(DOCUMENT);
    ada.Age = 8;
    bob.Name = "Robert & <Co>";
    expect(types.serialise(document)).toBe(DOCUMENT.replace("07", "8").replace("Bob", "Robert &amp; &lt;Co&gt;"));
  });

  it("takes an element more with the white space of those beside it", () => {
    const document = read(DOCUMENT);
    const child = document.value.Child?.[1];
    if (child !== undefined) child.Age = 9;
    expect(types.serialise(document)).toContain(`<t:Child id="2"><t:Name>Bob</t:Name><t:Age>9</t:Age><t:Sex>M</t:Sex></t:Child>`);
    document.value.Child?.push({ id: "3", Name: "Cy" });
    const text = types.serialise(document);
    expect(text).toContain(`\n\t<t:Child id="3">`);
    expect(read(text).value.Child).toHaveLength(3);
  });

  it("forgets how a value was written once there is another", () => {
    const document = read(DOCUMENT);
    document.value.Title = "Summer";
    expect(types.serialise(document)).toContain("<t:Title>Summer</t:Title>");
  });

  it("is one line an element, or no white space at all, where nothing is known", () => {
    const value = { Title: "T", Child: [{ id: "1", Name: "Ada" }] };
    expect(write(value)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<Return xmlns="urn:t">
  <Title>T</Title>
  <Child id="1">
    <Name>Ada</Name>
  </Child>
</Return>
`);
    expect(types.serialise({ name: "Return", value }, { layout: "compact" })).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Return xmlns="urn:t"><Title>T</Title><Child id="1"><Name>Ada</Name></Child></Return>\n`,
    );
    expect(types.serialise(read(DOCUMENT), { layout: "compact" })).toContain(
      `</t:Title><t:Child id="1"><t:Name>Ada</t:Name><t:Age>07</t:Age></t:Child><t:Child`,
    );
  });

  it("declares a namespace that nobody declared at its root", () => {
    const text = write({ Title: "T", $any: { namespace: "urn:x", name: "thing", attributes: [{ namespace: "urn:y", name: "a", value: "1" }] } });
    expect(text).toMatch(/<Return xmlns="urn:t" xmlns:ns="urn:x" xmlns:ns2="urn:y">/);
    expect(read(text).value.$any).toEqual({ namespace: "urn:x", name: "thing", attributes: [{ namespace: "urn:y", name: "a", value: "1" }] });
  });
});

describe("a value that the schema has no place for", () => {
  const good: Return = { Title: "T", Child: [{ id: "1", Name: "Ada" }] };
  it.each([
    ["a missing element", { Child: [] }, "/Return: <Title> is missing."],
    ["a missing element before others", { Child: good.Child }, "/Return/Child: <Child> stands where <Title> is expected."],
    ["a missing attribute", { ...good, Child: [{ Name: "Ada" }] }, "/Return/Child: The attribute id is missing."],
    ["an unknown property", { ...good, Titel: "T" }, "/Return: The property Titel is not known here."],
    [
      "a code that is none",
      {
        ...good,
        Child: [
          { id: "1", Name: "A" },
          { id: "2", Name: "B", Sex: "X" },
        ],
      },
      "/Return/Child[2]/Sex: “X” is not one of M, F.",
    ],
    ["a number that is none", { ...good, Child: [{ id: "1", Name: "A", Age: 1.5 }] }, "/Return/Child/Age: 1.5 is not a whole number."],
    ["a text for a number", { ...good, Child: [{ id: "1", Name: "A", Age: "7" }] }, "/Return/Child/Age: “7” is not a whole number."],
    ["a value for a record", { ...good, Child: ["Ada"] }, "/Return/Child: A value with properties is expected."],
    ["one for a list", { ...good, Child: { id: "1", Name: "A" } }, "/Return: Child is not a list."],
    ["null", { Title: null }, "/Return/Title: The element cannot be nil."],
    ["an element of the wrong namespace", { ...good, $any: { namespace: "urn:t", name: "x" } }, "/Return/x: <x> is not expected here."],
    [
      "a character that XML does not have",
      { ...good, Title: "a\u0001" },
      "/Return/Title: XML cannot hold the character U+0001, which is at position 2 of the text.",
    ],
  ])("is refused with its path: %s", (_, value, message) => {
    expect(() => write(value)).toThrow(message);
  });

  it("is refused where the root is none of the schema", () => {
    expect(() => types.serialise({ name: "Other", value: {} })).toThrow("The schema has no root element Other.");
    expect(() => types.parse("<Other/>")).toThrow("/Other (line 1, column 1): The schema has no root element <Other> in no namespace.");
  });
});

describe("a document that cannot be read", () => {
  it.each([
    ["no XML", "Return", "line 1, column 1: “R” is not allowed before the root element: the file must begin with “<”."],
    [
      "broken off",
      "<t:Return xmlns:t='urn:t'><t:Title>",
      "line 1, column 36: The file ends before <t:Title>, opened on line 1, is closed. Part of the file is missing.",
    ],
    ["with a document type", "<!DOCTYPE Return><Return/>", "The file has a document type declaration"],
    ["with a prefix that is not declared", "<t:Return/>", "line 1, column 1: The prefix of t:Return is not declared."],
  ])("%s", (_, xml, message) => {
    expect(() => types.parse(xml)).toThrow(message);
  });

  it("in any encoding is read from its bytes", () => {
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?><t:Return xmlns:t="urn:t"><t:Title>é</t:Title></t:Return>`;
    expect((types.parse(Buffer.from(text, "latin1")).value as Return).Title).toBe("é");
    expect((types.parse(text).value as Return).Title).toBe("é");
    expect((types.parse(Buffer.from(`\uFEFF${text.replace("ISO-8859-1", "UTF-16")}`, "utf16le")).value as Return).Title).toBe("é");
  });
});

describe("numbers as text", () => {
  it("keep every digit", async () => {
    const { schema } = schemaOf(
      new Map([["schema.xsd", `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="n" type="xs:decimal"/></xs:schema>`]]),
    );
    const made = packageOf(schema, "text");
    expect(made.files.get("types.ts")).toContain("n: string;");
    const { parse, serialise } = await loadPackage(made);
    const document = parse("<n>0.12345678901234567890</n>");
    expect(document.value).toBe("0.12345678901234567890");
    expect(serialise(structuredClone(document))).toContain("<n>0.12345678901234567890</n>");
  });
});
