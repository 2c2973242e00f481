import type { ComplexType, Place, SimpleType, Wildcard } from "./model.ts";
import { XSD_NAMESPACE } from "./schema-documents.ts";

const NOWHERE: Place = { file: "XML Schema", line: 1, column: 1 };

/** The atomic types of XML Schema 1.0 and what each restricts; bases come first. */
const ATOMIC: Readonly<Record<string, string>> = {
  string: "anySimpleType",
  normalizedString: "string",
  token: "normalizedString",
  language: "token",
  Name: "token",
  NMTOKEN: "token",
  NCName: "Name",
  ID: "NCName",
  IDREF: "NCName",
  ENTITY: "NCName",
  boolean: "anySimpleType",
  decimal: "anySimpleType",
  integer: "decimal",
  nonPositiveInteger: "integer",
  negativeInteger: "nonPositiveInteger",
  long: "integer",
  int: "long",
  short: "int",
  byte: "short",
  nonNegativeInteger: "integer",
  unsignedLong: "nonNegativeInteger",
  unsignedInt: "unsignedLong",
  unsignedShort: "unsignedInt",
  unsignedByte: "unsignedShort",
  positiveInteger: "nonNegativeInteger",
  float: "anySimpleType",
  double: "anySimpleType",
  duration: "anySimpleType",
  dateTime: "anySimpleType",
  time: "anySimpleType",
  date: "anySimpleType",
  gYearMonth: "anySimpleType",
  gYear: "anySimpleType",
  gMonthDay: "anySimpleType",
  gDay: "anySimpleType",
  gMonth: "anySimpleType",
  hexBinary: "anySimpleType",
  base64Binary: "anySimpleType",
  anyURI: "anySimpleType",
  QName: "anySimpleType",
  NOTATION: "anySimpleType",
};

const LISTS: Readonly<Record<string, string>> = { NMTOKENS: "NMTOKEN", IDREFS: "IDREF", ENTITIES: "ENTITY" };

function builtinType(local: string, base: SimpleType | null, item: SimpleType | null): SimpleType {
  const name = { namespace: XSD_NAMESPACE, local };
  const method = item === null ? "builtin" : "list";
  return { kind: "simple", place: NOWHERE, documentation: [], name, owner: null, builtin: local, method, base, item, members: [], facets: [] };
}

function createBuiltins(): ReadonlyMap<string, SimpleType> {
  const types = new Map([["anySimpleType", builtinType("anySimpleType", null, null)]]);
  for (const [local, base] of Object.entries(ATOMIC)) types.set(local, builtinType(local, types.get(base) ?? null, null));
  for (const [local, item] of Object.entries(LISTS)) types.set(local, builtinType(local, null, types.get(item) ?? null));
  return types;
}

/** The simple types of XML Schema itself, by local name. */
export const BUILTIN_TYPES: ReadonlyMap<string, SimpleType> = createBuiltins();

export const ANY_SIMPLE_TYPE: SimpleType = BUILTIN_TYPES.get("anySimpleType") ?? builtinType("anySimpleType", null, null);

export const ANY_WILDCARD: Wildcard = { place: NOWHERE, documentation: [], namespaces: "any" };

/** What every type is derived from: any attributes, elements and text. */
export const ANY_TYPE: ComplexType = {
  kind: "complex",
  place: NOWHERE,
  documentation: [],
  name: { namespace: XSD_NAMESPACE, local: "anyType" },
  owner: null,
  abstract: false,
  mixed: true,
  derivation: null,
  isSimple: false,
  valueType: null,
  valueFacets: [],
  particle: { kind: "any", place: NOWHERE, min: 0, max: null, wildcard: ANY_WILDCARD },
  attributes: [],
  attributeGroups: [],
  anyAttribute: ANY_WILDCARD,
  isAny: true,
};
