import { keyOf, replaceVariables } from "../language/expand.ts";
import { mentions } from "../language/null-logic.ts";
import { childrenOf, type Typed } from "../language/typed.ts";
import type { ExpressionText, Rule } from "../specification/model.ts";
import type { CheckedPart, CheckedRule } from "./checked-rule.ts";
import { type ConditionModel, findPossible, type Possible, type Suppositions } from "./condition-model.ts";
import { spanOfRange, spanOfWhole } from "./expression-span.ts";
import { lintDefinitions } from "./lint-definitions.ts";
import { LintMemory } from "./lint-memory.ts";
import { askedIn, type Finding, finding, type Lint, modelOf, nameOf, supposeAbsent } from "./lint-parts.ts";
import type { ReleaseRules } from "./release-rules.ts";

/**
 * Looks through the checked rules and definitions of a release for what is probably not meant.
 * @param memory what was found in other releases: a rule that stands there in the same words, with the same meaning, is not looked at again
 */
export function lintRules(rules: ReleaseRules, memory: LintMemory = new LintMemory()): readonly Lint[] {
  const meanings = memory.meanings(rules);
  const found = rules.rules.flatMap((checked) =>
    memory.findings(meanings.ofRule(checked), () => lintRule(checked, rules)).map((one): Lint => ({ ...one, owner: checked.rule })),
  );
  // A rule on several records is looked at once for each of them.
  const told = new Set<string>();
  return [...found, ...lintDefinitions(rules, memory)].filter(({ kind, span, message }) => {
    const key = `${kind} ${span.file.path} ${span.start} ${span.end} ${message}`;
    const isNew = !told.has(key);
    told.add(key);
    return isNew;
  });
}

/** One check of a rule with the text that it was written in; `let` names replaced by what they stand for. */
interface Condition {
  readonly model: ConditionModel;
  readonly when: Typed | null;
  readonly check: Typed;
  readonly whenText: ExpressionText | null;
  readonly checkText: ExpressionText;
  /** What `let` names stand for, and where that is written. */
  readonly named: ReadonlyMap<Typed, ExpressionText>;
}

function lintRule(rule: CheckedRule, rules: ReleaseRules): readonly Finding[] {
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
  const texts = new Map(rule.let.map(({ name, is }) => [name, is]));
  const pairs = sources.flatMap((source) => {
    const target = source.for ?? rule.for;
    return Array.from({ length: target.kind === "variables" ? 1 : target.names.length }, () => source);
  });
  return parts.flatMap((part: CheckedPart, index) => {
    const source = pairs[index];
    if (part.check === null || source?.check === null || source === undefined) return [];
    const meanings = new Map<string, Typed>();
    const named = new Map<Typed, ExpressionText>();
    for (const { name, is } of part.let) {
      const meaning = replaceVariables(is, meanings);
      const text = texts.get(name);
      meanings.set(name, meaning);
      if (text !== undefined) named.set(meaning, text);
    }
    const [when, check] = [part.when === null ? null : replaceVariables(part.when, meanings), replaceVariables(part.check, meanings)];
    const whenText = rule.when !== null && source.when !== null ? null : (source.when ?? rule.when);
    return [{ model: modelOf(rules, when === null ? [check] : [when, check]), when, check, whenText, checkText: source.check, named }];
  });
}

function applies({ model, when }: Condition, possible: Possible, suppose: Suppositions): boolean {
  return when === null || model.truth(when, possible, suppose) === true;
}

function neverDecided(condition: Condition): readonly Finding[] {
  const { model, check, checkText, whenText } = condition;
  if (whenText !== null && findPossible((possible) => applies(condition, possible, {})) === false) return [finding("never-applies", spanOfWhole(whenText))];
  if (findPossible((possible) => applies(condition, possible, {}) && model.truth(check, possible, {}) === false) === false)
    return [finding("never-fails", spanOfWhole(checkText))];
  return [];
}

/** Parts of `when` and `check` that could be left out, whatever the record. */
function withoutDifference(condition: Condition): readonly Finding[] {
  const { model, check } = condition;
  const finds = (possible: Possible, suppose: Suppositions): boolean =>
    applies(condition, possible, suppose) && model.truth(check, possible, suppose) === false;
  return writtenHere(condition).flatMap(({ node, text, isOperand }) => {
    if (!isOperand) return [];
    const useless = [true, false].some((value) => {
      const suppose = { decided: new Map([[node, value]]) };
      return findPossible((possible) => finds(possible, {}) !== finds(possible, suppose)) === false;
    });
    return useless ? [finding("no-difference", spanOfRange(text, node.range))] : [];
  });
}

/** `exists` fails when an item outside its list is missing, because nothing can then be true of any element. */
function missingInExists(condition: Condition): readonly Finding[] {
  const { model, check } = condition;
  return writtenHere(condition).flatMap(({ node, text, isCheck }) => {
    if (!isCheck || node.op !== "quantifier" || node.name !== "exists" || node.body === null) return [];
    const { body, variable } = node;
    const outer = askedIn(model, body).filter((value) => !mentions(value, variable) && value.op === "item");
    return outer.flatMap((value): Finding[] => {
      const suppose = supposeAbsent(value);
      if (findPossible((possible) => model.truth(body, possible, suppose) === true) !== false) return [];
      const decided = { ...suppose, decided: new Map([[node, true]]) };
      const isSurprise = findPossible(
        (possible) =>
          applies(condition, possible, suppose) && model.truth(check, possible, suppose) === false && model.truth(check, possible, decided) !== false,
      );
      return isSurprise === true ? [finding("exists-with-missing-item", spanOfRange(text, node.range), { item: nameOf(value) })] : [];
    });
  });
}

/** An alternative that is unknown, not false, keeps the whole from failing. */
function eatenAlternatives(condition: Condition): readonly Finding[] {
  const { model, check } = condition;
  return writtenHere(condition).flatMap(({ node, text, isCheck }) => {
    if (!isCheck || node.op !== "or" || !hasTest(node.left) || !hasTest(node.right)) return [];
    return [node.left, node.right].flatMap((side): Finding[] => {
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
      const items = [...new Set(eaters.map(nameOf))].join(" or ");
      return items === "" ? [] : [finding("unknown-alternative", spanOfRange(text, side.range), { items })];
    });
  });
}

/** `same` with an item of a record that need not be there finds every record that has none. */
function absentRecords(condition: Condition): readonly Finding[] {
  const { model, check } = condition;
  return writtenHere(condition).flatMap(({ node, text, isCheck }) => {
    if (!isCheck || node.op !== "call" || node.name !== "same") return [];
    const records = new Map(node.arguments.flatMap((argument) => recordsThatMayBeAbsent(model, argument)).map((record) => [keyOf(record), record]));
    return [...records].flatMap(([key, record]): Finding[] => {
      const suppose: Suppositions = { isAbsentRecord: (one) => keyOf(model.expand(one)) === key };
      const decided = { ...suppose, decided: new Map([[node, true]]) };
      const isSurprise = findPossible(
        (possible) =>
          applies(condition, possible, suppose) && model.truth(check, possible, suppose) === false && model.truth(check, possible, decided) !== false,
      );
      return isSurprise === true ? [finding("same-with-absent-record", spanOfRange(text, node.range), { record: nameOf(record) })] : [];
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

/** The conditions that stand in the text of a rule itself, not in a definition, outermost first; the bodies of quantifiers are not entered. */
function writtenHere({ when, check, whenText, checkText, named }: Condition): readonly WrittenPart[] {
  const found: WrittenPart[] = [];
  const visit = (node: Typed, around: ExpressionText, isCheck: boolean, isOperand: boolean): void => {
    const text = named.get(node) ?? around;
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
