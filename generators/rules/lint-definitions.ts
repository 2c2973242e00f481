import { keyOf } from "../language/expand.ts";
import { parseExpression } from "../language/parse.ts";
import type { Expression } from "../language/syntax.ts";
import type { Typed } from "../language/typed.ts";
import type { Definition } from "../specification/model.ts";
import { findPossible, type Truth } from "./condition-model.ts";
import { isDerivedItem } from "./derived-items.ts";
import { spanOfWhole } from "./expression-span.ts";
import type { LintMemory } from "./lint-memory.ts";
import { askedIn, type Finding, finding, type Lint, modelOf, nameOf } from "./lint-parts.ts";
import type { ReleaseRules } from "./release-rules.ts";

/** Definitions that no rule uses, and such as are neither true nor false where an item is empty. */
export function lintDefinitions(rules: ReleaseRules, memory: LintMemory): readonly Lint[] {
  const used = usedNames(rules, memory);
  const meanings = memory.meanings(rules);
  return rules.release.definitions.flatMap((definition): readonly Lint[] => {
    const span = spanOfWhole(definition.expression);
    if (!used.has(definition.name)) return [{ ...unusedDefinition(definition, rules.release.name), owner: definition }];
    const key = keyOfDefinition(definition, rules);
    if (key === null) return [];
    const look = (): readonly Finding[] => {
      const items = undecidedBy(key, rules).join(" or ");
      return items === "" ? [] : [finding("undecided-definition", span, { definition: definition.name, items })];
    };
    return memory.findings(meanings.ofDefinition(definition, key), look).map((one) => ({ ...one, owner: definition }));
  });
}

/** @param releases what no rule uses it in */
export function unusedDefinition(definition: Definition, releases: string): Finding {
  return finding("unused-definition", spanOfWhole(definition.expression), { releases, definition: definition.name });
}

function keyOfDefinition(definition: Definition, rules: ReleaseRules): string | null {
  const isKey = (key: string): boolean => key.split("#").at(-1) === definition.name && key.includes("#") === (definition.for !== null);
  return [...rules.schema.definitions.keys()].find(isKey) ?? null;
}

/** Items whose absence alone leaves a definition that is true or false undecided. */
function undecidedBy(key: string, rules: ReleaseRules): readonly string[] {
  const checked = rules.definitions[0].get(key);
  if (checked === null || checked.body.type.kind !== "boolean" || checked.alias !== null) return [];
  const model = modelOf(rules, [checked.body]);
  const causes = askedIn(model, checked.body).filter((value) => {
    if (value.op !== "item") return false;
    const suppose = { status: (one: Typed) => (keyOf(one) === keyOf(value) ? "absent" : "value") } as const;
    return findPossible((possible): boolean => (model.truth(checked.body, possible, suppose) satisfies Truth) === null) === true;
  });
  return [...new Set(causes.map(nameOf))];
}

/** Names that rules and derived items use, and what the definitions use that they use. */
function usedNames(rules: ReleaseRules, memory: LintMemory): ReadonlySet<string> {
  const definitions = new Map(rules.release.definitions.map((definition) => [definition.name, definition]));
  const used = new Set<string>();
  const use = (text: string): void => {
    for (const name of memory.names(text, () => namesInText(text))) {
      if (used.has(name)) continue;
      used.add(name);
      const definition = definitions.get(name);
      if (definition !== undefined) use(definition.is);
    }
  };
  for (const definition of rules.schema.definitions.values()) if (isDerivedItem(definition)) use(definition.text);
  for (const { rule } of rules.rules) {
    const targets = [rule.for, ...rule.parts.map((part) => part.for)].flatMap((target) =>
      target?.kind === "variables" ? target.variables.map(({ list }) => list) : [],
    );
    const conditions = [
      rule.when,
      rule.check,
      ...rule.let.map(({ is }) => is),
      ...rule.report,
      ...rule.parts.flatMap((part) => [part.when, part.check, ...part.report]),
    ];
    for (const expression of [...targets, ...conditions]) if (expression !== null) use(expression.text);
    for (const name of rule.unique) use(name);
    for (const words of [rule.message, rule.remedy, ...rule.parts.flatMap((part) => [part.message ?? "", part.remedy ?? ""])])
      for (const [, inner = ""] of words.matchAll(/\{([^{}]*)\}/g)) use(inner);
  }
  return used;
}

function namesInText(text: string): readonly string[] {
  const parsed = parseExpression(text);
  return "problem" in parsed ? [] : namesIn(parsed.expression);
}

function namesIn(node: Expression): readonly string[] {
  switch (node.kind) {
    case "name":
      return [node.name];
    case "member":
      return [node.name, ...namesIn(node.object)];
    case "call":
      return [node.name, ...(node.object === null ? [] : namesIn(node.object)), ...node.arguments.flatMap(namesIn)];
    case "unary":
      return namesIn(node.operand);
    case "binary":
      return [...namesIn(node.left), ...namesIn(node.right)];
    default:
      return [];
  }
}
