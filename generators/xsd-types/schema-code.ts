import type {
  AttributeTable,
  ComplexTable,
  ContentTable,
  ElementTable,
  NamespaceTable,
  ParticleTable,
  SchemaTable,
  TypeTable,
} from "../../runtime/xsd-types/table.ts";
import { attributesOf, contentOf } from "../xsd-reader/effective.ts";
import type { AttributeUse, ComplexType, ElementDeclaration, Note, Particle, SchemaSet, SimpleType, TypeDefinition, Wildcard } from "../xsd-reader/model.ts";
import { type Collected, collect } from "./collect.ts";
import { namesOfProperties, type PropertyNames } from "./element-names.ts";
import { nameTypes } from "./name-types.ts";
import { isRecord, isUntagged, standIns } from "./shapes.ts";
import { createSimpleTables, type NumberStyle, type SimpleTables } from "./simple-tables.ts";

/** What the modules of a schema are made from. */
export interface SchemaCode {
  readonly schema: SchemaSet;
  readonly collected: Collected;
  readonly names: ReadonlyMap<TypeDefinition, string>;
  readonly properties: PropertyNames;
  readonly tables: SimpleTables;
  readonly numbers: NumberStyle;
  readonly table: SchemaTable;
  /** What the types do not express, besides what reading the schema left out. */
  readonly notes: readonly Note[];
}

/** The form in which the content of a type stands in records. */
export type ContentForm = "any" | "empty" | "value" | "record" | "ordered";

export function contentForm(type: ComplexType): ContentForm {
  if (type.isAny) return "any";
  const content = contentOf(type);
  if (content.kind === "simple") return "value";
  if (content.particle === null) return content.mixed ? "value" : "empty";
  return !content.mixed && isRecord(content.particle) ? "record" : "ordered";
}

/** The names of the elements of a record, which is what they need be told apart in. */
export function recordNames(particle: Particle, properties: PropertyNames): ReadonlyMap<ElementDeclaration, string> {
  const elements = leafElements(particle);
  const names = elements.map(({ name }) => name);
  return new Map(elements.map((element) => [element, properties.ofElementAmong(element.name, names)]));
}

function leafElements(particle: Particle): readonly ElementDeclaration[] {
  if (particle.kind === "element") return [particle.element];
  return "items" in particle ? particle.items.flatMap(leafElements) : [];
}

/** The names of the attributes of a type in records: one that is called like an element beside it has an @. */
export function attributeNames(type: ComplexType, properties: PropertyNames): ReadonlyMap<AttributeUse, string> {
  const content = contentOf(type);
  const isRecordOf = contentForm(type) === "record" && content.kind === "elements" ? content.particle : null;
  const elements = new Set(isRecordOf === null ? [] : [...recordNames(isRecordOf, properties).values()].map((name) => name.toLowerCase()));
  const names = new Map<AttributeUse, string>();
  for (const use of attributesOf(type).uses) {
    const name = properties.ofAttribute(use.attribute.name);
    names.set(use, elements.has(name.toLowerCase()) ? `@${name}` : name);
  }
  return names;
}

/** Whether a value of a simple type may be nothing at all, so that an empty element needs no default. */
function takesEmpty(type: SimpleType, tables: SimpleTables): boolean {
  return tables.codeOf(type, "") === "" && (tables.codesOf(type)?.includes("") ?? true);
}

export function createSchemaCode(schema: SchemaSet, numbers: NumberStyle): SchemaCode {
  const notes: Note[] = [];
  const note = (one: Note): void => void notes.push(one);
  const collected = collect(schema);
  const properties = namesOfProperties(schema, collected.elements);
  const names = nameTypes(collected, properties);
  const types: TypeTable[] = [];
  const elements: ElementTable[] = [];
  const tables = createSimpleTables(types, numbers, note);
  const complexIndexes = new Map<ComplexType, number>();
  const elementIndexes = new Map<string, number>();
  const queue: (() => void)[] = [];
  const text = (): number => tables.indexOf(ANY_TEXT);

  const indexOfType = (type: TypeDefinition): number => {
    if (type.kind === "simple") return tables.indexOf(type);
    const known = complexIndexes.get(type);
    if (known !== undefined) return known;
    const index = types.push({ kind: "complex", content: { kind: "empty" } }) - 1;
    complexIndexes.set(type, index);
    queue.push(() => void (types[index] = complexTable(type)));
    return index;
  };

  const indexOfElement = (element: ElementDeclaration): number => {
    const { name, type, nillable } = element;
    const value = element.fixed ?? element.default;
    const simple = type.kind === "simple" ? type : null;
    const made: ElementTable = {
      name: properties.ofElement(name),
      ...(name.namespace === "" ? {} : { namespace: name.namespace }),
      local: name.local,
      type: simple !== null && element.fixed !== null ? tables.indexOfFixed(simple, element.fixed) : indexOfType(type),
      ...(nillable ? { nillable } : {}),
      ...(value !== null && simple !== null && (element.fixed !== null || !takesEmpty(simple, tables)) ? { emptyDefault: true } : {}),
    };
    const key = JSON.stringify(made);
    const known = elementIndexes.get(key);
    if (known !== undefined) return known;
    const index = elements.push(made) - 1;
    elementIndexes.set(key, index);
    return index;
  };

  const complexTable = (type: ComplexType): ComplexTable => {
    const { uses, wildcard } = attributesOf(type);
    const own = attributeNames(type, properties);
    const attributes = uses.map((use): AttributeTable => {
      const { name, type: valueType } = use.attribute;
      return {
        name: own.get(use) ?? name.local,
        ...(name.namespace === "" ? {} : { namespace: name.namespace }),
        local: name.local,
        type: use.fixed === null ? tables.indexOf(valueType) : tables.indexOfFixed(valueType, use.fixed),
        ...(use.use === "required" ? { required: true } : {}),
      };
    });
    const derived = (collected.derived.get(type) ?? []).map((one) => [names.get(one) ?? "", indexOfType(one)] as const);
    return {
      kind: "complex",
      ...(type.name === null ? {} : { ...(type.name.namespace === "" ? {} : { namespace: type.name.namespace }), local: type.name.local }),
      ...(type.abstract ? { abstract: true } : {}),
      ...(attributes.length === 0 ? {} : { attributes }),
      ...(wildcard === null || type.isAny ? {} : { anyAttribute: namespacesOf(wildcard) }),
      content: contentTable(type),
      ...(derived.length === 0 ? {} : { derived: Object.fromEntries(derived) }),
      ...(type.isAny ? { isAny: true } : {}),
    };
  };

  const contentTable = (type: ComplexType): ContentTable => {
    const content = contentOf(type);
    if (content.kind === "simple") return { kind: "simple", type: tables.indexOf(content.type) };
    if (content.particle === null) return content.mixed ? { kind: "simple", type: text() } : { kind: "empty" };
    if (contentForm(type) === "record") return { kind: "record", particle: particleTable(content.particle, recordNames(content.particle, properties)) };
    return { kind: "ordered", ...(content.mixed ? { mixed: true } : {}), particle: particleTable(content.particle, null) };
  };

  /** @param record the names of the elements in a record; null where they stand in a list */
  const particleTable = (particle: Particle, record: ReadonlyMap<ElementDeclaration, string> | null): ParticleTable => {
    const occurs = { ...(particle.min === 1 ? {} : { min: particle.min }), ...(particle.max === 1 ? {} : { max: particle.max }) };
    switch (particle.kind) {
      case "element": {
        const isTagged = record !== null && !isUntagged(particle.element);
        const all = standIns(particle.element).map(indexOfElement);
        const own = record?.get(particle.element);
        const property = own === undefined || (!isTagged && own === properties.ofElement(particle.element.name)) ? {} : { property: own };
        const [only, more] = all;
        if (!isTagged && only !== undefined && more === undefined && Object.keys({ ...occurs, ...property }).length === 0) return only;
        return { kind: "element", elements: all, ...(isTagged ? { tagged: true } : {}), ...property, ...occurs };
      }
      case "any":
        return { kind: "any", namespaces: namespacesOf(particle.wildcard), ...occurs };
      case "group":
        return { kind: "sequence", items: [] };
      default:
        return { kind: particle.kind, items: particle.items.map((item) => particleTable(item, record)), ...occurs };
    }
  };

  const roots = [...schema.elements.values()].filter(({ abstract }) => !abstract).map(indexOfElement);
  for (const type of collected.complexTypes) indexOfType(type);
  for (const work of queue) work();
  const used = new Set([
    ...elements.map(({ namespace = "" }) => namespace),
    ...collected.complexTypes.flatMap((type) => attributesOf(type).uses.map(({ attribute }) => attribute.name.namespace)),
  ]);
  const prefixes = Object.fromEntries([...properties.prefixes()].filter(([namespace]) => used.has(namespace) || namespace.endsWith("XMLSchema-instance")));
  return { schema, collected, names, properties, tables, numbers, table: { prefixes, types, elements, roots }, notes };
}

const ANY_TEXT: SimpleType = {
  kind: "simple",
  place: { file: "", line: 1, column: 1 },
  documentation: [],
  name: null,
  owner: null,
  builtin: "string",
  method: "builtin",
  base: null,
  item: null,
  members: [],
  facets: [],
};

function namespacesOf({ namespaces }: Wildcard): NamespaceTable {
  return namespaces;
}
