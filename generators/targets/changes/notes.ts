import { type Change, type ChangeReport, type RuleChange } from "../../changes/change-report.ts";
import { becauseWords, comparisonWords, effectWords, recordWords, subjectWords, summaryWords, whatWords } from "../../changes/change-words.ts";
import { longDate } from "../../language/english.ts";
import type { Release } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";

/** Release notes, ready to be set: what every form of them says. */
export interface Notes {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly collection: string;
  readonly summary: string;
  readonly status: Release["status"];
  /** `22 November 2026` */
  readonly versionDate: string;
  /** What the version is said to bring. */
  readonly versionWhat: string;
  readonly isPreliminary: boolean;
  readonly isReconstructed: boolean;
  readonly isEmpty: boolean;
  readonly groups: readonly NotesGroup[];
  readonly followed: readonly NotesLine[];
  readonly rules: readonly NotesRule[];
  readonly notices: readonly string[];
}

/** What one change file did. */
export interface NotesGroup {
  readonly title: string;
  readonly why: string;
  readonly isInferred: boolean;
  readonly isUndone: boolean;
  readonly note: string | null;
  readonly correction: { readonly reason: string; readonly date: string } | null;
  readonly authority: string;
  readonly supplier: string;
  readonly sources: readonly string[];
  readonly version: string;
  readonly lines: readonly NotesLine[];
  /** Examples of rules, and sources, in one sentence each. */
  readonly more: readonly string[];
}

export interface NotesLine {
  readonly effect: Change["effect"];
  readonly subject: string;
  readonly what: string;
  readonly was: string | null;
  readonly is: string | null;
  readonly concerns: string;
}

export interface NotesRule {
  readonly rule: string;
  readonly title: string;
  readonly because: string;
  readonly sentence: string;
  readonly witnesses: readonly { readonly sides: readonly { readonly says: string; readonly records: readonly string[] }[] }[];
}

export function notesOf(report: ChangeReport): Notes {
  const { before, after, groups, followed, rules } = report;
  const isVersion = before.name === after.name;
  const version = after.versions.find(({ version: own }) => own === after.version);
  return {
    title: isVersion ? `${after.title} ${after.period}: version ${after.version}` : `${after.title} ${after.period}: what changed since ${before.period}`,
    before: before.id,
    after: after.id,
    collection: after.title,
    summary: summaryWords(report),
    status: after.status,
    versionDate: version === undefined ? "" : longDate(version.date),
    versionWhat: version?.what ?? "",
    isPreliminary: after.status === "draft" || after.status === "candidate",
    isReconstructed: after.evidence?.basis === "inferred",
    isEmpty: groups.length === 0 && followed.length === 0,
    groups: groups.map(({ change, isUndone, changes }) => ({
      title: change.title,
      why: change.why,
      isInferred: change.basis === "inferred",
      isUndone,
      note: change.note,
      correction: change.correction,
      authority: change.audience.authority,
      supplier: change.audience.supplier,
      sources: change.source.map((key) => after.sources.get(key) ?? key),
      version: `${change.release}@${change.version}`,
      lines: changes.filter((one) => !isBackground(one)).map(lineOf),
      more: [...exampleWords(changes), ...evidenceWords(changes)],
    })),
    followed: followed.map(lineOf),
    rules: rules.map(ruleOf),
    notices: noticeLines(after),
  };
}

function isEvidence({ field }: Change): boolean {
  return field === "source" || field === "basis" || field === "seen-from";
}

/** What is told in one sentence instead of a line each. */
function isBackground(change: Change): boolean {
  return change.kind === "example" || isEvidence(change);
}

function exampleWords(changes: readonly Change[]): readonly string[] {
  const rules = new Set(changes.flatMap(({ kind, name }) => (kind === "example" ? [name.split("/")[0] ?? ""] : [])));
  return rules.size === 0 ? [] : [`Other examples for rule${rules.size === 1 ? "" : "s"} ${[...rules].join(", ")}.`];
}

function evidenceWords(changes: readonly Change[]): readonly string[] {
  const things = new Set(changes.filter(isEvidence).map(({ kind, name }) => `${kind} ${name}`));
  return things.size === 0 ? [] : [`Other sources for ${[...things].join(", ")}.`];
}

function lineOf(change: Change): NotesLine {
  const isText = change.what === "changed";
  return {
    effect: change.effect,
    subject: subjectWords(change),
    what: whatWords(change),
    was: isText ? change.before : null,
    is: isText ? change.after : null,
    concerns: effectWords(change),
  };
}

function ruleOf(rule: RuleChange): NotesRule {
  const { comparison } = rule;
  return {
    rule: rule.rule,
    title: rule.title,
    because: becauseWords(rule),
    sentence: comparisonWords(comparison),
    witnesses: ("witnesses" in comparison ? comparison.witnesses : []).map(({ before, after }) => ({
      sides: [before, after].map(({ verdict, release, records }) => ({ says: `${verdict} in ${release}`, records: records.map(recordWords) })),
    })),
  };
}
