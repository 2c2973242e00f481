import { compareText } from "../../specification/diagnostics.ts";
import type { ItemNode, Occurs, RecordNode, Release, TreeNode } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import { basisLines, type Facet, type SimpleType } from "./simple-type.ts";
import { pascalCase } from "../../specification/pascal-case.ts";
import { createTypeNames, type TypeNames } from "./type-names.ts";
import { formatDocument, type XmlElement, xmlElement } from "./xml-writer.ts";

/** What tells one schema of a release from another. */
export interface Profile {
  /** What the schema says about itself besides the notice. */
  readonly about: readonly string[];
  readonly includes: (node: TreeNode) => boolean;
  readonly occurs: (node: TreeNode) => Occurs;
  readonly typeOf: (item: ItemNode) => SimpleType;
}

interface Builder {
  readonly profile: Profile;
  readonly names: TypeNames;
  /** Complex types in the order of the tree; simple types by their definition. */
  readonly records: XmlElement[];
  readonly simpleTypes: Map<string, { readonly name: string; readonly element: XmlElement }>;
}

/** The text of an XML Schema 1.0 document: one global element, a named type for everything else. */
export function formatSchema(release: Release, profile: Profile): string {
  const builder: Builder = { profile, names: createTypeNames(), records: [], simpleTypes: new Map() };
  const root = xmlElement("xs:element", { name: tagOf(release.root), type: recordType(release.root, builder) }, annotation(nodeLines(release.root, profile)));
  const simpleTypes = [...builder.simpleTypes.values()].toSorted((a, b) => compareText(a.name, b.name));
  const notice = [...noticeLines(release), ...profile.about];
  const schema = xmlElement("xs:schema", { "xmlns:xs": "http://www.w3.org/2001/XMLSchema", elementFormDefault: "qualified", version: release.id }, [
    ...annotation(notice),
    root,
    ...builder.records,
    ...simpleTypes.map(({ element }) => element),
  ]);
  return formatDocument(notice, schema);
}

function tagOf(node: TreeNode): string {
  return node.xml.kind === "element" ? node.xml.tag : node.name;
}

/** Declares the type of a record and of everything in it; gives its name. */
function recordType(record: RecordNode, builder: Builder): string {
  const parts = record.path.split("/").map(pascalCase);
  // The shortest end of the path that is free: ChildRecord, else ChildrenChildRecord …
  const name = builder.names.take(parts.map((_, index) => `${parts.slice(-1 - index).join("")}Record`));
  const place = builder.records.length;
  const sequence = xmlElement("xs:sequence", {}, particles(record, builder));
  builder.records.splice(place, 0, xmlElement("xs:complexType", { name }, [sequence]));
  return name;
}

function particles(record: RecordNode, builder: Builder): readonly XmlElement[] {
  const { profile } = builder;
  return record.contains.filter(profile.includes).flatMap((node): readonly XmlElement[] => {
    if (node.xml.kind === "none") return [];
    if (node.xml.kind === "element" || node.kind === "item") return [declaration(node, builder)];
    const inner = particles(node, builder);
    // What an optional record needs is needed only when the record is there.
    const isOptional = profile.occurs(node).minimum === 0 && node.contains.some((item) => profile.includes(item) && profile.occurs(item).minimum > 0);
    return isOptional ? [xmlElement("xs:sequence", { minOccurs: "0" }, inner)] : inner;
  });
}

function declaration(node: TreeNode, builder: Builder): XmlElement {
  const { minimum, maximum } = builder.profile.occurs(node);
  const type = node.kind === "record" ? recordType(node, builder) : simpleType(builder.profile.typeOf(node), builder);
  const attributes = {
    name: tagOf(node),
    type,
    minOccurs: minimum === 1 ? null : String(minimum),
    maxOccurs: maximum === 1 ? null : maximum === null ? "unbounded" : String(maximum),
  };
  return xmlElement("xs:element", attributes, annotation(nodeLines(node, builder.profile)));
}

function nodeLines(node: TreeNode, profile: Profile): readonly string[] {
  const cbds = node.kind === "item" ? node.cbds : null;
  const leftOut = node.kind === "record" ? withoutXml(node, profile).map(({ name, label }) => `${name} (${label})`) : [];
  return [
    node.label,
    node.definition,
    ...(cbds === null ? [] : [`CBDS number: ${cbds}`]),
    ...basisLines(node),
    ...(leftOut.length === 0 ? [] : [`Not in XML: ${leftOut.join(", ")}. No XML form is established.`]),
  ];
}

/** What would be submitted inside the element if XML could carry it. Derived items are never submitted. */
function withoutXml(record: RecordNode, profile: Profile): readonly TreeNode[] {
  return record.contains.filter(profile.includes).flatMap((node) => {
    if (node.kind === "record" && node.xml.kind === "inline") return withoutXml(node, profile);
    return node.xml.kind === "none" && !(node.kind === "item" && node.derived !== null) ? [node] : [];
  });
}

/** Declares a simple type once; gives the name to refer to it. */
function simpleType(type: SimpleType, builder: Builder): string {
  if (type.kind === "builtin") return type.base;
  const key = JSON.stringify(type);
  const known = builder.simpleTypes.get(key);
  if (known !== undefined) return known.name;
  const members = type.kind === "union" ? type.members.map((member) => simpleType(member, builder)) : [];
  const name = builder.names.take([type.title]);
  const content =
    type.kind === "union"
      ? [xmlElement("xs:union", { memberTypes: members.join(" ") })]
      : [...annotation(type.documentation), xmlElement("xs:restriction", { base: type.base }, type.facets.map(facetElement))];
  builder.simpleTypes.set(key, { name, element: xmlElement("xs:simpleType", { name }, content) });
  return name;
}

function facetElement(facet: Facet): XmlElement {
  return xmlElement(`xs:${facet.name}`, { value: facet.value }, annotation(facet.documentation));
}

/** One documentation element per statement; a statement is one line, however the specification breaks it. */
function annotation(lines: readonly string[]): readonly XmlElement[] {
  const statements = lines.map((line) => line.replaceAll(/\s+/g, " ").trim()).filter((line) => line !== "");
  if (statements.length === 0) return [];
  return [
    xmlElement(
      "xs:annotation",
      {},
      statements.map((line) => xmlElement("xs:documentation", {}, line)),
    ),
  ];
}
