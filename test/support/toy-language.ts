import { fileURLToPath } from "node:url";
import { formatIsoDate } from "../../runtime/dates.ts";
import { checkExpression, type Scope } from "../../generators/language/check-expression.ts";
import type { Result } from "../../generators/language/values.ts";
import { parseExpression } from "../../generators/language/parse.ts";
import type { Typed } from "../../generators/language/typed.ts";
import type { Type } from "../../generators/language/types.ts";
import type { CheckedRule } from "../../generators/rules/checked-rule.ts";
import { buildExample, type ExampleReturns } from "../../generators/rules/example.ts";
import { checkReleaseRules, checkRules, type ReleaseRules } from "../../generators/rules/release-rules.ts";
import type { TextRecord } from "../../generators/rules/record-tree.ts";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import type { FileTree } from "../../generators/specification/library.ts";
import { Specification } from "../../generators/specification/specification.ts";
import type { YamlNode } from "../../generators/specification/yaml-reader.ts";

/** The small collection on which the language is tried: three years, 2015-16 is "this" one. */
const TOY: FileTree = readSpecificationFiles(fileURLToPath(new URL("../language/toy", import.meta.url)));
const THIS_YEAR = "home/2015-16";

/** The toy with a change file of this year that adds rules or definitions; `edits` is YAML below `edits:`, not indented. */
export function toyWithEdits(edits: string): Specification {
  return new Specification(new Map([...TOY, [TRIAL, new TextEncoder().encode(changeFile(edits))]]));
}

const TRIAL = "specs/home/2015-16/changes/trial.yaml";

/** The text of that change file, for tests that look at places in it. */
export function changeFile(edits: string): string {
  return `title: A trial
why: To see what happens.
audience: {supplier: not affected, authority: not affected}
in: "1.0"
source: [LETTER]
basis: seen
edits:
${edits.trimEnd().replaceAll(/^(?=.)/gm, "  ")}
`;
}

/** What `check` says about a specification, as a person sees it. */
export function problemsOf(specification: Specification): readonly string[] {
  const structure = specification.check();
  return (structure.length > 0 ? structure : checkRules(specification, [THIS_YEAR]).sorted).map(formatDiagnostic);
}

/** The checked rules of this year; what is wrong fails the test that asked. */
export function rulesOf(specification: Specification): ReleaseRules {
  const { release, diagnostics: structure } = specification.release(THIS_YEAR);
  const diagnostics = new Diagnostics();
  const rules = release === null ? null : checkReleaseRules(specification, release, diagnostics);
  const problems = [...structure, ...diagnostics.sorted];
  if (rules === null || problems.length > 0) throw new Error(`The toy is wrong:\n${problems.map(formatDiagnostic).join("\n\n")}`);
  return rules;
}

/** The types of an expression that stands on a record of the toy (path or name). */
export function checkInToy(text: string, record: string, rules: ReleaseRules): { readonly typed: Typed } | { readonly problem: string } {
  const parsed = parseExpression(text);
  if ("problem" in parsed) return { problem: parsed.problem.message };
  const checked = checkExpression(parsed.expression, scopeOf(record, rules));
  return "problem" in checked ? { problem: checked.problem.message } : checked;
}

/** Where an expression on a record of the toy stands. */
export function scopeOf(record: string, rules: ReleaseRules): Scope {
  const path = pathOf(record, rules);
  return {
    schema: rules.schema,
    year: 0,
    self: { op: "variable", name: "this", type: { kind: "record", record: path, year: 0 }, range: { start: 0, end: 0 } },
    entry: null,
    variables: new Map(),
    definition: (key, year) => rules.definitions[0].describe(key, year),
  };
}

export function pathOf(record: string, rules: ReleaseRules): string {
  const found = [...rules.schema.records.keys()].find((path) => path === record || path.endsWith(`/${record}`));
  if (found === undefined) throw new Error(`The toy has no record ${record}.`);
  return found;
}

/** Builds the returns that a case describes, as the examples of rules are built, from the checked record. */
export function returnsOf(given: YamlNode, record: string, rules: ReleaseRules): ExampleReturns {
  const [any] = rules.rules;
  const [part] = any?.parts ?? [];
  if (any === undefined || part === undefined) throw new Error("The toy has no rule.");
  return returnsOfRule(given, { rule: any.rule, parts: [{ ...part, target: { kind: "record", record: pathOf(record, rules) } }] }, rules);
}

/** The same for the target of a rule: a record, the entries of an item, or variables. */
export function returnsOfRule(given: YamlNode, rule: CheckedRule, rules: ReleaseRules): ExampleReturns {
  const built = buildExample(rules, rule, given);
  if ("problem" in built) throw new Error(`The records of the case cannot be built: ${built.problem.message}`);
  return built.returns;
}

/** All records of a path, in file order. */
export function recordsAt(root: TextRecord, path: string): readonly TextRecord[] {
  const inner = [...root.groups.values()].flat().flatMap((record) => recordsAt(record, path));
  return root.node.path === path ? [root, ...inner] : inner;
}

/** How a record is called in the cases: `Stay[2]`, `Stay[1]/Visit[3]`, and with more than one child `Child[2]/Stay[1]`. */
export function describeRecord(record: TextRecord, root: TextRecord): string {
  const way = wayTo(record, root) ?? [];
  const onlyChild = [...root.groups.values()].flat().length === 1;
  const named = way.filter((step) => way.length === 1 || !onlyChild || !step.startsWith("Child["));
  return named.length === 0 ? root.node.name : named.join("/");
}

function wayTo(record: TextRecord, from: TextRecord): readonly string[] | null {
  if (record === from) return [];
  for (const siblings of from.groups.values()) {
    for (const [index, inner] of siblings.entries()) {
      const rest = wayTo(record, inner);
      if (rest !== null) return [`${inner.node.name}[${index + 1}]`, ...rest];
    }
  }
  return null;
}

/** A value as the cases write it: dates as yyyy-mm-dd, conditions that cannot be decided as `unknown`, values that are not there as `missing`. */
export type Answer = string | readonly Answer[];

/** The answer for the value of an expression of that type. `record` says what to call a record. */
export function answerOf(value: Result, type: Type, record: (value: Result) => string): Answer {
  if (Array.isArray(value)) {
    const of = type.kind === "list" ? type.of : type;
    return value.map((one: Result) => answerOf(one, of, record));
  }
  if (value === null || value === undefined) return type.kind === "boolean" ? "unknown" : "missing";
  if (typeof value === "object") return record(value);
  if (typeof value !== "number") return String(value);
  if (type.kind === "date" || type.kind === "partial-date") return formatIsoDate(value);
  return String(type.kind === "decimal" ? value / 1000 : value);
}
