import { keyText, type ReferenceRows, type TextRow } from "../rules/reference-rows.ts";

/** The keys of the reference tables that go with returns, and all texts that must not become keys by accident. */
export interface KeyRing {
  readonly rowsOf: (table: string, key: string) => readonly TextRow[];
  /** Whether a text stands in a return that is being made. */
  readonly isUsed: (key: string) => boolean;
  readonly use: (texts: Iterable<string>) => void;
  readonly add: (table: string, keyColumn: string, rows: readonly TextRow[]) => void;
  /** All rows, by table. */
  readonly tables: ReferenceRows;
  /** Counts up, for new keys. */
  readonly next: () => number;
}

export function createKeyRing(): KeyRing {
  const tables = new Map<string, TextRow[]>();
  const byKey = new Map<string, TextRow[]>();
  const used = new Set<string>();
  let counter = 0;
  return {
    tables,
    rowsOf: (table, key) => byKey.get(`${table} ${key}`) ?? [],
    isUsed: (key) => used.has(key),
    use: (texts) => {
      for (const text of texts) used.add(keyText(text));
    },
    add: (table, keyColumn, rows) => {
      for (const row of rows) {
        const key = `${table} ${keyText(row.get(keyColumn)?.[0] ?? "")}`;
        byKey.set(key, [...(byKey.get(key) ?? []), row]);
      }
      tables.set(table, [...(tables.get(table) ?? []), ...rows]);
    },
    next: () => {
      counter += 1;
      return counter;
    },
  };
}

const LETTERS = "ABDEFGHJLNPQRSTUWXYZ";

/** How many characters of a key stay, so that an invented key still looks like one. */
const KEPT = 3;
const TRIES = 20_000;

/**
 * A key of the same form that nothing has: letters and digits behind the first ones are replaced.
 * @returns null when there is none
 */
export function freshKey(keys: KeyRing, key: string): string | null {
  for (let tries = 0; tries < TRIES; tries += 1) {
    let rest = keys.next();
    const characters = [...key];
    for (let at = characters.length - 1; at >= KEPT; at -= 1) {
      const character = characters[at] ?? "";
      const alphabet = /\d/.test(character) ? "0123456789" : /[A-Z]/.test(character) ? LETTERS : "";
      if (alphabet === "") continue;
      characters[at] = alphabet.charAt(rest % alphabet.length);
      rest = Math.floor(rest / alphabet.length);
    }
    const text = characters.join("");
    if (!keys.isUsed(text)) return text;
  }
  return null;
}
