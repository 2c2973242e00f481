import type { Declaration, TreeAttribute } from "./tree.ts";

/**
 * How a value was written in the document that it was read from: what the value itself does not say. It is kept beside the values, so that a
 * document which is read and written again has the same spelling; copies of values do without it, and are written in the usual way.
 */
export interface ElementMemory {
  /** null: the one that is taken anyway. */
  readonly prefix: string | null;
  readonly declarations: readonly Declaration[];
  /** `xsi:type` where it says nothing new, `xsi:schemaLocation` inside the document. */
  readonly extras: readonly TreeAttribute[];
  readonly blanks: Blanks | null;
  /** The text of a value whose usual spelling is another. */
  readonly text: Spelling | null;
  /** By name of the property. */
  readonly attributes: ReadonlyMap<string, Spelling & { readonly prefix: string }> | null;
  /** The elements in a record of which the schema does not fix the order, by property. */
  readonly order: readonly string[] | null;
  /** The elements in a record whose values are no objects: by property, one for each occurrence. */
  readonly children: ReadonlyMap<string, readonly (ElementMemory | null)[]> | null;
}

/** A text that is written in place of the usual one as long as the value is the same. */
export interface Spelling {
  readonly usual: string;
  readonly written: string;
}

/** White space before each element in an element, and before its end tag. */
export type Blanks = { readonly before: string; readonly last: string } | { readonly each: readonly string[]; readonly last: string };

const memories = new WeakMap<object, ElementMemory>();

export function remember(value: object, memory: ElementMemory): void {
  memories.set(value, memory);
}

export function memoryOf(value: unknown): ElementMemory | null {
  return typeof value === "object" && value !== null ? (memories.get(value) ?? null) : null;
}

/** Whether there is nothing worth keeping. */
export function isUsual(memory: ElementMemory): boolean {
  const { prefix, declarations, extras, blanks, text, attributes, order, children } = memory;
  const nothing = [prefix, blanks, text, attributes, order, children].every((part) => part === null);
  return nothing && declarations.length === 0 && extras.length === 0;
}

/** The white space of an element with as many elements inside; null when it is not known. */
export function blanksFor(blanks: Blanks | null, count: number): { readonly each: readonly string[]; readonly last: string } | null {
  if (blanks === null) return null;
  if ("before" in blanks) return { each: Array.from({ length: count }, () => blanks.before), last: blanks.last };
  if (blanks.each.length === count) return blanks;
  const first = blanks.each[0];
  return first === undefined ? null : { each: Array.from({ length: count }, () => first), last: blanks.last };
}

/** @param each white space before each element */
export function packBlanks(each: readonly string[], last: string): Blanks {
  const [before] = each;
  return before !== undefined && each.every((blank) => blank === before) ? { before, last } : { each, last };
}
