import { compareText } from "../../specification/diagnostics.ts";

/** Names that Windows keeps for devices: no file may have them, whatever its ending. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/;

/** A name as the last part of an address: small letters, digits, dot, _ and -. */
export function slugOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^[-.]+|[-.]+$/g, "");
  if (plain === "") return "unnamed";
  return DEVICE.test(plain) ? plain.replace(/^[a-z0-9]+/, "$&-") : plain;
}

/** A slug for each name, no two alike: the first by name keeps the plain one. */
export function slugsOf(names: Iterable<string>): ReadonlyMap<string, string> {
  const slugs = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of [...new Set(names)].toSorted(compareText)) {
    const plain = slugOf(name);
    let slug = plain;
    for (let number = 2; taken.has(slug); number += 1) slug = `${plain}-${number}`;
    taken.add(slug);
    slugs.set(name, slug);
  }
  return slugs;
}

/** A name as the part of an address behind `#`: codes differ by letter case, so it is kept, and what no anchor may hold is written as a number. */
export function anchorOf(prefix: string, name: string): string {
  return `${prefix}-${name.replaceAll(/[^A-Za-z0-9_-]/g, (character) => `-${(character.codePointAt(0) ?? 0).toString(16)}-`)}`;
}
