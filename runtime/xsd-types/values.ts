/** A name with a namespace, as values of type xs:QName have it. The prefix is the one that the document uses; another may be written. */
export interface QName {
  /** Empty for a name in no namespace. */
  namespace: string;
  name: string;
  prefix?: string;
}

/** An attribute for which the schema has no declaration: a wildcard admits it. */
export interface XmlAttribute {
  /** Empty for an attribute in no namespace. */
  namespace: string;
  name: string;
  value: string;
}

/** An element for which the schema has no type: a wildcard admits it. */
export interface XmlElement {
  /** Empty for an element in no namespace. */
  namespace: string;
  name: string;
  /** The namespaces that the element declares, by prefix; the default one has an empty prefix. */
  namespaces?: Record<string, string>;
  attributes?: XmlAttribute[];
  content?: (string | XmlElement)[];
}

/** The content of an element that may hold anything. */
export interface AnyType {
  $attributes?: XmlAttribute[];
  $content: (string | Tagged<"*", XmlElement>)[];
}

/** An element in content whose order counts: its name, and its value. Elements that a wildcard admits are named `*`. */
export interface Tagged<Name extends string, Value> {
  name: Name;
  value: Value;
}

/** One of the named elements of a map from names to values. */
export type ElementOf<Elements, Name extends keyof Elements> = { [One in Name]: { name: One; value: Elements[One] } }[Name];

/** A value of a derived type, where a value of the base is expected: in XML it has `xsi:type`. */
export type Typed<Name extends string, Value> = Value & { $type: Name };

/** A value of the declared type itself, where one of a derived type may stand too. */
export type Untyped<Value> = Value & { $type?: never };

/** What a document says besides its content. */
export interface DocumentFacts {
  /** The namespaces that the root element declares, by prefix; the default one has an empty prefix. */
  namespaces?: Record<string, string>;
  /** `xsi:schemaLocation` and `xsi:noNamespaceSchemaLocation` of the root element. */
  schemaLocation?: string;
  noNamespaceSchemaLocation?: string;
}

/** A document whose root is one of the elements of a map from names to values. */
export type DocumentOf<Elements> = { [One in keyof Elements]: DocumentFacts & { name: One; value: Elements[One] } }[keyof Elements];
