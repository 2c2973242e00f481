import { emptyRecord, type TextRecord } from "../rules/record-tree.ts";
import type { Release } from "../specification/model.ts";
import type { Story, StoryBook } from "./compile-stories.ts";
import { type LifeRecord, newLifeRecord } from "./life.ts";
import { createRandom, evenFractions } from "./random.ts";
import { Scope } from "./scope.ts";
import { complete, fillRecord, isShown, returnYear, type ReturnYear, seenBy } from "./year-tree.ts";

/** One invented child: its records in each return, null where it is not in one. */
export interface SyntheticChild {
  readonly number: number;
  readonly story: string;
  /** In the order of the releases that were asked for, newest first. */
  readonly years: readonly (TextRecord | null)[];
}

export interface SynthesisPlan {
  readonly book: StoryBook;
  /** The releases that returns are made for, newest first. */
  readonly releases: readonly Release[];
  readonly seed: number;
  readonly authority: string;
}

/** How many streams of pseudo-random numbers a child has: its life, and one for each return. */
const STREAMS = 4;

/** Of so many lives at least one must be in one of the returns, or the stories are of other years. */
const MOST_UNSEEN = 10_000;

/** Tells the lives of children one after the other, until enough are in at least one of the returns; nothing of a child is kept. */
export function* tellChildren(plan: SynthesisPlan, count: number): Generator<SyntheticChild> {
  const years = plan.releases.map(returnYear);
  const [chooseStory, chooseAnchor] = [evenChoice(plan.book.stories), evenChoice(plan.book.anchors)];
  let told = 0;
  let unseen = 0;
  for (let number = 1; told < count && unseen < MOST_UNSEEN; number += 1) {
    const [first, second] = evenFractions(plan.seed, number);
    const child = tellChild(plan, years, number, chooseStory(first), chooseAnchor(second).years);
    const isSeen = child.years.some((record) => record !== null);
    unseen = isSeen ? 0 : unseen + 1;
    if (!isSeen) continue;
    told += 1;
    yield child;
  }
}

/** Tells the life of one child, whatever others there are. */
function tellChild(plan: SynthesisPlan, years: readonly ReturnYear[], number: number, story: Story, anchor: number): SyntheticChild {
  const { book, seed, authority } = plan;
  const [newest] = years;
  const node = newest?.release.child?.record;
  if (newest === undefined || node === undefined) throw new Error("a collection with stories has a record per child");
  const random = createRandom(seed, number * STREAMS);
  const outer = new Scope(null, random);
  const around = yearsBefore(newest, anchor);
  for (const [name, value] of Object.entries({ number, authority, start: around.start, end: around.end })) outer.set(name, value);
  const life = newLifeRecord(node.name, outer, random);
  book.child.names(life);
  story.names(life);
  book.child.body(life);
  story.body(life);
  return { number, story: story.name, years: years.map((year, index) => childIn(plan, year, life, createRandom(seed, number * STREAMS + index + 1))) };
}

/** The period some years earlier: what a story calls `start` and `end` when it is told around an earlier return. */
function yearsBefore({ release, start, end }: ReturnYear, count: number): { readonly start: number; readonly end: number } {
  if (count === 0) return { start, end };
  const shifted = (text: string): string => `${String(Number(text.slice(0, 4)) - count).padStart(4, "0")}${text.slice(4)}`;
  const earlier = returnYear({ ...release, start: shifted(release.start), end: shifted(release.end) });
  return { start: earlier.start, end: earlier.end };
}

function childIn(plan: SynthesisPlan, year: ReturnYear, life: LifeRecord, random: ReturnType<typeof createRandom>): TextRecord | null {
  const { book } = plan;
  const node = year.release.child?.record;
  if (node === undefined) return null;
  const scope = seenBy(year, life.scope);
  for (const [name, records] of life.groups)
    scope.set(
      name,
      records.filter((record) => isShown(book, year, record)).map((record) => record.scope),
    );
  const own: LifeRecord = { name: life.name, scope: new Scope(scope, random), items: new Map(), groups: new Map() };
  book.eachYear.names(own);
  book.eachYear.body(own);
  if (!(book.views.get(life.name)?.shown?.(own.scope) ?? true)) return null;
  const child = emptyRecord(node);
  fillRecord(book, year, life, child);
  fillRecord(book, year, own, child);
  complete(child);
  return child;
}

/** Chooses by weight with a fraction that is given. */
function evenChoice<T extends { readonly weight: number }>(options: readonly T[]): (fraction: number) => T {
  const total = options.reduce((sum, { weight }) => sum + weight, 0);
  return (fraction) => {
    let rest = fraction * total;
    for (const option of options) {
      rest -= option.weight;
      if (rest < 0) return option;
    }
    const last = options.at(-1);
    if (last === undefined) throw new Error("a story file has a story and an anchor");
    return last;
  };
}
