import { childrenOf, mapChildren, type Comparison, type Quantifier, type Typed } from "../../generators/language/typed.ts";
import { DATE, INTEGER, PERIOD } from "../../generators/language/types.ts";
import type { CheckedPart, CheckedRule } from "../../generators/rules/checked-rule.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";

/** One small mistake in an expression. */
export interface Mutant {
  /** What was changed where: `check: CPPendDate >= CPPstartDate: > for >=`. It stands for the mutant in the list of survivors. */
  readonly name: string;
  readonly typed: Typed;
}

/** A rule with one small mistake. */
export interface RuleMutant {
  readonly name: string;
  readonly rule: CheckedRule;
}

const NEAR: Readonly<Record<Comparison, Comparison>> = { "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==" };
const QUANTIFIERS: Partial<Record<Quantifier, Quantifier>> = { all: "exists", exists: "all", none: "exists", first: "last", last: "first" };
const CALLS: Readonly<Record<string, string>> = { present: "absent", absent: "present", any_present: "present", latest: "earliest", earliest: "latest" };

/** Every mutant of a rule: of each of its expressions, and those that lose a whole condition. */
export function mutantsOfRule(rules: ReleaseRules, rule: CheckedRule): readonly RuleMutant[] {
  const mutants: RuleMutant[] = [];
  rule.parts.forEach((part, index) => {
    const label = rule.parts.length === 1 ? "" : `part ${index + 1} `;
    const add = (name: string, changed: Partial<CheckedPart>): void => {
      mutants.push({ name: `${label}${name}`, rule: { ...rule, parts: rule.parts.with(index, { ...part, ...changed }) } });
    };
    const text = (which: "when" | "check"): string => (rule.rule.parts.length > 0 ? rule.rule.parts[index]?.[which]?.text : rule.rule[which]?.text) ?? "";
    part.let.forEach(({ name, is }, at) => {
      const source = rule.rule.let.find((one) => one.name === name)?.is.text ?? "";
      for (const mutant of mutantsOf(rules, is, source)) add(`let ${name}: ${mutant.name}`, { let: part.let.with(at, { name, is: mutant.typed }) });
    });
    if (part.when !== null) {
      if (part.check !== null || part.unique.length > 0) add("when dropped", { when: null });
      for (const mutant of mutantsOf(rules, part.when, text("when"))) add(`when: ${mutant.name}`, { when: mutant.typed });
    }
    if (part.check !== null) for (const mutant of mutantsOf(rules, part.check, text("check"))) add(`check: ${mutant.name}`, { check: mutant.typed });
    if (part.uniqueWithin !== null) add("within dropped", { uniqueWithin: null });
    if (part.unique.length > 1)
      part.unique.forEach((_, at) => {
        add(`unique without key ${at + 1}`, { unique: part.unique.toSpliced(at, 1) });
      });
    if (part.target.kind === "variables") {
      const { target } = part;
      target.variables.forEach(({ name, list }, at) => {
        const source = rule.rule.for.kind === "variables" ? (rule.rule.for.variables[at]?.list.text ?? "") : "";
        for (const mutant of mutantsOf(rules, list, source))
          add(`for ${name}: ${mutant.name}`, { target: { ...target, variables: target.variables.with(at, { name, list: mutant.typed }) } });
      });
    }
  });
  return mutants;
}

/** Every mutant of an expression, from its outside inwards. */
export function mutantsOf(rules: ReleaseRules, node: Typed, text: string): readonly Mutant[] {
  const own = changesOf(rules, node).map(({ change, typed }) => ({ name: `${excerpt(node, text)}: ${change}`, typed }));
  const inner = childrenOf(node).flatMap((child, index) =>
    mutantsOf(rules, child, text).map(({ name, typed }) => {
      let at = -1;
      const replace = (other: Typed): Typed => {
        at += 1;
        return at === index ? typed : other;
      };
      return { name, typed: mapChildren(node, replace) };
    }),
  );
  return [...own, ...inner];
}

function excerpt(node: Typed, text: string): string {
  return text.slice(node.range.start, node.range.end).replaceAll(/\s+/g, " ");
}

type Change = { readonly change: string; readonly typed: Typed };

function changesOf(rules: ReleaseRules, node: Typed): readonly Change[] {
  switch (node.op) {
    case "compare":
      return [{ change: `${NEAR[node.operator]} for ${node.operator}`, typed: { ...node, operator: NEAR[node.operator] } }];
    case "and":
    case "or":
      return [
        { change: "left side dropped", typed: node.right },
        { change: "right side dropped", typed: node.left },
      ];
    case "not":
      return [{ change: "negation dropped", typed: node.operand }];
    case "constant":
      return changedConstants(rules, node);
    case "constants":
      return node.values.map((value, index) => ({
        change: `${otherCode(rules, value, node.values)} for ${value}`,
        typed: { ...node, values: node.values.with(index, otherCode(rules, value, node.values)) },
      }));
    case "set":
      // A whole code set is data, of which an example can show but a few codes; a group is a choice that the rule makes.
      return node.group ? node.codes.map((code, index) => ({ change: `without ${code}`, typed: { ...node, codes: node.codes.toSpliced(index, 1) } })) : [];
    case "quantifier":
      return changedQuantifiers(node);
    case "call":
      return changedCalls(node);
    case "collection":
      return node.field === "authority" ? [] : [otherDay(node)];
    case "neighbour": {
      const which = node.which === "previous" ? "next" : "previous";
      return [{ change: `${which} for ${node.which}`, typed: { ...node, which } }];
    }
    case "arithmetic": {
      const operator = ({ "+": "-", "-": "+", "*": "/", "/": "*" } as const)[node.operator];
      return [{ change: `${operator} for ${node.operator}`, typed: { ...node, operator } }];
    }
    case "distinct":
      return [{ change: "distinct dropped", typed: node.list }];
    default:
      return [];
  }
}

function otherDay(node: Typed & { op: "collection" }): Change {
  const field = node.field === "start" ? "end" : "start";
  return { change: `${field} for ${node.field}`, typed: { ...node, field } };
}

/** Another code: the next one of the set that has it, which the rule does not name. */
function otherCode(rules: ReleaseRules, value: string, used: readonly string[]): string {
  const set = [...rules.release.codeSets.values()].find(({ codes }) => used.every((one) => codes.some(({ code }) => code === one)));
  const codes = set?.codes.map(({ code }) => code) ?? [];
  const index = codes.indexOf(value);
  return [...codes.slice(index + 1), ...codes.slice(0, Math.max(0, index))].find((code) => !used.includes(code)) ?? `${value}Z`;
}

function changedConstants(rules: ReleaseRules, node: Typed & { op: "constant" }): readonly Change[] {
  const { value, type } = node;
  if (typeof value === "boolean") return [{ change: `${!value} for ${value}`, typed: { ...node, value: !value } }];
  if (type.kind === "integer")
    return [1, -1].map((by) => ({ change: `${Number(value) + by} for ${value}`, typed: { ...node, value: String(Number(value) + by) } }));
  if (type.kind === "date") return [1, -1].map((by) => ({ change: `${by} day`, typed: shifted(node, by) }));
  // The pattern of `matches` is no value.
  if (type.kind !== "text" && type.kind !== "code") return [];
  const other = otherCode(rules, value, [value]);
  return [{ change: `${other} for ${value}`, typed: { ...node, value: other } }];
}

function changedQuantifiers(node: Typed & { op: "quantifier" }): readonly Change[] {
  const other = QUANTIFIERS[node.name];
  const renamed: readonly Change[] =
    other === undefined || (node.body === null && other !== "first" && other !== "last")
      ? []
      : [{ change: `${other} for ${node.name}`, typed: { ...node, name: other } }];
  return node.name === "filter" ? [...renamed, { change: "filter dropped", typed: node.list }] : renamed;
}

function changedCalls(node: Typed & { op: "call" }): readonly Change[] {
  const changes: Change[] = [];
  const name = CALLS[node.name];
  if (name !== undefined && (node.name !== "any_present" || node.arguments.length > 1))
    changes.push({ change: `${name} for ${node.name}`, typed: { ...node, name } });
  if (["present", "absent", "any_present", "latest", "earliest", "first_present"].includes(node.name) && node.arguments.length > 1) {
    node.arguments.forEach((_, index) => {
      changes.push({ change: `value ${index + 1} dropped`, typed: { ...node, arguments: node.arguments.toSpliced(index, 1) } });
    });
  }
  if (node.name === "between" && node.arguments[0]?.type.kind === "date") {
    for (const index of [1, 2]) {
      const limit = node.arguments[index];
      if (limit === undefined) continue;
      for (const by of [1, -1])
        changes.push({ change: `limit ${index} ${by} day`, typed: { ...node, arguments: node.arguments.with(index, shifted(limit, by)) } });
    }
  }
  return changes;
}

/** A date some days later. */
function shifted(date: Typed, by: number): Typed {
  const count: Typed = { op: "constant", value: String(Math.abs(by)), type: INTEGER, range: date.range };
  const right: Typed = { op: "call", name: "days", arguments: [count], type: PERIOD, range: date.range };
  return { op: "arithmetic", operator: by < 0 ? "-" : "+", left: date, right, type: DATE, range: date.range };
}
