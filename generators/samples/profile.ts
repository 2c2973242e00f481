import type { ItemType } from "../specification/item-type.ts";
import type { ItemNode, RecordNode, Release, TreeNode } from "../specification/model.ts";

/** Which of the two schemas a document is for: the specification itself, or the public schema that the release follows. */
export type Profile = "strict" | "published";

/** An element that may stand in another, as one of the two schemas has it. */
export interface ElementParticle {
  readonly kind: "element";
  readonly node: TreeNode;
  readonly tag: string;
  readonly minimum: number;
  /** null: any number. */
  readonly maximum: number | null;
}

/** The items of an inline record: they stand in the enclosing element, all together or (when `minimum` is 0) not at all. */
export interface GroupParticle {
  readonly kind: "group";
  readonly minimum: number;
  readonly particles: readonly Particle[];
}

export type Particle = ElementParticle | GroupParticle;

/** What may stand in the element of a record, in order. */
export function contentOf(record: RecordNode, profile: Profile): readonly Particle[] {
  return record.contains.flatMap((node): readonly Particle[] => {
    if (node.xml.kind === "none" || (profile === "published" && node.published.absent)) return [];
    const { minimum, maximum } = profile === "published" ? node.published.occurs : node.occurs;
    if (node.xml.kind === "element") return [{ kind: "element", node, tag: node.xml.tag, minimum, maximum }];
    return node.kind === "record" ? [{ kind: "group", minimum, particles: contentOf(node, profile) }] : [];
  });
}

/** All elements that may stand in the element of a record, those of inline records as its own. */
export function elementsOf(particles: readonly Particle[]): readonly ElementParticle[] {
  return particles.flatMap((particle) => (particle.kind === "element" ? [particle] : elementsOf(particle.particles)));
}

/** The tag of the root element. */
export function rootTag(release: Release): string {
  return release.root.xml.kind === "element" ? release.root.xml.tag : release.root.name;
}

/** What a value of an item may be in one of the two schemas. */
export interface ValueRule {
  readonly type: ItemType;
  /** The codes that are listed in place of those of the type; null when they are those of the type. */
  readonly codes: readonly string[] | null;
  readonly emptyAllowed: boolean;
}

export function valueRuleOf(item: ItemNode, profile: Profile): ValueRule {
  if (profile === "strict") return { type: item.type, codes: null, emptyAllowed: item.emptyAllowed };
  const type = item.published.type ?? item.type;
  return { type, codes: item.published.codes, emptyAllowed: item.emptyAllowed && type === item.type };
}

/** The codes of a set that one of the two schemas accepts, in the order of the set. Tolerated ones are among them. */
export function acceptedCodes(release: Release, set: string, profile: Profile): readonly string[] {
  const codes = release.codeSets.get(set)?.codes ?? [];
  return codes.filter((code) => (profile === "published" ? code.inPublishedSchema : code.inSpecification)).map(({ code }) => code);
}
