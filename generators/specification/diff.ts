import {
  codeOf,
  codeSetsOf,
  columnOf,
  type Comparable,
  crosswalkStepsOf,
  definitionsOf,
  documentedOf,
  factsOf,
  type Fields,
  groupsOf,
  nodesOf,
  questionsOf,
  referenceColumnsOf,
  referenceTablesOf,
  ruleOf,
  tablesOf,
  typesOf,
} from "./comparable.ts";
import type { ChangeRecord, HistoryStep } from "./entry.ts";
import type { Release } from "./model.ts";

/** What kind of thing differs. */
export type DifferenceKind =
  | "release"
  | "item"
  | "code set"
  | "code"
  | "group"
  | "type"
  | "table"
  | "column"
  | "reference table"
  | "reference column"
  | "crosswalk"
  | "definition"
  | "cohort"
  | "indicator"
  | "question"
  | "rule";

/** One difference between two releases. */
export interface Difference<Kind extends string = DifferenceKind> {
  readonly kind: Kind;
  /** `SEX`, `SEX/M`, `Message/Children/Child`, `Header/CHILD` … : the name in the newer release, or in the older one if it is gone. */
  readonly name: string;
  readonly what: "added" | "removed" | "renamed" | "moved" | "changed";
  /** The field that changed; null for added, removed and moved. */
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** What came or went, field by field; null for what is in both. */
  readonly content: Fields | null;
  /** The change file that made it; null when it follows from dates or facts of the release alone. */
  readonly change: ChangeRecord | null;
  /** The change is one of the first release and not of the second. */
  readonly isUndone: boolean;
}

/**
 * Lists every difference between two releases of a collection: facts of the release, items, codes, tables … Renames are those that a change declares.
 * Basis, sources and examples are left out: they say how we know, not what holds (see `diffEvidence`).
 */
export function diffReleases(before: Release, after: Release): readonly Difference[] {
  const differences: Difference[] = [];
  const attribution = attributionOf(before, after);
  const compare = (kind: DifferenceKind, a: readonly Comparable[], b: readonly Comparable[], owner: string | null = null): void => {
    differences.push(...compareNamed(kind, a, b, owner, attribution));
  };
  compare("release", [factsOf(before)], [factsOf(after)]);
  compare("item", nodesOf(before), nodesOf(after));
  compare("code set", codeSetsOf(before), codeSetsOf(after));
  for (const [set, old] of sameNamed(before.codeSets.values(), after.codeSets.values())) {
    compare(
      "code",
      old.codes.map((code) => codeOf(set.name, code)),
      set.codes.map((code) => codeOf(set.name, code)),
      set.name,
    );
    compare("group", groupsOf({ ...old, name: set.name }), groupsOf(set), set.name);
  }
  compare("type", typesOf(before), typesOf(after));
  compare("table", tablesOf(before), tablesOf(after));
  for (const [table, old] of sameNamed(before.tables, after.tables))
    compare(
      "column",
      old.columns.map((column) => columnOf(table.name, column)),
      table.columns.map((column) => columnOf(table.name, column)),
      table.name,
    );
  compare("reference table", referenceTablesOf(before), referenceTablesOf(after));
  for (const [table, old] of sameNamed(before.referenceTables, after.referenceTables))
    compare("reference column", referenceColumnsOf({ ...old, name: table.name }), referenceColumnsOf(table), table.name);
  differences.push(...crosswalkDifferences(before, after));
  compare("definition", definitionsOf(before), definitionsOf(after));
  compare("cohort", before.cohorts.map(documentedOf), after.cohorts.map(documentedOf));
  compare("indicator", before.indicators.map(documentedOf), after.indicators.map(documentedOf));
  compare("question", questionsOf(before), questionsOf(after));
  compare("rule", before.rules.map(ruleOf), after.rules.map(ruleOf));
  return differences.filter((difference) => !followsRename(difference, differences));
}

/** Fields that name items and records: a renamed one changes its name there too, and nothing else. */
const NAMING: ReadonlySet<string> = new Set(["item", "copies", "identifies", "record", "implied", "ordered-by", "lasts"]);

function followsRename({ field, before, after }: Difference, all: readonly Difference[]): boolean {
  if (field === null || before === null || after === null || !NAMING.has(field)) return false;
  const renamed = all.filter(({ kind, what }) => kind === "item" && what === "renamed");
  const names = new Map(renamed.map((one) => [lastPart(one.before ?? ""), lastPart(one.after ?? "")]));
  return before.replaceAll(/[\w-]+/g, (word) => names.get(word) ?? word) === after;
}

/** Entries that are in both, under one identity or - gone and come back - under one name. */
function sameNamed<T extends { readonly identity: string; readonly name: string }>(before: Iterable<T>, after: Iterable<T>): readonly (readonly [T, T])[] {
  const old = [...before];
  return [...after].flatMap((entry) => {
    const found = old.find(({ identity }) => identity === entry.identity) ?? old.find(({ name }) => name === entry.name);
    return found === undefined ? [] : [[entry, found] as const];
  });
}

/** Which change made what: those that one of the two releases stands on and the other does not. */
export interface Attribution {
  /** The last step of a change of the newer release alone that fits; else the last of the older one alone. */
  readonly of: (before: readonly HistoryStep[], after: readonly HistoryStep[], fits: (step: HistoryStep) => boolean) => Attributed;
  /** The change that took an entry out. */
  readonly removal: (kind: string, owner: string | null, path: string) => Attributed;
  /** The change that took an entry out of the newer release, where that one is the first of the two. */
  readonly arrival: (kind: string, owner: string | null, path: string, history: readonly HistoryStep[]) => Attributed;
}

export interface Attributed {
  readonly change: ChangeRecord | null;
  readonly isUndone: boolean;
}

const NOBODY: Attributed = { change: null, isUndone: false };

export function attributionOf(before: Release, after: Release): Attribution {
  const files = [before, after].map((release) => new Set(release.allChanges.map(({ file }) => file)));
  const isOnlyIn = (index: 0 | 1, change: ChangeRecord | null): change is ChangeRecord =>
    change !== null && files[index]?.has(change.file) === true && files[1 - index]?.has(change.file) !== true;
  const of: Attribution["of"] = (old, now, fits) => {
    const made = now.findLast((step) => isOnlyIn(1, step.change) && fits(step))?.change;
    if (made !== undefined && made !== null) return { change: made, isUndone: false };
    const undone = old.findLast((step) => isOnlyIn(0, step.change) && fits(step))?.change;
    return undone === undefined || undone === null ? NOBODY : { change: undone, isUndone: true };
  };
  const removedIn = (index: 0 | 1, kind: string, owner: string | null, path: string): ChangeRecord | null => {
    // An item goes with the record that holds it: the nearest enclosing name that a change removed explains it.
    const names = kind === "item" ? path.split("/").toReversed() : [path.split("/").at(-1) ?? path];
    for (const name of names) {
      const found = [before, after][index]?.removed.findLast(
        (entry) => entry.kind === kind && entry.owner === owner && entry.name === name && isOnlyIn(index, entry.history.at(-1)?.change ?? null),
      );
      if (found !== undefined) return found.history.at(-1)?.change ?? null;
    }
    return null;
  };
  return {
    of,
    removal: (kind, owner, path) => ({ change: removedIn(1, kind, owner, path), isUndone: false }),
    arrival: (kind, owner, path, history) => {
      const made = of([], history, ({ what }) => what !== "removed");
      if (made.change !== null) return made;
      const change = removedIn(0, kind, owner, path);
      return { change, isUndone: change !== null };
    },
  };
}

/** Compares entries of one kind. @param owner the code set or table that they stand in */
export function compareNamed<Kind extends string>(
  kind: Kind,
  before: readonly Comparable[],
  after: readonly Comparable[],
  owner: string | null,
  attribution: Attribution,
): Difference<Kind>[] {
  const differences: Difference<Kind>[] = [];
  const pairs = pairsOf(before, after);
  const kept = new Set(pairs.values());
  for (const entry of before) {
    if (kept.has(entry)) continue;
    const removal = attribution.removal(kind, owner, entry.name);
    const made = removal.change === null ? attribution.of(entry.history, [], ({ what }) => what === "added") : removal;
    differences.push({ kind, name: entry.name, what: "removed", field: null, before: entry.name, after: null, content: entry.fields, ...made });
  }
  for (const entry of after) {
    const earlier = pairs.get(entry);
    if (earlier === undefined) {
      const made = attribution.arrival(kind, owner, entry.name, entry.history);
      differences.push({ kind, name: entry.name, what: "added", field: null, before: null, after: entry.name, content: entry.fields, ...made });
      continue;
    }
    if (earlier.name !== entry.name) {
      const what = lastPart(earlier.name) === lastPart(entry.name) ? "moved" : "renamed";
      const made = attribution.of(earlier.history, entry.history, (step) => step.what === what);
      differences.push({ kind, name: entry.name, what, field: null, before: earlier.name, after: entry.name, content: null, ...made });
    }
    for (const field of Object.keys({ ...earlier.fields, ...entry.fields })) {
      const [was, is] = [earlier.fields[field] ?? null, entry.fields[field] ?? null];
      if (was === is) continue;
      const byField = attribution.of(earlier.history, entry.history, (step) => step.field === field);
      // What was taken out and added anew differs in fields that nobody set.
      const made = byField.change === null ? attribution.of(earlier.history, entry.history, (step) => step.what === "added") : byField;
      differences.push({ kind, name: entry.name, what: "changed", field, before: was, after: is, content: null, ...made });
    }
  }
  differences.push(...movedEntries(kind, before, after, pairs, attribution));
  return differences;
}

/** Which entry of the older release each of the newer one is. */
function pairsOf(before: readonly Comparable[], after: readonly Comparable[]): ReadonlyMap<Comparable, Comparable> {
  const pairs = new Map<Comparable, Comparable>();
  const byKey = new Map(before.map((entry) => [entry.key, entry]));
  for (const entry of after) {
    const same = byKey.get(entry.key);
    if (same !== undefined) pairs.set(entry, same);
  }
  // Something that went and came back under its name is the same thing to a reader, although it was written anew.
  const taken = new Set(pairs.values());
  const byName = new Map(before.filter((entry) => !taken.has(entry)).map((entry) => [entry.name, entry]));
  for (const entry of after) {
    const same = pairs.has(entry) ? undefined : byName.get(entry.name);
    if (same !== undefined) pairs.set(entry, same);
  }
  return pairs;
}

/** Entries that a change moved and that stand elsewhere among those in both releases. */
function movedEntries<Kind extends string>(
  kind: Kind,
  before: readonly Comparable[],
  after: readonly Comparable[],
  pairs: ReadonlyMap<Comparable, Comparable>,
  attribution: Attribution,
): Difference<Kind>[] {
  const now = after.flatMap((entry) => pairs.get(entry) ?? []);
  const kept = new Set(now);
  const order = before.filter((entry) => kept.has(entry));
  if (order.every((entry, index) => entry === now[index])) return [];
  return after.flatMap((entry): Difference<Kind>[] => {
    const earlier = pairs.get(entry);
    if (earlier === undefined || earlier.name !== entry.name) return [];
    const made = attribution.of(earlier.history, entry.history, ({ what }) => what === "moved");
    return made.change === null ? [] : [{ kind, name: entry.name, what: "moved", field: null, before: null, after: null, content: null, ...made }];
  });
}

function lastPart(name: string): string {
  return name.split("/").at(-1) ?? name;
}

/** Crosswalks lead from the period before: those of one release alone are listed, and none between versions that share them. */
function crosswalkDifferences(before: Release, after: Release): readonly Difference[] {
  const known = new Set(
    crosswalkStepsOf(before).flatMap(({ name, change }) => (before.name === after.name || change !== null ? [`${name} ${change?.file}`] : [])),
  );
  return crosswalkStepsOf(after)
    .filter(({ name, change }) => !known.has(`${name} ${change?.file}`))
    .map(({ name, fields, change }) => ({
      kind: "crosswalk",
      name,
      what: "added",
      field: null,
      before: null,
      after: name,
      content: fields,
      change,
      isUndone: false,
    }));
}
