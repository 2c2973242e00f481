import type { ElementDeclaration, QualifiedName, SchemaSet } from "../xsd-reader/model.ts";

/** How elements and attributes are called in records, and namespaces in documents. */
export interface PropertyNames {
  readonly prefixOf: (namespace: string) => string;
  /** The local name; with a prefix where elements of several namespaces share it in the schema. */
  readonly ofElement: (name: QualifiedName) => string;
  /**
   * The same among a few elements only.
   * @param beside the elements that stand beside it, itself too
   */
  readonly ofElementAmong: (name: QualifiedName, beside: readonly QualifiedName[]) => string;
  /** The local name; with a prefix if it has a namespace. */
  readonly ofAttribute: (name: QualifiedName) => string;
  /** All namespaces that have got a prefix, with it. */
  readonly prefixes: () => ReadonlyMap<string, string>;
}

export function namesOfProperties(schema: SchemaSet, elements: Iterable<ElementDeclaration>): PropertyNames {
  const namespaces = new Map<string, Set<string>>();
  for (const { name } of elements) namespaces.set(name.local, (namespaces.get(name.local) ?? new Set<string>()).add(name.namespace));
  const prefixes = new Map<string, string>();
  const taken = new Set(["xmlns"]);

  const prefixOf = (namespace: string): string => {
    const known = prefixes.get(namespace);
    if (known !== undefined) return known;
    const candidates = [...(schema.prefixes.get(namespace) ?? []), ...prefixesFromAddress(namespace)];
    const prefix = candidates.find((candidate) => !taken.has(candidate.toLowerCase())) ?? `${candidates.at(-1) ?? "ns"}-other`;
    prefixes.set(namespace, prefix);
    taken.add(prefix.toLowerCase());
    return prefix;
  };
  // Those of the files first, in their order: a prefix made up must not take one of theirs.
  for (const namespace of schema.prefixes.keys()) prefixOf(namespace);

  const among = ({ namespace, local }: QualifiedName, all: ReadonlySet<string>): string => {
    // Every object has a property of this name, or its prototype.
    if (INHERITED.has(local)) return `element:${local}`;
    const isPlain = all.size < 2 || namespace === "" || (namespace === schema.targetNamespace && !all.has(""));
    return isPlain ? local : `${prefixOf(namespace)}:${local}`;
  };

  return {
    prefixOf,
    prefixes: () => prefixes,
    ofElement: (name) => among(name, namespaces.get(name.local) ?? new Set()),
    ofElementAmong: (name, beside) => {
      const alike = beside.filter(({ local }) => local.toLowerCase() === name.local.toLowerCase());
      return among(name, new Set(alike.map(({ namespace }) => namespace)));
    },
    ofAttribute: ({ namespace, local }) => (namespace !== "" ? `${prefixOf(namespace)}:${local}` : INHERITED.has(local) ? `@${local}` : local),
  };
}

const INHERITED = new Set(
  [
    "constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf __proto__ __defineGetter__ __defineSetter__",
    "__lookupGetter__ __lookupSetter__",
  ].flatMap((line) => line.split(" ")),
);

/** `http://example.org/2024/orders` gives `orders`, `orders-2024` …: the last words of an address, until they are enough. */
function prefixesFromAddress(namespace: string): readonly string[] {
  const words = namespace.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const named = words.filter((word) => /^[A-Za-z]/.test(word) && !/^(?:https?|www|com|org|net|xsd|xml|schemas?)$/i.test(word)).toReversed();
  return [...named, "ns"].map((word) => word.toLowerCase()).concat(words.length === 0 ? [] : [`ns-${words.join("-").toLowerCase()}`]);
}
