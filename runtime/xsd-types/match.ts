import { expandedName, isOptional, leavesOf, type Model, type ModelLeaf, type ModelWildcard } from "./content-model.ts";
import { admitsNamespace } from "./table.ts";

/** An element to be matched. */
export interface Name {
  readonly namespace: string;
  readonly local: string;
}

/** A name with its expanded form, which is compared often. */
interface Key extends Name {
  readonly expanded: string;
}

export type Matched =
  | { readonly leaves: readonly (ModelLeaf | ModelWildcard)[] }
  /** What is wrong at the element with an index, or behind the last one. */
  | { readonly index: number; readonly problem: string };

/**
 * Finds for each element the particle that it belongs to.
 * @param names the elements in order
 */
export function matchContent(model: Model, names: readonly Name[]): Matched {
  const keys = names.map(({ namespace, local }) => ({ namespace, local, expanded: expandedName(namespace, local) }));
  const matched = matchAhead(model, keys);
  if ("leaves" in matched || !isAccepted(model, keys)) return matched;
  // By name alone: where a name stands in several places of a model, these are all the same element.
  const all = leavesOf(model);
  const leafFor = (name: Key): readonly (ModelLeaf | ModelWildcard)[] =>
    all.filter((leaf) => startsByName(leaf, name)).concat(all.filter((leaf) => startsByWildcard(leaf, name)));
  return { leaves: keys.flatMap((name) => leafFor(name).slice(0, 1)) };
}

/** XML Schema asks of a model that the next element alone decides where it belongs, so that one look ahead is enough. */
function matchAhead(model: Model, names: readonly Key[]): Matched {
  const leaves: (ModelLeaf | ModelWildcard)[] = [];
  let missing: string | null = null;

  const next = (): Key | undefined => names[leaves.length];

  const matchOnce = (particle: Model): boolean => {
    switch (particle.kind) {
      case "element":
      case "any":
        leaves.push(particle);
        return true;
      case "sequence":
        return particle.items.every(matchAll);
      case "choice": {
        const name = next();
        const chosen = name === undefined ? undefined : bestStart(particle.items, name);
        return chosen === undefined || matchAll(chosen);
      }
      case "all": {
        const waiting = new Set(particle.items);
        for (;;) {
          const name = next();
          const chosen = name === undefined ? undefined : bestStart([...waiting], name);
          if (chosen === undefined) break;
          waiting.delete(chosen);
          if (!matchAll(chosen)) return false;
        }
        return [...waiting].every(matchAll);
      }
    }
  };

  const matchAll = (particle: Model): boolean => {
    let count = 0;
    while (particle.max === null || count < particle.max) {
      const name = next();
      const before = leaves.length;
      if (name === undefined || !startsWith(particle, name)) break;
      if (!matchOnce(particle)) return false;
      count += 1;
      if (leaves.length === before) break;
    }
    if (count >= particle.min || ("mayBeEmpty" in particle && particle.mayBeEmpty)) return true;
    missing = describeStart(particle);
    return false;
  };

  const isDone = matchAll(model);
  const rest = next();
  if (isDone && rest === undefined) return { leaves };
  const what = rest === undefined ? null : `<${rest.local}>`;
  if (missing === null) return { index: leaves.length, problem: `${what ?? "this"} is not expected here` };
  return { index: leaves.length, problem: what === null ? `${String(missing)} is missing` : `${what} stands where ${String(missing)} is expected` };
}

/** Whether a model that asks for more than one look ahead, as many schemas have, accepts the elements: all ways are followed at once. */
function isAccepted(model: Model, names: readonly Key[]): boolean {
  const matchOnce = (particle: Model, start: number): ReadonlySet<number> => {
    const name = names[start];
    switch (particle.kind) {
      case "element":
      case "any":
        return new Set(name !== undefined && startsWith(particle, name) ? [start + 1] : []);
      case "sequence": {
        let ends: ReadonlySet<number> = new Set([start]);
        for (const item of particle.items) ends = new Set([...ends].flatMap((end) => [...matchOften(item, end)]));
        return ends;
      }
      case "choice":
        return new Set(particle.items.flatMap((item) => [...matchOften(item, start)]));
      case "all": {
        let end = start;
        const waiting = new Set(particle.items);
        for (let found = true; found; ) {
          const next = names[end];
          const item = next === undefined ? undefined : bestStart([...waiting], next);
          found = item !== undefined && waiting.delete(item);
          if (found) end += 1;
        }
        return new Set([...waiting].every(isOptional) ? [end] : []);
      }
    }
  };

  const matchOften = (particle: Model, start: number): ReadonlySet<number> => {
    const mayEnd = isOptional(particle);
    const min = mayEnd ? 0 : particle.min;
    const ends = new Set<number>(mayEnd ? [start] : []);
    let reached: ReadonlySet<number> = new Set([start]);
    for (let count = 1; reached.size > 0 && (particle.max === null || count <= particle.max); count += 1) {
      const next = new Set([...reached].flatMap((end) => [...matchOnce(particle, end)]));
      // Past the smallest number, only places not met yet lead further.
      const fresh = [...next].filter((end) => count < min || !ends.has(end));
      if (count >= min) for (const end of fresh) ends.add(end);
      if (count > names.length + min) break;
      reached = new Set(fresh);
    }
    return ends;
  };

  return matchOften(model, 0).has(names.length);
}

function bestStart(items: readonly Model[], name: Key): Model | undefined {
  return items.find((item) => startsByName(item, name)) ?? items.find((item) => startsByWildcard(item, name));
}

function startsWith(model: Model, name: Key): boolean {
  return startsByName(model, name) || startsByWildcard(model, name);
}

function startsByName(model: Model, { expanded }: Key): boolean {
  if (model.kind === "any") return false;
  return model.kind === "element" ? model.elements.has(expanded) : model.firstNames.has(expanded);
}

function startsByWildcard(model: Model, { namespace }: Key): boolean {
  if (model.kind === "element") return false;
  const wildcards = model.kind === "any" ? [model.namespaces] : model.firstWildcards;
  return wildcards.some((wildcard) => admitsNamespace(wildcard, namespace));
}

/** How many elements a message names. */
const NAMES_SHOWN = 8;

function describeStart(model: Model): string {
  const leaves = leavesOf(model).filter(
    (leaf) =>
      leaf.kind === "element" && (model.kind === "element" || [...leaf.elements.keys()].some((name) => "firstNames" in model && model.firstNames.has(name))),
  );
  const names = leaves.flatMap((leaf) => (leaf.kind === "any" ? [] : [...leaf.elements.values()].map(({ local }) => `<${local}>`)));
  const takesAny = model.kind === "any" || ("firstWildcards" in model && model.firstWildcards.length > 0);
  const shown = [...new Set(names)];
  return [...shown.slice(0, NAMES_SHOWN), ...(takesAny ? ["any element"] : [])].join(", ") + (shown.length > NAMES_SHOWN ? " …" : "");
}
