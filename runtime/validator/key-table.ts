/** Numbers the keys of a return in the order in which they come. */
export interface KeyTable {
  /** The number of a key that came before; -1 for a new one, which gets the next number, from 0. */
  readonly add: (key: string) => number;
}

/** For a few keys per child of a large return a Map takes several times as long: it keeps the entries themselves in order, and moves them as it grows. */
export function createKeyTable(): KeyTable {
  const keys: string[] = [];
  let hashes = new Int32Array(1024);
  /** Numbers of keys, one more each, so that 0 is a free slot; never more than half full. */
  let slots = new Int32Array(2048);

  const grow = (): void => {
    const more = new Int32Array(hashes.length * 2);
    more.set(hashes);
    hashes = more;
    slots = new Int32Array(hashes.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < keys.length; number += 1) {
      let slot = (hashes[number] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
  };

  return {
    add: (key) => {
      const hash = hashOf(key);
      const mask = slots.length - 1;
      let slot = hash & mask;
      for (let entry = slots[slot] as number; entry !== 0; entry = slots[slot] as number) {
        if (hashes[entry - 1] === hash && keys[entry - 1] === key) return entry - 1;
        slot = (slot + 1) & mask;
      }
      slots[slot] = keys.push(key);
      hashes[keys.length - 1] = hash;
      if (keys.length === hashes.length) grow();
      return -1;
    },
  };
}

function hashOf(key: string): number {
  let hash = 0;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
