import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { withoutDeclaration } from "./canonical.ts";

/** A schema of other people, read where its Debian package puts it. */
export interface RealSchema {
  readonly name: string;
  readonly file: string;
  /** Further files, for imports that do not say where theirs lies. */
  readonly others: readonly string[];
  /** The packages with the schema and with documents. */
  readonly packages: readonly string[];
  /** How often xmllint objects to the schema: it has mistakes, and is used all the same. */
  readonly objections: number;
  /** Takes the mistakes out of one of its files, so that xmllint can judge documents. */
  readonly mend?: (text: string) => string;
  readonly documents: () => readonly { readonly name: string; readonly xml: string }[];
  /** The least number of documents that are valid. */
  readonly valid: number;
}

const PYTHON = "/usr/lib/python3/dist-packages/xmlschema/schemas";
const STYLESHEETS = "/usr/share/xml/docbook/stylesheet/docbook-xsl-ns";
const XBUILD = "/usr/lib/mono/xbuild";

/** The files below folders whose names end so, in the order of their names. */
function filesBelow(folders: readonly string[], ending: RegExp): () => readonly { readonly name: string; readonly xml: string }[] {
  return () =>
    folders
      .flatMap((folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)) : []))
      .filter((path) => ending.test(path) && statSync(path).isFile())
      .toSorted()
      .map((name) => ({ name, xml: readText(name) }));
}

/** Without what is never read: a document type declaration, and the entities that only it could declare. */
function readText(path: string): string {
  const bytes = readFileSync(path);
  const isLatin = /^<\?xml[^>]*encoding="iso-8859-1"/i.test(bytes.toString("latin1"));
  const named = new Map([
    ["nbsp", "\u00A0"],
    ["copy", "\u00A9"],
    ["raquo", "\u00BB"],
    ["larr", "\u2190"],
    ["rarr", "\u2192"],
    ["mdash", "\u2014"],
    ["eacute", "\u00E9"],
  ]);
  return withoutDeclaration(bytes.toString(isLatin ? "latin1" : "utf8")).replaceAll(/&(\w+);/g, (reference, name: string) => named.get(name) ?? reference);
}

/** Written for this test: the package has no document in DocBook 5. */
const ARTICLE = `<?xml version="1.0" encoding="UTF-8"?>
<article xmlns="http://docbook.org/ns/docbook" xmlns:xlink="http://www.w3.org/1999/xlink" version="5.0" xml:lang="en">
  <info>
    <title>Returns of <emphasis role="bold">children's</emphasis> services</title>
    <author><personname><firstname>Ada</firstname><surname>Example</surname></personname></author>
  </info>
  <para>A return is sent <link xlink:href="https://example.org/">each year</link>; see <xref linkend="when"/>.</para>
  <section xml:id="when">
    <title>When</title>
    <itemizedlist>
      <listitem><para>CIN: <literal>31 July</literal></para></listitem>
      <listitem><para>CLA: <literal>30 June</literal></para></listitem>
    </itemizedlist>
    <programlisting>returnspec validate
  --release cin/2025-26</programlisting>
    <informaltable>
      <tgroup cols="2"><tbody><row><entry>a</entry><entry>b</entry></row></tbody></tgroup>
    </informaltable>
  </section>
</article>`;

/** Written for this test: a message with a fault, and one with something of another namespace. */
const ENVELOPES = [
  `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Client</faultcode><faultstring>No</faultstring></soap:Fault></soap:Body></soap:Envelope>`,
  `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/">
  <Header><t:Id xmlns:t="urn:t" t:mustUnderstand="1">5</t:Id></Header>
  <Body><m:Get xmlns:m="urn:m"><m:Name>one <b/> two</m:Name></m:Get></Body>
</Envelope>`,
];

export const REAL_SCHEMAS: readonly RealSchema[] = [
  {
    name: "DocBook 5",
    file: "/usr/share/xml/docbook/schema/xsd/5.0/docbook.xsd",
    others: [],
    packages: ["docbook5-xml"],
    objections: 0,
    documents: () => [{ name: "article", xml: ARTICLE }],
    valid: 1,
  },
  {
    name: "WSDL",
    file: `${PYTHON}/WSDL/wsdl.xsd`,
    others: [],
    packages: ["python3-xmlschema", "libkdsoap-doc"],
    objections: 0,
    documents: filesBelow(["/usr/share/doc/libkdsoap-dev"], /\.wsdl$/),
    valid: 2,
  },
  {
    name: "WSDL for SOAP",
    file: `${PYTHON}/WSDL/wsdl-soap.xsd`,
    others: ["wsdl.xsd"],
    packages: ["python3-xmlschema"],
    objections: 0,
    documents: () => [],
    valid: 0,
  },
  {
    name: "SOAP envelope",
    file: `${PYTHON}/WSDL/soap-envelope.xsd`,
    others: [],
    packages: ["python3-xmlschema"],
    objections: 0,
    documents: () => ENVELOPES.map((xml, index) => ({ name: `envelope ${index + 1}`, xml })),
    valid: 2,
  },
  {
    name: "SOAP encoding",
    file: `${PYTHON}/WSDL/soap-encoding.xsd`,
    others: [],
    packages: ["python3-xmlschema"],
    objections: 0,
    documents: () => [{ name: "value", xml: `<int xmlns="http://schemas.xmlsoap.org/soap/encoding/" id="a">05</int>` }],
    valid: 1,
  },
  {
    name: "XHTML strict",
    file: `${PYTHON}/XHTML/xhtml1-strict.xsd`,
    others: [],
    packages: ["python3-xmlschema", "docbook-xsl-ns"],
    objections: 0,
    documents: filesBelow([`${STYLESHEETS}/slides`], /\.x?html$/),
    valid: 2,
  },
  {
    name: "XLink",
    file: `${PYTHON}/XLINK/xlink.xsd`,
    others: [],
    packages: ["python3-xmlschema"],
    objections: 0,
    documents: () => [],
    valid: 0,
  },
  {
    name: "MSBuild",
    file: `${XBUILD}/14.0/bin/Microsoft.Build.xsd`,
    others: [],
    packages: ["mono-xbuild"],
    // An attribute that a base type has already is declared again by each of these.
    objections: 8,
    mend: (text) =>
      text.includes('name="SimpleItemType"') ? text : text.replaceAll(/<xs:attribute name="Include"[^>]*?(?:\/>|(?<!\/)>.*?<\/xs:attribute>)/gs, ""),
    documents: filesBelow(["/usr/lib/mono/4.5", XBUILD], /\.(targets|tasks|props|csproj)$/),
    valid: 3,
  },
  {
    name: "Schema for schemas",
    file: `${PYTHON}/XSD_1.0/XMLSchema.xsd`,
    others: [],
    packages: ["python3-xmlschema", "docbook5-xml", "docbook-xsl-ns"],
    objections: 0,
    documents: filesBelow([PYTHON, "/usr/share/xml/docbook/schema/xsd/5.0", `${STYLESHEETS}/slides/schema/xsd`], /\.xsd$/),
    valid: 15,
  },
];
