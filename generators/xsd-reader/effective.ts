import { ANY_SIMPLE_TYPE } from "./builtin-types.ts";
import {
  type AttributeGroup,
  type AttributeUse,
  type ComplexType,
  expandedName,
  type Particle,
  type SimpleType,
  type TypeDefinition,
  type Wildcard,
} from "./model.ts";

/** What stands in an element of a complex type, all that it inherits included. */
export type EffectiveContent =
  | { readonly kind: "simple"; readonly type: SimpleType }
  | { readonly kind: "elements"; readonly mixed: boolean; readonly particle: Particle | null };

const contents = new WeakMap<ComplexType, EffectiveContent>();

export function contentOf(type: ComplexType): EffectiveContent {
  const known = contents.get(type);
  if (known !== undefined) return known;
  const made = type.isSimple ? ({ kind: "simple", type: valueOf(type) } as const) : elementsOf(type);
  contents.set(type, made);
  return made;
}

function valueOf(type: ComplexType): SimpleType {
  const { derivation, valueType, valueFacets } = type;
  const base = valueType ?? (derivation === null ? ANY_SIMPLE_TYPE : valueOfBase(derivation.base));
  if (valueFacets.length === 0) return base;
  const { place } = type;
  return {
    kind: "simple",
    place,
    documentation: [],
    name: null,
    owner: type,
    builtin: null,
    method: "restriction",
    base,
    item: null,
    members: [],
    facets: valueFacets,
  };
}

function valueOfBase(base: TypeDefinition): SimpleType {
  if (base.kind === "simple") return base;
  const content = contentOf(base);
  return content.kind === "simple" ? content.type : ANY_SIMPLE_TYPE;
}

function elementsOf(type: ComplexType): EffectiveContent {
  const own = type.particle === null ? null : simplify(type.particle);
  const { derivation } = type;
  if (derivation === null || derivation.method === "restriction" || derivation.base.kind === "simple")
    return { kind: "elements", mixed: type.mixed, particle: own };
  const base = contentOf(derivation.base);
  if (base.kind === "simple") return base;
  const mixed = type.mixed || (base.mixed && own === null);
  if (base.particle === null || own === null) return { kind: "elements", mixed, particle: base.particle ?? own };
  const particle = simplify({ kind: "sequence", place: type.place, min: 1, max: 1, items: [base.particle, own] });
  return { kind: "elements", mixed, particle };
}

/**
 * The particle with named groups in their places, without those that never occur, and without groups that say nothing: one in another of its
 * kind, or around a single particle.
 * @returns null when nothing is left
 */
export function simplify(particle: Particle): Particle | null {
  if (particle.max === 0) return null;
  if (particle.kind === "element" || particle.kind === "any") return particle;
  if (particle.kind === "group") {
    const inner = particle.group.particle === null ? null : simplify(particle.group.particle);
    return inner === null ? null : wrap(inner, particle);
  }
  const items = particle.items.flatMap((item): readonly Particle[] => {
    const simple = simplify(item);
    if (simple === null) return [];
    const isSame = simple.kind === particle.kind && simple.kind !== "all";
    const once = simple.min === 1 && simple.max === 1;
    const isRepeatedChoice = particle.kind === "choice" && isSame && simple.min <= 1 && simple.max === null && particle.min === 0 && particle.max === null;
    return isSame && "items" in simple && (once || isRepeatedChoice) ? simple.items : [simple];
  });
  const [only, more] = items;
  if (only === undefined) return null;
  return more === undefined ? wrap(only, particle) : { ...particle, items };
}

/** A particle as often as a group around it says; the group goes where that is the same as another number of occurrences. */
function wrap(inner: Particle, { min, max, place }: Particle): Particle {
  if (min === 1 && max === 1) return inner;
  if (inner.min === 1 && inner.max === 1) return { ...inner, min, max };
  if (inner.min <= 1 && inner.max === null) return { ...inner, min: inner.min * min };
  if (inner.min <= 1 && min <= 1) return { ...inner, min: inner.min * min, max: inner.max === null || max === null ? null : inner.max * max };
  return { kind: "sequence", place, min, max, items: [inner] };
}

/** The attributes of a complex type, those that it inherits included, and the wildcard for others. */
export interface EffectiveAttributes {
  readonly uses: readonly AttributeUse[];
  readonly wildcard: Wildcard | null;
}

const attributes = new WeakMap<ComplexType, EffectiveAttributes>();

export function attributesOf(type: ComplexType): EffectiveAttributes {
  const known = attributes.get(type);
  if (known !== undefined) return known;
  const base = type.derivation !== null && type.derivation.base.kind === "complex" ? attributesOf(type.derivation.base) : { uses: [], wildcard: null };
  const isExtension = type.derivation?.method === "extension";
  const inherited =
    type.derivation !== null && "isAny" in type.derivation.base && type.derivation.base.isAny && !isExtension ? { uses: [], wildcard: null } : base;
  const own = declaredAttributes(type);
  const byName = new Map(inherited.uses.map((use) => [expandedName(use.attribute.name), use]));
  for (const use of own.uses) {
    const name = expandedName(use.attribute.name);
    if (use.use === "prohibited") byName.delete(name);
    else byName.set(name, use);
  }
  const wildcard = isExtension && inherited.wildcard !== null ? joinWildcards(inherited.wildcard, own.wildcard) : own.wildcard;
  const made = { uses: [...byName.values()], wildcard };
  attributes.set(type, made);
  return made;
}

/** With those of its attribute groups, which may refer to themselves where one redefines another. */
function declaredAttributes(parts: ComplexType | AttributeGroup, open: readonly AttributeGroup[] = []): EffectiveAttributes {
  const groups = parts.attributeGroups.filter((group) => !open.includes(group)).map((group) => declaredAttributes(group, [...open, group]));
  const wildcards = [parts.anyAttribute, ...groups.map(({ wildcard }) => wildcard)].filter((wildcard) => wildcard !== null);
  return { uses: [...parts.attributes, ...groups.flatMap(({ uses }) => uses)], wildcard: wildcards[0] ?? null };
}

/** A wildcard for what either admits; where there is no name for that, one for everything. */
function joinWildcards(one: Wildcard, other: Wildcard | null): Wildcard {
  if (other === null) return one;
  const [a, b] = [one.namespaces, other.namespaces];
  if (JSON.stringify(a) === JSON.stringify(b)) return one;
  if (a !== "any" && b !== "any" && "of" in a && "of" in b) return { ...one, namespaces: { of: [...new Set([...a.of, ...b.of])] } };
  return { ...one, namespaces: "any" };
}
