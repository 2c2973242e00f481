import type { Year } from "../../language/types.ts";
import type { Release } from "../../specification/model.ts";

/**
 * What the codes of one year became in a later one, for codes that became others; as rules see them, in capitals.
 * @param releases this period and the two before
 */
export function crosswalkBetween(set: string, older: Year, newer: Year, releases: readonly (Release | null)[]): ReadonlyMap<string, readonly string[]> {
  const steps: ReadonlyMap<string, readonly string[]>[] = [];
  for (let year = older - 1; year >= newer; year -= 1) {
    const crosswalk = releases[year]?.crosswalks.get(set);
    steps.push(new Map(crosswalk?.steps.map(({ from, to }) => [from.toUpperCase(), to.map((code) => code.toUpperCase())])));
  }
  const codes = new Set([
    ...(releases[older]?.codeSets.get(set)?.codes ?? []).map(({ code }) => code.toUpperCase()),
    ...steps.flatMap((step) => [...step.keys()]),
  ]);
  const became = [...codes].map(
    (code) => [code, steps.reduce<readonly string[]>((now, step) => now.flatMap((one) => step.get(one) ?? [one]), [code])] as const,
  );
  return new Map(became.filter(([code, to]) => to.length !== 1 || to[0] !== code));
}
