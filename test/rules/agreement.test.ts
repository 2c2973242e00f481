import { array, assert, boolean, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { failuresOf, readReturns, type Returns } from "../../generators/rules/evaluate.ts";
import { recordsInside, type TextRecord } from "../../generators/rules/record-tree.ts";
import { checkReleaseRules, type ReleaseRules } from "../../generators/rules/release-rules.ts";
import { writeXml } from "../../generators/rules/write-xml.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { exampleReturns, ruleVectors, type SettledExample } from "../../generators/targets/vectors/vectors-target.ts";
import type { ValidatorModule } from "../../generators/cli/validator-module.ts";
import type { Finding } from "../../runtime/findings/finding.ts";
import { loadGenerated } from "../support/generated-validator.ts";
import { poolsOf, randomReturn } from "../support/random-returns.ts";
import { JUDGE, PROJECT } from "../support/returnspec.ts";

const specification = new Specification(readSpecificationFiles(PROJECT));
const names = specification.names.filter((name) => {
  const { release } = specification.release(name);
  return release !== null && release.rules.length > 0 && release.formats.includes("xml");
});

/** Children of random returns, over all releases, and how many stand in one return. */
const CHILDREN = JUDGE ? 100_000 : 2000;
const RETURN_SIZE = 20;

describe.each(names)("the interpreter and the validator of %s", (name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const rules = checkReleaseRules(specification, release, new Diagnostics());
  const loaded = loadGenerated(specification, release);
  let settled: readonly SettledExample[] | null = null;
  const examples = (): readonly SettledExample[] => {
    settled ??= exampleReturns(rules);
    return settled;
  };

  test("agree on all rules on every vector, and on the records", async () => {
    const module = await loaded;
    const different = examples().flatMap(({ rule, example, returns }) =>
      differences(rules, module, returns).map((difference) => `${rule.rule.firstId}/${example.name}: ${difference}`),
    );
    expect(different).toEqual([]);
  });

  test("the validator finds in every vector exactly what the vector says", async () => {
    const module = await loaded;
    const different = ruleVectors(rules, examples()).flatMap((vector) => {
      const counts = new Map<string, number>();
      for (const { rule, severity } of run(module, vector.document, vector.previous, vector.authority))
        if (severity !== "not-run") counts.set(rule, (counts.get(rule) ?? 0) + 1);
      const expected = new Map(vector.expected.map(({ rule, count }) => [rule, count]));
      return [...new Set([...counts.keys(), ...expected.keys()])]
        .filter((rule) => counts.get(rule) !== expected.get(rule))
        .map((rule) => `${vector.id}: ${rule} expected ${expected.get(rule) ?? 0}, found ${counts.get(rule) ?? 0}`);
    });
    expect(different).toEqual([]);
  });

  test("agree on random returns", async () => {
    const module = await loaded;
    const pools = poolsOf(rules);
    const last = rules.earlier[1];
    const children = Math.ceil(CHILDREN / names.length);
    const seen = new Set<string>();
    assert(
      property(array(integer(), { minLength: RETURN_SIZE, maxLength: RETURN_SIZE }), boolean(), (seeds, isCompared) => {
        const returns: Returns = {
          root: randomReturn(release, pools, seeds),
          last: isCompared && last !== null ? randomReturn(last, pools, seeds.slice(0, RETURN_SIZE - 3)) : null,
          beforeLast: null,
          authority: null,
        };
        expect(differences(rules, module, returns, seen)).toEqual([]);
      }),
      { numRuns: Math.ceil(children / RETURN_SIZE), seed: 2026 },
    );
    // Random returns that break few rules would show little.
    if (JUDGE) expect(seen.size).toBeGreaterThan(rules.rules.length * 0.9);
  });
});

/** Findings of rules that only one of the two has, with the records they stand on. */
function differences(rules: ReleaseRules, module: ValidatorModule, returns: Returns, seen?: Set<string>): readonly string[] {
  const paths = pathsOf(returns.root);
  const read = readReturns(rules, returns);
  const expected: string[] = [];
  const stated: { readonly rule: string; readonly records: number }[] = [];
  for (const rule of rules.rules) {
    for (const { records } of failuresOf(rule, read)) {
      expected.push(
        describeFinding(
          rule.rule.id,
          records.map(({ text }) => paths.get(text) ?? "?"),
        ),
      );
      stated.push({ rule: rule.rule.id, records: records.length });
      seen?.add(rule.rule.id);
    }
  }
  const previous = returns.last === null ? null : writeXml(returns.last, []);
  const found = run(module, writeXml(returns.root, []), previous, returns.authority)
    .filter(({ rule, severity }) => severity !== "not-run" && !rule.startsWith("structure."))
    .map(({ rule, locations, more }) => {
      // The records that a rule stands on come first; behind them may be others that it read.
      const size = stated.find((one) => one.rule === rule)?.records ?? 1;
      const own = isPairs(rules, rule) ? locations.slice(0, size) : isUnique(rules, rule) ? locations : locations.slice(0, 1);
      return describeFinding(rule, [...own.map(({ path }) => path ?? "?"), ...Array.from({ length: isUnique(rules, rule) ? more : 0 }, () => "…")]);
    });
  return [...missing(expected, found, "only the interpreter finds"), ...missing(found, expected, "only the validator finds")];
}

function isPairs(rules: ReleaseRules, id: string): boolean {
  return rules.rules.some(({ rule, parts }) => rule.id === id && parts.some(({ target }) => target.kind === "variables"));
}

function isUnique(rules: ReleaseRules, id: string): boolean {
  return rules.rules.some(({ rule }) => rule.id === id && rule.unique.length > 0);
}

function describeFinding(rule: string, records: readonly string[]): string {
  return `${rule} at ${records.toSorted().join(" and ")}`;
}

function missing(all: readonly string[], from: readonly string[], words: string): readonly string[] {
  const left = [...from];
  return all.flatMap((one) => {
    const index = left.indexOf(one);
    if (index === -1) return [`${words} ${one}`];
    left.splice(index, 1);
    return [];
  });
}

function run({ validate, readEarlier }: ValidatorModule, document: string, previous: string | null, authority: string | null): readonly Finding[] {
  const encoder = new TextEncoder();
  let last = null;
  if (previous !== null) {
    const reader = readEarlier(1);
    reader.write(encoder.encode(previous));
    last = reader.end();
  }
  const found: Finding[] = [];
  const validation = validate({ input: "return.xml", authority, earlier: [last, null], reference: new Map(), stage: "all", asAt: null }, (finding) => found.push(finding));
  validation.write(encoder.encode(document));
  validation.end();
  return found;
}

/** The path of every record as findings write it. */
function pathsOf(root: TextRecord): ReadonlyMap<TextRecord, string> {
  const paths = new Map<TextRecord, string>();
  const visit = (record: TextRecord, path: string): void => {
    paths.set(record, path);
    for (const node of recordsInside(record.node)) {
      (record.groups.get(node.path) ?? []).forEach((inner, index) => {
        const { xml } = node;
        const step = xml.kind === "element" ? `/${xml.tag}${node.occurs.maximum === 1 ? "" : `[${index + 1}]`}` : "";
        visit(inner, `${path}${step}`);
      });
    }
  };
  visit(root, root.node.xml.kind === "element" ? `/${root.node.xml.tag}` : "");
  return paths;
}
