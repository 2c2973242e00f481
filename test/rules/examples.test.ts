import { describe, expect, test } from "vitest";
import { evaluateRule } from "../../generators/rules/evaluate.ts";
import { buildExample } from "../../generators/rules/example.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { describePlace } from "../../generators/specification/source.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { PROJECT } from "../support/returnspec.ts";

const specification = new Specification(readSpecificationFiles(PROJECT));
const names = specification.names.filter((name) => (specification.release(name).release?.rules.length ?? 0) > 0);

describe.each(names)("rules of %s", (name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const diagnostics = new Diagnostics();
  const rules = checkReleaseRules(specification, release, diagnostics);

  test("all expressions are sound", () => {
    expect(diagnostics.sorted.map(formatDiagnostic)).toEqual([]);
  });

  test("every rule has an example that passes and one that fails, and they do", () => {
    const wrong: string[] = [];
    for (const rule of rules.rules) {
      if (rule.rule.notTestable !== null) continue;
      if (rule.rule.passes.length === 0) wrong.push(`${rule.rule.id}: no example passes`);
      if (rule.rule.fails.length === 0) wrong.push(`${rule.rule.id}: no example fails`);
      for (const [examples, fails] of [
        [rule.rule.passes, false],
        [rule.rule.fails, true],
      ] as const) {
        for (const example of examples) {
          const id = `${rule.rule.firstId}/${example.name} (${describePlace(example.value.span)})`;
          const built = buildExample(rules, rule, example.value);
          if ("problem" in built) wrong.push(`${id}: ${built.problem.message} (${describePlace(built.problem.span)})`);
          else if (evaluateRule(rules, rule, built.returns).length > 0 !== fails)
            wrong.push(`${id}: ${fails ? "should fail but passes" : "should pass but fails"}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

test("there are rules to test", () => {
  expect(names.length).toBeGreaterThan(0);
});
