import { codeSetsOf } from "../../specification/item-type.ts";
import type { CodeSet } from "../../specification/model.ts";
import { codeViews, goneCodes, hasManyCodes } from "./code-views.ts";
import { evidenceOf, historyOf } from "./history.ts";
import { compareNames, differencesOf, itemEntry, type Page, type PageSource, ruleEntry, rulesThat, type Site } from "./site.ts";

/** Pages of code sets: each code has an anchor there. */
export function codeSetPages(site: Site): readonly PageSource[] {
  return [...site.release.codeSets.values()].map((set) => ({ path: site.addresses.codeSet(set.name), make: () => codeSetPage(site, set) }));
}

function codeSetPage(site: Site, set: CodeSet): Page {
  const { release, addresses, marks } = site;
  const path = addresses.codeSet(set.name);
  const users = [...site.nodes.values()].filter((node) => node.kind === "item" && codeSetsOf(node.type).includes(set.name));
  const gone = release.removed.filter(({ owner }) => owner === set.name).flatMap(({ history }) => history);
  const steps = [...set.codes.flatMap((code) => (code.history === set.history ? [] : code.history)), ...gone];
  const groupRules = rulesThat(site, (_, { groups }) => [...groups].some((group) => group.startsWith(`${set.name}|`)));
  return {
    path,
    template: "code-set",
    title: set.label,
    section: "codes",
    crumbs: [{ label: "Codes", href: "codes.html" }],
    data: {
      name: set.name,
      label: set.label,
      mark: marks.of("code set", set.name),
      definition: set.definition === null ? [] : site.prose(set.definition, path),
      fromTable: set.fromTable,
      referenceDate: release.referenceDate,
      ranges: set.ranges,
      inColumns: hasManyCodes(set),
      codes: codeViews(site, set, path),
      gone: goneCodes(site, set),
      crosswalk: (release.crosswalks.get(set.name)?.steps ?? []).map(({ from, to, default: standard, note }) => ({ from, to, standard, note })),
      previous: site.previous?.period ?? null,
      groups: [...set.groups].map(([name, codes]) => ({
        name,
        codes,
        differences: differencesOf(site, "group", `${set.name}/${name}`),
        rules: groupRules.filter(({ rule }) => site.reads.get(rule.id)?.groups.has(`${set.name}|${name}`) === true).map(({ rule }) => ruleEntry(site, rule)),
      })),
      items: users.map(({ path: item }) => itemEntry(site, item)).toSorted((a, b) => compareNames(a.name, b.name)),
      differences: differencesOf(site, "code set", set.name),
      // A history that only says "written" for each of hundreds of codes says nothing.
      history: historyOf(
        set,
        addresses,
        steps.filter(({ what, change }) => change !== null && what !== "listed" && what !== "unlisted"),
      ),
      evidence: evidenceOf(set, site),
    },
  };
}
