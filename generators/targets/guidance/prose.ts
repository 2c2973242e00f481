import { allNodes } from "../../specification/build-items.ts";
import type { Release } from "../../specification/model.ts";
import type { Addresses } from "./addresses.ts";

/** A piece of running text; with an address it is a link. */
export interface Segment {
  readonly text: string;
  readonly href: string | null;
}

/** Running text by paragraphs. */
export type Prose = readonly (readonly Segment[])[];

/** Words that lead to a page when a text names them, longest first. */
export interface Phrase {
  readonly words: string;
  readonly href: string;
}

/** Makes running text of a text: paragraphs, and links on the names that stand in it. `page` is where it will stand: no page leads to itself. */
export type ReadProse = (text: string, page: string) => Prose;

/** "rule 8925", "rules 187 and 190" */
const RULES = /\b[Rr]ules? ((?:[A-Z]{0,3}\d\w*)(?:(?:, | and | or )[A-Z]{0,3}\d\w*)*)/g;
const RULE = /[A-Z]{0,3}\d\w*/g;
const WORD = /[A-Za-z][A-Za-z0-9_]*/g;
const COHORT = /\bcohorts? ([a-z0-9][a-z0-9._-]*[a-z0-9])/g;

/** Links of a release in running text: rules by number, and items by those names that cannot be taken for ordinary words. */
export function proseReader(release: Release, rules: ReadonlySet<string>, addresses: Addresses): ReadProse {
  const names = new Map(
    allNodes(release.root)
      .filter(({ name }) => isDistinctive(name))
      .map(({ name, path }) => [name, addresses.item(path)]),
  );
  const cohorts = new Set(release.cohorts.map(({ name }) => name));
  const linksIn = (text: string): readonly Link[] => [
    ...[...text.matchAll(RULES)].flatMap((found) => {
      const start = found.index + found[0].length - (found[1]?.length ?? 0);
      return [...(found[1] ?? "").matchAll(RULE)].flatMap((rule) =>
        rules.has(rule[0]) ? [{ start: start + rule.index, length: rule[0].length, href: addresses.rule(rule[0]) }] : [],
      );
    }),
    ...[...text.matchAll(COHORT)].flatMap((found) => {
      const name = found[1] ?? "";
      return cohorts.has(name) ? [{ start: found.index + found[0].length - name.length, length: name.length, href: addresses.cohort(name) }] : [];
    }),
    ...[...text.matchAll(WORD)].flatMap((found) => {
      const href = names.get(found[0]);
      return href === undefined ? [] : [{ start: found.index, length: found[0].length, href }];
    }),
  ];
  return (text, page) =>
    text
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== "")
      .map((paragraph) => segmentsOf(paragraph, linksIn(paragraph), page));
}

interface Link {
  readonly start: number;
  readonly length: number;
  readonly href: string;
}

/** Cuts a text where links are; of links that overlap the one that begins first counts, and each place is linked once in a text. */
function segmentsOf(text: string, links: readonly Link[], page: string): readonly Segment[] {
  const segments: Segment[] = [];
  const told = new Set<string>([page]);
  let at = 0;
  for (const { start, length, href } of links.toSorted((a, b) => a.start - b.start || b.length - a.length)) {
    if (start < at || told.has(href)) continue;
    told.add(href);
    if (start > at) segments.push({ text: text.slice(at, start), href: null });
    segments.push({ text: text.slice(start, start + length), href });
    at = start + length;
  }
  if (at < text.length) segments.push({ text: text.slice(at), href: null });
  return segments;
}

/** A name that no ordinary word can be: with an underscore, a capital inside, or at least four capitals. */
export function isDistinctive(name: string): boolean {
  return name.includes("_") || /[a-z][A-Z]/.test(name) || /^[A-Z0-9]{4,}$/.test(name);
}

/** A sentence with the first mention of each phrase as a link. */
export function linkPhrases(text: string, phrases: readonly Phrase[], page: string): readonly Segment[] {
  const lower = text.toLowerCase();
  const links = phrases.flatMap(({ words, href }): Link[] => {
    const wanted = words.toLowerCase();
    for (let start = lower.indexOf(wanted); start !== -1; start = lower.indexOf(wanted, start + 1)) {
      const isWhole = !/[a-z0-9]/.test(lower.charAt(start - 1)) && !/[a-z0-9]/.test(lower.charAt(start + wanted.length));
      if (isWhole) return [{ start, length: words.length, href }];
    }
    return [];
  });
  // A longer phrase is the more exact one: "start date of the plan" is not the plan.
  const kept = links.filter(
    (link) => !links.some((other) => other.length > link.length && other.start < link.start + link.length && link.start < other.start + other.length),
  );
  return segmentsOf(text, kept, page);
}
