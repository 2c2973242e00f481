import { AUDIENCES, type Audience, type Effect } from "./effects.ts";
import { allChanges, type Change, type ChangeReport, type RuleChange } from "./change-report.ts";
import type { RuleComparison } from "./compare-rules.ts";
import type { Witness, WitnessRecord } from "./witness.ts";

/** What the audiences are called. */
export const AUDIENCE_WORDS: Readonly<Record<Audience, string>> = { authority: "recording", supplier: "export", loader: "loading" };

export const EFFECT_WORDS: Readonly<Record<Effect, string>> = { breaking: "breaking", attention: "needs attention", wording: "wording" };

/** The effects of a change on those whom it concerns, worst first: `breaking for export; needs attention for recording, loading`. */
export function effectWords(change: Pick<Change, "effects">, audiences: readonly Audience[] = AUDIENCES): string {
  const words = (["breaking", "attention", "wording"] as const).flatMap((effect) => {
    const concerned = audiences.filter((audience) => change.effects[audience] === effect);
    return concerned.length === 0 ? [] : [`${EFFECT_WORDS[effect]} for ${concerned.map((audience) => AUDIENCE_WORDS[audience]).join(", ")}`];
  });
  return words.join("; ") || "how it is known";
}

/** What a change is about: `code SEX/M (Male)`. */
export function subjectWords({ kind, name, label }: Pick<Change, "kind" | "name" | "label">): string {
  const short = kind === "release" ? "facts of the release" : `${kind} ${name}`;
  return label === null || label === name ? short : `${short} (${label})`;
}

/** What happened to it. */
export function whatWords({ what, field, before, after }: Pick<Change, "what" | "field" | "before" | "after">): string {
  switch (what) {
    case "added":
      return "added";
    case "removed":
      return "removed";
    case "renamed":
      return `renamed from ${before}`;
    case "moved":
      return before === null ? "moved to another place in the order" : `moved from ${before}`;
    case "changed":
      return after === null ? `${field} removed` : before === null ? `${field} added` : `${field} changed`;
  }
}

/** How the two forms of a rule compare, in a sentence. */
export function comparisonWords(comparison: RuleComparison): string {
  switch (comparison.relation) {
    case "same":
      return "The same: the checked expressions and all that they read are identical.";
    case "not-testable":
      return "Not compared: in one of the two it cannot be tested by a machine.";
    case "none-found":
      return `No record was found on which the two disagree (none in ${comparison.records} records of up to ${comparison.groups} in a group); that is no proof that there is none.`;
    case "stricter":
      return "Stricter: a record fails that passed before, and none was found the other way round.";
    case "looser":
      return "Looser: a record passes that failed before, and none was found the other way round.";
    case "different":
      return "Different: one record fails that passed before, another passes that failed.";
  }
}

/** A witness as lines: what each year says, and of which record. */
export function witnessLines({ before, after }: Witness): readonly string[] {
  const [one, other] = [before, after].map(({ records }) => records.map(recordWords));
  const isSame = JSON.stringify(one) === JSON.stringify(other);
  if (isSame) return [`${before.verdict} in ${before.release}, ${after.verdict} in ${after.release}:`, ...(one ?? []).map((line) => `  ${line}`)];
  return [before, after].flatMap(({ verdict, release, records }) => [`${verdict} in ${release}:`, ...records.map((record) => `  ${recordWords(record)}`)]);
}

export function recordWords({ path, items }: WitnessRecord): string {
  const said = Object.entries(items).map(([name, text]) => (text === null ? `${name} not given` : text === "" ? `${name} left empty` : `${name} ${text}`));
  return said.length === 0 ? `${path} with nothing of its own` : `${path}: ${said.join(", ")}`;
}

/** Why a rule that was not edited decides differently: `because group PLACE/no urn changed`. */
export function becauseWords({ isOwn, because }: Pick<RuleChange, "isOwn" | "because">): string {
  const words = because.join(", ");
  if (isOwn) return words === "" ? "its own expression was edited" : `its own expression was edited, and it reads ${words}, which changed`;
  return words === "" ? "what it reads has changed" : `it reads ${words}, which changed`;
}

/** How many changes of each effect a report has. */
export function countEffects(report: ChangeReport): Readonly<Record<Effect, number>> {
  const counts = { breaking: 0, attention: 0, wording: 0 };
  for (const { effect } of allChanges(report)) counts[effect] += 1;
  return counts;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `57 changes: 12 breaking, 20 need attention, 25 of wording`. */
export function summaryWords(report: ChangeReport): string {
  const { breaking, attention, wording } = countEffects(report);
  return `${counted(breaking + attention + wording, "change")}: ${breaking} breaking, ${attention} to be looked at, ${wording} of wording`;
}

/** What the reader of a report is told once. */
export const FOLLOWED_TITLE = "What follows from dates and facts of the release alone";
export const RULES_TITLE = "Rules that decide differently";
