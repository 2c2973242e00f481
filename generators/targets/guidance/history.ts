import type { ChangeRecord, HistoryStep } from "../../specification/entry.ts";
import type { Fact, Written } from "../../specification/model.ts";
import type { Addresses } from "./addresses.ts";
import { fieldWords } from "./field-words.ts";
import type { Site } from "./site.ts";

/** One change in the life of something, with what it did there. */
export interface HistoryEntry {
  /** `2024-25`; null where no file of a period says it. */
  readonly period: string | null;
  /** null for what was there from the beginning. */
  readonly change: { readonly title: string; readonly why: string; readonly version: string; readonly href: string | null } | null;
  readonly steps: readonly HistoryLine[];
}

export interface HistoryLine {
  readonly what: HistoryStep["what"];
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** Since when something is there, and what has happened to it, oldest first. */
export interface History {
  readonly since: string | null;
  /** The period of the last change; null when nothing changed since it came. */
  readonly changed: string | null;
  readonly entries: readonly HistoryEntry[];
}

/** What tells how we know a thing, and says nothing about the thing. */
const BOOKKEEPING: ReadonlySet<string> = new Set(["source", "basis", "seen-from", "first-id", "published"]);

/**
 * The history of an entry for a person.
 * @param steps more steps that belong to it, such as those of the codes of a set
 */
export function historyOf(written: Pick<Written, "history">, addresses: Addresses, steps: readonly HistoryStep[] = []): History {
  const all = [...written.history, ...steps].filter(({ field }) => field === null || !BOOKKEEPING.has(field));
  const entries: { period: string | null; change: ChangeRecord | null; steps: HistoryLine[] }[] = [];
  for (const step of all.toSorted((a, b) => order(a) - order(b))) {
    const { change, what, field, before, after } = step;
    const period = change === null ? basePeriod(step) : periodOf(change);
    const last = entries.at(-1);
    const line: HistoryLine = { what, field: field === null ? null : fieldWords(field), before, after };
    if (last !== undefined && last.change?.file === change?.file && last.period === period) last.steps.push(line);
    else entries.push({ period, change, steps: [line] });
  }
  const last = entries.at(-1);
  return {
    since: entries[0]?.period ?? null,
    changed: last === undefined || entries.length < 2 ? null : last.period,
    entries: entries.map(({ period, change, steps: lines }) => ({
      period,
      change: change === null ? null : { title: change.title, why: change.why, version: change.version, href: addresses.change(change) },
      steps: lines,
    })),
  };
}

export function periodOf(change: Pick<ChangeRecord, "release">): string {
  return change.release.split("/").at(-1) ?? "";
}

/** What stands since the base was written in the folder of the base. */
function basePeriod({ span }: HistoryStep): string | null {
  return /^specs\/[^/]+\/(\d[^/]*)\//.exec(span.file.path)?.[1] ?? null;
}

/** Years as numbers: what was there from the beginning comes first. */
function order({ change }: HistoryStep): number {
  if (change === null) return 0;
  const [, year = "0", quarter = "0"] = /(\d{4})-\d{2}(?:-q(\d))?/.exec(change.release) ?? [];
  return Number(year) * 10 + Number(quarter);
}

/** How we know a thing. */
export interface Evidence {
  readonly isInferred: boolean;
  /** The first period in which it was seen, when earlier ones are concluded from later ones. */
  readonly seenFrom: string | null;
  readonly note: string | null;
  readonly sources: readonly { readonly key: string; readonly what: string; readonly href: string }[];
}

export function evidenceOf({ basis, seenFrom, note, source }: Fact, { addresses, release }: Pick<Site, "addresses" | "release">): Evidence {
  const sources = source.map((key) => ({ key, what: release.sources.get(key) ?? "", href: addresses.source(key) }));
  return { isInferred: basis === "inferred", seenFrom, note, sources };
}
