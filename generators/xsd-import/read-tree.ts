import type { DateForm } from "../specification/model.ts";
import { attributesOf, contentOf } from "../xsd-reader/effective.ts";
import type { ComplexType, ElementDeclaration, Particle, Place, SchemaSet, SimpleType, TypeDefinition } from "../xsd-reader/model.ts";
import { importType } from "./item-types.ts";
import type { NamedValues } from "./named-values.ts";
import { describe, nameInWords } from "./words.ts";

/** A record or an item of the specification. */
export interface ImportedNode {
  readonly name: string;
  readonly minimum: number;
  /** null: any number. */
  readonly maximum: number | null;
  readonly label: string;
  readonly definition: string;
  readonly cbds: string | null;
  readonly isInferred: boolean;
  /** What the language cannot say of it. */
  readonly losses: readonly string[];
  /** A record without an element of its own: items that are there together or not at all. */
  readonly isInline: boolean;
  readonly value: { readonly type: string; readonly mayBeEmpty: boolean } | null;
  readonly contains: readonly ImportedNode[];
}

export interface TreeContext {
  readonly schema: SchemaSet;
  readonly values: NamedValues;
  readonly dates: DateForm;
  readonly note: (place: Place, text: string) => void;
  /** Counts a node that has so many others around it. @throws when there are too many */
  readonly count: (depth: number) => void;
}

/** What a name and a tag may be in the language. */
export function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name) && !/^xml/i.test(name);
}

const UNSAID = "Taken from the schema, which does not describe it.";

/** The tree of records and items below an element. */
export function readTree(element: ElementDeclaration, context: TreeContext): ImportedNode {
  return nodeOf(element, { min: 1, max: 1, place: element.place }, [], [], context);
}

type Occurrence = Pick<Particle, "min" | "max" | "place">;

/**
 * @param path the names of what encloses it, the outermost first
 * @param open the types that are being read, so that one which holds itself is noticed
 */
function nodeOf(element: ElementDeclaration, occurs: Occurrence, path: readonly string[], open: readonly TypeDefinition[], context: TreeContext): ImportedNode {
  const { name, type } = element;
  context.count(path.length);
  const losses: string[] = [];
  const lose = (place: Place, text: string): void => {
    losses.push(text);
    context.note(place, `${name.local}: ${text}.`);
  };
  if (element.nillable) lose(element.place, "that it may be nil (xsi:nil) is left out");
  const documentation = element.documentation.length > 0 ? element.documentation : type.name === null ? type.documentation : [];
  const { label, definition, cbds, isInferred } = describe(documentation, nameInWords(name.local));
  const common = {
    name: name.local,
    minimum: occurs.min,
    maximum: occurs.max,
    label,
    definition: definition ?? UNSAID,
    cbds,
    isInferred,
    losses,
    isInline: false,
  };
  const own = [...path, name.local];
  const simple = valueTypeOf(type, element, lose);
  if (simple !== null) return { ...common, value: itemValue(simple, element, own, lose, context), contains: [] };
  const complex = type as ComplexType;
  loseAttributes(complex, lose);
  const content = contentOf(complex);
  if (content.kind === "elements" && content.mixed) lose(complex.place, "text between its elements is left out");
  if (complex.abstract) lose(complex.place, "its type is abstract: the types derived from it (xsi:type) are left out");
  const particle = content.kind === "elements" ? content.particle : null;
  const contains = particle === null ? [] : uniqueNodes(nodesOf(particle, false, own, [...open, type], context, lose), complex.place, lose);
  // A record holds something: what holds nothing is an item that is always empty.
  if (contains.length === 0) return { ...common, value: { type: "text(0..0)", mayBeEmpty: false }, contains: [] };
  return { ...common, value: null, contains };
}

type Lose = (place: Place, text: string) => void;

/** The type of the value of an element that is an item; null for a record. */
function valueTypeOf(type: TypeDefinition, element: ElementDeclaration, lose: Lose): SimpleType | null {
  if (type.kind === "simple") return type;
  if (type.isAny) lose(element.place, "it may hold anything, and is read as a text");
  const content = contentOf(type);
  if (content.kind !== "simple") return null;
  loseAttributes(type, lose);
  return content.type;
}

function loseAttributes(type: ComplexType, lose: Lose): void {
  const { uses, wildcard } = attributesOf(type);
  for (const { attribute, use, place } of uses)
    lose(place, `the attribute ${attribute.name.local} is left out${use === "required" ? ", though it must be there: no document fits" : ""}`);
  if (wildcard !== null) lose(wildcard.place, "attributes that a wildcard admits are left out");
}

function itemValue(
  type: SimpleType,
  { place, fixed, ...element }: ElementDeclaration,
  path: readonly string[],
  lose: Lose,
  context: TreeContext,
): NonNullable<ImportedNode["value"]> {
  const owner = path.toReversed();
  const imported = importType(fixed === null ? type : fixedType(type, fixed, place), { values: context.values, dates: context.dates, owner });
  for (const loss of imported.losses) lose(place, loss);
  const hasDefault = element.default !== null || fixed !== null;
  if (element.default !== null) lose(place, `that an empty one means ${JSON.stringify(element.default)} is left out`);
  return { type: imported.text, mayBeEmpty: imported.mayBeEmpty || (hasDefault && !/^text(\(0|$)/.test(imported.text)) };
}

/** A fixed value is a list of one code. */
function fixedType(base: SimpleType, fixed: string, place: Place): SimpleType {
  const only = { name: "enumeration" as const, value: fixed.trim(), place, documentation: [] };
  return {
    kind: "simple",
    place,
    documentation: [],
    name: null,
    owner: null,
    builtin: null,
    method: "restriction",
    base,
    item: null,
    members: [],
    facets: [only],
  };
}

/**
 * The nodes of a particle.
 * @param isOptional whether what must be there need not be, because a choice or a group around it need not
 */
function nodesOf(
  particle: Particle,
  isOptional: boolean,
  path: readonly string[],
  open: readonly TypeDefinition[],
  context: TreeContext,
  lose: Lose,
): readonly ImportedNode[] {
  const { min, max, place } = particle;
  switch (particle.kind) {
    case "element": {
      const { element } = particle;
      if (open.includes(element.type) && element.type.kind === "complex") {
        lose(place, `${element.name.local} is left out: it holds itself, and records cannot`);
        return [];
      }
      const all = element.abstract ? element.members : [element, ...element.members];
      if (all.length !== 1 || all[0] !== element)
        lose(place, `what may stand for ${element.name.local} (a substitution group) stands beside it, each of them optional`);
      const least = isOptional || all.length > 1 ? 0 : min;
      return all.map((one) => nodeOf(one, { min: least, max, place }, path, open, context));
    }
    case "any":
      lose(place, "elements that a wildcard admits are left out");
      return [];
    case "group":
      return [];
    case "choice": {
      const inner = particle.items.flatMap((item) => nodesOf(item, true, path, open, context, lose));
      lose(place, `that there is one of ${inner.map(({ name }) => name).join(", ")} is left out: each is optional`);
      return repeated(inner, particle, lose);
    }
    case "all":
    case "sequence": {
      if (particle.kind === "all" && particle.items.length > 1) lose(place, "its elements must come in the order of the schema, though they may come in any");
      const inner = particle.items.flatMap((item) => nodesOf(item, isOptional, path, open, context, lose));
      const isGroup = min === 0 && max === 1 && !isOptional && inner.some(({ minimum }) => minimum > 0);
      if (isGroup) return [inlineRecord(inner)];
      return repeated(min === 0 ? inner.map((node) => ({ ...node, minimum: 0 })) : inner, particle, lose);
    }
  }
}

/** Elements of a group that is repeated: each may be repeated, but all of one name stand together. */
function repeated(nodes: readonly ImportedNode[], { max, place }: Particle, lose: Lose): readonly ImportedNode[] {
  if (max === 1) return nodes;
  const names = nodes.map(({ name }) => name).join(", ");
  if (nodes.length > 1) lose(place, `the order of ${names} is lost: a group that is repeated becomes elements that are`);
  return nodes.map((node) => ({
    ...node,
    minimum: nodes.length > 1 ? 0 : node.minimum,
    maximum: max === null || node.maximum === null ? null : node.maximum * max,
  }));
}

/** Elements that are there together or not at all. */
function inlineRecord(contains: readonly ImportedNode[]): ImportedNode {
  const [first] = contains;
  return {
    name: `${first?.name ?? "All"}-group`,
    minimum: 0,
    maximum: 1,
    label: `${first?.label ?? "All"} and what belongs to it`,
    definition: "Taken from the schema: elements that are there together or not at all.",
    cbds: null,
    isInferred: false,
    losses: [],
    isInline: true,
    value: null,
    contains,
  };
}

/** Without nodes that the language has no name for, and those whose name is taken: each of these is said. */
function uniqueNodes(nodes: readonly ImportedNode[], place: Place, lose: Lose): readonly ImportedNode[] {
  const taken = new Set<string>();
  const keep = (node: ImportedNode): readonly ImportedNode[] => {
    if (node.isInline) {
      const contains = node.contains.flatMap(keep);
      return contains.length === 0 ? [] : [{ ...node, contains }];
    }
    const folded = node.name.toLowerCase();
    if (!isName(node.name)) lose(place, `${node.name} is left out: its name is none in the language`);
    else if (taken.has(folded)) lose(place, `a second ${node.name} is left out: names inside a record must differ`);
    else {
      taken.add(folded);
      return [node];
    }
    return [];
  };
  return nodes.flatMap(keep);
}
