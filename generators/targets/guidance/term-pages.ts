import type { Definition, DocumentedEntry } from "../../specification/model.ts";
import { evidenceOf, historyOf } from "./history.ts";
import { definitionsBehind } from "./reads.ts";
import { definitionEntry, definitionKey, definitionsNamed, oneLine } from "./rule-page.ts";
import { differencesOf, itemEntry, type Page, type PageSource, ruleEntry, rulesThat, type Site } from "./site.ts";

/** Pages of definitions, cohorts and indicators. */
export function termPages(site: Site): readonly PageSource[] {
  const { release, addresses } = site;
  return [
    ...release.definitions.map((definition) => ({ path: addresses.definition(definition), make: () => definitionPage(site, definition) })),
    ...release.cohorts.map((entry) => documentedSource(site, "cohort", entry, addresses.cohort(entry.name))),
    ...release.indicators.map((entry) => documentedSource(site, "indicator", entry, addresses.indicator(entry.name))),
  ];
}

function definitionPage(site: Site, definition: Definition): Page {
  const { addresses, marks, rules } = site;
  const path = addresses.definition(definition);
  const key = definitionKey(site, definition);
  const users = site.release.definitions.filter((other) => definitionsBehind(rules, definitionKey(site, other)).includes(key));
  return {
    path,
    template: "definition",
    title: definition.label,
    section: "terms",
    crumbs: [{ label: "Terms", href: "terms.html" }],
    data: {
      name: definition.name,
      label: definition.label,
      mark: marks.of("definition", definition.name),
      definition: definition.definition === null ? [] : site.prose(definition.definition, path),
      owner: ownerEntry(site, definition),
      isOfList: definition.for?.startsWith("list of ") === true,
      parameters: [...definition.parameters].map(([name, type]) => ({ name: name.replaceAll("_", " "), type })),
      expression: oneLine(definition.is),
      restsOn: definitionsNamed(site, new Set(definitionsBehind(rules, key))),
      usedBy: users.map((user) => definitionEntry(site, user)),
      rules: rulesThat(site, (_, { allDefinitions }) => allDefinitions.has(key)).map(({ rule }) => ruleEntry(site, rule)),
      differences: differencesOf(site, "definition", definition.name),
      previous: site.previous?.period ?? null,
      history: historyOf(definition, addresses),
      evidence: evidenceOf(definition, site),
    },
  };
}

function ownerEntry(site: Site, definition: Definition) {
  const [record = ""] = definitionKey(site, definition).split("#");
  const path = record.replace(/\*$/, "");
  return definition.for === null || !site.nodes.has(path) ? null : itemEntry(site, path);
}

function documentedSource(site: Site, kind: "cohort" | "indicator", entry: DocumentedEntry, path: string): PageSource {
  return { path, make: () => documentedPage(site, kind, entry, path) };
}

function documentedPage(site: Site, kind: "cohort" | "indicator", entry: DocumentedEntry, path: string): Page {
  return {
    path,
    template: "documented",
    title: entry.label,
    section: "terms",
    crumbs: [{ label: "Terms", href: "terms.html" }],
    data: {
      kind,
      name: entry.name,
      label: entry.label,
      mark: site.marks.of(kind, entry.name),
      definition: site.prose(entry.definition, path),
      differences: differencesOf(site, kind, entry.name),
      previous: site.previous?.period ?? null,
      history: historyOf(entry, site.addresses),
      evidence: evidenceOf(entry, site),
    },
  };
}
