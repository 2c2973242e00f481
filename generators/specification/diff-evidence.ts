import { allNodes } from "./build-items.ts";
import { examplesOf } from "./comparable.ts";
import { attributionOf, compareNamed, type Difference, type DifferenceKind } from "./diff.ts";
import type { HistoryStep } from "./entry.ts";
import type { Fact, Release, Written } from "./model.ts";

/** Fields that say how we know something. */
const EVIDENCE = ["source", "basis", "seen-from"] as const;

/**
 * Lists what differs between two releases in what is said about the specification, not in it: examples of rules, and sources and basis that a
 * change set. A basis that only time has changed (`seen-from`) is none.
 */
export function diffEvidence(before: Release, after: Release): readonly Difference<DifferenceKind | "example">[] {
  return [...evidenceDifferences(before, after), ...exampleDifferences(before, after)];
}

function exampleDifferences(before: Release, after: Release): readonly Difference<"example">[] {
  const attribution = attributionOf(before, after);
  return after.rules.flatMap((rule) => {
    const old = before.rules.find(({ identity }) => identity === rule.identity);
    if (old === undefined) return [];
    const [was, is] = [old, rule].map((one, index) =>
      examplesOf({ ...one, id: rule.id }).map(({ file, ...example }) => ({ ...example, history: stepsOf([before, after][index], file, example.name) })),
    );
    const differences = compareNamed("example", was ?? [], is ?? [], rule.id, attribution);
    // A change that renames the rule takes examples out under the name of that time.
    return differences.map((one) => {
      if (one.change !== null || one.what !== "removed") return one;
      const made = attribution.removal("example", old.id, one.name);
      return made.change === null ? one : { ...one, ...made };
    });
  });
}

/** The step that brought an example, known by the file that it stands in. */
function stepsOf(release: Release | undefined, file: string, name: string): readonly HistoryStep[] {
  const change = release?.allChanges.find((one) => one.file === file);
  return change === undefined ? [] : [{ change, span: change.span, what: "added", field: null, before: null, after: name }];
}

type Evident = Fact & Pick<Written, "identity" | "history">;

function evidenceDifferences(before: Release, after: Release): readonly Difference[] {
  const attribution = attributionOf(before, after);
  const old = new Map(evidentOf(before).map(({ entry }) => [entry.identity, entry]));
  return evidentOf(after).flatMap(({ kind, name, entry }) => {
    const earlier = old.get(entry.identity);
    if (earlier === undefined) return [];
    return EVIDENCE.flatMap((field): Difference[] => {
      const [was, is] = [earlier, entry].map((one) => evidenceText(one, field));
      const made = attribution.of(earlier.history, entry.history, (step) => step.field === field);
      if (was === is || was === undefined || is === undefined || made.change === null) return [];
      return [{ kind, name, what: "changed", field, before: was, after: is, content: null, ...made }];
    });
  });
}

function evidenceText(fact: Fact, field: (typeof EVIDENCE)[number]): string | null {
  if (field === "source") return fact.source.join(", ") || null;
  return field === "basis" ? fact.basis : fact.seenFrom;
}

/** Everything that has sources of its own. */
function evidentOf(release: Release): readonly { readonly kind: DifferenceKind; readonly name: string; readonly entry: Evident }[] {
  const named = (kind: DifferenceKind, entries: Iterable<Evident & { readonly name: string }>) =>
    [...entries].map((entry) => ({ kind, name: entry.name, entry }));
  return [
    ...allNodes(release.root).map((entry) => ({ kind: "item" as const, name: entry.path, entry })),
    ...[...release.codeSets.values()].flatMap((set) => [
      { kind: "code set" as const, name: set.name, entry: set },
      ...set.codes.map((code) => ({ kind: "code" as const, name: `${set.name}/${code.code}`, entry: code })),
    ]),
    ...named("type", release.types.values()),
    ...release.tables.flatMap((table) => [
      { kind: "table" as const, name: table.name, entry: table },
      ...table.columns.map((column) => ({ kind: "column" as const, name: `${table.name}/${column.name}`, entry: column })),
    ]),
    ...release.referenceTables.flatMap((table) => [
      { kind: "reference table" as const, name: table.name, entry: table },
      ...table.columns.map((column) => ({ kind: "reference column" as const, name: `${table.name}/${column.name}`, entry: column })),
    ]),
    ...named("definition", release.definitions),
    ...named("cohort", release.cohorts),
    ...named("indicator", release.indicators),
    ...named("question", release.questions),
    ...release.rules.map((entry) => ({ kind: "rule" as const, name: entry.id, entry })),
  ];
}
