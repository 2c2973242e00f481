import { describe, expect, test } from "vitest";
import type { ReadRecord } from "../../generators/rules/data-record.ts";
import { evaluateRule } from "../../generators/rules/evaluate.ts";
import { buildExample } from "../../generators/rules/example.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { describePlace } from "../../generators/specification/source.ts";
import type { YamlNode } from "../../generators/specification/yaml-reader.ts";
import { specification } from "../support/specification.ts";

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
          else {
            const failures = evaluateRule(rules, rule, built.returns);
            if (failures.length > 0 !== fails) wrong.push(`${id}: ${fails ? "should fail but passes" : "should pass but fails"}`);
            const at = statedPlaces(example.value);
            const reported = [...new Set(failures.flatMap(({ records }) => records.map(placeOf)))];
            if (at !== null && at.toSorted().join() !== reported.toSorted().join())
              wrong.push(`${id}: reports ${reported.join(", ")} rather than ${at.join(", ")}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** What an example says under `at`: the records that its failure is reported for. */
function statedPlaces(example: YamlNode): readonly string[] | null {
  const at = example.kind === "map" ? example.entries.find(({ key }) => key.text === "at")?.value : undefined;
  return at?.kind === "list" ? at.items.map((item) => (item.kind === "scalar" ? item.text : "")) : null;
}

/** A record as examples name it: `EPISODE[2]`. */
function placeOf(record: ReadRecord): string {
  const beside = record.parent?.groups.get(record.path) ?? [record];
  return `${record.path.split("/").at(-1)}[${beside.indexOf(record) + 1}]`;
}

test("there are rules to test", () => {
  expect(names.length).toBeGreaterThan(0);
});
