import { type Diagnostic, Diagnostics } from "../../specification/diagnostics.ts";
import { checkReleaseRules } from "../../rules/release-rules.ts";
import { allNodes } from "../../specification/build-items.ts";
import type { Definition, Release, Rule } from "../../specification/model.ts";
import type { Specification } from "../../specification/specification.ts";
import { readsOfRules } from "./reads.ts";
import { definitionKey } from "./rule-page.ts";

/**
 * What the guidance of releases could not say: documentation is a test. That items, rules and reference tables have their words is asked when the
 * files are read; here it is asked what only the guidance shows.
 * @param names releases; all when empty
 * @returns by file and place, each once however many releases it is in
 */
export function checkDocumentation(specification: Specification, names: readonly string[]): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  for (const name of names.length === 0 ? specification.names : names) {
    const { release } = specification.release(name);
    for (const rule of release?.rules ?? []) {
      const { span } = rule.origin;
      for (const missing of missingExamples(rule)) diagnostics.report("RS1801", span, { rule: rule.id, missing });
      const empty = (["title", "message", "remedy"] as const).find((field) => rule[field].trim() === "");
      if (empty !== undefined) diagnostics.report("RS1802", span, { rule: rule.id, field: empty });
    }
    if (release !== null)
      for (const { name: term, origin } of unexplainedTerms(specification, release)) diagnostics.report("RS1803", origin.span, { definition: term });
  }
  return diagnostics.sorted;
}

/** Definitions without a text that rules rest on. */
function unexplainedTerms(specification: Specification, release: Release): readonly Definition[] {
  const silent = release.definitions.filter(({ definition }) => definition === null);
  if (silent.length === 0) return [];
  const reads = readsOfRules(checkReleaseRules(specification, release, new Diagnostics()));
  const used = new Set([...reads.values()].flatMap(({ allDefinitions }) => [...allDefinitions]));
  const nodes = new Map(allNodes(release.root).map((node) => [node.path, node]));
  return silent.filter((definition) => used.has(definitionKey({ nodes }, definition)));
}

/** A reader is shown a record that passes and one that is reported. */
function missingExamples({ notTestable, passes, fails }: Rule): readonly string[] {
  if (notTestable !== null) return [];
  return [...(passes.length === 0 ? ["passes"] : []), ...(fails.length === 0 ? ["fails"] : [])];
}
