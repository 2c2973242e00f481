import type { ItemNode, Release, TreeNode } from "../specification/model.ts";
import { writeSample } from "./documents.ts";
import { contentOf, elementsOf, type Profile, rootTag } from "./profile.ts";
import { faultOf } from "./tree-verdict.ts";
import { valueFaults } from "./value-faults.ts";
import { childElements, ownText, textElement, type XmlElement, type XmlNode } from "./xml-tree.ts";

/** A document with one deliberate fault, and what the model says of it. */
export interface Mutant {
  /** `missing:Message/Header`, stable as long as the specification is. */
  readonly id: string;
  /** `missing`, `bad-date` … */
  readonly kind: string;
  /** Of the element that was changed: tags from the root, `[2]` behind the second of a name. */
  readonly path: string;
  readonly xml: string;
  readonly expected: "accepted" | "refused";
  /** The first fault according to the model, or that there is none. */
  readonly why: string;
}

/**
 * Systematic mutants of a valid document of a release: for every element, and for every item by its type. What is expected is judged from
 * the model alone; some mutants are harmless (an optional item left out) and must be accepted.
 * @param others other releases of the collection: their codes are tried where this release does not have them
 */
export function mutantsOf(release: Release, tree: XmlElement, others: readonly Release[]): readonly Mutant[] {
  return makeMutants(release, tree, others, "strict");
}

/** The same for the public schema that a release follows: `tree` is a document of that schema. */
export function publishedMutantsOf(release: Release, tree: XmlElement, others: readonly Release[]): readonly Mutant[] {
  return makeMutants(release, tree, others, "published");
}

/** A change to a tree: its kind, a name that tells it from others of its kind, and the new tree. */
interface Change {
  readonly kind: string;
  readonly variant: string;
  readonly tree: XmlElement;
}

function makeMutants(release: Release, tree: XmlElement, others: readonly Release[], profile: Profile): readonly Mutant[] {
  const mutants: Mutant[] = [];
  const add = (path: string, { kind, variant, tree: changed }: Change): void => {
    const fault = faultOf(release, changed, profile);
    mutants.push({
      id: `${kind}${variant === "" ? "" : `/${variant}`}:${path}`,
      kind,
      path,
      xml: writeSample(release, changed),
      expected: fault === null ? "accepted" : "refused",
      why: fault ?? "the specification allows it",
    });
  };
  for (const change of rootChanges(release, tree)) add(tree.tag, change);
  visit(release.root, tree, tree.tag, (changed) => changed);

  function visit(node: TreeNode, element: XmlElement, path: string, rebuild: (changed: XmlElement) => XmlElement): void {
    for (const change of innerChanges(release, node, element, others, profile)) add(path, { ...change, tree: rebuild(change.tree) });
    if (node.kind === "item") return;
    const particles = elementsOf(contentOf(node, profile));
    const counts = new Map<string, number>();
    element.content.forEach((child, index) => {
      if (typeof child === "string") return;
      const particle = particles.find(({ tag }) => tag === child.tag);
      if (particle === undefined) throw new Error(`${path} has no element ${child.tag}: mutants are made from a valid document`);
      const count = (counts.get(child.tag) ?? 0) + 1;
      counts.set(child.tag, count);
      const childPath = `${path}/${child.tag}${count > 1 ? `[${count}]` : ""}`;
      const replace = (...nodes: readonly XmlNode[]): XmlElement => rebuild({ tag: element.tag, content: element.content.toSpliced(index, 1, ...nodes) });
      for (const change of placeChanges(element, child, index, particle.maximum)) add(childPath, { ...change, tree: rebuild(change.tree) });
      visit(particle.node, child, childPath, (changed) => replace(changed));
    });
  }
  return mutants;
}

/** Faults of the root: other names, and a document that is only a part. */
function rootChanges(release: Release, tree: XmlElement): readonly Change[] {
  const [first] = childElements(tree);
  const renamed = ["Unknown", otherCase(rootTag(release))].map((tag) => ({ kind: "renamed", variant: tag, tree: { ...tree, tag } }));
  return first === undefined ? renamed : [...renamed, { kind: "other-root", variant: first.tag, tree: first }];
}

/** Faults of an element among its siblings. The tree of a change is the enclosing element. */
function placeChanges(parent: XmlElement, element: XmlElement, index: number, maximum: number | null): readonly Change[] {
  const splice = (removed: number, ...nodes: readonly XmlNode[]): XmlElement => ({ ...parent, content: parent.content.toSpliced(index, removed, ...nodes) });
  const copies = (count: number): readonly XmlElement[] => Array.from({ length: count }, () => element);
  const next = parent.content[index + 1];
  return [
    changeOf("missing", "", splice(1)),
    changeOf("repeated", "once", splice(1, ...copies(2))),
    changeOf("repeated", "twice", splice(1, ...copies(3))),
    ...(maximum === null || maximum < 3
      ? []
      : [changeOf("as-often-as-allowed", "", splice(1, ...copies(maximum))), changeOf("once-too-often", "", splice(1, ...copies(maximum + 1)))]),
    ...(next === undefined || typeof next === "string" || next.tag === element.tag
      ? []
      : [changeOf("reordered", "", splice(2, next, element)), changeOf("repeated-apart", "", splice(2, element, next, element))]),
    changeOf("renamed", "other-case", splice(1, { ...element, tag: otherCase(element.tag) })),
    changeOf("renamed", "unknown", splice(1, { ...element, tag: "Unknown" })),
    changeOf("extra-element", "before", splice(1, textElement("Unknown", "1"), element)),
    changeOf("extra-element", "after", splice(1, element, textElement("Unknown", "1"))),
  ];
}

function changeOf(kind: string, variant: string, tree: XmlElement): Change {
  return { kind, variant, tree };
}

/** Faults of what an element holds. */
function innerChanges(release: Release, node: TreeNode, element: XmlElement, others: readonly Release[], profile: Profile): readonly Change[] {
  const extra = { kind: "extra-element", variant: "inside", tree: { ...element, content: [...element.content, textElement("Unknown", "1")] } };
  if (node.kind === "item") return [extra, ...itemChanges(release, node, element, others, profile)];
  return [
    extra,
    { kind: "text-in-record", variant: "", tree: { ...element, content: [...element.content, "text"] } },
    { kind: "emptied-record", variant: "", tree: { ...element, content: [] } },
  ];
}

function itemChanges(release: Release, item: ItemNode, element: XmlElement, others: readonly Release[], profile: Profile): readonly Change[] {
  return valueFaults(release, item, ownText(element), others, profile).map(({ kind, variant, text }) => ({
    kind,
    variant,
    tree: textElement(element.tag, text),
  }));
}

function otherCase(name: string): string {
  return name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
}
