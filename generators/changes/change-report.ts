import { nodesOfRule } from "./rule-key.ts";
import { type RuleComparison, ruleComparer } from "./compare-rules.ts";
import { AUDIENCES, type Audience, type ChangeKind, DEMANDING, type Effect, type Effects, effectsOf, worstEffect } from "./effects.ts";
import { twoYears } from "./two-years.ts";
import type { CheckedRule } from "../rules/checked-rule.ts";
import type { ReleaseRules } from "../rules/release-rules.ts";
import { allNodes } from "../specification/build-items.ts";
import { sha256 } from "../specification/canonical.ts";
import { type Difference, diffReleases } from "../specification/diff.ts";
import { diffEvidence } from "../specification/diff-evidence.ts";
import type { ChangeRecord } from "../specification/entry.ts";
import { codeSetsOf } from "../specification/item-type.ts";
import type { Release } from "../specification/model.ts";

/** A difference, with what it means for whom. */
export interface Change extends Difference<ChangeKind> {
  /** What it is called in words; null where there are none. */
  readonly label: string | null;
  readonly effects: Effects;
  /** The worst of the effects. */
  readonly effect: Effect;
  /** The same for the same change, wherever it stands: what approvals name. */
  readonly fingerprint: string;
}

/** A rule of both releases that asks for something else now, or whose expressions have changed. */
export interface RuleChange {
  readonly rule: string;
  readonly title: string;
  /** Whether its own expressions were changed; otherwise what it reads was. */
  readonly isOwn: boolean;
  /** Definitions, code sets, groups and the like that it reads and that have changed. */
  readonly because: readonly string[];
  readonly comparison: RuleComparison;
}

/** Everything that differs between two releases or versions. */
export interface ChangeReport {
  readonly before: Release;
  readonly after: Release;
  /** By the change file that made them, in the order in which they were applied. */
  readonly groups: readonly ChangeGroup[];
  /** What follows from the dates and facts of the releases alone. */
  readonly followed: readonly Change[];
  readonly rules: readonly RuleChange[];
}

export interface ChangeGroup {
  readonly change: ChangeRecord;
  /** The change is one of the first release, which the second does not have. */
  readonly isUndone: boolean;
  readonly changes: readonly Change[];
}

/** Lists and classifies what differs between two releases of a collection; pure, and the same for the same releases. */
export function reportChanges(before: ReleaseRules, after: ReleaseRules): ChangeReport {
  const differences: readonly Difference<ChangeKind>[] = [
    ...diffReleases(before.release, after.release),
    ...diffEvidence(before.release, after.release),
    ...dateFacts(before.release, after.release),
  ];
  const rules = differences.length === 0 ? [] : compareRules(before, after, differences);
  const comparisons = new Map(rules.map(({ rule, comparison }) => [rule, comparison]));
  const context = { before: before.release, after: after.release, comparison: (rule: string) => comparisons.get(rule) ?? null };
  const changes = differences.map((difference): Change => {
    const effects = effectsOf(difference, context);
    return {
      ...difference,
      label: labelOf(difference, difference.what === "removed" && difference.kind !== "example" ? before.release : after.release),
      effects,
      effect: worstEffect(effects, AUDIENCES) ?? "wording",
      fingerprint: fingerprintOf(difference),
    };
  });
  return {
    before: before.release,
    after: after.release,
    groups: groupsOf(changes, [...after.release.allChanges, ...before.release.allChanges]),
    followed: changes.filter(({ change }) => change === null),
    rules,
  };
}

function groupsOf(changes: readonly Change[], order: readonly ChangeRecord[]): readonly ChangeGroup[] {
  const byFile = new Map<string, Change[]>();
  for (const change of changes) {
    const file = change.change?.file;
    if (file !== undefined) byFile.set(file, [...(byFile.get(file) ?? []), change]);
  }
  const records = new Map(order.map((record) => [record.file, record]));
  return [...records.values()].flatMap((change) => {
    const own = byFile.get(change.file) ?? [];
    return own.length === 0 ? [] : [{ change, isUndone: own.every(({ isUndone }) => isUndone), changes: own }];
  });
}

/** All changes of a report, those that follow from dates last. */
export function allChanges({ groups, followed }: ChangeReport): readonly Change[] {
  return [...groups.flatMap(({ changes }) => changes), ...followed];
}

/** The report as far as it concerns some audiences: of the others neither effects nor changes. */
export function reportFor(report: ChangeReport, audiences: readonly Audience[]): ChangeReport {
  const keep = (changes: readonly Change[]): readonly Change[] =>
    changes.flatMap((change) => {
      const effect = worstEffect(change.effects, audiences);
      return effect === null ? [] : [{ ...change, effect }];
    });
  return {
    ...report,
    groups: report.groups.map((group) => ({ ...group, changes: keep(group.changes) })).filter(({ changes }) => changes.length > 0),
    followed: keep(report.followed),
  };
}

/** What changes with the dates alone and no field of the release says: the year in the header, and the days that are no working days. */
function dateFacts(before: Release, after: Release): readonly Difference[] {
  const fact = (field: string, was: string | null, is: string | null): readonly Difference[] =>
    was === is ? [] : [{ kind: "release", name: "release", what: "changed", field, before: was, after: is, content: null, change: null, isUndone: false }];
  const holidays = ({ start, end, bankHolidays }: Release): string =>
    bankHolidays
      .map(({ date }) => date)
      .filter((date) => start <= date && date <= end)
      .join(", ");
  return [...fact("header year", headerYear(before), headerYear(after)), ...fact("bank holidays", holidays(before) || null, holidays(after) || null)];
}

/** The year that the header of a return gives; null where it gives none. */
function headerYear({ root, child, end }: Release): string | null {
  const inChild = `${child?.record.path ?? ""}/`;
  const isGiven = allNodes(root).some((node) => node.kind === "item" && node.type.kind === "year" && !node.path.startsWith(inChild));
  return isGiven ? end.slice(0, 4) : null;
}

/** Sixteen hexadecimal digits of a hash over what changed: not over the file that says so. */
function fingerprintOf({ kind, name, what, field, before, after, content }: Difference<ChangeKind>): string {
  return sha256(JSON.stringify([kind, name, what, field, before, after, content])).slice(0, 16);
}

function labelOf({ kind, name }: Difference<ChangeKind>, release: Release): string | null {
  const [owner = "", part = ""] = name.split("/");
  switch (kind) {
    case "item":
      return allNodes(release.root).find(({ path }) => path === name)?.label ?? null;
    case "code set":
      return release.codeSets.get(name)?.label ?? null;
    case "code":
      return release.codeSets.get(owner)?.codes.find(({ code }) => code === part)?.label ?? null;
    case "table":
      return release.tables.find((table) => table.name === name)?.label ?? null;
    case "rule":
    case "example":
      return release.rules.find(({ id }) => id === owner)?.title ?? null;
    case "definition":
      return release.definitions.find((one) => one.name === name)?.label ?? null;
    case "question":
      return release.questions.find((one) => one.name === name)?.question ?? null;
    case "indicator":
    case "cohort":
      return (kind === "cohort" ? release.cohorts : release.indicators).find((one) => one.name === name)?.label ?? null;
    default:
      return null;
  }
}

/** The rules of both releases whose expressions have changed, or that read something that has. */
function compareRules(before: ReleaseRules, after: ReleaseRules, differences: readonly Difference<ChangeKind>[]): readonly RuleChange[] {
  const comparer = ruleComparer(twoYears(before, after));
  const byIdentity = new Map(before.rules.map((rule) => [rule.rule.identity, rule]));
  const byId = new Map(before.rules.map((rule) => [rule.rule.id, rule]));
  const changed = new Set(differences.flatMap(({ kind, name, field, what }) => (kind === "rule" && what === "changed" && isDemand(field) ? [name] : [])));
  return after.rules.flatMap((rule) => {
    const old = byIdentity.get(rule.rule.identity) ?? byId.get(rule.rule.id);
    if (old === undefined) return [];
    const comparison = comparer.compare(old, rule);
    const isOwn = changed.has(rule.rule.id);
    if (comparison.relation === "same" && !isOwn) return [];
    return [{ rule: rule.rule.id, title: rule.rule.title, isOwn, because: reasonsOf(before, after, old, rule, differences), comparison }];
  });
}

function isDemand(field: string | null): boolean {
  return field !== null && (DEMANDING.has(field) || field === "not-testable");
}

/** What a rule reads that has changed: definitions, groups, code sets with other codes, items. */
function reasonsOf(
  before: ReleaseRules,
  after: ReleaseRules,
  old: CheckedRule,
  rule: CheckedRule,
  differences: readonly Difference<ChangeKind>[],
): readonly string[] {
  const read = new Map<string, Set<string>>([
    ["definition", new Set()],
    ["group", new Set()],
    ["code set", new Set()],
    ["item", new Set()],
  ]);
  for (const [rules, one] of [[before, old] as const, [after, rule] as const]) {
    const types = new Map(allNodes(rules.release.root).flatMap((node) => (node.kind === "item" ? [[node.path, node.type] as const] : [])));
    for (const node of nodesOfRule(rules, one)) {
      if (node.op === "definition") read.get("definition")?.add(node.name.split("#").at(-1) ?? node.name);
      if (node.op === "set") read.get(node.group ? "group" : "code set")?.add(node.name);
      if (node.op !== "item" && node.op !== "entries") continue;
      read.get("item")?.add(node.item);
      const type = types.get(node.item);
      for (const set of type === undefined ? [] : codeSetsOf(type)) read.get("code set")?.add(set);
    }
  }
  const reasons = new Set<string>();
  for (const { kind, name, field, what } of differences) {
    const owner = name.split("/")[0] ?? name;
    const group = name.split("/").slice(1).join("/");
    if (kind === "definition" && ["is", "with", "for"].includes(field ?? "is") && read.get("definition")?.has(name) === true) reasons.add(`definition ${name}`);
    if (kind === "group" && [name, group, `${owner}.${group}`].some((one) => read.get("group")?.has(one) === true)) reasons.add(`group ${name}`);
    if (kind === "code" && what !== "changed" && read.get("code set")?.has(owner) === true) reasons.add(`code set ${owner}`);
    if (kind === "item" && (field === null || ["type", "occurs", "derived"].includes(field)) && read.get("item")?.has(name) === true)
      reasons.add(`item ${name}`);
  }
  return [...reasons];
}
