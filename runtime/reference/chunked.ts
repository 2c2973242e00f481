const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const INSIDE = CHUNK - 1;

/** A list of whole numbers of 32 bits that grows without being copied, so that a large table never needs twice its room. */
export interface NumberList {
  readonly push: (value: number) => void;
  readonly at: (index: number) => number;
  readonly set: (index: number, value: number) => void;
  readonly length: () => number;
}

export function createNumberList(): NumberList {
  const chunks: Int32Array[] = [];
  let length = 0;
  return {
    push: (value) => {
      const inside = length & INSIDE;
      if (inside === 0) chunks.push(new Int32Array(CHUNK));
      (chunks[length >> CHUNK_BITS] as Int32Array)[inside] = value;
      length += 1;
    },
    at: (index) => (chunks[index >> CHUNK_BITS] as Int32Array)[index & INSIDE] as number,
    set: (index, value) => {
      (chunks[index >> CHUNK_BITS] as Int32Array)[index & INSIDE] = value;
    },
    length: () => length,
  };
}
