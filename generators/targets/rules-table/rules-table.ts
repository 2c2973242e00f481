import { sentenceOfRule } from "../../language/sentence.ts";
import { itemsRead } from "../../language/reads.ts";
import type { Typed } from "../../language/typed.ts";
import type { CheckedRule, Target } from "../../rules/checked-rule.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { sentenceLabels } from "../../rules/sentence-labels.ts";
import { checkSentence, tableChecks } from "../../rules/table-checks.ts";
import { allNodes } from "../../specification/build-items.ts";
import type { Written } from "../../specification/model.ts";

/** The columns of the table, with their widths in characters: first what suppliers import by name, then what makes it readable. */
export const RULE_COLUMNS = [
  { heading: "id", width: 12 },
  { heading: "severity", width: 10 },
  { heading: "stage", width: 8 },
  { heading: "record", width: 22 },
  { heading: "items", width: 28 },
  { heading: "sentence", width: 70 },
  { heading: "message", width: 45 },
  { heading: "remedy", width: 45 },
  { heading: "since", width: 10 },
  { heading: "change", width: 40 },
  { heading: "title", width: 35 },
  { heading: "basis", width: 10 },
] as const;
type Heading = (typeof RULE_COLUMNS)[number]["heading"];

/**
 * All rules of a release as a table for people: one row per rule, in the order of the specification.
 * @returns the cells of each row by `RULE_COLUMNS`
 */
export function rulesTable(rules: ReleaseRules): readonly (readonly string[])[] {
  const labels = sentenceLabels(rules);
  const nameOf = itemNames(rules);
  const rows = rules.rules.map((checked) => {
    const { rule } = checked;
    const cells: Readonly<Record<Heading, string>> = {
      id: rule.id,
      title: rule.title,
      severity: rule.severity,
      stage: rule.stage ?? "",
      record: recordsOf(checked),
      items: itemsRead(expressionsOf(checked), (name, year) => {
        const found = rules.definitions[year].get(name);
        return found === null ? null : { body: found.body, optional: found.schema.optional };
      })
        .map(({ path, year }) => `${nameOf(path)}${["", " (last return)", " (return before last)"][year] ?? ""}`)
        .join("; "),
      sentence: rule.notTestable === null ? sentenceOfRule(checked, labels) : `Cannot be tested by a program: ${rule.notTestable}`,
      message: rule.message,
      remedy: rule.remedy,
      since: firstPeriod(rule),
      change: rule.lastChange === null ? "" : `${rule.lastChange.release}: ${rule.lastChange.title}`,
      basis: rule.basis,
    };
    return RULE_COLUMNS.map(({ heading }) => cells[heading]);
  });
  const checks = tableChecks(rules.release).map((check) => {
    const cells: Readonly<Record<Heading, string>> = {
      id: check.id,
      title: check.title,
      severity: check.severity,
      stage: "",
      record: check.table,
      items: check.column ?? "",
      sentence: checkSentence(check),
      message: check.message,
      remedy: check.remedy,
      since: firstPeriod(check.declaredBy),
      change: check.declaredBy.lastChange === null ? "" : `${check.declaredBy.lastChange.release}: ${check.declaredBy.lastChange.title}`,
      basis: check.declaredBy.basis,
    };
    return RULE_COLUMNS.map(({ heading }) => cells[heading]);
  });
  return [...rows, ...checks];
}

/** All expressions of a rule, those of its parts included. */
function expressionsOf({ parts }: CheckedRule): readonly Typed[] {
  return parts.flatMap((part) => {
    const lists = part.target.kind === "variables" ? part.target.variables.map(({ list }) => list) : [];
    const conditions = [part.when, part.check].filter((node) => node !== null);
    return [...lists, ...part.let.map(({ is }) => is), ...conditions, ...part.unique];
  });
}

function recordsOf({ parts }: CheckedRule): string {
  return [...new Set(parts.map(({ target }) => lastNames(pathOf(target), 1)))].join("; ");
}

function pathOf(target: Target): string {
  return target.kind === "variables" ? target.within : target.kind === "entry" ? target.item : target.record;
}

function lastNames(path: string, count: number): string {
  return path.split("/").slice(-count).join(".");
}

/** The short name of an item, with that of its record where several records have one of that name. */
function itemNames({ release }: ReleaseRules): (path: string) => string {
  const paths = allNodes(release.root).flatMap((node) => (node.kind === "item" ? [node.path] : []));
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(lastNames(path, 1), (counts.get(lastNames(path, 1)) ?? 0) + 1);
  return (path) => lastNames(path, (counts.get(lastNames(path, 1)) ?? 1) > 1 ? 2 : 1);
}

/** The period of the collection in which the rule was first written down. */
function firstPeriod({ history, origin }: Written): string {
  const first = history[0];
  const release = first?.change?.release ?? /^specs\/([^/]+\/[^/]+)\//.exec((first?.span ?? origin.span).file.path)?.[1] ?? "";
  return release.split("/").at(-1) ?? "";
}
