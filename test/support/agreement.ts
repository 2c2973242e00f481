import type { ValidatorModule } from "../../generators/cli/validator-module.ts";
import type { ReadRecord } from "../../generators/rules/data-record.ts";
import { failuresOf, readReturns, type Returns } from "../../generators/rules/evaluate.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import type { Finding } from "../../runtime/findings/finding.ts";
import { type CarriedReturns, carryReturns, describeLocation, type Form } from "./run-returns.ts";
import { carriedByBoth } from "./both-forms.ts";

/** Findings of rules that only one of interpreter and validator has, with the records they stand on; none when they agree. */
export function differences(rules: ReleaseRules, module: ValidatorModule, returns: Returns, form: Form, seen?: Set<string>): readonly string[] {
  const carried = carryReturns(form, rules, returns);
  const findings = carried.run(module);
  const notRun = new Set<string>();
  const wrong: string[] = [];
  for (const { rule, severity, message } of findings) {
    if (severity !== "not-run") continue;
    notRun.add(rule);
    for (const reason of message.split("; ")) if (!isReason(reason, carried)) wrong.push(`${form}: ${rule} is not run: ${reason}`);
  }
  const found = new Map<string, Finding[]>();
  for (const finding of findings)
    if (finding.severity !== "not-run" && !finding.rule.startsWith("structure.")) found.set(finding.rule, [...(found.get(finding.rule) ?? []), finding]);
  const read = readReturns(rules, carried);
  for (const rule of rules.rules) {
    const { id } = rule.rule;
    const expected = notRun.has(id) ? [] : failuresOf(rule, read).map(({ records }) => records.map((record) => placeOf(record, carried)));
    if (expected.length > 0) seen?.add(id);
    const left = [...(found.get(id) ?? [])];
    for (const places of expected) {
      const index = left.findIndex((finding) => standsOn(finding, places, rule.rule.unique.length > 0));
      if (index === -1) wrong.push(`${form}: only the interpreter finds ${id} at ${places.join(" and ")}`);
      else left.splice(index, 1);
    }
    for (const { locations } of left) wrong.push(`${form}: only the validator finds ${id} at ${locations.map(describeLocation).join(" and ")}`);
    found.delete(id);
  }
  return wrong;
}

/** Why a rule may be left out: something that it needs was not given, or the form has no place for what it reads. */
function isReason(reason: string, { form, last, beforeLast, authority }: CarriedReturns): boolean {
  if (reason === `not in ${form}`) return true;
  if (reason === "no last year's return") return last === null;
  if (reason === "no return of two years ago") return beforeLast === null;
  return reason === "no authority" && authority === null;
}

function placeOf({ text, year }: ReadRecord, carried: CarriedReturns): string {
  return year === 0 ? carried.placeOf(text) : "earlier";
}

/** The records that a rule stands on come first; behind them may be others that it read. Of very many equal ones some are only counted. */
export function standsOn({ locations, more }: Finding, places: readonly string[], isUnique: boolean): boolean {
  const own = locations.slice(0, places.length).map((location) => (location.in === null ? describeLocation(location) : "earlier"));
  const left = [...places];
  for (const place of own) {
    const index = left.indexOf(place);
    if (index === -1) return false;
    left.splice(index, 1);
  }
  return left.length <= (isUnique ? more : 0);
}

/** What is found of the same children in XML and not in tables, or the other way round: rules with their children. Rules that one form cannot run are left out. */
export function formDifferences(rules: ReleaseRules, module: ValidatorModule, returns: Returns): readonly string[] {
  const both = carriedByBoth(rules, returns);
  const xml = carryReturns("xml", rules, both).run(module);
  const csv = carryReturns("csv", rules, both).run(module);
  const known = new Set(rules.rules.map(({ rule }) => rule.id));
  const notRun = new Set([...xml, ...csv].filter(({ severity }) => severity === "not-run").map(({ rule }) => rule));
  const describe = (findings: readonly Finding[]): readonly string[] =>
    findings.filter(({ rule }) => known.has(rule) && !notRun.has(rule)).map(({ rule, child }) => `${rule} of ${child ?? "the return"}`);
  const [inXml, inTables] = [describe(xml), describe(csv)];
  return [...only(inXml, inTables, "only in XML"), ...only(inTables, inXml, "only in tables")];
}

function only(all: readonly string[], other: readonly string[], words: string): readonly string[] {
  const left = [...other];
  return all.flatMap((one) => {
    const index = left.indexOf(one);
    if (index === -1) return [`${words}: ${one}`];
    left.splice(index, 1);
    return [];
  });
}
