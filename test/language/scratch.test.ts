import { test } from "vitest";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { lintRules } from "../../generators/rules/lints.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { describePlace } from "../../generators/specification/source.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { PROJECT } from "../support/returnspec.ts";
test("x", () => {
  const specification = new Specification(readSpecificationFiles(PROJECT));
  const seen = new Map<string, string[]>();
  for (const name of specification.names) {
    const { release } = specification.release(name);
    if (release === null || release.rules.length === 0) continue;
    const rules = checkReleaseRules(specification, release, new Diagnostics());
    const start = Date.now();
    const lints = lintRules(rules);
    console.log(name, rules.rules.length, lints.length, Date.now() - start, "ms");
    for (const l of lints) {
      const k = `${l.code} ${describePlace(l.span)} ${l.span.file.text.slice(l.span.start, l.span.end).replace(/\s+/g, " ")} :: ${l.message}`;
      seen.set(k, [...(seen.get(k) ?? []), name]);
    }
  }
  console.log([...seen].map(([k, n]) => `${k} [${n.length}: ${n[0]}..${n.at(-1)}]`).sort().join("\n"));
});
