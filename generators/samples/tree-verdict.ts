import type { RecordNode, Release } from "../specification/model.ts";
import { contentOf, type ElementParticle, elementsOf, type Particle, type Profile, rootTag } from "./profile.ts";
import { acceptsText, trimBlanks } from "./value-verdict.ts";
import { childElements, ownText, type XmlElement } from "./xml-tree.ts";

/**
 * What is wrong with a document according to the model: the first fault in words, null when it is accepted. It reads no schema, so that it
 * can judge them.
 */
export function faultOf(release: Release, document: XmlElement, profile: Profile): string | null {
  const root = rootTag(release);
  return document.tag === root ? recordFault(release, release.root, document, profile) : `the root is ${document.tag}, not ${root}`;
}

function recordFault(release: Release, record: RecordNode, element: XmlElement, profile: Profile): string | null {
  if (trimBlanks(ownText(element)) !== "") return `${element.tag} holds text between its elements`;
  const children = childElements(element);
  const particles = contentOf(record, profile);
  const reader: Reader = { children, at: 0 };
  const fault = sequenceFault(release, particles, reader, profile);
  if (fault !== null) return fault;
  const rest = children[reader.at];
  if (rest === undefined) return null;
  const isKnown = elementsOf(particles).some(({ tag }) => tag === rest.tag);
  return isKnown ? `${rest.tag} in ${element.tag} is out of place or once too many` : `${element.tag} has no element ${rest.tag}`;
}

interface Reader {
  readonly children: readonly XmlElement[];
  at: number;
}

function sequenceFault(release: Release, particles: readonly Particle[], reader: Reader, profile: Profile): string | null {
  for (const particle of particles) {
    const fault = particle.kind === "element" ? elementFault(release, particle, reader, profile) : groupFault(release, particle, reader, profile);
    if (fault !== null) return fault;
  }
  return null;
}

function groupFault(release: Release, group: Extract<Particle, { kind: "group" }>, reader: Reader, profile: Profile): string | null {
  const next = reader.children[reader.at]?.tag;
  const begins = elementsOf(group.particles).some(({ tag }) => tag === next);
  return begins || group.minimum > 0 ? sequenceFault(release, group.particles, reader, profile) : null;
}

function elementFault(release: Release, particle: ElementParticle, reader: Reader, profile: Profile): string | null {
  let count = 0;
  for (let element = reader.children[reader.at]; element?.tag === particle.tag; element = reader.children[reader.at]) {
    if (count === particle.maximum) return `${particle.tag} occurs more than ${particle.maximum} times`;
    const { node } = particle;
    const fault = node.kind === "record" ? recordFault(release, node, element, profile) : itemFault(release, node, element, profile);
    if (fault !== null) return fault;
    count += 1;
    reader.at += 1;
  }
  return count < particle.minimum ? `${particle.tag} is missing or not in its place` : null;
}

function itemFault(release: Release, item: Extract<ElementParticle["node"], { kind: "item" }>, element: XmlElement, profile: Profile): string | null {
  if (childElements(element).length > 0) return `${element.tag} holds an element`;
  const text = ownText(element);
  return acceptsText(release, item, text, profile) ? null : `${element.tag} may not be ${JSON.stringify(text)}`;
}
