import { SaxesParser } from "saxes";

/** An element of a return as a schema declares it. */
export interface SchemaFact {
  /** Tags from the root. */
  readonly path: string;
  readonly min: number;
  readonly max: number | "unbounded";
  /** Among the elements of the same parent, from 1. */
  readonly position: number;
  /** The built-in type behind the value, `xs:string`; absent for an element with elements inside. */
  readonly base?: string;
  /** Values of facets by their name, in the order of the schema. */
  readonly facets?: Readonly<Record<string, readonly string[]>>;
}

const XSD = "http://www.w3.org/2001/XMLSchema";

/** An element of the schema document itself; annotations are left out. */
interface Declaration {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Declaration[];
}

/**
 * Reads an XML Schema back to facts about its elements, in document order. Written apart from the generator, so that the two can be compared.
 * @throws Error when the schema holds anything but global elements and types, sequences of elements and restrictions: nothing is passed over
 */
export function readSchema(xsd: string): readonly SchemaFact[] {
  const schema = parse(xsd);
  const types = new Map<string, Declaration>();
  const elements: Declaration[] = [];
  for (const declaration of schema.children) {
    if (declaration.name === "element") elements.push(declaration);
    else if (declaration.name === "complexType" || declaration.name === "simpleType") types.set(attribute(declaration, "name"), declaration);
    else throw new Error(`xs:${declaration.name} at the top of the schema`);
  }
  const [root] = elements;
  if (root === undefined || elements.length !== 1) throw new Error(`${elements.length} global elements`);
  return factsOf(root, "", 1, types);
}

function factsOf(element: Declaration, parent: string, position: number, types: ReadonlyMap<string, Declaration>): readonly SchemaFact[] {
  allow(element, ["name", "type", "minOccurs", "maxOccurs"]);
  const path = `${parent}${attribute(element, "name")}`;
  const fact = { path, min: Number(element.attributes["minOccurs"] ?? 1), max: maximumOf(element), position };
  const named = element.attributes["type"];
  const type = named === undefined ? only(element) : types.get(named);
  if (type === undefined) {
    if (named?.startsWith("xs:") !== true) throw new Error(`${path}: no type ${named ?? ""}`);
    return [{ ...fact, base: named, facets: {} }];
  }
  if (type.name === "simpleType") return [{ ...fact, ...simpleTypeFacts(type, types) }];
  const sequence = only(type);
  if (type.name !== "complexType" || sequence.name !== "sequence") throw new Error(`${path}: xs:${type.name} of xs:${sequence.name}`);
  allow(type, ["name"]);
  allow(sequence, []);
  const inner = sequence.children.map((child) => {
    if (child.name !== "element") throw new Error(`${path}: xs:${child.name} in its sequence`);
    return child;
  });
  return [fact, ...inner.flatMap((child, index) => factsOf(child, `${path}/`, index + 1, types))];
}

function simpleTypeFacts(type: Declaration, types: ReadonlyMap<string, Declaration>): { readonly base: string; readonly facets: Record<string, string[]> } {
  allow(type, ["name"]);
  const restriction = only(type);
  if (restriction.name !== "restriction") throw new Error(`xs:${restriction.name} in a simple type`);
  allow(restriction, ["base"]);
  const base = attribute(restriction, "base");
  const inherited = types.get(base);
  const facts = inherited === undefined ? { base, facets: {} } : simpleTypeFacts(inherited, types);
  if (!facts.base.startsWith("xs:")) throw new Error(`no type ${base}`);
  const facets: Record<string, string[]> = { ...facts.facets };
  const own = new Set<string>();
  for (const facet of restriction.children) {
    allow(facet, ["value"]);
    // A facet that is stated again replaces what was inherited; within one restriction values add up.
    facets[facet.name] = [...(own.has(facet.name) ? (facets[facet.name] ?? []) : []), attribute(facet, "value")];
    own.add(facet.name);
  }
  return { base: facts.base, facets };
}

function maximumOf({ attributes }: Declaration): number | "unbounded" {
  const written = attributes["maxOccurs"] ?? "1";
  return written === "unbounded" ? written : Number(written);
}

function only(declaration: Declaration): Declaration {
  const [child, more] = declaration.children;
  if (child === undefined || more !== undefined) throw new Error(`xs:${declaration.name} holds ${declaration.children.length} declarations, not one`);
  return child;
}

function attribute(declaration: Declaration, name: string): string {
  const value = declaration.attributes[name];
  if (value === undefined) throw new Error(`xs:${declaration.name} without ${name}`);
  return value;
}

function allow(declaration: Declaration, names: readonly string[]): void {
  const other = Object.keys(declaration.attributes).find((name) => !names.includes(name));
  if (other !== undefined) throw new Error(`xs:${declaration.name} with ${other}`);
}

function parse(xsd: string): Declaration {
  const parser = new SaxesParser({ xmlns: true });
  const document: Declaration = { name: "", attributes: {}, children: [] };
  const open = [document];
  let annotation = 0;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    if (tag.uri === XSD && tag.local === "annotation") annotation += 1;
    if (annotation > 0) return;
    if (tag.uri !== XSD) throw new Error(`an element that is none of XML Schema: ${tag.name}`);
    const attributes = Object.values(tag.attributes).filter(({ prefix, name }) => prefix !== "xmlns" && name !== "xmlns");
    const declaration = { name: tag.local, attributes: Object.fromEntries(attributes.map(({ name, value }) => [name, value])), children: [] };
    open.at(-1)?.children.push(declaration);
    open.push(declaration);
  });
  parser.on("closetag", (tag) => {
    if (annotation === 0) open.pop();
    else if (tag.uri === XSD && tag.local === "annotation") annotation -= 1;
  });
  parser.write(xsd).close();
  const schema = only(document);
  const { elementFormDefault, version, ...rest } = schema.attributes;
  if (schema.name !== "schema" || Object.keys(rest).length > 0) throw new Error(`not a schema without namespace: ${Object.keys(rest).join(", ")}`);
  if (elementFormDefault !== undefined && elementFormDefault !== "qualified") throw new Error(`elementFormDefault ${elementFormDefault}`);
  if (version === "") throw new Error("empty version");
  return schema;
}
