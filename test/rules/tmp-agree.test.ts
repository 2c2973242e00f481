import { test } from "vitest";
import { writeFileSync } from "node:fs";
import { failuresOf, readReturns } from "../../generators/rules/evaluate.ts";
import { buildExample } from "../../generators/rules/example.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { differences } from "../support/agreement.ts";
import { loadGenerated } from "../support/generated-validator.ts";
import { PROJECT } from "../support/returnspec.ts";
import { carryReturns, formsOf } from "../support/run-returns.ts";

const specification = new Specification(readSpecificationFiles(PROJECT));
const names = (process.env["REL"] ?? "cla/2025-26").split(",");
test.each(names)("%s", async (name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  let t = performance.now();
  const lap = (l: string) => { const n = performance.now(); console.log(name, l, Math.round(n - t)); t = n; };
  const rules = checkReleaseRules(specification, release, new Diagnostics());
  lap("check");
  const module = await loadGenerated(specification, release);
  lap("load");
  const examples = rules.rules.flatMap((rule) => [...rule.rule.passes.map((e) => ({ rule, e, fails: false })), ...rule.rule.fails.map((e) => ({ rule, e, fails: true }))].map((one) => ({ ...one, built: buildExample(rules, one.rule, one.e.value) })));
  lap(`build ${examples.length}`);
  const out: string[] = [];
  for (const form of formsOf(release)) {
    for (const { rule, e, built, fails } of examples) {
      if ("problem" in built) continue;
      const id = `${name} ${rule.rule.firstId}/${e.name}`;
      try {
        for (const d of differences(rules, module, built.returns, form)) out.push(`${id}: ${d}`);
        const carried = carryReturns(form, rules, built.returns);
        const verdict = failuresOf(rule, readReturns(rules, carried)).length > 0;
        if (verdict !== fails) out.push(`CARRY ${form} ${id}: ${carried.lost.join("; ")}`);
      } catch (error) { out.push(`${id}: ${form} throws ${error instanceof Error ? error.stack : String(error)}`); }
    }
    lap(form);
  }
  writeFileSync(`/tmp/agree-${name.replace("/", "-")}.txt`, out.join("\n"));
  console.log(name, out.length);
});
