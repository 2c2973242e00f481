import { allRuleEntries } from "./list-pages.ts";
import type { Site } from "./site.ts";

/** What the search page finds: one entry for each thing with an address of its own. */
export interface SearchEntry {
  readonly kind: string;
  readonly name: string;
  readonly label: string;
  readonly text: string;
  readonly href: string;
}

/**
 * The entries that are searched, in the order of the site. The page indexes them itself when it is opened, in less time than it takes to notice: an
 * index made here would be as large again as the entries, which the results show anyhow.
 */
export function searchEntries(site: Site): readonly SearchEntry[] {
  const { release, addresses, sentences } = site;
  const join = (...texts: readonly (string | null | undefined)[]): string =>
    texts.filter((text) => text !== null && text !== undefined && text !== "").join(" ");
  const rules = new Map(release.rules.map((rule) => [rule.id, rule]));
  return [
    ...[...site.nodes.values()].map((node) => ({
      kind: node.kind === "item" ? "Item" : "Record",
      name: node.name,
      label: node.label,
      text: join(node.definition, node.guidance, node.kind === "item" ? node.cbds : null),
      href: addresses.item(node.path),
    })),
    ...[...release.codeSets.values()].flatMap((set) => [
      { kind: "Code set", name: set.name, label: set.label, text: set.definition ?? "", href: addresses.codeSet(set.name) },
      ...set.codes
        .filter(({ label }) => label !== null)
        .map((code) => ({
          kind: "Code",
          name: code.code,
          label: code.label ?? "",
          text: join(set.label, code.useWhen, code.doNotUseWhen),
          href: addresses.code(set.name, code.code),
        })),
    ]),
    ...allRuleEntries(site).map(({ name, label, href }) => ({
      kind: "Rule",
      name,
      label,
      text: join(...sentences(name).flatMap(({ when, must }) => [when, must]), rules.get(name)?.remedy),
      href,
    })),
    ...release.definitions.map((definition) => ({
      kind: "Definition",
      name: definition.name,
      label: definition.label,
      text: definition.definition ?? "",
      href: addresses.definition(definition),
    })),
    ...release.cohorts.map(({ name, label, definition }) => ({ kind: "Cohort", name, label, text: definition, href: addresses.cohort(name) })),
    ...release.indicators.map(({ name, label, definition }) => ({ kind: "Indicator", name, label, text: definition, href: addresses.indicator(name) })),
    ...release.tables.map(({ name, label, definition }) => ({ kind: "Table", name, label, text: definition ?? "", href: addresses.table(name) })),
    ...release.referenceTables.map(({ name, label, definition }) => ({
      kind: "Reference table",
      name,
      label,
      text: definition,
      href: addresses.referenceTable(name),
    })),
    ...release.questions.map(({ name, question, answer }) => ({
      kind: "Question",
      name: "",
      label: question,
      text: answer ?? "",
      href: addresses.question(name),
    })),
    ...release.changes.flatMap((change) => {
      const href = addresses.change(change);
      return href === null ? [] : [{ kind: "Change", name: "", label: change.title, text: change.why, href }];
    }),
  ];
}
