import { type Failure, failuresOf, readReturns } from "../../generators/rules/evaluate.ts";
import type { TextRecord } from "../../generators/rules/record-tree.ts";
import { type ReleaseRules, checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { type OpenStories, openStories } from "../../generators/synthesis/open-stories.ts";
import { childrenOfReturns, prepareSynthesis, returnOf, type Synthesis, type SynthesisWishes } from "../../generators/synthesis/synthesise.ts";
import { specification } from "../support/specification.ts";

/** The stories of a release and its rules. */
export function open(
  release: string,
  wishes: { seed?: number; years?: number; authority?: string } = {},
): { readonly stories: OpenStories; readonly rules: ReleaseRules } {
  const stories = openStories(specification, release, { seed: 1, years: 2, authority: "998", ...wishes });
  if ("problem" in stories) throw new Error(stories.problem);
  if ("diagnostics" in stories) throw new Error(stories.diagnostics.map(formatDiagnostic).join("\n\n"));
  const model = specification.release(release).release;
  if (model === null) throw new Error(`${release} has mistakes`);
  return { stories, rules: checkReleaseRules(specification, model, new Diagnostics()) };
}

export function synthesise(
  release: string,
  wishes: SynthesisWishes,
  more: Parameters<typeof open>[1] = {},
): { readonly synthesis: Synthesis; readonly rules: ReleaseRules } {
  const { stories, rules } = open(release, more);
  return { synthesis: prepareSynthesis(stories.plan, rules, wishes), rules };
}

/** How many clean children are judged at once: looking a child up in last year's return takes the interpreter longer the more there are. */
export const BATCH = 25;

/** What the rules find in the returns, children taken some at a time; rules on the whole return are left out. */
export function judgeBatches(
  { plan, reference, broken }: Synthesis,
  rules: ReleaseRules,
  children: Iterable<readonly (TextRecord | null)[]>,
  size: number,
): readonly Failure[] {
  const failures: Failure[] = [];
  const own = rules.rules.filter(({ parts }) => parts.some(({ target }) => target.kind !== "record" || target.record !== rules.release.root.path));
  const judge = (batch: readonly (readonly (TextRecord | null)[])[]): void => {
    const [root, last = null, beforeLast = null] = plan.releases.map((release, year) =>
      returnOf(
        plan,
        release,
        batch.flatMap((years) => years[year] ?? []),
        broken.facts[year] ?? new Map(),
      ),
    );
    if (root === undefined) return;
    const read = readReturns(rules, { root, last, beforeLast, authority: plan.authority, reference });
    for (const rule of own) failures.push(...failuresOf(rule, read));
  };
  let batch: (readonly (TextRecord | null)[])[] = [];
  for (const years of children) {
    batch.push(years);
    if (batch.length < size) continue;
    judge(batch);
    batch = [];
  }
  judge(batch);
  return failures;
}

/** The records of all children of a synthesis, by return. */
export function* recordsOf(synthesis: Synthesis): Generator<readonly (TextRecord | null)[]> {
  for (const { years } of childrenOfReturns(synthesis)) yield years;
}

/** Everything that a synthesis writes, by path. */
export function filesOf(write: (open: (path: string) => (text: string) => void) => void): ReadonlyMap<string, string> {
  const files = new Map<string, string[]>();
  write((path) => {
    const texts: string[] = [];
    files.set(path, texts);
    return (text) => void texts.push(text);
  });
  return new Map([...files].map(([path, texts]) => [path, texts.join("")]));
}
