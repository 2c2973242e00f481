/** A place in a schema file; line and column from 1, in characters. */
export interface Place {
  /** As it is reached from the folder of the first file, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something of a schema that whoever uses it should know: what is left out, or not expressed. */
export interface Note {
  readonly place: Place;
  readonly text: string;
}

export interface QualifiedName {
  /** Empty for a name in no namespace. */
  readonly namespace: string;
  readonly local: string;
}

interface Component {
  readonly place: Place;
  /** One text for each documentation element, white space collapsed. */
  readonly documentation: readonly string[];
}

/**
 * All that a schema and the files it stands on declare. Components refer to each other, in circles where the schema does; nothing is changed
 * once it has been read.
 */
export interface SchemaSet {
  /** The first is the one that was asked for. */
  readonly files: readonly string[];
  readonly targetNamespace: string;
  /** What the first file says about itself. */
  readonly documentation: readonly string[];
  readonly version: string | null;
  /** Global components, in the order of the files; keys are expanded names. */
  readonly elements: ReadonlyMap<string, ElementDeclaration>;
  readonly types: ReadonlyMap<string, TypeDefinition>;
  /** The prefixes under which the files know each namespace, the first file's first. */
  readonly prefixes: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly Note[];
}

export type TypeDefinition = SimpleType | ComplexType;

export interface SimpleType extends Component {
  readonly kind: "simple";
  /** null for a type that is declared where it is used. */
  readonly name: QualifiedName | null;
  /** What a type without a name is the type of. */
  readonly owner: Owner | null;
  /** The name of a type of XML Schema itself. */
  readonly builtin: string | null;
  /** How it is made; what a restriction is made of is found by simple-facts.ts. */
  readonly method: "builtin" | "restriction" | "list" | "union";
  /** What it restricts; null for xs:anySimpleType, lists and unions. */
  readonly base: SimpleType | null;
  /** Of a list. */
  readonly item: SimpleType | null;
  /** Of a union. */
  readonly members: readonly SimpleType[];
  readonly facets: readonly Facet[];
}

export const FACET_NAMES = [
  "enumeration",
  "pattern",
  "length",
  "minLength",
  "maxLength",
  "minInclusive",
  "maxInclusive",
  "minExclusive",
  "maxExclusive",
  "totalDigits",
  "fractionDigits",
  "whiteSpace",
] as const;

export interface Facet extends Component {
  readonly name: (typeof FACET_NAMES)[number];
  readonly value: string;
}

export interface ComplexType extends Component {
  readonly kind: "complex";
  readonly name: QualifiedName | null;
  readonly owner: Owner | null;
  readonly abstract: boolean;
  readonly mixed: boolean;
  /** null: nothing but xs:anyType stands behind it. */
  readonly derivation: { readonly method: "extension" | "restriction"; readonly base: TypeDefinition } | null;
  /** Whether the content is a value. */
  readonly isSimple: boolean;
  /** How it restricts the value of its base: to a type declared here, and by facets. */
  readonly valueType: SimpleType | null;
  readonly valueFacets: readonly Facet[];
  /** What it declares itself; what it inherits is found by effective.ts. */
  readonly particle: Particle | null;
  readonly attributes: readonly AttributeUse[];
  readonly attributeGroups: readonly AttributeGroup[];
  readonly anyAttribute: Wildcard | null;
  /** xs:anyType */
  readonly isAny: boolean;
}

/** What a component without a name of its own is part of. */
export type Owner = ElementDeclaration | AttributeDeclaration | TypeDefinition | ModelGroup | AttributeGroup;

export interface ElementDeclaration extends Component {
  readonly kind: "element";
  readonly name: QualifiedName;
  readonly isGlobal: boolean;
  readonly owner: Owner | null;
  readonly type: TypeDefinition;
  readonly nillable: boolean;
  readonly abstract: boolean;
  readonly default: string | null;
  readonly fixed: string | null;
  /** The elements that may stand for it, those that stand for these too; without those that are abstract. */
  readonly members: readonly ElementDeclaration[];
}

export interface AttributeDeclaration extends Component {
  readonly kind: "attribute";
  readonly name: QualifiedName;
  readonly owner: Owner | null;
  readonly type: SimpleType;
  readonly default: string | null;
  readonly fixed: string | null;
}

export interface AttributeUse {
  readonly place: Place;
  readonly attribute: AttributeDeclaration;
  readonly use: "optional" | "required" | "prohibited";
  readonly default: string | null;
  readonly fixed: string | null;
  readonly documentation: readonly string[];
}

export interface AttributeGroup extends Component {
  readonly kind: "attributeGroup";
  readonly name: QualifiedName;
  readonly attributes: readonly AttributeUse[];
  readonly attributeGroups: readonly AttributeGroup[];
  readonly anyAttribute: Wildcard | null;
}

/** A named group of elements. */
export interface ModelGroup extends Component {
  readonly kind: "modelGroup";
  readonly name: QualifiedName;
  readonly particle: Particle | null;
}

interface ParticleBase {
  readonly place: Place;
  readonly min: number;
  /** null: any number. */
  readonly max: number | null;
}

export type Particle =
  | (ParticleBase & { readonly kind: "element"; readonly element: ElementDeclaration })
  | (ParticleBase & { readonly kind: "any"; readonly wildcard: Wildcard })
  | (ParticleBase & { readonly kind: "group"; readonly group: ModelGroup })
  | CompositorParticle;

export type CompositorParticle = ParticleBase & { readonly kind: "sequence" | "choice" | "all"; readonly items: readonly Particle[] };

export interface Wildcard extends Component {
  /** Any namespace; any but one, and never none; or those listed, an empty text being none. */
  readonly namespaces: "any" | { readonly not: string } | { readonly of: readonly string[] };
}

/** `{namespace}local`, or `local` for a name in no namespace. */
export function expandedName({ namespace, local }: QualifiedName): string {
  return namespace === "" ? local : `{${namespace}}${local}`;
}

export function formatPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
