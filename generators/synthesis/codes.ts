import { codeSetsOf } from "../specification/item-type.ts";
import type { ItemNode, Release } from "../specification/model.ts";

/** What a code of a story is called in the releases of a collection. */
export interface CodeBook {
  /**
   * The code of a release that a code of any release of the collection stands for: itself where the release has it, else what it was before the sets
   * changed. A text that no release knows as a code stays as it is.
   * @returns null when the release has nothing for it
   */
  readonly codeIn: (release: Release, item: ItemNode, code: string) => string | null;
  /** Whether any release has the code in one of the sets of the item. */
  readonly isKnown: (item: ItemNode, code: string) => boolean;
}

/** @param releases all releases of a collection, oldest first */
export function createCodeBook(releases: readonly Release[]): CodeBook {
  const found = new WeakMap<ItemNode, Map<string, string | null>>();
  const known = new Map<string, boolean>();
  const has = (release: Release, set: string, code: string): boolean =>
    release.codeSets.get(set)?.codes.some((candidate) => candidate.code === code && candidate.inSpecification) ?? false;
  const inAnyRelease = (set: string, code: string): boolean => {
    const key = `${set} ${code}`;
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const answer = releases.some((release) => has(release, set, code));
    known.set(key, answer);
    return answer;
  };
  /** Back through the crosswalks from the newest release to the one that is asked for. */
  const before = (release: Release, set: string, code: string): string | null => {
    let current = code;
    for (const later of releases.slice(releases.findIndex(({ name }) => name === release.name) + 1).toReversed())
      current = later.crosswalks.get(set)?.steps.find(({ to }) => to.includes(current))?.from ?? current;
    return has(release, set, current) ? current : null;
  };
  const find = (release: Release, item: ItemNode, code: string): string | null => {
    const sets = codeSetsOf(item.type).filter((set) => inAnyRelease(set, code));
    if (sets.length === 0) return code;
    return sets.map((set) => (has(release, set, code) ? code : before(release, set, code))).find((one) => one !== null) ?? null;
  };
  return {
    codeIn: (release, item, code) => {
      // An item belongs to one release, so it stands for both.
      const codes = found.get(item) ?? new Map<string, string | null>();
      found.set(item, codes);
      const cached = codes.get(code);
      if (cached !== undefined) return cached;
      const answer = find(release, item, code);
      codes.set(code, answer);
      return answer;
    },
    isKnown: (item, code) => codeSetsOf(item.type).some((set) => inAnyRelease(set, code)),
  };
}
