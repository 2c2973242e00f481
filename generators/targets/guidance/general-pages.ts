import { compareText } from "../../specification/diagnostics.ts";
import { codeViews } from "./code-views.ts";
import { evidenceOf, historyOf } from "./history.ts";
import { allRuleEntries, countsOf, modulesOf } from "./list-pages.ts";
import { anchorOf } from "./slug.ts";
import { isAbout } from "./item-page.ts";
import { itemEntry, type Page, type PageSource, type Site } from "./site.ts";

/** The overview, questions, glossary and what else there is one of. */
export function generalPages(
  site: Site,
  licences: readonly { readonly name: string; readonly version: string; readonly licence: string | null }[],
): readonly PageSource[] {
  return [
    { path: "index.html", make: () => overviewPage(site) },
    ...(site.release.questions.length === 0 ? [] : [{ path: "questions.html", make: () => questionsPage(site) }]),
    { path: "glossary.html", make: () => glossaryPage(site) },
    { path: "search.html", make: () => single("search", "Search", "search", {}) },
    { path: "print.html", make: () => printPage(site) },
    { path: "sources.html", make: () => sourcesPage(site) },
    { path: "accessibility.html", make: () => single("accessibility", "Accessibility statement", null, {}) },
    { path: "licence.html", make: () => single("licence", "Licence", null, { licences }) },
  ];
}

function single(name: string, title: string, section: string | null, data: object): Page {
  return { path: `${name}.html`, template: name, title, section, crumbs: [], data };
}

function overviewPage(site: Site): Page {
  const { release, previous, addresses, marks } = site;
  const rules = allRuleEntries(site);
  const items = [...site.nodes.values()].filter(({ kind }) => kind === "item");
  return {
    path: "index.html",
    template: "overview",
    title: "Overview",
    section: "overview",
    crumbs: [],
    data: {
      release: {
        version: release.version,
        start: release.start,
        end: release.end,
        referenceDate: release.referenceDate,
        live: release.live,
        formats: release.formats,
        versions: release.versions,
      },
      window: release.window === null ? null : { ...release.window, evidence: evidenceOf(release.window, site) },
      publications: release.publications.map((publication) => ({
        date: publication.date,
        what: publication.what,
        isInferred: publication.basis === "inferred",
        sources: evidenceOf(publication, site).sources,
      })),
      reliability: release.evidence === null ? null : { text: release.evidence.text, isInferred: release.evidence.basis === "inferred" },
      notes: release.notes,
      schema:
        release.publishedSchema.kind === "follows"
          ? { name: release.publishedSchema.name, publisher: release.publishedSchema.publisher, why: null }
          : { name: null, publisher: null, why: release.publishedSchema.why },
      modules: modulesOf(site).map(({ name, href, records }) => ({ name, href, count: records.reduce((total, record) => total + record.items.length, 0) })),
      counts: { ...countsOf(rules), items: items.length, sets: release.codeSets.size, definitions: release.definitions.length },
      previous: previous?.period ?? null,
      changes: release.changes.map((change) => ({ title: change.title, href: addresses.change(change) })),
      differences: marks.all.filter(({ kind }) => kind !== "release").length,
      questions: { all: release.questions.length, open: release.questions.filter(({ answer }) => answer === null).length },
    },
  };
}

function questionsPage(site: Site): Page {
  const { release, addresses } = site;
  const views = release.questions.map((question) => ({
    anchor: anchorOf("question", question.name),
    ...headed(question.question),
    answer: question.answer === null ? null : site.prose(question.answer, "questions.html"),
    example: question.example === null ? [] : site.prose(question.example, "questions.html"),
    items: [...site.nodes.values()].filter((node) => isAbout(question, node)).map(({ path }) => itemEntry(site, path)),
    history: historyOf(question, addresses),
    evidence: evidenceOf(question, site),
  }));
  return single("questions", "Questions and answers", "questions", {
    answered: views.filter(({ answer }) => answer !== null),
    open: views.filter(({ answer }) => answer === null),
  });
}

/** What stands in brackets behind a question is no part of it. */
function headed(text: string): { readonly question: string; readonly remark: string | null } {
  const [, question, remark] = /^(.*\?)\s*\((.*)\)$/s.exec(text.trim()) ?? [];
  return question === undefined || remark === undefined ? { question: text, remark: null } : { question, remark };
}

/** Everything that has a label, by letter. */
function glossaryPage(site: Site): Page {
  const { release, addresses } = site;
  const entries = [
    ...[...site.nodes.values()].map(({ label, name, definition, path, kind }) => ({
      label,
      name,
      definition,
      kind: kind as string,
      href: addresses.item(path),
    })),
    ...release.definitions.map((definition) => ({
      label: definition.label,
      name: definition.name,
      definition: definition.definition ?? "",
      kind: "definition",
      href: addresses.definition(definition),
    })),
    ...release.cohorts.map(({ label, name, definition }) => ({ label, name, definition, kind: "cohort", href: addresses.cohort(name) })),
    ...release.indicators.map(({ label, name, definition }) => ({ label, name, definition, kind: "indicator", href: addresses.indicator(name) })),
    ...release.referenceTables.map(({ label, name, definition }) => ({
      label,
      name,
      definition,
      kind: "reference table",
      href: addresses.referenceTable(name),
    })),
  ].toSorted((a, b) => compareText(a.label.toLowerCase(), b.label.toLowerCase()) || compareText(a.href, b.href));
  const letters = new Map<string, typeof entries>();
  for (const entry of entries) {
    const letter = /[a-z]/i.test(entry.label.charAt(0)) ? entry.label.charAt(0).toUpperCase() : "0–9";
    letters.set(letter, [...(letters.get(letter) ?? []), entry]);
  }
  return single("glossary", "Glossary", "glossary", {
    letters: [...letters].map(([letter, found]) => ({ letter, anchor: anchorOf("letter", letter.toLowerCase().replace("–", "-")), entries: found })),
  });
}

/** The whole release on one page, without examples and histories. */
function printPage(site: Site): Page {
  const { release } = site;
  return single("print", "All on one page", null, {
    modules: modulesOf(site),
    sets: [...release.codeSets.values()].map((set) => ({
      anchor: anchorOf("set", set.name),
      name: set.name,
      label: set.label,
      ranges: set.ranges,
      codes: codeViews(site, set, "print.html"),
    })),
    rules: release.rules.map(({ id, title, severity, message, remedy, notTestable }) => ({
      anchor: anchorOf("rule", id),
      id,
      title,
      severity,
      message,
      remedy,
      notTestable,
      sentences: site.sentences(id),
    })),
    definitions: release.definitions.map(({ label, definition }) => ({ label, definition: definition ?? "" })),
    cohorts: release.cohorts,
    indicators: release.indicators,
  });
}

function sourcesPage({ release }: Site): Page {
  return single("sources", "Sources", null, { sources: [...release.sources].map(([key, what]) => ({ key, what, anchor: anchorOf("source", key) })) });
}
