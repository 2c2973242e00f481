/**
 * A schema as data: what reading and writing need to know of it. Generated code holds one such table; types and elements are referred to by
 * their index in its lists.
 */
export interface SchemaTable {
  /** The namespaces of the schema and the prefixes that are written for them where a document has none. */
  readonly prefixes: Readonly<Record<string, string>>;
  readonly types: readonly TypeTable[];
  readonly elements: readonly ElementTable[];
  /** The elements that may be the root of a document. */
  readonly roots: readonly number[];
}

export interface ElementTable {
  /** The name in records and tagged values. */
  readonly name: string;
  /** Empty, or left out, for an element in no namespace. */
  readonly namespace?: string;
  readonly local: string;
  readonly type: number;
  readonly nillable?: boolean;
  /** Whether the element may be given empty though its type has no empty value: the schema has a default. */
  readonly emptyDefault?: boolean;
}

export type TypeTable = SimpleTable | ComplexTable;

export type SimpleTable =
  | {
      readonly kind: "string";
      /** What is done with blanks before a value counts; nothing, when left out. */
      readonly blanks?: "replace" | "collapse";
      readonly codes?: readonly string[];
    }
  | { readonly kind: "boolean"; readonly codes?: readonly boolean[] }
  | { readonly kind: "number"; readonly form: NumberForm; readonly codes?: readonly number[] }
  | { readonly kind: "qname" }
  | { readonly kind: "list"; readonly item: number }
  | {
      readonly kind: "union";
      readonly members: readonly number[];
      readonly codes?: readonly (string | number | boolean)[];
    };

export type NumberForm = "integer" | "decimal" | "float";

export interface ComplexTable {
  readonly kind: "complex";
  /** The name in the schema, by which `xsi:type` refers to it; left out for a type without one. */
  readonly namespace?: string;
  readonly local?: string;
  readonly abstract?: boolean;
  readonly attributes?: readonly AttributeTable[];
  /** Whether further attributes are admitted, and of which namespaces. */
  readonly anyAttribute?: NamespaceTable;
  readonly content: ContentTable;
  /** The types derived from this one: `$type` and the index of the type. */
  readonly derived?: Readonly<Record<string, number>>;
  /** xs:anyType: `xsi:type` and `xsi:nil` are attributes like any other. */
  readonly isAny?: boolean;
}

export interface AttributeTable {
  /** The name in records. */
  readonly name: string;
  readonly namespace?: string;
  readonly local: string;
  readonly type: number;
  readonly required?: boolean;
}

export type ContentTable =
  | { readonly kind: "empty" }
  /** A value, `$value`, of a simple type. */
  | { readonly kind: "simple"; readonly type: number }
  /** Elements as properties: their order follows from the schema. */
  | { readonly kind: "record"; readonly particle: ParticleTable }
  /** Elements as a list, `$content`, with text between them if mixed. */
  | { readonly kind: "ordered"; readonly mixed?: boolean; readonly particle: ParticleTable };

/** A number is an element that occurs once. */
export type ParticleTable = number | GroupTable | LeafTable | WildcardTable;

/** How often a particle occurs: once where nothing else is given; null is any number. */
export interface OccursTable {
  readonly min?: number;
  readonly max?: number | null;
}

export interface GroupTable extends OccursTable {
  readonly kind: "sequence" | "choice" | "all";
  readonly items: readonly ParticleTable[];
}

export interface LeafTable extends OccursTable {
  readonly kind: "element";
  /** The element, or those that may stand for each other. */
  readonly elements: readonly number[];
  /** Whether values are tagged with the name of the element even in a record. */
  readonly tagged?: boolean;
  /** The property in a record, where it is not the name of the first element. */
  readonly property?: string;
}

export interface WildcardTable extends OccursTable {
  readonly kind: "any";
  readonly namespaces: NamespaceTable;
}

/** Which namespaces a wildcard admits: any; any but one and none at all; those listed, an empty text being none at all. */
export type NamespaceTable = "any" | { readonly not: string } | { readonly of: readonly string[] };

export function admitsNamespace(wildcard: NamespaceTable, namespace: string): boolean {
  if (wildcard === "any") return true;
  return "not" in wildcard ? namespace !== "" && namespace !== wildcard.not : wildcard.of.includes(namespace);
}
