import type { CheckedRule } from "../rules/checked-rule.ts";
import type { Returns } from "../rules/evaluate.ts";
import { itemsInside, recordsInside, type TextRecord } from "../rules/record-tree.ts";
import type { ReleaseRules } from "../rules/release-rules.ts";
import { whereItRuns } from "../rules/rule-needs.ts";
import { writeTables } from "../rules/table-rows.ts";
import { returnInXml } from "../rules/xml-form.ts";
import type { Release } from "../specification/model.ts";
import { neutralOf } from "./candidates.ts";
import { nodesOfRule } from "./rule-key.ts";
import { fails, moveDates, type PairOfReturns, type TwoYears, yearsBetween } from "./two-years.ts";

/** A record on which two years disagree. */
export interface Witness {
  readonly claim: "stricter" | "looser";
  /** The form in which both validators can be given it. */
  readonly form: "xml" | "csv";
  /** Whether it has the same dates in both years, or those of each year. */
  readonly dates: "the same" | "of each year";
  readonly before: WitnessSide;
  readonly after: WitnessSide;
}

export interface WitnessSide {
  /** `cin/2021-22@1.0` */
  readonly release: string;
  readonly verdict: "passes" | "fails";
  /** What it holds beside the neutral carrier, and what the rule reads. */
  readonly records: readonly WitnessRecord[];
  /** The returns themselves. */
  readonly returns: Returns;
}

/** A record of a witness. */
export interface WitnessRecord {
  /** `Child/CINdetails[2]`; below `last_return` for a record of the return before. */
  readonly path: string;
  /** Items by name; null: not there, although the neutral record has it or the rule reads it. */
  readonly items: Readonly<Record<string, string | null>>;
}

/**
 * Turns a pair of returns, found with the older year moved to the dates of the newer one, into documents of each year on which the two validators
 * disagree: with dates of each year, or with the same ones where a rule names a full date.
 * @returns null when no form carries it or the verdicts are not the claimed ones in both
 */
export function realise(years: TwoYears, before: CheckedRule, after: CheckedRule, pair: PairOfReturns, claim: Witness["claim"]): Witness | null {
  const shift = -yearsBetween(years.before.release, years.after.release);
  const namesDays = [...nodesOfRule(years.before, before), ...nodesOfRule(years.after, after)].some(
    (node) => node.op === "constant" && node.type.kind === "date",
  );
  const own = { returns: moveDates(pair.before, years.before.release, shift), dates: "of each year" as const };
  const same = { returns: pair.before, dates: "the same" as const };
  const forms = whereItRuns(years.after, after).formats.filter((form) => whereItRuns(years.before, before).formats.includes(form));
  for (const { returns, dates } of shift === 0 ? [same] : namesDays ? [same, own] : [own, same]) {
    for (const form of forms) {
      const then = carried(returns, years.before, form);
      const now = carried(pair.after, years.after, form);
      if (fails(years.before, before, then) !== (claim === "looser") || fails(years.after, after, now) !== (claim === "stricter")) continue;
      return {
        claim,
        form,
        dates,
        before: sideOf(dates === "the same" ? years.moved : years.before, before, then, claim === "looser"),
        after: sideOf(years.after, after, now, claim === "stricter"),
      };
    }
  }
  return null;
}

/** A return as a form carries it. */
function carried(returns: Returns, rules: ReleaseRules, form: "xml" | "csv"): Returns {
  const carry = (root: TextRecord | null, release: Release | null): TextRecord | null => {
    if (root === null || release === null) return null;
    return form === "xml" ? returnInXml(root).root : writeTables(root, release).root;
  };
  return {
    ...returns,
    root: carry(returns.root, rules.release) ?? returns.root,
    last: carry(returns.last, rules.earlier[1]),
    beforeLast: carry(returns.beforeLast, rules.earlier[2]),
  };
}

/** @param rules of the period whose dates the return has */
function sideOf(rules: ReleaseRules, rule: CheckedRule, returns: Returns, isFailing: boolean): WitnessSide {
  const read = new Set<string>();
  for (const node of nodesOfRule(rules, rule)) if (node.op === "item" || node.op === "entries") read.add(node.item);
  const { earlier, release } = rules;
  const records = [
    ...describe(returns.root, release, "", read),
    ...(returns.last === null || earlier[1] === null ? [] : describe(returns.last, earlier[1], "last_return: ", read)),
    ...(returns.beforeLast === null || earlier[2] === null ? [] : describe(returns.beforeLast, earlier[2], "return_before_last: ", read)),
    ...referenceRecords(returns, release),
  ];
  return { release: release.id, verdict: isFailing ? "fails" : "passes", records, returns };
}

/** Records that say something: where they differ from the neutral carrier, or hold what is read. */
function describe(root: TextRecord, release: Release, before: string, read: ReadonlySet<string>): readonly WitnessRecord[] {
  const found: WitnessRecord[] = [];
  const visit = (record: TextRecord, path: string): void => {
    const neutral = neutralOf(record.node, release);
    const items: Record<string, string | null> = {};
    for (const item of itemsInside(record.node)) {
      const [own, usual] = [record.items.get(item.path), neutral.items.get(item.path)];
      const isSaid = own?.join("\n") !== usual?.join("\n") && item.path !== release.child?.key.path;
      if (isSaid || (read.has(item.path) && own !== undefined)) items[item.name] = own === undefined ? null : own.join(", ");
      else if (read.has(item.path)) items[item.name] = null;
    }
    const isRepeating = record.node.occurs.maximum !== 1 && record.node.path !== release.child?.record.path;
    if (Object.keys(items).length > 0 || isRepeating) found.push({ path: `${before}${path}`, items });
    for (const node of recordsInside(record.node)) {
      const inner = record.groups.get(node.path) ?? [];
      const isMany = node.occurs.maximum !== 1;
      for (const [index, one] of inner.entries()) visit(one, `${node.name}${isMany && inner.length > 1 ? `[${index + 1}]` : ""}`);
      const wasThere = (neutral.groups.get(node.path) ?? []).length > 0;
      const isRead = [...read].some((item) => item.startsWith(`${node.path}/`));
      if (inner.length === 0 && wasThere && isRead) found.push({ path: `${before}${node.name}`, items: { "(the whole record)": null } });
    }
  };
  visit(root, root.node.name);
  return found;
}

function referenceRecords({ reference, authority }: Returns, release: Release): readonly WitnessRecord[] {
  const records: WitnessRecord[] = authority === null ? [] : [{ path: "returning authority", items: { code: authority } }];
  for (const [table, rows] of reference ?? []) {
    const key = release.referenceTables.find(({ name }) => name === table)?.key;
    for (const row of rows) {
      if (key?.neutral !== null && row.get(key?.name ?? "")?.[0] === key?.neutral) continue;
      records.push({ path: `reference ${table}`, items: Object.fromEntries([...row].map(([name, texts]) => [name, texts.join(", ")])) });
    }
  }
  return records;
}
