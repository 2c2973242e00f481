import type { RecordNode, Release } from "../specification/model.ts";
import { contentOf, type ElementParticle, elementsOf, type Particle, type Profile, rootTag, valueRuleOf } from "./profile.ts";
import { sampleCount, sampleValue } from "./sample-values.ts";
import { formatXml, textElement, type XmlElement } from "./xml-tree.ts";

export interface SampleDocument {
  /** Unique in the set, `[a-z0-9-]`. */
  readonly name: string;
  readonly tree: XmlElement;
  readonly xml: string;
}

/** How often a group is repeated for the sake of its codes before the next child takes its turn. */
const GROUPS_PER_CHILD = 6;

/** More children than any set of codes needs; a number that is reached shows a fault in a specification. */
const MOST_CHILDREN = 2000;

/**
 * Valid invented documents which together hold every element of the release's XML, each optional one too, repeated what may repeat, and every
 * code of every set at least once, tolerated codes included. The first one holds all but the codes of items that stand once in a document,
 * which take one document each. Empty when the release has no XML.
 */
export function completeDocuments(release: Release, profile: Profile = "strict"): readonly SampleDocument[] {
  if (!release.formats.includes("xml")) return [];
  const builder = createBuilder(release, profile);
  const trees = [builder.build("full")];
  while (builder.isWanted(release.root) && trees.length < MOST_CHILDREN) trees.push(builder.build("cover"));
  return trees.map((tree, index) => sampleDocument(release, index === 0 ? "complete" : `complete-${index + 1}`, tree));
}

/** A valid invented document with only what is mandatory; items that may be given empty are. */
export function minimalDocument(release: Release, profile: Profile = "strict"): SampleDocument {
  return sampleDocument(release, "minimal", createBuilder(release, profile).build("minimal"));
}

/** A tree with every element once: what mutants are made from. */
export function everyElementOnce(release: Release, profile: Profile = "strict"): XmlElement {
  return createBuilder(release, profile).build("once");
}

/** A tree as a document that says that it is invented. */
export function writeSample(release: Release, tree: XmlElement): string {
  return formatXml(tree, [`${release.name}: synthetic data. Every child in this document is invented.`]);
}

function sampleDocument(release: Release, name: string, tree: XmlElement): SampleDocument {
  return { name, tree, xml: writeSample(release, tree) };
}

/** once: every element; full: what may repeat does; cover: what is mandatory or holds a code not met yet; minimal: what is mandatory. */
type Mode = "once" | "full" | "cover" | "minimal";

interface Builder {
  build(mode: Mode): XmlElement;
  /** Whether codes below a record have not been met yet. */
  isWanted(record: RecordNode): boolean;
}

function createBuilder(release: Release, profile: Profile): Builder {
  const made = new Map<string, number>();

  const isWantedParticle = ({ node }: ElementParticle): boolean =>
    node.kind === "record" ? isWanted(node) : (made.get(node.path) ?? 0) < sampleCount(release, node, profile);
  const isWanted = (record: RecordNode): boolean => elementsOf(contentOf(record, profile)).some(isWantedParticle);

  const buildElement = (particle: ElementParticle, mode: Mode): XmlElement => {
    const { node, tag } = particle;
    if (node.kind === "record") return { tag, content: buildContent(contentOf(node, profile), mode) };
    if (mode === "minimal" && valueRuleOf(node, profile).emptyAllowed) return textElement(tag, "");
    const number = made.get(node.path) ?? 0;
    made.set(node.path, number + 1);
    return textElement(tag, sampleValue(release, node, number, profile));
  };

  const buildParticle = (particle: ElementParticle, mode: Mode): readonly XmlElement[] => {
    const { node, minimum, maximum } = particle;
    const fewest = mode === "minimal" || mode === "cover" ? minimum : Math.max(minimum, 1);
    if (mode === "once" || mode === "minimal") return Array.from({ length: fewest }, () => buildElement(particle, mode));
    const isChild = node.path === release.child?.record.path;
    const most = Math.min(maximum ?? MOST_CHILDREN, isChild ? MOST_CHILDREN : GROUPS_PER_CHILD);
    const usual = mode === "full" ? Math.min(2, most) : 0;
    const elements: XmlElement[] = [];
    while (elements.length < Math.max(fewest, usual) || (elements.length < most && isWantedParticle(particle))) {
      elements.push(buildElement(particle, mode === "full" && elements.length < 2 ? "full" : "cover"));
    }
    return elements;
  };

  const buildContent = (particles: readonly Particle[], mode: Mode): readonly XmlElement[] =>
    particles.flatMap((particle) => {
      if (particle.kind === "element") return buildParticle(particle, mode);
      const isLeftOut = particle.minimum === 0 && (mode === "minimal" || (mode === "cover" && !elementsOf(particle.particles).some(isWantedParticle)));
      return isLeftOut ? [] : buildContent(particle.particles, mode);
    });

  return {
    build: (mode) => ({ tag: rootTag(release), content: buildContent(contentOf(release.root, profile), mode) }),
    isWanted,
  };
}
