import { PAIR_CAP } from "../rules/logic.ts";
import { createFinding, type Finding, type Location } from "../findings/finding.ts";
import { findingOrder } from "../findings/order.ts";
import { type AsAtCounts, putBack } from "./as-at.ts";
import { createCapNotes } from "./cap-notes.ts";
import type { CompiledRule } from "./compiled-rule.ts";
import { createContext, enclosingChild, idOfChild } from "./context.ts";
import { createDuplicateFinder } from "./duplicates.ts";
import { failuresOf } from "./failures.ts";
import { createFigureSums } from "./figures.ts";
import type { GeneratedValidator, ValidationOptions } from "./generated-validator.ts";
import { locateProblem } from "./locate.ts";
import { type InputForm, missingNeeds } from "./needs.ts";
import { createShelves } from "./shelves.ts";
import type { StructureProblem } from "./structure-reader.ts";
import { type DataRecord, tableAt } from "./tables.ts";

/**
 * The checks of one return, whatever it is read from: problems of structure and children come in, findings go out, the children's in the order in
 * which they come, those of the whole return last. Memory is bounded by one child and the keys of rules on the whole return.
 */
export interface Checks {
  /** Takes a problem of structure; those of a child are given with the child's other findings. */
  readonly problem: (problem: StructureProblem) => void;
  /** Takes a finding about a row of a table that is decided already, with the child it belongs to, or for the whole return (null). */
  readonly add: (finding: Finding, ofReturn: boolean) => void;
  /**
   * Checks a child that has been read whole.
   * @param size number of its records, or of its rows
   */
  readonly child: (child: DataRecord, size: number) => void;
  /** Gives what is left. `isWhole`: the return was read to its end, so that rules on all of it can be decided. */
  readonly end: (isWhole: boolean) => void;
  readonly children: () => number;
  /** What a look as at an earlier day left out. */
  readonly asAt: () => AsAtCounts;
}

/** Findings about the header and the like are kept until the end; beyond this many, those of a rule become one that counts them in `more`. */
const RETURN_CAP = 1000;

/** @param root the root of the return, once it is there */
export function createChecks(
  validator: GeneratedValidator,
  options: ValidationOptions,
  form: InputForm,
  root: () => DataRecord | null,
  give: (finding: Finding) => void,
): Checks {
  const context = createContext(validator, options);
  const active = validator.rules.filter((rule) => missingNeeds(rule, form, options).length === 0);
  const isActive = new Set(active);
  // Rules that need more than the return itself are no part of the test, so each of them is looked at for each child.
  const always = active.filter((rule) => !rule.isOfReturn && rule.needs.length > 0);
  const ofChild = active.filter((rule) => !rule.isOfReturn);
  const ofReturnRules = active.filter((rule) => rule.isOfReturn);
  const asked = new Set(active.flatMap((rule) => rule.figures));
  const figures = createFigureSums(validator.figures.filter(({ name, year }) => year === 0 && asked.has(name)));
  const childTable = tableAt(validator.root, validator.child.path) ?? validator.root;
  const shelves = createShelves(childTable);
  const duplicates = createDuplicateFinder(active, shelves, validator.child.path, context);
  const inOrder = findingOrder(validator.tables.map(({ name }) => name));
  const ofReturn: Finding[] = [];
  const beyond = new Map<string, Finding>();
  /** Structural findings about the return itself that a rule may state. */
  const stated = new Map<Finding, string>();
  const caps = createCapNotes();
  const stages = new Map(validator.rules.map(({ id, stage, severity }) => [id, { stage, severity }]));
  let pending: { problem: StructureProblem; child: DataRecord }[] = [];
  let added: Finding[] = [];
  let children = 0;

  const finding = (rule: string, severity: Finding["severity"], child: string | null, message: string, locations: readonly Location[], more = 0): Finding => {
    const made = createFinding({ input: options.input, release: validator.release, rule, severity, child, message, locations });
    return more === 0 ? made : { ...made, more: made.more + more };
  };

  const structural = (problem: StructureProblem, child: string | null): Finding =>
    finding(`structure.${problem.fault}`, "error", child, problem.message, [locateProblem(problem, validator.root)]);

  const keepForEnd = (one: Finding): void => {
    if (ofReturn.length < RETURN_CAP) {
      ofReturn.push(one);
      return;
    }
    const known = beyond.get(one.rule);
    beyond.set(one.rule, known === undefined ? one : { ...known, more: known.more + 1 + one.more });
  };

  /** The rule that states what structure states. */
  const statingRule = ({ item, fault }: StructureProblem): string | null => (item === null ? null : (validator.enforced.get(`${item.path} ${fault}`) ?? null));
  const isStated = (made: Finding, stating: string | null, byRules: readonly Finding[]): boolean =>
    stating !== null && byRules.some((one) => one.rule === stating && pointsAt(one, made.locations[0]));

  /** What was found in a child until now, structural findings that a rule states left to the rule. */
  const structureOf = (id: string | null, byRules: readonly Finding[]): readonly Finding[] => {
    const found = pending.flatMap(({ problem }) => {
      const made = structural(problem, id);
      return isStated(made, statingRule(problem), byRules) ? [] : [made];
    });
    pending = [];
    return found;
  };

  /** The rules that may have something to say about a child, each once. */
  const suspectsOf = (child: DataRecord, size: number): readonly CompiledRule[] => {
    // The test goes through all rules, those too that are not run for so many records: then each is looked at by itself.
    if (size > PAIR_CAP) return ofChild;
    const indexes: number[] = [];
    validator.test(child, context, indexes);
    if (indexes.length === 0) return always;
    return [...new Set(indexes)]
      .flatMap((index) => validator.rules[index] ?? [])
      .filter((rule) => isActive.has(rule))
      .concat(always);
  };

  /** With `as-collected`, rules of stage 2 are silent about a child with an error of stage 1. */
  const ofStage = (found: readonly Finding[]): readonly Finding[] => {
    if (options.stage === "all" || !found.some(({ rule, severity }) => severity === "error" && stages.get(rule)?.stage === "1")) return found;
    return found.filter(({ rule }) => stages.get(rule)?.stage !== "2");
  };

  const asAt: AsAtCounts = { dropped: 0, reopened: 0 };
  const checkChild = (child: DataRecord, size: number): void => {
    children += 1;
    if (options.asAt !== null) putBack(child, options.asAt, asAt);
    duplicates.addKeys(child);
    const top = root();
    if (top !== null) figures.add(child, top, context);
    const suspects = suspectsOf(child, size);
    if (suspects.length === 0 && pending.length === 0 && added.length === 0) return;
    const id = idOfChild(child, validator.child.key);
    const found: Finding[] = added;
    added = [];
    if (suspects.length > 0) {
      shelves.fill(child);
      for (const rule of suspects) {
        for (const failure of failuresOf(rule, shelves, context, (why) => caps.note(rule.id, id, why)))
          found.push(finding(rule.id, rule.severity, id, failure.message, failure.locations, failure.more));
        for (const { message, locations, more } of duplicates.inside(rule)) found.push(finding(rule.id, rule.severity, id, message, locations, more));
      }
    }
    if (pending.length > 0) found.push(...structureOf(id, found));
    for (const one of ofStage(found.length > 1 ? found.toSorted(inOrder) : found)) give(one);
  };

  return {
    problem: (problem) => {
      const child = problem.record === null ? null : enclosingChild(problem.record, validator.child.path);
      if (child !== null) {
        pending.push({ problem, child });
        return;
      }
      const made = structural(problem, null);
      const stating = statingRule(problem);
      if (stating !== null && ofReturn.length < RETURN_CAP) stated.set(made, stating);
      keepForEnd(made);
    },
    add: (one, isOfReturn) => {
      if (isOfReturn) keepForEnd(one);
      else added.push(one);
    },
    child: checkChild,
    end: (isWhole) => {
      // A child that the file breaks off in is not checked; what is wrong with its form up to there is known.
      const open = pending[0]?.child;
      if (open !== undefined) for (const one of structureOf(idOfChild(open, validator.child.key), []).toSorted(inOrder)) give(one);
      const top = root();
      if (isWhole && top !== null) {
        Object.assign(context.figures, ...options.earlier.map((earlier) => earlier?.figures ?? {}), figures.sums());
        const ofRoot = createShelves(validator.root);
        ofRoot.fill(top);
        for (const rule of ofReturnRules)
          for (const failure of failuresOf(rule, ofRoot, context, (why) => caps.note(rule.id, null, why)))
            keepForEnd(finding(rule.id, rule.severity, null, failure.message, failure.locations, failure.more));
      }
      for (const one of ofReturn.toSorted(inOrder)) if (!isStated(one, stated.get(one) ?? null, ofReturn)) give(one);
      for (const one of [...beyond.values()].toSorted(inOrder)) give(one);
      for (const { rule, message, locations, more } of duplicates.ofReturn()) give(finding(rule.id, rule.severity, null, message, locations, more));
      for (const rule of validator.rules) {
        const missing = missingNeeds(rule, form, options);
        const reason = missing.length > 0 ? missing.join("; ") : caps.reason(rule.id);
        if (reason !== null) give(finding(rule.id, "not-run", null, reason, []));
      }
    },
    children: () => children,
    asAt: () => asAt,
  };
}

/** Whether a finding is about an item of a record. Where the record is missing in which the item would be, the finding names none. */
function pointsAt({ locations }: Finding, at: Location | undefined): boolean {
  const item = Object.keys(at?.items ?? {})[0];
  return (
    at !== undefined &&
    item !== undefined &&
    locations.some(
      ({ path, table, row, items }) => path === at.path && table === at.table && row === at.row && (item in items || Object.keys(items).length === 0),
    )
  );
}
