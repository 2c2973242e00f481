import type { Finding, RuleInfo, Severity } from "./finding.ts";
import { compareTexts } from "./order.ts";
import { type Sample, sampleOf } from "./sample.ts";
import { type Counts, createTally, UNREADABLE_RULE } from "./tally.ts";

/** Findings of a rule that reports for people show. */
export const SAMPLES_PER_RULE = 10;
/** Findings that the page by child shows. */
export const CHILD_SAMPLES = 5000;

/** All findings of a rule in one input: the exact number, and the first few. */
export interface RuleGroup {
  readonly rule: string;
  readonly severity: Severity;
  readonly info: RuleInfo | null;
  readonly count: number;
  readonly samples: readonly Sample[];
}

/** What a report that is grouped by rule keeps of the findings of one input: bounded by the number of rules. */
export interface Digest {
  readonly add: (finding: Finding) => void;
  readonly counts: () => Counts;
  /** Findings on the form of the return first, then the most frequent. */
  readonly groups: (severity: Severity) => readonly RuleGroup[];
  /** The first findings in the order in which they came, if they are to be kept; without rules that were not run. */
  readonly inOrder: readonly Sample[];
}

/** @param samplesInOrder how many findings to keep in the order in which they come */
export function createDigest(rules: ReadonlyMap<string, RuleInfo>, samplesInOrder = 0): Digest {
  const tally = createTally();
  const groups = new Map<string, RuleGroup & { count: number; samples: Sample[] }>();
  const inOrder: Sample[] = [];
  return {
    add: (finding) => {
      const { rule, severity } = finding;
      tally.add(finding);
      const key = `${severity} ${rule}`;
      let group = groups.get(key);
      if (group === undefined) {
        group = { rule, severity, info: rules.get(rule) ?? null, count: 0, samples: [] };
        groups.set(key, group);
      }
      group.count += 1;
      if (group.samples.length < SAMPLES_PER_RULE) group.samples.push(keep(finding));
      if (inOrder.length < samplesInOrder && severity !== "not-run") inOrder.push(keep(finding));
    },
    counts: tally.counts,
    groups: (severity) => [...groups.values()].filter((group) => group.severity === severity).sort(compareGroups),
    inOrder,
  };
}

/** The rules by id. */
export function rulesById(rules: readonly RuleInfo[]): ReadonlyMap<string, RuleInfo> {
  return new Map(rules.map((rule) => [rule.id, rule]));
}

/** A sample of texts of its own: a part of a longer text, of a line or a chunk of the file, would keep the whole of it in memory. */
function keep(finding: Finding): Sample {
  return JSON.parse(JSON.stringify(sampleOf(finding))) as Sample;
}

/** Findings on the form of the return first, then the most frequent. */
export function compareGroups(a: Pick<RuleGroup, "rule" | "count">, b: Pick<RuleGroup, "rule" | "count">): number {
  return rankOf(a.rule) - rankOf(b.rule) || b.count - a.count || compareTexts(a.rule, b.rule);
}

function rankOf(rule: string): number {
  return rule === UNREADABLE_RULE ? 0 : rule.startsWith("structure.") ? 1 : 2;
}
