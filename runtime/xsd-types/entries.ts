import type { ModelLeaf, ModelWildcard } from "./content-model.ts";
import { type ElementMemory, memoryOf } from "./memory.ts";
import type { ElementTable } from "./table.ts";
import { fail, isRecord, type Writing } from "./writing.ts";

/** An element that is to be written: of the schema, or one that a wildcard admits (then `element` is null). */
export interface Entry {
  readonly namespace: string;
  readonly local: string;
  readonly element: ElementTable | null;
  readonly value: unknown;
  readonly memory: ElementMemory | null;
}

/** The value of a property of a record as an element. */
export function entryOf(writing: Writing, leaf: ModelLeaf | ModelWildcard, value: unknown, memory: ElementMemory | null): Entry {
  if (leaf.kind === "any") return genericEntry(writing, value);
  const [first] = leaf.elements.values();
  if (!leaf.tagged) return { namespace: first?.namespace ?? "", local: first?.local ?? "", element: first ?? null, value, memory: memory ?? memoryOf(value) };
  const element = isRecord(value) ? [...leaf.elements.values()].find(({ name }) => name === value["name"]) : undefined;
  if (element === undefined || !isRecord(value)) return fail(writing, `${leaf.property} needs the name and the value of one of its elements`);
  return taggedEntry(element, value);
}

/** A value that names its element. */
export function taggedEntry(element: ElementTable, tagged: Readonly<Record<string, unknown>>): Entry {
  const value = tagged["value"];
  return { namespace: element.namespace ?? "", local: element.local, element, value, memory: memoryOf(value) ?? memoryOf(tagged) };
}

/** An element that a wildcard admits. */
export function genericEntry(writing: Writing, value: unknown): Entry {
  if (!isRecord(value) || typeof value["namespace"] !== "string" || typeof value["name"] !== "string")
    return fail(writing, "an element with namespace and name is expected");
  return { namespace: value["namespace"], local: value["name"], element: null, value, memory: memoryOf(value) };
}

/** The order of the document that was read, where the schema leaves it open and the same properties are there. */
export function inOrder(groups: ReadonlyMap<string, readonly Entry[]>, order: readonly string[] | null): readonly Entry[] {
  const names = [...groups.keys()].filter((name) => groups.get(name)?.length !== 0);
  const isSame = order !== null && order.length === names.length && order.every((name) => names.includes(name));
  return (isSame ? order : names).flatMap((name) => groups.get(name) ?? []);
}

/** Refuses an entry, or what is missing behind the last one. */
export function failAt(writing: Writing, entries: readonly Entry[], index: number, problem: string): never {
  const at = entries[index];
  if (at !== undefined) writing.steps.push({ name: at.local, number: entries.slice(0, index + 1).filter(({ local }) => local === at.local).length });
  return fail(writing, problem);
}
