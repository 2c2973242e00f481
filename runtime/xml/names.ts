import { decodeUtf8 } from "./ascii.ts";

/**
 * The names met in a document, found by their bytes so that an element costs no string. Fields are read by the scanner's inner loop; they
 * are replaced when the table grows, so nobody keeps them across a call of `intern`.
 */
export interface NameTable {
  /** The bytes of all names one after another. */
  bytes: Uint8Array;
  /** For each name the offset of its first byte, and its length. */
  starts: Int32Array;
  lengths: Int32Array;
  readonly strings: string[];
  /** The index of the name, or -1 when the table is full. The hash must be hashBytes of the same bytes. */
  intern(source: Uint8Array, start: number, end: number, hash: number): number;
}

/** One step of the hash that intern expects, from 0. */
export function hashStep(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}

export function hashBytes(source: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let offset = start; offset < end; offset++) hash = hashStep(hash, source[offset] as number);
  return hash;
}

/** A table which begins with the given names and takes up to `spare` more. */
export function createNameTable(given: readonly string[], spare: number): NameTable {
  const capacity = given.length + spare;
  // Twice as many slots as names, so that a search always meets a free one soon.
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(capacity * 2 + 2))).fill(-1);
  const mask = slots.length - 1;
  const hashes = new Int32Array(capacity);
  let used = 0;

  const isAt = (index: number, source: Uint8Array, start: number, end: number): boolean => {
    const length = end - start;
    if (table.lengths[index] !== length) return false;
    const first = table.starts[index] as number;
    for (let offset = 0; offset < length; offset++) if (table.bytes[first + offset] !== source[start + offset]) return false;
    return true;
  };

  const add = (source: Uint8Array, start: number, end: number, hash: number, slot: number): number => {
    const index = table.strings.length;
    if (index >= capacity) return -1;
    if (used + end - start > table.bytes.length) {
      const grown = new Uint8Array((used + end - start) * 2);
      grown.set(table.bytes);
      table.bytes = grown;
    }
    table.bytes.set(source.subarray(start, end), used);
    table.starts[index] = used;
    table.lengths[index] = end - start;
    used += end - start;
    hashes[index] = hash;
    slots[slot] = index;
    table.strings.push(decodeUtf8(source, start, end));
    return index;
  };

  const intern = (source: Uint8Array, start: number, end: number, hash: number): number => {
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const index = slots[slot] as number;
      if (index < 0) return add(source, start, end, hash, slot);
      if (hashes[index] === hash && isAt(index, source, start, end)) return index;
      slot = (slot + 1) & mask;
    }
  };

  const table: NameTable = { bytes: new Uint8Array(4096), starts: new Int32Array(capacity), lengths: new Int32Array(capacity), strings: [], intern };
  const encoder = new TextEncoder();
  for (const [index, name] of given.entries()) {
    const bytes = encoder.encode(name);
    if (intern(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length)) !== index) throw new Error(`the name “${name}” is given twice`);
  }
  return table;
}
