import type { Content, Suite, SuiteScenario } from "../../../conformance/suite.ts";
import { REPORT_STYLE, REPORT_STYLE_HASH } from "../../../runtime/findings/html-style.ts";
import { countWords, groupDigits } from "../../../runtime/findings/message.ts";
import { html, type Markup } from "../../../runtime/findings/markup.ts";
import { allNodes } from "../../specification/build-items.ts";
import { codeSetsOf } from "../../specification/item-type.ts";
import type { ItemNode, RecordNode, Release } from "../../specification/model.ts";

/** What a code or an item is called. */
interface Labels {
  readonly record: (name: string) => string;
  readonly item: (record: string, name: string) => ItemNode | null;
  readonly code: (item: ItemNode, code: string) => string | null;
}

/** Seconds that an entry takes a person who knows the product, choosing from a list or looking up a date on the sheet included. */
const SECONDS_AN_ENTRY = 5;

/** How many entries these are, and how many hours a person needs for them, to the half hour above. */
export function entryWork(scenarios: readonly SuiteScenario[]): { readonly entries: number; readonly hours: number } {
  const entriesOf = (content: Content): number =>
    Object.values(content.items).reduce((sum, texts) => sum + texts.length, 0) + content.records.reduce((sum, inner) => sum + entriesOf(inner), 0);
  const entries = scenarios.reduce((sum, { children }) => sum + children.reduce((inner, { keyed }) => inner + entriesOf(keyed), 0), 0);
  return { entries, hours: Math.ceil((entries * SECONDS_AN_ENTRY) / 1800) / 2 };
}

/** The scenarios as a page to key in from, and to print: the story, then the records of each child with labels and codes. */
export function entrySheet(release: Release, suite: Suite): string {
  const labels = labelsOf(release);
  const policy = `default-src 'none'; style-src 'sha256-${REPORT_STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  const children = suite.scenarios.reduce((sum, scenario) => sum + scenario.children.length, 0);
  const { entries, hours } = entryWork(suite.scenarios);
  const head = html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>To key in: ${suite.title}</title>
`;
  const body = html`</head>
<body>
<header>
<h1>To key in</h1>
<p>${suite.title} (${suite.release}): ${suite.scenarios.length} scenarios, ${children} children, ${groupDigits(entries)} entries: about ${hours} hours at ${SECONDS_AN_ENTRY} seconds each. Every child is invented.</p>
</header>
<main>
<p>Key in what each story says; below it stands what that comes to, with the codes of the return. Then export the return of the year and judge it with the runner. What must be in the return is not always what is keyed in: that is what is tested.</p>
${lastYearWords(suite)}${suite.scenarios.map((scenario) => scenarioSection(scenario, labels))}</main>
<footer>
${suite.notices.map((line) => html`<p>${line}</p>\n`)}</footer>
</body>
</html>
`;
  // The style is ours and its hash is in the policy; escaping would change it.
  return `${head.markup}<style>${REPORT_STYLE}</style>\n${body.markup}`;
}

function lastYearWords({ lastYear }: Suite): Markup | null {
  if (lastYear === null) return null;
  return html`<p>Records of earlier years are keyed in as far as the stories tell of them. The return of the year before (${lastYear}) is in the folder <code>previous</code>, and is not keyed in.</p>
`;
}

function scenarioSection(scenario: SuiteScenario, labels: Labels): Markup {
  const { id, title, story, children } = scenario;
  const { entries } = entryWork([scenario]);
  return html`<section>
<h2 id="${id}">${title}</h2>
<p class="minor">${id}: ${countWords(children.length, "child", "children")}, ${countWords(entries, "entry", "entries")}</p>
<p>${story}</p>
${children.map(
  ({ key, keyed }) => html`<h3>Child ${key}</h3>
<table>
<thead><tr><th scope="col">Record</th><th scope="col">What</th><th scope="col">Value</th></tr></thead>
<tbody>
${rowsOf(keyed, labels)}</tbody>
</table>
`,
)}</section>
`;
}

function rowsOf(content: Content, labels: Labels): readonly Markup[] {
  const own = Object.entries(content.items).map(([name, texts]) => {
    const item = labels.item(content.record, name);
    const value = texts.map((text) => {
      const label = item === null ? null : labels.code(item, text);
      return label === null ? text : `${text} (${label})`;
    });
    return html`<tr><td>${labels.record(content.record)}</td><td>${item?.label ?? name} <span class="minor">${name}</span></td><td>${value.join("; ")}</td></tr>
`;
  });
  return [...own, ...content.records.flatMap((inner) => rowsOf(inner, labels))];
}

function labelsOf(release: Release): Labels {
  const records = new Map(allNodes(release.root).flatMap((node) => (node.kind === "record" ? [[node.name, node] as const] : [])));
  const itemOf = (record: RecordNode | undefined, name: string): ItemNode | null => {
    const found = record?.contains.find((node) => node.name === name);
    return found?.kind === "item" ? found : null;
  };
  return {
    record: (name) => records.get(name)?.label ?? name,
    item: (record, name) => itemOf(records.get(record), name),
    code: (item, code) => {
      for (const set of codeSetsOf(item.type)) {
        const found = release.codeSets.get(set)?.codes.find((one) => one.code === code);
        if (found !== undefined) return found.label;
      }
      return null;
    },
  };
}
