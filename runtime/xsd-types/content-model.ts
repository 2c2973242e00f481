import type { ContentTable, ElementTable, NamespaceTable, ParticleTable, SchemaTable } from "./table.ts";

/** A particle with what can begin it. */
export type Model = ModelLeaf | ModelWildcard | ModelGroup;

interface ModelBase {
  readonly min: number;
  readonly max: number | null;
}

export interface ModelLeaf extends ModelBase {
  readonly kind: "element";
  /** The elements by expanded name. */
  readonly elements: ReadonlyMap<string, ElementTable>;
  readonly tagged: boolean;
  readonly property: string;
}

export interface ModelWildcard extends ModelBase {
  readonly kind: "any";
  readonly namespaces: NamespaceTable;
}

export interface ModelGroup extends ModelBase {
  readonly kind: "sequence" | "choice" | "all";
  readonly items: readonly Model[];
  /** Whether one occurrence may be empty. */
  readonly mayBeEmpty: boolean;
  readonly firstNames: ReadonlySet<string>;
  readonly firstWildcards: readonly NamespaceTable[];
}

/** The property of a record that holds what a wildcard admits. */
export const ANY_PROPERTY = "$any";

/** The content of a type, ready to be matched. */
export interface ContentModel {
  readonly model: Model;
  /** In the order of the schema. */
  readonly leaves: readonly (ModelLeaf | ModelWildcard)[];
  /** The elements by their name in tagged values. */
  readonly byName: ReadonlyMap<string, ElementTable>;
}

const models = new WeakMap<ContentTable, ContentModel>();

export function contentModel(table: SchemaTable, content: ContentTable & { readonly kind: "record" | "ordered" }): ContentModel {
  const known = models.get(content);
  if (known !== undefined) return known;
  const model = modelOf(table, content.particle);
  const leaves = leavesOf(model);
  const elements = leaves.flatMap((leaf) => (leaf.kind === "element" ? [...leaf.elements.values()] : []));
  const made = { model, leaves, byName: new Map(elements.map((element) => [element.name, element])) };
  models.set(content, made);
  return made;
}

/** A name with its namespace as one text. */
export function expandedName(namespace: string, local: string): string {
  return namespace === "" ? local : `{${namespace}}${local}`;
}

function modelOf(table: SchemaTable, particle: ParticleTable): Model {
  if (typeof particle === "number") return leafOf(table, [particle], 1, 1, false, undefined);
  const min = particle.min ?? 1;
  const max = particle.max === undefined ? 1 : particle.max;
  if (particle.kind === "element") return leafOf(table, particle.elements, min, max, particle.tagged ?? false, particle.property);
  if (particle.kind === "any") return { kind: "any", min, max, namespaces: particle.namespaces };
  const items = particle.items.map((item) => modelOf(table, item));
  const { kind } = particle;
  const mayBeEmpty = kind === "choice" ? items.length === 0 || items.some(isOptional) : items.every(isOptional);
  const required = kind === "sequence" ? items.findIndex((item) => !isOptional(item)) : -1;
  const first = required === -1 ? items : items.slice(0, required + 1);
  const firstNames = new Set(first.flatMap((item) => (item.kind === "element" ? [...item.elements.keys()] : item.kind === "any" ? [] : [...item.firstNames])));
  const firstWildcards = first.flatMap((item) => (item.kind === "element" ? [] : item.kind === "any" ? [item.namespaces] : item.firstWildcards));
  return { kind, min, max, items, mayBeEmpty, firstNames, firstWildcards };
}

function leafOf(table: SchemaTable, indexes: readonly number[], min: number, max: number | null, tagged: boolean, property: string | undefined): ModelLeaf {
  const elements = indexes.map((index) => {
    const element = table.elements[index];
    if (element === undefined) throw new Error(`the table has no element ${index}`);
    return element;
  });
  const byName = new Map(elements.map((element) => [expandedName(element.namespace ?? "", element.local), element]));
  return { kind: "element", min, max, elements: byName, tagged, property: property ?? elements[0]?.name ?? "" };
}

/** The particles of a model that are elements or wildcards, in its order. */
export function leavesOf(model: Model): readonly (ModelLeaf | ModelWildcard)[] {
  return model.kind === "element" || model.kind === "any" ? [model] : model.items.flatMap(leavesOf);
}

/** Whether a particle may have no element at all. */
export function isOptional(model: Model): boolean {
  return model.min === 0 || model.max === 0 || ("mayBeEmpty" in model && model.mayBeEmpty);
}
