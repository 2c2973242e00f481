import { itemsRead, needsOf } from "../../language/reads.ts";
import type { LanguageSchema } from "../../language/schema.ts";
import { childrenOf, type Typed } from "../../language/typed.ts";
import type { CheckedPart, CheckedRule } from "../../rules/checked-rule.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { definitionLookup, expressionsOf, formatsChecked, outsideNeeds, whereItRuns } from "../../rules/rule-needs.ts";

/** The fields of a compiled rule that say where it can run: stage, needs, formats, and the tables that it cannot do without. */
export function runFields(rules: ReleaseRules, rule: CheckedRule): string {
  const { tables } = whereItRuns(rules, rule);
  const formats = formatsChecked(rules, rule);
  const needs = outsideNeeds(rules, rule);
  return `needs: ${JSON.stringify(needs)}, stage: ${JSON.stringify(rule.rule.stage)}, formats: ${JSON.stringify(formats)}, tables: ${JSON.stringify(tables)}`;
}

/** Which earlier returns the rules of a release look into, and whether they ask for single children there. */
export function earlierReads(rules: ReleaseRules, year: 1 | 2): { readonly isAsked: boolean; readonly asksForChildren: boolean } {
  const asking = rules.rules.filter(
    (rule) => itemsRead(expressionsOf(rule), definitionLookup(rules)).some((item) => item.year === year) || reads(rules, rule, year),
  );
  const { child } = rules.schema;
  const isInChild = ({ parts }: CheckedRule): boolean =>
    parts.some(({ target }) => (target.kind === "variables" ? target.within : target.record).startsWith(child));
  return { isAsked: asking.length > 0, asksForChildren: asking.some(isInChild) };
}

function reads(rules: ReleaseRules, rule: CheckedRule, year: 1 | 2): boolean {
  const needs = needsOf(expressionsOf(rule), [], definitionLookup(rules));
  return year === 1 ? needs.lastReturn : needs.returnBeforeLast;
}

/**
 * Paths of the groups of this return that a part goes through once for each of its records, itself or in definitions: groups that stand beside or
 * around the record. Empty where the record occurs once in a child, so that going through others for it costs no more than reading them.
 */
export function scannedGroups(rules: ReleaseRules, part: CheckedPart): readonly string[] {
  const { schema } = rules;
  if (part.target.kind === "variables") return [];
  const path = part.target.record;
  if (!repeats(schema, path)) return [];
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (node: Typed): void => {
    const isList = node.op === "groups" && node.type.kind === "list" && node.type.of.kind === "record" && node.type.of.year === 0;
    if (isList && node.op === "groups" && !node.group.startsWith(`${path}/`)) found.add(node.group);
    if (node.op === "definition" && !seen.has(`${node.year} ${node.name}`)) {
      seen.add(`${node.year} ${node.name}`);
      const definition = rules.definitions[node.year].get(node.name);
      if (definition !== null) visit(definition.body);
    }
    for (const inner of childrenOf(node)) visit(inner);
  };
  for (const node of [part.when, part.check, ...part.let.map(({ is }) => is)]) if (node !== null) visit(node);
  return [...found].filter((group) => group.startsWith(schema.child) && group !== schema.child).toSorted();
}

/** Whether a child may have more than one record of a path. */
function repeats({ records, child }: LanguageSchema, path: string): boolean {
  for (let at = records.get(path); at !== undefined && at.path !== child; at = at.parent === null ? undefined : records.get(at.parent))
    if (!at.single) return true;
  return false;
}
