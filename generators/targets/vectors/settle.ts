import type { CheckedRule } from "../../rules/checked-rule.ts";
import { type ExampleReturns, writeDates } from "../../rules/example.ts";
import { itemsInside, neutralRecord, recordsInside, type TextRecord } from "../../rules/record-tree.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import type { ItemNode, RecordNode, Release } from "../../specification/model.ts";
import { pathsReadBy } from "./rule-reads.ts";
import { countOthers, judge, judgeBetter, type Verdict } from "./verdict.ts";

/** A change of the carrier, and how to take it back. */
type Move = () => () => void;

/** Steps that may follow one another, and how many states are kept at each: enough in practice, and bounded. */
const DEPTH = 4;
const WIDTH = 3;
const TRIES = 60;
/** Returns of more records than this, made to reach a percentage, are left as they are. */
const LARGE = 100;

/**
 * Makes the carrier give way to an example: an item that the example leaves open gets another value when its neutral one, beside what the
 * example gives, breaks a rule that the example is not about. What the example gives stays as it is. What its rule reads stays too, if that is
 * enough; else it may change where the rule fails as before, but never to let a rule pass for another reason.
 * @param fixed records that are no part of the example
 */
export function settleCarrier(rules: ReleaseRules, rule: CheckedRule, example: ExampleReturns, fixed: ReadonlySet<TextRecord>): Verdict {
  const start = judge(rules, example);
  if (recordsOf(example.root) > LARGE) return start;
  const verdict = search(rules, rule, example, start, pathsReadBy(rules, rule), fixed);
  const isPassing = !verdict.has(rule);
  return isPassing || countOthers(verdict, rule) === 0 ? verdict : search(rules, rule, example, verdict, new Set(), fixed);
}

/** Tries changes, those of least others first, and makes the best ones. */
function search(
  rules: ReleaseRules,
  rule: CheckedRule,
  example: ExampleReturns,
  start: Verdict,
  own: ReadonlySet<string>,
  fixed: ReadonlySet<TextRecord>,
): Verdict {
  let best: { readonly moves: readonly Move[]; readonly verdict: Verdict; readonly score: number } = {
    moves: [],
    verdict: start,
    score: countOthers(start, rule),
  };
  let states = [best];
  let tries = 0;
  for (let depth = 0; depth < DEPTH && best.score > 0; depth += 1) {
    const next: (typeof best)[] = [];
    for (const state of states) {
      const undo = state.moves.map((move) => move());
      for (const move of movesFor(rules, rule, example, state.verdict, own, fixed)) {
        if (best.score === 0 || tries >= TRIES) break;
        tries += 1;
        const back = move();
        const verdict = judgeBetter(rules, example, rule, state.verdict);
        back();
        if (verdict === null) continue;
        const score = countOthers(verdict, rule);
        if (score > state.score) continue;
        const reached = { moves: [...state.moves, move], verdict, score };
        next.push(reached);
        if (score < best.score) best = reached;
      }
      for (const back of undo.toReversed()) back();
    }
    states = next.toSorted((a, b) => a.score - b.score).slice(0, WIDTH);
  }
  for (const move of best.moves) move();
  return best.verdict;
}

/** What may be changed to satisfy the other rules that fail: the items and records they read, where the example leaves them open. */
function movesFor(
  rules: ReleaseRules,
  rule: CheckedRule,
  example: ExampleReturns,
  verdict: Verdict,
  own: ReadonlySet<string>,
  fixed: ReadonlySet<TextRecord>,
): readonly Move[] {
  const moves: Move[] = [];
  const days = new Set<string>();
  collectDays(example.root, days);
  const read = new Set([...verdict.keys()].filter((other) => other !== rule).flatMap((other) => [...pathsReadBy(rules, other)]));
  const isOpen = (record: TextRecord, path: string): boolean => !own.has(path) && example.given.get(record)?.has(path) !== true;
  const saysNothing = (inner: TextRecord): boolean => !example.given.has(inner) && [...inner.groups.values()].flat().every(saysNothing);
  const visit = (record: TextRecord): void => {
    if (fixed.has(record)) return;
    for (const item of itemsInside(record.node))
      if (read.has(item.path) && isOpen(record, item.path) && item.path !== rules.release.child?.key.path)
        moves.push(...itemMoves(record, item, rules.release, days));
    for (const node of recordsInside(record.node)) {
      const isRead = [...read].some((path) => path === node.path || path.startsWith(`${node.path}/`));
      if (isRead && isOpen(record, node.path)) moves.push(...recordMoves(record, node, rules.release, saysNothing));
      for (const inner of record.groups.get(node.path) ?? []) visit(inner);
    }
  };
  visit(example.root);
  return moves;
}

function recordsOf(record: TextRecord): number {
  return [...record.groups.values()].flat().reduce((total, inner) => total + recordsOf(inner), 1);
}

/** All dates in a return, as written. */
function collectDays(record: TextRecord, days: Set<string>): void {
  for (const item of itemsInside(record.node)) if (item.type.kind === "date") for (const text of record.items.get(item.path) ?? []) days.add(text);
  for (const inner of [...record.groups.values()].flat()) collectDays(inner, days);
}

function itemMoves(record: TextRecord, item: ItemNode, release: Release, days: ReadonlySet<string>): readonly Move[] {
  const before = record.items.get(item.path);
  const set =
    (texts: readonly string[] | undefined): Move =>
    () => {
      if (texts === undefined) record.items.delete(item.path);
      else record.items.set(item.path, [...texts]);
      return () => {
        if (before === undefined) record.items.delete(item.path);
        else record.items.set(item.path, before);
      };
    };
  const values = candidates(item, release, days).filter((text) => before?.length !== 1 || before[0] !== text);
  return [...(before !== undefined && item.occurs.minimum === 0 ? [set(undefined)] : []), ...values.map((text) => set([text]))];
}

/** Values that an item may have instead: few codes, both truth values, the dates that the return has anyway. */
function candidates({ type }: ItemNode, release: Release, days: ReadonlySet<string>): readonly string[] {
  switch (type.kind) {
    case "code":
      return (release.codeSets.get(type.set)?.codes ?? [])
        .filter((code) => code.inSpecification)
        .slice(0, 12)
        .map(({ code }) => code);
    case "boolean":
      return ["false", "true"];
    case "date":
      return [...days];
    default:
      return [];
  }
}

/** A neutral record where there is none; none where there may be none and the example says nothing inside. */
function recordMoves(record: TextRecord, node: RecordNode, release: Release, isOpen: (inner: TextRecord) => boolean): readonly Move[] {
  const before = record.groups.get(node.path);
  const back = (): void => {
    if (before === undefined) record.groups.delete(node.path);
    else record.groups.set(node.path, before);
  };
  if (before === undefined || before.length === 0) {
    const added = neutralRecord(node, release);
    writeDates(added, release);
    return [
      () => {
        record.groups.set(node.path, [added]);
        return back;
      },
    ];
  }
  if (node.occurs.minimum > 0 || node.occurs.maximum !== 1 || !before.every(isOpen)) return [];
  return [
    () => {
      record.groups.delete(node.path);
      return back;
    },
  ];
}
