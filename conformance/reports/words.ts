import type { Outcome } from "../case-result.ts";
import type { RunVerdict } from "../verdict.ts";

/** Outcomes as people read them. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  passed: "passed",
  failed: "failed",
  "not-implemented": "not implemented",
  skipped: "skipped",
  error: "error",
};

/** `Product X 1.2`; what was tested when it was not named. */
export function productName({ facts }: RunVerdict): string {
  const { product } = facts;
  return product === null ? "A product that was not named" : [product.name, product.version].filter((part) => part !== null).join(" ");
}

export function levelWords({ reached, levels }: RunVerdict): string {
  if (reached === 0) return "no level";
  const untested = levels.filter(({ level, outcome }) => level < reached && outcome === "not tested").map(({ level }) => level);
  return `level ${reached}${untested.length === 0 ? "" : ` (level ${untested.join(", ")} not tested)`}`;
}

export function countWords({ counts, cases }: RunVerdict): string {
  const others = (Object.keys(OUTCOME_WORDS) as readonly Outcome[])
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${OUTCOME_WORDS[outcome]}`);
  return `${cases.length} cases: ${others.join(", ") || "none"}`;
}

/** What ties a result to what it was made with. */
export function origins({ suite, facts }: RunVerdict): readonly (readonly [string, string])[] {
  return [
    ["Release", `${suite.release}@${suite.version} (${suite.title}, ${suite.status})`],
    ["Specification", `SHA-256 ${suite.specification}`],
    ["Suite", `SHA-256 ${facts.suiteHash}`],
    ["Runner", `${facts.tool.name} ${facts.tool.version}`],
  ];
}
