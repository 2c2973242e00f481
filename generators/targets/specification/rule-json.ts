import type { Json } from "../../specification/canonical.ts";
import type { ExpressionText, MeantLint, Rule, RuleExample, RuleFor, RulePart } from "../../specification/model.ts";
import type { YamlNode } from "../../specification/yaml-reader.ts";
import { type JsonObject, object, pick } from "./json-object.ts";

/**
 * A rule with its expressions as text and its examples as they are written: every value of an example is a text.
 * @param provenance where the rule comes from, as of every entry
 */
export function ruleJson(rule: Rule, provenance: JsonObject): JsonObject {
  return object({
    ...pick(rule, ["id", "firstId", "title", "severity"]),
    for: forJson(rule.for),
    within: rule.within,
    let: given(rule.let.map(({ name, is }) => ({ name, is: is.text }))),
    when: rule.when?.text ?? null,
    check: rule.check?.text ?? null,
    unique: given(rule.unique),
    parts: given(rule.parts.map(partJson)),
    report: given(rule.report.map(textOf)),
    optional: given(rule.optional),
    formats: given(rule.formats),
    ...pick(rule, ["stage", "bypass"]),
    origin: rule.ruleOrigin,
    ...pick(rule, ["automaticOk"]),
    enforces: given(rule.enforces),
    ...pick(rule, ["message", "remedy", "reading", "notTestable"]),
    meant: meantJson(rule.meant),
    examples: { passes: rule.passes.map(exampleJson), fails: rule.fails.map(exampleJson) },
    ...provenance,
  });
}

/** Likely mistakes that are none, each with why; null where there are none, as almost everywhere. */
export function meantJson(meant: readonly MeantLint[]): JsonObject | null {
  return meant.length === 0 ? null : Object.fromEntries(meant.map(({ kind, why }) => [kind, why]));
}

/** Most rules have few of the lists that a rule may have, so empty ones are left out. */
function given(list: readonly Json[]): readonly Json[] | null {
  return list.length === 0 ? null : list;
}

function forJson(target: RuleFor): JsonObject {
  if (target.kind === "records") return { records: target.names.map(({ name }) => name) };
  return { variables: target.variables.map(({ name, list }) => ({ name, list: list.text })) };
}

function partJson(part: RulePart): JsonObject {
  return object({
    for: part.for === null ? null : forJson(part.for),
    when: part.when?.text ?? null,
    check: part.check.text,
    ...pick(part, ["message", "remedy"]),
    report: given(part.report.map(textOf)),
  });
}

function textOf({ text }: ExpressionText): string {
  return text;
}

function exampleJson({ name, value }: RuleExample): JsonObject {
  return { name, value: nodeJson(value) };
}

function nodeJson(node: YamlNode): Json {
  if (node.kind === "scalar") return node.text;
  if (node.kind === "list") return node.items.map(nodeJson);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, nodeJson(value)]));
}
