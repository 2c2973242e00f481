import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { changesJson, changesSchemaText } from "../../generators/changes/change-json.ts";
import { type ChangeReport, reportChanges } from "../../generators/changes/change-report.ts";
import type { Witness } from "../../generators/changes/witness.ts";
import type { ValidatorModule } from "../../generators/cli/validator-module.ts";
import { checkReleaseRules, type ReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { loadGenerated } from "../support/generated-validator.ts";
import { JUDGE } from "../support/returnspec.ts";
import { carryReturns } from "../support/run-returns.ts";
import { specification } from "../support/specification.ts";

/** Releases and what they extend: two years with changes of many kinds; in `npm run judge` all, and two versions of one release. */
const ALL = specification.names.flatMap((name) => {
  const { release } = specification.release(name);
  return release === null || release.extends === null ? [] : [[release.extends, name] as const];
});
const VERSIONS = [["cla/2025-26@1.0", "cla/2025-26@1.1"]] as const;
const CHOSEN = [...ALL.filter(([, name]) => JUDGE || name === "cin/2022-23" || name === "cla/2024-25"), ...(JUDGE ? VERSIONS : [])];

function rulesOf(name: string): ReleaseRules {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  return checkReleaseRules(specification, release, new Diagnostics());
}

const reports = new Map<string, ChangeReport>();
/** Made once: to look for witnesses takes a second or two. */
function reportOf(one: string, other: string): ChangeReport {
  const made = reports.get(`${one} ${other}`) ?? reportChanges(rulesOf(one), rulesOf(other));
  reports.set(`${one} ${other}`, made);
  return made;
}

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(changesSchemaText()) as object);

describe.each(CHOSEN)("%s -> %s", (one, other) => {
  const [before, after] = [rulesOf(one), rulesOf(other)];
  const report = (): ChangeReport => reportOf(one, other);

  test("both years' validators say of every witness what is claimed", async () => {
    const claims = report().rules.flatMap(({ rule, comparison }) =>
      "witnesses" in comparison ? comparison.witnesses.map((witness) => ({ rule, witness })) : [],
    );
    if (claims.length === 0) return;
    const modules = [await loadGenerated(specification, before.release), await loadGenerated(specification, after.release)] as const;
    const wrong = claims.flatMap(({ rule, witness }) => {
      const identity = after.rules.find((found) => found.rule.id === rule)?.rule.identity;
      const old = before.rules.find((found) => found.rule.identity === identity)?.rule.id ?? rule;
      const then = verdictOf(before, modules[0], old, witness.before, witness.form);
      const now = verdictOf(after, modules[1], rule, witness.after, witness.form);
      const claimed = witness.claim === "stricter" ? "passes, fails" : "fails, passes";
      return `${then}, ${now}` === claimed ? [] : [`${rule}: ${then}, ${now} instead of ${claimed}`];
    });
    expect(wrong).toEqual([]);
  });

  test("every relation is what its witnesses show, and its JSON what the schema says", () => {
    for (const { comparison } of report().rules) {
      const claims = "witnesses" in comparison ? comparison.witnesses.map(({ claim }) => claim) : [];
      if (comparison.relation === "different") expect(new Set(claims)).toEqual(new Set(["stricter", "looser"]));
      else expect(claims).toEqual(comparison.relation === "stricter" || comparison.relation === "looser" ? [comparison.relation] : []);
    }
    expect(validate(changesJson(report())) ? [] : validate.errors).toEqual([]);
  });
});

test("the change of two years ago is found with its witnesses", () => {
  const { rules } = reportOf("cla/2023-24@1.0", "cla/2024-25");
  const relations = Object.fromEntries(rules.map(({ rule, comparison }) => [rule, comparison.relation]));
  // What the change files say of these rules in words.
  expect(relations).toMatchObject({ "101": "looser", "144": "stricter", SW07STG2: "looser", SW10STG2: "looser", SW12STG2: "looser", SW13STG1: "looser" });
  // H5 became K3, and nothing else about the rule changed.
  expect(relations["371"]).toBe("none-found");
});

test("the schema is the one in docs/schemas", () => {
  expect(readFileSync(new URL("../../docs/schemas/changes.schema.json", import.meta.url), "utf8")).toBe(changesSchemaText());
});

function verdictOf(rules: ReleaseRules, module: ValidatorModule, rule: string, side: Witness["before"], form: "xml" | "csv"): string {
  const own = carryReturns(form, rules, side.returns)
    .run(module)
    .filter((finding) => finding.rule === rule);
  if (own.some(({ severity }) => severity === "not-run")) return "is not run";
  return own.length > 0 ? "fails" : "passes";
}
