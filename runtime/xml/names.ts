import { decodeUtf8 } from "./decode.ts";

/**
 * The names met in a document, found by their bytes so that an element costs no string. For the scanner's inner loop each name is also kept with
 * the `>` after it in words of four bytes: it asks of most tags only whether they are the one that it expects, and so does that in a quarter of
 * the steps. `words` is replaced when it grows, so nobody keeps it across a call of `intern`.
 */
export interface NameTable {
  /** The words of all names one after another, the first byte of a word in its lowest bits. */
  words: Int32Array;
  /** For each name the index of its first word and of its last. */
  readonly firstWords: Int32Array;
  readonly lastWords: Int32Array;
  /** For each name the bits of its last word that count. */
  readonly lastMasks: Int32Array;
  /** For each name its length in bytes, without the `>`. */
  readonly lengths: Int32Array;
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

  const byteOf = (index: number, offset: number): number => {
    const word = table.words[(table.firstWords[index] as number) + (offset >> 2)] as number;
    return (word >> ((offset & 3) * 8)) & 0xff;
  };

  const isAt = (index: number, source: Uint8Array, start: number, end: number): boolean => {
    const length = end - start;
    if (table.lengths[index] !== length) return false;
    for (let offset = 0; offset < length; offset++) if (byteOf(index, offset) !== source[start + offset]) return false;
    return true;
  };

  const add = (source: Uint8Array, start: number, end: number, hash: number, slot: number): number => {
    const index = table.strings.length;
    if (index >= capacity) return -1;
    const length = end - start;
    const wordCount = (length >> 2) + 1;
    if (used + wordCount > table.words.length) {
      const grown = new Int32Array((used + wordCount) * 2);
      grown.set(table.words);
      table.words = grown;
    }
    for (let offset = 0; offset <= length; offset++) {
      const byte = offset < length ? (source[start + offset] as number) : 0x3e;
      table.words[used + (offset >> 2)] = (table.words[used + (offset >> 2)] as number) | (byte << ((offset & 3) * 8));
    }
    table.firstWords[index] = used;
    table.lastWords[index] = used + wordCount - 1;
    table.lastMasks[index] = (length & 3) === 3 ? -1 : (1 << (((length & 3) + 1) * 8)) - 1;
    table.lengths[index] = length;
    used += wordCount;
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

  const table: NameTable = {
    words: new Int32Array(1024),
    firstWords: new Int32Array(capacity),
    lastWords: new Int32Array(capacity),
    // All bits count for a name not met yet: its word is 0, so that no tag is taken for it.
    lastMasks: new Int32Array(capacity).fill(-1),
    lengths: new Int32Array(capacity),
    strings: [],
    intern,
  };
  const encoder = new TextEncoder();
  for (const [index, name] of given.entries()) {
    const bytes = encoder.encode(name);
    if (intern(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length)) !== index) throw new Error(`the name “${name}” is given twice`);
  }
  return table;
}
