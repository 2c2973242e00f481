import { codeSetsOf } from "../specification/item-type.ts";
import { enclosingRecords } from "../language/resolve-name.ts";
import type { CheckedRule } from "../rules/checked-rule.ts";
import { buildExample } from "../rules/example.ts";
import type { Returns } from "../rules/evaluate.ts";
import type { ReleaseRules } from "../rules/release-rules.ts";
import type { ItemNode, Release } from "../specification/model.ts";
import { boundariesOf } from "./boundary-values.ts";
import { copyReturns, countRecords, mostInGroup, type Reads, stepsOf } from "./candidates.ts";
import { nodesOfRule, ruleKey } from "./rule-key.ts";
import { shrink } from "./shrink.ts";
import { fails, isRun, type PairOfReturns, type Side, type Translation, translationBetween, type TwoYears } from "./two-years.ts";
import { realise, type Witness } from "./witness.ts";

/** How two forms of one rule compare. */
export type RuleComparison =
  /** The typed expressions and all they read are identical. */
  | { readonly relation: "same" }
  /** One of them cannot be tested by a machine. */
  | { readonly relation: "not-testable" }
  /** Nothing was found on which they disagree: no proof that there is nothing. */
  | { readonly relation: "none-found"; readonly records: number; readonly groups: number }
  /** Found: a record that fails now and passed before (stricter), the other way round (looser), or both (different). */
  | { readonly relation: "stricter" | "looser" | "different"; readonly witnesses: readonly Witness[]; readonly records: number; readonly groups: number };

/** Returns that are looked at for one rule at most, before what was found is made small. */
const MOST_TRIED = 600;
/** Examples of each year that are looked at, and of both those that are changed in small ways. */
const STARTS = 40;
const CHANGED = 16;
/** Returns with more records are looked at as they are, without changes. */
const LARGE = 40;

/** Compares rules of two releases. Made once for all rules of the pair. */
export interface RuleComparer {
  readonly compare: (before: CheckedRule, after: CheckedRule) => RuleComparison;
}

export function ruleComparer(years: TwoYears): RuleComparer {
  const translation = translationBetween(years);
  return {
    compare: (before, after) => {
      if (before.rule.notTestable !== null || after.rule.notTestable !== null) {
        return before.rule.notTestable === after.rule.notTestable ? { relation: "same" } : { relation: "not-testable" };
      }
      if (ruleKey(years.before, before) === ruleKey(years.after, after)) return { relation: "same" };
      return search(years, translation, before, after);
    },
  };
}

interface Found {
  readonly stricter: PairOfReturns | null;
  readonly looser: PairOfReturns | null;
  readonly tried: number;
  readonly groups: number;
}

function search(years: TwoYears, translation: Translation, before: CheckedRule, after: CheckedRule): RuleComparison {
  const witnesses: Witness[] = [];
  let tried = 0;
  let groups = 0;
  const sides = sidesOf(years, before, after);
  const seen = new Set<Witness["claim"]>();
  for (const side of sides) {
    const found = lookFrom(side, years, translation, before, after, Math.floor(MOST_TRIED / sides.length), seen);
    tried += found.tried;
    groups = Math.max(groups, found.groups);
    for (const claim of ["stricter", "looser"] as const) {
      const pair = found[claim];
      if (pair === null || seen.has(claim)) continue;
      const witness = realise(years, before, after, pair, claim);
      if (witness === null) continue;
      seen.add(claim);
      witnesses.push(witness);
    }
  }
  const [first] = witnesses;
  if (first === undefined) return { relation: "none-found", records: tried, groups };
  return { relation: witnesses.length > 1 ? "different" : first.claim, witnesses, records: tried, groups };
}

/** The sides in whose structure records are made: the newer one, and the older one too where that reads what is no longer there. */
function sidesOf(years: TwoYears, before: CheckedRule, after: CheckedRule): readonly Side[] {
  const known = pathsOf(years.after, after);
  const isMore = [...pathsOf(years.before, before)].some((path) => !known.has(path));
  return isMore ? ["after", "before"] : ["after"];
}

/** Paths of the items and records that a rule reads, in whichever return. */
function pathsOf(rules: ReleaseRules, rule: CheckedRule): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { target } of rule.parts) {
    const path = target.kind === "variables" ? target.within : target.record;
    for (const record of enclosingRecords(rules.schema, path)) paths.add(record.path);
    if (target.kind === "entry") paths.add(target.item);
  }
  for (const node of nodesOfRule(rules, rule)) {
    if (node.op === "item" || node.op === "entries") paths.add(node.item);
    if (node.op === "group" || node.op === "groups") paths.add(node.group);
  }
  return paths;
}

/** Looks for records on which the two disagree, in the structure of one side. */
function lookFrom(
  side: Side,
  years: TwoYears,
  translation: Translation,
  before: CheckedRule,
  after: CheckedRule,
  most: number,
  known: ReadonlySet<Witness["claim"]>,
): Found {
  const rules = side === "after" ? years.after : years.moved;
  const releases: readonly (Release | null)[] = [rules.release, rules.earlier[1], rules.earlier[2]];
  const nodes = [...nodesOfRule(years.before, before), ...nodesOfRule(years.after, after)];
  const reads: Reads = {
    paths: new Set([...pathsOf(years.before, before), ...pathsOf(years.after, after)]),
    boundaries: boundariesOf(nodes),
    ownCodes: (item, year) => ownCodes(item, year, years),
  };
  const best: { stricter: PairOfReturns | null; looser: PairOfReturns | null } = { stricter: null, looser: null };
  const isOpen = (claim: Witness["claim"]): boolean => best[claim] === null && !known.has(claim);
  let tried = 0;
  let groups = 0;
  const judge = (returns: Returns): Witness["claim"] | null => {
    const other = translation.toOther(returns, side);
    if (other === null) return null;
    tried += 1;
    groups = Math.max(groups, mostInGroup(returns));
    const [then, now] = side === "after" ? [other, returns] : [returns, other];
    if (!isRun(years.before, before, then) || !isRun(years.after, after, now)) return null;
    const [failed, fail] = [fails(years.moved, before, then), fails(years.after, after, now)];
    return failed === fail ? null : fail ? "stricter" : "looser";
  };
  const look = (returns: Returns): void => {
    const claim = judge(returns);
    if (claim === null || !isOpen(claim)) return;
    const small = shrink(copyReturns(returns), releases, (candidate) => judge(candidate) === claim);
    const other = translation.toOther(small, side);
    if (other === null) return;
    const pair = side === "after" ? { before: other, after: small } : { before: small, after: other };
    // What no document can carry, or holds only at other dates, is no witness: the search goes on.
    if (realise(years, before, after, pair, claim) !== null) best[claim] = pair;
  };
  const starts = startsOf(side, years, translation, before, after);
  const draw = drawFrom(`${after.rule.firstId} ${years.after.release.id}`);
  const isDone = (): boolean => tried >= most || (!isOpen("stricter") && !isOpen("looser"));
  for (const start of starts) if (!isDone()) look(start);
  const fitting = starts.filter((start) => countRecords(start) <= LARGE);
  const small = fitting.filter((_, index) => index % Math.ceil(fitting.length / CHANGED) === 0).map(copyReturns);
  // One change of each start in turn, so that no start uses up what may be tried; then several at once.
  const queues = small.map((start) => ({ start, steps: shuffled(stepsOf(start, releases, reads), draw) }));
  for (let round = 0; !isDone() && queues.some(({ steps }) => round < steps.length); round += 1) {
    if (tried > most * 0.6) break;
    for (const { start, steps } of queues) {
      const step = steps[round];
      if (step === undefined || isDone()) continue;
      const undo = step.make();
      look(start);
      undo();
    }
  }
  for (let attempt = 0; queues.length > 0 && !isDone() && attempt < most * 2; attempt += 1) {
    const { start, steps } = queues[draw(queues.length)] as (typeof queues)[number];
    if (steps.length === 0) continue;
    const undo = Array.from({ length: 2 + draw(2) }, () => steps[draw(steps.length)]?.make());
    look(start);
    for (const back of undo.toReversed()) back?.();
  }
  return { ...best, tried, groups };
}

/** The examples of both years in the structure of one side, those of the newer year first; each only once. */
function startsOf(side: Side, years: TwoYears, translation: Translation, before: CheckedRule, after: CheckedRule): readonly Returns[] {
  const starts: Returns[] = [];
  const met = new Set<string>();
  for (const [own, rules, rule] of [["after", years.after, after] as const, ["before", years.moved, before] as const]) {
    let count = 0;
    for (const { name, value } of [...rule.rule.fails, ...rule.rule.passes]) {
      const key = `${name} ${value.span.file.path} ${value.span.start}`;
      if (met.has(key) || count === STARTS) continue;
      met.add(key);
      const built = buildExample(rules, rule, value);
      if ("problem" in built) continue;
      const returns = own === side ? built.returns : translation.toOther(built.returns, own);
      if (returns === null) continue;
      starts.push(returns);
      count += 1;
    }
  }
  return starts;
}

/** Codes of an item that one of the two years has and the other has not. */
function ownCodes(item: ItemNode, year: number, { before, after }: TwoYears): readonly string[] {
  return codeSetsOf(item.type).flatMap((set) => {
    const [old, now] = [before, after].map(({ release: own, earlier }) => {
      const release = year === 0 ? own : earlier[year === 1 ? 1 : 2];
      return new Set(release?.codeSets.get(set)?.codes.map(({ code }) => code));
    });
    return [...(now ?? [])].filter((code) => old?.has(code) !== true).concat([...(old ?? [])].filter((code) => now?.has(code) !== true));
  });
}

/** Draws numbers from 0 up to a limit, the same for the same words. */
function drawFrom(words: string): (limit: number) => number {
  let state = [...words].reduce((sum, character) => (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) | 0, 7);
  return (limit) => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

function shuffled<T>(values: readonly T[], draw: (limit: number) => number): readonly T[] {
  const all = [...values];
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = draw(at + 1);
    [all[at], all[other]] = [all[other] as T, all[at] as T];
  }
  return all;
}
