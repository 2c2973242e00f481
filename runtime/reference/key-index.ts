import { createNumberList, type NumberList } from "./chunked.ts";
import { postcodeNumber } from "./postcode-number.ts";

/** Finds the rows of a key. Rows are numbered from 0 in the order in which they are added. */
export interface KeyIndex {
  /** Adds the next row. @returns false when the text cannot be a key; the row is then not counted */
  readonly add: (text: string) => boolean;
  /** The rows of a key, in file order. */
  readonly rowsOf: (text: string) => readonly number[];
  readonly has: (text: string) => boolean;
}

const NONE: readonly number[] = [];

/** The first row of each key, whatever keys are. */
interface FirstRows {
  /** The first row with the same key; the row itself when it is the first; -1 when the text is no key. */
  readonly put: (text: string, row: number) => number;
  /** -1 when there is none. */
  readonly find: (text: string) => number;
}

export function createKeyIndex(kind: "postcode" | "text"): KeyIndex {
  const first = kind === "postcode" ? createPostcodeRows() : createTextRows();
  let count = 0;
  // Most tables never have a key twice; then these stay away.
  let repeats: { readonly next: NumberList; readonly last: NumberList } | null = null;

  const chain = (from: number, row: number): void => {
    repeats ??= { next: createNumberList(), last: createNumberList() };
    const { next, last } = repeats;
    for (let at = next.length(); at <= row; at += 1) {
      next.push(-1);
      last.push(at);
    }
    next.set(last.at(from), row);
    last.set(from, row);
  };

  return {
    add: (text) => {
      const row = first.put(text, count);
      if (row === -1) return false;
      if (row !== count) chain(row, count);
      count += 1;
      return true;
    },
    rowsOf: (text) => {
      const row = first.find(text);
      if (row === -1) return NONE;
      const rows = [row];
      for (let at = nextOf(row, repeats?.next); at !== -1; at = nextOf(at, repeats?.next)) rows.push(at);
      return rows;
    },
    has: (text) => first.find(text) !== -1,
  };
}

function nextOf(row: number, next: NumberList | undefined): number {
  return next === undefined || row >= next.length() ? -1 : next.at(row);
}

function keyOf(text: string): string {
  return text.trim().toUpperCase();
}

function createTextRows(): FirstRows {
  const rows = new Map<string, number>();
  return {
    put: (text, row) => {
      const key = keyOf(text);
      if (key === "") return -1;
      const known = rows.get(key);
      if (known === undefined) rows.set(key, row);
      return known ?? row;
    },
    find: (text) => rows.get(keyOf(text)) ?? -1,
  };
}

const SMALLEST = 1 << 12;

/** Open addressing: two flat arrays hold millions of postcodes in a tenth of the room that strings in a Map would take. */
function createPostcodeRows(): FirstRows {
  let mask = SMALLEST - 1;
  let keys = new Float64Array(SMALLEST);
  let rows = new Int32Array(SMALLEST);
  let filled = 0;

  /** The place of a key, or the free one where it would stand; 0 is no postcode's number and so means free. */
  const placeOf = (key: number): number => {
    let at = hash(key) & mask;
    while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask;
    return at;
  };

  const grow = (): void => {
    const [oldKeys, oldRows] = [keys, rows];
    const size = (mask + 1) * 2;
    mask = size - 1;
    keys = new Float64Array(size);
    rows = new Int32Array(size);
    for (let old = 0; old < oldKeys.length; old += 1) {
      const key = oldKeys[old] as number;
      if (key === 0) continue;
      const at = placeOf(key);
      keys[at] = key;
      rows[at] = oldRows[old] as number;
    }
  };

  return {
    put: (text, row) => {
      const key = postcodeNumber(text);
      if (key === -1) return -1;
      const at = placeOf(key);
      if (keys[at] === key) return rows[at] as number;
      keys[at] = key;
      rows[at] = row;
      filled += 1;
      if (filled * 3 > (mask + 1) * 2) grow();
      return row;
    },
    find: (text) => {
      const key = postcodeNumber(text);
      if (key === -1) return -1;
      const at = placeOf(key);
      return keys[at] === key ? (rows[at] as number) : -1;
    },
  };
}

/** Neighbouring postcodes have neighbouring numbers; their places must not. */
function hash(key: number): number {
  const low = key | 0;
  const high = (key / 4_294_967_296) | 0;
  let mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 13);
}
