import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { buildExample } from "../../generators/rules/example.ts";
import { BACKENDS } from "./backends.ts";
const specification = new Specification(readSpecificationFiles("/work/main"));
test.each((process.env.REL ?? "").split(","))("%s", async (name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const d = new Diagnostics();
  const rules = checkReleaseRules(specification, release, d);
  const finders = await Promise.all(BACKENDS.map((b) => b.finder(rules)));
  const out: string[] = [];
  let n = 0;
  for (const rule of rules.rules) {
    if (rule.rule.notTestable !== null) continue;
    for (const example of [...rule.rule.passes, ...rule.rule.fails]) {
      const built = buildExample(rules, rule, example.value);
      if ("problem" in built) { out.push(`${rule.rule.id}/${example.name}: ${built.problem.message}`); continue; }
      n += 1;
      const [a, b] = finders.map((f) => { try { return JSON.stringify(f(rule, built.returns).map((x) => [...x]).toSorted()); } catch (e) { return String((e as Error).stack).slice(0, 400); } });
      if (a !== b) out.push(`${rule.rule.id}/${example.name}: ${a} ${b}`);
    }
  }
  writeFileSync(`/tmp/h/diff_${name.replace("/", "_")}.txt`, `${n} examples\n${out.join("\n")}\n`);
  expect(out.length).toBe(0);
}, 600000);
