import { StructureKind } from "ts-morph";
import type { ComplexType, SimpleType } from "../xsd-reader/model.ts";
import { enumerationOf } from "../xsd-reader/simple-facts.ts";
import { emitModule, type Statement } from "../typescript/emit.ts";
import { choiceTexts, commentLines, groupText, wrapText } from "./group-text.ts";
import { complexGroup, elementText } from "./property-texts.ts";
import type { SchemaCode } from "./schema-code.ts";
import type { Property, PropertyGroup } from "./shapes.ts";
import { factsOf, simpleDefinition } from "./simple-texts.ts";
import { propertyName } from "./type-names.ts";

/**
 * The module of the types of a schema, with the functions that read and write its documents.
 * @param header lines of the comment at its top, without a marker
 */
export function typesModule(code: SchemaCode, header: readonly string[]): string {
  const { collected, schema } = code;
  const roots = [...schema.elements.values()].filter(({ abstract }) => !abstract);
  const elements = roots.map(
    (element): Property => ({
      name: code.properties.ofElement(element.name),
      text: elementText(element, code),
      isOptional: false,
      documentation: element.documentation,
    }),
  );
  const types = [
    interfaceStatement("Elements", [], { properties: elements, choices: [] }, ["The elements that may be the root of a document, and their values."]),
    ...collected.complexTypes.filter(({ isAny }) => !isAny).map((type) => complexStatement(type, code)),
    ...collected.simpleTypes.map((type) => simpleStatement(type, code)),
  ];
  const body = emitModule([], [...types, ...functions()]).replaceAll(/\n{3,}/g, "\n\n");
  const bare = body.replaceAll(/\/\*[^]*?\*\/|"(?:[^"\\]|\\.)*"/g, "");
  const used = SHARED.filter((name) => new RegExp(`\\b${name}\\b(?!\\??:)`).test(bare));
  return emitModule(header, imports(used)) + body;
}

/** What the types may be made of, and import only if they are. */
const SHARED = ["AnyType", "ElementOf", "QName", "Tagged", "Typed", "Untyped", "XmlAttribute", "XmlElement"];

function imports(used: readonly string[]): readonly Statement[] {
  return [
    'import { readDocument, writeDocument } from "./runtime/xsd-types/document.js";',
    `import type { DocumentOf${used.map((name) => `, ${name}`).join("")} } from "./runtime/xsd-types/values.js";`,
    'import type { WriteOptions } from "./runtime/xsd-types/write.js";',
    'import { schema } from "./schema.js";',
    "",
    'export { DocumentProblem } from "./runtime/xsd-types/problem.js";',
    'export type { AnyType, DocumentFacts, QName, Tagged, XmlAttribute, XmlElement } from "./runtime/xsd-types/values.js";',
    'export type { WriteOptions } from "./runtime/xsd-types/write.js";',
    "",
  ];
}

function functions(): readonly Statement[] {
  return [
    {
      kind: StructureKind.TypeAlias,
      name: "Document",
      isExported: true,
      type: "DocumentOf<Elements>",
      docs: [docs(["A document: the name of its root element, and the value of that."])],
      leadingTrivia: "\n",
    },
    {
      kind: StructureKind.Function,
      name: "parse",
      isExported: true,
      parameters: [{ name: "document", type: "string | Uint8Array" }],
      returnType: "Document",
      statements: ["return readDocument(schema, document) as Document;"],
      docs: [
        docs([
          "Reads a document: its text, or its bytes in any encoding that XML names.",
          "@throws DocumentProblem with path, line and column, for anything that the types have no place for",
        ]),
      ],
    },
    {
      kind: StructureKind.Function,
      name: "serialise",
      isExported: true,
      parameters: [
        { name: "document", type: "Document" },
        { name: "options", type: "WriteOptions", initializer: "{}" },
      ],
      returnType: "string",
      statements: ["return writeDocument(schema, document, options);"],
      docs: [
        docs([
          "Writes a document. What was read and not changed is written as it was; everything else in the order of the schema.",
          "@throws DocumentProblem with the path, for a value that is missing or that the schema has no place for",
        ]),
      ],
    },
  ];
}

function complexStatement(type: ComplexType, code: SchemaCode): Statement {
  const name = code.names.get(type) ?? "";
  const documentation = type.documentation.length > 0 || type.owner?.kind !== "element" ? type.documentation : type.owner.documentation;
  const abstract = type.abstract ? ["Abstract: only types derived from it stand in documents."] : [];
  const { base, group, isInterface } = inheritance(type, code);
  const lines = [...documentation, ...abstract];
  // An interface without properties would take any value at all. Where it is extended or stands with a $type, it cannot be a record of nothing.
  const isRelated = code.collected.complexTypes.some((one) => one.derivation?.base === type || code.collected.derived.get(one)?.includes(type) === true);
  if (isInterface && base === null && group.properties.length === 0 && !isRelated)
    return { kind: StructureKind.TypeAlias, name, isExported: true, type: "Record<string, never>", leadingTrivia: "\n", ...withDocs(lines) };
  if (isInterface) return interfaceStatement(name, base === null ? [] : [base], group, lines);
  const hasOwn = group.properties.length > 0 || (group.choices.length === 0 && base === null);
  const parts = [...(base === null ? [] : [base]), ...(hasOwn ? [groupText({ properties: group.properties, choices: [] })] : []), ...choiceTexts(group)];
  return { kind: StructureKind.TypeAlias, name, isExported: true, type: parts.join(" & "), ...withDocs(lines) };
}

/** The type in the code that a type extends, and what it adds. An interface has no choices, nor has what it extends. */
function inheritance(type: ComplexType, code: SchemaCode): { readonly base: string | null; readonly group: PropertyGroup; readonly isInterface: boolean } {
  const group = complexGroup(type, code);
  const isInterface = group.choices.length === 0;
  const base = type.derivation?.method === "extension" && type.derivation.base.kind === "complex" ? type.derivation.base : null;
  const name = base === null ? undefined : code.names.get(base);
  const own = base === null || name === undefined ? null : restOf(group, complexGroup(base, code));
  return own === null || name === undefined ? { base: null, group, isInterface } : { base: name, group: own, isInterface };
}

/** What a group has besides another; null when the other is not all in it. */
function restOf(group: PropertyGroup, other: PropertyGroup): PropertyGroup | null {
  const keyOf = ({ name, text, isOptional }: Property): string => JSON.stringify([name, text, isOptional]);
  const own = new Set(group.properties.map(keyOf));
  const inherited = new Set(other.properties.map(keyOf));
  const isAllIn =
    [...inherited].every((key) => own.has(key)) && other.choices.every((choice, index) => JSON.stringify(group.choices[index]) === JSON.stringify(choice));
  if (!isAllIn) return null;
  return { properties: group.properties.filter((property) => !inherited.has(keyOf(property))), choices: group.choices.slice(other.choices.length) };
}

function interfaceStatement(name: string, bases: readonly string[], group: PropertyGroup, documentation: readonly string[]): Statement {
  return {
    kind: StructureKind.Interface,
    name,
    isExported: true,
    extends: [...bases],
    ...withDocs(documentation),
    properties: group.properties.map((property) => ({
      name: propertyName(property.name),
      type: property.text,
      hasQuestionToken: property.isOptional,
      ...withDocs(property.documentation),
    })),
  };
}

function simpleStatement(type: SimpleType, code: SchemaCode): Statement {
  const codes = (enumerationOf(type) ?? []).flatMap(({ value, documentation }) => (documentation.length === 0 ? [] : [`${value}: ${documentation.join(" ")}`]));
  return {
    kind: StructureKind.TypeAlias,
    name: code.names.get(type) ?? "",
    isExported: true,
    type: simpleDefinition(type, code.names, code.tables, code.numbers),
    leadingTrivia: "\n",
    ...withDocs([...type.documentation, ...factsOf(type), ...codes]),
  };
}

function withDocs(documentation: readonly string[]): { docs?: string[] } {
  return commentLines(documentation).length === 0 ? {} : { docs: [docs(documentation)] };
}

/** The text of a comment as ts-morph wants it: one that begins with a line end becomes a block. */
function docs(documentation: readonly string[]): string {
  const lines = documentation.flatMap(wrapText);
  return lines.length > 1 ? `\n${lines.join("\n")}` : (lines[0] ?? "");
}
