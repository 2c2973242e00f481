import type { ChangeRecord } from "../../specification/entry.ts";
import { compareText } from "../../specification/diagnostics.ts";
import type { Difference } from "../../specification/diff.ts";
import type { Release } from "../../specification/model.ts";
import { changeAnchor } from "./addresses.ts";
import { fieldWords } from "./field-words.ts";
import { periodOf } from "./history.ts";
import type { Page, PageSource, Site } from "./site.ts";
import type { Prose } from "./prose.ts";

/** A change of the release, with what it changed. */
interface ChangeView {
  readonly anchor: string;
  readonly title: string;
  readonly why: Prose;
  readonly audience: ChangeRecord["audience"];
  readonly version: string;
  readonly isInferred: boolean;
  readonly note: Prose;
  readonly sources: readonly { readonly key: string; readonly href: string }[];
  readonly correction: ChangeRecord["correction"];
  readonly touched: readonly Touched[];
}

/** Something that a change touched. */
interface Touched {
  readonly kind: string;
  readonly name: string;
  readonly label: string | null;
  readonly what: Difference["what"];
  readonly href: string | null;
  readonly fields: readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[];
}

/** The page of what changed, and that of what is gone. */
export function changePages(site: Site): readonly PageSource[] {
  return [
    { path: "changes.html", make: () => changesPage(site) },
    { path: "removed.html", make: () => removedPage(site) },
  ];
}

function changesPage(site: Site): Page {
  const { release, previous, marks } = site;
  return {
    path: "changes.html",
    template: "changes",
    title: previous === null ? "What changed" : `What changed since ${previous.period}`,
    section: "changes",
    crumbs: [],
    data: {
      previous: previous?.period ?? null,
      changes: release.changes.map((change) => changeView(site, change)),
      versions: release.versions,
      hasVersions: release.versions.length > 1,
      follows: touchedBy(
        site,
        marks.all.filter(({ change, kind }) => change === null && kind !== "release"),
      ),
      facts: marks.all
        .filter(({ kind }) => kind === "release")
        .map(({ field, before, after }) => ({
          field: fieldWords(field ?? ""),
          before,
          after,
          isDate: [before, after].every((text) => text === null || /^\d{4}-\d{2}-\d{2}$/.test(text)),
        })),
    },
  };
}

function changeView(site: Site, change: ChangeRecord): ChangeView {
  const { addresses, marks } = site;
  const page = "changes.html";
  return {
    anchor: changeAnchor(change.file),
    title: change.title,
    why: site.prose(change.why, page),
    audience: change.audience,
    version: change.version,
    isInferred: change.basis === "inferred",
    note: change.note === null ? [] : site.prose(change.note, page),
    sources: change.source.map((key) => ({ key, href: addresses.source(key) })),
    correction: change.correction,
    touched: touchedBy(
      site,
      marks.all.filter((difference) => difference.change?.file === change.file),
    ),
  };
}

/** Differences by what they are of. */
function touchedBy(site: Site, differences: readonly Difference[]): readonly Touched[] {
  const found = new Map<string, Difference[]>();
  for (const difference of differences) {
    const key = `${difference.kind} ${difference.name}`;
    found.set(key, [...(found.get(key) ?? []), difference]);
  }
  return [...found.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const label = labelOf(site, first);
    return [
      {
        kind: first.kind,
        name: first.kind === "item" ? (first.name.split("/").at(-1) ?? first.name) : first.name.replace("/", " › "),
        label,
        what: first.what,
        href: first.what === "removed" ? null : hrefOf(site, first),
        fields: all.flatMap(({ what, field, before, after }) =>
          field !== null ? [{ field: fieldWords(field), before, after }] : what === "renamed" || what === "moved" ? [{ field: "name", before, after }] : [],
        ),
      },
    ];
  });
}

function hrefOf({ addresses, release }: Site, { kind, name }: Difference): string | null {
  const [owner = "", part = ""] = name.split("/");
  switch (kind) {
    case "item":
      return addresses.item(name);
    case "code set":
      return addresses.codeSet(name);
    case "code":
      return addresses.code(owner, part);
    case "group":
    case "crosswalk":
      return release.codeSets.has(owner) ? addresses.codeSet(owner) : null;
    case "table":
      return addresses.table(name);
    case "column":
      return addresses.table(owner);
    case "reference table":
      return addresses.referenceTable(name);
    case "reference column":
      return addresses.referenceTable(owner);
    case "rule":
      return addresses.rule(name);
    case "definition": {
      const found = release.definitions.find((definition) => definition.name === name);
      return found === undefined ? null : addresses.definition(found);
    }
    case "cohort":
      return addresses.cohort(name);
    case "indicator":
      return addresses.indicator(name);
    case "question":
      return addresses.question(name);
    case "type":
    case "release":
      return null;
  }
}

function labelOf({ release, previous, nodes }: Site, { kind, name, what }: Difference): string | null {
  const of = what === "removed" ? previous : release;
  const [owner = "", part = ""] = name.split("/");
  switch (kind) {
    case "item":
      return nodes.get(name)?.label ?? null;
    case "code set":
      return of?.codeSets.get(name)?.label ?? null;
    case "code":
      return of?.codeSets.get(owner)?.codes.find(({ code }) => code === part)?.label ?? null;
    case "rule":
      return of?.rules.find(({ id }) => id === name)?.title ?? null;
    case "table":
      return of?.tables.find((table) => table.name === name)?.label ?? null;
    case "definition":
      return of?.definitions.find((definition) => definition.name === name)?.label ?? null;
    default:
      return null;
  }
}

/** What the collection once had, by the change that took it out, latest first: the addresses of such things lead here. */
function removedPage({ release, addresses }: Site): Page {
  const periods = new Map<string, Map<string, { readonly change: ChangeRecord; readonly entries: Map<string, GoneEntry> }>>();
  for (const { kind, name, owner, history } of release.removed) {
    const change = history.findLast(({ what }) => what === "removed")?.change ?? null;
    if (change === null || kind === "example" || kind === "group" || isThere(release, kind, owner, name)) continue;
    const since = history[0]?.change ?? null;
    const changes = periods.get(periodOf(change)) ?? new Map();
    const gone = changes.get(change.file) ?? { change, entries: new Map() };
    const full = owner === null ? name : `${owner}.${name}`;
    const anchor = addresses.removed(kind, full).replace("removed.html#", "");
    gone.entries.set(anchor, { kind, anchor, name: owner === null ? name : `${owner} › ${name}`, since: since === null ? null : periodOf(since) });
    periods.set(periodOf(change), changes.set(change.file, gone));
  }
  return {
    path: "removed.html",
    template: "removed",
    title: "No longer collected",
    section: "changes",
    crumbs: [{ label: "What changed", href: "changes.html" }],
    data: {
      periods: [...periods]
        .toSorted(([one], [other]) => compareText(other, one))
        .map(([period, changes]) => ({
          period,
          changes: [...changes.values()].map(({ change, entries }) => ({
            title: change.title,
            why: change.why,
            href: addresses.change(change),
            entries: [...entries.values()],
          })),
        })),
    },
  };
}

interface GoneEntry {
  readonly kind: string;
  readonly anchor: string;
  readonly name: string;
  /** The period in which it came; null when it was there from the beginning. */
  readonly since: string | null;
}

/** Whether something of that name came back. */
function isThere(release: Release, kind: string, owner: string | null, name: string): boolean {
  if (kind === "rule") return release.rules.some(({ id }) => id === name);
  if (kind === "code") return release.codeSets.get(owner ?? "")?.codes.some(({ code }) => code === name) === true;
  return kind === "code set" && release.codeSets.has(name);
}
