import { type BuildContext, factOf, flagOf, mapOf, writtenOf } from "./build-context.ts";
import { type Entry, spanOfField, textOf, textsOf } from "./entry.ts";
import { isLintKind } from "./lint-kinds.ts";
import type { ExpressionText, MeantLint, Rule, RuleExample, RuleFor, RulePart } from "./model.ts";
import type { Span } from "./source.ts";
import { entryOf, type YamlMap, type YamlNode } from "./yaml-reader.ts";

/** Builds the rules as they are written; their expressions are checked by those who know the language. */
export function buildRules(context: BuildContext): readonly Rule[] {
  const rules = context.resolved.sections.rules.map((entry) => buildRule(entry, context));
  const first = new Map<string, string>();
  for (const rule of rules) {
    const other = first.get(rule.firstId);
    if (other !== undefined) context.diagnostics.report("RS1503", rule.origin.span, { other, first: rule.firstId });
    first.set(rule.firstId, rule.id);
    const passing = new Set(rule.passes.map(({ name }) => name));
    for (const { name, value } of rule.fails) if (passing.has(name)) context.diagnostics.report("RS1509", value.span, { name, rule: rule.id });
  }
  return rules;
}

function buildRule(entry: Entry, context: BuildContext): Rule {
  const unique = textsOf(entry, "unique") ?? [];
  const parts = partsOf(entry);
  const check = expressionOf(entry.fields.get("check")?.node);
  const notTestable = textOf(entry, "not-testable");
  if (check === null && unique.length === 0 && parts.length === 0 && notTestable === null) {
    context.diagnostics.report("RS1102", entry.origin.span, { key: "check", why: "A rule has check, unique, parts or not-testable." });
  }
  if (!entry.fields.has("for")) context.diagnostics.report("RS1102", entry.origin.span, { key: "for", why: "It says what is checked." });
  const severity = textOf(entry, "severity");
  return {
    id: entry.name,
    // A base printed from a later release keeps no history, so it says which ids came before.
    firstId: textOf(entry, "first-id") ?? entry.history[0]?.after ?? entry.name,
    title: textOf(entry, "title") ?? "",
    severity: severity === "query" || severity === "warning" ? severity : "error",
    for: forOf(entry.fields.get("for")?.node, spanOfField(entry, "for")),
    within: textOf(entry, "within"),
    let: (mapOf(entry.fields.get("let"))?.entries ?? []).flatMap(({ key, value }) => {
      const is = expressionOf(value);
      return is === null ? [] : [{ name: key.text, is }];
    }),
    when: expressionOf(entry.fields.get("when")?.node),
    check,
    unique,
    parts,
    report: expressionsOf(entry.fields.get("report")?.node),
    optional: textsOf(entry, "optional") ?? [],
    formats: (textsOf(entry, "formats") ?? []).flatMap((format) => (format === "xml" || format === "csv" ? [format] : [])),
    stage: textOf(entry, "stage"),
    bypass: flagOf(entry, "bypass"),
    ruleOrigin: textOf(entry, "origin"),
    automaticOk: flagOf(entry, "automatic-ok"),
    enforces: textsOf(entry, "enforces") ?? [],
    message: textOf(entry, "message") ?? "",
    remedy: textOf(entry, "remedy") ?? "",
    withinAt: expressionOf(entry.fields.get("within")?.node),
    uniqueAt: expressionsOf(entry.fields.get("unique")?.node),
    wordsAt: { message: expressionOf(entry.fields.get("message")?.node), remedy: expressionOf(entry.fields.get("remedy")?.node) },
    reading: textOf(entry, "reading"),
    meant: meantOf(entry),
    passes: examplesOf(entry, "passes"),
    fails: examplesOf(entry, "fails"),
    notTestable,
    ...factOf(entry, null, context),
    ...writtenOf(entry),
  };
}

function examplesOf(entry: Entry, part: string): readonly RuleExample[] {
  return (entry.parts.get(part) ?? []).flatMap((example) => {
    const value = example.fields.get("value")?.node;
    return value === undefined ? [] : [{ name: example.name, value }];
  });
}

/** The likely mistakes that a rule or definition states to be none. */
export function meantOf(entry: Entry): readonly MeantLint[] {
  return (mapOf(entry.fields.get("meant"))?.entries ?? []).flatMap(({ key, value }) =>
    isLintKind(key.text) && value.kind === "scalar" ? [{ kind: key.text, why: value.text, span: key.span }] : [],
  );
}

/** A scalar as an expression; null for anything else. */
export function expressionOf(node: YamlNode | undefined): ExpressionText | null {
  return node?.kind === "scalar" ? { text: node.text, scalar: node } : null;
}

function expressionsOf(node: YamlNode | undefined): readonly ExpressionText[] {
  if (node?.kind === "scalar") return [{ text: node.text, scalar: node }];
  return node?.kind === "list" ? node.items.flatMap((item) => (item.kind === "scalar" ? [{ text: item.text, scalar: item }] : [])) : [];
}

function forOf(node: YamlNode | undefined, span: Span): RuleFor {
  if (node?.kind === "scalar") return { kind: "records", names: [{ name: node.text, span: node.span }] };
  if (node?.kind === "list")
    return { kind: "records", names: node.items.flatMap((item) => (item.kind === "scalar" ? [{ name: item.text, span: item.span }] : [])) };
  if (node?.kind === "map") {
    const variables = node.entries.flatMap(({ key, value }) => {
      const list = expressionOf(value);
      return list === null ? [] : [{ name: key.text, list }];
    });
    return { kind: "variables", variables };
  }
  return { kind: "records", names: [{ name: "", span }] };
}

function partsOf(entry: Entry): readonly RulePart[] {
  const node = entry.fields.get("parts")?.node;
  const maps = node?.kind === "list" ? node.items.filter((item): item is YamlMap => item.kind === "map") : [];
  return maps.flatMap((map) => {
    const check = expressionOf(entryOf(map, "check")?.value);
    const [message, remedy] = [expressionOf(entryOf(map, "message")?.value), expressionOf(entryOf(map, "remedy")?.value)];
    const own = entryOf(map, "for")?.value;
    if (check === null) return [];
    return [
      {
        for: own === undefined ? null : forOf(own, map.span),
        when: expressionOf(entryOf(map, "when")?.value),
        check,
        message: message?.text ?? null,
        remedy: remedy?.text ?? null,
        report: expressionsOf(entryOf(map, "report")?.value),
        wordsAt: { message, remedy },
      },
    ];
  });
}
