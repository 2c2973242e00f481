import { keyOf, replaceVariables } from "../language/expand.ts";
import { mentions } from "../language/null-logic.ts";
import { parseExpression } from "../language/parse.ts";
import type { Expression } from "../language/syntax.ts";
import { childrenOf, type Typed } from "../language/typed.ts";
import type { Definition, ExpressionText, Rule } from "../specification/model.ts";
import type { Span } from "../specification/source.ts";
import type { CheckedPart, CheckedRule } from "./checked-rule.ts";
import { ConditionModel, findPossible, type Possible, type Suppositions, type Truth } from "./condition-model.ts";
import { spanOfRange } from "./expression-span.ts";
import type { ReleaseRules } from "./release-rules.ts";

export type LintCode =
  | "never-applies"
  | "never-fails"
  | "no-difference"
  | "exists-with-missing-item"
  | "unknown-alternative"
  | "same-with-absent-record"
  | "undecided-definition"
  | "unused-definition";

/** Something in a rule or definition that is correct as an expression, but probably not what was meant. */
export interface Lint {
  readonly code: LintCode;
  readonly message: string;
  readonly span: Span;
}

/** Looks through the checked rules and definitions of a release for what is probably not meant. */
export function lintRules(rules: ReleaseRules): readonly Lint[] {
  return [...rules.rules.flatMap((rule) => lintRule(rule, rules)), ...lintDefinitions(rules)];
}

/** One check of a rule with the text that it was written in; `let` names replaced by what they stand for. */
interface Condition {
  readonly model: ConditionModel;
  readonly when: Typed | null;
  readonly check: Typed;
  readonly whenText: ExpressionText | null;
  readonly checkText: ExpressionText;
  /** What `let` names stand for: written elsewhere, so not looked into here. */
  readonly elsewhere: ReadonlySet<Typed>;
}

function lintRule(rule: CheckedRule, rules: ReleaseRules): readonly Lint[] {
  return conditionsOf(rule, rules).flatMap((condition) => {
    const never = neverDecided(condition);
    return never.length > 0
      ? never
      : [...withoutDifference(condition), ...missingInExists(condition), ...eatenAlternatives(condition), ...absentRecords(condition)];
  });
}

function conditionsOf({ rule, parts }: CheckedRule, rules: ReleaseRules): readonly Condition[] {
  const sources: readonly { readonly for: Rule["for"] | null; readonly when: ExpressionText | null; readonly check: ExpressionText | null }[] =
    rule.parts.length > 0 ? rule.parts : [{ for: null, when: null, check: rule.check }];
  const pairs = sources.flatMap((source) => {
    const target = source.for ?? rule.for;
    return Array.from({ length: target.kind === "variables" ? 1 : target.names.length }, () => source);
  });
  return parts.flatMap((part: CheckedPart, index) => {
    const source = pairs[index];
    if (part.check === null || source?.check === null || source === undefined) return [];
    const meanings = new Map<string, Typed>();
    for (const { name, is } of part.let) meanings.set(name, replaceVariables(is, meanings));
    const [when, check] = [part.when === null ? null : replaceVariables(part.when, meanings), replaceVariables(part.check, meanings)];
    const whenText = rule.when !== null && source.when !== null ? null : (source.when ?? rule.when);
    return [
      { model: modelOf(rules, when === null ? [check] : [when, check]), when, check, whenText, checkText: source.check, elsewhere: new Set(meanings.values()) },
    ];
  });
}

function modelOf(rules: ReleaseRules, conditions: readonly Typed[]): ConditionModel {
  return new ConditionModel((name, year) => {
    const definition = rules.definitions[year].get(name);
    return definition === null ? null : { body: definition.body, parameters: definition.schema.parameters.map((parameter) => parameter.name) };
  }, conditions);
}

function applies({ model, when }: Condition, possible: Possible, suppose: Suppositions): boolean {
  return when === null || model.truth(when, possible, suppose) === true;
}

function neverDecided(condition: Condition): readonly Lint[] {
  const { model, check, checkText, whenText } = condition;
  if (whenText !== null && findPossible((possible) => applies(condition, possible, {})) === false)
    return [{ code: "never-applies", message: "when is never true, so the rule never applies.", span: whole(whenText) }];
  if (findPossible((possible) => applies(condition, possible, {}) && model.truth(check, possible, {}) === false) === false)
    return [{ code: "never-fails", message: "The check is never false where the rule applies, so it finds nothing.", span: whole(checkText) }];
  return [];
}

/** Parts of `when` and `check` that could be left out, whatever the record. */
function withoutDifference(condition: Condition): readonly Lint[] {
  const { model, check } = condition;
  const finds = (possible: Possible, suppose: Suppositions): boolean =>
    applies(condition, possible, suppose) && model.truth(check, possible, suppose) === false;
  return writtenHere(condition).flatMap(({ node, text, isOperand }) => {
    if (!isOperand) return [];
    const useless = [true, false].some((value) => {
      const suppose = { decided: new Map([[node, value]]) };
      return findPossible((possible) => finds(possible, {}) !== finds(possible, suppose)) === false;
    });
    return useless
      ? [
          {
            code: "no-difference",
            message: "This part makes no difference to what is found: leave it out, or say what is meant.",
            span: spanOfRange(text, node.range),
          },
        ]
      : [];
  });
}

/** `exists` fails when an item outside its list is missing, because nothing can then be true of any element. */
function missingInExists(condition: Condition): readonly Lint[] {
  const { model, check } = condition;
  return writtenHere(condition).flatMap(({ node, text, isCheck }) => {
    if (!isCheck || node.op !== "quantifier" || node.name !== "exists" || node.body === null) return [];
    const { body, variable } = node;
    const outer = askedIn(model, body).filter((value) => !mentions(value, variable) && value.op === "item");
    return outer.flatMap((value): Lint[] => {
      const suppose = supposeAbsent(value);
      if (findPossible((possible) => model.truth(body, possible, suppose) === true) !== false) return [];
      const decided = { ...suppose, decided: new Map([[node, true]]) };
      const isSurprise = findPossible(
        (possible) =>
          applies(condition, possible, suppose) && model.truth(check, possible, suppose) === false && model.truth(check, possible, decided) !== false,
      );
      if (isSurprise !== true) return [];
      const item = nameOf(value);
      return [
        {
          code: "exists-with-missing-item",
          message: `This fails wherever ${item} is empty. Add present(${item}) to when, or say it in the check.`,
          span: spanOfRange(text, node.range),
        },
      ];
    });
  });
}

/** An alternative that is unknown, not false, keeps the whole from failing. */
function eatenAlternatives(condition: Condition): readonly Lint[] {
  const { model, check } = condition;
  return writtenHere(condition).flatMap(({ node, text, isCheck }) => {
    if (!isCheck || node.op !== "or" || !hasTest(node.left) || !hasTest(node.right)) return [];
    return [node.left, node.right].flatMap((side): Lint[] => {
      const other = side === node.left ? node.right : node.left;
      const elsewhere = new Set(askedIn(model, other).map(keyOf));
      const eaters = askedIn(model, side).filter((value) => {
        if (value.op !== "item" || elsewhere.has(keyOf(value))) return false;
        const suppose = { status: (one: Typed) => (keyOf(one) === keyOf(value) ? "absent" : "value") } as const;
        const decided = { ...suppose, decided: new Map([[side, false]]) };
        return (
          findPossible(
            (possible) =>
              applies(condition, possible, suppose) && model.truth(check, possible, suppose) === null && model.truth(check, possible, decided) === false,
          ) === true
        );
      });
      const names = [...new Set(eaters.map(nameOf))].join(" or ");
      const message = `With ${names} empty this alternative is unknown, not false, and nothing is found. Say present(…) in it, or same(…), where it should be.`;
      return names === "" ? [] : [{ code: "unknown-alternative", message, span: spanOfRange(text, side.range) }];
    });
  });
}

/** `same` with an item of a record that need not be there finds every record that has none. */
function absentRecords(condition: Condition): readonly Lint[] {
  const { model, check } = condition;
  return writtenHere(condition).flatMap(({ node, text, isCheck }) => {
    if (!isCheck || node.op !== "call" || node.name !== "same") return [];
    const records = new Map(node.arguments.flatMap((argument) => recordsThatMayBeAbsent(model, argument)).map((record) => [keyOf(record), record]));
    return [...records].flatMap(([key, record]): Lint[] => {
      const suppose: Suppositions = { isAbsentRecord: (one) => keyOf(model.expand(one)) === key };
      const decided = { ...suppose, decided: new Map([[node, true]]) };
      const isSurprise = findPossible(
        (possible) =>
          applies(condition, possible, suppose) && model.truth(check, possible, suppose) === false && model.truth(check, possible, decided) !== false,
      );
      const name = nameOf(record);
      const message = `This finds every record for which there is no ${name}. Add present(…) of it, or of an item of it, to when.`;
      return isSurprise === true ? [{ code: "same-with-absent-record", message, span: spanOfRange(text, node.range) }] : [];
    });
  });
}

function recordsThatMayBeAbsent(model: ConditionModel, given: Typed): readonly Typed[] {
  const node = model.expand(given);
  const isOne = node.op === "earlier" || node.op === "neighbour" || (node.op === "quantifier" && (node.name === "first" || node.name === "last"));
  if (isOne && node.type.kind === "record") return [node];
  return node.op === "item" || node.op === "group" || node.op === "enclosing" ? recordsThatMayBeAbsent(model, node.record) : [];
}

interface WrittenPart {
  readonly node: Typed;
  readonly text: ExpressionText;
  readonly isCheck: boolean;
  /** It is joined to others by && or ||. */
  readonly isOperand: boolean;
}

/** The conditions that stand in the text of a rule itself, not in a definition or `let`, outermost first; the bodies of quantifiers are not entered. */
function writtenHere({ when, check, whenText, checkText, elsewhere }: Condition): readonly WrittenPart[] {
  const found: WrittenPart[] = [];
  const visit = (node: Typed, text: ExpressionText, isCheck: boolean, isOperand: boolean): void => {
    if (elsewhere.has(node)) return;
    found.push({ node, text, isCheck, isOperand });
    const isJoin = node.op === "and" || node.op === "or";
    if (isJoin || node.op === "not") for (const inner of childrenOf(node)) visit(inner, text, isCheck, isJoin);
  };
  if (when !== null && whenText !== null) visit(when, whenText, false, false);
  visit(check, checkText, true, false);
  return found;
}

/** More than the question whether something is entered. */
function hasTest(node: Typed): boolean {
  if (node.op === "call" && (node.name === "present" || node.name === "absent" || node.name === "any_present")) return false;
  return node.op === "and" || node.op === "or" || node.op === "not" ? childrenOf(node).some(hasTest) : true;
}

/** The single values whose presence matters to a condition. */
function askedIn(model: ConditionModel, condition: Typed): readonly Typed[] {
  const values = new Map<string, Typed>();
  findPossible((possible) => {
    model.truth(condition, possible, { asked: (value) => values.set(keyOf(value), value) });
    return false;
  });
  return [...values.values()];
}

function supposeAbsent(value: Typed): Suppositions {
  return { status: (one) => (keyOf(one) === keyOf(value) ? "absent" : null) };
}

function lintDefinitions(rules: ReleaseRules): readonly Lint[] {
  const used = usedNames(rules);
  return rules.release.definitions.flatMap((definition): Lint[] => {
    const span = whole(definition.expression);
    if (!used.has(definition.name)) return [{ code: "unused-definition", message: `No rule of ${rules.release.name} uses ${definition.name}.`, span }];
    const items = undecidedBy(definition, rules);
    const message = `${definition.name} is unknown, neither true nor false, when ${items.join(" or ")} is empty; so is its opposite. Say present(…) in it.`;
    return items.length === 0 ? [] : [{ code: "undecided-definition", message, span }];
  });
}

/** Items whose absence alone leaves a definition that is true or false undecided. */
function undecidedBy(definition: Definition, rules: ReleaseRules): readonly string[] {
  const key = [...rules.schema.definitions.keys()].find((one) => one.split("#").at(-1) === definition.name && one.includes("#") === (definition.for !== null));
  const checked = key === undefined ? null : rules.definitions[0].get(key);
  if (checked === null || checked.body.type.kind !== "boolean" || checked.alias !== null) return [];
  const model = modelOf(rules, [checked.body]);
  const causes = askedIn(model, checked.body).filter((value) => {
    if (value.op !== "item") return false;
    const suppose = { status: (one: Typed) => (keyOf(one) === keyOf(value) ? "absent" : "value") } as const;
    return findPossible((possible): boolean => (model.truth(checked.body, possible, suppose) satisfies Truth) === null) === true;
  });
  return [...new Set(causes.map(nameOf))];
}

/** Names that the rules use, and what the definitions use that they use. */
function usedNames(rules: ReleaseRules): ReadonlySet<string> {
  const definitions = new Map(rules.release.definitions.map((definition) => [definition.name, definition]));
  const used = new Set<string>();
  const use = (text: string): void => {
    const parsed = parseExpression(text);
    for (const name of "problem" in parsed ? [] : namesIn(parsed.expression)) {
      if (used.has(name)) continue;
      used.add(name);
      const definition = definitions.get(name);
      if (definition !== undefined) use(definition.is);
    }
  };
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

/** What a person would call an item or record. */
function nameOf(node: Typed): string {
  switch (node.op) {
    case "item": {
      const owner = node.record.op === "variable" || node.record.op === "enclosing" || node.record.op === "group" ? "" : `${nameOf(node.record)}.`;
      return `${owner}${node.item.split("/").at(-1)}`;
    }
    case "earlier":
      return node.year === 1 ? "last_return" : "return_before_last";
    case "neighbour":
      return node.record.op === "variable" ? node.which : `${nameOf(node.record)}.${node.which}`;
    case "quantifier":
      return `${nameOf(node.list)}.${node.name}(${node.body === null ? "" : "…"})`;
    case "groups":
    case "group":
      return `${node.record.op === "earlier" ? `${nameOf(node.record)}.` : ""}${node.group.split("/").at(-1)}`;
    case "variable":
      return node.name;
    default:
      return node.op;
  }
}

function whole(text: ExpressionText): Span {
  return spanOfRange(text, { start: 0, end: text.text.length });
}
