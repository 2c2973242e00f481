import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import type { Specification } from "../../generators/specification/specification.ts";
import { drawFrom } from "./random-returns.ts";
import { JUDGE } from "./returnspec.ts";

/** The releases that a test looks at: all in `npm run judge`; else the live ones and, from the first on, every seventh of a collection. */
export function chosenReleases(specification: Specification, names: readonly string[]): readonly string[] {
  if (JUDGE) return names;
  return names.filter((name) => {
    const { release } = specification.release(name);
    const siblings = names.filter((one) => specification.release(one).release?.collection === release?.collection);
    return release === null || release.live || siblings.indexOf(name) % 7 === 0;
  });
}

/** A tenth of the examples of a release by their ids, another one in each release. */
export function tenthOf({ release }: ReleaseRules): (id: string) => boolean {
  const chosen = new Map<string, boolean>();
  const seed = [...release.name].reduce((sum, character) => sum * 31 + (character.codePointAt(0) ?? 0), 7) % 1_000_003;
  const draw = drawFrom(seed);
  for (const rule of release.rules) for (const { name } of [...rule.passes, ...rule.fails]) chosen.set(`${rule.firstId}/${name}`, draw(10) === 0);
  return (id) => chosen.get(id) ?? false;
}
