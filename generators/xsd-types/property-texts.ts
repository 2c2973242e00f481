import { attributesOf, contentOf } from "../xsd-reader/effective.ts";
import type { AttributeUse, ComplexType, ElementDeclaration, Particle, SimpleType, TypeDefinition } from "../xsd-reader/model.ts";
import { attributeNames, contentForm, recordNames, type SchemaCode } from "./schema-code.ts";
import { groupOf, isUntagged, joinGroups, type Property, type PropertyGroup, standIns } from "./shapes.ts";
import { factsOf, literal, simpleText } from "./simple-texts.ts";
import { propertyName } from "./type-names.ts";

/** The properties of a complex type, those that it inherits included. */
export function complexGroup(type: ComplexType, code: SchemaCode): PropertyGroup {
  const attributes = attributeProperties(type, code);
  const content = contentOf(type);
  const form = contentForm(type);
  if (content.kind === "simple")
    return { properties: [...attributes, valueProperty(simpleText(content.type, code.names, code.tables, code.numbers), factsOf(content.type))], choices: [] };
  if (form === "value") return { properties: [...attributes, valueProperty("string", [])], choices: [] };
  if (content.particle === null) return { properties: attributes, choices: [] };
  if (form === "record") {
    const names = recordNames(content.particle, code.properties);
    return joinGroups([{ properties: attributes, choices: [] }, groupOf(content.particle, (leaf) => leafProperty(leaf, names, code))]);
  }
  return { properties: [...attributes, contentProperty(content.particle, content.mixed, code)], choices: [] };
}

function valueProperty(text: string, facts: readonly string[]): Property {
  return { name: "$value", text, isOptional: false, documentation: facts };
}

function attributeProperties(type: ComplexType, code: SchemaCode): readonly Property[] {
  const { uses, wildcard } = attributesOf(type);
  const names = attributeNames(type, code.properties);
  const declared = uses.map(
    (use): Property => ({
      name: names.get(use) ?? use.attribute.name.local,
      text: attributeText(use, code),
      isOptional: use.use !== "required",
      documentation: [
        ...(use.documentation.length > 0 ? use.documentation : use.attribute.documentation),
        ...ownFacts(use.attribute.type, code),
        ...defaultFacts(use.default, use.fixed),
      ],
    }),
  );
  if (wildcard === null) return declared;
  return [...declared, { name: "$attributes", text: "XmlAttribute[]", isOptional: true, documentation: ["Attributes that the schema does not declare."] }];
}

function attributeText({ attribute, fixed }: AttributeUse, code: SchemaCode): string {
  return (fixed === null ? null : fixedText(attribute.type, fixed, code)) ?? simpleText(attribute.type, code.names, code.tables, code.numbers);
}

function fixedText(type: SimpleType, fixed: string, code: SchemaCode): string | null {
  const value = code.tables.codeOf(type, fixed);
  return value === null ? null : literal(value);
}

/** A type with a name of its own says there what its values must be. */
function ownFacts(type: SimpleType, code: SchemaCode): readonly string[] {
  return code.names.has(type) ? [] : factsOf(type);
}

function defaultFacts(value: string | null, fixed: string | null): readonly string[] {
  if (fixed !== null) return [`Fixed: ${JSON.stringify(fixed)}`];
  return value === null ? [] : [`Left out, it is ${JSON.stringify(value)}`];
}

function leafProperty(leaf: Particle & { readonly kind: "element" | "any" }, names: ReadonlyMap<ElementDeclaration, string>, code: SchemaCode): Property {
  if (leaf.kind === "any")
    return { name: "$any", text: repeated("XmlElement", leaf), isOptional: false, documentation: ["What a wildcard of the schema admits."] };
  const { element } = leaf;
  const text = isUntagged(element) ? elementText(element, code) : elementUnion([element], code).join(" | ") || "never";
  const many = leaf.max !== null && leaf.max > 1 ? [`At most ${leaf.max}`] : [];
  const facts = element.type.kind === "simple" ? ownFacts(element.type, code) : [];
  return {
    name: names.get(element) ?? element.name.local,
    text: repeated(text, leaf),
    isOptional: false,
    documentation: [...element.documentation, ...facts, ...defaultFacts(element.default, element.fixed), ...many],
  };
}

/** Where so many must be there, the type says so; more are left to the check. */
const MOST_SAID = 4;

function repeated(text: string, { min, max }: Particle): string {
  if (max === 1) return text;
  const item = /[|&]/.test(text) ? `(${text})` : text;
  return min === 0 ? `${item}[]` : `[${`${text}, `.repeat(Math.min(min, MOST_SAID))}...${item}[]]`;
}

/** The values of an element. */
export function elementText(element: ElementDeclaration, code: SchemaCode): string {
  const { type, nillable, fixed } = element;
  if (type.kind === "simple") {
    const value = (fixed === null ? null : fixedText(type, fixed, code)) ?? simpleText(type, code.names, code.tables, code.numbers);
    return [value, ...(mayBeLeftEmpty(element, code) ? ['""'] : []), ...(nillable ? ["null"] : [])].join(" | ");
  }
  const own = typeText(type, code);
  return nillable && !type.isAny ? `${own} | ${nilText(type, code)}` : own;
}

/** Whether an empty element stands for the default though nothing is no value of the type. */
function mayBeLeftEmpty({ type, default: value, fixed }: ElementDeclaration, code: SchemaCode): boolean {
  if (type.kind !== "simple" || (value === null && fixed === null)) return false;
  return fixed !== null ? fixed !== "" : code.tables.codeOf(type, "") !== "" || code.tables.codesOf(type)?.includes("") === false;
}

/** A complex type, with those derived from it that may stand in its place. */
function typeText(type: ComplexType, code: SchemaCode): string {
  if (type.isAny) return "AnyType";
  const nameOf = (one: TypeDefinition): string => code.names.get(one) ?? "never";
  const derived = code.collected.derived.get(type) ?? [];
  if (derived.length === 0) return type.abstract ? "never" : nameOf(type);
  const own = type.abstract ? [] : [`Untyped<${nameOf(type)}>`];
  return [...own, ...derived.map((one) => `Typed<${JSON.stringify(nameOf(one))}, ${nameOf(one)}>`)].join(" | ");
}

/** An element that is nil keeps its attributes and has nothing else. */
function nilText(type: ComplexType, code: SchemaCode): string {
  const properties = attributeProperties(type, code);
  if (properties.length === 0) return "null";
  const fields = properties.map(({ name, text, isOptional }) => `${propertyName(name)}${isOptional ? "?" : ""}: ${text}`);
  return `{ $nil: true; ${fields.join("; ")} }`;
}

function contentProperty(particle: Particle, isMixed: boolean, code: SchemaCode): Property {
  const leaves = leavesOf(particle);
  const elements = leaves.flatMap((leaf) => (leaf.kind === "element" ? [leaf.element] : []));
  const union = elementUnion(elements, code);
  const parts = [...(isMixed ? ["string"] : []), ...union, ...(leaves.some(({ kind }) => kind === "any") ? ['Tagged<"*", XmlElement>'] : [])];
  const documentation = isMixed ? "Text and elements in their order." : "Elements in their order.";
  return { name: "$content", text: `${inParentheses(parts)}[]`, isOptional: false, documentation: [documentation] };
}

/** How many names of elements stand on a line. */
const NAMES_PER_LINE = 8;

/** One of several elements, with its name: the parts of a union. */
function elementUnion(elements: readonly ElementDeclaration[], code: SchemaCode): readonly string[] {
  const all = [...new Set(elements.flatMap(standIns))];
  const globals = [...new Set(all.filter(({ isGlobal }) => isGlobal).map(({ name }) => JSON.stringify(code.properties.ofElement(name))))];
  const locals = all
    .filter(({ isGlobal }) => !isGlobal)
    .map((element) => `Tagged<${JSON.stringify(code.properties.ofElement(element.name))}, ${elementText(element, code)}>`);
  const lines = globals.flatMap((_, index) => (index % NAMES_PER_LINE === 0 ? [globals.slice(index, index + NAMES_PER_LINE).join(" | ")] : []));
  const names = lines.length < 2 ? lines.join("") : `(\n${lines.map((line) => `| ${line}`).join("\n")}\n)`;
  return [...(globals.length === 0 ? [] : [`ElementOf<Elements, ${names}>`]), ...new Set(locals)];
}

/** More than this on a line is hard to read. */
const LINE_WIDTH = 140;

function inParentheses(parts: readonly string[]): string {
  const line = parts.join(" | ") || "never";
  return line.length < LINE_WIDTH || parts.length === 1 ? `(${line})` : `(\n${parts.map((part) => `| ${part}`).join("\n")}\n)`;
}

function leavesOf(particle: Particle): readonly (Particle & { readonly kind: "element" | "any" })[] {
  if (particle.kind === "element" || particle.kind === "any") return [particle];
  return "items" in particle ? particle.items.flatMap(leavesOf) : [];
}
