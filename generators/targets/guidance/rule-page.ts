import { asNoun } from "../../language/english.ts";
import type { RuleSentence } from "../../language/sentence.ts";
import { withoutOwner } from "../../language/sentence-context.ts";
import type { CheckedRule } from "../../rules/checked-rule.ts";
import { outsideNeeds, whereItRuns } from "../../rules/rule-needs.ts";
import { checkSentence, type DeclaredTableCheck } from "../../rules/table-checks.ts";
import type { Definition, RuleExample, RuleFor } from "../../specification/model.ts";
import { exampleView, type ExampleView } from "./example-view.ts";
import { evidenceOf, historyOf } from "./history.ts";
import { compareNames, differencesOf, type Entry, itemEntry, ownerOf, type Page, type PageSource, type Site } from "./site.ts";
import { linkPhrases, type Phrase, type Prose, type Segment } from "./prose.ts";

/** Pages of rules, and of the checks of rows that tables declare. */
export function rulePages(site: Site): readonly PageSource[] {
  return [
    ...site.rules.rules.map((rule) => ({ path: site.addresses.rule(rule.rule.id), make: () => rulePage(site, rule) })),
    ...site.checks.map((check) => ({ path: site.addresses.rule(check.id), make: () => checkPage(site, check) })),
  ];
}

function rulePage(site: Site, checked: CheckedRule): Page {
  const { rule, parts } = checked;
  const { addresses, marks, rules, release } = site;
  const path = addresses.rule(rule.id);
  const reads = site.reads.get(rule.id);
  const items = [...(reads?.items ?? [])].map(([item, years]) => ({ ...itemEntry(site, item), path: item, years: [...years].toSorted((a, b) => a - b) }));
  const definitions = definitionsNamed(site, reads?.definitions ?? new Set());
  const passes = viewsOf(site, checked, rule.passes, false);
  const fails = viewsOf(site, checked, rule.fails, true);
  const isTestable = rule.notTestable === null;
  const needs = isTestable ? outsideNeeds(rules, checked) : [];
  return {
    path,
    template: "rule",
    title: `Rule ${rule.id}: ${rule.title}`,
    section: "rules",
    crumbs: [{ label: "Rules", href: "rules.html" }],
    data: {
      id: rule.id,
      label: rule.title,
      mark: marks.of("rule", rule.id),
      severity: rule.severity,
      isBypassed: rule.bypass,
      automaticOk: rule.automaticOk,
      origin: rule.ruleOrigin,
      stage: rule.stage,
      notTestable: rule.notTestable,
      ...sentenceView(site.sentences(rule.id), phrasesOf(site, items, definitions), path),
      messages: messagesOf(site, checked, path),
      remedies: distinct(
        rule.parts.flatMap(({ remedy }) => remedy ?? []),
        rule.remedy,
      ).map((remedy) => site.prose(remedy, path)),
      reading: rule.reading === null ? [] : site.prose(rule.reading, path),
      note: rule.note === null ? [] : site.prose(rule.note, path),
      meant: rule.meant.map(({ why }) => why),
      firstPass: passes[0] ?? null,
      firstFail: fails[0] ?? null,
      morePasses: passes.slice(1),
      moreFails: fails.slice(1),
      checkedOn: [...(reads?.records ?? [])].map((record) => itemEntry(site, record)),
      items: items.toSorted((a, b) => compareNames(a.name, b.name)),
      definitions,
      tables: [...(reads?.tables ?? [])].flatMap((name) => {
        const table = release.referenceTables.find((candidate) => candidate.name === name);
        return table === undefined ? [] : [{ label: table.label, href: addresses.referenceTable(name) }];
      }),
      needs: {
        lastReturn: needs.includes("last_return"),
        beforeLast: needs.includes("return_before_last"),
        authority: needs.includes("authority"),
      },
      formats: isTestable ? formatsOf(site, checked) : { xml: false, csv: false, all: [] },
      enforces: rule.enforces.map((words) => ({ words, item: enforcedItem(site, words, [...(reads?.records ?? [])]) })),
      written: writtenForm(checked),
      differences: differencesOf(site, "rule", rule.id),
      touched: touchedBy(
        site,
        reads?.allDefinitions ?? new Set(),
        items.map((item) => item.path),
      ),
      previous: site.previous?.period ?? null,
      firstId: rule.firstId === rule.id ? null : rule.firstId,
      history: historyOf(rule, addresses),
      evidence: evidenceOf(rule, site),
      partCount: parts.length,
    },
  };
}

/** Longer ones are no longer read at a glance: they are set smaller, and what is asked apart from when it is. */
const LONG_SENTENCE = 240;

function sentenceView(sentences: readonly RuleSentence[], phrases: readonly Phrase[], page: string) {
  return {
    sentences: sentences.map(({ when, must }) => ({ when: linkPhrases(when, phrases, page), must: linkPhrases(must, phrases, page) })),
    isLong: sentences.length > 1 || sentences.some(({ when, must }) => when.length + must.length > LONG_SENTENCE),
  };
}

function viewsOf(site: Site, rule: CheckedRule, examples: readonly RuleExample[], fails: boolean): readonly ExampleView[] {
  if (rule.rule.notTestable !== null) return [];
  return examples.flatMap((example) => exampleView(site, rule, example, fails) ?? []);
}

/** The texts of the parts, or that of the rule when the parts have none; each once. */
function distinct(texts: readonly string[], whole: string): readonly string[] {
  return texts.length === 0 ? [whole] : [...new Set([whole, ...texts])];
}

export function definitionsNamed(site: Site, keys: ReadonlySet<string>): readonly Entry[] {
  return site.release.definitions.filter((definition) => keys.has(definitionKey(site, definition))).map((definition) => definitionEntry(site, definition));
}

export function definitionEntry(site: Site, definition: Definition): Entry {
  const { name, label, basis } = definition;
  return { name, label, href: site.addresses.definition(definition), mark: site.marks.of("definition", name), isInferred: basis === "inferred" };
}

/** The key under which the language keeps a definition: with the record it belongs to, or the list of it. */
export function definitionKey({ nodes }: Pick<Site, "nodes">, { name, for: owner }: Pick<Definition, "name" | "for">): string {
  const [, list, record] = /^(list of )?(.+)$/.exec(owner ?? "") ?? [];
  if (record === undefined) return name;
  const path = [...nodes.keys()].find((candidate) => candidate === record || candidate.endsWith(`/${record}`)) ?? record;
  return `${path}${list === undefined ? "" : "*"}#${name}`;
}

/** What sentences call the items and definitions of a rule, each with its page. What two of them would be called is none's. */
function phrasesOf(site: Site, items: readonly (Entry & { readonly path: string })[], definitions: readonly Entry[]): readonly Phrase[] {
  const found = new Map<string, string | null>();
  const add = (words: string, href: string): void => {
    const known = found.get(words);
    found.set(words, known === undefined || known === href ? href : null);
  };
  for (const { label, href, path } of items) {
    add(asNoun(label), href);
    const owner = ownerOf(site, path)?.label;
    if (owner !== undefined) add(withoutOwner(asNoun(label), asNoun(owner)), href);
  }
  for (const { label, href } of definitions) add(asNoun(label), href);
  return [...found].flatMap(([words, href]) => (href === null ? [] : [{ words, href }]));
}

/** Messages with what stands for a value as a link to the item. */
function messagesOf(site: Site, { rule, parts }: CheckedRule, page: string): readonly Prose[] {
  const own = distinct(
    rule.parts.flatMap(({ message }) => message ?? []),
    rule.message,
  );
  const around = new Set(parts.map(({ target }) => (target.kind === "variables" ? target.within : target.record)));
  return own.map((message) => [
    message.split(/(\{[^{}]+\})/).map((piece): Segment => {
      const name = /^\{(.+)\}$/.exec(piece)?.[1];
      if (name === undefined) return { text: piece, href: null };
      const item = itemNamed(site, name.split(".").at(-1) ?? name, around);
      const href = item === null ? null : site.addresses.item(item);
      return { text: `[${item === null ? name.replaceAll(/[_.]/g, " ") : (site.nodes.get(item)?.label ?? name)}]`, href: href === page ? null : href };
    }),
  ]);
}

/** The item of a name: on one of the records, else the only one there is. */
function itemNamed({ nodes }: Site, name: string, records: ReadonlySet<string>): string | null {
  const found = [...nodes.values()].filter((node) => node.kind === "item" && node.name === name);
  const near = found.find(({ path }) => [...records].some((record) => path.startsWith(`${record}/`)));
  return near?.path ?? (found.length === 1 ? (found[0]?.path ?? null) : null);
}

/** "SEX code" is about the item SEX. */
function enforcedItem(site: Site, words: string, records: readonly string[]): Entry | null {
  const name = words.split(" ")[0] ?? "";
  const path = itemNamed(site, name.split(".").at(-1) ?? name, new Set(records));
  return path === null ? null : itemEntry(site, path);
}

function formatsOf({ rules, release }: Site, rule: CheckedRule) {
  const { formats } = whereItRuns(rules, rule);
  return { xml: formats.includes("xml"), csv: formats.includes("csv"), all: release.formats };
}

/** What the rule reads that is otherwise than last year, where its own words are not. */
function touchedBy(site: Site, definitions: ReadonlySet<string>, items: readonly string[]): readonly Entry[] {
  return [...definitionsNamed(site, definitions), ...items.map((item) => itemEntry(site, item))].filter(({ mark }) => mark !== null);
}

/** The rule as the specification writes it. */
function writtenForm({ rule }: CheckedRule): readonly { readonly key: string; readonly text: string }[] {
  const lines = [
    { key: "for", text: forText(rule.for) },
    ...(rule.within === null ? [] : [{ key: "within", text: rule.within }]),
    ...rule.let.map(({ name, is }) => ({ key: `let ${name}`, text: oneLine(is.text) })),
    ...(rule.when === null ? [] : [{ key: "when", text: oneLine(rule.when.text) }]),
    ...(rule.check === null ? [] : [{ key: "check", text: oneLine(rule.check.text) }]),
    ...(rule.unique.length === 0 ? [] : [{ key: "unique", text: rule.unique.join(", ") }]),
    ...rule.parts.flatMap((part) => [
      ...(part.for === null ? [] : [{ key: "part for", text: forText(part.for) }]),
      ...(part.when === null ? [] : [{ key: "part when", text: oneLine(part.when.text) }]),
      { key: "part check", text: oneLine(part.check.text) },
    ]),
    ...rule.report.map(({ text }) => ({ key: "report", text: oneLine(text) })),
    ...(rule.optional.length === 0 ? [] : [{ key: "optional", text: rule.optional.join(", ") }]),
  ];
  return lines;
}

function forText(target: RuleFor): string {
  if (target.kind === "records") return target.names.map(({ name }) => name).join(", ");
  return target.variables.map(({ name, list }) => `${name} in ${oneLine(list.text)}`).join(", ");
}

/** An expression that was written over several lines. */
export function oneLine(expression: string): string {
  return expression.replaceAll(/\s*\n\s*/g, " ");
}

function checkPage(site: Site, check: DeclaredTableCheck): Page {
  const { addresses } = site;
  const path = addresses.rule(check.id);
  const message = check.message.replaceAll("{copy}", "[the value here]").replaceAll("{original}", "[the value there]");
  return {
    path,
    template: "table-check",
    title: `Rule ${check.id}: ${check.title}`,
    section: "rules",
    crumbs: [{ label: "Rules", href: "rules.html" }],
    data: {
      id: check.id,
      label: check.title,
      severity: check.severity,
      kind: check.kind,
      sentence: checkSentence(check),
      message,
      remedy: check.remedy,
      table: { name: check.table, href: addresses.table(check.table) },
      column: check.column,
      history: historyOf(check.declaredBy, addresses),
      evidence: evidenceOf(check.declaredBy, site),
    },
  };
}
