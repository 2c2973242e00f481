import { type Diagnostics, suggestName } from "./diagnostics.ts";
import type { ChangeRecord, Entry, HistoryStep, RemovedEntry } from "./entry.ts";
import { describePlace, type Span } from "./source.ts";
import type { YamlEntry, YamlMap } from "./yaml-reader.ts";

/** What the verbs of a change share: where entries are found, and what the changes of a version have touched. */

/** What one version's changes have touched so far, so that two changes cannot quietly overwrite each other. */
export type Touched = Map<string, ChangeRecord>;

export interface Context {
  readonly release: string;
  readonly change: ChangeRecord;
  readonly touched: Touched;
  /** What changes take out, with its history: the release remembers it, so that a history can be told to its end. */
  readonly removed: RemovedEntry[];
  readonly diagnostics: Diagnostics;
}

export interface Place {
  readonly siblings: Entry[];
  readonly index: number;
  readonly entry: Entry;
}

/** How a set of named entries is searched and extended; the same verbs work on items, codes, columns and whole sections. */
export interface Scope {
  readonly kind: string;
  /** Identity of what the entries stand in. */
  readonly parent: string;
  /** Name of the code set or table whose codes or columns these are; null for the entries of a section. */
  readonly owner: string | null;
  find(name: string, span: Span): Place | null;
  /** Where a new entry goes; null when the edit does not say (and a diagnostic has been given). */
  place(entry: YamlEntry): { siblings: Entry[]; index: number } | null;
  read(entry: YamlEntry): Entry;
  edit(entry: Entry, node: YamlMap, name: YamlEntry["key"]): void;
  known(): string[];
}

export function reportMissing(scope: Scope, name: string, span: Span, context: Context): void {
  const gone = context.touched.get(`${scope.parent}/${name.split("/").at(-1)}`);
  if (gone !== undefined && gone !== context.change) {
    context.diagnostics.report("RS1304", span, { version: context.change.version, what: name, other: describePlace(gone.span) });
    return;
  }
  const kind = scope.owner === null ? scope.kind : `${scope.kind} of ${scope.owner}`;
  const suggestion = removedAt(scope.kind, scope.owner, name, context) ?? suggestName(name, scope.known());
  context.diagnostics.report("RS1301", span, { name, kind, release: context.release }, suggestion);
}

/** Where a change took a name away; null when none did. */
export function removedAt(kind: string, owner: string | null, name: string, context: Context): string | null {
  const last = name.split("/").at(-1);
  const step = context.removed.findLast((entry) => entry.kind === kind && entry.owner === owner && entry.name === last)?.history.at(-1);
  return step === undefined ? null : `It was removed at ${describePlace(step.span)}.`;
}

/** Notes that a change touched something; false (and a diagnostic) when another change of the same version did before. */
export function touch(what: string, words: string, span: Span, context: Context): boolean {
  const other = context.touched.get(what);
  if (other !== undefined && other !== context.change) {
    context.diagnostics.report("RS1304", span, { version: context.change.version, what: words, other: describePlace(other.span) });
    return false;
  }
  context.touched.set(what, context.change);
  return true;
}

export function record(entry: Entry, step: Omit<HistoryStep, "change">, context: Context): void {
  entry.history.push({ change: context.change, ...step });
}

/** Another change of this version that edited the entry or something in it: a removal would quietly undo it. */
export function otherChangeInside(entry: Entry, context: Context): ChangeRecord | null {
  const others = new Set([...context.touched.values()].filter((change) => change !== context.change));
  const own = entry.history.find(({ change }) => change !== null && others.has(change))?.change;
  if (own !== undefined) return own;
  for (const part of [...entry.parts.values()].flat()) {
    const inner = otherChangeInside(part, context);
    if (inner !== null) return inner;
  }
  return null;
}
