import { checkReleaseRules, type ReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { CLA_FILES } from "./release-tables.ts";

/**
 * The rules of a release of CLA with more of them.
 * @param added rules by id as YAML, without the fields that every rule has
 */
export function rulesWith(release: string, added: string): ReleaseRules {
  const common = "\n  title: A trial\n  severity: error\n  remedy: Put it right";
  const entries = added
    .split(/^(?=T\d+:$)/m)
    .map((entry) => entry.replace(/^T\d+:$/m, `$&${common}${entry.includes("\n  message: ") ? "" : "\n  message: Wrong"}`))
    .join("");
  const change = `title: A trial
why: To see what happens.
audience: {supplier: not affected, authority: not affected}
in: "1.0"
source: [seed]
basis: seen
edits:
  rules:
    add:
${entries.replaceAll(/^(?=.)/gm, "      ")}
`;
  const specification = new Specification(new Map([...CLA_FILES, [`specs/${release}/changes/trial.yaml`, new TextEncoder().encode(change)]]));
  const { release: model, diagnostics: structure } = specification.release(release);
  const diagnostics = new Diagnostics();
  const rules = model === null ? null : checkReleaseRules(specification, model, diagnostics);
  const problems = [...structure, ...diagnostics.sorted].filter(({ span }) => rules === null || span.file.path.endsWith("trial.yaml"));
  if (rules === null || problems.length > 0) throw new Error(problems.map(formatDiagnostic).join("\n\n"));
  return rules;
}
