import { childrenOf, type Typed } from "../../language/typed.ts";
import type { CheckedRule } from "../../rules/checked-rule.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";

/** The expressions of a rule: conditions, what `let` names stand for, keys and the lists of its variables. */
export function expressionsOf(rule: CheckedRule): readonly Typed[] {
  return rule.parts.flatMap((part) => [
    ...part.let.map(({ is }) => is),
    ...[part.when, part.check].filter((node) => node !== null),
    ...part.unique,
    ...(part.target.kind === "variables" ? part.target.variables.map(({ list }) => list) : []),
  ]);
}

/** Paths of the items and records of this year's return that a rule reads, itself or through definitions. */
export function pathsReadBy(rules: ReleaseRules, rule: CheckedRule): ReadonlySet<string> {
  const paths = new Set<string>();
  const seen = new Set<string>();
  const visit = (node: Typed): void => {
    if (node.op === "item" || node.op === "entries") paths.add(node.item);
    if (node.op === "group" || node.op === "groups") paths.add(node.group);
    for (const child of childrenOf(node)) visit(child);
    if (node.op !== "definition" || node.year !== 0 || seen.has(node.name)) return;
    seen.add(node.name);
    const definition = rules.definitions[0].get(node.name);
    if (definition !== null) visit(definition.body);
  };
  for (const node of expressionsOf(rule)) visit(node);
  for (const { target } of rule.parts) if (target.kind === "entry") paths.add(target.item);
  return paths;
}
