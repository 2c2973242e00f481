import type { Year } from "../../language/types.ts";
import type { CheckedRule } from "../../rules/checked-rule.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { sentenceLabels } from "../../rules/sentence-labels.ts";
import { type DeclaredTableCheck, tableChecks } from "../../rules/table-checks.ts";
import { type RuleSentence, type SentenceLabels, sentencesOfRule } from "../../language/sentence.ts";
import { allNodes } from "../../specification/build-items.ts";
import type { DifferenceKind } from "../../specification/diff.ts";
import type { Release, Rule, TreeNode } from "../../specification/model.ts";
import { type Addresses, addressesOf } from "./addresses.ts";
import { fieldWords } from "./field-words.ts";
import { type Mark, type Marks, marksOf } from "./marks.ts";
import { type ReadProse, proseReader } from "./prose.ts";
import { type RuleReads, readsOfRules } from "./reads.ts";

/** What every page of a release is made from. */
export interface Site {
  readonly release: Release;
  readonly previous: Release | null;
  readonly rules: ReleaseRules;
  /** Checks of the rows of tables, which have pages like rules. */
  readonly checks: readonly DeclaredTableCheck[];
  readonly nodes: ReadonlyMap<string, TreeNode>;
  readonly addresses: Addresses;
  readonly marks: Marks;
  readonly reads: ReadonlyMap<string, RuleReads>;
  readonly labels: SentenceLabels;
  /** What a rule asks, printed from its expression; none for one that cannot be tested or that has another form. */
  readonly sentences: (id: string) => readonly RuleSentence[];
  readonly prose: ReadProse;
}

export function siteOf(rules: ReleaseRules): Site {
  const { release } = rules;
  const previous = rules.earlier[1];
  const checks = tableChecks(release);
  const addresses = addressesOf(release, checks);
  const labels = sentenceLabels(rules);
  const ids = new Set([...release.rules, ...checks].map(({ id }) => id));
  return {
    release,
    previous,
    rules,
    checks,
    nodes: new Map(allNodes(release.root).map((node) => [node.path, node])),
    addresses,
    marks: marksOf(previous, release),
    reads: readsOfRules(rules),
    labels,
    sentences: sentencesOf(rules, labels),
    prose: proseReader(release, ids, addresses),
  };
}

/** Sentences are printed when a page needs them: a preview of one page needs few. */
function sentencesOf(rules: ReleaseRules, labels: SentenceLabels): Site["sentences"] {
  const testable = new Map(rules.rules.flatMap((rule) => (rule.rule.notTestable === null ? [[rule.rule.id, rule] as const] : [])));
  const known = new Map<string, readonly RuleSentence[]>();
  return (id) => {
    const rule = testable.get(id);
    const sentences = known.get(id) ?? (rule === undefined ? [] : sentencesOfRule(rule, labels));
    known.set(id, sentences);
    return sentences;
  };
}

/** A page before it is set: the template that sets it, and what that is given. */
export interface Page {
  readonly path: string;
  /** Name of the template, without `.hbs`. */
  readonly template: string;
  readonly title: string;
  /** The entry of the navigation that it belongs to; null for none. */
  readonly section: string | null;
  /** The way to the page from the overview, outermost first, without the overview and the page. */
  readonly crumbs: readonly Crumb[];
  readonly data: object;
}

/** A page that is made when it is wanted: a preview shows one of hundreds. */
export interface PageSource {
  readonly path: string;
  readonly make: () => Page;
}

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

/** A thing in a list, with the way to its page. */
export interface Entry {
  readonly name: string;
  readonly label: string;
  readonly href: string;
  readonly mark: Mark;
  readonly isInferred: boolean;
}

export function itemEntry({ nodes, addresses, marks }: Site, path: string): Entry {
  const node = nodes.get(path);
  return {
    name: node?.name ?? path,
    label: node?.label ?? path,
    href: addresses.item(path),
    mark: marks.of("item", path),
    isInferred: node?.basis === "inferred",
  };
}

/** The record around an item or record; null for the root. */
export function ownerOf({ nodes }: Site, path: string): TreeNode | null {
  return path.includes("/") ? (nodes.get(path.slice(0, path.lastIndexOf("/"))) ?? null) : null;
}

/** The module of an item or record: its own, or that of the record around it. */
export function moduleOf(site: Site, node: TreeNode): string | null {
  for (let at: TreeNode | null = node; at !== null; at = ownerOf(site, at.path)) if (at.module !== null) return at.module;
  return null;
}

/** A rule in a list. */
export interface RuleEntry extends Entry {
  readonly severity: Rule["severity"];
  readonly canBeTested: boolean;
  /** The earlier returns in which it reads what the list is of; empty when it reads it in this one. */
  readonly years: readonly Year[];
}

export function ruleEntry({ addresses, marks }: Site, { id, title, severity, basis, notTestable }: Rule, years: Iterable<Year> = []): RuleEntry {
  const read = [...years];
  return {
    name: id,
    label: title,
    href: addresses.rule(id),
    mark: marks.of("rule", id),
    isInferred: basis === "inferred",
    severity,
    canBeTested: notTestable === null,
    years: read.includes(0) ? [] : read.toSorted((a, b) => a - b),
  };
}

/** A check of rows in a list of rules. */
export function checkEntry({ addresses }: Site, { id, title, severity, declaredBy }: DeclaredTableCheck): RuleEntry {
  return {
    name: id,
    label: title,
    href: addresses.rule(id),
    mark: null,
    isInferred: declaredBy.basis === "inferred",
    severity,
    canBeTested: true,
    years: [],
  };
}

/** Numbers inside names count as numbers: 101 before 1000, and 8525 before 8525Q. */
export function compareNames(a: string, b: string): number {
  const left: readonly string[] = a.match(/\d+|\D+/g) ?? [];
  const right: readonly string[] = b.match(/\d+|\D+/g) ?? [];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [one = "", other = ""] = [left[index], right[index]];
    const isNumeric = /^\d/.test(one) && /^\d/.test(other);
    if (isNumeric && Number(one) !== Number(other)) return Number(one) - Number(other);
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** Rules that fulfil a condition, by number. */
export function rulesThat(site: Site, isWanted: (rule: CheckedRule, reads: RuleReads) => boolean): readonly CheckedRule[] {
  return site.rules.rules
    .filter((rule) => {
      const reads = site.reads.get(rule.rule.id);
      return reads !== undefined && isWanted(rule, reads);
    })
    .toSorted((a, b) => compareNames(a.rule.id, b.rule.id));
}

/** One thing that is otherwise than in the release before. */
export interface DifferenceView {
  readonly what: "added" | "removed" | "renamed" | "moved" | "changed";
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly change: { readonly title: string; readonly href: string } | null;
}

/** What is otherwise than in the release before; empty when the thing is new or nothing is. */
export function differencesOf({ marks, addresses }: Site, kind: DifferenceKind, name: string): readonly DifferenceView[] {
  return marks
    .differences(kind, name)
    .filter(({ what }) => what !== "added")
    .map(({ what, field, before, after, change }) => {
      const href = change === null ? null : addresses.change(change);
      return {
        what,
        field: field === null ? null : fieldWords(field),
        before,
        after,
        change: change === null || href === null ? null : { title: change.title, href },
      };
    });
}
