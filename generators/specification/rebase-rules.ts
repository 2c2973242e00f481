import type { ExpressionText, Rule, RuleExample, RuleFor, RulePart } from "./model.ts";
import type { YamlFields, YamlText, YamlValue } from "./print-yaml.ts";
import { entries, expression, flag, type MaybeField, meantField, noteAndFacts, section, short } from "./rebase-fields.ts";
import type { YamlNode, YamlScalar } from "./yaml-reader.ts";

/** The rules as the one file that a printed base has of them, in their order. */
export function rulesFile(rules: readonly Rule[]): YamlFields {
  return entries(rules.map((rule) => [rule.id, ruleEntry(rule)]));
}

function ruleEntry(rule: Rule): YamlFields {
  return entries([
    ["title", rule.title],
    ["first-id", rule.firstId === rule.id ? null : rule.firstId],
    ["severity", rule.severity],
    ["for", forValue(rule.for)],
    ["within", rule.within],
    ...section("let", entries(rule.let.map(({ name, is }) => [name, expressionText(is)]))),
    ["when", maybeExpression(rule.when)],
    ["check", maybeExpression(rule.check)],
    ["unique", rule.unique],
    ["parts", rule.parts.map(partEntry)],
    ["report", rule.report.map(expressionText)],
    ["optional", rule.optional],
    ["formats", rule.formats],
    ["stage", rule.stage],
    flag("bypass", rule.bypass),
    ["origin", rule.ruleOrigin],
    flag("automatic-ok", rule.automaticOk),
    ["enforces", oneOrMore(rule.enforces)],
    ["message", rule.message],
    ["remedy", rule.remedy],
    ["reading", rule.reading],
    ...meantField(rule.meant),
    ["not-testable", rule.notTestable],
    ...noteAndFacts(rule),
    ...examplesSection("passes", rule.passes),
    ...examplesSection("fails", rule.fails),
  ]);
}

function partEntry(part: RulePart): YamlFields {
  return entries([
    ["for", part.for === null ? null : forValue(part.for)],
    ["when", maybeExpression(part.when)],
    ["check", expressionText(part.check)],
    ["message", part.message],
    ["remedy", part.remedy],
    ["report", part.report.map(expressionText)],
  ]);
}

function forValue(target: RuleFor): YamlValue {
  if (target.kind === "variables") return short(target.variables.map(({ name, list }) => [name, expressionText(list)]));
  return oneOrMore(target.names.map(({ name }) => name));
}

/** One needs no list. */
function oneOrMore(names: readonly string[]): YamlValue {
  return names.length === 1 ? (names[0] ?? "") : names;
}

function expressionText({ text }: ExpressionText): YamlText {
  return expression(text);
}

function maybeExpression(text: ExpressionText | null): YamlText | null {
  return text === null ? null : expressionText(text);
}

function examplesSection(name: string, examples: readonly RuleExample[]): MaybeField[] {
  return section(name, entries(examples.map((example) => [example.name, exampleValue(example.value)])));
}

function exampleValue(node: YamlNode): YamlValue {
  if (node.kind === "scalar") return exampleText(node);
  if (node.kind === "list") return node.items.map(exampleValue);
  return { short: true, fields: node.entries.map(({ key, value }) => [key.text, exampleValue(value)] as const) };
}

/** As it was written: quotes make texts of the two words that leave something out, and of a number. */
function exampleText({ text, style, value }: YamlScalar): YamlText {
  if (typeof value === "number" && String(value) === text) return { text, as: "number" };
  return { text, as: style !== "plain" && (text === "absent" || text === "empty") ? "quoted" : "value" };
}
