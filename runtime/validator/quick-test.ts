import type { RuleContext } from "./compiled-rule.ts";
import type { DataRecord } from "./tables.ts";

/** Pairs are quadratic: beyond this many records of a group a rule on pairs is not run for the child. */
export const PAIR_CAP = 2000;

/** Whether a rule on pairs fails for some of the records in two lists. Of what is not decided here (triples, very many records) it says that it may. */
export function anyCombinationFails<T extends DataRecord>(
  fails: (record: T, context: RuleContext, ...chosen: never[]) => boolean,
  lists: readonly (readonly unknown[])[],
  within: T,
  context: RuleContext,
): boolean {
  const [left = [], right = []] = lists;
  if (lists.length !== 2 || left.length > PAIR_CAP || right.length > PAIR_CAP) return true;
  for (const a of left) for (const b of right) if (a !== b && fails(within, context, a as never, b as never)) return true;
  return false;
}

/** Whether a value is there twice: not so for nearly all lists, so nothing is made to find it out for short ones. */
export function repeats(values: readonly unknown[]): boolean {
  if (values.length > 16) return new Set(values).size < values.length;
  for (let index = 1; index < values.length; index += 1) for (let before = 0; before < index; before += 1) if (values[before] === values[index]) return true;
  return false;
}
