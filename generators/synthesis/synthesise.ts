import type { CheckedRule } from "../rules/checked-rule.ts";
import type { ReferenceRows, TextRow } from "../rules/reference-rows.ts";
import type { ReleaseRules } from "../rules/release-rules.ts";
import { tableChecks } from "../rules/table-checks.ts";
import type { Release } from "../specification/model.ts";
import type { CleanChildren } from "./break-returns.ts";
import { type BrokenPart, type BrokenRule, breakRules, looksAtAll } from "./break-rules.ts";
import { type BrokenTableCheck, breakTableChecks } from "./break-tables.ts";
import { cellTexts } from "./compile-stories.ts";
import { createKeyRing, type KeyRing } from "./key-ring.ts";
import { emptyReturn } from "./return-root.ts";
import type { Scope } from "./scope.ts";
import { type SynthesisPlan, type SyntheticChild, tellChildren } from "./tell.ts";
import { dateText } from "./year-tree.ts";
import type { TextRecord } from "../rules/record-tree.ts";

/** Rules on a whole return are only broken in returns of up to this many children, because all of them are looked at. */
const MOST_LOOKED_AT = 20_000;
/** How many children stand for all while it is worked out how such rules are broken. */
const SAMPLE = 400;

export interface SynthesisWishes {
  readonly children: number;
  /** Ids of rules to break; `all` for every one. */
  readonly broken: readonly string[] | "all";
}

/** Returns that are ready to be written. */
export interface Synthesis {
  readonly plan: SynthesisPlan;
  readonly wishes: SynthesisWishes;
  /** What became of the rules that were to be broken. */
  readonly rules: readonly BrokenRule[];
  /** Children that break rules, and facts of the returns that do, by return. */
  readonly broken: Pick<BrokenPart, "children" | "facts">;
  /** Rows of tables that are broken, in this year's return. */
  readonly brokenTables: readonly BrokenTableCheck[];
  /** The reference tables that go with the returns. */
  readonly reference: ReferenceRows;
}

/** @throws when a rule that is to be broken does not exist: see `unknownRules` */
export function prepareSynthesis(plan: SynthesisPlan, rules: ReleaseRules, wishes: SynthesisWishes): Synthesis {
  const { release } = rules;
  const keys = createKeyRing();
  addPools(plan, release, keys);
  const wanted = chosenRules(rules, wishes.broken);
  const context = { rules, authority: plan.authority, years: plan.releases.length, keys };
  const isLookedAt = wishes.children <= MOST_LOOKED_AT;
  const clean = gather(plan, isLookedAt && wanted.some((rule) => looksAtAll(release, rule)) ? wishes.children : 0);
  const part = breakRules(context, isLookedAt ? wanted : wanted.filter((rule) => !looksAtAll(release, rule)), clean, (children, facts) =>
    plan.releases.map((one, year) => returnOf(plan, one, children[year] ?? [], facts[year] ?? new Map())),
  );
  const tooMany = isLookedAt ? [] : wanted.filter((rule) => looksAtAll(release, rule));
  const tables = new Set(wishes.broken === "all" ? tableChecks(release).map(({ id }) => id) : wishes.broken);
  const brokenTables = release.formats.includes("csv") ? breakTableChecks(release, tables) : [];
  return {
    plan,
    wishes,
    rules: [
      ...part.rules,
      ...tooMany.map(({ rule }) => ({
        rule: rule.id,
        severity: rule.severity,
        title: rule.title,
        example: null,
        children: [],
        why: `it looks at the whole return, which is only done for up to ${MOST_LOOKED_AT} children`,
        formats: [],
      })),
      ...brokenTables.map(({ check, childId }) => ({
        rule: check.id,
        severity: check.severity,
        title: check.title,
        example: check.kind,
        children: [childId],
        why: null,
        formats: ["csv"],
      })),
    ],
    broken: part,
    brokenTables,
    reference: keys.tables,
  };
}

/** Those of the ids that no rule and no check of rows of the release has. */
export function unknownRules(rules: ReleaseRules, ids: readonly string[]): readonly string[] {
  const known = new Set([...rules.rules.map(({ rule }) => rule.id), ...tableChecks(rules.release).map(({ id }) => id)]);
  return ids.filter((id) => !known.has(id));
}

function chosenRules({ rules }: ReleaseRules, broken: SynthesisWishes["broken"]): readonly CheckedRule[] {
  return broken === "all" ? rules : rules.filter(({ rule }) => broken.includes(rule.id));
}

/** The children of each return, all at once, and a sample of them. */
function gather(plan: SynthesisPlan, count: number): CleanChildren {
  const all: TextRecord[][] = plan.releases.map(() => []);
  const sample: TextRecord[][] = plan.releases.map(() => []);
  for (const { number, years } of tellChildren(plan, count)) {
    for (const [year, record] of years.entries()) {
      if (record === null) continue;
      all[year]?.push(record);
      if (number <= SAMPLE) sample[year]?.push(record);
    }
  }
  return { all, sample, share: Math.max(1, count / SAMPLE) };
}

/** A whole return of children, with facts of its own. */
export function returnOf(plan: SynthesisPlan, release: Release, children: readonly TextRecord[], facts: ReadonlyMap<string, readonly string[]>): TextRecord {
  const { root, holder } = emptyReturn(plan, release);
  if (release.child !== null && children.length > 0) holder.groups.set(release.child.record.path, [...children]);
  setFacts(root, facts);
  return root;
}

/** Puts texts into the items of a return above its children. */
export function setFacts(root: TextRecord, facts: ReadonlyMap<string, readonly string[]>): void {
  const visit = (record: TextRecord): void => {
    for (const item of record.node.contains) {
      const texts = item.kind === "item" ? facts.get(item.path) : undefined;
      if (texts?.length === 0) record.items.delete(item.path);
      else if (texts !== undefined) record.items.set(item.path, [...texts]);
    }
    for (const inner of [...record.groups.values()].flat()) visit(inner);
  };
  visit(root);
}

/** Adds the rows of the pools that go into reference tables. */
function addPools(plan: SynthesisPlan, release: Release, keys: KeyRing): void {
  for (const { table: name, rows } of plan.book.tables) {
    const table = release.referenceTables.find((one) => one.name === name);
    if (table === undefined) continue;
    keys.add(
      name,
      table.key.name,
      rows.map(
        (row): TextRow => new Map(table.columns.map((column) => [column.name, columnTexts(release, row, column.name, column.type.item.kind === "date")])),
      ),
    );
    keys.use(rows.flatMap((row) => cellTexts(row.own(table.key.name))));
  }
}

function columnTexts(release: Release, row: Scope, column: string, isDate: boolean): readonly string[] {
  const value = row.own(column);
  return isDate && typeof value === "number" ? [dateText(release, value)] : cellTexts(value);
}

/** The children of the returns one after the other: the invented lives, then those that break rules. */
export function* childrenOfReturns({ plan, wishes, broken }: Synthesis): Generator<SyntheticChild> {
  yield* tellChildren(plan, wishes.children);
  for (const [year, children] of broken.children.entries())
    for (const child of children) yield { number: 0, story: "", years: plan.releases.map((_, index) => (index === year ? child : null)) };
}
