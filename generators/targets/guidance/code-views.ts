import type { Code, CodeSet } from "../../specification/model.ts";
import { anchorOf } from "./slug.ts";
import { type DifferenceView, differencesOf, ruleEntry, type RuleEntry, rulesThat, type Site } from "./site.ts";
import type { Mark } from "./marks.ts";
import type { Prose } from "./prose.ts";

/** A code with all that is said of it. */
export interface CodeView {
  readonly code: string;
  readonly anchor: string;
  readonly label: string | null;
  readonly labelIsInferred: boolean;
  readonly officialLabel: string | null;
  readonly useWhen: Prose;
  readonly doNotUseWhen: Prose;
  readonly publishAs: string | null;
  readonly fromDate: string | null;
  readonly toDate: string | null;
  readonly tolerated: string | null;
  readonly note: Prose;
  readonly isInferred: boolean;
  readonly mark: Mark;
  readonly groups: readonly string[];
  readonly rules: readonly RuleEntry[];
  readonly differences: readonly DifferenceView[];
}

/** A set of more codes than this is a list of names rather than a table with rules of use: items do not repeat it, and it is set in columns. */
const MANY_CODES = 45;

export function hasManyCodes(set: CodeSet): boolean {
  return set.codes.length > MANY_CODES;
}

/** The codes of a set, in its order; a run of codes from ranges is not spelt out here. */
export function codeViews(site: Site, set: CodeSet, page: string): readonly CodeView[] {
  const namedBy = rulesByCode(site);
  return set.codes.filter((code) => !isFromRange(set, code)).map((code) => codeView(site, set, code, page, namedBy));
}

/** A code that a range stands for has no words of its own. */
function isFromRange(set: CodeSet, code: Code): boolean {
  return set.ranges.length > 0 && code.label === null;
}

const rulesOfSites = new WeakMap<Site, ReadonlyMap<string, readonly RuleEntry[]>>();

/** The rules that name a code, by `SET|CODE`. */
function rulesByCode(site: Site): ReadonlyMap<string, readonly RuleEntry[]> {
  const known = rulesOfSites.get(site);
  if (known !== undefined) return known;
  const found = new Map<string, RuleEntry[]>();
  for (const { rule } of rulesThat(site, (_, reads) => reads.codes.size > 0)) {
    for (const key of site.reads.get(rule.id)?.codes ?? []) found.set(key, [...(found.get(key) ?? []), ruleEntry(site, rule)]);
  }
  rulesOfSites.set(site, found);
  return found;
}

function codeView(site: Site, set: CodeSet, code: Code, page: string, namedBy: ReadonlyMap<string, readonly RuleEntry[]>): CodeView {
  const name = `${set.name}/${code.code}`;
  const prose = (text: string | null): Prose => (text === null ? [] : site.prose(text, page));
  return {
    code: code.code,
    anchor: anchorOf("code", code.code),
    label: code.label,
    labelIsInferred: code.labelIsInferred,
    officialLabel: code.officialLabel,
    useWhen: prose(code.useWhen),
    doNotUseWhen: prose(code.doNotUseWhen),
    publishAs: code.publishAs,
    fromDate: code.fromDate,
    toDate: code.toDate,
    tolerated: code.tolerated,
    note: prose(code.note),
    isInferred: code.basis === "inferred" && set.basis !== "inferred",
    mark: site.marks.of("code", name),
    groups: [...set.groups].flatMap(([group, codes]) => (codes.includes(code.code) ? [group] : [])),
    rules: namedBy.get(`${set.name}|${code.code}`) ?? [],
    differences: differencesOf(site, "code", name),
  };
}

/** A code of the release before that is gone, and what becomes of it. */
export interface GoneCode {
  readonly code: string;
  readonly label: string | null;
  readonly change: { readonly title: string; readonly href: string } | null;
}

/** The codes of a set that the release before had and this one has not. */
export function goneCodes({ previous, release, marks, addresses }: Site, set: CodeSet): readonly GoneCode[] {
  const before = previous?.codeSets.get(set.name)?.codes ?? [];
  const now = new Set(release.codeSets.get(set.name)?.codes.map(({ code }) => code));
  return before
    .filter(({ code }) => !now.has(code))
    .map(({ code, label }) => {
      const change = marks.differences("code", `${set.name}/${code}`)[0]?.change ?? null;
      const href = change === null ? null : addresses.change(change);
      return { code, label, change: change === null || href === null ? null : { title: change.title, href } };
    });
}
